"""Licence expressions as people write them → :class:`~scanner.model.terms.Terms` of resolved ids.

The structure is license-expression's (brackets, precedence, ``WITH``); what is ours is that names may hold spaces and
be spelled in any way the registry knows. ``AND``, ``OR`` and ``WITH`` count in any case; a comma, a slash
and other signs join without saying how.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from typing import TypeAlias

from scanner.knowledge.licenses import Licenses
from scanner.model.terms import Terms, choice, join, licence, unstated
from scanner.text.late import late

#: Longer values, or more deeply nested ones, are kept as declared and not taken apart.
MAX_LENGTH, MAX_DEPTH = 1000, 40
_WORDS = {"and": "and", "&": "and", "+": "and", "or": "or", "with": "with"}
_OPERATOR = late(
    r"(?<![^\s()])(?P<word>and|or|with)(?![^\s()])|(?<=\s)(?P<sign>[&+])(?=\s)"
    r"|(?P<bare>[,;|&]|(?<![:/])/(?!/)|-(?:and|or|with)-(?!later|newer))|(?P<bracket>[()])",
    re.IGNORECASE,
)
Named: TypeAlias = Callable[[str], str]
Token: TypeAlias = tuple[str, str]


def parse(value: str, licenses: Licenses, named: Named) -> Terms | None:
    """The terms that a value spells out, each name resolved by ``named``; None when it is no expression: a single name,
    or something of which no part is known."""
    if len(value) > MAX_LENGTH or licenses.get(value) is not None:
        return None
    tokens = list(_tokens(value))
    names = [text for kind, text in tokens if kind == "name"]
    if len(names) < 2 or all(licenses.get(name) is None for name in names):
        return None
    return _built(tokens, named)


def _tokens(value: str) -> Iterator[Token]:
    """``(kind, text)``: names, brackets, and operators (``unstated`` for signs that say none)."""
    at = 0
    for match in _OPERATOR.finditer(value):
        if name := value[at : match.start()].strip():
            yield "name", name
        at = match.end()
        if match["bracket"]:
            yield match["bracket"], ""
        else:
            yield _WORDS.get((match["word"] or match["sign"] or "").lower(), "unstated"), ""
    if name := value[at:].strip():
        yield "name", name


def _built(tokens: list[Token], named: Named) -> Terms | None:
    """The tree over the tokens. Signs that say no operator part a list; inside brackets they can only join."""
    if _depth(tokens) > MAX_DEPTH:
        return None
    if any(kind == "(" for kind, _ in tokens):
        return _parsed([("and" if kind == "unstated" else kind, text) for kind, text in tokens], named)
    parts = [_parsed(group, named) for group in _groups(tokens)]
    known = [part for part in parts if part is not None]
    return unstated(known) if known and len(known) == len(parts) else None


def _groups(tokens: list[Token]) -> list[list[Token]]:
    """What stands between the signs that say no operator."""
    groups: list[list[Token]] = [[]]
    for token in tokens:
        if token[0] == "unstated":
            groups.append([])
        else:
            groups[-1].append(token)
    return [group for group in groups if group]


def _depth(tokens: list[Token]) -> int:
    return max(accumulate((kind == "(") - (kind == ")") for kind, _ in tokens), default=0)


def _parsed(tokens: list[Token], named: Named) -> Terms | None:
    """What license-expression makes of names (``n0``, ``n1`` …), brackets and operators; None when that is none."""
    from license_expression import ExpressionError, ExpressionParseError, Licensing

    names = [text for kind, text in tokens if kind == "name"]
    numbers = iter(range(len(names)))
    text = " ".join(f"n{next(numbers)}" if kind == "name" else kind.upper() for kind, _ in tokens)
    try:
        tree = Licensing().parse(text)
    except (ExpressionError, ExpressionParseError):
        return None
    return _terms(tree, [(name, named) for name in names]) if tree is not None else None


def _terms(tree: object, names: list[tuple[str, Named]]) -> Terms:
    from license_expression import LicenseWithExceptionSymbol

    if isinstance(tree, LicenseWithExceptionSymbol):
        return _with(names[_number(tree.license_symbol)], names[_number(tree.exception_symbol)][0])
    parts = [_terms(part, names) for part in getattr(tree, "args", ())]
    if parts:
        return choice(parts) if type(tree).__name__ == "OR" else join(parts)
    name, named = names[_number(tree)]
    return licence(named(name))


def _number(symbol: object) -> int:
    return int(str(getattr(symbol, "key", "n0"))[1:])


def _with(name: tuple[str, Named], exception: str) -> Terms:
    """A licence with an exception that the SPDX list knows; any other rider is terms of its own that join."""
    text, named = name
    spelled = exceptions().get(exception.lower())
    return licence(named(text), spelled) if spelled else join([licence(named(text)), licence(named(exception))])


@cache
def exceptions() -> dict[str, str]:
    """SPDX exceptions in lower case → as SPDX spells them: each only adds permissions to its licence."""
    from license_expression import get_license_index

    found = (entry["spdx_license_key"] for entry in get_license_index() if entry["is_exception"])
    return {name.lower(): name for name in found if name and not name.startswith("LicenseRef-")}
