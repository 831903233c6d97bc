"""``python scripts/build_dataset_audits.py dpi.jsonl.gz``: audited licences → rules/dataset-audits/dpi.jsonl.

Input: the Data Provenance Collection's summaries (Apache-2.0), one record a line. Kept: the Hub id, each licence that
the auditors found with their class of use, who verified it, and the models whose outputs are in the data.
"""

import gzip
import json
import re
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "rules" / "dataset-audits" / "dpi.jsonl"
_ID = re.compile(r"https://huggingface\.co/datasets/([\w.-]+(?:/[\w.-]+)?)(?:/(?:viewer|blob|tree|resolve)/.*)?/?")
#: What the auditors write where they found nothing that could be held against a tag.
_NOTHING = ("Unspecified", "Custom", "Various")
#: A service's terms of use bind who accepted them; they are no licence of the data, and stand under ``outputs_of``.
_SERVICES = {"OpenAI": "OpenAI", "Anthropic": "Claude", "Google Cloud Translation API": "Google Cloud Translation API"}


def main(source: str) -> None:
    found: dict[str, dict] = {}
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            matched = _ID.fullmatch((record.get("hf_url") or "").strip())
            if matched:
                _add(found.setdefault(matched[1].lower(), {"licenses": {}, "outputs_of": set()}), record)
    rows = [_row(name, found[name]) for name in sorted(found)]
    kept = [row for row in rows if row["licenses"] or row["outputs_of"]]
    OUT.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept), encoding="utf-8")
    print(f"{len(kept)} datasets")


def _add(entry: dict, record: dict) -> None:
    classes = record.get("license_classes") or []
    for licence, kind in zip(record.get("licenses") or [], classes, strict=False):
        name = licence["license"]
        if name in _SERVICES:
            entry["outputs_of"].add(_SERVICES[name])
        elif name not in _NOTHING and kind and kind[0] in ("All", "NC", "Acad"):
            entry["licenses"].setdefault(name, [kind[0], licence.get("url"), bool(record.get("license_verified_by"))])
    made = record.get("model_generated") or []
    entry["outputs_of"] |= {name for name in made if name not in ("Other", "templates")}


def _row(name: str, entry: dict) -> dict:
    licences = [
        {"license": one, "use": use, "url": url, "verified": verified}
        for one, (use, url, verified) in sorted(entry["licenses"].items())
    ]
    return {"id": name, "licenses": licences, "outputs_of": sorted(entry["outputs_of"])}


if __name__ == "__main__":
    main(sys.argv[1])
