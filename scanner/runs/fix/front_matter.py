"""A model folder's card: ``license_name`` where its one text is known, ``base_model`` where its adapter says it."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scanner.discover.documents.read import front_matter
from scanner.discover.names.hubid import is_hub_id
from scanner.model.result import Result
from scanner.model.snapshot import CARD
from scanner.runs.fix.edits import Edit
from scanner.text.yaml import YamlError, load_strict


def front_matter_edits(folder: Path, result: Result) -> Iterator[Edit]:
    """The lines that the front matter of a folder's card lacks, by what was read beside it."""
    try:
        text = (folder / CARD).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return
    matter, _ = front_matter(text)
    card = _mapping(matter)
    if card is None:
        return
    new = [*_license(card, result), *_base(card, folder)]
    if new:
        first = text.split("\n")[0]
        yield Edit(path=CARD, line=1, column=len(first) + 1, old="", new="".join(f"\n{line}" for line in new))


def _mapping(matter: str) -> Mapping[str, Any] | None:
    try:
        data = load_strict(matter).data if matter else None
    except YamlError:
        return None
    return data if isinstance(data, Mapping) else None


def _license(card: Mapping[str, Any], result: Result) -> list[str]:
    """``license: other`` beside one text that was identified, and no name for it."""
    files = [one for one in result.license.files or () if one.scope in ("weights", "unstated")]
    known = [one for one in files if one.match in ("exact", "equivalent") and one.id]
    if card.get("license") != "other" or "license_name" in card or len(files) != 1 or len(known) != 1:
        return []
    name = [f"license_name: {str(known[0].id).lower()}"]
    return name if "license_link" in card else [*name, f"license_link: {known[0].path}"]


def _base(card: Mapping[str, Any], folder: Path) -> list[str]:
    """An adapter's base, as its own configuration names it."""
    if "base_model" in card:
        return []
    try:
        base = json.loads((folder / "adapter_config.json").read_bytes())["base_model_name_or_path"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return [f"base_model: {base}"] if isinstance(base, str) and is_hub_id(base) else []
