"""What a finding is called on its model: the cause, where the model's facts name one, else the rule's own title.

A rule's title states its violation. Where its answer is unknown that would be a claim that nobody made, so the headline
says what is missing instead, and ``settle`` names the one thing that settles it.
"""

import json
import re

from scanner.judge.opinion import Opinion
from scanner.judge.reading.mistaken import SAID
from scanner.model.result import SettledCondition
from scanner.model.rule import Rule
from scanner.model.words import Outcome

_LONGEST = 160
_PLAIN = re.compile(r"[\w./~@-]+")
#: Rules that say what a contradiction is; the contradiction itself says it better.
_CONFLICTS = {"LIC007": None, "LIN001": "declared-vs-base", "LIC004": "text-changed"}
_TERMS = "COM001"
_WEIGHTS = "WGT001"


def headline(rule: Rule, answer: Outcome, opinion: Opinion, repo_id: str) -> str:
    """The finding's title for this model."""
    if answer == "unknown":
        return _unknown(rule, opinion, repo_id)
    if answer != "violated":
        return rule.title
    if rule.id == _TERMS:
        failed = next((one for one in opinion.commercial_use.conditions if _withholds(one)), None)
        return f"{_short(failed.text.rstrip('.'))} ({failed.license})" if failed is not None else rule.title
    if rule.id == _WEIGHTS and (mistaken := _mistaken(opinion)) is not None:
        return f"It holds no weights; {mistaken}"
    if rule.id in _CONFLICTS:
        wanted = _CONFLICTS[rule.id]
        found = [one.detail for one in opinion.license.conflicts if wanted in (None, one.kind)]
        return _short(_capital(found[0].removeprefix(f"{repo_id} is "))) if found else rule.title
    return rule.title


def _mistaken(opinion: Opinion) -> str | None:
    said = (one.value for one in opinion.evidence.get("weights", ()) if one.value is not None)
    return next((value for value in said if value.startswith(SAID)), None)


def _withholds(one: SettledCondition) -> bool:
    return one.met is False and one.effect != "duty"


def _unknown(rule: Rule, opinion: Opinion, repo_id: str) -> str:
    reasons = opinion.commercial_use.reasons
    if rule.id == _TERMS and reasons:
        return _short(_cause(reasons[0], repo_id))
    return f"{rule.title}: not known"


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
    return _capital(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def settled_by(rule: Rule, answer: Outcome, opinion: Opinion, repo_id: str) -> str:
    """What settles an unknown, with the command or the line of the policy that is ready to use."""
    if answer != "unknown":
        return ""
    if rule.id != _TERMS:
        return rule.unknown
    missing = next((one.id for one in opinion.lineage if not one.resolved), None)
    if missing is not None and not _silent(opinion):
        return f"Check it: modelscan check {missing}. Or conclude it in the policy: {_curation(missing)}"
    known = f"If you know its terms, conclude them in the policy: {_curation(repo_id)}"
    return f"{known}. Or ask its author to state a licence."


def _silent(opinion: Opinion) -> bool:
    """Whether the model itself states nothing; its bases then settle nothing."""
    return not opinion.license.resolved and not any(one.id for one in opinion.license.files or ())


def _curation(repo_id: str) -> str:
    # A folder's path may hold what YAML reads as more than a name.
    name = repo_id if _PLAIN.fullmatch(repo_id) else json.dumps(repo_id, ensure_ascii=False)
    return f"curations: [{{model: {name}, license: ID, by: YOU, evidence: WHERE}}]"


def _short(text: str) -> str:
    """Bounded, where possible after a whole word."""
    if len(text) <= _LONGEST:
        return text
    cut = text[: _LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + "…"
