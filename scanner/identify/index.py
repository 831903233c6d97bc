"""The index of known licence texts that ships as ``rules/texts/index.bin``: which text a run of words belongs to.

A known text is a sequence of word numbers. The words of texts whose data licence permits it can be shown; of the others
only a checksum of each word is kept (that hides nothing: it is for comparing). ``rules/texts/README.md`` says what the
file is made from, ``scripts/build_text_index.py`` makes it.

The file is memory-mapped and nothing is decoded before it is asked for.
"""

import json
import mmap
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from hashlib import sha256
from heapq import nlargest
from itertools import islice
from operator import itemgetter
from pathlib import Path

from scanner.knowledge.patterns import listed
from scanner.model.errors import KnowledgeError
from scanner.model.frozen import dataclass

MAGIC = b"modelscan texts 1\n"
#: Words that make a fingerprint, and the share of fingerprints kept of texts longer than SHORT words.
SPAN = 6
SHARE = 4
SHORT = 120
#: The number of the first word; none is a surrogate. A word that the index does not know is OTHER.
FIRST = 0x100
OTHER = "\uffff"
#: Fingerprints of a text looked up, and texts that share them looked at.
_LOOKED_UP, _LOOKED_AT = 500, 8_000
#: Texts that share a fingerprint: of most, and those that are counted of the others.
_FEW, _SHARED = 64, 4096
#: Numbers a text has in the table: place and length of its words, of its facts, fingerprints, whether it has a record.
_WIDE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words of a known text that may be left out (no ``pattern``) or stand for others (a regular expression over the
    words, ``name``, or ``mark``: a list mark)."""

    start: int
    end: int
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownText:
    """One known text: ``key`` is unique, ``id`` the licence, ``kind`` licence, use-policy or notice; ``words`` as
    characters; ``titles`` are the word sequences by which it goes; ``clauses``: where each top clause stands;
    ``twins``: the licences that have the very same words, by their titles alone."""

    key: str
    id: str
    kind: str
    source: str
    words: str
    spans: tuple[Span, ...] = ()
    titles: tuple[str, ...] = ()
    hashed: bool = False
    has_policy: bool = False
    known: bool = False
    clauses: dict[str, tuple[int, int]] = field(default_factory=dict)
    twins: dict[str, list[str]] = field(default_factory=dict)


def checksum(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def checksums(words: Iterable[str]) -> dict[str, int]:
    """The checksum of each of the words of a text, in which no surrogate is a word."""
    each = set(words)
    return dict(zip(each, map(zlib.crc32, map(str.encode, each)), strict=True))


def fingerprints_of(checksums: Iterable[int], all_of_them: bool) -> list[tuple[int, int]]:
    """``(checksum, place)`` of the runs of :data:`SPAN` words that are kept, from the checksums of the words."""
    data = array("I", checksums).tobytes()
    crc, wide = zlib.crc32, 4 * SPAN
    marks = [crc(data[at : at + wide]) for at in range(0, len(data) - wide + 1, 4)]
    return [(mark, place) for place, mark in enumerate(marks) if all_of_them or not mark % SHARE]


class TextStore:
    """The index file, read only."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise KnowledgeError(f"{path}: the index of licence texts cannot be read ({error})") from error
        if self._map[: len(MAGIC)] != MAGIC:
            raise KnowledgeError(f"{path}: this is no index of licence texts, or of another version; build it anew")
        end = self._map.find(b"\n", len(MAGIC))
        self.head = json.loads(self._map[len(MAGIC) : end])
        view = memoryview(self._map)
        start = (end + 8) // 8 * 8
        self._parts = {name: view[start + at : start + at + size] for name, (at, size) in self.head["parts"].items()}
        self._open = self._parts["open"].cast("I")
        self._hashed = self._parts["hashed"].cast("I")
        self._texts = self._parts["texts"].cast("I")
        self._marks = self._parts["marks"].cast("I")
        self._owners = self._parts["owners"]
        self._digests = self._parts["digests"].cast("Q")
        self._digest_owners = self._parts["digest_owners"].cast("H")
        self._made: dict[int, KnownText] = {}

    def __len__(self) -> int:
        return len(self._texts) // _WIDE

    @cached_property
    def strings(self) -> list[str]:
        """The words that can be shown, by number."""
        return str(self._parts["strings"], "utf-8").split("\n")

    @cached_property
    def _operative(self) -> dict[int, str]:
        return {checksum(word): word for word in listed("operative-words")}

    def text(self, number: int) -> KnownText:
        """A known text by its number."""
        if number not in self._made:
            at, length, meta, size = self._texts[_WIDE * number : _WIDE * number + 4]
            words = str(self._parts["words"][2 * at : 2 * (at + length)], "utf-16-le")
            data = json.loads(bytes(self._parts["meta"][meta : meta + size]))
            spans = tuple(Span(start=a, end=b, pattern=pattern) for a, b, pattern in data.pop("spans", ()))
            clauses = {name: (a, b) for name, (a, b) in data.pop("clauses", {}).items()}
            titles = tuple(data.pop("titles", ()))
            self._made[number] = KnownText(words=words, spans=spans, titles=titles, clauses=clauses, **data)
        return self._made[number]

    def length(self, number: int) -> int:
        """Words of a known text."""
        return self._texts[_WIDE * number + 1]

    def mark(self, word: str, hashed: bool) -> int:
        """The checksum of a word of a known text."""
        return (self._hashed if hashed else self._open)[ord(word) - FIRST]

    def numbers(self, checksums: Mapping[str, int], hashed: bool) -> dict[str, str]:
        """Each word's character in the texts of one kind, by its checksum."""
        table = self._hashed if hashed else self._open
        found, end = {}, len(table)
        for word, mark in checksums.items():
            at = bisect_left(table, mark)
            found[word] = chr(FIRST + at) if at < end and table[at] == mark else OTHER
        return found

    def named(self, words: str, hashed: bool) -> list[str]:
        """The words of a known text; "…" for those that only a checksum is kept of and that are not operative."""
        if not hashed:
            return [self.strings[ord(word) - FIRST] if word != OTHER else "…" for word in words]
        return [self._operative.get(self._hashed[ord(word) - FIRST], "…") for word in words]

    def exact(self, folded: str) -> int | None:
        """The known text that this is but for white space."""
        mark = int.from_bytes(sha256(folded.encode("utf-8", "surrogatepass")).digest()[:8], "big")
        at = bisect_left(self._digests, mark)
        return self._digest_owners[at] if at < len(self._digests) and self._digests[at] == mark else None

    def digests(self) -> dict[int, int]:
        """The digest of each known text that no other has, by its number."""
        return dict(zip(self._digest_owners, self._digests, strict=True))

    def candidates(self, marks: Iterable[int], most: int) -> list[int]:
        """The few known texts that have most in common with a text's fingerprints, best first: by how many there are,
        times how much of the known text that is. Fingerprints that few texts share are looked at first, and few
        others."""
        shared = sorted(self._sharing(islice(set(marks), _LOOKED_UP)), key=itemgetter(0))
        parts, looked = [], 0
        for seen, (texts, start) in enumerate(shared, 1):
            parts.append(self._owners[2 * start : 2 * (start + texts)])
            looked += texts
            if looked > _LOOKED_AT and seen >= 40:
                break
        found = Counter(array("H", b"".join(parts)))
        likely = sorted(found.items(), key=itemgetter(1), reverse=True)[: 8 * most]
        least = min(nlargest(most, (self._worth(*one) for one in likely)), default=0.0)
        return sorted(
            (one for one, count in found.items() if count >= least),  # none is worth more than its count
            key=lambda one: (-self._worth(one, found[one]), -self._texts[_WIDE * one + 5], one),
        )[:most]

    def _worth(self, number: int, shared: int) -> float:
        return shared * shared / self._texts[_WIDE * number + 4]

    def _sharing(self, marks: Iterable[int]) -> Iterator[tuple[int, int]]:
        """How many texts have each of some fingerprints, and where they stand."""
        table, end = self._marks, len(self._marks)
        for mark in marks:
            start = bisect_left(table, mark)
            if start < end and table[start] == mark:
                few = start + _FEW if start < end - _SHARED else end
                behind = bisect_right(table, mark, start, few)
                if behind == few < end:
                    behind = bisect_right(table, mark, few, start + _SHARED)
                yield behind - start, start


@lru_cache(maxsize=4)
def store(path: Path) -> TextStore:
    """The index at ``path``, opened once a process. Raises :class:`KnowledgeError`."""
    return TextStore(path)
