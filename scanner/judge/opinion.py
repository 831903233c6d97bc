"""What a policy makes of a reading, before any rule is asked: curations applied, terms settled, facts complete."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from scanner.judge.drawing import Relabelled, concluded, curations, decide
from scanner.judge.openness.section import openness, openness_facts, shown_openness
from scanner.judge.reading.lineage import Ancestry
from scanner.judge.reading.own import OwnLicense, curated, own_license
from scanner.judge.reading.read import Reading
from scanner.judge.reading.unread import without_silence
from scanner.judge.terms.admission import Admitted, admission
from scanner.judge.terms.effective import Settlement, base_texts, effective, obligations, relabelling, settlement
from scanner.judge.terms.outputs import naming, outputs_of, shown_of, worst_teacher
from scanner.judge.terms.parts import Part, parts
from scanner.judge.terms.settling import Asked, SettledPart, settle, worst
from scanner.judge.terms.suspected import Suspected, suspected
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import DecisionFacts
from scanner.model.frozen import dataclass, replace
from scanner.model.ids import RepoRef, one_name
from scanner.model.policy import Policy
from scanner.model.result import (
    Ancestor,
    CommercialSection,
    Conflict,
    Evidence,
    LicenseSection,
    ObligationOut,
    Openness,
    Profile,
    TeacherOut,
)
from scanner.model.snapshot import Json, Repo
from scanner.model.words import Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A reading under a policy: all decision facts, and the sections that the policy has a word in. ``terms`` are those
    of a model or dataset, settled."""

    facts: DecisionFacts
    evidence: Mapping[str, tuple[Evidence, ...]]
    license: LicenseSection
    commercial_use: CommercialSection
    lineage: tuple[Ancestor, ...] = ()
    obligations: tuple[ObligationOut, ...] = ()
    outputs_of: tuple[TeacherOut, ...] = ()
    openness: Openness = Openness()
    profile: Profile = Profile()
    terms: Settlement | None = None
    offer: Evidence | None = None


#: What settles a part.
Settling: TypeAlias = Callable[[Part, Asked, Modality], SettledPart]


class Decided(NamedTuple):
    """What a policy makes of terms and lineage: the facts complete, and what they were decided by."""

    facts: DecisionFacts
    terms: Settlement
    asked: Asked
    own: OwnLicense
    ancestry: tuple[Ancestry, ...]
    settled: tuple[SettledPart, ...]
    relabelled: Relabelled
    duties: tuple[ObligationOut, ...]
    conflicts: tuple[Conflict, ...]
    teachers: tuple[TeacherOut, ...]
    opened: Openness


def decided(
    reading: Reading, read: OwnLicense, policy: Policy, licenses: Licenses, words: Json, settling: Settling = settle
) -> Decided:
    """The facts that a policy makes of a model or dataset. ``settling`` settles a part; who asks of many may remember
    what it came to."""
    asked = Asked(use=policy.use, lists=policy.licenses, words=words)
    named = str(RepoRef(reading.id, reading.repo_type))
    own = _curated(named, reading.revision, read, policy, licenses)
    ancestry = tuple(_curated_ancestor(one, policy, licenses) for one in reading.ancestry)
    governing = parts(reading.id, own, ancestry, carries=reading.carries)
    settled = tuple(settling(part, asked, reading.modality) for part in governing)
    known = effective(settled) if reading.suspects else ()
    hinted = suspected(reading.id, own, known, reading.suspects, licenses)
    terms = settlement(settled, _doubts(reading, own, hinted))
    relabelled, duties = relabelling(terms.parts), obligations(terms.parts, policy.use)
    teachers = outputs_of(reading.taught, licenses)
    conflicts = (*own.conflicts, *(conflict for _, conflict in relabelled), *hinted.conflicts)
    opened = openness(reading.laid, own.files, reading.weights, terms, licenses)
    undeclared: Literal["stricter", "unread", "no"]
    undeclared = "stricter" if hinted.conflicts else "unread" if hinted.reasons else "no"
    facts = replace(
        reading.facts,
        **decide(reading, own, terms, relabelled, duties, policy, hinted=undeclared != "no"),
        **openness_facts(reading.laid, opened),
        license_conflicts=tuple(sorted({conflict.kind for conflict in conflicts})),
        suspected_base=undeclared,
        base_unnamed=reading.unnamed is not None,
        terms_carried=governing[0].carries,
        base_texts=base_texts(own, terms.parts[1:]),
        learnt_from=worst_teacher(teachers),
        trains_on_learnt=bool(policy.use.trains_on_outputs or policy.use.competes)
        and worst_teacher(teachers) == "restricted",
    )
    facts = without_silence(facts) if _not_all_read(own, ancestry) else facts
    return Decided(facts, terms, asked, own, ancestry, settled, relabelled, duties, conflicts, teachers, opened)


def opine(reading: Reading, read: OwnLicense, policy: Policy, licenses: Licenses, words: Json) -> Opinion:
    """What a policy makes of a model or dataset."""
    made = decided(reading, read, policy, licenses, words)
    terms = made.terms
    return Opinion(
        facts=made.facts,
        evidence=_evidence(reading, made.own, terms, made.conflicts)
        | {"teachers": shown_of(made.teachers), "openness": shown_openness(reading.laid)},
        license=_license_section(
            made.own, terms, made.relabelled, made.conflicts, hinted=made.facts.suspected_base in ("stricter", "unread")
        ),
        commercial_use=_with_way(terms.commercial, reading, words),
        lineage=tuple(_ancestor(one) for one in made.ancestry),
        obligations=(*made.duties, *naming(made.teachers, licenses)),
        outputs_of=made.teachers,
        openness=made.opened,
        terms=terms,
        offer=reading.offer,
        profile=replace(reading.profile, fine_tuning=_fine_tuning(reading, made.settled, made.asked)),
    )


def _with_way(section: CommercialSection, reading: Reading, words: Json) -> CommercialSection:
    """What the card itself offers beside the condition that its own licence fails."""
    at = reading.offer
    if at is None or section.status != "forbidden":
        return section
    way = f" ({at.path}:{at.line} offers one: «{at.value}»)"
    conditions = tuple(
        replace(one, if_no=one.if_no + way)
        if one.met is False and one.withholds and one.from_ == reading.id and words[one.term].get("by_licence")
        else one
        for one in section.conditions
    )
    return replace(section, conditions=conditions)


def refer(reading: Reading, policy: Policy) -> Opinion:
    """What a policy makes of a mere reference. Its terms are a contract or a question; nothing of it is known to be
    free."""
    words = [admission((name,), (), policy.licenses) for name in (reading.provider or "unknown", "closed-api")]
    return Opinion(
        facts=replace(
            reading.facts,
            admission=_word(words),
            retirement=_retirement(reading, policy),
            retires_on=(reading.retires,) if reading.retires else (),
        ),
        evidence=reading.evidence,
        license=LicenseSection(link=reading.terms_at, files=()),
        commercial_use=CommercialSection(
            status="unknown", reasons=tuple(one.value or "" for one in reading.evidence["repo"])
        ),
        profile=reading.profile,
    )


def _not_all_read(own: OwnLicense, ancestry: tuple[Ancestry, ...]) -> bool:
    """Whether parts were not read that could say more of licences and bases."""
    joining = [one for one in ancestry if one.apart is None]
    known = [one.own for one in joining]
    return any(one.unread for one in (own, *known) if one is not None) or any(
        one.own is None and not one.absent for one in joining
    )


def _retirement(reading: Reading, policy: Policy) -> Literal["unstated", "later", "soon", "past"] | None:
    """How near the model's end is on the day of asking; None where that day is not told."""
    if reading.retires is None:
        return "unstated"
    if reading.asked_on is None:
        return None
    left = (date.fromisoformat(reading.retires) - date.fromisoformat(reading.asked_on)).days
    return "past" if left <= 0 else "soon" if left <= policy.retirement_days else "later"


def _doubts(reading: Reading, own: OwnLicense, hinted: Suspected) -> tuple[str, ...]:
    """Why the model and its stated ancestors may not be all whose terms apply."""
    unnamed = (reading.unnamed,) if reading.unnamed and not own.curated else ()
    return (*hinted.reasons, *unnamed)


def _word(words: list[Admitted | None]) -> Admitted:
    """The lists' word on a provider, by its name or as a closed API at all."""
    order: tuple[Admitted, ...] = ("denied", "review", "allowed")
    return next((word for word in order if word in words), "unlisted")


def _curated(repo_id: str, revision: str | None, own: OwnLicense, policy: Policy, licenses: Licenses) -> OwnLicense:
    """A repo's licence as the policy concluded it for this revision and text. (Two curations that disagree are refused
    when a policy is read.)"""
    texts = {None, *(file.text_sha256 for file in own.files)} if policy.curations else set()
    for curation in policy.curations:
        meant = one_name(curation.model) == one_name(repo_id) and curation.revision in (None, revision)
        if meant and curation.text_sha256 in texts:
            return curated(own, curation, licenses)
    return own


def _curated_ancestor(one: Ancestry, policy: Policy, licenses: Licenses) -> Ancestry:
    """An ancestor's licence likewise; one that is gone or private can still be concluded by a person."""
    if not policy.curations:
        return one
    read = one.own or own_license(Repo(id=one.id, repo_type="model", requested=one.id), licenses)
    own = _curated(one.id, one.revision, read, policy, licenses)
    return replace(one, own=own) if one.own is not None or own.curated else one


def _fine_tuning(
    reading: Reading, settled: tuple[SettledPart, ...], asked: Asked
) -> Literal["allowed", "conditional", "forbidden", "unknown"]:
    """The same terms for a use that changes the model."""
    if reading.repo_type != "model":
        return "unknown"
    if not any(one.part.asks for one in settled):
        return worst(one.status for one in settled)
    changing = replace(asked, use=replace(asked.use, modifies=True))
    return worst((settle(one.part, changing, reading.modality) if one.part.asks else one).status for one in settled)


def _license_section(
    own: OwnLicense, terms: Settlement, relabelled: Relabelled, conflicts: tuple[Conflict, ...], *, hinted: bool
) -> LicenseSection:
    return LicenseSection(
        declared=own.declared.values,
        name=own.declared.name,
        link=own.declared.link,
        resolved=own.declared.ids,
        operator=own.declared.operator,
        concluded=concluded(terms, relabelled, hinted=hinted),
        files=None if own.text == "unread" and not own.files else own.files,
        effective=terms.effective,
        conflicts=conflicts,
        claims=own.claims,
        curations=curations(terms),
    )


def _ancestor(one: Ancestry) -> Ancestor:
    named = tuple(sorted({named.id for named in one.own.named})) if one.own is not None else ()
    return Ancestor(
        id=one.id,
        relation=one.relation,
        depth=one.depth,
        license=named,
        origin=one.origin,
        resolved=one.own is not None,
        revision=one.revision,
        named_by=one.vias,
        apart=one.apart,
        catalog=one.catalog,
    )


def _evidence(
    reading: Reading, own: OwnLicense, terms: Settlement, conflicts: tuple[Conflict, ...]
) -> dict[str, tuple[Evidence, ...]]:
    """The reading's evidence, with that of the licence, the terms and the contradictions."""
    silence = reading.evidence["license"]
    stated = tuple(named.evidence for named in own.named) + own.evidence
    governing = tuple(evidence for part in terms.parts for evidence in part.part.evidence)
    doubted = tuple(doubt.at for part in terms.parts for doubt in part.doubted if doubt.at is not None)
    return {
        **reading.evidence,
        "license": stated or silence,
        "terms": (*doubted, *governing) or silence,
        "curations": tuple(
            named.evidence
            for part in terms.parts
            if part.part.own is not None and part.part.own.curated
            for named in part.part.own.named
        ),
        "languages": tuple(one.evidence for one in own.claimed("unread")),
        "claims": tuple(one.evidence for one in own.claims if one.says in ("intent", "care")),
        "conflicts": tuple(evidence for conflict in conflicts for evidence in conflict.evidence),
    }
