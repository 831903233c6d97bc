"""Where a repo contradicts its own declaration: a text, a name, a link, a sentence, the gate, a header, a bill."""

from collections.abc import Iterator

from scanner.identify.declared import Declared
from scanner.judge.reading.bill import bill_conflicts
from scanner.judge.reading.claims import Said
from scanner.judge.reading.grant import Grant
from scanner.judge.reading.texts import ReadText
from scanner.knowledge.licenses import Licenses
from scanner.model.result import Conflict, Evidence
from scanner.model.snapshot import Repo
from scanner.model.words import ConflictKind

#: Where a claim stands → the contradiction that it makes.
_KINDS: dict[str, ConflictKind] = {
    "card": "declared-vs-card-body",
    "gate": "declared-vs-gate",
    "header": "declared-vs-header",
    "repo-tag": "declared-vs-name",
    "id": "declared-vs-name",
    "license_name": "declared-vs-name",
    "license": "declared-vs-name",
    "license_link": "declared-vs-link",
}


def conflicts(
    repo: Repo, stated: Declared, texts: tuple[ReadText, ...], grant: Grant, licenses: Licenses
) -> Iterator[Conflict]:
    """Every contradiction, in a fixed order of places."""
    ids = set(grant.terms.ids) if grant.terms is not None else set()
    yield from _against_texts(repo, stated, grant)
    yield from _of_folder(repo, stated, texts, ids)
    yield from bill_conflicts(repo, stated.ids, licenses)
    for kind, other in (("declared-vs-name", stated.by_name), ("declared-vs-link", stated.by_link)):
        if other is not None and other.record is not None and stated.licenses and other.id in ids - set(stated.ids):
            yield _conflict(kind, stated, other.id, other.evidence)  # type: ignore[arg-type]
    if stated.operator == "unstated" and len(stated.licenses) > 1 and _terms_differ(stated):
        evidence = tuple(named.evidence for named in stated.licenses)
        detail = f"{', '.join(stated.ids)} are declared without saying whether both or either apply"
        yield Conflict(kind="several-declared", detail=detail, evidence=evidence)
    if stated.licenses:
        yield from _against_claims(stated, grant)


def _terms_differ(stated: Declared) -> bool:
    """Whether it matters which of several declared licences applies."""
    records = [named.record for named in stated.licenses]
    terms = {(record.conditions, record.derivatives.license) if record else None for record in records}
    return len(records) > 1 and (len(terms) > 1 or None in terms)


def _against_texts(repo: Repo, stated: Declared, grant: Grant) -> Iterator[Conflict]:
    ids = set(grant.terms.ids) if grant.terms is not None else set()
    declared = ids & set(stated.ids)
    for read in grant.texts:
        if read.match.match == "changed":
            detail = f"{read.text.path} differs in its terms from {read.names}"
            yield Conflict(kind="text-changed", detail=detail, evidence=(read.at(repo, read.names or ""),))
        elif declared and read.names is not None and read.names in ids - declared:
            yield _conflict("declared-vs-text", stated, read.names, read.at(repo, read.names))


def _of_folder(repo: Repo, stated: Declared, texts: tuple[ReadText, ...], ids: set[str]) -> Iterator[Conflict]:
    """Licences of a REUSE folder beside those in force: its map says what they cover, and that was not read."""
    for read in texts:
        if read.role == "reuse" and read.names is not None and read.names not in ids and stated.licenses:
            yield _conflict("declared-vs-text", stated, read.names, read.at(repo, read.names))


def _against_claims(stated: Declared, grant: Grant) -> Iterator[Conflict]:
    """One contradiction for each kind of place: more sentences say no more."""
    seen: set[ConflictKind] = set()
    for one in (*grant.others, *grant.limits):
        kind = _KINDS.get(one.claim.kind, "declared-vs-text")
        if kind not in seen:
            seen.add(kind)
            yield _conflict(kind, stated, _what(one), one.claim.evidence)


def _what(one: Said) -> str:
    return one.named.id if one.named is not None else f"a limit ({one.topic.replace('_', ' ')})"


def _conflict(kind: ConflictKind, stated: Declared, other: str, evidence: Evidence) -> Conflict:
    detail = f"declared {', '.join(stated.ids)}, but {evidence.path or evidence.origin} names {other}"
    return Conflict(kind=kind, detail=detail, evidence=(stated.licenses[0].evidence, evidence))
