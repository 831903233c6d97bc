"""Verdicts as lists for a gateway or a mirror: ids without wildcards, at the revision that was judged.

Only ``pass`` is ever allowed, and only at its commit. ``fail``, ``unknown`` and what could not be assessed are blocked.
``review`` waits for a person: it is on neither list.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from scanner.model.ids import RepoRef, one_name
from scanner.model.report import Report, Style, frame_of
from scanner.model.result import Result
from scanner.model.verdict import weight
from scanner.model.words import RepoType, Verdict, worst
from scanner.report.formats.json_ import dumps

#: A branch may come to hold something else.
_COMMIT = re.compile(r"[0-9a-f]{40}")


class Judgement(NamedTuple):
    """One repo at one revision as it was judged; ``rules`` are those that stand against it."""

    id: str
    repo_type: RepoType
    revision: str | None
    verdict: Verdict
    rules: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """The id, for a data set ``datasets/org/name``."""
        return str(RepoRef(self.id, self.repo_type))

    @property
    def pinned(self) -> str:
        """The id at its revision."""
        return str(RepoRef(self.id, self.repo_type, self.revision))


class Lists(NamedTuple):
    """What is allowed, blocked, and for a person to look at; each sorted by id."""

    allow: tuple[Judgement, ...]
    block: tuple[Judgement, ...]
    review: tuple[Judgement, ...]


def of_results(results: Iterable[Result]) -> Lists:
    """The lists of results; closed APIs are no repos, and on none."""
    return sort_out(_judgement(one) for one in results if one.repo_type != "closed-api")


def _judgement(result: Result) -> Judgement:
    against = tuple(one.rule for one in result.findings if weight(one) in ("fail", "unknown"))
    verdict: Verdict = "unknown" if result.error is not None else result.verdict
    return Judgement(result.model, result.repo_type, result.revision, verdict, against)


def sort_out(judged: Iterable[Judgement]) -> Lists:
    """Each repo and revision once, by the worst that was said of it; a ``pass`` of no known commit waits for a
    person."""
    worst_of: dict[tuple[str, str | None], Judgement] = {}
    for one in judged:
        key = one_name(one.named), one.revision
        other = worst_of.get(key)
        if other is None or worst([one.verdict, other.verdict]) != other.verdict:
            worst_of[key] = one
    found = sorted(worst_of.values(), key=lambda one: (one.named.lower(), one.named, one.revision or ""))
    return Lists(
        allow=tuple(one for one in found if _allowed(one)),
        block=tuple(one for one in found if one.verdict in ("fail", "unknown")),
        review=tuple(one for one in found if one.verdict not in ("fail", "unknown") and not _allowed(one)),
    )


def _allowed(one: Judgement) -> bool:
    return one.verdict == "pass" and _COMMIT.fullmatch(one.revision or "") is not None


def allow_text(lists: Lists) -> str:
    """``org/name@revision`` a line."""
    return "".join(f"{one.pinned}\n" for one in lists.allow)


def block_text(lists: Lists) -> str:
    """``org/name`` a line, whatever the revision; with its revision where another one of it is allowed."""
    allowed = {one_name(one.named) for one in lists.allow}
    lines = (one.pinned if one_name(one.named) in allowed else one.named for one in lists.block)
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def allow(report: Report, style: Style) -> str:
    """What passes, an id at its revision a line."""
    return allow_text(of_results(report.results))


def block(report: Report, style: Style) -> str:
    """What fails, is unknown or could not be assessed, an id a line."""
    return block_text(of_results(report.results))


def both(report: Report, style: Style) -> str:
    """Both, and what waits for a person, as JSON."""
    return as_json(of_results(report.results), frame_of(report))


def as_json(lists: Lists, frame: dict[str, Any]) -> str:
    """All three with their numbers for each organisation, for a program; ``frame`` says by which policy and when."""
    parts = {name: getattr(lists, name) for name in Lists._fields}
    document = {
        **frame,
        "summary": {name: len(found) for name, found in parts.items()},
        **{name: [_plain(one) for one in found] for name, found in parts.items()},
        "organisations": _organisations(parts),
    }
    return dumps(document, indent=2) + "\n"


def _plain(one: Judgement) -> dict[str, Any]:
    said = {"id": one.id, "repo_type": one.repo_type, "revision": one.revision, "verdict": one.verdict}
    return {**said, "rules": list(one.rules)}


def _organisations(parts: dict[str, tuple[Judgement, ...]]) -> dict[str, dict[str, int]]:
    counts = {name: Counter(one.id.partition("/")[0] for one in found) for name, found in parts.items()}
    houses = sorted({house for found in counts.values() for house in found}, key=lambda name: (name.lower(), name))
    return {house: {name: counts[name][house] for name in parts} for house in houses}
