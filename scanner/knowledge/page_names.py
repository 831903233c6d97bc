"""Which files of a repo speak to its readers as its card does, by their names."""

from collections.abc import Iterable

from scanner.knowledge.patterns import listed, recorded
from scanner.model.snapshot import CARD
from scanner.text.late import late

#: At most so many of a repo are read.
MAX_PAGES = 12
_NAME, _CARD, _HOME = recorded("page-names"), recorded("card-documents"), recorded("home-pages")
_OF_ELSE, _LANGUAGE = recorded("pages-of-else"), recorded("language-suffixes")
_DEEPEST = 2
_WORDS = late(r"[\W_]+")


def is_page(path: str) -> bool:
    """Whether a file is such a page, by its name or by where it lies; the card itself is none."""
    return is_named_page(path) or _is_other(path)


def is_named_page(path: str) -> bool:
    """Whether a file's name is that of a page which speaks of the model as its card does."""
    folder, _, name = path.rpartition("/")
    if lies_among_terms(path) and name.lower().endswith((".md", ".html", ".htm")):
        return True
    if path == CARD or name.startswith(".") or not _speaks_of_weights(folder.lower()):
        return False
    stem, dot, suffix = name.rpartition(".")
    if dot and suffix.lower() not in listed("page-suffixes") and not _LANGUAGE.match(suffix):
        return False
    words = _words(stem if dot else name)
    if suffix.lower() in listed("site-suffixes") and not folder and _HOME.match(words):
        return True
    return _NAME.match(words) is not None and "template" not in words.lower()


def _is_other(path: str) -> bool:
    """Whether this is any other page at the root, or what introduces a folder that may hold weights."""
    folder, _, name = path.lower().rpartition("/")
    stem, _, suffix = name.rpartition(".")
    written = suffix in listed("written-suffixes") or (suffix == "txt" and folder)
    if not written or path == CARD or name.startswith("."):
        return False
    if not folder:
        return _OF_ELSE.match(_words(stem)) is None
    parts = folder.split("/")
    held = len(parts) <= _DEEPEST and listed("folders-without-weights").isdisjoint(parts)
    return held and _NAME.match(_words(stem)) is not None


def _speaks_of_weights(folder: str) -> bool:
    top = folder.partition("/")[0]
    return not folder or folder in listed("folders-of-pages") or top in listed("folders-of-weights")


def is_card_document(path: str) -> bool:
    """Whether a document, by its path without suffix, lies at the root and is called as a card is."""
    return "/" not in path and _CARD.match(_words(path)) is not None


def _words(name: str) -> str:
    return _WORDS.sub(" ", name).strip()


def lies_among_terms(path: str) -> bool:
    """Whether a file lies in a folder of terms: what is called as licences are is one there, and no page."""
    return path.rpartition("/")[0].lower() in listed("folders-of-terms")


def pages(paths: Iterable[str]) -> tuple[str, ...]:
    """The pages beside the card: those that are called so first, the root's before deeper ones."""
    return tuple(sorted({path for path in paths if is_page(path)}, key=_rank))


def _rank(path: str) -> tuple[bool, int, str]:
    return not is_named_page(path), path.count("/"), path
