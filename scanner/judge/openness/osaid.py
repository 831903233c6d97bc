"""The OSI's Open Source AI Definition: what fails it, and what it asks for that was not found here."""

from collections.abc import Iterator

from scanner.judge.openness.limits import DOUBT, POLICY, doubtful, limits
from scanner.judge.openness.mof import Rated
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.openness import osaid
from scanner.model.result import WeightsSection
from scanner.model.words import Osaid


def defined(rated: tuple[Rated, ...], weights: WeightsSection, terms: Settlement) -> tuple[Osaid, list[str]]:
    """Whether the model fails the definition, or could meet it, and why."""
    fails = list(_withheld(terms))
    if weights.status == "missing":
        fails.append("parameters: no weights among the files that are listed")
    if fails:
        return "fails", [f"OSAID fails: {why}" for why in fails]
    open_ = list(_untold(rated, weights, terms))
    if open_:
        return "unknown", [f"OSAID unknown: {'; '.join(open_)}"]
    return "candidate", ["OSAID candidate: nothing that was found stands against it; a person has to confirm it"]


def _withheld(terms: Settlement) -> Iterator[str]:
    """Freedoms that the terms of the model or its bases withhold, with the clause."""
    for freedom, names in osaid()["fails"].items():
        for licence, clause, term, repo in limits(terms):
            if term in names:
                yield f"{freedom}: {licence} {clause} ({term.replace('_', ' ')}), from {repo}"
                break


def _untold(rated: tuple[Rated, ...], weights: WeightsSection, terms: Settlement) -> Iterator[str]:
    by_id = {one.seen.component.id: one for one in rated}
    if doubtful(terms):
        yield DOUBT
    elif policies := [clause for _, clause, term, _ in limits(terms) if term == POLICY]:
        yield f"{DOUBT}: beside them stands a use policy ({policies[0]}), and a person has to read what it limits"
    elif not all(record.osi_approved for record in terms.records):
        yield "its terms are not OSI-approved, and a person has to compare them"
    if weights.status != "available":
        yield f"the parameters are {weights.status}"
    for element, needed in osaid()["elements"].items():
        lacking = [by_id[name] for name in needed if by_id[name].seen.state not in ("found", "claimed")]
        if lacking:
            yield f"{element}: {', '.join(one.why_not for one in lacking)}"
