"""Where a card offers another licence than the one that stands: the way for whoever needs more than it grants."""

import re
from functools import cache

from scanner.identify.sentences import sentences
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files
from scanner.model.fields import evidence_of
from scanner.model.result import Evidence
from scanner.model.snapshot import Repo
from scanner.text.precompiled import pattern_of

#: A body without any of these words offers nothing: most cards are told by that.
_WORDS = ("commercial", "enterprise", "business", "商")


def offer(repo: Repo) -> Evidence | None:
    """The first line of the card that offers a licence, as it stands there; None where none does."""
    if repo.card is None or not any(word in repo.card.body.lower() for word in _WORDS):
        return None
    for one in sentences(repo.card):
        if any(word in one.text.lower() for word in _WORDS) and offers(one.text):
            return evidence_of(repo, one.text[:300], repo.card.path, one.line)
    return None


def offers(line: str) -> bool:
    """Whether a line offers a licence."""
    return any(pattern.search(line) for pattern in _patterns())


@cache
def _patterns() -> tuple["re.Pattern[str]", ...]:
    found = plain_files(rules_dir())["offers.yaml"]["patterns"]
    return tuple(pattern_of(one, re.IGNORECASE) for one in found)
