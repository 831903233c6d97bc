"""What a value that should name repos names: ids in whatever shape people write them, and paths on somebody's disk."""

import re
from collections.abc import Iterator

from scanner.knowledge.patterns import listed
from scanner.model.frozen import dataclass
from scanner.model.ids import NO_REPO, RepoRef
from scanner.model.snapshot import Json
from scanner.text.late import late

_HOST = late(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com|huggingface\.com)/(?:models/)?", re.IGNORECASE
)
_CACHED = late(r"models--([\w.-]+?)--([\w.-]+?)(?=[/\\]|$)", re.ASCII)
_LINK = late(r"\[([^\]\n]{0,200})\]\(\s*<?([^)\s>]{1,400})>?[^)\n]{0,100}\)")
_STEP = late(
    r"(?:checkpoint|ckpt|epoch|step|iter|global_step)[-_]?\d*|final(?:[-_]\w+)?|best(?:[-_]\w+)?|last", re.IGNORECASE
)
#: The same where an owner may stand before it: only with a number, or as scripts call the last and the best.
_BELOW = late(rf"(?!(?:checkpoint|ckpt|epoch|step|iter|global_step)[-_]?$)(?:{_STEP.pattern})", re.IGNORECASE)
_DISK = late(r"(?:[/~\\]|\.{1,2}(?:[/\\]|$)|[A-Za-z]:[\\/]|file:)")
_AROUND = " \t\r\n\"'`*<>“”‘’,;"
_PACKED = late(r"\s*[,;|\n]\s*|\s+(?:and|&|\+)\s+")
#: Ids in a list or a mapping that was written as one text.
_QUOTED = late(r"['\"]([A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})['\"]", re.ASCII)
_MAX_NAMED = 1000
#: ``org/name`` in which nothing could stand for anything else.
PLAIN = r"[A-Za-z0-9][A-Za-z0-9-]{1,90}/[A-Za-z0-9][\w.-]{0,89}[A-Za-z0-9]"
_PLAIN = late(PLAIN, re.ASCII)
_NO_ORGS = frozenset((*NO_REPO, "datasets", "and", "model", "dataset"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One name that a value holds: where in its list it stands, and as written."""

    index: int
    text: str


def repo_id(text: str) -> str | None:
    """The repo id that a text names (an id or a Hub URL), or None: a path, a sentence, a placeholder."""
    ref = _ref(text)
    return ref.id if ref is not None else None


def model_id(text: str) -> str | None:
    """The model repo that a text names; None for a dataset's address and for a path on somebody's disk."""
    ref = _ref(text)
    if ref is None or ref.repo_type != "model" or (is_path(text) and not _CACHED.search(text)):
        return None
    return ref.id


def _ref(text: str) -> RepoRef | None:
    """A repo as people write it: an id, an address with or without its scheme, a Markdown link, a path in a cache."""
    text = bare(text)
    if link := _LINK.fullmatch(text):
        return _ref(link[2]) or _ref(link[1])
    if cached := _CACHED.search(text):
        text = f"{cached[1]}/{cached[2]}"
    if host := _HOST.match(text):
        text = f"https://huggingface.co/{text[host.end() :]}"
    return RepoRef.parse(text)


def is_path(text: str) -> bool:
    """Whether a text is a path on somebody's disk, not the name of a repo."""
    text = bare(text)
    if "://" in text and not text.startswith("file:"):
        return False
    parts = re.split(r"[/\\]", text)
    if _DISK.match(text) or len(parts) > 2:
        return not _HOST.match(text)
    if len(parts) == 2 and parts[0].lower() not in listed("training-folders"):
        return bool(_BELOW.fullmatch(parts[1]))
    return len(parts) == 2 or bool(_STEP.fullmatch(text))


def last_part(path: str) -> str:
    """What a path's last folder is called, steps and formats of training left out."""
    parts = [part for part in re.split(r"[/\\]", bare(path)) if part]
    while len(parts) > 1 and _STEP.fullmatch(parts[-1]):
        parts.pop()
    return parts[-1] if parts else ""


def bare(text: str) -> str:
    """A name without what stands around it: blanks, quotes, a slash behind."""
    text = text.strip(_AROUND)
    return text.rstrip("/") if len(text) > 1 else text


def means_nothing(text: str) -> bool:
    """Whether a base-model value says that there is none: templates and scripts write "None" and "N/A"."""
    return bare(text).lower() in listed("no-base") or not bare(text)


def names_in(value: Json) -> Iterator[Item]:
    """Every name that a value holds: a text, a list, a mapping with an id or an address, several packed in one text."""
    items = value if isinstance(value, (list, tuple)) else [value]
    count = 0
    for index, item in enumerate(items[:_MAX_NAMED]):
        for text in _texts(item, 0):
            for part in unpacked(text):
                count += 1
                if count > _MAX_NAMED:
                    return
                yield Item(index=index, text=part)


def _texts(value: Json, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)) and depth < 4:
        for item in value[:_MAX_NAMED]:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict) and depth < 4:
        yield from _of_mapping(value, depth)


def _of_mapping(value: dict[str, Json], depth: int) -> Iterator[str]:
    """The id of a mapping that stands for one repo; where no key is an id's, keys that are ids, else its values."""
    stated = [(key, value[key]) for key in listed("id-keys") if isinstance(value.get(key), str)]
    best = next((text for _, text in stated if model_id(text) and "/" in text), None)
    if best is None and isinstance(value.get("organization", value.get("org")), str) and stated:
        best = f"{value.get('organization', value.get('org'))}/{stated[-1][1]}"
    if best is not None or stated:
        yield best if best is not None else stated[0][1]
        return
    keys = [key for key in value if isinstance(key, str) and "/" in key and repo_id(key)]
    yield from keys
    for item in () if keys else list(value.values())[:50]:
        yield from _texts(item, depth + 1)


def is_plain(text: str) -> bool:
    """Whether a text is the id of a model and nothing else, whoever reads it."""
    if surely_plain(text):
        return True
    return model_id(text) == text and "/" in text and not means_nothing(text) and unpacked(text) == [text]


def surely_plain(text: str) -> bool:
    """The same without taking the text apart: no answer is not no."""
    org, slash, name = text.lower().partition("/")
    plain = bool(slash) and _PLAIN.fullmatch(text) is not None and not any(one in text for one in ("--", ".."))
    return plain and not (
        org in listed("training-folders")
        or org in _NO_ORGS
        or name in listed("no-base")
        or name.endswith(".git")
        or _STEP.fullmatch(name)
    )


def perhaps_more() -> str:
    """An expression that finds all, in lower case, that is of the form of :data:`PLAIN` and not
    :func:`surely_plain`."""
    orgs, names = {*listed("training-folders"), *_NO_ORGS}, listed("no-base")
    among, called = ("|".join(sorted(map(re.escape, some))) for some in (orgs, names))
    return rf"--|\.\.|\.git$|^(?:{among})/|/(?:{called}|{_STEP.pattern})$"


def unpacked(text: str) -> list[str]:
    """Several ids that are packed into one text, each; a text that is no such list stays one."""
    if text.lstrip()[:1] in ("[", "{") and (written := _QUOTED.findall(text[:20_000])):
        return written
    parts = [part for part in (bare(part).removeprefix("- ").strip() for part in _PACKED.split(text[:20_000])) if part]
    if len(parts) == 1 and len(words := parts[0].split()) > 1 and all("/" in word and repo_id(word) for word in words):
        return words
    if len(parts) > 1 and all(repo_id(part) for part in parts) and any("/" in part for part in parts):
        return parts
    return [text.strip()] if text.strip() else []
