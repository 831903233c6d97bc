"""What a scan said, as the later steps need it: read from its JSON, which is the contract's."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from scanner.action.runner import choice, folder, say
from scanner.action.scan import FILES
from scanner.model.errors import OUTAGE, ModelscanError, ProblemKind
from scanner.model.frozen import dataclass
from scanner.model.words import VERDICTS, Verdict, worst
from scanner.text.clean import bound
from scanner.text.counted import first_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """``counts`` are by verdict. ``errors`` are ``(model, kind, message)`` of what could not be assessed. ``moves``
    says whether a change adds, swaps or takes away models; None when nothing was compared."""

    status: int
    counts: Mapping[str, int]
    errors: tuple[tuple[str, str, str], ...] = ()
    moves: bool | None = None

    @property
    def models(self) -> int:
        return sum(self.counts.values())

    @property
    def verdict(self) -> Verdict:
        """The worst; ``unknown`` at best when something could not be assessed, or the scan did not come to an end."""
        found: list[Verdict] = [name for name in VERDICTS if self.counts.get(name)]
        return worst([*found, "unknown"] if self.status in (2, 3) else found)

    @property
    def outage(self) -> bool:
        """Whether all that could not be assessed is the Hub's trouble. That nothing was found is none."""
        return self.status == 3 and bool(self.errors) and all(kind in OUTAGE for _, kind, _ in self.errors)


def read_results(path: Path, status: int) -> Results:
    """The results in a JSON output; with none (or one that was cut short) nothing is known."""
    try:
        found = json.loads(path.read_bytes())
        return _results(found, status)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Results(status=status if status in (2, 3) else 2, counts={})


def _results(found: Mapping[str, Any], status: int) -> Results:
    change = found.get("change")
    return Results(
        status=status,
        counts={name: int(found["summary"][name]) for name in VERDICTS},
        errors=tuple(_error(one) for one in found["results"] if one["error"]),
        moves=None if change is None else any(change[name] for name in ("added", "removed", "changed", "settings")),
    )


def _error(result: Mapping[str, Any]) -> tuple[str, str, str]:
    kind = result["error"]["kind"]
    return str(result["model"]), kind if kind in get_args(ProblemKind) else "bad_data", str(result["error"]["message"])


_SHOWN = 3
_STATUSES = ("0", "1", "2", "3")


def run() -> int:
    """The step: the scan's own exit status, save for an outage that may pass."""
    results = read_results(folder() / FILES["json"], status())
    if results.status == 3:
        return _unassessed(results)
    if results.status == 2:
        say("error", "the scan did not come to an end: the step before says why", "modelscan: not assessed")
    elif results.status == 1:
        say("error", _counts(results), f"modelscan: {results.verdict}")
    return results.status


def status() -> int:
    """The scan's exit status, from the step ``scan``. Raises :class:`ModelscanError`."""
    found = os.environ.get("MODELSCAN_STATUS", "")
    if found not in _STATUSES:
        raise ModelscanError(f"MODELSCAN_STATUS: '{found[:20]}' is no exit status of a scan; the step 'scan' gives it")
    return int(found)


def why_unassessed(results: Results) -> str:
    """What could not be assessed, and why."""
    if not results.errors:
        return "nothing was found to judge; allow-empty: true says that this is meant"
    said = [f"{bound(name, 80)}: {bound(message, 200)}" for name, _, message in results.errors]
    return f"{len(said)} not assessed: {first_of(said, _SHOWN, '; ')}"


def _unassessed(results: Results) -> int:
    neutral = choice("on-unassessed", ("neutral", "fail")) == "neutral" and results.outage
    kind, end = ("warning", "; the job passes all the same: this is no pass") if neutral else ("error", "")
    say(kind, why_unassessed(results) + end, "modelscan: not assessed")
    return 0 if neutral else 3


def _counts(results: Results) -> str:
    told = ", ".join(f"{results.counts[name]} {name}" for name in ("fail", "unknown", "review") if results.counts[name])
    return f"of {results.models} judged: {told}; the summary says what and why"
