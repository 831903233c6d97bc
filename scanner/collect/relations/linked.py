"""The licence file of another repo that a card leads to (``license_link``)."""

from typing import NamedTuple
from urllib.parse import quote, unquote

from scanner.model.fields import LINK_KEYS, first_text
from scanner.model.ids import HUB_HOSTS, RepoRef
from scanner.model.snapshot import Repo, Unread
from scanner.text.late import late
from scanner.text.licence_files import licence_documents, licence_like

_FILE = late(
    r"(?:https?://)?(?:" + "|".join(host.replace(".", r"\.") for host in HUB_HOSTS) + r")/"
    r"((?:datasets/)?[\w.-]+/[\w.-]+)/(?:blob|resolve|raw)/([^/?#\s]{1,100})/([^?#\s]{1,300})(?:[?#]\S*)?"
)


_HUB = f"https://{HUB_HOSTS[0]}"


class LinkedFile(NamedTuple):
    """A licence file of another repo. ``at`` is the address that stands for it among the files of the repo that leads
    to it; ``read`` whether it is a text, no document."""

    at: str
    read: bool


def linked_file(repo: Repo) -> LinkedFile | None:
    """The licence file of another repo of the Hub that a repo leads to, by its name; None where it leads to a page, to
    a file of its own, or to one that is called otherwise."""
    link = first_text(repo, LINK_KEYS)[1]
    found = _FILE.fullmatch(link) if link is not None and "/" in link else None
    if found is None:
        return None
    ref, path = RepoRef.parse(f"{found[1]}@{unquote(found[2])}"), unquote(found[3])
    read = bool(licence_like([path]))
    if ref is None or ".." in path or ref.id.lower() in (repo.id.lower(), repo.requested.lower()):
        return None
    kind = "datasets/" if ref.repo_type == "dataset" else ""
    at = f"{_HUB}/{kind}{ref.id}/blob/{quote(ref.revision or 'main', safe='')}/{quote(path)}"
    return LinkedFile(at, read) if read or licence_documents([path]) else None


def is_linked(path: str) -> bool:
    """Whether a path among a repo's files stands for a file of another repo."""
    return path.startswith(f"{_HUB}/")


def place_of(at: str) -> str:
    """Where such a file's content lies, below the endpoint of a Hub."""
    return at.removeprefix(_HUB).replace("/blob/", "/resolve/", 1)


def unread_document(linked: LinkedFile | None) -> tuple[Unread, ...]:
    """A linked document, as unread."""
    return (Unread(what=linked.at, reason="a document, not a text"),) if linked is not None and not linked.read else ()
