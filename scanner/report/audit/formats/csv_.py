"""CSV: a row a judgement: where it is used, then the columns of every modelscan CSV."""

from scanner.report.formats.csv_ import row, written
from scanner.runs.audit.types import Audit, Judged

PLACES = ("system", "owner", "environment")


def render(audit: Audit) -> str:
    """A header and a row a judgement."""
    return written([columns(one) for one in audit.judged], (*PLACES, "use", "origins", "model"))


def columns(one: Judged) -> dict[str, object]:
    """The columns of one judgement, in order."""
    origins = dict.fromkeys(origin for asset in one.assets for origin in asset.origins)
    placed = {name: one.said(name) for name in PLACES}
    return {**placed, "use": one.key[1], "policy": one.policy, "origins": "; ".join(origins), **row(one.result)}
