"""Which terms a repo grants its weights under, of all that it says: the one order of resolution (docs/grant.md).

What is named joins, and the strictest of all stands; a name that fixes no terms gives way to the text or the name that
does; a sentence that limits beyond what is granted anyway, and a text that is not known, leave a doubt. No claim makes
the terms freer.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from scanner.collect.relations import parents
from scanner.identify.declared import Declared, NamedLicence
from scanner.identify.expressions import exceptions
from scanner.identify.texts import text_index
from scanner.judge.reading.claims import Said
from scanner.judge.reading.doubts import Doubt, doubts, held, unsure
from scanner.judge.reading.labels import of_others, only_points
from scanner.judge.reading.leads import unread_terms
from scanner.judge.reading.texts import ReadText
from scanner.judge.reading.unread import is_licence
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed, recorded
from scanner.model.facts import LicenseText
from scanner.model.frozen import dataclass, replace
from scanner.model.license import Condition, License
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo, Unread
from scanner.model.terms import Terms, join, licence
from scanner.text.late import late

#: The words of a licence's name, and those that name nobody.
_MAKER = late(r"[a-z]{3,}|[\u4e00-\u9fff]{2}")
_WORD = late(r"\w+")
_CARRIES = recorded("carries-others")
_USE_LISTS = ("field", "use_restrictions")
#: The id of a list of banned uses that a repo ships or has accepted at its gate, without a known licence around it.
USE_POLICY = "LicenseRef-use-policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a repo's claims come to. ``texts`` are those that bear on the weights; ``limits`` the claims that take
    something away beyond the terms, ``others`` those that name another licence than the declared ones."""

    terms: Terms | None
    named: tuple[NamedLicence, ...]
    text: LicenseText
    texts: tuple[ReadText, ...]
    doubts: tuple[Doubt, ...]
    limits: tuple[Said, ...] = ()
    others: tuple[Said, ...] = ()
    unread: tuple[Unread, ...] = ()


def resolve(
    repo: Repo, stated: Declared, texts: tuple[ReadText, ...], said: tuple[Said, ...], licenses: Licenses
) -> Grant:
    """The one resolution of a repo's claims."""
    governing = [read for read in _governing(texts) if not of_others(read, said)]
    known = {named.id: named for named in (*stated.licenses, *_of_texts(repo, governing, licenses))}
    others = tuple(_others(repo, governing, known, said))
    known |= {one.named.id: one.named for one in reversed(others) if one.named is not None}
    known |= {one.id: one for one in (stated.by_name, stated.by_link) if one is not None and _names_terms(one, known)}
    terms = _joined(stated, known, governing)
    kept = [one for one in known.values() if terms is not None and one.id in terms.ids]
    limits = tuple(one for one in said if _limits(one, repo) and not _is_held(one, repo, terms, known))
    listed = [one for one in limits if one.topic in _USE_LISTS and one.claim.kind != "card"]
    policies = [read for read in texts if read.role == "policy" and not held(terms, known, "use_restrictions")]
    if banned := [*(one.claim.evidence for one in listed), *(read.at(repo, read.text.path) for read in policies)]:
        kept.append(_use_policy(banned[0]))
        terms = join([*([terms] if terms is not None else []), licence(USE_POLICY)])
    limits = tuple(_said_once([one for one in limits if one not in listed]))
    unread = unread_terms(repo, stated, governing, said, licenses)
    read_ids = {read.names for read in governing if read.known}  # a title alone does not tell which text it is
    return Grant(
        terms=terms,
        named=tuple(replace(one, unsure=unsure(one, one.id in read_ids)) for one in kept),
        text=_state(repo.unread if repo.source == "catalog" else unread, governing),
        texts=tuple(governing),
        doubts=tuple({one.text: one for one in doubts(repo, kept, unread, governing, said, limits)}.values()),
        limits=limits,
        others=others,
        unread=unread,
    )


def _governing(texts: Iterable[ReadText]) -> list[ReadText]:
    """The texts that bear on the weights' grant. Where no licence file is there the gate's prompt speaks, if it is a
    licence: it is what one accepts. A REUSE folder does where nothing else does."""
    found = [read for read in texts if read.role == "grant"]
    found += [read for read in texts if read.role == "reuse"] if not found else []
    return found or [read for read in texts if read.role == "gate" and read.names is not None]


def _of_texts(repo: Repo, texts: list[ReadText], licenses: Licenses) -> Iterator[NamedLicence]:
    for read in texts:
        if read.names is None or (read.role == "reuse" and not read.known) or _is_rider(read, texts):
            continue
        record = licenses.get(read.names)
        name = record.id if record else read.names  # a text that no record speaks of has terms that are not known
        changed = read.match.match == "changed"
        if record is not None and changed:
            from scanner.identify.text_terms import text_terms

            record = text_terms(record, read.text.text, text_index(licenses))
        at = read.places(repo)[0] if changed else read.at(repo, name)
        yield NamedLicence(id=name, record=record, evidence=at)


def _is_rider(read: ReadText, texts: Iterable[ReadText]) -> bool:
    """Whether a text is an exception that the SPDX list knows, which only adds permissions, beside a known licence."""
    same = (one for one in texts if one.text.path == read.text.path and one is not read)
    return read.known and (read.names or "").lower() in exceptions() and any(one.known for one in same)


def _others(
    repo: Repo, governing: list[ReadText], known: dict[str, NamedLicence], said: Iterable[Said]
) -> Iterator[Said]:
    """Claims that name a licence of the weights which neither the declaration nor a text names."""
    custom = any(named.record is None or not named.record.fixes_terms for named in known.values())
    custom = custom or any(read.file.scope == "weights" for read in governing)
    silent = not known and not any(one.named is not None and one.named.record is not None for one in said)
    for one in said:
        if one.named is None or not _of_grant(one, repo):
            continue
        of_others = one.claim.kind == "notice" and one.claim.scope != "weights"
        if of_others and (one.named.record is None or one.named.record.spdx):
            continue  # what others' code stands under; a vendor's model licence there is the weights'
        if one.named.record is None and (custom or silent):
            continue  # the name of a licence that is not known: beside one that is custom anyway it is that one's
        if one.named.record is None and (_is_file(one, repo) or _of_maker(one, known)):
            continue
        if _names_terms(one.named, known) and not _same_kind(one.named.id, known):
            yield one


def _is_file(one: Said, repo: Repo) -> bool:
    """Whether a name is that of a file of the repo, which speaks for itself."""
    name = one.claim.value.upper().replace("-", "_")
    return any(file.path.upper().rpartition("/")[2].replace("-", "_").startswith(name) for file in repo.files or ())


def _of_maker(one: Said, known: Mapping[str, NamedLicence]) -> bool:
    """Whether an unknown name is one of the vendor whose own licence is known to hold: its terms, its use policy."""
    words = set(_MAKER.findall(one.claim.value.lower())) - listed("names-nobody")
    own = (named.record for named in known.values() if named.record is not None and not named.record.spdx)
    return any(words & set(_MAKER.findall(f"{record.id} {record.name}".lower())) for record in own)


def _of_grant(one: Said, repo: Repo) -> bool:
    """Whether a claim speaks of what is judged: the weights, or what nothing else is said of."""
    scopes = ("weights", "unstated", "data") if repo.repo_type == "dataset" else ("weights", "unstated")
    return one.claim.scope in scopes and (not one.other or one.claim.kind == "notice")


def _names_terms(one: NamedLicence, known: dict[str, NamedLicence]) -> bool:
    """Whether a name adds terms: it is none of those known, nor a family whose member is; a family of another kind
    does where its members differ in kind ("a Creative Commons licence")."""
    record = one.record
    if one.id in known or (record is not None and _refined(record, known)):
        return False
    if record is None or record.fixes_terms or not known:
        return True
    return record.family == "unspecified" and "*" not in record.members


def _same_kind(found: str, known: Iterable[str]) -> bool:
    """``BSD`` said in prose beside a declared ``BSD-3-Clause`` is no contradiction, only less exact."""
    words = _words(found)
    return any(_words(one)[: len(words)] == words for one in known)


def _words(licence_id: str) -> list[str]:
    return re.split(r"[-. ]+", licence_id.lower())


def _refined(record: License, known: Iterable[str]) -> bool:
    """Whether a name that stands for several licences is told by one of them."""
    return any(
        fnmatchcase(one.lower(), pattern.lower()) for pattern in record.members for one in known if one != record.id
    )


def _joined(stated: Declared, known: dict[str, NamedLicence], texts: list[ReadText]) -> Terms | None:
    """The declared terms without names that others tell, and everything else that was named."""
    texted = {read.names for read in texts if read.known or read.pointer}
    linked = {read.text.path.lower() for read in texts if read.known}

    def kept(leaf: Terms) -> Terms | None:
        named = known.get(leaf.id)
        if named is None:
            return leaf
        if named.record is None:
            # A licence's own name for a file of the repo that turned out to be a known text.
            label = named.evidence.value is not None and named.evidence.value.startswith(
                ("license_name", "licence_name")
            )
            return None if label and (stated.link or "").lower().rsplit("/", 1)[-1] in linked else leaf
        # What names nothing at all is told by a text alone, a family also by a name beside it.
        family = not named.record.fixes_terms and "*" not in named.record.members
        told = known if family else {one: known[one] for one in texted if one in known}
        return None if _refined(named.record, told) else leaf

    base = stated.terms.mapped(kept) if stated.terms is not None else None
    ids = set(base.ids) if base is not None else set()
    dropped = set(stated.ids) - ids
    more = [licence(one) for one, named in known.items() if one not in ids | dropped and _adds(named, known)]
    return join([*([base] if base is not None else []), *more]) if base is not None or more else None


def _adds(named: NamedLicence, known: dict[str, NamedLicence]) -> bool:
    return named.record is None or not _refined(named.record, known) or named.record.fixes_terms


def _limits(one: Said, repo: Repo) -> bool:
    """Whether a claim limits the use of what is judged. A notice does so only in words about the weights,
    save one of the owner's own."""
    if one.claim.says != "limit" or one.other or not _of_grant(one, repo):
        return False
    return one.claim.kind != "notice" or one.claim.scope == "weights" or _is_of_owner(one, repo)


def _is_held(one: Said, repo: Repo, terms: Terms | None, known: Mapping[str, NamedLicence]) -> bool:
    """Whether the terms say already what a claim limits, or, where it says that they are its base's, the base is
    stated and brings them."""
    stated = one.topic == "inherited" and any(parent.strength == "stated" for parent in parents(repo))
    words = one.claim.evidence.value or one.claim.value
    return stated or held(terms, known, one.topic, words) or only_points(words, known.values())


def _is_of_owner(one: Said, repo: Repo) -> bool:
    """Whether a notice is the owner's own: it is called after the copyright, or speaks of no work of third parties."""
    path = one.claim.evidence.path or ""
    said = (text.text for text in repo.texts if text.path == path)
    return path.rpartition("/")[2].lower().startswith("copyright") or not any(map(_CARRIES.search, said))


def _said_once(limits: list[Said]) -> Iterator[Said]:
    """Limits without those that say the words of another at the same place and more: a form's field, heard twice."""
    words = [_WORD.findall((one.claim.evidence.value or "").lower()) for one in limits]
    for number, one in enumerate(limits):
        at = one.claim.evidence.path, one.claim.evidence.line
        others = (
            words[other]
            for other, two in enumerate(limits)
            if other != number and (two.claim.evidence.path, two.claim.evidence.line) == at and at[1] is not None
            if len(words[other]) < len(words[number]) or (words[other] == words[number] and other < number)
        )
        if not any(_holds(words[number], less) for less in others):
            yield one


def _holds(words: list[str], fewer: list[str]) -> bool:
    return bool(fewer) and f" {' '.join(fewer)} " in f" {' '.join(words)} "


def _use_policy(at: Evidence) -> NamedLicence:
    condition = Condition(
        term="use_restrictions",
        effect="prohibits",
        clause=at.path or "the gate",
        text="The repository asks to keep to a list of uses; a person has to read it.",
    )
    record = License(
        id=USE_POLICY,
        name="A use policy of the repository's own",
        family="rail",
        confidence="read",
        source=at.origin,
        conditions=(condition,),
    )
    return NamedLicence(id=USE_POLICY, record=record, evidence=at)


def _state(unread: tuple[Unread, ...], texts: list[ReadText]) -> LicenseText:
    if any(read.match.match == "changed" for read in texts):
        return "changed"
    if any(not (read.known or read.pointer) for read in texts):
        return "unrecognised"
    if any(is_licence(one.what) for one in unread):
        return "unread"
    # A title alone is a claim too: it carries a declaration that says the same, and nothing else.
    return "none" if not texts else "identified" if all(read.known for read in texts) else "title-only"
