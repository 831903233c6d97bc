"""Files that a card leads to for its terms: its ``license_link``, and links of its body in a line that speaks of them.

One of the repo's own counts whatever it is called and wherever it lies; one of another repo where it is called as
licences are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote, unquote

from scanner.knowledge.licence_names import is_document, licence_documents, licence_like
from scanner.knowledge.patterns import recorded
from scanner.model.fields import LINK_KEYS, body, card_field, strings, written
from scanner.model.ids import HUB_HOSTS, RepoRef
from scanner.model.once import once
from scanner.model.snapshot import CARD, Json, Repo, Unread
from scanner.text.late import late

_FILE = late(
    r"(?:https?://)?(?:" + "|".join(host.replace(".", r"\.") for host in HUB_HOSTS) + r")/"
    r"((?:datasets/)?[\w.-]+/[\w.-]+)/(?:blob|resolve|raw)/([^/?#\s]{1,100})/([^?#\s]{1,300})(?:[?#]\S*)?"
)
_PAGE = late(
    r"https?://(?:" + "|".join(host.replace(".", r"\.") for host in HUB_HOSTS) + r")/[\w.-]+/[\w.-]+/?"
    r"(?:tree/[\w.-]+/?|blob/[\w.-]+/README\.md)?(?:[?#]\S*)?"
)
_HUB = f"https://{HUB_HOSTS[0]}"
_MOST = 6
_MAX_LINES, _MAX_LINE = 200, 600
#: A line that speaks of terms, a link in it, and how a line begins that names the licence.
_SPEAKS = recorded("terms-spoken-of")
_LINK = late(r"\[[^\]\n]{0,200}\]\(\s*<?([^)\s>]{1,300})>?[^)\n]{0,100}\)|href\s{0,3}=\s{0,3}[\"']([^\"'>\s]{1,300})")
_LABEL = recorded("terms-label")
_PROSE = ("md", "txt", "rst", "html", "htm", "markdown", "mdx")


class LinkedFile(NamedTuple):
    """A file that a card leads to. ``at`` is its path in the repo, or the address that stands for a file of another;
    ``read`` whether it is a text, no document; ``stated`` whether ``license_link`` leads there, not the body."""

    at: str
    read: bool
    stated: bool


@once
def linked_files(repo: Repo) -> tuple[LinkedFile, ...]:
    """The files that a repo's card leads to for its terms, each once."""
    found = [*_stated(repo), *_of_body(repo)]
    return tuple({one.at: one for one in reversed(found)}.values())[::-1][:_MOST]


def links(repo: Repo) -> tuple[tuple[str, str], ...]:
    """Every ``license_link`` that a card states, each with its key."""
    return tuple((key, link) for key in written(repo, LINK_KEYS) for link in links_in(card_field(repo, key)[0]))


def links_in(value: Json) -> Iterator[str]:
    """The links that a ``license_link`` holds."""
    return (text.strip()[:500] for text in islice(strings(value), _MOST) if text.strip())


def is_page_of_repo(link: str) -> bool:
    """Whether a link leads to the page of a repo of the Hub, and to no file that speaks for itself."""
    return _PAGE.fullmatch(link.strip()) is not None


def _stated(repo: Repo) -> Iterator[LinkedFile]:
    for _, link in links(repo):
        if (path := _own(repo, link)) is not None:
            yield LinkedFile(path, not is_document(path), True)
        elif (other := _others(repo, link)) is not None:
            yield LinkedFile(*other, True)


def _of_body(repo: Repo) -> Iterator[LinkedFile]:
    linking = (line[:_MAX_LINE] for line in body(repo).split("\n") if "](" in line or "href" in line)
    for line in islice(filter(_SPEAKS.search, linking), _MAX_LINES):
        for found in islice(_LINK.finditer(line), _MOST):
            link = found[1] or found[2]
            if (path := _own(repo, link)) is not None:
                yield LinkedFile(path, not is_document(path), False)
            elif _LABEL.match(line) and (other := _others(repo, link)) is not None:
                yield LinkedFile(*other, False)


def _own(repo: Repo, link: str) -> str | None:
    """The path of a file of the repo's own that a link leads to: a text or a document, there by the list, and not its
    card."""
    found = _FILE.fullmatch(link)
    if found is not None and found[1].lower() in (repo.id.lower(), repo.requested.lower()):
        path = unquote(found[3])
    else:
        path = unquote(link.partition("#")[0].partition("?")[0]).removeprefix("./").lstrip("/")
    return path if _may_be_read(path) and any(file.path == path for file in repo.files or ()) else None


def _may_be_read(path: str) -> bool:
    return path != CARD and (path.rpartition(".")[2].lower() in _PROSE or is_document(path))


def without_own(link: str, repo_id: str) -> str | None:
    """A link to a file of a repo's own without the repo's id, where the file is no text that could be read, whatever is
    listed; None for any other."""
    found = _FILE.fullmatch(link)
    own = found is not None and found[1] == repo_id and not _may_be_read(unquote(found[3]))
    return link.replace(repo_id, "") if own and link.count(repo_id) == 1 else None


def _others(repo: Repo, link: str) -> tuple[str, bool] | None:
    """The address of a file of another repo that is called as licences are, and whether it is a text."""
    found = _FILE.fullmatch(link) if "/" in link else None
    if found is None:
        return None
    ref, path = RepoRef.parse(f"{found[1]}@{unquote(found[2])}"), unquote(found[3])
    read = bool(licence_like([path]))
    if ref is None or ".." in path or ref.id.lower() in (repo.id.lower(), repo.requested.lower()):
        return None
    at = f"{_HUB}/{ref._replace(revision=None)}/blob/{quote(ref.revision or 'main', safe='')}/{quote(path)}"
    return (at, read) if read or licence_documents([path]) else None


def is_linked(path: str) -> bool:
    """Whether a path among a repo's files stands for a file of another repo."""
    return path.startswith(f"{_HUB}/")


def place_of(at: str) -> str:
    """Where such a file's content lies, below the endpoint of a Hub."""
    return at.removeprefix(_HUB).replace("/blob/", "/resolve/", 1)


def unread_documents(linked: tuple[LinkedFile, ...]) -> tuple[Unread, ...]:
    """Linked documents, as unread."""
    return tuple(Unread(what=one.at, reason="a document, not a text") for one in linked if not one.read)
