"""Changes and harmless variations of licence texts, made by rule: the same seed makes the same ones."""

import html
import random
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """A text made from another: ``kind`` of the variation, and the ``words`` that its differences must show."""

    kind: str
    text: str
    words: str = ""


_SENTENCES = (
    "Companies with more than ten employees need a paid licence.",
    "Use for surveillance is not permitted.",
    "Outputs belong to the licensor.",
    "This grant ends on 31 December 2026.",
    "Only members of the consortium are licensed.",
    "You may not host the Model for others.",
    "Benchmarks may be published with our consent alone.",
    "Academic institutions only.",
)
_INSERTS = (
    "not",
    "non-commercial",
    "temporarily",
    "solely",
    "internally",
    "academic",
    "three",
    "revocable",
    "European",
    "free",
)
_SWAPS = {
    "may": "must", "shall": "may", "any": "academic", "without": "with", "worldwide": "European", "and": "or",
    "all": "some", "perpetual": "annual", "not": "hereby", "must": "should", "use": "evaluate",
    "free": "cheap", "million": "thousand",
}  # fmt: skip


def changes(text: str, chance: random.Random) -> Iterator[Variation]:
    """One of each kind of change that the text allows."""
    for make in (
        _inserted,
        _dropped,
        _swapped,
        _numbered,
        _appended,
        _prepended,
        _sentence_lost,
        _clause,
        _comment,
        _glyph,
    ):
        if made := make(text, chance):
            yield made


def harmless(text: str, chance: random.Random) -> Iterator[Variation]:
    """One of each kind of what may vary."""
    kinds: dict[str, Callable[[str], str]] = {
        "rewrapped": lambda t: _paragraphs(t, 60 + chance.randrange(60)),
        "capitals": str.upper,
        "quotes": lambda t: re.sub(r'"([^"\n]*)"', "“\\1”", t).replace("'", "’"),
        "line ends": lambda t: t.replace("\n", "\r\n"),
        "shell comment": lambda t: "".join(f"# {line}\n" for line in t.split("\n")),
        "C comment": lambda t: "/*\n" + "".join(f" * {line}\n" for line in t.split("\n")) + " */\n",
        "quotation": lambda t: "".join(f"> {line}\n" for line in t.split("\n")),
        "HTML": lambda t: f"<html><body><pre>\n{html.escape(t)}</pre></body></html>",
        "copyright": lambda t: "Copyright (c) 2023-2025 Harbour Research Ltd. and contributors\n\n" + t,
        "all rights reserved": lambda t: "© 2024 Jane Q. Doe <jane@harbour.example>. All rights reserved.\n\n" + t,
        "indented": lambda t: textwrap.indent(t, "      "),
        "spelling": lambda t: re.sub(r"\bLicense\b", "Licence", t).replace("https://", "http://"),
        "code block": lambda t: f"```\n{t}\n```\n",
        "mark": lambda t: "\ufeff" + t + "\n\n\n",
    }  # fmt: skip
    for kind, make in kinds.items():
        yield Variation(kind=kind, text=make(text))


def _paragraphs(text: str, width: int) -> str:
    return "\n\n".join(
        textwrap.fill(" ".join(part.split()), width, break_on_hyphens=False, break_long_words=False)
        for part in re.split(r"\n\s*\n", text)
    )


def _spots(text: str) -> list[re.Match[str]]:
    """Words in running prose, away from the head and the tail, on lines of words alone."""
    low, high = int(len(text) * 0.12), int(len(text) * 0.88)
    found = list(re.finditer(r"(?<= )[a-z]{3,}(?= [a-z]{2,})", text))
    words = [one for one in found if low < one.start() < high]
    return [one for one in words if not re.search(r"©|copyright|\(c\)", _line(text, one.start()), re.I)]


def _line(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1]


def _inserted(text: str, chance: random.Random) -> Variation | None:
    if not (spots := _spots(text)):
        return None
    at, word = chance.choice(spots).start(), chance.choice(_INSERTS)
    return Variation(kind="a word inserted", text=f"{text[:at]}{word} {text[at:]}", words=word)


def _dropped(text: str, chance: random.Random) -> Variation | None:
    spots = [spot for spot in _spots(text) if spot[0] != "specific"]  # optional in SPDX's BSD templates
    if not spots:
        return None
    spot = chance.choice(spots)
    return Variation(kind="a word dropped", text=text[: spot.start()] + text[spot.end() + 1 :])


def _swapped(text: str, chance: random.Random) -> Variation | None:
    spots = [spot for spot in _spots(text) if spot[0] in _SWAPS]
    if not spots:
        return None
    spot = chance.choice(spots)
    new = _SWAPS[spot[0]]
    return Variation(kind="a word swapped", text=text[: spot.start()] + new + text[spot.end() :], words=new)


def _numbered(text: str, chance: random.Random) -> Variation | None:
    found = list(re.finditer(r"(?<=[a-z] )\d{2,3}(?= [a-z(])", text))
    if not found:
        return None
    spot = chance.choice(found)
    new = str(int(spot[0]) + 7)
    return Variation(kind="a number", text=text[: spot.start()] + new + text[spot.end() :], words=new)


def _appended(text: str, chance: random.Random) -> Variation:
    said = chance.choice(_SENTENCES)
    return Variation(kind="a sentence behind", text=f"{text.rstrip()}\n\n{said}\n", words=said.rstrip("."))


def _prepended(text: str, chance: random.Random) -> Variation:
    said = chance.choice(_SENTENCES)
    return Variation(kind="a sentence before", text=f"{said}\n\n{text}", words=said.rstrip("."))


def _sentence_lost(text: str, chance: random.Random) -> Variation | None:
    low, high = int(len(text) * 0.12), int(len(text) * 0.88)
    found = [m for m in re.finditer(r"(?<=[.;] )[A-Z][a-z][^.;]{40,300}[.;]", text) if low < m.start() < high]
    if not found:
        return None
    spot = chance.choice(found)
    return Variation(kind="a sentence lost", text=text[: spot.start()] + text[spot.end() :])


def _clause(text: str, chance: random.Random) -> Variation | None:
    breaks = [m.end() for m in re.finditer(r"\n\s*\n", text) if len(text) * 0.2 < m.end() < len(text) * 0.85]
    if not breaks:
        return None
    at, said = chance.choice(breaks), chance.choice(_SENTENCES)
    return Variation(kind="a clause within", text=f"{text[:at]}{said}\n\n{text[at:]}", words=said.rstrip("."))


def _comment(text: str, chance: random.Random) -> Variation:
    said = chance.choice(_SENTENCES)
    return Variation(kind="an HTML comment", text=f"{text.rstrip()}\n<!-- {said} -->\n", words=said.rstrip("."))


def _glyph(text: str, chance: random.Random) -> Variation | None:
    spots = [spot for spot in _spots(text) if "o" in spot[0]]
    if not spots:
        return None
    spot = chance.choice(spots)
    new = spot[0].replace("o", "\u043e")
    return Variation(kind="a letter of another script", text=text[: spot.start()] + new + text[spot.end() :], words=new)
