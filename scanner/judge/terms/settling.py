"""Terms settled against a stated use, node by node: what governs must all be met, and of a choice the best is taken.

Every condition and duty stays with the repo, licence and clause it came by. The strictest part wins, in any order, and
adding a part never removes a condition. A part that was not read, or whose terms are not surely known, makes the whole
unknown unless something else already forbids the use.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from scanner.identify.declared import NamedLicence
from scanner.judge.reading.doubts import Doubt, of_name
from scanner.judge.terms.admission import admission
from scanner.judge.terms.parts import Part
from scanner.judge.terms.settle import Three, met
from scanner.judge.terms.wording import worded
from scanner.model.frozen import dataclass, replace
from scanner.model.license import Condition, License
from scanner.model.policy import Admission, Use
from scanner.model.result import BasisOut, CommercialSection, SettledCondition
from scanner.model.snapshot import Json
from scanner.model.terms import Terms
from scanner.model.words import Commercial, Modality

#: From worst to best: the worst of what applies together, the best of what may be chosen.
STATUSES: tuple[Commercial, ...] = ("forbidden", "unknown", "conditional", "allowed")
_ADMITTED = ("denied", None, "review", "unlisted", "allowed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What terms are settled against: the use, the policy's lists, and the words in which conditions are asked."""

    use: Use
    lists: Admission
    words: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a node of an expression came to. ``terms`` are those taken, without the alternatives that were not."""

    terms: Terms
    status: Commercial
    conditions: tuple[SettledCondition, ...] = ()
    reasons: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SettledPart:
    """A part and what its terms came to; ``taken`` is None where it names none."""

    part: Part
    taken: Taken | None

    @cached_property
    def named(self) -> tuple[NamedLicence, ...]:
        """The licences whose terms were taken."""
        ids = self.taken.terms.ids if self.taken is not None else ()
        own = self.part.own
        return tuple(named for one in ids if own is not None and (named := own.record(one)) is not None)

    @cached_property
    def records(self) -> tuple[License, ...]:
        return tuple(named.record for named in self.named if named.record is not None)

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why what applies here is not surely known; () when it is."""
        return (*self.part.doubts, *(self.taken.reasons if self.taken is not None else ()))

    @property
    def doubted(self) -> tuple[Doubt, ...]:
        """The same reasons by kind and place, those of a base that was not read aside."""
        own = self.part.own
        if own is None:
            return ()
        unsure = tuple(of_name(named) for named in self.named if named.unsure)
        return (*(() if self.part.carries else own.doubts), *unsure)

    @cached_property
    def status(self) -> Commercial:
        if self.part.carries and self.taken is None:
            return "allowed"
        found: list[Commercial] = [self.taken.status] if self.taken is not None else ["unknown"]
        return worst([*found, "unknown"] if self.part.doubts else found)


def worst(statuses: Iterable[Commercial]) -> Commercial:
    """The strictest of what applies together; ``allowed`` of nothing."""
    return min(statuses, key=STATUSES.index, default="allowed")


def settle(part: Part, asked: Asked, modality: Modality) -> SettledPart:
    """A part's terms settled."""
    terms = part.own.terms if part.own is not None else None
    return SettledPart(part=part, taken=_node(terms, part, asked, modality) if terms is not None else None)


def _node(terms: Terms, part: Part, asked: Asked, modality: Modality) -> Taken:
    if terms.op == "licence":
        return _licence(terms, part, asked, modality)
    parts = [_node(one, part, asked, modality) for one in terms.parts]
    if terms.op == "or":
        best = max(parts, key=lambda one: _merit(one, part, asked))
        return replace(best, chosen=(*best.terms.ids,))
    return Taken(
        terms=replace(terms, parts=tuple(one.terms for one in parts)),
        status=worst(one.status for one in parts),
        conditions=_once(made for one in parts for made in one.conditions),
        reasons=tuple(dict.fromkeys(reason for one in parts for reason in one.reasons)),
        chosen=tuple(dict.fromkeys(one for made in parts for one in made.chosen)),
    )


def _merit(taken: Taken, part: Part, asked: Asked) -> tuple[int, int, int]:
    """How good an alternative is: by status, then the policy's lists, then how little it asks. Ties go to the first."""
    named = [one for leaf in taken.terms.ids if part.own is not None and (one := part.own.record(leaf)) is not None]
    records = tuple(one.record for one in named if one.record is not None)
    word = admission(taken.terms.ids, records, asked.lists)
    asks = len(taken.conditions) + sum(len(record.obligations) for record in records)
    return STATUSES.index(taken.status), _ADMITTED.index(word), -asks


def _licence(leaf: Terms, part: Part, asked: Asked, modality: Modality) -> Taken:
    named = part.own.record(leaf.id) if part.own is not None else None
    record = named.record if named is not None else None
    reasons = (named.unsure,) if named is not None and named.unsure else ()
    conditions = tuple(_conditions(record, part, asked, modality)) if record is not None else ()
    return Taken(
        terms=leaf, status=_status(conditions, bool(reasons or record is None)), conditions=conditions, reasons=reasons
    )


def _conditions(record: License, part: Part, asked: Asked, modality: Modality) -> Iterator[SettledCondition]:
    for condition in record.conditions:
        yield _settled(condition, record, part, met(condition, record, asked.use, modality), asked.words)


def _settled(condition: Condition, record: License, part: Part, answer: Three, terms: Json) -> SettledCondition:
    basis = condition.basis
    words = worded(condition, terms)
    return SettledCondition(
        term=condition.term,
        effect=condition.effect,
        basis=BasisOut(entity=basis.entity, metric=basis.metric, as_of=basis.as_of) if basis else BasisOut(),
        value=condition.value,
        met=answer,
        license=record.id,
        clause=condition.clause,
        from_=part.repo_id,
        text=condition.text,
        question=words.question,
        if_yes=words.if_yes,
        if_no=words.if_no,
    )


def _once(made: Iterable[SettledCondition]) -> tuple[SettledCondition, ...]:
    """Each condition where it was first met: the same clause of the same licence asks the same."""
    found: dict[tuple[str, str, str, object], SettledCondition] = {}
    for one in made:
        found.setdefault((one.license, one.term, one.clause, one.value), one)
    return tuple(found.values())


def _status(conditions: Iterable[SettledCondition], unknown: bool) -> Commercial:
    answers = {condition.met for condition in conditions if condition.withholds}
    if False in answers:
        return "forbidden"
    return "unknown" if unknown else "conditional" if None in answers else "allowed"


def commercial(found: tuple[SettledPart, ...], doubts: tuple[str, ...] = ()) -> CommercialSection:
    """The commercial-use section: every condition of every part once, the status, and why. ``doubts`` are reasons why
    the parts may not be all."""
    conditions = _once(made for part in found if part.taken is not None for made in part.taken.conditions)
    unsettled: list[Commercial] = ["unknown"] if doubts else []
    status = worst([*(part.status for part in found), *unsettled])
    chosen = tuple(dict.fromkeys(one for part in found if part.taken is not None for one in part.taken.chosen))
    return CommercialSection(
        status=status,
        chosen=chosen or None,
        conditions=conditions,
        reasons=(*_reasons(status, conditions, found), *doubts),
    )


def _reasons(
    status: Commercial, conditions: Iterable[SettledCondition], found: tuple[SettledPart, ...]
) -> Iterator[str]:
    wanted = {"forbidden": False, "conditional": None}
    for condition in conditions:
        if status in wanted and condition.met is wanted[status] and condition.withholds:
            yield f"{condition.term}: {condition.text} ({condition.license} {condition.clause}, from {condition.from_})"
    yield from dict.fromkeys(reason for part in found for reason in part.reasons)
