"""What openness sees of terms, without whose they are: of terms of which it sees the same it says the same."""

from collections.abc import Hashable

from scanner.judge.openness.limits import doubtful, limits
from scanner.judge.openness.mof import SURE, is_open, released
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.openness import licences
from scanner.model.result import LicenseFile


def seen_of(files: tuple[LicenseFile, ...], terms: Settlement) -> Hashable:
    """What the class, the definition and the exemption are made from, beside what lies open."""
    kinds = tuple(licences()["kinds"])
    return (
        frozenset((file.scope, file.id) for file in files if file.match in SURE),
        tuple(released(terms.parts[:1], kind) for kind in kinds),
        tuple(released(terms.parts, kind) for kind in kinds),
        frozenset(term for _, _, term, _ in limits(terms)),
        doubtful(terms),
        "unknown" in terms.effective,
        bool(terms.records),
        all(record.osi_approved for record in terms.records),
        all(map(is_open, terms.records)),
    )
