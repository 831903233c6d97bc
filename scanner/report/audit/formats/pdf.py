"""PDF: the page as it prints, tagged (PDF/UA-1), by WeasyPrint, which fetches nothing here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from scanner.report.audit.formats.html import paged
from scanner.runs.audit.types import Audit


def render(audit: Audit) -> bytes:
    """The file's bytes, the same for the same audit."""
    import logging

    from weasyprint import HTML

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    page = HTML(string=paged(audit), url_fetcher=_nothing, base_url=None)
    with _fonts_dated(audit.report.generated_at):
        made = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=audit.report.policy_sha256.encode()[:16])
    assert isinstance(made, bytes)
    return made


@contextmanager
def _fonts_dated(moment: str) -> Iterator[None]:
    """Where HarfBuzz's subsetter is not installed, fontTools writes the time into each font unless told one."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(moment).timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if given is not None:
            os.environ["SOURCE_DATE_EPOCH"] = given


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    """Only what the page itself carries (a logo as ``data:``) is read."""
    if url.startswith("data:"):
        from weasyprint.urls import URLFetcher

        return URLFetcher(allowed_protocols=["data"]).fetch(url)
    raise ValueError(f"not fetched: {url[:80]}")
