"""Text made comparable: case, widths, accents, invisible signs, look-alike letters and hyphens gone."""

import unicodedata
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from scanner.identify.prose.patterns import Many
from scanner.identify.prose.spelling import corrected
from scanner.text.late import late

#: Signs that are not seen: soft hyphens, zero-width and bidirectional marks, variation selectors, tags.
_UNSEEN = late(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_HYPHENS = late("[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d\u30fb]")
_QUOTES = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
    }
)
_FOREIGN_IN_WORD = late(
    "(?=[^\\W\\d_]*[a-zA-Z])(?=[^\\W\\d_]*[\u0370-\u052f\u0560-\u058f\u1d00-\u1d7f\u0250-\u02af])[^\\W\\d_]{2,60}"
)
_FOREIGN = late("[\u0370-\u052f\u0560-\u058f\u1d00-\u1d7f\u0250-\u02af]")
_NOT = late(r"n't\b")
_SPACES = late(r"[-_*`#>'\"“”~|]+|\.(?=\s|$)")
_APART = late(r"([,;:()\[\]/&!?])")
#: The scripts of Chinese, Japanese and Korean.
CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_CJK_SPACE = late(f"(?<=[{CJK}])[ \t]+(?=[{CJK}])")


#: Text that is shown from right to left, letters that stand apart, and the signs of Creative Commons.
_TURNED = late("\u202e([^\u202c\n]{1,400})\u202c?")
_SPREAD = late(r"(?<!\S)(?:[A-Za-z-] ){3,40}[A-Za-z](?!\S)")
_COMMONS = str.maketrans(
    {"\U0001f16d": "CC", "\U0001f16f": "-BY", "\U0001f10f": "-NC", "\U0001f10e": "-SA", "\u229c": "-ND"}
)


def seen(text: str) -> str:
    """Text as a reader sees it: entities resolved, unseen signs gone, one form for each letter; line ends stay."""
    if "&" in text:
        from html import unescape

        text = unescape(text)
    text = _SPREAD.sub(lambda match: match[0].replace(" ", ""), text)
    if text.isascii():
        return text
    text = _TURNED.sub(lambda match: match[1][::-1], text).translate(_COMMONS)
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).replace("\u2010", "-")


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    """A Latin letter without its accents; other scripts as they are (a kana's marks are no accents)."""
    if letter == "ß":
        return "ss"
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if len(parts) > 1 and parts[0].isascii() else letter


class Folding:
    """How words and sentences are folded before they are compared, by the tables under ``rules/prose/words``."""

    def __init__(
        self, characters: str, lookalikes: str, joins: list[tuple[str, str]], misspelt: Callable[[], Mapping[str, str]]
    ) -> None:
        self._characters = str.maketrans({pair[0]: pair[1:] for pair in characters.split() if len(pair) == 2})
        self._lookalikes = str.maketrans({pair[0]: pair[1:] for pair in lookalikes.split() if len(pair) == 2})
        self._make_misspelt = misspelt
        self._joins = [(late(pattern), word) for pattern, word in joins]
        self.joining = [pattern for pattern, _ in joins]
        self._joined = Many(self.joining)

    def letters(self, text: str) -> str:
        """Lower case, without accents; each letter of another script that feigns a Latin one is that one."""
        if text.isascii():
            return text.lower()
        text = text.translate(_QUOTES)
        if _FOREIGN.search(text):
            text = _FOREIGN_IN_WORD.sub(lambda match: match[0].translate(self._lookalikes), text)
        text = _HYPHENS.sub("-", text).lower()
        return "".join(map(_plain_letter, text)).translate(self._characters)

    @lru_cache(maxsize=1024)  # noqa: B019 - a vocabulary lives as long as the process
    def sentence(self, text: str) -> str:
        """A sentence ready for the patterns: single spaces, hyphens as spaces, signs apart from words, and one word for
        what is written in two."""
        return self.joined(self.apart(text))

    @lru_cache(maxsize=1024)  # noqa: B019
    def meant(self, text: str) -> str:
        """The same, of what a person wrote by hand: words that decide and are misspelt are what they stand for."""
        return self.joined(self.spelled(self.apart(text)))

    @cached_property
    def _misspelt(self) -> Mapping[str, str]:
        """Made for the first text that somebody wrote by hand: names, which are all that many a repo has, need none."""
        return self._make_misspelt()

    def spelled(self, text: str) -> str:
        """A folded text whose misspelt words that decide are what they stand for."""
        return corrected(text, self._misspelt)

    def joined(self, text: str) -> str:
        """A folded text with one word for what is written in two."""
        for number in self._joined.found(text):
            pattern, word = self._joins[number]
            text = pattern.sub(word, text)
        return text

    def apart(self, text: str) -> str:
        """A sentence folded, its words as they are written."""
        text = self.letters(text)
        text = _NOT.sub(" not", text) if "n't" in text else text
        text = _SPACES.sub(" ", text)
        text = _APART.sub(r" \1 ", text) if _APART.search(text) else text
        text = " ".join(text.split())
        return _CJK_SPACE.sub("", text) if not text.isascii() and not _hangul(text) else text


def _hangul(text: str) -> bool:
    return any("\uac00" <= letter <= "\ud7a3" for letter in text)
