"""Which files of a repo hold licence-like texts, by their names."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from scanner.knowledge.patterns import listed
from scanner.model.snapshot import Unread
from scanner.text.bounds import MAX_PAGES, is_card_document, is_named_page, pages
from scanner.text.late import late
from scanner.text.maps import is_map

#: At most so many licence-like files of a repo are read.
MAX_FILES = 24
#: A word that names made of whole words hold: an agreement, terms of use, a use policy, a notice.
_HINTS = "addendum addenda rider amendment".split()
_HINTS += "eula copying copyright copyleft aup tos use uses usage terms agreement commercial legal conditions".split()
_HINTS += "contract tou u policy policies guidelines cgu cgv agb dua nda mla noncommercial only mentions".split()
_HINTS += (
    "notice notices restriction restrictions condiciones condizioni condições términos terminos termini termos".split()
)
_WORDS = (
    r"(?:^|.* )(?:eula|copying|copyright|copyleft|aup|tos"
    r"|(?:acceptable|prohibited|permitted|responsible)? ?(?:use|usage)"
    r" (?:policy|policies|restrictions?|agreement|terms|conditions)"
    r"|(?:acceptable|responsible) use|prohibited uses?|restricted uses?|terms (?:of|and|for) .*"
    r"|(?:user|model|use|access|data|community|research|research use|evaluation|service|subscription) agreement"
    r"|(?:license|licence|model|access|research|community|commercial|legal|service|weights?) terms"
    r"|(?:non ?)?commercial(?: use| terms)?|(?:usage|use|licen[cs]e|model|brand|commercial) (?:guidelines|rules)"
    r"|(?:research|academic|evaluation|personal|education\w{0,3}|internal)(?: use| purposes)? only"
    r"|contract|mentions l[ée]gales)(?: .*)?|to ?u|polic(?:y|ies)|cgu|cgv|agb|dua|nda|mla|noncommercial(?: .*)?"
    r"|(?:.* )?(?:notices?|addend(?:um|a)|rider|amendment)(?: .*)?|terms|agreement|legal|conditions|restrictions?"
    r"|conditions (?:d|de|of|for|g[ée]n[ée]rales|utilisation) .*|conditions (?:\w\w|utilisation)"
    r"|(?:condiciones|condizioni|condições|t[ée]rminos|termini|termos)(?: .*)?"
)
#: Names that hold such words and are of other things.
_NONE = (
    "privacy", "security", "contribut", "code of conduct", "cookie", "licenseplate", "license plate", "number plate",
    "driver", "detect", "recogni", "classif", "inter annotator", "interannotator", "arxiv", "paper", "license check",
    "licence check", "license scan", "licence scan", "license header", "licence header", "license year",
)  # fmt: skip
#: Suffixes of texts: pages, then a mail, a wiki and a link to a page, read where they are called as licences are.
_PROSE = (
    "", "md", "txt", "rst", "markdown", "html", "htm", "mdx", "text", "adoc", "tex", "xhtml", "shtml", "org",
    "textile", "wiki", "eml", "url", "webloc",
)  # fmt: skip
_STARTS = ("license", "licence", "copying", "notice", "unlicense")
_OTHER = frozenset(
    "safetensors bin pt pth ckpt onnx gguf msgpack pkl npz npy parquet arrow zip gz tar py ipynb js ts c cc cpp h cu "
    "rs go json jsonl yml yaml toml csv tsv xml png jpg jpeg gif svg webp wav spdx sig asc lock sh css java rb php lua "
    "tflite pb ini cfg conf".split()
)
#: Documents that are named and not read: what they say is unknown. A picture or an archive is one where it is called as
#: a licence is.
_DOCUMENTS = (
    "pdf", "doc", "docx", "docm", "odt", "rtf", "pages", "ps", "xps", "wps", "hwp", "hwpx", "epub", "mht", "mhtml",
    "msg", "odg",
)  # fmt: skip
#: Pictures and archives, then tables, slides and data that nobody reads as a text.
_PICTURES = (
    "png", "jpg", "jpeg", "webp", "tif", "tiff", "heic", "zip", "gz", "7z", "rar", "svg", "gif", "bmp", "tar",
    "xls", "xlsx", "ods", "ppt", "pptx", "odp", "toml", "xml", "ini", "lnk",
)  # fmt: skip
#: And tables, whose terms and agreements may be words and measures, save where they are called as loudly as licences.
_TABLES, _TABLED = ("csv", "tsv", "jsonl", "ndjson"), late(r"licen|lizenz|eula|of use|model|weights?|usage")
_PICTURED = late(
    r"(?:(?:model|weights?|the|full|use|usage|user) )?(?:licen[cs]e|lizenz|licencia|licenza|terms|eula|agreement"
    r"|许可证?)(?: (?:agreement|terms|of use))?"
)
#: Folders of what others made and is carried along: theirs come last.
_CARRIED = frozenset(
    "third_party third-party thirdparty vendor vendored node_modules site-packages external extern deps".split()
)
_FOLDERS = ("licenses", "licences", "license", "licence")
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
    if suffix in _PROSE or is_map(path):
        return True
    bare = _bare(path).lower().startswith(_STARTS)
    return bare and suffix not in _DOCUMENTS and suffix not in _OTHER


def licence_documents(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that bear such a name, or a card's, and are documents that are not read (PDF, Word, a picture at the
    root)."""
    return _ordered(path for path in paths if (is_document(path) and _is_called_so(path)) or _is_picture(path))


def is_document(path: str) -> bool:
    """Whether a file is a document by its suffix, whatever it is called."""
    return _suffix(path) in _DOCUMENTS


def _is_called_so(path: str) -> bool:
    return _named(path) or is_card_document(_SUFFIX.sub("", path))


def _is_picture(path: str) -> bool:
    words, table = _words(path).lower(), _suffix(path) in _TABLES
    if "/" in path or not (table or _suffix(path) in _PICTURES):
        return False
    return bool(_PICTURED.fullmatch(words)) and (not table or bool(_TABLED.search(words)) or _words(path).isupper())


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


_PLAIN = late(
    r"(?:un)?(?:licen[cs]e|copying)(?:\.(?:md|txt|rst))?|CITATION\.cff|pyproject\.toml|setup\.(?:py|cfg)|package\.json|MLmodel",
    re.IGNORECASE,
)


def terms_apart(paths: Iterable[str]) -> tuple[str, ...]:
    """Terms beyond the licence at the root, which a label does not speak of: agreements, use policies, notices,
    licences beside weights, documents."""
    known = tuple(paths)
    found = (*licence_like(known), *licence_documents(known))
    return tuple(path for path in found if not (_PLAIN.fullmatch(path) or is_carried(path)))


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
    if words == "readme" or any(one in words for one in _NONE):
        return False
    if _says_licence(path) or folder.rsplit("/", 1)[-1].lower() in _FOLDERS:
        return True
    return not set(_HINTS).isdisjoint(words.split()) and _by_words().fullmatch(words) is not None


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


@cache
def _by_words() -> re.Pattern[str]:
    """Made only for a name that may need it: most repos have none, and it is dear."""
    return re.compile(_WORDS)


def is_carried(path: str) -> bool:
    return not _CARRIED.isdisjoint(path.lower().split("/")[:-1])


_RUN_TOGETHER = late(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = late(r"[\W_]+")


def words_of(name: str) -> str:
    """The words of a name, a space between them (``myModel-License_v2`` is ``my Model License v2``)."""
    return _SIGNS.sub(" ", _RUN_TOGETHER.sub(" ", name)).strip()
