"""Which files of a repo hold licence-like texts, and how their bytes become a :class:`Text`."""

import hashlib
import re
from collections.abc import Iterable

from scanner.model.snapshot import Text, Unread

#: At most so many licence-like files of a repo are read, and so many bytes of each.
MAX_FILES = 24
TEXT_BOUND = 512 * 1024

#: Words that make a name a licence's, as a whole word or within one (``MODEL_LICENSE``, ``unlicense``, ``Lizenz``).
_WITHIN = re.compile(r"licen[scz]|lizenz|licen\u00e7|licencia|许可|許可|使用协议|使用條款|利用規約", re.IGNORECASE)
#: Names made of whole words: an agreement, terms of use, a use policy, a notice.
_WORDS = re.compile(
    r"(?:^|.* )(?:eula|copying|copyright|copyleft|aup|tos"
    r"|(?:acceptable|prohibited|permitted|responsible)? ?(?:use|usage)"
    r" (?:policy|policies|restrictions?|agreement|terms|conditions)"
    r"|acceptable use|prohibited uses?|restricted uses?|terms (?:of|and|for) .*"
    r"|(?:user|model|use|access|data|community|research|research use|evaluation|service|subscription) agreement"
    r"|(?:license|licence|model|access|research|community|commercial|legal|service|weights?) terms"
    r"|commercial(?: use| terms)?)(?: .*)?"
    r"|(?:.* )?notices?(?: .*)?|terms|agreement|legal|conditions",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"privacy|security|contribut|code of conduct|cookie|plates?\b|driver|detect|recogni|classif|inter ?annotator"
    r"|arxiv|paper|licen[sc]e (?:check|scan|header|year)",
    re.IGNORECASE,
)
_PROSE = ("", "md", "txt", "rst", "markdown", "html", "htm", "mdx", "text", "adoc", "tex")
_STARTS = re.compile(r"licen[sc]e|copying|notice|unlicense", re.IGNORECASE)
_OTHER = re.compile(
    r"safetensors|bin|pt|pth|ckpt|onnx|gguf|msgpack|pkl|npz|npy|parquet|arrow|zip|gz|tar|py|ipynb|js|ts|c|cc|cpp|h|cu|rs"
    r"|go|json|jsonl|ya?ml|toml|csv|tsv|xml|png|jpe?g|gif|svg|webp|wav|spdx|sig|asc|lock|sh|css|java|rb|php|lua|tflite|pb"
    r"|ini|cfg|conf",
    re.IGNORECASE,
)
#: Documents that are named and not read: what they say is unknown.
_DOCUMENTS = ("pdf", "doc", "docx", "odt", "rtf", "pages", "ps")
#: Folders of what others made and is carried along: theirs come last.
_CARRIED = re.compile(
    r"(?:^|/)(?:third[_-]?party|vendor(?:ed)?|node_modules|site-packages|external|extern|deps|submodules)/",
    re.IGNORECASE,
)
_FOLDERS = ("licenses", "licences", "license", "licence")
_SUFFIX = re.compile(r"\.([A-Za-z]{2,10})$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def licence_like(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that hold a licence, an agreement, a use policy or a notice by their name, wherever they lie: the
    root's before deeper ones, what others made last, ``LICENSE`` first."""
    return _ordered(path for path in paths if _is_prose(path) and _named(path))


def _is_prose(path: str) -> bool:
    """Text by its suffix, or ``LICENSE.Apache``: a suffix that no kind of file is known by."""
    suffix = _suffix(path)
    if suffix in _PROSE:
        return True
    bare = _STARTS.match(path.rsplit("/", 1)[-1]) is not None
    return bare and suffix not in _DOCUMENTS and not _OTHER.fullmatch(suffix)


def licence_documents(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that bear such a name and are documents that are not read (PDF, Word)."""
    return _ordered(path for path in paths if _suffix(path) in _DOCUMENTS and _named(path))


def licence_plan(paths: Iterable[str]) -> tuple[tuple[str, ...], tuple[Unread, ...]]:
    """The licence-like files to read, and those that are only named: documents, and what lies beyond ``MAX_FILES``
    (without those of the parts that others made, which come last)."""
    known = tuple(paths)
    found = licence_like(known)
    beyond = [path for path in found[MAX_FILES:] if _CARRIED.search(path) is None]
    reason = f"the repo has more than {MAX_FILES} licence-like files"
    return found[:MAX_FILES], (
        *(Unread(what=path, reason=f"a document ({_suffix(path)}), not a text") for path in licence_documents(known)),
        *(Unread(what=path, reason=reason) for path in beyond),
    )


def _words(path: str) -> str:
    """The words of a file's name, without its suffix."""
    return " ".join(re.split(r"[\W_]+", _CAMEL.sub(" ", _SUFFIX.sub("", path.rsplit("/", 1)[-1])))).strip()


def _ordered(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths), key=_rank))


def _rank(path: str) -> tuple[bool, int, bool, str]:
    return _CARRIED.search(path) is not None, path.count("/"), not path.lower().startswith("licen"), path


def _suffix(path: str) -> str:
    found = _SUFFIX.search(path.rsplit("/", 1)[-1])
    return found[1].lower() if found else ""


def _named(path: str) -> bool:
    """By its name; in a folder of licences (``LICENSES/MIT.txt``, as REUSE has it) by that."""
    folder, _, name = path.rpartition("/")
    words = _words(path)
    if name.startswith(".") or _NONE.search(words) or words.lower() == "readme":
        return False
    return bool(_WITHIN.search(words) or _WORDS.fullmatch(words) or folder.rsplit("/", 1)[-1].lower() in _FOLDERS)


def make_text(path: str, data: bytes, truncated: bool = False, bound: int = TEXT_BOUND) -> Text:
    """The text of a licence-like file; never raises. ``sha256`` is of all of ``data``."""
    return Text(
        path=path,
        text=decode(data[:bound]),
        sha256=hashlib.sha256(data).hexdigest(),
        truncated=truncated or len(data) > bound,
    )


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8, or UTF-16 with its mark; what is neither becomes U+FFFD. Line ends become ``\\n``, NUL is
    dropped."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    text = data.decode(encoding, "replace").removeprefix("\ufeff").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")
