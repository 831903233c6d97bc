"""Where a repo contradicts its own declaration: a text, a name, a link, a sentence, the gate, a header, a bill."""

from collections.abc import Iterator

from scanner.identify.declared import Declared
from scanner.judge.reading.claims import Said
from scanner.judge.reading.doubts import limiting, place_of
from scanner.judge.reading.grant import Grant
from scanner.judge.reading.texts import ReadText, change
from scanner.knowledge.licenses import Licenses
from scanner.model.result import Conflict, Evidence
from scanner.model.snapshot import Repo
from scanner.model.words import ConflictKind
from scanner.text.counted import first_of

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
    repo: Repo,
    stated: Declared,
    texts: tuple[ReadText, ...],
    said: tuple[Said, ...],
    grant: Grant,
    licenses: Licenses,
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
        yield _several(stated, said)
    if stated.licenses:
        yield from _against_claims(stated, grant)


def _several(stated: Declared, said: tuple[Said, ...]) -> Conflict:
    """Several licences declared together: what each covers, where the repository says it of all of them."""
    evidence = tuple(named.evidence for named in stated.licenses)
    parts = {one.named.id: one for one in said if one.named is not None and one.claim.scope != "unstated"}
    if all(one in parts for one in stated.ids):
        told = ", ".join(f"{one} ({parts[one].claim.scope}, {place_of(parts[one])})" for one in stated.ids)
        detail = f"{told} are declared together"
        evidence += tuple(parts[one].claim.evidence for one in stated.ids)
    else:
        detail = f"{', '.join(stated.ids)} are declared without saying whether both or either apply"
    return Conflict(kind="several-declared", detail=detail, evidence=tuple(dict.fromkeys(evidence)))


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
            words = [f"line {one.line} {change(one)}" for one in read.differences]
            shown = f": {first_of(words, 2)}" if words else ""
            detail = f"{read.text.path} differs in its terms from {read.names}{shown}"
            yield Conflict(kind="text-changed", detail=detail, evidence=read.places(repo))
        elif declared and read.names is not None and read.names in ids - declared:
            yield _conflict("declared-vs-text", stated, read.names, read.at(repo, read.names))


def _of_folder(repo: Repo, stated: Declared, texts: tuple[ReadText, ...], ids: set[str]) -> Iterator[Conflict]:
    """Licences of a REUSE folder beside those in force: its map says what they cover, and that was not read."""
    for read in texts:
        if read.role == "reuse" and read.names is not None and read.names not in ids and stated.licenses:
            yield _conflict("declared-vs-text", stated, read.names, read.at(repo, read.names))


def _against_claims(stated: Declared, grant: Grant) -> Iterator[Conflict]:
    """One contradiction for each kind of place: more sentences say no more. That a licence of somebody's own limits the
    use in its own text is none: licences have terms."""
    own = {read.text.path for read in grant.texts if read.names is None} if _all_own(stated) else set()
    seen: set[ConflictKind] = set()
    for one in (*grant.others, *grant.limits):
        kind = _KINDS.get(one.claim.kind, "declared-vs-text")
        if kind not in seen and not (one.named is None and one.claim.evidence.path in own):
            seen.add(kind)
            yield _against(kind, stated, one)


def _all_own(stated: Declared) -> bool:
    """Whether what is declared names no licence whose terms are known, so that only its text can tell them."""
    return all(one.record is None or not one.record.fixes_terms for one in stated.licenses)


def _against(kind: ConflictKind, stated: Declared, one: Said) -> Conflict:
    if one.named is not None:
        return _conflict(kind, stated, one.named.id, one.claim.evidence)
    detail = f"declared {', '.join(stated.ids)}, but {place_of(one)} {limiting(one)}"
    return Conflict(kind=kind, detail=detail, evidence=(stated.licenses[0].evidence, one.claim.evidence))


def _conflict(kind: ConflictKind, stated: Declared, other: str, evidence: Evidence) -> Conflict:
    where = f"{evidence.path or evidence.origin}{f':{evidence.line}' if evidence.line else ''}"
    words = f" («{evidence.value}»)" if evidence.value and evidence.line and evidence.value != other else ""
    detail = f"declared {', '.join(stated.ids)}, but {where} names {other}{words}"
    return Conflict(kind=kind, detail=detail, evidence=(stated.licenses[0].evidence, evidence))


#: Where the collecting leaves what bills say (see ``scanner/collect/bills/types.py``).
_FIELD = "x_bill"


def bill_conflicts(repo: Repo, declared: tuple[str, ...], licenses: Licenses) -> Iterator[Conflict]:
    """One conflict for each place of a bill that names a licence which the repo does not declare."""
    for claim in repo.info.get(_FIELD) or ():
        named = [one for value in claim["licenses"] for one in _names(value, licenses)]
        other = [one for one in named if one.lower() not in {own.lower() for own in declared}]
        if other:
            detail = f"{claim['at']} states {', '.join(other)}, but {repo.id} declares {', '.join(declared) or 'none'}"
            evidence = Evidence(origin=claim["at"], value=f"license: {', '.join(claim['licenses'])}")
            yield Conflict(kind="declared-vs-bill", detail=detail, evidence=(evidence,))


def _names(value: str, licenses: Licenses) -> Iterator[str]:
    """The ids that a bill's licence names; a name that no record knows stands for itself."""
    for key in _keys(value):
        record = licenses.get(key) or licenses.get(key.removeprefix("LicenseRef-"))
        yield record.id if record is not None else key


def _keys(value: str) -> list[str]:
    from license_expression import ExpressionError, ExpressionParseError, Licensing

    try:
        return [str(key) for key in Licensing().license_keys(value)] or [value]
    except (ExpressionError, ExpressionParseError, AttributeError, TypeError, ValueError, RecursionError):
        return [value]
