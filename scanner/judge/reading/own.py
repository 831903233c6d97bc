"""A repo's own licence: what it declares, what its texts are, where these contradict, and which terms follow.

No policy is known here: a person's curation, the choice between alternatives and the conclusion come when it is judged.
Whatever disagrees joins: the terms of *all* that was named apply together, and what is not recognised leaves a doubt.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from scanner.identify.declared import Declared, Named, declared
from scanner.identify.statements import license_statements, limits
from scanner.identify.texts import TextMatch, identify, text_index
from scanner.judge.reading.bill import bill_conflicts
from scanner.judge.reading.unread import is_licence, shown, terms_unread, why
from scanner.knowledge.licenses import FREE, Licenses
from scanner.model.facts import LicenseText
from scanner.model.policy import Curation
from scanner.model.result import Claim, Conflict, Evidence, LicenseFile
from scanner.model.snapshot import Repo, Text, Unread
from scanner.model.terms import Terms, join, licence
from scanner.model.words import ConflictKind, Scope

GATE_PROMPT = "README.md#extra_gated_prompt"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLicense:
    """A repo's own licence, as read. ``terms`` are what it names, joined; ``named`` each licence in them, with why its
    terms are not surely known. ``doubts`` say why the terms named may not be all; ``curated`` that a person decided;
    ``unread`` are the parts that were not read and may hold more."""

    declared: Declared
    files: tuple[LicenseFile, ...]
    text: LicenseText
    terms: Terms | None
    named: tuple[Named, ...]
    doubts: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unread: tuple[Evidence, ...] = ()
    curated: bool = False

    @property
    def open(self) -> tuple[str, ...]:
        """Every reason why what applies is not surely known, whichever alternative is taken."""
        return (*self.doubts, *(named.unsure for named in self.named if named.unsure))

    def record(self, licence_id: str) -> Named | None:
        """What is known of one of its licences."""
        return next((named for named in self.named if named.id == licence_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadText:
    text: Text
    match: TextMatch
    file: LicenseFile
    speaks: bool = True

    @property
    def names(self) -> str | None:
        return self.match.id or self.match.nearest


def own_license(repo: Repo, licenses: Licenses) -> OwnLicense:
    """Read a repo's own licence."""
    stated = declared(repo, licenses)
    texts = [read for text in repo.texts for read in _read(text, licenses)]
    governing = [read for read in texts if read.speaks and _governs(read.text)] or _gate_prompts(texts)
    state = _text_state(repo, stated, governing)
    named = _named(repo, stated, governing, licenses)
    joined = [licence(one.id) for one in named if one.id not in stated.ids]
    found = [*([stated.terms] if stated.terms is not None else []), *joined]
    return OwnLicense(
        declared=stated,
        files=tuple(read.file for read in texts),
        text=state,
        terms=join(found) if found else None,
        named=tuple(replace(one, unsure=_unsure(one, state)) for one in named),
        doubts=tuple(_doubts(repo, stated, state, named, governing)),
        conflicts=tuple(_conflicts(repo, stated, governing, licenses)),
        evidence=tuple(_at(repo, read.text, read.names or "not recognised") for read in governing),
        unread=shown(repo, _unread(repo, governing)),
    )


def curated(own: OwnLicense, curation: Curation, licenses: Licenses) -> OwnLicense:
    """The same repo's licence as a person concluded it: that alone governs."""
    record = licenses.get(curation.license)
    evidence = Evidence(
        origin="policy curation", revision=curation.revision, value=f"{curation.by}: {curation.evidence}"
    )
    one = Named(id=record.id if record else curation.license, record=record, evidence=evidence)
    one = replace(one, unsure=_unsure(one, "identified"))
    return replace(own, terms=licence(one.id), named=(one,), doubts=(), unread=(), curated=True)


def _read(text: Text, licenses: Licenses) -> Iterator[_ReadText]:
    """What a text holds, the governing licence first; third parties' licences and use policies behind it do not speak
    for the whole."""
    for number, match in enumerate(identify(text.text, text_index(licenses))):
        file = LicenseFile(
            path=text.path,
            id=match.id,
            scope=_scope(text.path),
            match=match.match,
            similarity=match.similarity,
            text_sha256=text.sha256,
            nearest=match.nearest,
            kind=match.kind,
            line=match.line,
            end_line=match.end_line,
            differences=match.differences,
        )
        yield _ReadText(text=text, match=match, file=file, speaks=not number or match.kind == "licence")


def _scope(path: str) -> Scope:
    """What a licence file covers, as far as its name and folder say."""
    name = path.lower()
    words: tuple[tuple[Scope, tuple[str, ...]], ...] = (
        ("weights", ("model", "weight")),
        ("code", ("code", "src/", "software")),
        ("data", ("data",)),
        ("docs", ("doc",)),
    )
    return next((scope for scope, hints in words if any(hint in name for hint in hints)), "unstated")


def _governs(text: Text) -> bool:
    """Whether a text can be the licence of the weights: not a notice, a use policy, or another part's licence."""
    name = PurePosixPath(text.path).name.lower()
    if "policy" in name or name.startswith(("notice", "third")) or text.path == GATE_PROMPT:
        return False
    return "/" not in text.path and _scope(text.path) in ("weights", "unstated")


def _gate_prompts(texts: list[_ReadText]) -> list[_ReadText]:
    """Where no licence file was read, the gate's prompt speaks if it is a licence: it is what one accepts."""
    return [read for read in texts if read.text.path == GATE_PROMPT and read.names is not None]


def _text_state(repo: Repo, stated: Declared, texts: list[_ReadText]) -> LicenseText:
    if any(read.match.match == "changed" for read in texts):
        return "changed"
    if any(read.match.match == "unknown" or _reworded(read) for read in texts):
        return "unrecognised"
    if any(is_licence(one.what) for one in _unread(repo, texts)):
        return "unread"
    if not texts:
        return "none"
    if all(read.match.match in ("exact", "equivalent") for read in texts):
        return "identified"
    # A title alone is a claim too: it carries a declaration that says the same, and nothing else.
    return "title-only" if {read.names for read in texts} <= set(stated.ids) else "unrecognised"


def _reworded(read: _ReadText) -> bool:
    """A piece of a licence, or its name, with words that are none of its own: one of them can take the grant back, so
    the name is not believed."""
    return read.match.match == "partial" and bool(read.match.differences) and read.text.path != GATE_PROMPT


def _unread(repo: Repo, texts: list[_ReadText]) -> tuple[Unread, ...]:
    """The parts that may hold terms and were not read. A gate prompt that is a licence is what one accepts, whatever
    the file behind the gate says."""
    accepted = any(read.text.path == GATE_PROMPT for read in texts)
    return tuple(one for one in terms_unread(repo) if not (accepted and one.gated and is_licence(one.what)))


def _named(repo: Repo, stated: Declared, texts: list[_ReadText], licenses: Licenses) -> tuple[Named, ...]:
    """Every licence that the declaration or a governing text names, each once; without a record its terms are open."""
    found = {named.id: named for named in stated.licenses}
    for read in texts:
        if read.names:
            record = licenses.get(read.names)
            name = record.id if record else read.names
            found.setdefault(name, Named(id=name, record=record, evidence=_at(repo, read.text, name)))
    return tuple(found.values())


def _at(repo: Repo, text: Text, value: str) -> Evidence:
    return Evidence(origin=repo.id, path=text.path, line=text.line, revision=repo.revision, value=value)


def _doubts(
    repo: Repo,
    stated: Declared,
    state: LicenseText,
    named: tuple[Named, ...],
    texts: list[_ReadText],
) -> Iterator[str]:
    """Why the terms that were named are not surely all that apply."""
    if unread := why(repo, _unread(repo, texts)):
        yield unread
    if not named:
        yield _silence(repo)
    elif state == "changed":
        yield f"{repo.id} ships a licence text whose terms differ from the licence that it names"
    elif state == "unrecognised" and not _settled_by_text(stated, named):
        what = "recognisably the licence it declares" if stated.licenses else "surely recognised"
        yield f"{repo.id} ships a licence text that is not {what}"
    if reworded := [read for read in texts if _reworded(read)]:
        yield f"{reworded[0].text.path} bears the title of {reworded[0].names}, but not its words"


def _silence(repo: Repo) -> str:
    """Nothing was stated, or nobody whose statement is at hand spoke of the licence."""
    if any(unread.what == "cardData" for unread in repo.unread):
        return f"no source at hand tells the licence of {repo.id}"
    return f"{repo.id} states no licence"


def _settled_by_text(stated: Declared, named: tuple[Named, ...]) -> bool:
    """A title that names another licence than the declared one: both apply, and a conflict says so."""
    return bool(stated.licenses) and len(named) > len(stated.licenses)


def _unsure(named: Named, state: LicenseText) -> str | None:
    """Why the terms that go by a name are not surely known; None when they are."""
    if named.record is None:
        return f"the terms of '{named.id}' are not known here"
    if not named.record.fixes_terms:
        return f"'{named.id}' names no terms by itself"
    if named.record.confidence != "read":
        return f"the record of '{named.id}' was not read from its text ({named.record.confidence})"
    if named.record.needs_text and state not in ("identified", "title-only"):
        return f"different texts go by the name '{named.id}', and none was found"
    return None


def _conflicts(repo: Repo, stated: Declared, texts: list[_ReadText], licenses: Licenses) -> Iterator[Conflict]:
    yield from _against_texts(repo, stated, texts)
    yield from bill_conflicts(repo, stated.ids, licenses)
    for kind, other in (("declared-vs-name", stated.by_name), ("declared-vs-link", stated.by_link)):
        if other is not None and other.record is not None and stated.licenses and other.id not in stated.ids:
            yield _conflict(kind, stated, other.id, other.evidence)  # type: ignore[arg-type]
    if stated.operator == "unstated" and len(stated.licenses) > 1 and _terms_differ(stated):
        evidence = tuple(named.evidence for named in stated.licenses)
        detail = f"{', '.join(stated.ids)} are declared without saying whether both or either apply"
        yield Conflict(kind="several-declared", detail=detail, evidence=evidence)
    if stated.licenses and not stated.in_body_only:
        yield from _against_body(repo, stated, licenses)


def _terms_differ(stated: Declared) -> bool:
    """Whether it matters which of several declared licences applies."""
    records = [named.record for named in stated.licenses]
    terms = {(record.conditions, record.derivatives.license) if record else None for record in records}
    return len(records) > 1 and (len(terms) > 1 or None in terms)


def _against_texts(repo: Repo, stated: Declared, texts: list[_ReadText]) -> Iterator[Conflict]:
    for read in texts:
        if read.match.match == "changed":
            detail = f"{read.text.path} differs in its terms from {read.names}"
            yield Conflict(kind="text-changed", detail=detail, evidence=(_at(repo, read.text, read.names or ""),))
        elif stated.licenses and read.names is not None and read.names not in stated.ids:
            yield _conflict("declared-vs-text", stated, read.names, _at(repo, read.text, read.names))


def _against_body(repo: Repo, stated: Declared, licenses: Licenses) -> Iterator[Conflict]:
    if all(named.record is not None and named.record.family in FREE for named in stated.licenses):
        for evidence in list(limits(repo))[:1]:
            yield _conflict("declared-vs-card-body", stated, "a non-commercial or research limit", evidence)
    for value, evidence in license_statements(repo, licenses):
        record = licenses.get(value)
        if (
            record is not None
            and record.fixes_terms
            and record.id not in stated.ids
            and not _same_kind(record.id, stated)
        ):
            yield _conflict("declared-vs-card-body", stated, record.id, evidence)
            return


def _same_kind(found: str, stated: Declared) -> bool:
    """``BSD`` said in prose beside a declared ``BSD-3-Clause`` is no contradiction, only less exact."""
    return any(found.lower() in one.lower() or one.lower() in found.lower() for one in stated.ids)


def _conflict(kind: ConflictKind, stated: Declared, other: str, evidence: Evidence) -> Conflict:
    detail = f"declared {', '.join(stated.ids)}, but {evidence.path or evidence.origin} names {other}"
    return Conflict(kind=kind, detail=detail, evidence=(stated.licenses[0].evidence, evidence))
