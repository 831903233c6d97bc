"""What a table's results come to in numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from scanner import __version__
from scanner.judge.columns.made import OUTCOMES
from scanner.judge.evaluate import asked_of, engine_for
from scanner.model.clock import stamp
from scanner.model.policy import Policy
from scanner.model.report import frame
from scanner.model.words import VERDICTS
from scanner.runs.whole.run import Whole


def summary(whole: Whole, policy: Policy) -> dict[str, Any]:
    """The numbers with their frame, as plain JSON."""
    return {
        **frame(policy.name, policy.sha256, __version__, stamp()),
        "summary": whole.counts,
        "rules": rules(whole),
        "lacking": list(whole.lacking),
    }


def rules(whole: Whole) -> dict[str, dict[str, int]]:
    """How often each rule was violated, and how often it could not be told."""
    rows = np.bincount(whole.numbers, minlength=whole.made.size())
    found: dict[str, dict[str, int]] = {}
    for place, name in enumerate(whole.rules):
        outcomes = whole.made.outcome(place)
        found[name] = {word: int(rows[outcomes == OUTCOMES.index(word)].sum()) for word in ("violated", "unknown")}
    return found


def told(whole: Whole, policy: Policy) -> str:
    """The numbers as a few lines of text; of the rules, those that weigh."""
    counts = whole.counts
    total = max(counts["models"], 1)
    lines = [f"{counts['models']:,} models"]
    lines += [f"  {name:8} {counts[name]:>10,}  {counts[name] / total:6.1%}" for name in VERDICTS]
    told_of = {
        one.rule.id: one.rule.title for one, weight in asked_of("model", policy, engine_for(policy)) if weight != "note"
    }
    often = sorted(rules(whole).items(), key=lambda one: (-one[1]["violated"], one[0]))
    weighty = [(name, one["violated"]) for name, one in often if one["violated"] and name in told_of]
    violated = [f"  {name:8} {count:>10,}  {told_of[name]}" for name, count in weighty[:10]]
    return "\n".join([*lines, *(["violated most:", *violated] if violated else []), ""])
