"""CSV: a row a judgement: where it is used, then the columns of every modelscan CSV."""

import csv
import io

from scanner.report.formats.csv_ import cell, row
from scanner.runs.audit.types import Audit, Judged

PLACES = ("system", "owner", "environment")


def render(audit: Audit) -> str:
    """A header and a row a judgement."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    rows = [columns(one) for one in audit.judged]
    writer.writerow(rows[0] if rows else (*PLACES, "use", "origins", "model"))
    writer.writerows([cell(value) for value in one.values()] for one in rows)
    return out.getvalue()


def columns(one: Judged) -> dict[str, object]:
    """The columns of one judgement, in order."""
    origins = dict.fromkeys(origin for asset in one.assets for origin in asset.origins)
    placed = {name: one.said(name) for name in PLACES}
    return {**placed, "use": one.key[1], "policy": one.policy, "origins": "; ".join(origins), **row(one.result)}
