"""What judges better than each model that fails, for the report."""

from collections.abc import Iterable, Mapping

from scanner.collect.gather import known
from scanner.knowledge.policy import chosen
from scanner.runs.audit.types import Frame, Judged, Key
from scanner.runs.suggest import Shelf, Suggestion, in_place_of

#: Candidates looked at for one model, and named: a report of thousands must stay fast.
_JUDGED, _MOST = 100, 3


def alternatives(judged: Iterable[Judged], frame: Frame) -> Mapping[Key, tuple[Suggestion, ...]]:
    """For each model that fails those of its task that judge better for the same use, from the tables and catalogs that
    are judged from, else from the bundled catalog; one for which none is known is left out."""
    failing = {one.key: one.result for one in judged if one.result.verdict == "fail" and one.result.error is None}
    if not failing:
        return {}
    source, shelves, found = known(frame.options), {}, {}
    for key, result in failing.items():
        wanted = in_place_of(result)
        if wanted is None:
            continue
        use = key[1]
        if use not in shelves:
            policy = chosen(frame.policy, use)
            shelves[use] = Shelf(source, policy, frame.engine, _JUDGED)
        found[key] = shelves[use].suggest(wanted, _MOST)
    return {key: named for key, named in found.items() if named}
