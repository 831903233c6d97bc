"""Bases that a card's body names, found by the sentence forms of ``scanner.knowledge.lineage_forms``."""

import re
from collections.abc import Iterator

from scanner.collect.relations.families import Family, families_told, family_named
from scanner.collect.relations.ids import is_path
from scanner.collect.relations.lines import Line, labelled, lines_of
from scanner.collect.relations.naming import AS_DESIGN, Name, name_at
from scanner.knowledge.lineage_forms import Form, aside, forms, ownerless
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Card
from scanner.model.words import Relation
from scanner.text.late import late
from scanner.text.markdown import without_comments

_MAX_MENTIONS = 300
_MAX_LIST = 40
#: Headings up to which a card still says what it is about.
_TOP = 2
_SENTENCE = late(r"[.!?;]\s+|[。！？；]")
#: An owner that is no word: of several parts, or with digits or capitals; and words after which mostly data are named.
_OWNER = late(r"(?=[\w.-]{5,}/[\w.-]{4,})(?=[^/]*[a-z])(?:[\w.]*-[\w.-]*|\w*\d\w*|[A-Za-z]+[A-Z]\w*)/", re.ASCII)
_ON = recorded("after-on")
#: A heading, a row, and an item or a label whose first word is a name: they list and link.
_LISTED = late(
    r"\s*(?:#|\||\[[^\]]{1,80}\]:"
    r"|(?:[-+•>]\s*|\d{1,2}[.)]\s+)?(?:[\w ()-]{1,40}:\s*)?(?:\[|https?:|[\w.-]+/[\w.-]+\s*[:)]|[\w.-]{1,40}\())"
)
#: Where a name may stand in a sentence, and what is no word of it.
_NAMED = late(
    r"\[[^\]\n]{0,200}\]\(https?://(?:www\.)?(?:huggingface|hf)\.co/|(?<![\w/.@\[-])(?<!\]\()(?:https?://(?:www\.)?(?:huggingface|hf)\.co/)?[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9]",
    re.ASCII,
)
_ADDRESSES = late(r"https?://\S+|[\w.-]+/[\w./-]+", re.ASCII)
#: A link, or a badge that is one, and what it is called.
_CALLED = late(
    r"\[(?:!\[(?P<badge>[^\]\n]{1,80})\]\([^)\n]{0,300}\)|(?P<text>[^\[\]\n]{1,80}))\]\((?P<url>[^)\s]{1,400})\)"
)
_RULE = late(r"\s*\|?[\s:|-]{3,400}$")
_AND = recorded("names-joined")
_BULLET = late(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+|\s*(?=\[|https?:)")
#: What is told of a family itself: how it came to be, or what it made.
_OF_ITSELF = recorded("family-itself")
#: Where a family's name begins at most in what can be nothing but a model's name ("Meta's LLaMA-7B").
_NEAR = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A base that a body names: ``id`` where it is one, else the family that its words spell. ``loose``: the sentence
    says nothing of how weights are made."""

    id: str | None
    family: Family | None
    text: str
    form: str
    strength: str
    relation: Relation
    line: int
    loose: bool = False


def mentions(card: Card | None) -> tuple[Mention, ...]:
    """The bases that a card's body names, in order, bounded."""
    if card is None or not card.body:
        return ()
    body = without_comments(card.body, open_hides=True)
    low = body.lower()
    if not any(_asked(form, low, low) for form in forms()):
        return ()
    lines = lines_of(body, card.body_line)
    told = [*labelled(lines)]
    lines, low = [*lines, *told], "\n".join((low, *(line.low for line in told)))
    every = tuple(range(len(lines)))
    naming = tuple(place for place in every if lines[place].names)
    named = "\n".join(lines[place].low for place in naming)
    found: dict[tuple[str | None, str, str], Mention] = {}
    for form in forms():
        loose = form.bare or form.list or bool(form.column)
        if not _asked(form, low if loose else named, low):
            continue
        for mention in _by_form(form, lines, every if loose else naming):
            found.setdefault(
                (mention.id and mention.id.lower(), mention.family.id if mention.family else "", form.id), mention
            )
            if len(found) >= _MAX_MENTIONS:
                break
    return tuple(sorted(found.values(), key=lambda one: one.line))


def _asked(form: Form, low: str, body: str) -> bool:
    """Whether the lines in question, and the body around them, may hold a form at all."""
    return any(needle in low for needle in form.needles) and any(one in body for one in form.beside)


def _by_form(form: Form, lines: list[Line], places: tuple[int, ...]) -> Iterator[Mention]:
    wanted = re.compile(form.within) if form.within else None
    codes = {line.fence for line in lines if line.fence and wanted.search(line.low)} if wanted else set()
    for index in places:
        line = lines[index]
        if not any(needle in line.low for needle in form.needles) or (line.fence and not form.code):
            continue
        # What stands in one line of its own, or below a heading, is a command without a block.
        if wanted and line.fence not in codes and (line.fence or not wanted.search(f"{line.heading} {line.low}")):
            continue
        if form.top and line.section > _TOP:
            continue
        if not form.code and _speaks_of_others(form, line.heading):
            continue
        if form.link:
            yield from _called(form, line)
        elif form.column:
            yield from _in_column(form, lines, index)
        elif form.sentence:
            yield from _in_sentences(form, line)
        elif form.code or form.label or line.text.count("|") <= 3:
            yield from _in_line(form, line, lines, index)


def _speaks_of_others(form: Form, heading: str) -> bool:
    """Whether a section speaks of other models; one of measures does for hints of the net, of tables, after names."""
    measured = form.strength == "hinted" and (form.sentence or form.column or form.then)
    return any(aside(one).search(heading) for one in ("other-models", *(("measures",) if measured else ())))


def _called(form: Form, line: Line) -> Iterator[Mention]:
    """The models to which links lead that are called by a form's words."""
    if aside("from-scratch").search(line.low) or (form.never and form.silencing.search(line.text)):
        return
    for found in _CALLED.finditer(line.text):
        if form.opening.fullmatch((found["badge"] or found["text"]).strip(" .:")):
            name = name_at(found["url"], 0, bare=False)
            yield from _mention(form, name, line.number) if name is not None and name.id is not None else ()


def _in_sentences(form: Form, line: Line) -> Iterator[Mention]:
    """The models that a sentence names which holds a form's words, and none that makes them something else."""
    if _LISTED.match(line.text) or line.text.count("|") > 1:
        return
    start = 0
    for end in [*(found.end() for found in _SENTENCE.finditer(line.text)), len(line.text)]:
        said = line.text[start:end]
        bare = _ADDRESSES.sub(" ", said)
        if form.opening.search(bare) and not form.silencing.search(bare):
            yield from _families(form, bare, line) if form.families else _named(form, said, line)
        start = end


def _named(form: Form, said: str, line: Line) -> Iterator[Mention]:
    for place in _NAMED.finditer(said):
        name = name_at(said, place.start(), form.bare)
        owned = name is not None and name.id is not None and ("/" in name.id or name.id in ownerless())
        if (
            name is not None
            and owned
            and (name.model or (not form.top and _is_owned(name) and not _ON.search(said[: place.start()])))
            and not AS_DESIGN.match(said, name.end)
        ):
            yield _mention_of(form, name, line.number)


def _is_owned(name: Name) -> bool:
    """Whether a plain ``org/name`` can be no words: who owns it is spelled as no word is."""
    return name.text == name.id and _OWNER.match(name.text) is not None


def _families(form: Form, bare: str, line: Line) -> Iterator[Mention]:
    for told, family in families_told(bare):
        if not (_OF_ITSELF.search(told) or AS_DESIGN.search(told)):
            yield _mention_of(form, Name(None, told, 0), line.number, family)


def _in_column(form: Form, lines: list[Line], index: int) -> Iterator[Mention]:
    """The names below a head: of the only row, of the rows that speak of this repo, or of each, where a form says so
    that knows the table by another head."""
    head = _cells(lines[index].text)
    place = next((at for at, cell in enumerate(head) if form.opening.fullmatch(cell)), None)
    if place is None or len(head) < 2 or index + 1 >= len(lines) or not _RULE.match(lines[index + 1].text):
        return
    if form.closing is not None and not any(form.closing.fullmatch(cell) for cell in head):
        return
    rows = []
    for line in lines[index + 2 : index + 2 + _MAX_LIST]:
        if "|" not in line.text:
            break
        rows.append((line, _cells(line.text)))
    for line, cells in rows:
        if place < len(cells) and (form.several or len(rows) == 1 or aside("this-repo").search(line.low)):
            name = name_at(cells[place], 0, form.bare)
            yield from _mention(form, name, line.number) if name is not None else ()


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().strip("|").split("|")]


def _in_line(form: Form, line: Line, lines: list[Line], index: int) -> Iterator[Mention]:
    for opened in form.opening.finditer(line.text):
        if _elsewhere(form, line.low, opened.start(), opened.end()):
            continue
        if form.list:
            yield from _listed(form, lines, index + 1)
            return
        yield from _from(form, line, opened.end())


def _elsewhere(form: Form, low: str, start: int, end: int) -> bool:
    """Whether a sentence speaks of another model before it comes to the name."""
    begin = max((found.end() for found in _SENTENCE.finditer(low, 0, start)), default=0)
    ends = _SENTENCE.search(low, end)
    before, sentence = low[begin:end], low[begin : ends.start() if ends else len(low)]
    if form.label:
        return bool(form.strength == "hinted" and aside("from-scratch").search(sentence))
    if aside("elsewhere").search(before):
        return True
    return form.strength == "hinted" and bool(
        aside("part-alone").search(before) or aside("from-scratch").search(sentence)
    )


def _from(form: Form, line: Line, position: int) -> Iterator[Mention]:
    """The name at a position, and where the form allows several those that follow it."""
    for _ in range(_MAX_LIST if form.several else 1):
        name = name_at(line.text, position, form.bare)
        if name is None or (form.model and not (name.model or _is_owned(name))):
            return
        if form.closing is None or form.closing.match(line.text, name.end):
            yield from _mention(form, name, line.number)
        more = _AND.match(line.text, name.end)
        if more is None:
            return
        position = more.end()


def _listed(form: Form, lines: list[Line], index: int) -> Iterator[Mention]:
    """The names of the list that begins below a line."""
    begun = False
    for line in lines[index : index + _MAX_LIST]:
        # The marks of bullets written as stars are gone with the emphasis: a line that begins with a name is an item.
        bullet = _BULLET.match(line.text)
        name = (
            name_at(line.text, bullet.end() if bullet else 0, form.bare)
            if line.text.strip() and not line.fence
            else None
        )
        if name is not None:
            begun = True
            yield from _mention(form, name, line.number)
        elif (line.text.strip() and not is_path(line.text.strip(" -*+"))) or (begun and not line.text.strip()):
            return


def _mention(form: Form, name: Name, line: int) -> Iterator[Mention]:
    family = None if name.id is not None else family_named(name.text, within=_NEAR if form.model else 40)
    if name.id is not None or family is not None:
        yield _mention_of(form, name, line, family)


def _mention_of(form: Form, name: Name, line: int, family: Family | None = None) -> Mention:
    return Mention(
        id=name.id,
        family=family,
        text=name.text.strip()[:200],
        form=form.id,
        strength=form.strength if name.id is not None else "hinted",
        relation=form.relation,
        line=line,
        loose=form.top,
    )
