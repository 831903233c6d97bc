"""Pages: which files speak to readers as the card does, and how much of a page is read."""

import re
from collections.abc import Iterable
from itertools import islice

from scanner.model.snapshot import CARD
from scanner.text.late import late

#: Characters of a page, and the lines, sentences and cells that stand in them: time goes by these more than by bytes.
MOST_CHARACTERS = 200_000
MOST_PIECES = 4_000
_PIECE = late(r"\S[^\S\n]*\n|[.!?…](?=\s)|[。！？]|</?(?:br|p|li|tr|td|div|summary)\b", re.IGNORECASE)


def bounded(text: str) -> str:
    """The beginning of a page that is read: all of it, save where it is longer than any page of a person's."""
    if len(text) < MOST_PIECES:
        return text
    text = text[:MOST_CHARACTERS]
    last = next(islice(_PIECE.finditer(text), MOST_PIECES - 1, None), None)
    return text if last is None else text[: last.end()]


#: At most so many of a repo are read.
MAX_PAGES = 12
_SUFFIXES = ("", "md", "txt", "rst", "markdown", "mdx", "text", "adoc", "org", "html", "htm", "xhtml")
#: Pages of a site by their suffix, and those at the root that tell of the model as a whole.
_SITE = ("html", "htm", "xhtml")
_HOME = late(r"index|home(?: ?page)?|main|landing(?: ?page)?|(?:the )?model", re.IGNORECASE)
#: Folders in which such a page speaks of the model as a whole, or of the weights that lie there or below.
_OF_WEIGHTS = frozenset("weights weight model models checkpoint checkpoints ckpt ckpts".split())
_OF_LICENCES = frozenset("license licenses licence licences commercial".split())
_FOLDERS = frozenset({"doc", "docs", *_OF_LICENCES, *_OF_WEIGHTS})
#: Folders at the root whose pages speak of terms, whatever they are called; plain text may be data.
_OF_TERMS = ("terms", "legal", "eula", "agreement", "agreements", "policy", "policies")
_NAME = late(
    r"read ?me(?: .*)?|(?:.* )?(?:model|data|dataset) ?cards?(?: .*)?|disclaimers?(?: .*)?|important(?: .*)?"
    r"|permissions?|rights|(?:model )?zoo|weights|checkpoints"
    r"|faqs?|rules|usage|governance|how ?to use|attention|(?:please )?read (?:this|before)?(?: .*)?|please read"
    r"|(?:\d+ )?read ?me|warning|info(?:rmation)?|about|(?:about|using) (?:this|the) .*|start here"
    r"|stop|before .*|guide|(?:model|weights?) info(?:rmation)?|leia ?me.*"
    r"|prohibited|ethics?|ethical .*|limitations?|intended uses?|out of scope(?: .*)?|data ?sheet|contact|credits"
    r"|attributions?|nc|notes?|release notes?|change ?logs?|changes|history|news|what ?s new"
    r"|avertissement.*|haftungsausschluss.*|hinweise?|wichtig.*"
    r"|liesmich.*|lisez ?moi.*|leeme.*|l[ée]ame.*|aviso.*|descargo.*|读我.*|.*说明.*|免责声明.*|使用须知.*"
    r"|(?:重要)?[声聲]明.*|注意事[項项].*|お読みください.*|免責事項.*|ご利用.*|利用上の.*|はじめに.*|읽어보기.*|면책.*|이용안내.*"
    r"|(?:유의|주의)사항.*"
    r"|(?:licen[cs]e |model |weights? )?(?:prices?|pricing|fees?|tariffs?|costs?)(?: lists?)?|price ?list"
    r"|buy(?:ing)?|how to (?:buy|order)|purchas(?:e|es|ing)"
    r"|preise?|preisliste|tarife?s?|geb[üu]e?hren|kosten|prix|grille tarifaire|precios?|tarifas?"
    r"|价格.*|價格.*|收费.*|收費.*|价目.*|料金.*|価格.*|가격.*|요금.*",
    re.IGNORECASE,
)
#: A card that is a document: what it says is not read.
_CARD = late(r"(?:.* )?(?:model|data|dataset) ?cards?(?: .*)?|read ?me", re.IGNORECASE)
#: Any other page at the root, and what introduces any other folder: read while there is room. Of some their names say
#: that they are of something else; of folders, that they hold no weights.
_WRITTEN = ("md", "markdown", "mdx", "rst", "adoc")
_OF_ELSE = late(
    r"(?:.* )?(?:contribut\w*|conduct|security|privacy|agents?|claude|templates?|samples?|prompts?|outputs?|examples?"
    r"|tests?|logs?|papers?|arxiv|todo|roadmap|tutorials?|results?|eval\w*|benchmarks?|(?:inter ?)?annotat\w*)(?: .*)?",
    re.IGNORECASE,
)
_NO_WEIGHTS = frozenset(
    "doc docs documentation assets fonts images img figures media static code src scripts tools examples example demo "
    "test tests app utils lib third_party third-party thirdparty vendor node_modules external deps data dataset "
    "datasets corpus eval evaluation benchmark benchmarks paper papers notebooks".split()
)
_DEEPEST = 2
#: ``README.zh-CN``: a translation whose language stands in the suffix's place.
_LANGUAGE = late(r"(?:en|zh|cn|ja|jp|ko|kr|de|fr|es|pt|it|ru)(?:[-_]\w{2,4})?", re.IGNORECASE)
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
    if dot and suffix.lower() not in _SUFFIXES and not _LANGUAGE.fullmatch(suffix):
        return False
    words = _words(stem if dot else name)
    if suffix.lower() in _SITE and not folder and _HOME.fullmatch(words):
        return True
    return _NAME.fullmatch(words) is not None and "template" not in words.lower()


def _is_other(path: str) -> bool:
    """Whether this is any other page at the root, or what introduces a folder that may hold weights."""
    folder, _, name = path.lower().rpartition("/")
    stem, _, suffix = name.rpartition(".")
    if path == CARD or name.startswith(".") or suffix not in (*_WRITTEN, *(("txt",) if folder else ())):
        return False
    if not folder:
        return _OF_ELSE.fullmatch(_words(stem)) is None
    parts = folder.split("/")
    return len(parts) <= _DEEPEST and _NO_WEIGHTS.isdisjoint(parts) and _NAME.fullmatch(_words(stem)) is not None


def _speaks_of_weights(folder: str) -> bool:
    return not folder or folder in _FOLDERS or folder.partition("/")[0] in _OF_WEIGHTS


def is_card_document(path: str) -> bool:
    """Whether a document, by its path without suffix, lies at the root and is called as a card is."""
    return "/" not in path and _CARD.fullmatch(_words(path)) is not None


def _words(name: str) -> str:
    return _WORDS.sub(" ", name).strip()


def lies_among_terms(path: str) -> bool:
    """Whether a file lies in a folder of terms: what is called as licences are is one there, and no page."""
    return path.rpartition("/")[0].lower() in _OF_TERMS


def pages(paths: Iterable[str]) -> tuple[str, ...]:
    """The pages beside the card: those that are called so first, the root's before deeper ones."""
    return tuple(sorted({path for path in paths if is_page(path)}, key=_rank))


def _rank(path: str) -> tuple[bool, int, str]:
    return not is_named_page(path), path.count("/"), path
