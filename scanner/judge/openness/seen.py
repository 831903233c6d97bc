"""What openness sees of terms, without whose they are: of terms of which it sees the same it says the same."""

from collections.abc import Hashable

from scanner.judge.openness.limits import POLICY, doubtful, limits
from scanner.judge.openness.mof import SURE, is_open, released
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.openness import ai_act, licences, osaid
from scanner.model.result import LicenseFile


def seen_of(files: tuple[LicenseFile, ...], terms: Settlement) -> Hashable:
    """What the class, the definition and the exemption are made from, beside what lies open."""
    kinds, limited = tuple(licences()["kinds"]), {term for _, _, term, _ in limits(terms)}
    return (
        frozenset((file.scope, file.id) for file in files if file.match in SURE),
        tuple(released(terms.parts[:1], kind) for kind in kinds),
        tuple(released(terms.parts, kind) for kind in kinds),
        frozenset(map(_ends, limited)),
        doubtful(terms),
        all(record.osi_approved for record in terms.records),
        all(map(is_open, terms.records)),
    )


def _ends(term: str) -> Hashable:
    """What a limit ends: the definition, the exemption surely or arguably; a use policy is a question."""
    act, freedoms = ai_act(), osaid()["fails"].values()
    fails = any(term in names for names in freedoms)
    return fails, term in act["unavailable"], term in act["arguable"], term == POLICY
