"""The figures that a sentence tells, as people write them."""

from scanner.text.late import late

_FIGURE = late(r"(?i)(\d[\d.,]*)[ \u00a0-]?(thousand|k|millions?|mio|mn|m|billions?|bn|b|万|萬|만|亿|億|억)?(?![a-z])")
_SCALES = {"t": 10**3, "k": 10**3, "m": 10**6, "b": 10**9, "万": 10**4, "萬": 10**4, "만": 10**4}


def figures(text: str) -> frozenset[int]:
    """The whole figures in a text: ``700 million``, ``US$1M``, ``10,000``, ``7亿``."""
    return frozenset(
        value for found in _FIGURE.finditer(text) if (value := _value(found[1], found[2] or "")) is not None
    )


def _value(digits: str, scale: str) -> int | None:
    parts = digits.rstrip(".,").replace(",", ".").split(".")
    grouped = len(parts) > 1 and all(len(part) == 3 for part in parts[1:])
    number = float("".join(parts) if grouped else ".".join(parts[:2])) if len(digits) < 40 else 0.0
    value = number * (_SCALES.get(scale[:1].lower(), 10**8) if scale else 1)
    return int(value) if value == int(value) else None
