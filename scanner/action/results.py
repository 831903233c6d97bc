"""What a scan said, as the later steps need it: read from its JSON, which is the contract's."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from scanner.model.errors import OUTAGE, ProblemKind
from scanner.model.frozen import dataclass
from scanner.model.words import VERDICTS, Verdict, worst


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
