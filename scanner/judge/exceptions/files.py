"""Waiver and baseline files: read strictly, written sorted, so that a diff shows what a person granted."""

import re
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from scanner.judge.exceptions.applying import BASELINE_FILE, WAIVER_FILE, WaiverFile, day, same_thing
from scanner.knowledge.patterns import listed
from scanner.knowledge.store import build, read_yaml, refused
from scanner.knowledge.vocabulary import is_day, no_blanks
from scanner.model.errors import ModelscanError
from scanner.model.plain import PlainError, to_plain
from scanner.model.policy import Accepted, Waiver
from scanner.text.files import read_bounded, refuse_conflicts
from scanner.text.yaml import MAX_BYTES

_HEAD = {
    WAIVER_FILE: "# Exceptions that people granted ('modelscan waive' writes them; check and scan read them).\n",
    BASELINE_FILE: "# Findings adopted with the codebase: this list only ever gets shorter (check --write-baseline).\n",
}
_SHAS = re.compile(r"[0-9a-f]{7,40}(\s*,\s*[0-9a-f]{7,40})*", re.IGNORECASE)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?")


def read_file(path: Path) -> WaiverFile:
    """A waiver or baseline file, checked. Raises :class:`ModelscanError` naming the entry and the mend."""
    with suppress(OSError):  # the reader proper says why
        text = read_bounded(path, MAX_BYTES).decode("utf-8", "replace")
        refuse_conflicts(path, text, "resolve it, keep both entries")
    data = read_yaml(path) or {}
    try:
        no_blanks(data)
    except PlainError as error:
        raise refused(path, error) from error
    file = build(WaiverFile, data, path)
    for number, waiver in enumerate(file.waivers, 1):
        check(waiver, f"{path}: waiver {number}")
    return file


def check(waiver: Waiver, where: str) -> None:
    """Raises :class:`ModelscanError` for a waiver that can speak of nothing, or of too much."""
    if (waiver.model is None) == (waiver.license is None):
        raise ModelscanError(f"{where}: give either 'model' or 'license'")
    if (waiver.license or "").lower() in listed("waives-no-licence"):
        raise ModelscanError(f"{where}: '{waiver.license}' is no licence one could waive for: name the model")
    created, expires = _day(waiver.created, where), _day(waiver.expires, where)
    if expires < created:
        raise ModelscanError(
            f"{where}: it expires ({waiver.expires}) before it was created ({waiver.created}); mend the dates"
        )
    for name in ("rule", "reason", "approver"):
        if not getattr(waiver, name).strip():
            raise ModelscanError(f"{where}: '{name}' must say something")
    stated = waiver.revision
    if stated is not None and not (_SHAS.fullmatch(stated) or _days(stated)):
        raise ModelscanError(
            f"{where}: revision '{stated}' is none: give commit shas (7 digits or more, with commas) or days FROM..TO"
        )


def _days(stated: str) -> bool:
    """Whether a revision is a span of days, ``FROM..TO``, either end of it left open."""
    first, _, last = stated.partition("..")
    return bool(_DAYS.fullmatch(stated)) and bool(first or last) and all(is_day(end) for end in (first, last) if end)


def _day(text: str, where: str) -> date:
    try:
        return day(text)
    except ValueError:
        raise ModelscanError(f"{where}: '{text}' is no date; write YYYY-MM-DD (UTC)") from None


def with_waiver(file: WaiverFile, waiver: Waiver) -> tuple[WaiverFile, tuple[Waiver, ...]]:
    """The file with this waiver in place of those for the same thing, and those."""
    replaced = tuple(one for one in file.waivers if same_thing(one) == same_thing(waiver))
    kept = [one for one in file.waivers if same_thing(one) != same_thing(waiver)]
    return replace(file, waivers=(*kept, waiver)), replaced


def dump(file: WaiverFile, name: str = WAIVER_FILE) -> str:
    """The file's text, sorted. ``name`` is the default file that it stands for."""
    import yaml

    waivers = [_lean(one) for one in sorted(file.waivers, key=lambda w: (*same_thing(w), w.expires, w.approver))]
    data = {**({"waivers": waivers} if waivers or name == WAIVER_FILE else {}), **_baseline(file, name)}
    return _HEAD[name] + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)


def _baseline(file: WaiverFile, name: str) -> dict[str, Any]:
    return {"baseline": [_lean(one) for one in file.baseline]} if file.baseline or name == BASELINE_FILE else {}


def _lean(entry: Waiver | Accepted) -> dict[str, Any]:
    """An entry without what it leaves unsaid, whom or what it is for first."""
    plain = {key: value for key, value in to_plain(entry).items() if value is not None}
    first = [name for name in ("model", "license", "rule", "use", "revision") if name in plain]
    rest = [f.name for f in fields(entry) if f.name in plain and f.name not in first]
    return {name: plain[name] for name in (*first, *rest)}
