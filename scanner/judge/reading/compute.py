"""What a model's training computed, as its card states it or as its tokens and parameters let one estimate."""

import re
from collections.abc import Iterator
from re import Match

from scanner.knowledge.openness import compute_patterns
from scanner.model.fields import body_lines, card_field, config, evidence_of
from scanner.model.frozen import dataclass
from scanner.model.result import Evidence
from scanner.model.snapshot import CARD, Card, Repo
from scanner.text.late import late

_UNITS = {"t": 1e12, "trillion": 1e12, "b": 1e9, "billion": 1e9}
#: A model named by its size.
_SIZE = late(r"\b(\d+(?:\.\d+)?)\s?B\s+(?:models?|parameters?|variants?|versions?)\b", re.IGNORECASE)
#: Fields of a config by which a model is a mixture of experts: not every parameter works on every token.
_EXPERTS = ("num_local_experts", "num_experts", "n_routed_experts", "moe_num_experts")
_MAX_LINE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Compute:
    """Training compute in FLOP; ``at_most`` where it is an upper bound, ``estimated`` where it is counted from tokens
    (each read once), ``said`` names it with what it is from."""

    flop: float
    at_most: bool
    estimated: bool
    said: str
    evidence: Evidence


def read_compute(root: Repo, parameters: int | None) -> Compute | None:
    """The compute that the card states, else 6 x parameters x the tokens that it states. None for what is derived from
    another model: the card's figures may be those of either."""
    if root.card is None or card_field(root, "base_model")[0]:
        return None
    lines = tuple(_lines(root.card))
    stated = [(line, value) for line, text in lines if (value := flop(text)) is not None]
    if stated:
        line, value = max(stated, key=lambda one: one[1])
        return _compute(root, line, value, f"training compute of {value:.1e} FLOP")
    counted = [(line, value) for line, text in lines if (value := tokens(text, parameters)) is not None]
    if not counted or not parameters:
        return None
    line, value = max(counted, key=lambda one: one[1])
    mixed = any(config(root).get(name) for name in _EXPERTS)
    made = 6.0 * parameters * value
    how = f"6 x {parameters:.3g} parameters x {value:.3g} tokens{', a mixture of experts' if mixed else ''}"
    said = f"training compute of {'at most' if mixed else 'about'} {made:.1e} FLOP ({how})"
    return _compute(root, line, made, said, at_most=mixed, estimated=True)


def _lines(card: Card) -> Iterator[tuple[int, str]]:
    """The lines that may say so."""
    for number, line in body_lines(card):
        if "flop" in (lower := line[:_MAX_LINE].lower()) or "token" in lower:
            yield number, line[:_MAX_LINE]


def flop(text: str) -> float | None:
    """The FLOP that a line states."""
    found = compute_patterns()["flop"].search(text)
    return float(found["number"]) * 10.0 ** int(found["power"]) if found else None


def tokens(text: str, parameters: int | None = None) -> float | None:
    """The tokens that a line says a model was trained on; those of a later step are not the training's, and those of a
    model of another size ("the 27B model on 13T tokens") are not this one's."""
    if compute_patterns()["foreign"].search(text):
        return None
    found = (one for one in compute_patterns()["tokens"].finditer(text) if _of_size(text, one, parameters))
    counts = (float(_one(one, "number").replace(",", "")) * _UNITS[_one(one, "unit").lower()] for one in found)
    return next(counts, None)


def _of_size(text: str, found: Match[str], parameters: int | None) -> bool:
    """Whether the last model before it, by its size, may be one of so many parameters."""
    sizes = _SIZE.findall(text[: found.start()])
    return not sizes or not parameters or 0.6 < float(sizes[-1]) * 1e9 / parameters < 1.6


def _one(found: Match[str], name: str) -> str:
    return found[name] or found[f"{name}2"]


def _compute(
    root: Repo, line: int, value: float, said: str, *, at_most: bool = False, estimated: bool = False
) -> Compute:
    evidence = evidence_of(root, said, CARD, line)
    return Compute(
        flop=value, at_most=at_most, estimated=estimated, said=f"{said}, README.md:{line},", evidence=evidence
    )
