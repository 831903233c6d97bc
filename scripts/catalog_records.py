"""The catalog's records: what the Hub itself reported of a model, and the datasets whose licences were traced.

One record a model, in the Hub API's own field names. Where several sources reported a model, the newest observation is
the record; older ones only add fields that the newer source never reports, and ``x_dated`` says of each how old it is.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RADAR_DAY = "2026-08-22"
#: Tags that say nothing a rule or a screen could use.
NOISE = ("region:", "deploy:", "endpoints_compatible", "text-generation-inference")
SOURCES = {
    "radar": '"radar-huggingface-dataset" by 686f6c61, CC BY 4.0 (fields selected and renamed)',
    "cards": "front matter of the model card",
    "api": "Hub API answer of that day",
    "mot": "Model Openness Tool, MIT",
    "body": "body of the model card",
    "dpi": "Data Provenance Initiative, Apache-2.0",
}
#: Fields that the radar never reports: an older source may add them. Everything else it would have said.
IN_CARD = ("license_link", "new_version")
IN_INFO = ("x_gate_text", "x_components")


@dataclass
class Record:
    """A model as the catalog keeps it; ``info`` as :class:`scanner.model.snapshot.Repo` has it."""

    id: str
    source: str
    observed: str
    info: dict[str, Any] = field(default_factory=dict)
    sha: str | None = None
    files: list[str] | None = None
    kind: str = "model"
    #: The source says no more than what stands in ``info``: what is not there was not denied.
    partial: bool = False
    #: ``[licence, source, day, by the vendor]`` of each licence that was stated, the deciding one first.
    stated: list[list[Any]] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"datasets/{self.id.lower()}" if self.kind == "dataset" else self.id.lower()


def radar(folder: Path) -> Iterator[Record]:
    with gzip.open(folder / f"radar-{RADAR_DAY}.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield Record(id=row["id"], source="radar", observed=RADAR_DAY, info=_radar_info(row))


def _radar_info(row: dict[str, Any]) -> dict[str, Any]:
    info = {
        "cardData": _radar_card(row),
        "tags": [tag for tag in row["tags"] if not tag.startswith(NOISE)],
        "gated": row["gated"],
        "library_name": row.get("library"),
        "pipeline_tag": row.get("pipeline_tag"),
        "createdAt": row["created_at"],
        "lastModified": row["updated_at"],
        "downloads": row["downloads_30d"],
        "likes": row["likes"],
        "x_formats": row.get("formats"),
        "x_storage_bytes": row.get("storage_bytes"),
        "x_parameters": row.get("parameters"),
        "x_removed": row["removed"],
        "x_removed_at": row.get("removed_at"),
    }
    return {key: value for key, value in info.items() if value is not None}


def _radar_card(row: dict[str, Any]) -> dict[str, Any]:
    """The front matter as far as the radar shows it: its ``license`` is the license_name where the tag differs."""
    tagged = [tag.removeprefix("license:") for tag in row["tags"] if tag.startswith("license:")]
    stated = row.get("license")
    card: dict[str, Any] = {}
    if tagged or stated:
        card["license"] = tagged[0] if tagged else stated
    if tagged and stated and stated != tagged[0]:
        card["license_name"] = stated
    if row.get("base_model"):
        card["base_model"] = row["base_model"].split(", ")
    return card


def cards(folder: Path) -> Iterator[Record]:
    for row in _lines(folder / "cards-2025-04-21.jsonl"):
        info: dict[str, Any] = {key: row[key] for key in ("library_name", "pipeline_tag") if key in row}
        left_out = {"id", "observed", "gate_text_in_card", "library_name", "pipeline_tag", "language"}
        info["cardData"] = {key: value for key, value in row.items() if key not in left_out}
        info["x_gate_text"] = row["gate_text_in_card"]
        yield Record(id=row["id"], source="cards", observed=row["observed"], info=info)


def first_asked(folder: Path) -> Iterator[Record]:
    for row in _lines(folder / "first-asked.jsonl"):
        names = {"pipeline_tag": "pipeline_tag", "library": "library_name", "last_modified": "lastModified"}
        info = {name: row[key] for key, name in names.items() if key in row}
        info["cardData"] = {key: row[key] for key in ("license", "datasets") if row.get(key)}
        if "components" in row:
            info["x_components"] = row["components"]
        source = "mot" if "Openness" in row["from"] else "body" if "body" in row["from"] else "api"
        yield Record(
            id=row["id"],
            source=source,
            observed=row["observed"],
            info=info,
            sha=row.get("sha"),
            files=row.get("files"),
            partial=source != "api",
        )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def stated_datasets(path: Path) -> Iterator[Record]:
    """The Hub's datasets whose licences the Data Provenance Initiative traced, with every licence that it found."""
    found: dict[str, dict[str, None]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name = row["hf_url"].partition("/datasets/")[2].strip("/")
            names = [one["license"] for one in row["licenses"]] + [
                row["inferred_metadata"].get("HF Yaml License") or ""
            ]
            if name and name.count("/") < 2 and "?" not in name:
                found.setdefault(name, {}).update(dict.fromkeys(filter(None, names)))
    for name, licenses in found.items():
        info = {"cardData": {"license": sorted(licenses)}}
        yield Record(id=name, source="dpi", observed="2025-03", info=info, kind="dataset", partial=True)


def renames() -> dict[str, tuple[str, ...]]:
    """Lower-cased id → all lower-cased ids under which the Hub answers with the same model."""
    found = {}
    for line in (Path(__file__).parent / "catalog_aliases.tsv").read_text(encoding="utf-8").splitlines():
        names = tuple(line.partition("#")[0].lower().split())
        found.update(dict.fromkeys(names, names))
    return found


def merged(found: list[Record], names: dict[str, tuple[str, ...]]) -> list[Record]:
    """One record a model (spellings that differ by case stay apart within a source): the newest, filled from older."""
    newest: dict[str, list[Record]] = {}
    for record in sorted(found, key=lambda record: (record.observed, record.id), reverse=True):
        key = record.id.lower()
        kept = newest.setdefault(names.get(key, (key,))[0], [])
        if kept and all(other.source != record.source for other in kept):
            _fill(kept[0], record)
        else:
            kept.append(record)
    for kept in newest.values():
        kept.sort(key=lambda record: (record.info.get("x_removed", False), -record.info.get("likes", 0), record.id))
    return sorted((record for kept in newest.values() for record in kept), key=lambda record: record.id.lower())


def _fill(newer: Record, older: Record) -> None:
    card = older.info["cardData"]
    added = {key: card[key] for key in IN_CARD if key in card and key not in newer.info["cardData"]}
    newer.info["cardData"] |= added
    extra = {key: older.info[key] for key in IN_INFO if key in older.info and key not in newer.info}
    newer.info |= extra
    dated = newer.info.get("x_dated", {}) | dict.fromkeys([*added, *extra], older.observed)
    newer.info |= {"x_dated": dated} if dated else {}


def aliases(records: list[Record], names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Every other id of a model that the catalog has → its id there, both lower-cased."""
    known = {record.id.lower() for record in records}
    have = {name: next((other for other in group if other in known), None) for name, group in names.items()}
    return {name: target for name, target in have.items() if target and name not in known}
