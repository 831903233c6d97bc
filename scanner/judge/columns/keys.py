"""What reading asks of rows, as keys: of rows with one key, one is read for all.

A key may tell more rows apart than need be, never fewer. Whatever speaks of the repo's own name, or is of no kind that
is known here, has the repo's id in its key, and is read for itself. All goes by columns (``looking.py``).
"""

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
import pyarrow.compute as pc

from scanner.identify.prose import bearing
from scanner.judge.columns.cards import Slot
from scanner.judge.columns.codes import Flags, Known, Numbers, coded, encoded, filled, flags, grouped
from scanner.judge.columns.looking import Kind, Looked, numbered
from scanner.judge.reading.adapters import CALLED, is_called, stated_word
from scanner.judge.reading.claims.names import id_speaks
from scanner.judge.reading.weights import REPORTED
from scanner.knowledge.openness import licences
from scanner.knowledge.patterns import listed


class Being(NamedTuple):
    """The key of a repo itself: what reading asks for its weights, and what it asks besides."""

    weights: Hashable
    more: Hashable


class Keys(NamedTuple):
    """A batch's keys: of its rows' own licences, of the repos themselves (files, access), of what they show of
    themselves."""

    own: Kind
    itself: Kind
    shown: Kind

    @classmethod
    def of(cls, rows: Looked) -> "Keys":
        """The keys of rows."""
        return cls(own_kind(rows), *_Itself(rows).kinds())


def own_kind(rows: Looked) -> Kind:
    """The keys of rows' own licences."""
    return _Own(rows).kind()


class _Linked(NamedTuple):
    """A licence without its row's name, which stands in a link to a file of the row's own; what the link tells, and
    what bears on the rest."""

    own: Slot
    told: Hashable
    bears: Hashable


def _text(own: Slot) -> str:
    return b" ".join(value for _, value in own).decode("utf-8", "replace")


class _Own:
    """Keys of own licences."""

    def __init__(self, rows: Looked) -> None:
        self._rows = rows

    def kind(self) -> Kind:
        lacking = np.asarray(["cardData" in one for one in self._rows.lacking], bool)[self._rows.unread]
        said = numbered(self._rows.cards, [one.own for one in self._rows.card])
        named, names = self._named_own(said)

        def key(at: int) -> Hashable:
            name = names[named[at]]
            card = name.own if isinstance(name, _Linked) else self._rows.card[self._rows.cards[at]].own
            return card, self._rows.tags.of(at, "own"), bool(lacking[at]), name

        return self._rows.kind((said, self._rows.tags.lists("own"), lacking, named), key)

    def _named_own(self, said: Numbers) -> tuple[Numbers, list[Hashable]]:
        """Rows whose licence speaks of terms in words, or of an id: what of their names bears on that."""
        cards, found = self._rows.looks.cards, np.zeros(self._rows.rows, np.int32)
        spoken = np.asarray([cards.speaks(one.own) for one in self._rows.card], bool).reshape(-1, 2)[self._rows.cards]
        speaks, shared = spoken[:, 0] | self._rows.tags.any("speaks"), spoken[:, 1]
        written = [_text(one.own) for one in self._rows.card]
        leads = np.asarray([not {*"/\\%"}.isdisjoint(one) for one in written], bool)[self._rows.cards]
        bare = ~flags(pc.match_substring(self._rows.low, "/")) & (said != 0)
        known = Known[Hashable]([None])
        apart = np.asarray([one.speaks for one in self._rows.card], bool)[self._rows.cards] | self._speaking_ids()
        for at in np.flatnonzero(speaks | shared | leads | bare | apart).tolist():
            name = self._rows.ids[at]
            if apart[at]:  # what is said of terms under other keys is not in the key
                found[at] = known.of((name, self._rows.column["cardData"][at].as_py()))
            else:
                text = written[self._rows.cards[at]]
                found[at] = known.of(self._bearing(at, name, text, bool(speaks[at]), bool(shared[at])))
        return found, known.since(0)

    def _bearing(self, at: int, name: str, text: str, speaks: bool, shared: bool) -> Hashable:
        """What of a row's name bears on its licence, written as ``text``: all of it where it stands there itself, but
        for a link to a file of the row's own."""
        cards, own = self._rows.looks.cards, self._rows.card[self._rows.cards[at]].own
        linked = None
        if "\\" in text or "%" in text:
            return name
        if name.lower() in text.lower():
            if (linked := cards.linked(own, name)) is None:
                return name
            text = _text(linked[0])
        if linked is None and not speaks and not shared:
            return None
        whose = cards.licensors(own, name) if shared else ()
        bears = bearing(name, f"{text} {' '.join(self._rows.tags.of(at, 'own'))}"), whose
        return bears if linked is None else _Linked(*linked, bears)

    def _speaking_ids(self) -> Flags:
        """Which ids say anything of the grant."""
        found = flags(pc.match_substring_regex(self._rows.low, "commercial|only"))
        found[found] = [id_speaks(self._rows.ids[at]) for at in np.flatnonzero(found)]
        return found


class _Itself:
    """Keys of repos themselves."""

    def __init__(self, rows: Looked) -> None:
        self._rows = rows

    def kinds(self) -> tuple[Kind, Kind]:
        """Of what they are, and of what they show."""
        return self._itself(), self._shown()

    def _itself(self) -> Kind:
        rows = self._rows
        column, keyer = rows.column, rows.looks
        gates, private, disabled = (coded(column[name]) for name in ("gated", "private", "disabled"))
        known = Known[Hashable]()
        tasks = encoded(column["pipeline_tag"], lambda tag: known.of(keyer.tasks[tag]))
        libraries = encoded(column["library_name"], lambda name: known.of(self._library_words(name)))
        told, tells = self._told(libraries)
        unlisted = np.asarray([one is None for one in rows.listing], bool)[rows.lists]
        stored = np.where(unlisted & flags(column["usedStorage"].is_valid()), np.arange(1, rows.rows + 1), 0)
        newer = self._named_newer()
        card = numbered(rows.cards, [one.itself for one in rows.card])
        shape = numbered(rows.configs, [one.itself for one in rows.config])
        adapts = np.asarray([one.adapts for one in rows.card], bool)[rows.cards]
        bits = rows.sized + 2 * rows.no_tags + 4 * (rows.tags.any("adapter") | adapts) + 8 * rows.no_text
        bits += 16 * self._called()

        def key(at: int) -> Hashable:
            read = rows.card[rows.cards[at]]
            weights = (
                column["gated"][at].as_py(), rows.lacking[rows.unread[at]], tells[told[at]],
                int(bits[at]),
                (rows.ids[at], column["usedStorage"][at].as_py()) if stored[at] else None,
            )  # fmt: skip
            more = (
                column["private"][at].as_py(), column["disabled"][at].as_py(), read.itself,
                rows.config[rows.configs[at]].itself, keyer.tasks[column["pipeline_tag"][at].as_py()], bool(newer[at]),
            )  # fmt: skip
            return Being(weights, more)

        return rows.kind((gates, private, disabled, rows.unread, told, tasks, card, shape, bits, stored, newer), key)

    def _told(self, libraries: Numbers) -> tuple[Numbers, list[Hashable]]:
        """What files are by the words of tags and libraries, and what these tell besides, by number."""
        rows, known, reported = self._rows, Known[Hashable](), frozenset(REPORTED)
        own = numbered(rows.cards, [one.words for one in rows.card])
        groups = grouped(rows.lists, rows.tags.sets("words"), libraries, own)

        def tells(at: int) -> Hashable:
            told, listing = rows.tags.told(at, "words"), rows.listing[rows.lists[at]]
            low = {word.lower() for word in told} | self._library_words(rows.column["library_name"][at].as_py())
            low |= rows.card[rows.cards[at]].words
            words = reported if listing is None else rows.looks.listings.words(listing)
            spelled = frozenset(told & reported) if listing is None else None
            stated, merged = (not one.isdisjoint(low) for one in (listed("adapter-words"), listed("merge-tags")))
            return listing, frozenset(low & words), spelled, stated, merged, "custom_code" in told

        found = filled((known.of(tells(at)) for at in groups.first.tolist()), len(groups))
        return found[groups.number], known.since(0)

    def _library_words(self, library: str | None) -> frozenset[str]:
        return self._rows.looks.tags.words & {stated_word(library)} if library else frozenset()

    def _called(self) -> Flags:
        """Which ids call what lies there an adapter."""
        found = flags(pc.match_substring_regex(self._rows.low, CALLED.pattern))
        found[found] = [is_called(self._rows.ids[at]) for at in np.flatnonzero(found)]
        return found

    def _named_newer(self) -> Flags:
        """Rows whose card names themselves as the newer version."""
        rows = self._rows
        found = np.asarray([one.newer is not None for one in rows.card], bool)[rows.cards]
        found[found] = [rows.card[rows.cards[at]].newer == rows.ids[at].lower() for at in np.flatnonzero(found)]
        return found

    def _shown(self) -> Kind:
        rows = self._rows
        papers = rows.tags.sets("papers")
        shows = [one if one is None else rows.looks.listings.shows(one) for one in rows.listing]
        shown = numbered(rows.cards, [one.shown for one in rows.card])
        shapes = numbered(rows.configs, [one.shown for one in rows.config])
        libraries = Known[Hashable]()
        own = encoded(rows.column["library_name"], lambda name: libraries.of(self._licence_of(name)) if name else -1)
        read = [libraries.of(self._licence_of(one.library)) for one in rows.card]
        library = np.where(own < 0, np.asarray(read, np.int32)[rows.cards], own)
        licence = libraries.since(0)

        def key(at: int) -> Hashable:
            told = rows.tags.told(at, "papers")
            return (
                shows[rows.lists[at]], rows.card[rows.cards[at]].shown,
                rows.config[rows.configs[at]].shown, licence[library[at]], told, rows.lacking[rows.unread[at]],
            )  # fmt: skip

        return rows.kind((numbered(rows.lists, shows), shown, shapes, library, papers, rows.unread), key)

    def _licence_of(self, library: str | None) -> Hashable:
        """A library as far as anything is known of it: its licence."""
        return licences()["libraries"].get(library[:100], "") if library else None
