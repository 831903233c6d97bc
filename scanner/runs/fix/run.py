"""What can be mended in a tree, with the commits that the Hub has today."""

from pathlib import Path

from scanner.collect.gather import gather
from scanner.collect.hub.options import HubOptions
from scanner.discover import DiscoverOptions, discover
from scanner.judge.evaluate import assess, engine_for
from scanner.model.frozen import dataclass
from scanner.model.policy import Policy
from scanner.model.snapshot import CARD
from scanner.runs.fix.edits import Edit
from scanner.runs.fix.front_matter import front_matter_edits
from scanner.runs.fix.pins import pin_edits, pinnable, target_of
from scanner.runs.scan.config import load_config

_ANY = "0" * 40
#: What a model's folder has, and a source tree has not.
_OF_A_MODEL = ("config.json", "adapter_config.json", "model_index.json")


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
    if (root / CARD).is_file() and any((root / name).is_file() for name in _OF_A_MODEL):
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
