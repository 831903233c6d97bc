"""Every model of an organisation, page by page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from scanner.collect.hub.client import Client
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.pages import next_link
from scanner.model.errors import ModelscanError

_MAX_PAGES = 1000


def list_models(organisation: str, options: HubOptions) -> tuple[str, ...]:
    """The ids of an organisation's (or a person's) models, sorted; () when it has none that this token may see.

    Raises :class:`TargetError` when the Hub cannot be asked, :class:`ModelscanError` offline.
    """
    if options.is_offline():
        raise ModelscanError(f"--org {organisation} asks the Hub: run it without --offline")
    client = Client(options)
    link: str | None = f"/api/models?author={quote(organisation, safe='')}&limit=1000"
    found: list[str] = []
    for _ in range(_MAX_PAGES):
        if link is None:
            break
        page, answer = client.json(link, f"the models of {organisation}")
        found += [name for name in _ids(page) if name.lower().startswith(f"{organisation.lower()}/")]
        link = next_link(answer.headers)
    return tuple(sorted(set(found), key=str.lower))


def _ids(page: Any) -> list[str]:
    rows = page if isinstance(page, list) else []
    named = (row.get("id") for row in rows if isinstance(row, dict))
    return [name for name in named if isinstance(name, str)]
