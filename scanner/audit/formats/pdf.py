"""PDF: the page as it prints, tagged (PDF/UA-1), by WeasyPrint, which fetches nothing here."""

from typing import Any

from scanner.audit.formats.html import paged
from scanner.audit.types import Audit


def render(audit: Audit) -> bytes:
    """The file's bytes, the same for the same audit."""
    import logging

    from weasyprint import HTML

    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    page = HTML(string=paged(audit), url_fetcher=_nothing, base_url=None)
    made = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=audit.report.policy_sha256.encode()[:16])
    assert isinstance(made, bytes)
    return made


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    """Only what the page itself carries (a logo as ``data:``) is read."""
    if url.startswith("data:"):
        from weasyprint.urls import URLFetcher

        return URLFetcher(allowed_protocols=["data"]).fetch(url)
    raise ValueError(f"not fetched: {url[:80]}")
