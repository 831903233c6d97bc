"""A rule: one question, phrased as its violation, as one file under ``rules/`` says it."""

from collections.abc import Mapping
from dataclasses import field
from string import Formatter
from typing import Literal, TypeAlias

from scanner.model.frozen import dataclass
from scanner.model.words import Severity

FactValue: TypeAlias = bool | int | str | tuple[str, ...]
TargetKind: TypeAlias = Literal["model", "dataset", "closed-api", "dynamic", "outside"]
Example: TypeAlias = Mapping[str, FactValue]
#: What of a model a finding tells, where a report says more of it than the rule itself does: of its terms the use that
#: they withhold, their open questions or other conditions; of its licence the contradictions, all or one kind of them,
#: names that no record tells of, claims of a kind; its weights, and why they are partial; a day.
Tells: TypeAlias = Literal[
    "", "withheld", "questions", "conditions", "contradicted", "declared-vs-base", "text-changed", "several-declared",
    "unrecognised", "intent", "unread", "weights", "adapter", "parts-missing", "derived", "retirement",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``targets`` are the kinds of target it is asked of (``dynamic``: a download whose id only the running
    program knows; ``outside``: a model of another host than the Hub). ``applies_when`` and ``fails_when`` are CEL over
    decision facts (``docs/facts.md``).

    ``tells`` says what of a model its findings tell. ``whether`` asks a title that denies something without its denial:
    what is not known where the answer is unknown. ``message`` may name facts in braces; ``unknown`` says what would
    settle the question. ``reads`` are the fact names that the conditions read, found by compiling them; only those
    reach the condition.
    """

    id: str
    slug: str
    family: str
    title: str
    severity: Severity
    fails_when: str
    message: str
    rationale: str
    fix: str
    unknown: str
    whether: str = ""
    tells: Tells = ""
    targets: tuple[TargetKind, ...] = ("model", "dataset")
    applies_when: str = "true"
    references: tuple[str, ...] = ()
    fails: Mapping[str, Example] = field(default_factory=dict)
    passes: Mapping[str, Example] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    path: str | None = None

    @property
    def shows(self) -> tuple[str, ...]:
        """The facts that the message names in braces."""
        return tuple(name for _, name, _, _ in Formatter().parse(self.message) if name)
