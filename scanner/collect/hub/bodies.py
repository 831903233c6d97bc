"""Whether a body that came is the file that was asked for, whole and as it is."""

import re
from typing import TYPE_CHECKING, NamedTuple

from scanner.model.snapshot import OTHER_LENGTH
from scanner.text.licence_files import has_holes

if TYPE_CHECKING:
    from scanner.collect.hub.wire import Answer

_PAGES = (".html", ".htm")
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype|html|head|body)\b", re.IGNORECASE)


class Fetched(NamedTuple):
    """A file's bytes; ``commit`` is the revision that the Hub says they are of, ``measured`` whether anything told how
    long it is; ``total`` its length, of a file whose beginning was asked for."""

    data: bytes
    truncated: bool
    commit: str | None
    measured: bool = True
    total: int | None = None

    def whole(self, size: int | None) -> bool:
        """Whether this can be all of a file (or its beginning, if truncated) that is listed with ``size``."""
        if size is None:
            return self.measured
        return size > len(self.data) if self.truncated else size == len(self.data)


def misfit(answer: "Answer", found: Fetched, path: str, size: int | None, commit: str | None) -> str | None:
    """Why a body is not the file at ``path``, listed with ``size`` bytes, at ``commit``, in words; None when it is."""
    return _not_as_it_is(answer, path, size) or _not_whole(found, size) or _of_another(found, commit)


def _not_as_it_is(answer: "Answer", path: str, size: int | None) -> str | None:
    """What a body was made into on its way, in words."""
    coding = answer.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity"):
        return f"it came compressed ({coding[:20]}), which was not asked for"
    typed = "html" in answer.headers.get("content-type", "") and not path.lower().endswith(_PAGES)
    if typed or (_begins_as_page(answer.body) and not _is_listed_page(answer, path, size)):
        return "a web page came in its place"
    if has_holes(answer.body) and b"\0" not in answer.body:
        return "only blanks, or a pointer to it, came in its place"
    return None


def _begins_as_page(body: bytes) -> bool:
    return _PAGE.match(body[:500]) is not None


def _is_listed_page(answer: "Answer", path: str, size: int | None) -> bool:
    """Whether a web page is what is listed: by its length, or by its name where a length is listed at all."""
    plain = "html" not in answer.headers.get("content-type", "")
    return (size == len(answer.body) and plain) or (path.lower().endswith(_PAGES) and size is not None)


def _not_whole(found: Fetched, size: int | None) -> str | None:
    if found.whole(size):
        return None
    if size is None:
        return "it came without its length, so that nothing tells whether it is whole"
    return f"{len(found.data)} bytes{' and more' if found.truncated else ''} came of the {size} {OTHER_LENGTH}"


def _of_another(found: Fetched, commit: str | None) -> str | None:
    """A body that says itself that it is of another commit than the one that was asked for."""
    if commit is None or found.commit in (None, commit):
        return None
    return f"it came from another commit ({found.commit[:12]})" if found.commit else None
