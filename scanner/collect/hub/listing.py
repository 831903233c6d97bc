"""The whole file list of a repo, page by page, with sizes."""

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from scanner.collect.hub.fields import read_files
from scanner.collect.hub.pages import next_link
from scanner.model.errors import TargetError
from scanner.model.snapshot import File, Repo, Unread

if TYPE_CHECKING:
    from scanner.collect.hub.client import Client

_MAX_PAGES = 50


class Listing(NamedTuple):
    """``files`` is None when no page could be read."""

    files: tuple[File, ...] | None
    unread: tuple[Unread, ...]


def list_files(client: "Client", repo: Repo, revision: str) -> Listing:
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
