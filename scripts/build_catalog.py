"""Builds the bundled catalog, ``rules/catalog/models.bin``, from the data beside the checkout.

    python scripts/build_catalog.py [--data ../shared/data/hub] [--out rules/catalog/models.bin]

One record a model, in the Hub API's own field names, with its source and the day it was observed. Where several
sources know a model, the newest observation is the record; older ones only add fields that the newer source never
reports, and ``x_dated`` says of each how old it is. ``api-2022-02-21`` is left out: its data states no licence.
The same input gives the same records; the bytes may differ between versions of zlib.
"""

import argparse
import gzip
import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scanner.collect.catalog import MAGIC, block_of

ROOT = Path(__file__).resolve().parent.parent
BLOCKS = 256
MAX_BYTES = 3_000_000
RADAR_DAY = "2026-08-22"
#: Tags that say nothing a rule or a screen could use.
NOISE = ("region:", "deploy:", "endpoints_compatible", "text-generation-inference")
SOURCES = {
    "radar": '"radar-huggingface-dataset" by 686f6c61, CC BY 4.0 (fields selected and renamed)',
    "cards": "front matter of the model card",
    "api": "Hub API answer of that day",
    "mot": "Model Openness Tool, MIT",
    "body": "body of the model card",
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

    def line(self) -> str:
        plain: dict[str, Any] = {"id": self.id, "s": self.source, "o": self.observed, "i": self.info}
        plain |= {key: value for key, value in (("sha", self.sha), ("f", self.files)) if value is not None}
        return f"{self.id.lower()}\t{json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data" / "hub")
    parser.add_argument("--out", type=Path, default=ROOT / "rules" / "catalog" / "models.bin")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no data at {options.data}: name the folder with --data", file=sys.stderr)
        return 2
    names = renames()
    records = merged([*radar(options.data), *cards(options.data), *first_asked(options.data)], names)
    content = packed(records, aliases(records, names))
    if len(content) > MAX_BYTES:
        print(f"the catalog would take {len(content):,} bytes; the limit is {MAX_BYTES:,}", file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(content)
    print(f"{len(records):,} models, {len(content):,} bytes: {options.out}")
    return 0


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
            id=row["id"], source=source, observed=row["observed"], info=info, sha=row.get("sha"), files=row.get("files")
        )


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


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


def packed(records: list[Record], other_names: dict[str, str]) -> bytes:
    """The file: magic, length and header as JSON, then the blocks (see :mod:`scanner.collect.catalog`)."""
    blocks = [""] * BLOCKS
    lines = [(record.id.lower(), record.line()) for record in records]
    lines += [(name, f"{name}\t{json.dumps(target)}\n") for name, target in sorted(other_names.items())]
    for key, line in lines:
        blocks[block_of(key, BLOCKS)] += line
    squeezed = [zlib.compress(block.encode(), 9) for block in blocks]
    header = {"sources": SOURCES, "models": len(records), "sizes": [len(block) for block in squeezed]}
    head = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
    return MAGIC + len(head).to_bytes(4, "big") + head + b"".join(squeezed)


if __name__ == "__main__":
    sys.exit(main())
