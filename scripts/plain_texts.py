"""The SPDX list's plain texts where its own template is not their words: which they are, and what may vary in them."""

import pathlib

from scanner.identify.align import align, filled
from scanner.identify.index import FIRST, TextStore
from scanner.identify.names import name_index
from scanner.identify.texts import TextIndex, identify
from scanner.knowledge.licenses import load_licenses

Span = tuple[int, int, str | None]
#: What makes a text another file and not another licence.
_HOLDER = "Copyright (c) 2024 The Skylark authors\n\n"
#: Words of a part that stands for others.
_NAME = 12
#: How much of a part that may be left out must be there, in order: it may have a link or a sentence more or less.
_SAME = 0.8


def unrecognised(texts: dict[str, str], index: pathlib.Path, rules: pathlib.Path) -> list[str]:
    """The licences whose own text an index does not call one known licence as soon as a holder stands above it."""
    known = TextIndex(texts=TextStore(index), names=name_index(load_licenses(rules)))
    rows = {name: identify(_HOLDER + text, known) for name, text in texts.items()}
    return [name for name, found in rows.items() if len(found) > 1 or found[0].match not in ("exact", "equivalent")]


def spans_in(plain: list[str], template: list[str], spans: list[Span]) -> list[Span]:
    """The parts of a template that may vary, where they stand in the plain text: with the very words (nearly, where
    they may be left out), or between the very words on both sides where others may stand for them."""
    numbers = {word: chr(FIRST + number) for number, word in enumerate(sorted({*plain, *template}))}
    one, other = ("".join(numbers[word] for word in words) for words in (template, plain))
    places = {
        run.known + by: run.place + by for run in filled(one, other, align(one, other)) for by in range(run.length)
    }
    found = []
    for start, end, pattern in spans:
        first, last = places.get(start), places.get(end - 1)
        if start < end and first is not None and last is not None and plain[first : last + 1] == template[start:end]:
            found.append((first, last + 1, pattern))
            continue
        if pattern is None and first is not None and last is not None:
            if _SAME * max(end - start, last + 1 - first) <= sum(at in places for at in range(start, end)):
                found.append((first, last + 1, None))
            continue
        before, behind = places.get(start - 1), places.get(end)
        if pattern is not None and before is not None and behind is not None and before < behind <= before + 1 + _NAME:
            found.append((before + 1, behind, pattern))
    return found
