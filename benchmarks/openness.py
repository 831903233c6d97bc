"""Openness as read from the bundled catalog's metadata, against what others recorded by hand, component by component.

    python benchmarks/openness.py [--shared FOLDER] [--list]

Others: the Model Openness Tool (MOT), the European Open Source AI Index (OSAI) and MTEB's model records, in
``../shared/data/facts`` (``MODELSCAN_SHARED`` names another place). The catalog keeps licences, tags and reported
sizes, no cards and no file lists, so most of a release cannot be decided from it: it is unknown, and counted as such.
The catalog holds statements of MOT and MTEB among others, so agreement on licences is partly their own word again.
``--list`` names every disagreement with both sides.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.judge.openness.mof import is_open
from scanner.knowledge.licenses import Licenses, load_licenses
from scanner.knowledge.openness import components
from scanner.knowledge.resources import rules_dir

#: The OSAI index's fields, by the component that they are about.
OSAI = {
    "opencode": "training-code",
    "rldata": "datasets",
    "paper": "research-paper",
    "modelcard": "model-card",
    "datasheet": "data-card",
}
SOURCES = ("mot", "osai", "mteb")


@dataclass(frozen=True)
class Theirs:
    """What somebody recorded of one model: there, not there; None where they do not say."""

    source: str
    model: str
    what: str
    there: bool | None
    said: str


def main() -> int:
    options = _options()
    known = load_licenses(rules_dir())
    folder = Path(options.shared) / "data" / "facts"
    theirs = [one for name in SOURCES for one in _recorded(name, _rows(folder / f"{name}.jsonl.gz"), known)]
    ours = _ours(sorted({one.model for one in theirs}))
    table: Counter[tuple[str, str, str]] = Counter()
    sorted_: Counter[str] = Counter()
    for one in sorted({one for one in theirs if one.model.lower() in ours and one.there is not None}, key=str):
        outcome, said = _compared(one, ours[one.model.lower()])
        table[one.source, one.what, outcome] += 1
        if outcome in ("ours only", "theirs only"):
            why = _why(one, ours[one.model.lower()])
            sorted_[why] += 1
            if options.list:
                print(f"{why}: {one.source} {one.model} {one.what}: they say {one.said}; we say {said}")
    _show(table, len(ours))
    print(*(f"{count:6} {why}" for why, count in sorted_.most_common()), sep="\n")
    decided = sum(count for (_, _, outcome), count in table.items() if outcome != "not decidable")
    print(f"ours wrong: {sorted_['ours']} of {decided} ({sorted_['ours'] / max(decided, 1):.1%}, bound 2%)")
    return 0


def _why(one: Theirs, result: dict[str, Any]) -> str:
    """What a disagreement comes from, by what stands on each side; what nothing tells is taken as ours."""
    parts = {part["id"]: part for part in result["openness"]["mof_components"]}
    licences = (parts["model-parameters-final"]["license"] or "").split(" AND ")
    if one.what == "model-parameters-final":
        return "theirs: the Hub reports weights that they do not list"
    if one.what == "open licence" and {base for up in result["lineage"] for base in up["license"]} & {*licences[1:]}:
        return "theirs: the base model's terms are left out"
    if one.what == "open licence" and licences[0] in result["license"]["resolved"]:
        return "theirs: another licence than the Hub's label (the code's, or an older one)"
    if one.what in ("inference-code", "supporting-libraries-and-tools"):
        return "convention: a public library that runs it counts with us, and with them in some records only"
    if one.what in ("research-paper", "datasets"):
        return "theirs: the Hub's tags name it"
    return "ours"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    near = Path(__file__).resolve().parents[2] / "shared"
    parser.add_argument("--shared", default=os.environ.get("MODELSCAN_SHARED", near))
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _recorded(source: str, rows: list[dict[str, Any]], known: Licenses) -> Iterator[Theirs]:
    read = {"mot": _mot, "osai": _osai, "mteb": _mteb}[source]
    for row in rows:
        for model in row.get("hf_ids") or ([row["name"]] if source == "mteb" else []):
            for what, there, said in read(row, known):
                yield Theirs(source, model, what, there, said)


def _mot(row: dict[str, Any], known: Licenses) -> Iterator[tuple[str, bool | None, str]]:
    listed = {one["name"].lower(): one["license"] for one in row["components"]}
    for component in components():
        name = component.name.lower()
        yield component.id, name in listed, "listed" if name in listed else "not listed"
    licence = next((one.get("name") for one in row["license"].values() if isinstance(one, dict)), None)
    yield "open licence", _open(licence, known), str(licence)


def _osai(row: dict[str, Any], known: Licenses) -> Iterator[tuple[str, bool | None, str]]:
    weights = {(row.get(field) or {}).get("class") for field in ("llmweights", "rlweights")}
    yield (
        "model-parameters-final",
        "open" in weights if weights <= {"open", "closed"} else None,
        str(sorted(map(str, weights))),
    )
    for field, component in OSAI.items():
        said = (row.get(field) or {}).get("class")
        yield component, {"open": True, "closed": False}.get(said), str(said)


def _mteb(row: dict[str, Any], known: Licenses) -> Iterator[tuple[str, bool | None, str]]:
    yield "model-parameters-final", row.get("open_weights"), f"open_weights {row.get('open_weights')}"
    yield "training-code", bool(row.get("public_training_code")) or None, str(row.get("public_training_code"))
    data = row.get("public_training_data") or row.get("training_datasets")
    yield "datasets", bool(data) or None, str(data)[:100]
    yield "open licence", _open(row.get("license"), known), str(row.get("license"))


def _open(licence: str | None, known: Licenses) -> bool | None:
    record = known.get(licence) if licence else None
    return is_open(record) if record is not None and record.fixes_terms else None


def _ours(models: list[str]) -> dict[str, dict[str, Any]]:
    """Our results by the id that was asked for, in lower case."""
    command = [sys.executable, "-m", "scanner", "check", "--offline", "--from", "-", "--format", "json", "-q"]
    asked = "\n".join(one for one in models if one.count("/") == 1)
    done = subprocess.run([*command, "--fail-on", "never"], input=asked, capture_output=True, text=True, check=False)
    results = json.loads(done.stdout)["results"]
    return {one["model"].lower(): one for one in results if one["error"] is None}


def _compared(one: Theirs, result: dict[str, Any]) -> tuple[str, str]:
    by_id = {part["id"]: part for part in result["openness"]["mof_components"] or ()}
    if one.what == "open licence":
        counts = by_id["model-parameters-final"]["counts"]
        ours = {"open": True, "open-unusual": True, "not-open": False}.get(counts)
        said = f"{by_id['model-parameters-final']['license']} ({counts})"
    else:
        state = by_id[one.what]["state"]
        ours = {"found": True, "claimed": True, "not_found": False}.get(state)
        said = f"{state}: {'; '.join(e['value'] for e in by_id[one.what]['evidence'])}"
    if ours is None:
        return "not decidable", said
    return ("agree" if ours == one.there else "ours only" if ours else "theirs only"), said


def _show(table: Counter[tuple[str, str, str]], models: int) -> None:
    print(f"{models} models whose metadata is at hand")
    outcomes = ("agree", "ours only", "theirs only", "not decidable")
    print(f"{'':6}{'':34}" + "".join(f"{name:>15}" for name in outcomes))
    for source, what in sorted({key[:2] for key in table}):
        cells = [table[source, what, outcome] for outcome in outcomes]
        print(f"{source:6}{what:34}" + "".join(f"{cell:15}" for cell in cells))
    said = Counter({name: sum(n for key, n in table.items() if key[2] == name) for name in outcomes})
    decided = said["agree"] + said["ours only"] + said["theirs only"]
    print(f"decided {decided}: agree {said['agree']} ({said['agree'] / max(decided, 1):.1%})")


if __name__ == "__main__":
    raise SystemExit(main())
