"""Where an inventory is read from: a CSV or a list, ``models.lock``, the JSON of a scan, a Hub organisation."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from scanner.collect.bills.types import GivenItem
from scanner.collect.hub.options import HubOptions
from scanner.collect.targets import parse_target
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.ids import DATASETS
from scanner.runs.audit.history import History
from scanner.runs.audit.tables import read_text, refuse_rows
from scanner.runs.audit.types import Asset, Inventory, Proof
from scanner.runs.lock.files import read as read_lock
from scanner.text.clean import bound, one_line

COLUMNS = ("id", "revision", "owner", "system", "use", "environment", "duties")
_MAX_CELL = 1000


def from_file(path: str) -> Inventory:
    """A CSV or XLSX with a header, or a plain list of ids. Raises :class:`ModelscanError` naming line and mend."""
    text = read_text(path)
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    dialect = max((",", ";", "\t"), key=lambda one: (first.count(one), one == ","))
    header = [name.strip().strip('"').lower() for name in first.split(dialect)]
    if "id" in header:
        return from_table(text, path, dialect)
    if len(header) > 1 and not first.split(dialect)[0].count("/"):
        raise ModelscanError(f"{path}: the header names no 'id': its columns are {', '.join(COLUMNS)}")
    return _list(text, path)


def _list(text: str, path: str) -> Inventory:
    from scanner.collect.targets import read_ids

    found = [_asset(line, origin=path) for line in read_ids(io.StringIO(text))]
    return Inventory(assets=tuple(found))


def from_table(text: str, path: str, separator: str = ",") -> Inventory:
    """A CSV's rows; ``path`` is what messages and origins call it. Columns that mean nothing here are said."""
    lines = io.StringIO("\n".join("" if line.lstrip().startswith("#") else line for line in text.splitlines()))
    reader = csv.DictReader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader]
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    except csv.Error as error:
        raise ModelscanError(
            f"{path}: is no CSV from line {reader.line_num + 1} on ({error}): close the quote, or export it again as "
            "comma-separated UTF-8"
        ) from None
    long = [line for line, row in rows if None in row]
    refuse_rows(path, long, "more cells than columns", "put a cell that holds the separator in quotes")
    named = [
        (line, dict(zip(reader.fieldnames, row.values(), strict=False))) for line, row in rows if any(row.values())
    ]
    open_ = [line for line, row in named if "\n" in str(row.get("id"))]
    refuse_rows(path, open_, "an id over several lines, up to and", "close the quote before it")
    empty = [line for line, row in named if not _cell(row, "id")]
    refuse_rows(path, empty, "no id", "fill it in, or take the row out")
    assets = tuple(_row(row, f"{path}:{line}") for line, row in named)
    return Inventory(assets=assets, notes=tuple(_unused(reader.fieldnames, path)))


def _unused(names: Iterable[str], path: str) -> Iterable[str]:
    """Columns that are not used, said; one that is nearly a known one is refused, for it was meant."""
    unknown = [name for name in names if name and name not in COLUMNS]
    for name in unknown:
        near = get_close_matches(name, COLUMNS, n=1, cutoff=0.8)
        if near:
            raise ModelscanError(f"{path}: the column '{bound(one_line(name), 40)}' is not known: write '{near[0]}'")
    if unknown:
        yield f"{path}: columns not used: {', '.join(bound(one_line(name), 40) for name in unknown)}"


def from_bill(path: str) -> Inventory:
    """The models and datasets of a bill of materials. Raises :class:`ModelscanError`."""
    from scanner.collect.bills.read import read_bill_file

    bill = read_bill_file(path)
    said = f"{bill.origin}: {bill.format}; {bill.others} components that are neither model nor dataset are not judged"
    notes = (said, *(f"{bill.origin}: {note}" for note in bill.notes))
    return Inventory(assets=tuple(map(_listed, bill.items)), notes=notes)


def _listed(item: GivenItem) -> Asset:
    return _asset(item.target, item.at, says=(item,) if item.licenses else ())


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return bound(one_line(value), _MAX_CELL) if isinstance(value, str) else ""


def _row(row: Mapping[str, Any], origin: str) -> Asset:
    text = _cell(row, "id")
    stated = _cell(row, "revision")
    more = {name: _cell(row, name) for name in ("owner", "system", "use", "environment")}
    return _asset(
        f"{text}@{stated}" if stated and "@" not in text else text, origin, proofs=_proofs(_cell(row, "duties")), **more
    )


def _proofs(text: str) -> tuple[Proof, ...]:
    """``license_copy=NOTICE.txt; display=https://...``: duties by id or kind, and where each is met."""
    pairs = (part.partition("=") for part in text.split(";") if "=" in part)
    return tuple(Proof(duty=duty.strip(), where=where.strip()) for duty, _, where in pairs if where.strip())


def _asset(text: str, origin: str, **more: Any) -> Asset:
    if text.startswith("closed-api:"):
        return Asset(id=text.removeprefix("closed-api:"), type="closed-api", origins=(origin,), **more)
    try:
        target = parse_target(text)
    except TargetError:
        # It is kept as written: the audit says that it could not be judged.
        return Asset(id=text, origins=(origin,), **more)
    if target.id is None:
        return Asset(id=text.removeprefix(DATASETS), type=target.repo_type, origins=(origin,), **more)
    return Asset(id=target.id, type=target.repo_type, revision=target.revision, origins=(origin,), **more)


def from_lock(path: str) -> Inventory:
    """The entries of a ``models.lock``, at the revisions that were asked for. Raises :class:`ModelscanError`."""
    entries = read_lock(Path(path)).models
    return Inventory(
        assets=tuple(
            Asset(id=one.name, type=one.type, revision=one.requested_revision, origins=(path,)) for one in entries
        )
    )


def from_scan(path: str) -> Inventory:
    """What ``modelscan scan --format json`` found, at the revisions that the code names."""
    try:
        data = json.loads(read_text(path))
        rows = data["results"]
        assets = tuple(asset for row in rows for asset in _scanned(row, path))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ModelscanError(f"{path} is no JSON of a scan: 'modelscan scan --format json --output {path}'") from None
    return Inventory(assets=assets)


def _scanned(row: Mapping[str, Any], path: str) -> Iterable[Asset]:
    places = row.get("references") or []
    name, kind = str(row["model"]), row["repo_type"]
    if kind not in ("model", "dataset", "closed-api"):
        raise ValueError(kind)
    where = tuple(f"{path}: {bound(one_line(str(one['path'])), 200)}:{int(one['line'])}" for one in places[:20])
    origins = where or (path,)
    if kind == "model" and places and all(one.get("id") is None or one.get("kind") == "outside-hub" for one in places):
        return (Asset(id=name, dynamic=True, origins=origins),)
    revisions = {one.get("revision") for one in places} or {None}
    return tuple(
        Asset(id=name, type=kind, revision=revision if isinstance(revision, str) else None, origins=origins)
        for revision in sorted(revisions, key=str)
    )


def from_organisation(name: str, options: HubOptions) -> Inventory:
    """Every model that an organisation shows on the Hub. Raises :class:`ModelscanError`."""
    from scanner.collect.hub.pages import list_models

    try:
        found = list_models(name, options)
    except TargetError as error:
        raise TargetError(error.kind, f"--org {name}: {error.bare}") from None
    notes = () if found else (f"--org {name}: the Hub lists no model there",)
    return Inventory(assets=tuple(Asset(id=one, origins=(f"organisation {name}",)) for one in found), notes=notes)


def from_previous(folder: Path, as_of: str) -> Inventory:
    """The inventory of the last audit in a history. Raises :class:`ModelscanError`."""
    history = History(folder)
    found = history.before(as_of)
    if found is None:
        raise ModelscanError(f"--previous {folder}: there is no audit in it; name the folder of an earlier --history")
    assets = history.inventory(found).assets
    said = f"audit of {found.as_of[:10]}"
    return Inventory(assets=tuple(replace(one, origins=tuple(dict.fromkeys((*one.origins, said)))) for one in assets))


def from_tables(options: HubOptions) -> Inventory:
    """Every model of the tables that are judged from. Raises :class:`ModelscanError`."""
    from scanner.collect.layers import Layers

    names = ", ".join(str(path) for path in options.tables)
    found = Layers.open(options.tables, (), options.progress).ids()
    return Inventory(assets=tuple(Asset(id=one, origins=(f"table {names}",)) for one in found))
