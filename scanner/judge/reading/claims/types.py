"""What a claim about the grant is, and the ways in which one is made."""

from collections.abc import Hashable, Iterator
from dataclasses import field, replace
from functools import lru_cache

from scanner.identify.declared import NamedLicence, custom_id, named_as
from scanner.identify.prose import UNKNOWN_NAME, Heard, Place, bearing, hear
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.model.result import MAX_SHOWN, Claim, Evidence
from scanner.model.snapshot import Repo
from scanner.model.words import Scope, Strength

#: A name of more words is a sentence.
_SENTENCE = 5
_LABELLED = ("card", "gate", "file", "header")
_OWN_NAME = recorded("own-licence-name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim, with the licence that it names and what it limits. ``other``: of another model or data set; ``of_data``:
    it limits what the model learnt from."""

    claim: Claim
    named: NamedLicence | None = None
    topic: str = ""
    other: bool = False
    of_data: bool = False


def naming(kind: str, scope: Scope, value: str, at: Evidence, licenses: Licenses, strength: Strength = "name") -> Said:
    """A claim that a value which stands for a licence names it."""
    claim = Claim(kind=kind, scope=scope, says="licence", value=value[:MAX_SHOWN], strength=strength, evidence=at)
    return Said(claim=claim, named=named_as(value[:MAX_SHOWN], licenses, at))


def unheard(kind: str, language: str, at: Evidence) -> Said:
    """A claim that something stands there in a language that is not read."""
    return Said(claim=Claim(kind=kind, scope="unstated", says="unread", value=language, strength="prose", evidence=at))


def learnt_limited(kind: str, sentence: str, at: Evidence) -> Said:
    """A claim that a sentence limits what the model learnt from."""
    value = sentence[:MAX_SHOWN]
    claim = Claim(kind=kind, scope="data", says="limit", value=value, strength="prose", evidence=at)
    return Said(claim=claim, other=True, of_data=True)


def limiting(repo: Repo, kind: str, name: str, place: Place, at: Evidence, licenses: Licenses) -> Iterator[Said]:
    """What a name limits; one that is a sentence is read as a licence's sentence is."""
    found = _limits(name, place, repo)
    if not found and place == "name" and len(name.split()) > _SENTENCE:
        found = _limits(name, "licence-file", repo)
    yield from (said(kind, heard, at, licenses, "name") for heard in found)


def _limits(name: str, place: Place, repo: Repo) -> list[Heard]:
    return [heard for heard in heard_of(repo, name, place) if heard.says == "limit"]


@dataclass(frozen=True)
class _Bearer:
    """A repo by what of its name bears on a text: the same for all that have as much in common with it."""

    bears: Hashable
    repo: str = field(compare=False)


@lru_cache(maxsize=4096)
def _heard(text: str, place: Place, bearer: _Bearer, licenses: Licenses | None) -> tuple[Heard, ...]:
    return hear(text, place, repo=bearer.repo, licenses=licenses)


def _is_labelled(kind: str, heard: Heard) -> bool:
    """Whether the name of a licence that no record knows stands where it is labelled as such."""
    page = kind == "notice" and heard.pattern == "licence-page" and heard.scope == "weights"
    return heard.topic == UNKNOWN_NAME and (page or kind in _LABELLED)


def heard_of(repo: Repo, text: str, place: Place, licenses: Licenses | None = None) -> tuple[Heard, ...]:
    """What a gate or a name says, which many repos have alike."""
    return _heard(text, place, _Bearer(bearing(repo.id, text), repo.id), licenses)


def said(kind: str, heard: Heard, at: Evidence, licenses: Licenses, strength: Strength) -> Said:
    names = ", ".join(heard.licences)
    claim = Claim(
        kind=kind, scope=heard.scope, says=heard.says, value=names or heard.sentence, strength=strength, evidence=at
    )
    named = named_as(heard.licences[0], licenses, at) if heard.says == "licence" and heard.licences else None
    if named is not None and kind == "card" and heard.scope == "weights" and _OWN_NAME.fullmatch(heard.licences[0]):
        named = replace(named, id=custom_id(heard.licences[0]), record=None)  # "the Model License" is one of its own
        return Said(claim=claim, named=named, topic=heard.topic, other=heard.other)
    # A name that no record knows is one where the card, terms or a header label it as such, or a gate has it accepted;
    # anywhere else it may be any word.
    if named is not None and named.record is None and not _is_labelled(kind, heard):
        named = None
    return Said(claim=claim, named=named, topic=heard.topic, other=heard.other)
