"""Datasets whose licences auditors looked up: ``rules/dataset-audits/``, read once, kept as plain data."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Literal, TypeAlias

from scanner.knowledge.resources import rules_dir
from scanner.model.errors import KnowledgeError
from scanner.model.frozen import dataclass
from scanner.model.snapshot import Json

#: The auditors' class of use: any, non-commercial, academic alone.
Use: TypeAlias = Literal["All", "NC", "Acad"]
AUDITORS = "Data Provenance Initiative"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedLicense:
    """A licence that the auditors found, the use that they class it under, and where they read it."""

    license: str
    use: Use
    url: str | None
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DataAudit:
    """What was found of one dataset; ``outputs_of`` names the models whose outputs are in it."""

    id: str
    licenses: tuple[AuditedLicense, ...]
    outputs_of: tuple[str, ...]

    @property
    def restricted(self) -> bool:
        return any(one.use != "All" for one in self.licenses)


def audit_of(*ids: str) -> DataAudit | None:
    """The audit of a dataset, by any of its ids."""
    known = _audits()
    return next((_audit(known[name.lower()]) for name in ids if name.lower() in known), None)


@cache
def _audits() -> Mapping[str, Json]:
    path = rules_dir() / "dataset-audits" / "dpi.jsonl"
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise KnowledgeError(f"{path}: cannot be read ({error}); reinstall modelscan") from error
    return {row["id"]: row for row in rows}


def _audit(row: Json) -> DataAudit:
    return DataAudit(
        id=row["id"],
        licenses=tuple(AuditedLicense(**one) for one in row["licenses"]),
        outputs_of=tuple(row["outputs_of"]),
    )
