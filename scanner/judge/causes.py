"""What a finding is called on its model: the cause, where the model's facts name one, else the rule's own title.

A rule's title states its violation. Where its answer is unknown that would be a claim that nobody made, so the headline
says what is missing instead, and ``settle`` names the one thing that settles it.
"""

from collections.abc import Collection, Iterable, Iterator

from scanner.judge.opinion import Opinion
from scanner.judge.reading.mistaken import SAID
from scanner.model.facts import evidence_group, fact_about
from scanner.model.result import SettledCondition
from scanner.model.rule import Rule
from scanner.model.words import Outcome
from scanner.text.clean import capital

_LONGEST = 160
#: Rules that say what a contradiction is; the contradiction itself says it better.
_CONFLICTS = {
    "LIC007": None,
    "LIN001": "declared-vs-base",
    "LIC004": "text-changed",
    "LIC008": "several-declared",
}
WITHHELD = "COM001"
_WEIGHTS = "WGT001"
_NOT_KNOWN = "LIC002"


def headline(rule: Rule, answer: Outcome, opinion: Opinion, repo_id: str) -> str:
    """The finding's title for this model."""
    if answer == "unknown":
        return _unknown(rule, opinion, repo_id)
    if answer != "violated":
        return rule.title
    if rule.id == WITHHELD:
        failed = next((one for one in opinion.commercial_use.conditions if _withholds(one)), None)
        return f"{_short(failed.text.rstrip('.'))} ({failed.license})" if failed is not None else rule.title
    if rule.id == _WEIGHTS and (mistaken := _mistaken(opinion)) is not None:
        return f"It holds no weights; {mistaken}"
    if rule.id == _NOT_KNOWN and (names := _unrecognised(opinion)):
        return _short(f"{', '.join(names)}: not a licence that is known here")
    if rule.id in _CONFLICTS:
        wanted = _CONFLICTS[rule.id]
        found = [one.detail for one in opinion.license.conflicts if wanted in (None, one.kind)]
        return _short(capital(found[0].removeprefix(f"{repo_id} is "))) if found else rule.title
    return rule.title


def _unrecognised(opinion: Opinion) -> list[str]:
    """The licences that are stated and that no record tells of, where others beside them are known."""
    own = opinion.terms.parts[0].part.own if opinion.terms is not None else None
    return [one.id for one in own.named if one.record is None] if own is not None else []


def _mistaken(opinion: Opinion) -> str | None:
    said = (one.value for one in opinion.evidence.get("weights", ()) if one.value is not None)
    return next((value for value in said if value.startswith(SAID)), None)


def _withholds(one: SettledCondition) -> bool:
    return one.met is False and one.effect != "duty"


def _unknown(rule: Rule, opinion: Opinion, repo_id: str) -> str:
    reasons = opinion.commercial_use.reasons
    if rule.id == WITHHELD and reasons:
        return _short(_cause(reasons[0], repo_id))
    return f"Not known whether {rule.title[:1].lower()}{rule.title[1:]}"


def _cause(reason: str, repo_id: str) -> str:
    """A reason without the model's own name: whoever reads it knows of whom it is said."""
    if reason == f"{repo_id} states no licence":
        return "No licence is stated"
    if reason == f"no source at hand tells the licence of {repo_id}":
        return "No source at hand tells its licence"
    text = reason.removeprefix(f"{repo_id} ").replace(f" in {repo_id}", " there")
    # The name of the base is said once, whatever the problem's own words repeat.
    base, colon, problem = text.partition(": ")
    if colon and base.startswith("the base model ") and (name := base.split()[3]) in problem:
        text = f"its base {name} could not be read: {problem.replace(f'{name}: ', '').replace(name, 'it')}"
    return capital(text)


def settled_by(rule: Rule, answer: Outcome, opinion: Opinion, repo_id: str, missing: Iterable[str] = ()) -> str:
    """What settles an unknown, with the command or the line of the policy that is ready to use. ``missing`` are the
    facts that the rule asked for in vain."""
    if answer != "unknown":
        return ""
    if rule.id != WITHHELD and not in_doubt(opinion, missing):
        return rule.unknown
    from scanner.judge.advice import advice

    return advice(opinion, repo_id)


def in_doubt(opinion: Opinion, missing: Iterable[str]) -> bool:
    """Whether facts are missing because the terms in effect are in doubt."""
    return any(evidence_group(name) == "terms" for name in missing) and any(_open_reasons(opinion))


def unsettled(opinion: Opinion, missing: Collection[str]) -> str:
    """Why a rule's facts could not be told: the doubts about the terms, else what was asked."""
    if in_doubt(opinion, missing):
        return f"Not settled: {'; '.join(_open_reasons(opinion))}."
    return f"Could not be told: {'; '.join(fact_about(name)[0].rstrip('.') for name in missing)}."


def _open_reasons(opinion: Opinion) -> Iterator[str]:
    """The reasons that leave a doubt, without the conditions that failed beside them."""
    conditions = {f"{one.term}: {one.text}" for one in opinion.commercial_use.conditions}
    for reason in opinion.commercial_use.reasons:
        if not any(reason.startswith(one) for one in conditions):
            yield reason.rstrip(".")


def _short(text: str) -> str:
    """Bounded, where possible after a whole word."""
    if len(text) <= _LONGEST:
        return text
    cut = text[: _LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"
