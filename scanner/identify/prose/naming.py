"""Licences that prose names, and what it says to be under them: sentences, labels, tables, badges and links."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs, unquote

from scanner.identify.links import license_of_link
from scanner.identify.prose.sentences import Sentence
from scanner.identify.prose.words import Vocabulary
from scanner.knowledge.licenses import Licenses, are_free, fold
from scanner.knowledge.patterns import recorded
from scanner.model.frozen import dataclass
from scanner.model.once import Remembered
from scanner.text.late import late

_MAX_WORDS = 10
_MAX_NAMES = 12
_MAX_KEY = 30
_MAX_TRIED = 40
#: Sentences whose names are kept at hand.
_MOST = 256
_TOKEN = late(r"[^\s,;:()\[\]|\"'“”「」『』，。、；：（）《》]+")
#: Marks and ends of sentences that may stand around a name.
_AROUND = " .,!?*_`"
_LABEL = (
    r"^\W{0,6}(?:the )?(?P<of>[\w /&+-]{0,30}?)\s?{}(?:\(s\))?(?P<for>[^:：=|]{0,40}?)"
    r"\s{0,3}[:：=|]\s{0,3}(?P<rest>(?!//)\S.*)$"
)
_AFTER = r"\s{0,3}(?:licen[cs]es?|许可证?|协议|ライセンス|라이선스)?\s{0,3}{}"
_BADGE = late(r"/badge/(?P<spec>[^?#\n]{3,300})")
_UNKNOWN = recorded("names-of-licences-unknown")
_OWN = recorded("names-written-as-licences")
_REFERENCE = late(r"\b(?P<name>LicenseRef-[\w.+-]+)")


@dataclass(frozen=True, slots=True)
class LicenceName:
    """A licence's name in a sentence: as written, the words about it, and whether it is one that is known."""

    value: str
    before: str
    after: str
    known: bool = True


class LicenceNames:
    """Finds the names that a registry knows."""

    def __init__(self, licenses: Licenses, words: Vocabulary) -> None:
        self.licenses = licenses
        self._starts = licenses.first_words.difference(words.names.articles)
        self._vocabulary, self._words = words, words.names
        self._ends = words.grammar("ends")
        self._altered = words.grammar("altered")
        self._after = words.grammar("after", _AFTER)
        self._found: Remembered[str, tuple[LicenceName, ...]] = Remembered(lambda text: (*self._find(text),), _MOST)

    def known(self, value: str) -> str | None:
        value = value.strip(_AROUND + ";:()\"'“”|")
        return value if len(value) > 1 and self.licenses.get(value) is not None else None

    def link(self, url: str) -> str | None:
        return url if license_of_link(url, self.licenses) is not None else None

    def found(self, text: str) -> tuple[LicenceName, ...]:
        """Every known name in a text with the words before and after it, up to the next. Several listeners ask for the
        same sentence."""
        return self._found[text]

    def told(self, name: str) -> str:
        """The name in this one by which the registry knows terms; "" when there is none."""
        records = ((each.value, self.licenses.get(each.value)) for each in self.found(name))
        return next((value for value, record in records if record is not None and record.fixes_terms), "")

    def tells(self, text: str) -> bool:
        """Whether any of the names in a text is of terms that are known."""
        return any(self.told(name.value) for name in self.found(text))

    def is_narrow(self, name: LicenceName) -> bool:
        """Whether a name is of terms that are not free, or that nobody knows."""
        record = self.licenses.get(name.value)
        return record is None or not (are_free([record]) or record.members == ("*",))

    def named(self, text: str) -> list[LicenceName]:
        """The licences that a sentence names, and those nobody knows that hold none of the known names."""
        known = self._chosen(text, [*self.found(text)])
        told = [one for one in known if self.told(one.value)]
        contract = self._vocabulary.agreement("contract")
        others = [one for one in unknown(text) if not re.search(contract, one.value, re.IGNORECASE)]
        others = [one for one in others if not any(each.value in one.value for each in told)]
        custom = {one.value for one in others}  # "the Model License": a name that fixes no terms is one of its own
        return [one for one in known if one.value not in custom] + others

    def _chosen(self, text: str, names: list[LicenceName]) -> list[LicenceName]:
        """The licences of a sentence; those among which it gives the choice as one expression."""
        if len(names) < 2 or not self._vocabulary.grammar("choice").search(text):
            return names
        records = [self.licenses.get(name.value) for name in names]
        if not all(one and one.fixes_terms for one in records):
            return names
        value = " OR ".join(sorted({one.id for one in records if one}))
        return [replace(names[0], value=value, after=names[-1].after)]

    def _find(self, text: str) -> Iterator[LicenceName]:
        start, names = 0, 0
        tokens = list(_TOKEN.finditer(text))
        index = 0
        tried = 0
        while index < len(tokens) and names < _MAX_NAMES and tried < _MAX_TRIED:
            begins = fold(tokens[index][0].strip(_AROUND)).split("-")[0] in self._starts
            tried += begins
            count = self._length(tokens, index, text) if begins else 0
            if not count:
                index += 1
                continue
            first, last = tokens[index], tokens[index + count - 1]
            end = self._ends.search(text, last.end())
            after = text[last.end() : end.start() if end else len(text)]
            told = after if self._after.match(after) else ""
            value = text[first.start() : last.end()].strip(".,!?- ")
            if altered := self._altered.match(text, last.end()):
                yield LicenceName(value + altered[0].rstrip(" ,("), text[start : first.start()], "", known=False)
            else:
                yield LicenceName(value, text[start : first.start()], told)
            start, index, names = last.end() + len(told), index + count, names + 1

    def _length(self, tokens: "list[re.Match[str]]", index: int, text: str) -> int:
        """How many tokens from here on are the longest known name; 0 when none begins here."""
        for count in range(min(_MAX_WORDS, len(tokens) - index), 0, -1):
            value = text[tokens[index].start() : tokens[index + count - 1].end()]
            if self._is_name(value):
                return count
        return 0

    def _is_name(self, value: str) -> bool:
        folded = fold(value.strip(_AROUND))
        if folded in self._words.never or self.known(value) is None:
            return False
        words = folded.split("-")
        if set(self._words.plain).issuperset(words):
            return False
        if words[0] in self._words.families and not any(word in self._words.licence for word in words):
            return False
        return len(words) > 1 or (folded not in self._words.never_alone and value != value.lower())


def label(text: str, words: Vocabulary) -> tuple[str, str] | None:
    """``(what of, the rest)`` of a label such as "Model license: MIT"."""
    match = words.grammar("label", _LABEL).match(text)
    return (f"{match['of']} {match['for']}".strip(), match["rest"]) if match else None


def unknown(text: str) -> Iterator[LicenceName]:
    """Names of licences that nobody knows: "under the Harbour Weights License"."""
    for match in [*_UNKNOWN.finditer(text), *_REFERENCE.finditer(text)][:4]:
        yield LicenceName(match["name"], text[: match.start()], "", known=False)


def own(text: str, words: Vocabulary) -> Iterator[LicenceName]:
    """Names written as those of licences that nobody knows, whatever stands about them: "Harbour Weights License"."""
    for match in _OWN.finditer(text):
        first = match["name"].split()[0].lower()
        if first not in words.names.no_name:
            yield LicenceName(match["name"], text[: match.start()], "", known=False)


def licence_column(sentence: Sentence, words: Vocabulary) -> int | None:
    """The place of the column of a table that gives licences."""
    return next((place for place, cell in enumerate(sentence.head) if is_licence(cell, words)), None)


def is_key(sentence: Sentence, words: Vocabulary) -> bool:
    """Whether a table's row is a label, "License", and its value."""
    cells = sentence.cells
    return (
        len(cells) == 2
        and len(cells[0]) < _MAX_KEY
        and is_licence(cells[0], words)
        and not is_licence(cells[1][:1], words)
    )


def is_licence(text: str, words: Vocabulary) -> bool:
    """Whether a label or a column's head speaks of a licence."""
    return bool(words.grammar("head").search(text))


def badge_words(url: str) -> tuple[str, str] | None:
    """``(label, message)`` in a badge's address: in its path, or as what is asked of it."""
    asked = parse_qs(url.partition("?")[2].partition("#")[0]) if "label=" in url and "message=" in url else {}
    if asked.keys() >= {"label", "message"}:
        return asked["label"][0], asked["message"][0]
    spec = _BADGE.search(unquote(url))
    parts = spec["spec"].replace("--", "\x00").replace("__", "\x01").split("-") if spec else []
    plain = [part.replace("_", " ").replace("\x00", "-").replace("\x01", "_").strip() for part in parts]
    return (plain[0], plain[1]) if len(plain) > 1 else None


def badge(text: str, url: str, words: Vocabulary) -> tuple[str, str] | None:
    """``(label, message)`` of a badge that speaks of a licence."""
    spec = badge_words(url)
    if spec and is_licence(spec[0], words):
        return spec
    return label(text if ":" in text else text.replace(" - ", ": "), words)
