"""What a finding says: what it is called on its model (the cause, where the model's facts name one, else the rule's own
title), and the rule's message with the model's facts in it, the codes among them in words.

A rule's title states its violation. Where its answer is unknown that would be a claim that nobody made, so the headline
says what is missing instead, and ``settle`` names the one thing that settles it.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from scanner.judge.opinion import Opinion
from scanner.judge.reading.doubts import Doubt
from scanner.judge.reading.mistaken import SAID
from scanner.judge.reading.weights import FETCHED, NOT_LISTED, NOT_READ
from scanner.judge.terms.settling import SettledPart
from scanner.knowledge.store import shipped
from scanner.model.facts import evidence_group, fact_about
from scanner.model.result import MAX_SHOWN, Claim, SettledCondition
from scanner.model.rule import FactValue, Rule
from scanner.model.snapshot import Json
from scanner.model.words import Outcome, Says
from scanner.text.clean import capital, within

_LONGEST = 160
#: A model's own silence, by the doubt that it is.
_SILENT = {"silent": "No licence is stated", "not-at-hand": "No source at hand tells its licence"}


def headline(rule: Rule, answer: Outcome, opinion: Opinion, repo_id: str) -> str:
    """The finding's title for this model."""
    if answer == "unknown":
        return _unknown(rule, opinion, repo_id)
    if answer != "violated":
        return rule.title
    if rule.tells == "withheld":
        failed = next((one for one in opinion.commercial_use.conditions if _withholds(one)), None)
        return f"{_short(failed.text.rstrip('.'))} ({failed.license})" if failed is not None else rule.title
    if rule.tells == "weights" and (mistaken := _mistaken(opinion)) is not None:
        return f"It holds no weights; {mistaken}"
    if rule.tells == "unrecognised" and (names := _unrecognised(opinion)):
        return _short(f"{', '.join(names)}: not a licence that is known here")
    if rule.tells == "intent" and (place := _intended(opinion)):
        return _short(f"The author means it for another use than the stated one: {place}")
    if rule.tells == "unread" and (spoken := _foreign(opinion)):
        return _short(f"Nobody here reads what the card says in {spoken}")
    # The contradiction itself says better what it is.
    found = [one.detail for one in opinion.license.conflicts if rule.tells in ("contradicted", one.kind)]
    return _short(capital(found[0].removeprefix(f"{repo_id} is "))) if found else rule.title


def _unrecognised(opinion: Opinion) -> list[str]:
    """The licences that are stated and that no record tells of, where others beside them are known."""
    own = opinion.terms.parts[0].part.own if opinion.terms is not None else None
    return [one.id for one in own.named if one.record is None] if own is not None else []


def _intended(opinion: Opinion) -> str:
    """The first sentence of intent, with its place."""
    said = (one.evidence for one in _claimed(opinion, "intent"))
    return next((f"{at.path}:{at.line}: «{at.value}»" for at in said if at.path and at.line and at.value), "")


def _foreign(opinion: Opinion) -> str:
    """The languages that were not read, with the place of the first sentence that has one."""
    said = _claimed(opinion, "unread")
    names = " and ".join(dict.fromkeys(one.value for one in said))
    places = (one.evidence for one in said)
    return next((f"{names}: {at.path}:{at.line}" for at in places if at.path and at.line), names)


def _claimed(opinion: Opinion, says: Says) -> list[Claim]:
    return [one for one in opinion.license.claims or () if one.says == says]


def _mistaken(opinion: Opinion) -> str | None:
    said = (one.value for one in opinion.evidence.get("weights", ()) if one.value is not None)
    return next((value for value in said if value.startswith(SAID)), None)


def _withholds(one: SettledCondition) -> bool:
    return one.met is False and one.withholds


def _unknown(rule: Rule, opinion: Opinion, repo_id: str) -> str:
    reasons = opinion.commercial_use.reasons
    if rule.tells == "withheld" and reasons:
        return _short(_cause(reasons[0], opinion, repo_id))
    said = f"Not known whether {rule.whether or within(rule.title)}"
    doubt = _weights_in_doubt(opinion) if rule.tells == "weights" else None
    return _short(f"{said} ({doubt})") if doubt else said


def _cause(reason: str, opinion: Opinion, repo_id: str) -> str:
    """A reason without the model's own name: whoever reads it knows of whom it is said."""
    parts = opinion.terms.parts if opinion.terms is not None else ()
    own = next((one.why for part in parts[:1] for one in part.doubted if one.text == reason), "")
    if own in _SILENT:
        return _SILENT[own]
    text = reason
    for base in (one.part for one in parts if one.part.own is None and reason in one.part.doubts):
        if base.repo_id in (problem := base.problem or ""):  # its name is said once, whatever the problem repeats
            text = f"its base {base.repo_id} could not be read: {_without(problem, base.repo_id)}"
    return capital(text.removeprefix(f"{repo_id} ").replace(f" in {repo_id}", " there"))


def _without(problem: str, name: str) -> str:
    return problem.replace(f"{name}: ", "").replace(f"model {name}", "such model").replace(name, "it")


def settled_by(rule: Rule, answer: Outcome, opinion: Opinion, repo_id: str, missing: Iterable[str] = ()) -> str:
    """What settles an unknown, with the command or the line of the policy that is ready to use. ``missing`` are the
    facts that the rule asked for in vain."""
    if answer != "unknown":
        return ""
    if rule.tells == "withheld" or in_doubt(opinion, missing):
        return advice(opinion, repo_id)
    return _told_of_weights(opinion) or rule.unknown if rule.tells == "weights" else rule.unknown


def _weights_in_doubt(opinion: Opinion) -> str | None:
    """What reading said of why a list leaves it open whether these are the weights."""
    said = (one.value for one in opinion.evidence.get("weights", ()) if one.path is None)
    return next((value for value in said if value), None)


def _told_of_weights(opinion: Opinion) -> str | None:
    """What settles a doubt that a list leaves which was read to its end; None where the list itself would."""
    told: dict[str, str] = shipped("advice.yaml")["weights"]
    doubt = _weights_in_doubt(opinion)
    if not opinion.facts.weights_listed or (doubt or "").startswith((NOT_LISTED, FETCHED)):
        return None  # only more of the list would settle it
    return told["unread" if doubt and doubt.startswith(NOT_READ) else "files" if doubt else "gate"]


def in_doubt(opinion: Opinion, missing: Iterable[str]) -> bool:
    """Whether facts are missing because the terms in effect are in doubt."""
    return any(evidence_group(name) == "terms" for name in missing) and any(_open_reasons(opinion))


def unsettled(opinion: Opinion, missing: Collection[str]) -> str:
    """Why a rule's facts could not be told: the doubts about the terms, else what was asked."""
    if in_doubt(opinion, missing):
        return f"Not settled: {'; '.join(_open_reasons(opinion))}."
    return f"Could not be told: {'; '.join(within(fact_about(name)[0]).rstrip('.') for name in missing)}."


def _open_reasons(opinion: Opinion) -> Iterator[str]:
    """The reasons that leave a doubt, without the conditions that failed beside them."""
    conditions = {f"{one.term}: {one.text}" for one in opinion.commercial_use.conditions}
    for reason in opinion.commercial_use.reasons:
        if not any(reason.startswith(one) for one in conditions):
            yield reason.rstrip(".")


def _short(text: str, longest: int = _LONGEST) -> str:
    """Bounded, where possible after a whole word."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"


_PLAIN = re.compile(r"[\w./~@-]+")


def advice(opinion: Opinion, repo_id: str) -> str:
    """What settles the first doubt about the terms of a model and its bases."""
    missing = next((one.id for one in opinion.lineage if not one.resolved and one.apart is None), None)
    if missing is not None and not _silent(opinion):
        return f"Check it: modelscan check {missing}. Or conclude it in the policy: {_curation(missing)}"
    named = f"datasets/{repo_id}" if opinion.facts.repo_type == "dataset" else repo_id
    for part in opinion.terms.parts if opinion.terms is not None else ():
        for doubt in _ordered(part):
            return _of(doubt, named if part.part.repo_id == repo_id else part.part.repo_id)
    if opinion.commercial_use.reasons and opinion.terms is not None:
        return _told("hinted").format(curation=_curation(named))
    return _told("silent").format(curation=_curation(named))


def _told(why: str) -> str:
    """What ``rules/advice.yaml`` says of a kind of doubt."""
    found: str = shipped("advice.yaml")["doubts"][why]
    return found


def _ordered(part: SettledPart) -> list[Doubt]:
    """A text that lies there comes before its name: it is what can be read."""
    return sorted(part.doubted, key=lambda one: one.why not in ("text", "changed"))


def _of(doubt: Doubt, repo_id: str) -> str:
    at = doubt.at
    path = (at.path or at.origin) if at is not None else "it"
    place = f"{path}:{at.line}" if at is not None and at.path and at.line else path
    return _told(doubt.why).format(place=place, path=path, name=doubt.name, curation=_curation(repo_id))


def _silent(opinion: Opinion) -> bool:
    """Whether the model itself states nothing; its bases then settle nothing."""
    return not opinion.license.resolved and not any(one.id for one in opinion.license.files or ())


def _curation(repo_id: str) -> str:
    # A folder's path may hold what YAML reads as more than a name.
    name = repo_id if _PLAIN.fullmatch(repo_id) else json.dumps(repo_id, ensure_ascii=False)
    return f"curations: [{{model: {name}, license: ID, by: YOU, evidence: WHERE}}]"


#: Facts whose values are codes.
_CODED = frozenset(("failed_clauses", "open_clauses", "terms_failed", "terms_open", "license_conflicts"))


def words_for(terms: Json) -> Mapping[str, str]:
    """Words for the codes of terms (``rules/terms.yaml``) and of contradictions."""
    titles = {term: within(words["title"]) for term, words in terms.items()}
    return {**titles, **shipped("advice.yaml")["contradictions"]}


def message(rule: Rule, values: Mapping[str, FactValue], words: Mapping[str, str]) -> str:
    """A violated rule's message."""
    return rule.message.format_map(_Shown(values, words)).strip()


class _Shown(dict[str, FactValue]):
    """Facts as a message shows them, terms and contradictions in words; one that was not read is 'unknown'."""

    def __init__(self, values: Mapping[str, FactValue], words: Mapping[str, str]) -> None:
        super().__init__(values)
        self._words = words

    def __getitem__(self, name: str) -> str:
        value = self.get(name, "unknown")
        if name in _CODED and isinstance(value, tuple):
            value = tuple(_in_words(one, self._words) for one in value)
        if isinstance(value, tuple):
            return _short(", ".join(value) or "none", MAX_SHOWN)
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)[:MAX_SHOWN]


def _in_words(code: str, words: Mapping[str, str]) -> str:
    """``territory (llama4 clause 2)`` as ``excluded territories (llama4 clause 2)``."""
    term, _, rest = code.partition(" ")
    return f"{words.get(term, term)} {rest}".rstrip()
