"""A result's fields in plain words: what the text screen, Markdown and HTML all say the same way.

The words that may need explaining are the contract's own; ``modelscan explain WORD`` defines each.
"""

from scanner.report.phrases.files import access, amiss, profile, weights, weights_word
from scanner.report.phrases.licences import (
    conflict,
    data,
    in_effect,
    learnt,
    licence,
    lineage,
    measures,
    openness,
    openness_line,
    owed,
)
from scanner.report.phrases.runs import asked, identity, source, trouble, unjudged, unstated, use, used, waiver
from scanner.report.phrases.words import NOT_APPLICABLE, sentence, short
from scanner.text.counted import amount, size

__all__ = [
    "NOT_APPLICABLE",
    "access",
    "amiss",
    "amount",
    "asked",
    "conflict",
    "data",
    "identity",
    "in_effect",
    "learnt",
    "licence",
    "lineage",
    "measures",
    "openness",
    "openness_line",
    "owed",
    "profile",
    "sentence",
    "short",
    "size",
    "source",
    "trouble",
    "unjudged",
    "unstated",
    "use",
    "used",
    "waiver",
    "weights",
    "weights_word",
]
