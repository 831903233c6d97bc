"""What the audit's pages say of numbers and changes, in words that every format shares."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from scanner.model.report import rank
from scanner.model.words import VERDICTS, Verdict
from scanner.report.ladder import Ladder
from scanner.report.phrases.words import EXCEPTED_ALONE
from scanner.runs.audit.summary import Exempt, Summary, Unresolved
from scanner.runs.audit.types import AuditChange, Judged
from scanner.text.counted import counted

_MODELS = {
    "fail": "failing model{}",
    "unknown": "unknown model{}",
    "review": "model{} to review",
    "pass": "passing model{}",
}
_DO = {"fail": ("fails", "fail"), "unknown": ("is unknown", "are unknown"), "pass": ("passes", "pass")}
_DO["review"] = ("needs a review", "need a review")
#: How much of a measure's reason stands in a row of many models.
_ROOM = 150
#: Said alike of many models, these are one line.
_ALIKE = ("new", "removed", "gone", "back", "better", "worse")


def standing(summary: Summary, verdict: Verdict) -> str:
    """``9 of 17 unknown models are in production``."""
    live, every = summary.production[verdict], summary.counts[verdict]
    noun = _MODELS[verdict].format("" if every == 1 else "s")
    if not every:
        return f"no {noun}"
    said = f"{live:,} of {every:,} {noun} {'is' if live == 1 or every == 1 else 'are'} in production"
    return said + (excepted(summary.excepted) if verdict == "pass" else "")


def lead(summary: Summary) -> str:
    """The audit in two sentences."""
    total = sum(summary.production.values())
    said = [
        f"{count:,} {_DO[verdict][count != 1]}{excepted(summary.excepted_production) if verdict == 'pass' else ''}"
        for verdict in reversed(VERDICTS)
        if (count := summary.production[verdict])
    ]
    of = f"Of {counted(total, 'model')} in production, {_listed(said)}." if total else "Nothing is in production."
    if not summary.decisions:
        return f"{of} No decision waits."
    count, first = len(summary.decisions), min(one.due for one in summary.decisions)
    return f"{of} {counted(count, 'decision waits', 'decisions wait')}, the first until {first}."


def excepted(found: Exempt) -> str:
    """How many of what passes do so by somebody's word, to be said behind it."""
    said = [f"{found.waived:,} {EXCEPTED_ALONE}"] if found.waived else []
    said += [f"{found.curated:,} by curation"] if found.curated else []
    return f" ({', '.join(said)})" if said else ""


def _listed(said: list[str]) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def worst_first(judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """By verdict, what is in production before what is not, else as they were."""
    return tuple(sorted(judged, key=lambda one: (rank(one.result.verdict), not one.production)))


def together(changes: Iterable[AuditChange]) -> Iterator[tuple[AuditChange, tuple[str, ...]]]:
    """Changes with the models they are about: what is said alike of several, one after the other, is said once."""
    for _, group in groupby(changes, key=_alike):
        members = list(group)
        yield members[0], tuple(one.model for one in members)


def by_settling(unresolved: Iterable[Unresolved]) -> Iterator[tuple[Unresolved, tuple[str, ...]]]:
    """Questions of a model, one after the other, that the same thing would settle, as one."""
    for _, group in groupby(unresolved, key=lambda one: (one.model, one.settle)):
        members = list(group)
        yield members[0], tuple(dict.fromkeys(one.what for one in members))


def alike(opened: Iterable[tuple[Judged, Ladder]]) -> list[tuple[Ladder, tuple[str, ...]]]:
    """The models that stand alike on the ladder, by what a row shows of its measures, the most open first. What each
    model's own part says of it alone (its name as the terms' source, its task) is left out."""
    found: dict[Ladder, list[str]] = {}
    for one, steps in opened:
        said = tuple(replace(each, why=_shared(each.why, one.result.model)) for each in steps.measures[:3])
        found.setdefault(replace(steps, measures=said), []).append(one.result.model)
    rows = [(steps, tuple(dict.fromkeys(names))) for steps, names in found.items()]
    return sorted(rows, key=lambda row: -row[0].step)


def _shared(why: str, model: str) -> str:
    told = why.partition(" (as ")[0].removesuffix(f", from {model}")
    return told if len(told) <= _ROOM else f"{told[:_ROOM].rpartition(' ')[0].rstrip(',;')}…"


def _alike(change: AuditChange) -> tuple[object, ...]:
    plain = change.kind in _ALIKE and not change.words
    return (change.kind, change.said) if plain else (change.kind, change.said, change.model, change.words)
