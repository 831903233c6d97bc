"""Builds the bundled catalog, ``rules/catalog/models.bin``, from the data beside the checkout.

    python -m scripts.build_catalog [--data ../shared/data] [--out rules/catalog/models.bin]

``catalog_records`` reads what the Hub reported, ``catalog_statements`` what others stated and who of them decides,
``catalog_joining`` makes one record of both, and this module packs the file. ``catalog_facts.jsonl`` holds statements
found by hand, each with its source. ``api-2022-02-21`` is left out: its data states no licence. The same input gives
the same records; the bytes may differ between versions of zlib.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scanner.collect.catalog import pack
from scanner.knowledge.licenses import Licenses, load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.plain import line_of
from scripts.catalog_joining import joined
from scripts.catalog_records import (
    SOURCES,
    Record,
    aliases,
    cards,
    first_asked,
    merged,
    radar,
    renames,
    stated_datasets,
)
from scripts.catalog_statements import Known, Strictness, well_known

ROOT = Path(__file__).resolve().parent.parent
FACTS = Path(__file__).parent / "catalog_facts.jsonl"
BLOCKS = 512
MAX_BYTES = 5_000_000
_WITHHOLDING = ("non_commercial", "research_only", "evaluation_only")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "rules" / "catalog" / "models.bin")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"no data at {options.data}: name the folder with --data", file=sys.stderr)
        return 2
    names = renames()
    records = everything(options.data, names)
    content = packed(records, aliases(records, names))
    if len(content) > MAX_BYTES:
        print(f"the catalog would take {len(content):,} bytes; the limit is {MAX_BYTES:,}", file=sys.stderr)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(content)
    print(f"{len(records):,} records, {len(content):,} bytes: {options.out}")
    return 0


def everything(data: Path, names: dict[str, tuple[str, ...]]) -> list[Record]:
    hub = data / "hub"
    reported = merged([*radar(hub), *cards(hub), *first_asked(hub)], names)
    traced = stated_datasets(data / "facts" / "dpi.jsonl.gz")
    return joined([*reported, *traced], well_known(hub, FACTS), names, known_by(load_licenses(rules_dir())))


def known_by(licenses: Licenses) -> Known:
    """How strict a licence name is, by the licence records."""

    def strictness(name: str) -> Strictness | None:
        record = licenses.get(name)
        if record is None or not record.fixes_terms:
            return None
        limits = [one.term for one in record.conditions if one.effect != "duty"]
        return Strictness(
            withholds=any(term in _WITHHOLDING for term in limits),
            limits=len(limits),
            duties=len(record.obligations),
            standard=record.hub_key is not None,
        )

    return strictness


def packed(records: Iterable[Record], other_names: dict[str, str]) -> bytes:
    """The file: magic, length and header as JSON, then the blocks (see :mod:`scanner.collect.catalog`)."""
    kept = sorted(records, key=lambda record: record.key)
    sources = sorted({record.source for record in kept} | {one[1] for record in kept for one in record.stated})
    lines = [(record.key, _line(record, sources)) for record in kept]
    lines += [(name, line_of(target)) for name, target in sorted(other_names.items())]
    models = sum(record.kind == "model" for record in kept)
    return pack(lines, [SOURCES.get(name, name) for name in sources], models, BLOCKS)


def _line(record: Record, sources: list[str]) -> str:
    plain: dict[str, Any] = {
        "id": record.id,
        "s": sources.index(record.source),
        "o": record.observed,
        "i": record.info,
        "sha": record.sha,
        "f": record.files,
        "p": record.partial or None,
        "w": [[value, sources.index(source), day, int(vendor)] for value, source, day, vendor in record.stated] or None,
    }
    kept = {key: value for key, value in plain.items() if value is not None}
    return line_of(kept)


if __name__ == "__main__":
    sys.exit(main())
