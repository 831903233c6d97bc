"""Bases that a card's body names, found by the sentence forms under ``rules/lineage-forms/``.

Each form is a record: what leads up to the name (``lead``, or ``label`` for "Label: name" lines), what must follow it
(``then``), how strong it is, whether only the card's head counts (``top``) or takes only what cannot be data
(``model``), and what else the card must hold (``beside``). Only lines that hold one of a form's ``needles`` are looked
at; lines are bounded. Parts that forms share (``<det>``) are words of the same folder.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from itertools import zip_longest

from scanner.collect.relations.families import Family, all_families, family_named
from scanner.collect.relations.ids import is_path, means_nothing, model_id
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Card, Json
from scanner.model.words import Relation
from scanner.text.late import late
from scanner.text.markdown import FENCE, HEADING, without_comments

_FOLDER = "lineage-forms/"
_MAX_BODY = 300_000
_MAX_LINE = 1500
_MAX_MENTIONS = 300
_MAX_LIST = 40
#: Headings up to which a card still says what it is about.
_TOP = 2
_PATTERNS = frozenset(("lead", "label", "then", "column", "sentence", "never"))
_SHARED = late(r"<[a-z]+>")


@dataclass(frozen=True)
class Form:
    """A way in which cards name a base."""

    id: str
    says: str
    strength: str
    relation: Relation
    needles: tuple[str, ...]
    lead: str = ""
    label: str = ""
    column: str = ""
    sentence: str = ""
    never: str = ""
    then: str = ""
    within: str = ""
    bare: bool = False
    code: bool = False
    list: bool = False
    several: bool = False
    top: bool = False
    model: bool = False
    beside: tuple[str, ...] = ("",)
    fires: Mapping[str, str] | None = None
    not_: tuple[str, ...] = ()

    @cached_property
    def opening(self) -> re.Pattern[str]:
        if self.label:
            mark = r"\s*=\s*|\s*[:：]" if self.code else r"\s*[:：=|]"
            return re.compile(rf"^[\s>+|•·–-]*[\"']?(?:{self.label})[\"']?\s*(?:{mark})[\s:|>]*", re.IGNORECASE)
        return re.compile(self.column or self.sentence or self.lead, re.IGNORECASE)

    @cached_property
    def silencing(self) -> re.Pattern[str]:
        return re.compile(self.never, re.IGNORECASE)

    @cached_property
    def closing(self) -> re.Pattern[str] | None:
        return re.compile(self.then, re.IGNORECASE) if self.then else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A base that a body names: ``id`` where it is one, else the family that its words spell. ``loose``: only the net
    caught it."""

    id: str | None
    family: Family | None
    text: str
    form: str
    strength: str
    relation: Relation
    line: int
    loose: bool = False


@dataclass(frozen=True)
class _Line:
    number: int
    text: str
    low: str
    heading: str
    fence: int
    section: int

    @cached_property
    def names(self) -> bool:
        """Whether the line can name a model by more than one word alone."""
        return _names().search(self.low) is not None


@cache
def forms() -> tuple[Form, ...]:
    """Every form that ``rules/lineage-forms/`` knows, in order."""
    files = plain_files(rules_dir()).below(_FOLDER).values()
    return tuple(_form(data) for plain in files for data in plain.get("forms", ()))


@cache
def _ownerless() -> frozenset[str]:
    """Ids of the Hub that have no owner, in lower case."""
    files = plain_files(rules_dir()).below(_FOLDER).values()
    return frozenset(name for plain in files for name in plain.get("ownerless", ()))


@cache
def _words() -> Mapping[str, str]:
    """The parts that forms share, by the sign that stands for them."""
    files = plain_files(rules_dir()).below(_FOLDER).values()
    return {f"<{name}>": part for plain in files for name, part in plain.get("words", {}).items()}


@cache
def _spellings() -> Mapping[str, str]:
    """Ids without an owner by other ways in which cards spell them."""
    files = plain_files(rules_dir()).below(_FOLDER).values()
    return {other: name for plain in files for other, name in plain.get("spellings", {}).items()}


def _form(data: Mapping[str, Json]) -> Form:
    plain = {key: value for key, value in data.items() if key not in ("not", "needles", "beside")}
    beside = tuple(data.get("beside", ("",)))
    for key in _PATTERNS & plain.keys():
        plain[key] = _SHARED.sub(lambda found: _words().get(found[0], found[0]), plain[key])
    return Form(**plain, needles=tuple(data["needles"]), not_=tuple(data["not"]), beside=beside)


def mentions(card: Card | None) -> tuple[Mention, ...]:
    """The bases that a card's body names, in order, bounded."""
    if card is None or not card.body:
        return ()
    body = without_comments(card.body[:_MAX_BODY], open_hides=True)
    low = body.lower()
    if not any(_asked(form, low, low) for form in forms()):
        return ()
    lines = _lines(body, card.body_line)
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


@cache
def _names() -> re.Pattern[str]:
    """What a line holds that names a model: an id, a link to one, a family's word, an id without an owner."""
    words = sorted({*_ownerless(), *_spellings(), *(word for one in all_families() for word in one.words)})
    some = r"(?:huggingface|hf)\.co/|(?<![\w/.:@-])[a-z0-9][\w.-]*/[\w.-]+(?![\w/-])"
    return re.compile(f"{some}|{'|'.join(map(re.escape, words))}", re.ASCII)


_ANCHOR = late(r"<a\s[^<>]{0,200}?href=[\"']?([^\"'\s<>]{1,400})[\"']?[^<>]{0,200}>([^<>]{0,200})</a>", re.IGNORECASE)
_TAG = late(r"</?[a-zA-Z][^<>:]{0,200}>")
_SENTENCE = late(r"[.!?;]\s+|[。！？；]")


def _short(body: str, first: int) -> Iterator[tuple[int, str]]:
    """The lines of a body with their numbers; long ones in pieces, parted between words."""
    for number, line in enumerate(body.split("\n"), first):
        while len(line) > _MAX_LINE:
            end = line.rfind(" ", _MAX_LINE // 2, _MAX_LINE) + 1 or _MAX_LINE
            yield number, line[:end]
            line = line[end:]
        yield number, line


def _lines(body: str, first: int) -> list[_Line]:
    found, heading, section, fence, fences = [], "", 0, 0, 0
    for number, text in _short(body, first):
        if FENCE.match(text):
            fences += not fence
            fence = 0 if fence else fences
            continue
        title = HEADING.match(text) if not fence else None
        heading, section = (title["text"].lower(), section + 1) if title else (heading, section)
        if not fence:
            text = _TAG.sub("", _ANCHOR.sub(r"[\2](\1)", text)) if "<" in text else text
            text = re.sub(r"[*`]+|__(?=\S)|(?<=\S)__", "", text).replace("\\_", "_")
        found.append(_Line(number, text, text.lower(), heading, fence, section))
    return [_unwrapped(line, after) for line, after in zip_longest(found, found[1:])]


def _unwrapped(line: _Line, after: _Line | None) -> _Line:
    """A line with the next, where a sentence seems to go on in it."""
    if after is None or line.fence or after.fence or len(line.text) < _WRAPPED or _ENDS.search(line.text):
        return line
    if not after.text.strip() or _BEGINS.match(after.text):
        return line
    text = f"{line.text.rstrip()} {after.text.lstrip()[:_MOST_JOINED]}"
    return _Line(line.number, text, text.lower(), line.heading, line.fence, line.section)


#: A line of prose that may have been wrapped is so long; so much of the next is read with it.
_WRAPPED, _MOST_JOINED = 40, 300
_ENDS = late(r"[.!?:;。！？：；|][\s\"')*_]*$|^\s*[#|]")
_BEGINS = late(r"\s*(?:[-+•>|#]|\d{1,2}[.)]\s|[\w /-]{2,30}:\s)")


#: Sections that speak of other models.
_OTHERS = late(
    r"\b(?:related|comparisons?|compared|evaluations?|results?|benchmarks?|performance|citations?|cite|references|leaderboard|"
    r"other (?:models?|versions?|sizes|quants?)|similar|alternatives?|previous|see also|roadmap|changelog|faq|"
    r"model (?:zoo|family|list)|models? (?:in|of) this)\b"
)
#: Words before a name that make the sentence one about another model, or no statement at all.
_ELSEWHERE = late(
    r"\b(?:not|never|unlike|instead of|rather than|compar\w+|versus|vs|outperform\w*|beats?|beating|better than|"
    r"worse than|against|similar(?:ly)? to|same as|other models?|others|baselines?|surpass\w*|exceed\w*|competitive|"
    r"rival\w*|if|whether|could|should|can be|may be|will be|would|for example|such as|e\.g|available at|"
    r"also available|see|(?:you|users?|they|one|anyone|developers|people|groups) (?:can|may|could|will))\b|n't\b"
)
#: The same, for what is only a hint.
_VAGUE = late(
    r"\b(?:architecture|tokeni[sz]er|inspired|design|dataset|data|corpus|method|code|recipe|script|template|format|idea|"
    r"benchmark|space|demo|paper|evaluat\w+|like|others?)\b|架构|アーキテクチャ"
)
_SCRATCH = late(r"from scratch|randomly initiali")


def _by_form(form: Form, lines: list[_Line], places: tuple[int, ...]) -> Iterator[Mention]:
    codes = _fences_with(form, lines) if form.within else None
    for index in places:
        line = lines[index]
        if not any(needle in line.low for needle in form.needles):
            continue
        if (line.fence and not form.code) or (codes is not None and line.fence not in codes):
            continue
        if form.top and line.section > _TOP:
            continue
        if not form.code and _OTHERS.search(line.heading):
            continue
        if form.column:
            yield from _in_column(form, lines, index)
        elif form.sentence:
            yield from _in_sentences(form, line)
        elif form.code or form.label or line.text.count("|") <= 3:
            yield from _in_line(form, line, lines, index)


def _in_sentences(form: Form, line: _Line) -> Iterator[Mention]:
    """The models that a sentence names which holds a form's words, and none that makes them something else."""
    if _LISTED.match(line.text) or line.text.count("|") > 1:
        return
    start = 0
    for end in [*(found.end() for found in _SENTENCE.finditer(line.text)), len(line.text)]:
        said = line.text[start:end]
        bare = _ADDRESSES.sub(" ", said)
        if form.opening.search(bare) and not form.silencing.search(bare):
            for place in _NAMED.finditer(said):
                name = _name_at(said, place.start(), form.bare)
                owned = name is not None and name.id is not None and ("/" in name.id or name.id in _ownerless())
                if name is not None and owned and name.model and not _AS_DESIGN.match(said, name.end):
                    yield _mention_of(form, name, line.number)
        start = end


def _in_column(form: Form, lines: list[_Line], index: int) -> Iterator[Mention]:
    """The names below a head: of the only row, or of the rows that speak of this repo."""
    head = _cells(lines[index].text)
    place = next((at for at, cell in enumerate(head) if form.opening.fullmatch(cell)), None)
    if place is None or len(head) < 2 or index + 1 >= len(lines) or not _RULE.match(lines[index + 1].text):
        return
    rows = []
    for line in lines[index + 2 : index + 2 + _MAX_LIST]:
        if "|" not in line.text:
            break
        rows.append((line, _cells(line.text)))
    for line, cells in rows:
        if place < len(cells) and (len(rows) == 1 or _THIS.search(line.text)):
            name = _name_at(cells[place], 0, form.bare)
            yield from _mention(form, name, line.number) if name is not None else ()


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().strip("|").split("|")]


#: A heading, a row, and an item or a label whose first word is a name: they list and link.
_LISTED = late(
    r"\s*(?:#|\||\[[^\]]{1,80}\]:"
    r"|(?:[-+•>]\s*|\d{1,2}[.)]\s+)?(?:[\w ()-]{1,40}:\s*)?(?:\[|https?:|[\w.-]+/[\w.-]+\s*[:)]))"
)
#: Where a name may stand in a sentence, and what is no word of it.
_NAMED = late(
    r"\[[^\]\n]{0,200}\]\(https?://(?:www\.)?(?:huggingface|hf)\.co/|(?<![\w/.@(\[-])(?:https?://(?:www\.)?(?:huggingface|hf)\.co/)?[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9]",
    re.ASCII,
)
_ADDRESSES = late(r"https?://\S+|[\w.-]+/[\w./-]+")
_RULE = late(r"\s*\|?[\s:|-]{3,400}$")
_THIS = late(r"\bthis (?:repo(?:sitory)?|model|one|card)\b|\(this\)|←|👈", re.IGNORECASE)


def _fences_with(form: Form, lines: list[_Line]) -> set[int]:
    """The code blocks that hold what a form wants around it; 0, the text outside, is none."""
    wanted = re.compile(form.within)
    return {line.fence for line in lines if line.fence and wanted.search(line.low)}


def _in_line(form: Form, line: _Line, lines: list[_Line], index: int) -> Iterator[Mention]:
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
        return bool(form.strength == "hinted" and _SCRATCH.search(sentence))
    if _ELSEWHERE.search(before):
        return True
    return form.strength == "hinted" and bool(_VAGUE.search(before) or _SCRATCH.search(sentence))


def _from(form: Form, line: _Line, position: int) -> Iterator[Mention]:
    """The name at a position, and where the form allows several those that follow it."""
    for _ in range(_MAX_LIST if form.several else 1):
        name = _name_at(line.text, position, form.bare)
        if name is None or (form.model and not name.model):
            return
        if form.closing is None or form.closing.match(line.text, name.end):
            yield from _mention(form, name, line.number)
        more = _AND.match(line.text, name.end)
        if more is None:
            return
        position = more.end()


_AND = late(r"[\"']?\s*(?:\([^)]{0,80}\)\s*)?(?:,|and|with|&|\+|x|,\s*and)\s+(?:the\s+)?", re.IGNORECASE)
_BULLET = late(r"\s*(?:[-*+•]|\d{1,2}[.)])\s+|\s*(?=\[|https?:)")


def _listed(form: Form, lines: list[_Line], index: int) -> Iterator[Mention]:
    """The names of the list that begins below a line."""
    begun = False
    for line in lines[index : index + _MAX_LIST]:
        # The marks of bullets written as stars are gone with the emphasis: a line that begins with a name is an item.
        bullet = _BULLET.match(line.text)
        name = (
            _name_at(line.text, bullet.end() if bullet else 0, form.bare)
            if line.text.strip() and not line.fence
            else None
        )
        if name is not None:
            begun = True
            yield from _mention(form, name, line.number)
        elif (line.text.strip() and not is_path(line.text.strip(" -*+"))) or (begun and not line.text.strip()):
            return


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in a text and where it ends. ``model``: it can be nothing but a model's, as ``org/name`` alone could."""

    id: str | None
    text: str
    end: int
    model: bool = True


_SKIP = late(r"[\s\"'“”‘’«»(<:：—–「『]*(?:(?:(?:the|model|models|from|of)\s+)?[\"'“‘(<:]*)")
_LINK = late(r"\[(?P<text>[^\]\n]{0,200})\]\(\s*<?(?P<url>[^)\s>]{1,400})>?[^)\n]{0,100}\)")
_URL = late(r"https?://[^\s)>\]\"'，。、<]{1,400}")
_ID = late(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}(?![\w/-])", re.ASCII)
_BARE = late(r"[A-Za-z][\w.-]{3,95}(?![\w/-])", re.ASCII)
_WORDS = late(r"[^.,;()\[\]|\n。，]{2,80}(?:\.(?:\d|cpp)[^.,;()\[\]|\n]{0,60})?")


def _name_at(text: str, position: int, bare: bool) -> _Name | None:
    skipped = _SKIP.match(text, position)
    position = skipped.end() if skipped else position
    if link := _LINK.match(text, position):
        found = _linked(link["text"], link["url"], bare)
        of_hub = found is None or _addressed(link["url"]) is not None or found in _ownerless() or _like_model(found)
        return _Name(found, f"{link['text']} {link['url']}", link.end(), model=of_hub)
    if url := _URL.match(text, position):
        address = url[0].rstrip(".,;:")
        return _Name(_addressed(address), address, position + len(address))
    if (plain := _ID.match(text, position)) and not is_path(plain[0]):
        name = plain[0].rstrip(".-_")
        return _Name(model_id(name), name, position + len(name), model=_like_model(name))
    if text[position : position + 1] in ("/", "~", "\\") or text[position : position + 2] in ("./", ".."):
        return None
    if (known := _without_owner(text, position)) is not None:
        return known
    if bare and (one := _BARE.match(text, position)) and _like_id(one[0].rstrip(".-_"), text[one.end() :]):
        name = one[0].rstrip(".-_")
        return _Name(model_id(name), name, position + len(name))
    words = _WORDS.match(text, position)
    return _Name(None, words[0], words.end()) if words and not means_nothing(words[0]) else None


def _linked(text: str, url: str, bare: bool) -> str | None:
    """The id that a link names: by its address, else by its text."""
    if (found := _addressed(url)) is not None:
        return found
    if _ID.fullmatch(text.strip()) and not is_path(text):
        return model_id(text)
    return next((name for one in (text, url) if (name := one.strip(" ./").lower()) in _ownerless()), None)


#: Where cards stood before each repo had its own.
_CARD = late(r"https?://github\.com/huggingface/transformers/(?:blob|tree)/[\w.-]+/model_cards/([\w.-]+/[\w.+-]+)")
#: Pages of the Hub with the shape of a repo's address.
_PAGE = late(r"https?://[^/]+/(?:transformers|nlp|models|tasks|exbert|learn|inference-api)(?:[/?]|$)", re.IGNORECASE)
_AS_DESIGN = late(
    r"[\s\"'`)\]-]*(?:\w+\s+)?(?:architecture|tokeni[sz]er|vocab\w*|config\w*|like|style|size)\b", re.IGNORECASE
)


#: What tells that a family's name stands for another size than the one that bears it alone.
_OTHER_SIZE = late(r"\s*[-(]?\s*(?:\d+(?:\.\d+)?\s*[mb]\b|medium|large|xl)", re.IGNORECASE)


def _without_owner(text: str, position: int) -> _Name | None:
    """A name that is an id by itself; none where only its architecture or vocabulary is meant."""
    one = _BARE.match(text, position)
    name = one[0].rstrip(".-_").lower() if one else ""
    known = _spellings().get(name, name)
    end = position + len(name)
    if one is None or known not in _ownerless() or _AS_DESIGN.match(text, end):
        return None
    return None if known != name and _OTHER_SIZE.match(text, end) else _Name(known, name, end)


def _addressed(url: str) -> str | None:
    if card := _CARD.match(url):
        return model_id(card[1])
    url = url.partition("#")[0]
    if _PAGE.match(url):
        return None
    return model_id(url) if re.match(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/", url, re.IGNORECASE) else None


def _like_id(name: str, rest: str) -> bool:
    """Whether a single word is spelled as ids without an owner are (``bert-base-uncased``), and ends a clause."""
    ended = not rest.strip() or bool(re.match(r"\s*(?:[.,;)|]|on\b|using\b|for\b|with\b|\()", rest))
    return "-" in name and name == name.lower() and ended and not is_path(name) and not means_nothing(name)


@cache
def _spelled_as_model() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the names of models are spelled, and how those of data are that hold the same words."""
    files = [plain for plain in plain_files(rules_dir()).below(_FOLDER).values() if "spelled" in plain]
    return re.compile(files[0]["spelled"]["model"]), re.compile(files[0]["spelled"]["data"])


#: Where a family's name begins at most in what can be nothing but a model's name ("Meta's LLaMA-7B").
_NEAR = 12


def _like_model(name: str) -> bool:
    """Whether an id is spelled as that of a model, so that no data set is meant."""
    model, data = _spelled_as_model()
    low = name.lower()
    return model.search(low) is not None and data.search(low) is None


def _mention(form: Form, name: _Name, line: int) -> Iterator[Mention]:
    family = None if name.id is not None else family_named(name.text, within=_NEAR if form.model else 40)
    if name.id is not None or family is not None:
        yield _mention_of(form, name, line, family)


def _mention_of(form: Form, name: _Name, line: int, family: Family | None = None) -> Mention:
    return Mention(
        id=name.id,
        family=family,
        text=name.text.strip()[:200],
        form=form.id,
        strength=form.strength if name.id is not None else "hinted",
        relation=form.relation,
        line=line,
        loose=bool(form.sentence),
    )
