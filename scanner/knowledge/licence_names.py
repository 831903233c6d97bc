"""Which files of a repo hold licence-like texts, by their names."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from scanner.knowledge.page_names import MAX_PAGES, is_card_document, is_named_page, pages
from scanner.knowledge.patterns import listed, recorded
from scanner.model.snapshot import Unread
from scanner.text.late import late
from scanner.text.maps import is_map

#: At most so many licence-like files of a repo are read.
MAX_FILES = 24
_WITHIN, _WHOLE = recorded("terms-within-file-names"), recorded("terms-as-file-names")
_PICTURED, _TABLED, _PLAIN = recorded("pictured-terms"), recorded("tabled-terms"), recorded("plain-licence-files")
_SUFFIX = late(r"\.([A-Za-z]{2,10})$")
_DIGITS = late(r"\d+")


def licence_like(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that hold a licence, an agreement, a use policy or a notice by their name, wherever they lie: the
    root's before deeper ones, what others made last, ``LICENSE`` first. Of what lies beside shards, one."""
    found = _ordered(path for path in paths if _is_prose(path) and _named(path))
    return tuple({_DIGITS.sub("#", path) if is_map(path) else path: path for path in reversed(found)}.values())[::-1]


def _is_prose(path: str) -> bool:
    """Text by its suffix, or ``LICENSE.Apache``: a suffix that no kind of file is known by."""
    suffix = _suffix(path)
    if suffix in listed("text-suffixes") or is_map(path):
        return True
    if suffix in listed("document-suffixes") or suffix in listed("no-text-suffixes"):
        return False
    return _bare(path).lower().startswith(tuple(listed("licence-names-of-any-suffix")))


def licence_documents(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that bear such a name, or a card's, and are documents that are not read (PDF, Word, a picture at the
    root)."""
    return _ordered(path for path in paths if (is_document(path) and _is_called_so(path)) or _is_picture(path))


def is_document(path: str) -> bool:
    """Whether a file is a document by its suffix, whatever it is called."""
    return _suffix(path) in listed("document-suffixes")


def _is_called_so(path: str) -> bool:
    return _named(path) or is_card_document(_SUFFIX.sub("", path))


def _is_picture(path: str) -> bool:
    words, table = _words(path).lower(), _suffix(path) in listed("table-suffixes")
    if "/" in path or not (table or _suffix(path) in listed("picture-suffixes")):
        return False
    return bool(_PICTURED.match(words)) and (not table or bool(_TABLED.search(words)) or _words(path).isupper())


def licence_plan(paths: Iterable[str]) -> tuple[tuple[str, ...], tuple[Unread, ...]]:
    """The licence-like files to read and the pages beside the card (``text/bounds``), and those that are only named:
    documents, and what lies beyond ``MAX_FILES`` (without those of the parts that others made, which come last)."""
    known = tuple(paths)
    found = licence_like(known)
    beyond = [path for path in found[MAX_FILES:] if not is_carried(path)]
    reason = f"the repo has more than {MAX_FILES} licence-like files"
    more = [path for path in pages(known) if path not in found]
    left = f"the repo has more than {MAX_PAGES} pages beside its card"
    return (*found[:MAX_FILES], *more[:MAX_PAGES]), (
        *(Unread(what=path, reason=f"a document ({_suffix(path)}), not a text") for path in licence_documents(known)),
        *(Unread(what=path, reason=reason) for path in beyond),
        *(Unread(what=path, reason=left) for path in more[MAX_PAGES:] if is_named_page(path)),
    )


def terms_apart(paths: Iterable[str]) -> tuple[str, ...]:
    """Terms beyond the licence at the root, which a label does not speak of: agreements, use policies, notices,
    licences beside weights, documents."""
    known = tuple(paths)
    found = (*licence_like(known), *licence_documents(known))
    return tuple(path for path in found if not (_PLAIN.match(path) or is_carried(path)))


def _words(path: str) -> str:
    """The words of a file's name, without its suffix."""
    return words_of(_SUFFIX.sub("", _bare(path)))


def _bare(path: str) -> str:
    """A file's name; a dot before it hides it from nobody who lists the repo."""
    return path.rsplit("/", 1)[-1].removeprefix(".")


def _ordered(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths), key=_rank))


def _rank(path: str) -> tuple[bool, int, bool, str]:
    return is_carried(path), path.count("/"), not path.lower().startswith("licen"), path


def _suffix(path: str) -> str:
    found = _SUFFIX.search(_bare(path))
    return found[1].lower() if found else ""


def _named(path: str) -> bool:
    """By its name; in a folder of licences (``LICENSES/MIT.txt``, as REUSE has it) by that."""
    folder = path.rpartition("/")[0]
    words = _words(path).lower()
    if is_map(path):
        return True
    if words == "readme" or any(one in words for one in listed("no-licence-file-names")):
        return False
    if _says_licence(path) or folder.rsplit("/", 1)[-1].lower() in listed("licence-folders"):
        return True
    return bool(_WITHIN.search(words) or _WHOLE.match(words))


def _says_licence(path: str) -> bool:
    """Whether a name holds a word for a licence or for terms of use, in whatever language."""
    words = _folded(_words(path))
    plain = words.isascii() and path.isascii()
    there = (words,) if plain else (words, _folded(_bare(path)))  # some scripts have signs within words
    return any(one in each for one in _within(plain) for each in there)


@cache
def _within(plain: bool) -> tuple[str, ...]:
    """The words for a licence, or those among them that a name of plain letters can hold."""
    return tuple(one for one in map(_folded, listed("licence-file-names")) if one.isascii() or not plain)


def _folded(name: str) -> str:
    """A name in small letters, without the accents of Latin ones."""
    if name.isascii():
        return name.lower()
    return "".join(one for one in unicodedata.normalize("NFKD", name.lower()) if not "\u0300" <= one <= "\u036f")


def is_carried(path: str) -> bool:
    return not listed("carried-folders").isdisjoint(path.lower().split("/")[:-1])


_RUN_TOGETHER = late(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = late(r"[\W_]+")


def words_of(name: str) -> str:
    """The words of a name, a space between them (``myModel-License_v2`` is ``my Model License v2``)."""
    return _SIGNS.sub(" ", _RUN_TOGETHER.sub(" ", name)).strip()
