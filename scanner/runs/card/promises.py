"""Whether what a line of a card promises may be there already, by what its other lines say of the same thing."""

import re
from collections.abc import Sequence
from dataclasses import field

from scanner.knowledge.card import CardCheck
from scanner.knowledge.openness import any_of, silence
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.text.late import late

_LINK = late(r"https?://|\]\(|\bhref\b")
_OUT = recorded("is-out")
#: Lines of a paragraph before and after a promise, and letters of a line, that are looked at.
_NEAR = 20
_WIDE = 2000


@dataclass(frozen=True)
class Promises:
    """What a check hears as promises in the lines of a card."""

    check: CardCheck
    lines: Sequence[str]
    #: By the word for a thing, whether any line tells where it is: one look for all promises of it.
    told: dict[str, bool] = field(default_factory=dict)

    def kept(self, promise: re.Match[str], at: int) -> bool:
        """Whether the paragraph of a promise has a link, or any line names the same thing with a link or as
        released."""
        if not self.check.kept:
            return False
        what = promise["what"].lower()
        if what not in self.told:
            self.told[what] = self._told(what)
        return self.told[what] or self._linked(at)

    def _told(self, what: str) -> bool:
        same = any_of(one for one in self.check.kept if re.search(one, what))
        return any(same.search(line) and self._there(line) for line in (one[:_WIDE] for one in self.lines))

    def _there(self, line: str) -> bool:
        promised = self.check.compiled.search(line) or silence().denied.search(line)
        return bool(_LINK.search(line) or (_OUT.search(line) and not promised))

    def _linked(self, at: int) -> bool:
        first, last = at, at + 1
        while first > max(0, at - _NEAR) and self.lines[first - 1].strip():
            first -= 1
        while last < min(len(self.lines), at + _NEAR) and self.lines[last].strip():
            last += 1
        return any(_LINK.search(line[:_WIDE]) for line in self.lines[first:last])
