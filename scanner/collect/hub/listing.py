"""The Hub's lists: the files of a repo with their sizes, the models of an organisation, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from scanner.collect.hub.client import Client
from scanner.collect.hub.fields import read_files
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.pages import next_link
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.snapshot import File, Repo, Unread

if TYPE_CHECKING:
    from scanner.collect.hub.client import Client

_MAX_PAGES = 50


class Listing(NamedTuple):
    """``files`` is None when no page could be read."""

    files: tuple[File, ...] | None
    unread: tuple[Unread, ...]


def list_files(client: Client, repo: Repo, revision: str) -> Listing:
    """Follows the tree's pages at the repo's commit (else at ``revision``); never raises."""
    at = quote(repo.revision or revision, safe="")
    link: str | None = f"/api/{repo.repo_type}s/{quote(repo.id)}/tree/{at}?recursive=true"
    listed: list[Any] = []
    unread: list[Unread] = []
    try:
        for _ in range(_MAX_PAGES):
            if link is None:
                break
            page, answer = client.json(link, f"the files of {repo.repo_type} {repo.id}")
            if not isinstance(page, list):
                raise TargetError("bad_data", "the Hub sent no list of files")
            listed += page
            link = next_link(answer.headers)
        else:
            unread.append(Unread(what="api:tree", reason=f"only the first {len(listed)} files were listed"))
    except TargetError as error:
        return Listing(None, (Unread(what="api:tree", reason=str(error)),))
    files, more = read_files(listed)
    return Listing(files, (*unread, *more))


_MOST_PAGES = 1000


def list_models(organisation: str, options: HubOptions) -> tuple[str, ...]:
    """The ids of an organisation's (or a person's) models, sorted; () when it has none that this token may see.

    Raises :class:`TargetError` when the Hub cannot be asked, :class:`ModelscanError` offline.
    """
    if options.is_offline():
        raise ModelscanError(f"--org {organisation} asks the Hub: run it without --offline")
    client = Client(options)
    link: str | None = f"/api/models?author={quote(organisation, safe='')}&limit=1000"
    found: list[str] = []
    for _ in range(_MOST_PAGES):
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
