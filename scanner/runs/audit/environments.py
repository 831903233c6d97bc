"""Which environments serve people now. What may be production by another spelling counts as production."""

import re
from difflib import get_close_matches

from scanner.knowledge.patterns import listed

_NEAR = 0.85


def is_live(environment: str) -> bool:
    """Whether this is production; what is not stated counts as it."""
    words = re.findall(r"[^\W\d_]+", environment.lower())
    if not listed("not-live").isdisjoint(words):
        return False
    return not words or any(map(_near, words))


def is_plain(environment: str) -> bool:
    """Whether it is said in a word that is known for production, or is surely another."""
    return environment.strip().lower() in ("", *listed("live-environments")) or not is_live(environment)


def _near(word: str) -> bool:
    live = [*listed("live-environments")]
    return word in live or (len(word) > 3 and bool(get_close_matches(word, live[:1], n=1, cutoff=_NEAR)))
