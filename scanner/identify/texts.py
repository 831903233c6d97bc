"""Which licence a text is, to the word: what it holds, in order of place, and every word that is another.

A text is *exact* when only white space differs from a known one, and *equivalent* when it differs in what may vary: the
closed list is wrapping, case, quotes, list marks, mark-up, copyright lines, named placeholders, titles, front matter,
the licence's own appendix, what the SPDX template of that licence marks optional or replaceable, SPDX's equivalent
words, and the phrases of ``rules/phrases.yaml`` around it. **Any other added, lost or swapped word makes it changed.**
*partial* is a piece of a text, another version than is known (its title, version or date differ), or a name that only
points at a licence (``kind`` notice); *unknown* is none of these.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from scanner.identify.front_matter import without_front_matter
from scanner.identify.index import KnownText, TextStore, store
from scanner.identify.leftover import Leftover, leftover
from scanner.identify.matching import Hit, find
from scanner.identify.names import NameIndex, name_index
from scanner.identify.words import Words, words_of
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import listed
from scanner.knowledge.resources import rules_dir
from scanner.model.frozen import dataclass
from scanner.model.result import Difference
from scanner.model.words import Match, TextKind
from scanner.text.clean import bound

if TYPE_CHECKING:
    from scanner.identify.gaps import Gap

#: Share of a known text that must be there for its changed form, and for a piece of it.
CHANGED, PARTIAL = 0.8, 0.25
#: Texts of up to this many words may be pointers ("Licensed under Apache 2.0, see ...").
POINTER = 200
#: Differences told of one text.
_MOST = 60
#: Longer texts are not remembered.
_REMEMBERED = 50_000
_POLICY = ("use policy", "use restrictions", "acceptable use", "prohibited uses", "usage policy", "attachment a")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMatch:
    """One licence, use policy or notice that a text holds. ``id`` for exact, equivalent and changed texts (whoever
    reads it must read ``match``), ``nearest`` for the others; ``similarity``: the share of words that are alike;
    ``line`` and ``end_line`` from 1; ``source``: the known text that it was compared with."""

    id: str | None = None
    match: Match = "unknown"
    similarity: float | None = None
    nearest: str | None = None
    kind: TextKind = "licence"
    line: int = 1
    end_line: int = 1
    differences: tuple[Difference, ...] = ()
    source: str | None = None

    @property
    def pointer(self) -> bool:
        """Whether the text only names a licence, with nothing beside."""
        return self.match == "partial" and self.nearest is not None and not self.differences


@dataclass(frozen=True, slots=True, kw_only=True)
class TextIndex:
    """What :func:`identify` knows: the index of texts, and what licences go by."""

    texts: TextStore
    names: NameIndex

    def __hash__(self) -> int:
        return id(self)


@lru_cache(maxsize=8)
def text_index(licenses: Licenses) -> TextIndex:
    """What texts are recognised by, over a whole registry. Raises :class:`KnowledgeError` without the index."""
    return TextIndex(texts=store(rules_dir() / "texts" / "index.bin"), names=name_index(licenses))


def identify(text: str, index: TextIndex) -> tuple[TextMatch, ...]:
    """What ``text`` holds: never empty, in order of place, the governing one first. Never raises; bounded."""
    bare = text.lstrip("\ufeff")
    if len(bare) < 200_000 and (known := index.texts.exact(" ".join(bare.split()))) is not None:
        return (_exact(index.texts.text(known), text),)
    return (_identified if len(bare) < _REMEMBERED else _identified.__wrapped__)(bare, index)


@lru_cache(maxsize=512)  # of many repos most bear the very text of others
def _identified(bare: str, index: TextIndex) -> tuple[TextMatch, ...]:
    words = words_of(without_front_matter(bare))
    if not words.words:
        return (TextMatch(),)
    hits = find(words, index.texts)
    rows = [_row(hit, words, index) for hit in hits] if hits else list(_pointers(words, index))
    if hits:
        rows = _with_leftovers(rows, hits, words, index)
    if not words.whole:
        rows[0] = _unread(rows[0])
    return tuple(_governing_first(rows))


def _exact(known: KnownText, text: str) -> TextMatch:
    lines = text.rstrip().count("\n") + 1
    return TextMatch(id=known.id, match="exact", similarity=1.0, kind=known.kind, end_line=lines, source=known.source)  # type: ignore[arg-type]


def _row(hit: Hit, words: Words, index: TextIndex) -> TextMatch:
    """One hit by its own words; what stands around it is judged later."""
    differences = tuple(_difference(gap, hit, words, index.texts) for gap in hit.gaps[:_MOST])
    return TextMatch(
        id=hit.text.id,
        match="changed" if differences else "equivalent",
        similarity=round(hit.share, 4),
        kind=hit.text.kind,  # type: ignore[arg-type]
        line=words.line(hit.start),
        end_line=words.line(hit.end - 1),
        differences=differences,
        source=hit.text.source,
    )


def _difference(gap: "Gap", hit: Hit, words: Words, texts: TextStore) -> Difference:
    added = words.shown(gap.start, gap.end)
    removed = bound(" ".join(texts.named(gap.removed, hit.text.hashed)), 400)
    line = words.line(min(gap.start, len(words.words) - 1))
    if not added:
        return Difference(kind="removed", text=removed, line=line)
    if not removed:
        return Difference(kind="added", text=added, line=line)
    return Difference(kind="replaced", text=f"{removed} → {added}", line=line)


def _with_leftovers(rows: list[TextMatch], hits: list[Hit], words: Words, index: TextIndex) -> list[TextMatch]:
    """The rows with what stands before, between and after the hits: said away, or a difference of the one nearest."""
    ids = {hit.text.id for hit in hits}
    titles = {title for hit in hits for title in hit.text.titles}
    extra: list[TextMatch] = []
    added: list[list[Difference]] = [[] for _ in hits]
    retitled = [_retitled(hit) for hit in hits]
    place = 0
    for number, start in enumerate([*(hit.start for hit in hits), len(words.words)]):
        left = leftover(words, place, start, index.names, ids, titles)
        owner = max(number - 1, 0) if number else 0
        if left.ranges and (twin := _twin(hits[owner].text, words, (place, start), index, ids, titles)):
            rows[owner], left = replace(rows[owner], id=twin), Leftover()
        if left.third_party and number < len(hits):
            rows[number] = replace(rows[number], kind="notice")
        if left.ranges and number and (policy := _own_policy(hits[owner], left, words)):
            extra.append(policy)
        else:
            added[owner] += [
                Difference(kind="added", text=words.shown(a, b), line=words.line(a)) for a, b in left.ranges
            ]
            retitled[owner] = retitled[owner] or (not number and _other_title(left, words, start))
        place = hits[number].end if number < len(hits) else place
    done = [_decided(*parts) for parts in zip(rows, hits, added, retitled, strict=True)]
    licences = {row.id for row in done if row.kind == "licence" and not row.differences}
    kept = [row for row in done if row.kind != "notice" or row.differences or row.id not in licences]
    return sorted([*map(_pointing, kept), *extra], key=lambda row: row.line)


def _twin(
    text: KnownText, words: Words, around: tuple[int, int], index: TextIndex, ids: set[str], titles: set[str]
) -> str | None:
    """The licence of the very same words whose title stands there, with nothing beside."""
    for twin, called in text.twins.items():
        if not leftover(words, *around, index.names, ids | {twin}, titles.union(called)).ranges:
            return twin
    return None


def _pointing(row: TextMatch) -> TextMatch:
    """A licence's own notice names the licence, and is not its text."""
    pointing = row.kind == "notice" and row.source is not None and row.source.endswith(" header")
    return replace(row, id=None, match="partial", nearest=row.id or row.nearest) if pointing else row


def _retitled(hit: Hit) -> bool:
    """Whether the title of the known text stands there with other words: another version, or another licence."""
    return any(gap.known < hit.titled for gap in hit.gaps)


def _other_title(left: Leftover, words: Words, start: int) -> bool:
    """Whether a short line just before a text speaks of a licence by another name than is known."""
    if not left.ranges:
        return False
    a, b = left.ranges[-1]
    line = words.line(b - 1)
    on_line = [place for place in range(max(0, b - 14), min(start + 14, len(words.words))) if words.line(place) == line]
    titled = not listed("words-of-titles").isdisjoint(words.words[place] for place in on_line)
    return len(on_line) <= 12 and titled and b - a < 8


def _own_policy(hit: Hit, left: Leftover, words: Words) -> TextMatch | None:
    """Use rules in other words than are known, behind a licence that has such: a row of their own."""
    a, b = left.ranges[0][0], left.ranges[-1][1]
    head = " ".join(words.words[a : a + 12])
    if not hit.text.has_policy or hit.gaps or not any(name in head for name in _POLICY):
        return None
    line, end = words.line(a), words.line(b - 1)
    text = Difference(kind="added", text=words.shown(a, b), line=line)
    return TextMatch(match="unknown", kind="use-policy", line=line, end_line=end, differences=(text,))


def _decided(row: TextMatch, hit: Hit, added: list[Difference], retitled: bool) -> TextMatch:
    differences = tuple(sorted([*row.differences, *added], key=lambda one: one.line or 0))[:_MOST]
    if not differences:
        return row
    if hit.share >= CHANGED and not retitled:
        return replace(row, match="changed", differences=differences)
    match: Match = "partial" if hit.share >= PARTIAL else "unknown"
    return replace(row, id=None, match=match, nearest=row.id, differences=differences)


def _unread(row: TextMatch) -> TextMatch:
    """A text of which the end was not read is never the licence."""
    said = Difference(kind="added", text="… the rest of this very long text was not read", line=row.end_line)
    if row.match in ("exact", "equivalent"):
        row = replace(row, match="changed")
    return replace(row, differences=(*row.differences, said))


def _pointers(words: Words, index: TextIndex) -> Iterable[TextMatch]:
    """A file that holds no known text: what it names, and what it says besides."""
    count = len(words.words)
    if count > POINTER:
        first = next(iter(leftover(words, 0, 40, index.names).named), None)
        text = (Difference(kind="added", text=words.shown(0, count), line=words.line(0)),)
        match: Match = "partial" if first else "unknown"
        end = words.line(count - 1)
        yield TextMatch(match=match, nearest=first, end_line=end, differences=text)
        return
    left = leftover(words, 0, count, index.names)
    added = tuple(Difference(kind="added", text=words.shown(a, b), line=words.line(a)) for a, b in left.ranges)
    end = words.line(count - 1)
    if not left.named:
        yield TextMatch(end_line=end, differences=added if count < POINTER else ())
    for named in left.named:
        yield TextMatch(match="partial", nearest=named, kind="notice", end_line=end, differences=added)


def _governing_first(rows: list[TextMatch]) -> list[TextMatch]:
    """In order of place; a licence before the use policy or notice that happens to stand first."""
    first = next((row for row in rows if row.kind == "licence"), rows[0])
    return [first, *(row for row in rows if row is not first)]
