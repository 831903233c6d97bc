"""A repo's own licence: what it declares, what its texts are, what else it says, and which terms follow.

No policy is known here: a person's curation, the choice between alternatives and the conclusion come when it is judged.
"""

from dataclasses import replace

from scanner.identify.declared import Declared, NamedLicence, declared
from scanner.judge.reading.claims import claims
from scanner.judge.reading.conflicts import conflicts
from scanner.judge.reading.doubts import Doubt, of_name, unsure
from scanner.judge.reading.grant import resolve
from scanner.judge.reading.texts import read_texts
from scanner.judge.reading.unread import shown
from scanner.knowledge.licenses import Licenses
from scanner.model.facts import LicenseText
from scanner.model.frozen import dataclass
from scanner.model.once import once
from scanner.model.policy import Curation
from scanner.model.result import Claim, Conflict, Evidence, LicenseFile
from scanner.model.snapshot import Repo
from scanner.model.terms import Terms, licence


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLicense:
    """A repo's own licence, as read. ``terms`` are what it names, joined; ``named`` each licence in them, with why its
    terms are not surely known. ``doubts`` say why the terms named may not be all; ``curation`` what a person decided;
    ``unread`` are the parts that were not read and may hold more; ``data_limits`` are sentences that limit what the
    model learnt from."""

    declared: Declared
    files: tuple[LicenseFile, ...]
    text: LicenseText
    terms: Terms | None
    named: tuple[NamedLicence, ...]
    doubts: tuple[Doubt, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unread: tuple[Evidence, ...] = ()
    data_limits: tuple[Evidence, ...] = ()
    curation: Curation | None = None

    @property
    def curated(self) -> bool:
        """Whether a person decided."""
        return self.curation is not None

    @property
    def open(self) -> tuple[Doubt, ...]:
        """Every reason why what applies is not surely known, whichever alternative is taken."""
        return (*self.doubts, *(of_name(named) for named in self.named if named.unsure))

    def record(self, licence_id: str) -> NamedLicence | None:
        """What is known of one of its licences."""
        return next((named for named in self.named if named.id == licence_id), None)

    def claimed(self, says: str) -> tuple[Claim, ...]:
        """Its claims of a kind."""
        return tuple(claim for claim in self.claims if claim.says == says)


@once
def own_license(repo: Repo, licenses: Licenses) -> OwnLicense:
    """Read a repo's own licence."""
    stated, texts = declared(repo, licenses), read_texts(repo, licenses)
    said = claims(repo, stated, texts, licenses)
    grant = resolve(repo, stated, texts, said, licenses)
    return OwnLicense(
        declared=stated,
        files=tuple(read.file for read in texts),
        text=grant.text,
        terms=grant.terms,
        named=grant.named,
        doubts=grant.doubts,
        conflicts=tuple(conflicts(repo, stated, texts, said, grant, licenses)),
        claims=tuple(dict.fromkeys(one.claim for one in said if not one.other)),
        evidence=tuple(place for read in grant.texts for place in read.places(repo)),
        unread=shown(repo, grant.unread),
        data_limits=tuple(dict.fromkeys(one.claim.evidence for one in said if one.of_data)),
    )


def curated(own: OwnLicense, curation: Curation, licenses: Licenses) -> OwnLicense:
    """The same repo's licence as a person concluded it: that alone governs."""
    record = licenses.get(curation.license)
    evidence = Evidence(
        origin="policy curation", revision=curation.revision, value=f"{curation.by}: {curation.evidence}"
    )
    one = NamedLicence(id=record.id if record else curation.license, record=record, evidence=evidence)
    one = replace(one, unsure=unsure(one, read=True))
    return replace(own, terms=licence(one.id), named=(one,), doubts=(), unread=(), curation=curation)
