"""Licences that prose names, and what it says to be under them: sentences, labels, tables, badges and links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from scanner.identify.links import license_of_link
from scanner.identify.prose.blocks import Sentence
from scanner.knowledge.licenses import Licenses, fold

_MAX_WORDS = 10
_MAX_NAMES = 12
_TOKEN = re.compile(r"[^\s,;:()\[\]|\"'“”「」『』，。、；：（）《》]+")
_LABEL = re.compile(
    r"^\W{0,6}(?:the )?(?P<of>[\w /&+-]{0,30}?)\s?(?:licen[cs]es?|licensing|lizenz(?:en)?|licencias?|许可证?|許可證?|许可协议|授权协议|开源协议|授权|协议|ライセンス|라이선스)"
    r"(?:\(s\))?(?P<for>[^:：=|]{0,40}?)\s{0,3}[:：=|]\s{0,3}(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"licen[cs]|lizenz|许可|許可|授权|協議|协议|ライセンス|라이선스|\bterms\b", re.IGNORECASE)
#: Where the words about one name end and those about the next begin.
_ENDS = re.compile(r"[,;|，；、。]|\s(?:and|while|whereas|but|und|et|y|mais|pero|aber)\s|[和与及]")
_AFTER = re.compile(
    r"\s{0,3}(?:licen[cs]es?|lizenz|许可证?|协议|ライセンス|라이선스)?\s{0,3}(?:[(（]|(?:for|für|pour|para|applies to|covers)\b)",
    re.IGNORECASE,
)
_BADGE = re.compile(r"/badge/(?P<spec>[^?\s]{3,300})")
_UNKNOWN = re.compile(r"\bunder (?:the |an? )?(?P<name>(?:[A-Z][\w.+-]*|of|for|and|v?\d[\w.]*)(?: (?:[A-Z][\w.+-]*|of|for|and|v?\d[\w.]*)){0,7} (?:Licen[cs]e|Agreement|Terms(?: of Use)?|EULA))\b")
_GENERIC = frozenset("a all the of for see free open other others public custom model license licence license.md license.txt if do eva fish sam seer taste2 work universal upstream us un uk un base same various mixed multiple per pending original inherited inherits personal research academic community common computational customized dataset educational clear business prior new old modified public unknown unspecified unstated blue simplified revised server simplified swift python google meta microsoft intel h c o 0 2 3 ??? by work flux llama gemma qwen mistral grok kimi solar inf glm hunyuan falcon cohere jamba kolors krea lfm liquid minimax moonshot nvidia nemotron tencent upstage yandexgpt yayi yi stable stability stabilityai starcoder swift tii tongyi zero zlib x11 apple bria fair health hai postgres rail bloom bigcode bigscience creative european elastic eclipse boost server mozilla gnu lesser affero sil etalab artistic attribution".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A licence's name in a sentence: as written, the words about it, and whether it is one that is known."""

    value: str
    before: str
    after: str
    known: bool = True


class Names:
    """Finds the names that a registry knows."""

    def __init__(self, licenses: Licenses) -> None:
        self.licenses = licenses
        self._starts = licenses.first_words

    def known(self, value: str) -> str | None:
        value = value.strip(" .,;:()\"'“”|*_`")
        return value if len(value) > 1 and self.licenses.get(value) is not None else None

    def link(self, url: str) -> str | None:
        return url if license_of_link(url, self.licenses) is not None else None

    def found(self, text: str) -> Iterator[Name]:
        """Every known name in a text with the words before and after it, up to the next."""
        start, names = 0, 0
        tokens = list(_TOKEN.finditer(text))
        index = 0
        while index < len(tokens) and names < _MAX_NAMES:
            count = self._length(tokens, index, text)
            if not count:
                index += 1
                continue
            first, last = tokens[index], tokens[index + count - 1]
            end = _ENDS.search(text, last.end())
            after = text[last.end() : end.start() if end else len(text)]
            told = after if _AFTER.match(after) else ""
            yield Name(text[first.start() : last.end()].strip(".,"), text[start : first.start()], told)
            start, index, names = last.end() + len(told), index + count, names + 1

    def _length(self, tokens: "list[re.Match[str]]", index: int, text: str) -> int:
        """How many tokens from here on are the longest known name; 0 when none begins here."""
        if fold(tokens[index][0]).split("-")[0] not in self._starts:
            return 0
        for count in range(min(_MAX_WORDS, len(tokens) - index), 0, -1):
            value = text[tokens[index].start() : tokens[index + count - 1].end()]
            if self._is_name(value, count):
                return count
        return 0

    def _is_name(self, value: str, count: int) -> bool:
        if self.known(value) is None:
            return False
        folded = fold(value)
        return "-" in folded or (folded not in _GENERIC and value != value.lower())


def label(text: str) -> tuple[str, str] | None:
    """``(what of, the rest)`` of a label such as "Model license: MIT"."""
    match = _LABEL.match(text)
    return (f"{match['of']} {match['for']}".strip(), match["rest"]) if match else None


def unknown(text: str) -> Iterator[Name]:
    """Names of licences that nobody knows: "under the Harbour Weights License"."""
    for match in [*_UNKNOWN.finditer(text)][:4]:
        yield Name(match["name"], text[: match.start()], "", known=False)


def licence_column(sentence: Sentence) -> int | None:
    """The place of the column of a table that gives licences."""
    return next((place for place, cell in enumerate(sentence.head) if _HEAD.search(cell)), None)


def is_licence(text: str) -> bool:
    """Whether a label or a column's head speaks of a licence."""
    return bool(_HEAD.search(text))


def badge(text: str, url: str) -> tuple[str, str] | None:
    """``(label, message)`` of a badge that speaks of a licence."""
    spec = _BADGE.search(unquote(url))
    if spec:
        parts = spec["spec"].replace("--", "\x00").replace("__", "\x01").split("-")
        plain = [part.replace("\x00", "-").replace("\x01", "_").replace("_", " ").strip() for part in parts]
        if len(plain) >= 2 and _HEAD.search(plain[0]):
            return plain[0], plain[1]
    said = label(text if ":" in text else text.replace(" - ", ": "))
    return said if said else None


__all__ = ["Name", "Names", "badge", "is_licence", "label", "licence_column", "unknown"]
