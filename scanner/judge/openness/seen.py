"""What openness sees of terms, without whose they are: of terms of which it sees the same it says the same."""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple

from scanner.judge.openness.limits import POLICY, doubtful, limits
from scanner.judge.openness.mof import SURE, is_open, released
from scanner.judge.terms.effective import Settlement
from scanner.knowledge.openness import ai_act, osaid
from scanner.model.result import LicenseFile


class TermsSeen(NamedTuple):
    """Terms as far as components are rated by them, and as far as the class, the definition and the exemption are made
    from them beside."""

    rates: Hashable
    ends: Hashable


def seen_of(files: tuple[LicenseFile, ...], terms: Settlement) -> TermsSeen:
    """What openness sees of terms, beside files that lie in the repo."""
    sure = frozenset((file.scope, file.id) for file in files if file.match in SURE)
    own, all_ = (tuple(released(parts).items()) for parts in (terms.parts[:1], terms.parts))
    limited = {term for _, _, term, _ in limits(terms)}
    osi, free = all(one.osi_approved for one in terms.records), all(map(is_open, terms.records))
    return TermsSeen((sure, own, all_), (frozenset(map(_ends, limited)), doubtful(terms), osi, free))


@lru_cache(maxsize=1024)
def _ends(term: str) -> Hashable:
    """What a limit ends: the definition, the exemption surely or arguably; a use policy is a question."""
    act, freedoms = ai_act(), osaid()["fails"].values()
    fails = any(term in names for names in freedoms)
    return fails, term in act["unavailable"], term in act["arguable"], term == POLICY
