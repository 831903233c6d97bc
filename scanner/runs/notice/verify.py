"""Whether a product's tree holds what the licences demand: texts and phrases by their words, credits by their names."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from scanner.knowledge.licenses import Licenses
from scanner.model.frozen import dataclass
from scanner.model.license import License
from scanner.runs.notice.bundle import by_hand
from scanner.runs.notice.duties import Duties, copy_duty, held_by

_MAX_FILES = 20_000
_MAX_BYTES = 4 * 1024 * 1024
#: Characters from which on a text may be a licence and not a mention of one.
_LONG = 2_000
_SKIPPED = frozenset((".git", "node_modules", "__pycache__", ".venv", ".tox", ".cache"))
_TEXT = re.compile(
    r".*\.(?:txt|md|rst|html?|xml|json|ya?ml|toml|py|js|jsx|ts|tsx|vue|svelte|java|kt|swift|go|rs|c|cc|cpp|h|css|po|strings|"
    r"properties|adoc|markdown|license|notice)|[^.]*|(?:licen[cs]e|copying|notice)[^/]*",
    re.IGNORECASE,
)
#: Files in which people credit what they use; the place to name for what is missing.
_NOTICES = re.compile(
    r"(?:notice|third[-_ ]?party|credits?|attribution|licen[cs]es?|copying|readme|about)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that a tree lacks; ``place`` is the file (and line) where it belongs, if one is there."""

    what: str
    why: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What is missing, and what only a person can do or see (told, and no failure)."""

    missing: tuple[Missing, ...]
    by_hand: tuple[str, ...]
    unread: tuple[str, ...] = ()


def verify(found: Duties, folder: Path, licenses: Licenses) -> Verified:
    """A tree held against duties. Reads text files of moderate size, never through links."""
    read = dict(_read(folder))
    texts = {path: _folded(text) for path, text in read.items() if text is not None}
    whole = "\n".join(texts.values())
    place = next((path for path in sorted(texts) if _NOTICES.match(Path(path).name)), "")
    missing = [*_credits(found, whole, place), *_phrases(found, whole, texts, read, place), *_texts(found, texts)]
    missing += _licences(found, read, licenses, place)
    told = [
        f"{task.duty.text} [{task.license} {task.duty.clause}]" for task in found.tasks if task.duty.kind in by_hand()
    ]
    unread = tuple(path for path, text in read.items() if text is None)
    return Verified(missing=tuple(missing), by_hand=tuple(told), unread=unread)


def _read(folder: Path) -> Iterator[tuple[str, str | None]]:
    """``(path, text)`` of the tree's text files; None for one that could not be read or is too long."""
    count = 0
    for base, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if one not in _SKIPPED)
        for name in sorted(names):
            path = Path(base) / name
            if not _TEXT.fullmatch(name) or path.is_symlink() or not path.is_file():
                continue
            count += 1
            if count > _MAX_FILES:
                yield "(more files)", None
                return
            shown = path.relative_to(folder).as_posix()
            try:
                data = path.read_bytes() if path.stat().st_size <= _MAX_BYTES else None
            except OSError:
                data = None
            yield shown, data.decode("utf-8", "replace") if data is not None else None


def _folded(text: str) -> str:
    return " ".join(text.lower().split())


def _credits(found: Duties, whole: str, place: str) -> Iterator[Missing]:
    for credit in found.credits:
        if credit.id.lower() not in whole:
            under = ", ".join(credit.licenses) or "no licence that is known"
            yield Missing(what=f"the credit of {credit.id}", why=f"it is under {under}", place=place)


def _phrases(
    found: Duties, whole: str, texts: dict[str, str], read: dict[str, str | None], place: str
) -> Iterator[Missing]:
    for task in found.tasks:
        phrase = task.duty.display
        if phrase and task.applies and task.duty.kind not in by_hand() and _folded(phrase) not in whole:
            near = next((path for path in texts if any(model.lower() in texts[path] for model in task.models)), place)
            line = _line_of(read.get(near), task.models)
            yield Missing(
                what=f"the phrase '{phrase}'",
                why=f"{task.duty.text} [{task.license} {task.duty.clause}]",
                place=f"{near}:{line}" if near and line else near,
            )


def _line_of(text: str | None, models: tuple[str, ...]) -> int | None:
    """The line that names one of the models: what is missing belongs beside it."""
    lines = (text or "").lower().split("\n")
    wanted = [model.lower() for model in models]
    return next((number for number, line in enumerate(lines, 1) if any(one in line for one in wanted)), None)


def _texts(found: Duties, texts: dict[str, str]) -> Iterator[Missing]:
    asked = {task.license for task in found.tasks if task.duty.kind in ("license_copy", "policy_copy", "notice")}
    held = set(texts.values())
    for copy in found.copies:
        folded = _folded(copy.text)
        if asked and folded and folded not in held and not any(folded in text for text in held):
            yield Missing(what=f"the text {copy.path} of {', '.join(copy.models)}", why="it has to be handed on")


def _licences(found: Duties, read: dict[str, str | None], licenses: Licenses, place: str) -> Iterator[Missing]:
    """Licences that ask for a copy of themselves, of which no repo held one: somebody has to have added the text."""
    likely = (
        [text for path, text in sorted(read.items()) if text and _may_hold_licence(path)] if found.without_text else []
    )
    held = {name for text in likely for name in held_by(text, licenses)}
    owed = {(task.license, task.duty.id) for task in found.tasks}
    for name, models, page in found.without_text:
        record = licenses.get(name)
        duty = copy_duty(record) if record is not None else None
        if record is None or duty is None or (name, duty.id) not in owed:
            continue
        if name in held or (not record.texts and _named_at_length(record, likely)):
            continue
        where = f"; add it from {page}" if page else ""
        what = f"the text of {name} (for {', '.join(models)})"
        yield Missing(what=what, why=f"{duty.text} [{name} {duty.clause}]{where}", place=place)


def _may_hold_licence(path: str) -> bool:
    return any(_NOTICES.match(part) for part in path.split("/")) or "licen" in path.lower()


def _named_at_length(record: License, texts: list[str]) -> bool:
    """Whether a long text names a licence whose own words are not known here."""
    names = [_folded(name) for name in (record.name, *record.titles)]
    return any(len(text) >= _LONG and any(name in _folded(text) for name in names) for text in texts)
