"""What settles a doubt, by its kind: whom to ask, what to have read, and the line of the policy, ready to use."""

import json
import re

from scanner.judge.opinion import Opinion
from scanner.judge.reading.doubts import Doubt, Why
from scanner.judge.terms.settling import SettledPart

_PLAIN = re.compile(r"[\w./~@-]+")
#: ``{place}`` is where the doubt stands, ``{path}`` its file, ``{name}`` the licence, ``{curation}`` the policy's line.
_ADVICE: dict[Why, str] = {
    "sentence": "Ask the author whether {place} limits the grant. Or record what you conclude, bound to this revision "
    "or text: {curation}",
    "gate": "Whoever opens the gate agrees to {place}: accept or decline it, and record the agreement: {curation}",
    "text": "Have {path} read, and record its terms as a licence of your own under license_dirs. Or conclude them: "
    "{curation}",
    "changed": "Have the changes in {path} read (modelscan licenses identify), and record it as a licence of your own "
    "under license_dirs. Or conclude it: {curation}",
    "unknown-terms": "Get the text of {name}, have it read, and record it under license_dirs. Or conclude it in the "
    "policy: {curation}",
    "silent": "If you know its terms, conclude them in the policy: {curation}. Or ask its author to state a licence.",
    "not-at-hand": "Check it without --offline. If you know its terms, conclude them in the policy: {curation}",
    "unread": "Check it again with what was not read at hand. If you know its terms, conclude them in the policy: "
    "{curation}",
    "names-nothing": "Ask its author for the terms, or conclude them in the policy: {curation}",
    "second-hand": "Have the text of {name} read, and record it under license_dirs. Or conclude it: {curation}",
    "several-texts": "Ask its author which text goes by that name, or conclude it in the policy: {curation}",
}
_HINTED = "Ask its author what it is made from. If you know its terms, conclude them in the policy: {curation}"


def advice(opinion: Opinion, repo_id: str) -> str:
    """What settles the first doubt about the terms of a model and its bases."""
    missing = next((one.id for one in opinion.lineage if not one.resolved and one.apart is None), None)
    if missing is not None and not _silent(opinion):
        return f"Check it: modelscan check {missing}. Or conclude it in the policy: {_curation(missing)}"
    for part in opinion.terms.parts if opinion.terms is not None else ():
        for doubt in _ordered(part):
            return _of(doubt, part.part.repo_id)
    if opinion.commercial_use.reasons and opinion.terms is not None:
        return _HINTED.format(curation=_curation(repo_id))
    return _ADVICE["silent"].format(curation=_curation(repo_id))


def _ordered(part: SettledPart) -> list[Doubt]:
    """A text that lies there comes before its name: it is what can be read."""
    return sorted(part.doubted, key=lambda one: one.why not in ("text", "changed"))


def _of(doubt: Doubt, repo_id: str) -> str:
    at = doubt.at
    path = (at.path or at.origin) if at is not None else "it"
    place = f"{path}:{at.line}" if at is not None and at.path and at.line else path
    return _ADVICE[doubt.why].format(place=place, path=path, name=doubt.name, curation=_curation(repo_id))


def _silent(opinion: Opinion) -> bool:
    """Whether the model itself states nothing; its bases then settle nothing."""
    return not opinion.license.resolved and not any(one.id for one in opinion.license.files or ())


def _curation(repo_id: str) -> str:
    # A folder's path may hold what YAML reads as more than a name.
    name = repo_id if _PLAIN.fullmatch(repo_id) else json.dumps(repo_id, ensure_ascii=False)
    return f"curations: [{{model: {name}, license: ID, by: YOU, evidence: WHERE}}]"
