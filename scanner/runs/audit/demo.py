"""``modelscan audit --demo``: about sixty real models in two quarters, from the bundled catalog alone.

The facts of every model are the catalog's. The company, its own models, its systems, its waivers and its change of
policy are made up, and the report says so. The catalog knows one day only: the earlier quarter has that day's facts
too, save that models the catalog saw removed later were still there.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from scanner.collect.catalog import Catalog
from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import engine_for
from scanner.judge.exceptions.applying import Exceptions, day
from scanner.judge.exceptions.files import read_file
from scanner.knowledge.policy import load_policy
from scanner.knowledge.store import read_yaml
from scanner.model.snapshot import CARD, File, Repo, Snapshot
from scanner.model.target import Target
from scanner.runs.audit.history import History
from scanner.runs.audit.origins import from_table
from scanner.runs.audit.run import AuditRun, run, targets
from scanner.runs.audit.types import Asset, Frame, Inventory
from scanner.text.card import parse_card

EARLIER, NOW = "2026-05-25T09:00:00Z", "2026-08-23T09:00:00Z"
NOTES = (
    "This is a demonstration. The models, their licences, gates and dates are real, as the bundled catalog recorded "
    "them; the company, its systems, owners, waivers, policy and its own models (northwind/...) are made up.",
    "The earlier quarter is constructed: its inventory, policy and waivers were written for this demonstration, and a "
    "model that was removed since is shown as still there; no other fact about a model differs. Facts from a catalog "
    "are not live: no verdict on them is better than review.",
)
_DATA = Path(__file__).resolve().parent / "demo_data"


def demonstrate(folder: Path, tool: str) -> tuple[AuditRun, Inventory, Frame]:
    """Both quarters into a history; what the later one came to."""
    history = History(folder)
    run(_inventory("earlier"), history, _frame("earlier", EARLIER, tool), _snapshots("earlier", EARLIER))
    inventory, frame = _inventory("now"), _frame("now", NOW, tool)
    return run(inventory, history, frame, _snapshots("now", NOW)), inventory, frame


def _inventory(quarter: str) -> Inventory:
    text = (_DATA / "inventory.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.reader(io.StringIO(text)) if row[0] in ("in", "both", quarter)]
    out = io.StringIO()
    csv.writer(out).writerows(row[1:] for row in rows)
    return from_table(out.getvalue(), "demo inventory")


def _frame(quarter: str, as_of: str, tool: str) -> Frame:
    policy = load_policy(str(_DATA / f"policy-{quarter}.yaml"))
    waivers = read_file(_DATA / f"waivers-{quarter}.yaml").waivers
    return Frame(
        policy=policy,
        engine=engine_for(policy),
        options=HubOptions(offline=True),
        exceptions=Exceptions(waivers=waivers, today=day(as_of[:10]), use=policy.name),
        as_of=as_of,
        tool=tool,
        since="LAST" if quarter == "now" else None,
    )


def _snapshots(quarter: str, as_of: str) -> Iterator[Snapshot]:
    catalog = Catalog.open()
    for asset in targets(_inventory(quarter)):
        if asset.type != "closed-api":
            yield _then(_snapshot(catalog, asset), as_of)


def _snapshot(catalog: Catalog, asset: Asset) -> Snapshot:
    own = _own().get(asset.id)
    if own is not None:
        return Snapshot(target=asset.target, root=_folder(asset.id, own))
    return catalog.snapshot(Target(text=asset.target, repo_type=asset.type, id=asset.id))


@cache
def _own() -> Mapping[str, Mapping[str, Any]]:
    """The company's own models: what their folders would hold."""
    found: Mapping[str, Mapping[str, Any]] = read_yaml(_DATA / "own.yaml")
    return found


def _folder(name: str, own: Mapping[str, Any]) -> Repo:
    card = f"---\nlicense: {own['license']}\npipeline_tag: {own['task']}\n---\n# {name}\n{own['about']}\n"
    weights = File(path="model.safetensors", size=own["parameters"] * 4)
    return Repo(
        id=name,
        repo_type="model",
        requested=name,
        source="local",
        observed_at=NOW,
        info={"pipeline_tag": own["task"], "safetensors": {"total": own["parameters"]}},
        card=parse_card(card.encode()),
        files=(File(path=CARD, size=len(card)), weights),
    )


def _then(snapshot: Snapshot, as_of: str) -> Snapshot:
    """The snapshot as it was at a moment: a model that was removed later was still there."""
    removed = snapshot.root.info.get("x_removed_at")
    if not isinstance(removed, str) or removed[:19] <= as_of[:19]:
        return snapshot
    info: Mapping[str, object] = {
        key: value for key, value in snapshot.root.info.items() if key not in ("x_removed", "x_removed_at")
    }
    return replace(snapshot, root=replace(snapshot.root, info={**info, "x_removed": False}))
