"""Write the own corpus: the files of ``corpus.txt`` without their marks, and ``labels.json`` beside them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).with_name("corpus.txt")
KINDS = {"M": "model", "D": "dataset", "C": "closed-api"}
MARK = re.compile(r"\s*@@([MDC!?])[ ]?((?:(?!@@).)*)")


def write(folder: Path) -> list[dict]:
    """Write tree and labels below ``folder``; the labels, one a file."""
    labels = []
    for path, lines in _files(SOURCE.read_text(encoding="utf-8")):
        entry = {"file": path, "references": [], "not_references": []}
        text = "\n".join(_line(line, number, entry) for number, line in enumerate(lines, 1)) + "\n"
        target = folder / "tree" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        labels.append(entry)
    (folder / "labels.json").write_text(json.dumps(labels, indent=1), encoding="utf-8")
    return labels


def _files(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in text.split("\n=== ")[1:]:
        path, *lines = part.rstrip("\n").split("\n")
        yield path, lines


def _line(line: str, number: int, entry: dict) -> str:
    for kind, said in MARK.findall(line):
        if kind == "!":
            entry["not_references"].append({"line": number, "text": said.strip()})
        else:
            entry["references"].append({"line": number, "id": said.strip() or None, "kind": KINDS.get(kind, "model")})
    return MARK.sub("", line)
