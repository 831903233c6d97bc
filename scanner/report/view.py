"""One result arranged for a reader: what is asked, owed and known, each said once. Text, Markdown and HTML show it."""

from collections.abc import Iterable
from typing import Literal, TypeAlias, TypeVar

from scanner.judge.reading.evidence import ASKED_FOR
from scanner.model.frozen import dataclass
from scanner.model.report import rank
from scanner.model.result import Evidence, Finding, ObligationOut, Result, SettledCondition, clause_named
from scanner.model.verdict import by_exception, weight
from scanner.model.words import Severity, Verdict
from scanner.report import phrases
from scanner.report.lineage import Tree, text, told, tree
from scanner.report.phrases.words import EXCEPTED
from scanner.text.counted import first_of

Mark: TypeAlias = Literal["failed", "open", "duty", "met"]
T = TypeVar("T", SettledCondition, ObligationOut)
#: Lines of the tree that a screen shows.
_TREE = 12
_MARKS: tuple[Mark, ...] = ("failed", "open", "duty", "met")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who asks: a licence, its clause, and the ancestor that brought it (``via``; empty for the model itself)."""

    licence: str
    clause: str
    via: str

    @property
    def whole(self) -> str:
        """``llama3.1 clause 2, via org/base``."""
        where = f"{self.licence} {self.clause}".rstrip()
        return f"{where}, via {self.via}" if self.via else where


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A condition as a question; ``detail`` is what the licence says, in our words."""

    mark: Mark
    text: str
    detail: str
    origins: tuple[Origin, ...]
    yes: str
    no: str

    @property
    def origin(self) -> str:
        """Every licence and clause that asks it."""
        return "; ".join(origin.whole for origin in self.origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """An obligation; ``certain`` when it applies to the stated use, else it may."""

    text: str
    origins: tuple[Origin, ...]
    certain: bool
    kind: str

    @property
    def origin(self) -> str:
        """The licence and clause that ask it."""
        return "; ".join(origin.whole for origin in self.origins)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A rule that was violated, unknown or waived, and the verdict that it leads to."""

    rule: str
    verdict: Verdict
    outcome: str
    title: str
    message: str
    fix: str
    settle: str
    evidence: tuple[str, ...]
    waiver: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A result in words, in the order in which a reader needs them. ``standing``: the verdict, and whether it is one by
    exception alone."""

    verdict: Verdict
    standing: str
    identity: str
    source: str
    notices: tuple[str, ...]
    error: str
    commercial: str
    effective: str
    reasons: tuple[str, ...]
    questions: tuple[Question, ...]
    duties: tuple[DutyView, ...]
    owed: str
    licence: str
    conflicts: tuple[str, ...]
    weights: str
    access: str
    data: str
    openness: str
    lineage: str
    tree: tuple[str, ...]
    steps: tuple[str, ...]
    learnt: str
    findings: tuple[FindingView, ...]
    used: str
    more: tuple[tuple[str, str], ...]


def passing(results: tuple[Result, ...]) -> str:
    """How many pass, and how many of them by an exception alone."""
    excepted = sum(map(by_exception, results))
    passed = sum(result.verdict == "pass" for result in results) - excepted
    return f"{passed} pass" + (f", {excepted} {EXCEPTED}" if excepted else "")


def _tree(result: Result) -> tuple[str, ...]:
    """The ancestry as a small tree, where one line does not tell it."""
    made = tree(result)
    return tuple(text(made).splitlines()[:_TREE]) if _winding(result, made) else ()


def steps(result: Result) -> tuple[str, ...]:
    """The same, a line for each base: who names it, under which licence it is, and where terms changed."""
    made = tree(result)
    shown = tuple(told(made, edge) for edge in made.edges[:_TREE]) if _winding(result, made) else ()
    left = len(made.edges) - len(shown) + made.left_out
    return (*shown, f"and {left} more, in the JSON") if shown and left else shown


def _winding(result: Result, made: Tree) -> bool:
    """Whether there are several bases, or terms that changed."""
    return len(result.lineage or ()) > 1 or any(edge.changed or edge.hint for edge in made.edges)


def view(result: Result) -> View:
    """The result as its reader meets it."""
    findings = _findings(result)
    return View(
        verdict=result.verdict,
        standing=f"{result.verdict} {EXCEPTED}" if by_exception(result) else result.verdict,
        identity=phrases.identity(result),
        source=phrases.source(result),
        notices=_notices(result),
        error=phrases.trouble(result),
        commercial=result.commercial_use.status,
        effective=phrases.in_effect(result.license),
        reasons=_reasons(result),
        questions=_questions(result),
        duties=_duties(result),
        owed=phrases.owed(result),
        licence=phrases.licence(result.license),
        conflicts=tuple(dict.fromkeys(phrases.conflict(result, found) for found in result.license.conflicts)),
        weights=phrases.weights(result.weights, phrases.amiss(result), reported=result.source == "catalog"),
        access=phrases.access(result.access),
        data=phrases.data(result.datasets, card=result.source != "catalog"),
        openness=phrases.openness_line(result),
        lineage=phrases.lineage(result.lineage) if result.repo_type == "model" else "",
        tree=_tree(result),
        steps=steps(result),
        learnt=phrases.learnt(result.outputs_of),
        findings=findings,
        used=phrases.used(result.references),
        more=_more(result),
    )


def _reasons(result: Result) -> tuple[str, ...]:
    """Why the status is what it is, where no question says so already."""
    telling: dict[str, Mark] = {"conditional": "open", "forbidden": "failed"}
    wanted = telling.get(result.commercial_use.status)
    if any(_mark(one) == wanted for one in result.commercial_use.conditions):
        return ()
    return tuple(phrases.short(reason, 300) for reason in result.commercial_use.reasons)


def _notices(result: Result) -> tuple[str, ...]:
    capped = result.source == "catalog" and result.verdict == "review" and not result.error
    said = [phrases.short(notice, 300) for notice in result.notices]
    return (*said, "Never better than review: these facts are not live.") if capped else tuple(said)


def _more(result: Result) -> tuple[tuple[str, str], ...]:
    """Rows for a reader who asks for every detail, under their labels."""
    rows = (
        ("Revision", result.revision or ""),
        ("Observed", result.observed_at or ""),
        ("Openness", phrases.openness(result.openness)),
        ("Profile", phrases.profile(result.profile)),
    )
    return tuple((label, text) for label, text in rows if text)


def ranked(findings: tuple[Finding, ...]) -> list[Finding]:
    """Worst first, then by severity and rule id."""
    order: tuple[Severity, ...] = ("error", "warning", "note")
    return sorted(findings, key=lambda f: (rank(weight(f)), order.index(f.severity), f.rule))


def place(evidence: Evidence) -> str:
    """Where a fact was read: ``origin path:line = value``."""
    path = f" {evidence.path}" if evidence.path else ""
    line = f":{evidence.line}" if evidence.line else ""
    value = f" = {evidence.value}" if evidence.value else ""
    return f"{evidence.origin}{path}{line}{value}"


def _findings(result: Result) -> tuple[FindingView, ...]:
    shown = [f for f in ranked(result.findings) if f.outcome in ("violated", "unknown", "waived")]
    return tuple(_finding(finding) for finding in shown)


def _finding(finding: Finding) -> FindingView:
    return FindingView(
        rule=finding.rule,
        verdict=weight(finding),
        outcome=finding.outcome,
        title=phrases.short(finding.title, 200),
        message=phrases.short(finding.message, 500),
        fix=phrases.short(finding.fix, 500),
        settle=phrases.short(finding.settle, 400),
        evidence=tuple(phrases.short(place(evidence), 200) for evidence in _telling(finding.evidence)),
        waiver=phrases.waiver(finding.waiver),
    )


def _telling(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """What a finding rests on; how the repo was asked for only where nothing else is told."""
    return tuple(one for one in evidence if not (one.value or "").startswith(ASKED_FOR)) or evidence


def _questions(result: Result) -> tuple[Question, ...]:
    """Every question once, whichever licences and ancestors ask it."""
    grouped: dict[tuple[object, ...], list[SettledCondition]] = {}
    for one in result.commercial_use.conditions:
        key = (_mark(one), one.term, one.question or one.text, one.value, one.if_yes, one.if_no)
        grouped.setdefault(key, []).append(one)
    questions = [_question(same, result.model) for same in grouped.values()]
    return tuple(sorted(questions, key=lambda question: _MARKS.index(question.mark)))


def _mark(one: SettledCondition) -> Mark:
    if one.met:
        return "met"
    if one.effect == "duty":
        return "duty"
    return "open" if one.met is None else "failed"


def _question(same: list[SettledCondition], model: str) -> Question:
    one = same[0]
    asked = one.question or one.text or one.term
    return Question(
        mark=_mark(one),
        text=phrases.short(asked, 400),
        detail="" if one.text in asked else phrases.short(one.text, 300),
        origins=_origins(same, model),
        yes=one.if_yes,
        no=one.if_no,
    )


def _origins(same: Iterable[T], model: str) -> tuple[Origin, ...]:
    """Each licence and clause once, with the ancestors that brought it."""
    via: dict[tuple[str, str], list[str]] = {}
    for one in same:
        via.setdefault((one.license, one.clause), []).append(one.from_)
    return tuple(
        Origin(licence=phrases.short(name, 60), clause=clause_named(phrases.short(clause, 60)), via=_via(repos, model))
        for (name, clause), repos in via.items()
    )


def _via(names: list[str], model: str) -> str:
    """The nearest ancestor; nothing when the model itself asks it."""
    others = [phrases.short(name) for name in dict.fromkeys(names) if name]
    if model in names or not others:
        return ""
    return first_of(others, 1)


def _duties(result: Result) -> tuple[DutyView, ...]:
    grouped: dict[tuple[object, ...], list[ObligationOut]] = {}
    for one in result.obligations or ():
        if one.applies is not False:
            grouped.setdefault((one.applies is not True, one.text), []).append(one)
    return tuple(
        DutyView(
            text=phrases.short(same[0].text, 400),
            origins=_origins(same, result.model),
            certain=not key[0],
            kind=same[0].kind,
        )
        for key, same in sorted(grouped.items(), key=lambda item: bool(item[0][0]))
    )
