"""What one listens with while a text is read: which concepts stand in a clause, and which record answers to them."""

import re
from dataclasses import field
from functools import lru_cache
from pathlib import Path

from scanner.identify.prose import clauses
from scanner.identify.prose.language import Language, without_spans
from scanner.identify.prose.licences import Naming
from scanner.identify.prose.naming import LicenceNames
from scanner.identify.prose.records import LISTS, Asked, Record, asked
from scanner.identify.prose.retold import without_retold
from scanner.identify.prose.rivals import others_on
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.subject import THEIRS, Page, Subject
from scanner.identify.prose.types import Place
from scanner.identify.prose.versions import Versions, number_of, versions_on
from scanner.identify.prose.words import Vocabulary, vocabulary
from scanner.knowledge.licenses import Licenses
from scanner.model.frozen import dataclass
from scanner.text.late import late

#: What a clause says, with what it says it of.
Said = tuple[Record, Subject]

_SHORT = 9
_LABEL = 3
_AGREED = ("gate", "licence-file")
_ELSEWHERE = ("data", "other")
#: Where names stand, which are looked up before they are heard, as they are written.
_NAMED = ("tag", "name")
_SHORT_SIGNS = 90
_QUOTED = late(r"[\"“「『„«]([^\"”」』“»]{12,300}|[^\"”」』“»\x00-\x7f]{2,300})[\"”」』“»]")
#: An address is read for the licence that it names, not for its words.
_ADDRESS = late(r"https?://[^\s<>()\[\]\"'，。；]{4,500}")
#: Whom one writes to is read as such: "enterprise@gannet.example" speaks of no enterprise.
_MAIL = late(
    r"[\w.+-]{0,40}(?:enterprise|business|commercial|compan|corporate|industr|research|academ|student|universit|member"
    r"|partner|b2b)[\w.+-]{0,40}@([\w-]{1,64}(?:\.[\w-]{1,64}){1,4})",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Ear(Page):
    """What one listens with, and to: kept while a text is read."""

    asked: Asked
    noted: frozenset[str] = frozenset()
    naming: Naming | None = None
    versions: Versions = Versions()
    known: dict[tuple[str, str], tuple[Said, ...]] = field(default_factory=dict)
    met: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    answers: dict[tuple[bool, frozenset[str]], Record | None] = field(default_factory=dict)

    def folded(self, text: str) -> str:
        """A sentence ready for the patterns, without addresses, what it quotes as words and, in a card, what it
        retells."""
        text = _ADDRESS.sub(" ", text) if "://" in text else text
        text = _MAIL.sub(r"us at mail@\1", text) if "@" in text else text
        text, folding = _without_quotes(text, self.words), self.words.folding
        folded = folding.sentence(text) if self.place in _NAMED else folding.meant(text)
        return without_retold(folded, self.words) if self.place == "card" else folded

    def is_deaf_to(self, text: str, section: str) -> bool:
        """Whether no record can answer to a text or to any part of it: no concepts that one asks for can be there."""
        if '"' in text or not text.isascii():
            return False
        apart = self.words.folding.apart(_ADDRESS.sub(" ", text) if "://" in text else text)
        apart = apart if self.place in _NAMED else self.words.folding.spelled(apart)
        folded = {apart, self.words.folding.joined(apart)}
        met = {concept for one in folded for language in self.words.spoken(one) for concept in language.may_meet(one)}
        states = {"short", "soft", "harmful_in_card", "entire", "alone"}
        states |= {"answered"} if met & {"leave_topic", "use_topic"} else set()
        states |= {"headed"} if section == "licence" else set()
        states.update(state for concept, state in LISTS.items() if concept in met)
        return not _may_answer(frozenset(met), frozenset(self._standing(section) | states), self.asked, self.words)

    def concepts(self, clause: str, asked: str = "") -> frozenset[str]:
        """The concepts that stand in a folded clause; an answer is in the languages of what was ``asked`` too, whatever
        its few words look like."""
        key = clause, asked
        if key not in self.met:
            spoken = self.words.spoken(clause)
            spoken += [one for one in self.words.spoken(asked) if one not in spoken] if asked else []
            self.met[key] = _met(clause, spoken, self.words)
        return self.met[key]

    def judge(self, clause: str, section: str) -> Record | None:
        """The first record that answers to a clause, the net's apart."""
        return self._first(False, clause, section)

    def caught(self, clause: str, section: str, *more: str) -> Record | None:
        """The first record of the net that answers to a clause; ``more`` is known of it beside its words."""
        return self._first(True, clause, section, *more)

    def may_limit(self, clause: str, section: str) -> bool:
        """Whether some record of limits would answer to a clause, were nothing there that explains it."""
        met = self._met_in(clause, section)
        return any(one.says == "limit" and one.may_match(met) for one in self.asked.first)

    def _first(self, net: bool, clause: str, section: str, *more: str) -> Record | None:
        if not self.concepts(clause) and not more:
            return None
        beside_data = net and "data" in self.concepts(clause)
        if section in _ELSEWHERE and not beside_data and self.subject(clause).is_own:
            section = ""  # what names the weights speaks of them, wherever it stands
        met = self._met_in(clause, section).union(more)
        if (net, met) not in self.answers:
            asked = self.asked.net if net else self.asked.first
            self.answers[net, met] = next((record for record in asked if record.matches(met)), None)
        return self.answers[net, met]

    def _is_of_this_version(self, clause: str) -> bool:
        """Whether the versions that a clause speaks of are the repository's own; where its name tells none, what a
        version *is* holds now."""
        spoken = [
            (number_of(found["number"]), found["verb"]) for found in self.words.grammar("version").finditer(clause)
        ]
        own = {*filter(None, map(number_of, self.own))}
        return bool(spoken) and (
            own.issuperset(one for one, _ in spoken) if own else all(verb == "is" for _, verb in spoken)
        )

    def _met_in(self, clause: str, section: str) -> frozenset[str]:
        """What stands in a clause, and what it is."""
        concepts = self.concepts(clause)
        if "past" in concepts and self._is_of_this_version(clause):
            concepts = concepts.difference(("past",))
        if self.place in _AGREED:  # here a licensor speaks, whatever the model detects or predicts
            concepts = concepts.difference(("notlicensor",))
        return concepts.union(self._states(clause, concepts, section))

    def statements(self, part: str) -> tuple[str, ...]:
        """A part of a sentence, and its clauses."""
        return part, *clauses.weak(part, self.words.grammar("weak"))

    def about(self, before: list[str]) -> Subject:
        """What the last of some clauses speaks of: what it names, else what the nearest before it names; what a bracket
        leaves out is not spoken of, nor what is named as the reason ("it was trained on X, so no commercial use"), nor
        code whose licence is named ("the code is MIT; no commercial use")."""
        left_out, reason = self.words.grammar("excluded"), self.words.grammar("cause")
        if self.words.grammar("therefore").match(before[-1]):
            before = before[-1:]
        spoken = [one for one in before[:-1] if not left_out.match(one) and not self._settles_code(one)] + before[-1:]
        whole = before[-1:] if reason.fullmatch(before[-1]) else []
        told = [*whole, *(reason.sub("", clause, count=1) for clause in reversed(spoken))]
        about = next((about for about in map(self._named, told) if about.said), Subject())
        if (about.is_own or not about.said) and self._is_theirs(before):
            return THEIRS
        return about if about.scope not in ("code", "docs") or self._is_carried(before) else Subject()

    def _is_theirs(self, before: list[str]) -> bool:
        """Whether the last clause speaks of what belongs to another model that the one before begins or ends with."""
        above = next((one for one in reversed(before[:-1]) if one not in before[-1]), "")
        return self.is_theirs(before[-1], above)

    def is_theirs(self, last: str, above: str) -> bool:
        """Whether a folded clause goes on about another model that the one above it begins or ends with."""
        if not self.rivals:
            return False
        if self.words.grammar("possessed").match(last) or self.words.grammar("stands_for").match(last):
            return any(above.startswith(name) for name in self.rivals)
        return bool(self.words.grammar("whose").match(last)) and any(above.endswith(name) for name in self.rivals)

    def _is_carried(self, before: list[str]) -> bool:
        """Whether the last clause speaks of the code or the page that it or one before it names: it does so itself,
        has a label before it or leans on what was said ("the demo is free, but not for sale", not "the demo is free,
        but companies must pay")."""
        last = before[-1]
        labelled = (
            len(before) > 1 and len(before[-2].split()) <= _LABEL and self.words.grammar("label").search(before[-2])
        )
        return bool(labelled or self._named(last).said or self.words.grammar("leans").search(last))

    def _settles_code(self, clause: str) -> bool:
        return "licence_named" in self.concepts(clause) and self.subject(clause).scope == "code"

    def _named(self, clause: str) -> Subject:
        """What a clause names; "it is given so that our results can be checked" speaks of it, not of the results."""
        about = self.subject(clause)
        stands_for = about.scope == "docs" and self.words.grammar("stands_for").match(clause)
        bound = about.other and self.words.grammar("is_bound").match(clause)
        return Subject() if stands_for or bound else about

    def _standing(self, section: str) -> set[str]:
        """What every clause of a section is."""
        states = {"at:card"} if self.place in ("card", "dataset-card") else {"at:terms", "in:licence"}
        if self.place == "tag":
            states = {"at:tag"}
        elif self.place in ("name", "gate"):
            states.add(f"at:{self.place}")
        if self.place == "dataset-card":
            states.add("at:dataset")
        if section:
            states.update((f"in:{section}", *(("in:uses",) if section == "scope" else ())))
        return states

    def _states(self, clause: str, met: frozenset[str], section: str) -> set[str]:
        states = self._standing(section)
        if len(clause.split()) <= _SHORT and len(clause) <= _SHORT_SIGNS:
            states.add("short")
        if "at:card" in states and "harmful" in met:
            states.add("harmful_in_card")
        soft = self.words.composed.soft
        advice = set(soft.any) - ({"shouldnot"} if "in:licence" in states else set())
        if "at:card" in states and not met.isdisjoint(advice) and met.isdisjoint(soft.none):
            states.add("soft")
        return states


@lru_cache(maxsize=4096)
def _may_answer(met: frozenset[str], states: frozenset[str], asked: Asked, words: Vocabulary) -> bool:
    """Whether any record may answer where some concepts may be met: asked once for all texts of the same."""
    return asked.may_answer(words.with_composed({*met}).union(states))


def ear_for(
    place: Place, repo: str, title: str, licenses: Licenses | None, folder: Path, told: tuple[Sentence, ...] = ()
) -> Ear:
    """An ear for a page of a repository, its title and its sentences, with the rules of a folder."""
    words = vocabulary(folder)
    own = tuple(words.folding.sentence(repo.rpartition("/")[2]).split())
    titled = frozenset(words.folding.sentence(title).split())
    rivals, sets, noted = others_on(told, words, own, titled)
    page = Page(words, place, own, titled, rivals, sets)
    naming = Naming(LicenceNames(licenses, words), page) if licenses is not None else None
    versions = versions_on(told, words, own, titled)
    return Ear(**vars(page), asked=asked(folder), noted=noted, naming=naming, versions=versions)


def _met(clause: str, languages: list[Language], words: Vocabulary) -> frozenset[str]:
    """The concepts of a clause, composed ones among them; what it denies is taken out first, and so are ordinary words
    in which a licensor's only seem to stand."""
    met = {concept for language in languages for concept in language.meets(clause)}
    if taken := met.intersection((*words.composed.masks, *words.composed.idle)):
        clause = without_spans(
            clause, (span for one in languages for mask in taken for span in one.spans(mask, clause))
        )
        met = {concept for language in languages for concept in language.meets(clause)} - taken
        met |= taken.intersection(words.composed.masks)
    denied = words.composed.denied
    for yes in met.intersection(denied.words):
        if all(language.denies(yes, denied.by, clause) for language in languages):
            met.discard(yes)
    return words.with_composed(met, lambda near: any(language.near(near, clause) for language in languages))


def _without_quotes(text: str, words: Vocabulary) -> str:
    """A text without what it quotes as words, not as terms."""
    quotes = '"' in text or "“" in text or "「" in text
    return _QUOTED.sub(" ", text) if quotes and words.grammar("quoting").search(text) else text
