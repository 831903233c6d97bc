"""What can be mended in a tree, with the commits that the Hub has today."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.discover import DiscoverOptions, discover
from scanner.discover.documents.read import front_matter
from scanner.discover.names.hubid import is_hub_id
from scanner.judge.evaluate import assess, engine_for
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.result import Result
from scanner.model.snapshot import CARD, CONFIGS
from scanner.runs.fix.edits import Edit
from scanner.runs.fix.pins import pin_edits, pinnable, target_of
from scanner.runs.scan.config import load_config
from scanner.text.yaml import YamlError, load_strict

_ANY = "0" * 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Certain:
    """``left`` says what was left as it is and why; ``failed``: the Hub told no commit of something that needs one."""

    edits: tuple[Edit, ...]
    left: tuple[str, ...]
    failed: bool


def certain(root: Path, policy: Policy, options: HubOptions) -> Certain:
    """The edits of a tree, and of a model's card at its top."""
    config = load_config(root)
    found = discover(root, DiscoverOptions(documentation=False)).references
    kept = [one for one in found if not config.excluded(one.path)]
    names = {target_of(one) for one in pinnable(kept) if any(pin_edits(root, [one], {target_of(one): _ANY}))}
    commits, left = _commits(sorted(names), options)
    edits = list(pin_edits(root, kept, commits))
    if (root / CARD).is_file() and any((root / name).is_file() for name in CONFIGS):
        (result,) = assess(gather([str(root)], options), policy, engine_for(policy))
        edits += front_matter_edits(root, result)
    return Certain(edits=tuple(edits), left=left, failed=bool(left))


def _commits(names: list[str], options: HubOptions) -> tuple[dict[str, str], tuple[str, ...]]:
    """The commit of each target as the Hub has it now; a record of some day pins nothing."""
    commits: dict[str, str] = {}
    left: list[str] = []
    for name, snapshot in zip(names, gather(names, options), strict=True):
        root = snapshot.root
        if root.problem is not None:
            left.append(f"not pinned: {name}: {root.problem.message}")
        elif root.revision is None or root.source not in ("hub", "cache"):
            left.append(f"not pinned: {name}: its commit is not known offline")
        else:
            commits[name] = root.revision
    return commits, tuple(left)


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
