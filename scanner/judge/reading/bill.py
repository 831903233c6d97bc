"""A bill of materials that states another licence than the repo: a contradiction, never terms of its own."""

from collections.abc import Iterator

from scanner.knowledge.licenses import Licenses
from scanner.model.result import Conflict, Evidence
from scanner.model.snapshot import Repo

#: Where the collecting leaves what bills say (see ``scanner/collect/bills/claims.py``).
_FIELD = "x_bill"


def bill_conflicts(repo: Repo, declared: tuple[str, ...], licenses: Licenses) -> Iterator[Conflict]:
    """One conflict for each place of a bill that names a licence which the repo does not declare."""
    for claim in repo.info.get(_FIELD) or ():
        named = [one for value in claim["licenses"] for one in _names(value, licenses)]
        other = [one for one in named if one.lower() not in {own.lower() for own in declared}]
        if other:
            detail = f"{claim['at']} states {', '.join(other)}, but {repo.id} declares {', '.join(declared) or 'none'}"
            evidence = Evidence(origin=claim["at"], value=f"license: {', '.join(claim['licenses'])}"[:300])
            yield Conflict(kind="declared-vs-bill", detail=detail, evidence=(evidence,))


def _names(value: str, licenses: Licenses) -> Iterator[str]:
    """The ids that a bill's licence names; a name that no record knows stands for itself."""
    for key in _keys(value):
        record = licenses.get(key) or licenses.get(key.removeprefix("LicenseRef-"))
        yield record.id if record is not None else key


def _keys(value: str) -> list[str]:
    from license_expression import ExpressionError, ExpressionParseError, Licensing

    try:
        return [str(key) for key in Licensing().license_keys(value)] or [value]
    except (ExpressionError, ExpressionParseError, AttributeError, TypeError, ValueError, RecursionError):
        return [value]
