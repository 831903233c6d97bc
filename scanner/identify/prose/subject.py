"""What a clause speaks of: this repository's weights, its code or data, or another model or data set."""

import re
from collections.abc import Iterator, Sequence

from scanner.identify.prose.types import Place
from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.model.words import Scope
from scanner.text.late import late

_MIN_NAME = 4
_MIN_TITLED = 3
_AND_NAME = 2
_KINDS = ("siblings", "code", "data", "docs", "ours", "others", "weights", "learned_from")
_MAX_THINGS = 12
#: So many words may stand before the name by which a text begins.
_LEADING = 1
#: "Harbour Base/Chat" names two members of a family.
_ALTERNATIVES = late(r"(?: / \S+){0,4}")
_BRACKET = late(r"\(([^()]{1,80})\)")
_ROLE = recorded("as-a-role")
_OF_OTHERS = recorded("what-others-have")
_OBJECT = recorded("stands-for-the-model")
_RIVAL = recorded("competes-with")
_SIZE = late(r"\d+\.\d+[bmk]?|[bmk]")
_SIZE_WORD = late(r"\d+(?:\.\d+)?[bm]")
_OF_NAME = recorded("what-a-name-is-of")
_SLASHED = late(r"/ (\S+)")
_WORD_ENDS = r"(?=[^\x00-\x7f]|\s|$)"


@dataclass(frozen=True, slots=True)
class Subject:
    """``scope`` of what is spoken of; ``other`` when it is not this repository's own. ``said``: something was named."""

    scope: Scope = "unstated"
    other: bool = False
    said: bool = False

    @property
    def is_own(self) -> bool:
        """Whether the repository's own weights were named."""
        return self.said and self.scope == "weights" and not self.other


@dataclass(frozen=True, slots=True)
class _Thing:
    kind: str
    start: int
    end: int


#: This repository's own weights, and another's, where they are named.
OURS, THEIRS = Subject("weights", said=True), Subject("weights", other=True, said=True)


@dataclass(frozen=True)
class Page:
    """A page by what tells of which thing its sentences speak.

    ``own`` are the words of the repository's own name: its first word with others behind it names a sibling, and
    "Llama" is the Llama repository's own. ``titled`` are the words of the page's title: what it names is its own too.
    ``rivals`` are names of other models on the page, ``sets`` those of data sets, which are spoken of where a clause
    begins with them.
    """

    words: Vocabulary
    place: Place
    own: tuple[str, ...] = ()
    titled: frozenset[str] = frozenset()
    rivals: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()

    def subject(self, text: str) -> Subject:
        """The subject of a folded clause: the thing that is named first, and what is joined to it."""
        bare = _without_reasons(text, self.words)
        things = _things(bare, self.words, self.own, self.titled, self.rivals)
        led = next(_beginning(bare, self.sets), None)
        kinds = _first(bare, [led, *(one for one in things if one.start >= led.end)] if led else things, self.words)
        of_data = self.place == "dataset-card" and kinds <= {"weights", "others"}
        if of_data and self.words.grammar("made_with").search(bare):
            return Subject("data", said=True)  # "you may not train commercial models": what is done with the data
        return _as_subject(kinds, self.place) if kinds else Subject()

    def spoken_of(self, words: str, section: str) -> Subject:
        """What some words are about; where they name nothing, what their section is."""
        about = self.subject(self.words.folding.sentence(words))
        return about if about.said else of_section(section, self.place)


def _without_reasons(text: str, words: Vocabulary) -> str:
    """Without what is told as the reason, in a bracket or behind what it is one for: "CC BY-NC (because of its data)"
    and "no commercial use due to our data" do not speak of the data."""
    cause = words.grammar("cause")
    if "(" in text:
        text = _BRACKET.sub(lambda found: " " if cause.match(found[1].strip()) else found[0], text)
    return words.grammar("reason").sub("", text, count=1)


def _things(
    text: str, words: Vocabulary, own: tuple[str, ...], titled: frozenset[str], rivals: frozenset[str]
) -> list[_Thing]:
    found = [*_family(text, words, own, titled), *_sized(text, words, own), *_named(text, rivals)]
    # "Our larger model" is another one, unless this may be the larger one.
    sized = any(words.grammar("variants", r"^{}$").match(word) for word in own)
    ours = {*own, *(word for word in titled if len(word) >= _MIN_TITLED)}
    for language in words.spoken(text):
        for kind in language.meets(text).intersection(_KINDS):
            for start, end in language.spans(kind, text)[:_MAX_THINGS] if kind != "siblings" or not sized else ():
                rival = kind in ("others", "docs", "code") and _RIVAL.search(text[:start])
                if rival or (kind in ("others", "docs") and _is_use(text, start, words)):
                    continue  # "offering it as a hosted service" speaks of what is offered
                named = kind == "others" and _holds(text[start:end], ours)
                found.append(_Thing("ours" if named else kind, start, end))
    found.sort(key=lambda thing: (thing.start, -thing.end, _KINDS.index(thing.kind)))
    found = [thing for thing in found if thing.kind != "ours" or not _names_another(text[thing.start :], own)]
    return [thing for thing in found if not _is_aside(thing, text, words)]


def _is_use(text: str, start: int, words: Vocabulary) -> bool:
    """Whether what begins here is what a thing is used as, or is put into."""
    return bool(_ROLE.search(text[max(start - 7, 0) : start + 2]) or words.grammar("put_into").search(text[:start]))


def _named(text: str, rivals: frozenset[str]) -> Iterator[_Thing]:
    """Where other models of the page stand in a text."""
    for name in sorted(one for one in rivals if one in text):
        for found in re.finditer(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text):
            yield _Thing("others", *found.span())


def _beginning(text: str, sets: frozenset[str]) -> Iterator[_Thing]:
    """The data set by whose name a text begins, an article or a preposition apart."""
    for name in sorted((one for one in sets if one in text), key=len, reverse=True):
        found = re.search(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", text)
        if found and len(text[: found.start()].split()) <= _LEADING:
            yield _Thing("data", *found.span())


def _holds(text: str, ours: set[str]) -> bool:
    """Whether a text holds one of some words; those of scripts that part none stand anywhere in it."""
    return not ours.isdisjoint(text.split()) or any(word in text for word in ours if not word.isascii())


def _names_another(text: str, own: tuple[str, ...]) -> bool:
    """Whether a text begins with the repository's own name as that of a set, a page or a paper: "the Kite dataset"."""
    named = _OF_NAME.match(text)
    return named is not None and named["name"] in own


def _is_aside(thing: _Thing, text: str, words: Vocabulary) -> bool:
    """Whether a page, a paper or code is only named for who says something, for what is used beside it or taken in;
    another model only in a licence's name; or data are the reader's, on which "it" is tried. Houses of books are no
    code."""
    before, after = text[: thing.start], text[thing.end :]
    if thing.kind == "data":
        return _OBJECT.search(before) is not None and words.grammar("of_reader").search(before) is not None
    if thing.kind not in ("docs", "code"):
        return thing.kind == "others" and words.grammar("licence_ends").match(after) is not None
    if thing.kind == "code" and words.grammar("houses").search(text[: thing.end]):
        return True
    told = words.grammar("told_by").search(before) or words.grammar("tells").match(after)
    if told or words.grammar("taken_in").search(text[: thing.end]):
        return True
    return thing.kind == "docs" and not _is_spoken_of(thing, text, words)


def _is_spoken_of(page: _Thing, text: str, words: Vocabulary) -> bool:
    """Whether a page, a paper or a demo is spoken of, and not only named for where or when something is done."""
    object_ = _OBJECT.search(text)
    first = object_ is None or page.start < object_.start()
    return first and not words.grammar("when").search(text[: page.start])


def _family(text: str, words: Vocabulary, own: tuple[str, ...], titled: frozenset[str]) -> Iterator[_Thing]:
    """The repository's own name, or what the page's title makes of it, and names that share its first word and go on
    otherwise."""
    if not may_be_sibling(own, text):
        return
    for start, end in _spelled(text, words, own):
        rest = text[start:end].split()[1:]
        if not rest and words.grammar("licence_name").match(text, end):
            continue  # "the Osprey Professional Licence" names terms and no model
        others = _SLASHED.findall(_ALTERNATIVES.match(text, end)[0])  # type: ignore[index]
        family = [rest[:-1], *([*rest[:-1], one] for one in others)] if others else []
        named = [word for place, word in enumerate(rest) if place < len(own) - 1 or not _is_size(word, own)]
        whole = rest == list(own[1 : len(rest) + 1]) or list(own[1:]) in (named, *family) or titled.issuperset(rest)
        whole = whole or (len(own) == 1 and any(map(_SIZE_WORD.fullmatch, rest)))  # a page of all members is each one's
        yield _Thing("ours" if whole else "siblings", start, end)


def _spelled(text: str, words: Vocabulary, own: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where the first word of a repository's name stands, with the words behind it that it or its siblings go on with:
    no expression is made of a name and all of those, there are as many names as repositories."""
    name = re.compile(rf"\b{re.escape(own[0])}\b", re.IGNORECASE)
    variant = words.grammar("variants", rf" {{}}{_WORD_ENDS}")
    further = re.compile(rf" (?:{'|'.join(map(re.escape, own[1:]))}){_WORD_ENDS}", re.IGNORECASE)
    found = name.search(text)
    while found:
        end = found.end()
        while step := variant.match(text, end) or (further.match(text, end) if own[1:] else None):
            end = step.end()
        yield found.start(), end
        found = name.search(text, end)


def _sized(text: str, words: Vocabulary, own: tuple[str, ...]) -> Iterator[_Thing]:
    """A member of the family that is named by its size alone ("13B: CC BY-NC"), where the repository's name tells its
    own."""
    match = words.grammar("sized", r"^[\s,;:(]*{}").match(text)
    if match and tells_size(own):
        yield _Thing("ours" if match["size"] in own else "siblings", *match.span("size"))


def tells_size(own: Sequence[str]) -> bool:
    """Whether a repository's name tells its model's size in a number."""
    return any(_SIZE_WORD.fullmatch(word) for word in own)


def names_size(text: str, words: Vocabulary) -> bool:
    """Whether a folded label names a member of a family by its size alone."""
    return words.grammar("sized", r"^{}").match(text) is not None


def may_be_sibling(own: Sequence[str], text: str) -> bool:
    """Whether a repository's own name, or that of a sibling, may stand in a folded text."""
    return bool(own) and len(own[0]) >= _MIN_NAME and (not text.isascii() or own[0] in text)


def _is_size(word: str, own: tuple[str, ...]) -> bool:
    """Whether a word behind a whole name is the next cell's: how large that one is."""
    return word in own or _SIZE.fullmatch(word) is not None


def _first(text: str, things: list[_Thing], words: Vocabulary) -> set[str]:
    """The kinds of the first thing that is spoken of; what the model was made from is passed over."""
    kinds: set[str] = set()
    end, skip = -1, False
    for place, thing in enumerate(things):
        if thing.start < end:
            continue
        if thing.kind == "learned_from":
            source = next((one for one in things[place + 1 :] if one.start >= thing.end), None)
            if source and words.grammar("relative").match(text, source.end):
                return {source.kind}
            if kinds:
                return kinds
        if thing.kind == "learned_from" or (skip and thing.kind != "ours"):
            skip, end = not skip, thing.end
            continue
        gap = text[end : thing.start].split() if kinds else []
        if gap == ["in"] and thing.kind == "ours":
            end = thing.end  # "the code in this repository and the weights"
            continue
        if kinds and _owns(gap, thing, text[:end], words):
            kinds = {thing.kind}
        elif kinds and not _is_joined(gap, words) and not _is_named_too(gap, thing):
            return {thing.kind} if _reaches(kinds, text[end : thing.start], thing, words) else kinds
        else:
            kinds.add(thing.kind)
        end = thing.end
    return kinds


def _reaches(kinds: set[str], gap: str, thing: _Thing, words: Vocabulary) -> bool:
    """Whether what is said of data or of another model reaches this one ("its data's licence requires the model to
    ..."), or a page is named for what one does with this one ("a seat on our platform to run this model")."""
    if thing.kind not in ("ours", "weights"):
        return False
    if kinds == {"docs"}:
        return thing.kind == "ours" and bool(words.grammar("acts").search(gap))
    return kinds <= {"data", "others"} and bool(words.grammar("reaches").search(gap))


def _owns(gap: list[str], thing: _Thing, before: str, words: Vocabulary) -> bool:
    """Whether a thing owns the one before it: "the outputs of GPT-4" are GPT-4's; "a merge of Llama" is ours."""
    if gap == ["of"] and thing.kind == "others" and _OF_OTHERS.search(before):
        return True
    return len(gap) == 1 and gap[0] in words.grammar_words("owned")


def _is_joined(gap: list[str], words: Vocabulary) -> bool:
    """Whether words join two things: "and the", or "and of the"; a place before them ("in this repository and") is
    passed over."""
    joined = words.grammar_words("joined")
    gap = gap[gap.index("and") :] if gap[:1] in (["in"], ["of"], ["from"]) and "and" in gap[:5] else gap
    return joined.issuperset(gap) or (gap[:1] == ["and"] and joined.issuperset({*gap} - {"of", "for"}))


def _is_named_too(gap: list[str], thing: _Thing) -> bool:
    """Whether a model is joined to what stands before it by its name: "the Vript dataset and Vriptor model"."""
    return len(gap) == _AND_NAME and gap[0] == "and" and thing.kind == "weights"


def _as_subject(kinds: set[str], place: Place) -> Subject:
    if place == "dataset-card":
        if kinds == {"code"}:
            return Subject("code", said=True)
        if kinds & {"data", "ours"} or not kinds & {"weights", "others"}:
            return Subject("data", said=True)
        return THEIRS
    if "ours" in kinds or ("weights" in kinds and not kinds & {"others", "siblings"}):
        return OURS
    if kinds & {"others", "siblings"}:
        return THEIRS
    if place != "card":
        return Subject(said=False)
    if "data" in kinds:
        return Subject("data", other=True, said=True)
    return Subject("code" if "code" in kinds else "docs", said=True)


def of_section(section: str, place: Place) -> Subject:
    """What a section speaks of where its sentences name nothing."""
    if place == "dataset-card":
        return Subject("data")
    if place == "card" and section == "data":
        return Subject("data", other=True)
    if place == "card" and section == "other":
        return Subject("unstated", other=True)
    return Subject()
