"""Why the terms that were named are not surely all that apply: in words, by kind, and where it stands; and what terms
hold already of what a sentence limits, so that it leaves no doubt."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

from scanner.identify.declared import NamedLicence
from scanner.identify.prose import UNEXPLAINED
from scanner.judge.reading.claims import Said
from scanner.judge.reading.labels import only_labels
from scanner.judge.reading.texts import ReadText
from scanner.judge.reading.unread import why
from scanner.knowledge.patterns import recorded
from scanner.knowledge.places import expand, places_in
from scanner.model.frozen import dataclass
from scanner.model.license import License
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo, Unread
from scanner.model.terms import Terms
from scanner.text.figures import figures

#: What is amiss: a sentence or a gate limits, a text is not known or changed, nothing is stated or at hand, a part was
#: not read; of a name that its terms are not known, that it names none, that its record or text is wanting.
Why: TypeAlias = Literal[
    "sentence", "gate", "text", "changed", "silent", "not-at-hand", "unread",
    "unknown-terms", "names-nothing", "second-hand", "several-texts",
]  # fmt: skip

#: A credit that licences of base models make their users show; by itself it limits nothing.
_CREDIT = recorded("base-credit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One reason. ``at`` is where it stands, if it stands anywhere; ``name`` the licence's name that it is about."""

    text: str
    why: Why
    name: str = ""
    at: Evidence | None = None


def doubts(
    repo: Repo,
    named: list[NamedLicence],
    unread: tuple[Unread, ...],
    governing: list[ReadText],
    said: tuple[Said, ...],
    limits: tuple[Said, ...],
) -> Iterator[Doubt]:
    """Why the terms that were named are not surely all that apply."""
    if reason := why(repo, unread):
        yield Doubt(text=reason, why="unread")
    for read in governing:
        yield from _of_text(repo, read, said)
    if not named and not governing:
        yield _silence(repo)
    for one in limits:
        text = f"{place_of(one)} of {repo.id} {limiting(one)}"
        yield Doubt(text=text, why="gate" if one.claim.kind == "gate" else "sentence", at=one.claim.evidence)


def limiting(one: Said) -> str:
    """What a claim that limits does, with its own words."""
    words = one.claim.evidence.value or one.claim.value
    if _CREDIT.fullmatch(words):
        return f"says «{words}», as some licences of bases demand: it points to such terms"
    how = "limits the use" if one.topic != UNEXPLAINED else "may limit the use, in words that no pattern explains"
    return f"{how}: «{words}»"


def _of_text(repo: Repo, read: ReadText, said: tuple[Said, ...]) -> Iterator[Doubt]:
    """What is in doubt about one text. Sentences beside a licence's name are none where each of them only grants."""
    if read.match.match == "changed":
        text = f"{read.text.path} of {repo.id} differs in its words from {read.names}"
        yield Doubt(text=text, why="changed", at=read.places(repo)[0])
    elif not (read.known or read.pointer or read.role == "gate" or _only_grants(read, said) or only_labels(read, said)):
        what = f"bears the title of {read.names}, but not its words" if read.names else "is no licence text known here"
        yield Doubt(text=f"{read.text.path} of {repo.id} {what}", why="text", at=read.at(repo, "not recognised"))


def _only_grants(read: ReadText, said: tuple[Said, ...]) -> bool:
    beside = [one.text for one in read.match.differences if one.kind == "added"]
    grants = [
        one.claim.value for one in said if one.claim.says == "grant" and one.claim.evidence.path == read.text.path
    ]
    only = read.names is not None and len(read.match.differences) == len(beside) > 0
    return only and all(any(_within(text, grant) for grant in grants) for text in beside)


def _within(text: str, sentence: str) -> bool:
    words = [word.strip(".,;:!").lower() for word in text.split()]
    return " ".join(words) in " ".join(word.strip(".,;:!").lower() for word in sentence.split())


def place_of(one: Said) -> str:
    """Where a claim stands: a file and line, or what kind of place it is."""
    at = one.claim.evidence
    return f"{at.path}:{at.line}" if at.path and at.line else at.path or f"the {one.claim.kind}"


def _silence(repo: Repo) -> Doubt:
    """Nothing was stated, or nobody whose statement is at hand spoke of the licence."""
    if repo.is_unread("cardData"):
        return Doubt(text=f"no source at hand tells the licence of {repo.id}", why="not-at-hand")
    return Doubt(text=f"{repo.id} states no licence", why="silent")


def unsure(named: NamedLicence, read: bool) -> str | None:
    """Why the terms that go by a name are not surely known; None when they are. ``read``: its text was found."""
    found = _unsure(named, read)
    return found[1] if found is not None else None


def of_name(named: NamedLicence) -> Doubt:
    """The doubt of a name whose terms are not surely known."""
    why, text = _unsure(named, read=False) or ("several-texts", "")
    return Doubt(text=text, why=why, name=named.id, at=named.evidence)


def _unsure(named: NamedLicence, read: bool) -> tuple[Why, str] | None:
    if named.record is None:
        return "unknown-terms", f"the terms of '{named.id}' are not known here"
    if not named.record.fixes_terms:
        return "names-nothing", f"'{named.id}' names no terms by itself"
    if named.record.confidence != "read":
        return "second-hand", f"the record of '{named.id}' was not read from its text ({named.record.confidence})"
    if named.record.needs_text and not read:
        return "several-texts", f"different texts go by the name '{named.id}', and none was found"
    return None


#: What a sentence limits → the terms of a licence that say so already.
HELD: dict[str, tuple[str, ...]] = {
    "non_commercial": ("non_commercial", "research_only"),
    "research_only": ("non_commercial", "research_only", "evaluation_only"),
    "place": ("territory",),
    "person": ("non_commercial", "research_only", "eligibility"),
    "permission": ("permission", "non_commercial", "research_only"),
    "field": ("use_restrictions", "field_of_use"),
    "use_restrictions": ("use_restrictions", "field_of_use"),
    "inherited": ("use_restrictions", "field_of_use"),
    "redistribution": ("no_redistribution", "no_hosting", "no_derivatives", "research_only", "non_commercial"),
    "purpose": ("research_only", "non_commercial", "evaluation_only"),
    UNEXPLAINED: ("research_only", "non_commercial", "evaluation_only"),
}

#: What a sentence limits → the duties of a licence that say so: changes go under the same terms, a mark is shown, the
#: makers are named.
_DUTIES = {
    "copyleft": ("same_license", "source_offer"),
    "display": ("display", "name_prefix"),
    "credit": ("attribution", "display", "name_prefix"),
}


def held(terms: Terms | None, known: Mapping[str, NamedLicence], topic: str, words: str = "") -> bool:
    """Whether the terms say already what a sentence (``words``) limits, whichever alternative is taken."""
    if terms is None:
        return False
    if terms.op == "licence":
        record = known[terms.id].record if terms.id in known else None
        return record is not None and _holds(record, topic, words)
    test: Callable[[Iterable[bool]], bool] = all if terms.op == "or" else any
    return test(held(part, known, topic, words) for part in terms.parts)


def _holds(record: License, topic: str, words: str) -> bool:
    """A sentence with the licence's own threshold says what it says; one with another size or place does not."""
    told = figures(words)
    if any(condition.value in told for condition in record.conditions if isinstance(condition.value, int)):
        return True
    if any(one.kind in _DUTIES.get(topic, ()) for one in record.obligations):
        return True
    stands = {condition.term: condition.value for condition in record.conditions}
    if topic == "place" and isinstance(left_out := stands.get("territory"), tuple):
        return places_in(words) <= expand(left_out)
    return bool(stands.keys() & set(HELD.get(topic, ())))
