"""``modelscan audit``: the quarterly report over an inventory, and what changed since the last one."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner import __version__
from scanner.cli.exceptions import in_force
from scanner.cli.options import (
    AUDIT_FOLDER,
    POLICY_OF_LOCK,
    Common,
    chosen_policy,
    common_but,
    hub_options,
    own_templates,
    pairs,
    say,
    take_common,
    write,
)
from scanner.cli.outcome import exit_status, make_report
from scanner.cli.whole import SOURCES, audit_whole, is_whole
from scanner.model.errors import ModelscanError

if TYPE_CHECKING:
    from scanner.runs.audit.run import AuditRun
    from scanner.runs.audit.types import Audit, Frame, Inventory, Letterhead


@click.command()
@click.option(
    "--inventory",
    "inventories",
    multiple=True,
    metavar="FILE",
    help="A CSV or XLSX (id, revision, owner, system, use, environment) or a list of ids.",
)
@click.option(
    "--bom", "boms", multiple=True, metavar="FILE", help="The models and datasets of a bill (CycloneDX, SPDX)."
)
@click.option(
    "--lock",
    "locks",
    multiple=True,
    metavar="FILE",
    help="A models.lock.  [default: the one here, if nothing else is given]",
)
@click.option("--scan", "scans", multiple=True, metavar="FILE", help="What 'modelscan scan --format json' wrote.")
@click.option(
    "--org", "organisations", multiple=True, metavar="NAME", help="Every model of an organisation on the Hub."
)
@click.option("--previous", metavar="DIR", help="The inventory of the last audit in this history.")
@click.option("--history", metavar="DIR", help="Where audits are kept.  [default: .modelscan/audits]")
@click.option("--since", default="LAST", show_default=True, metavar="LAST|DATE|FILE", help="The audit to compare with.")
@click.option("--title", metavar="TEXT", help="The report's title.")
@click.option("--prepared-by", metavar="WHO", help="Who prepared the report, for page one.")
@click.option("--logo", metavar="FILE", help="A PNG, JPEG, SVG or WebP for the report's head.")
@click.option("--templates", metavar="DIR", help="Own templates, before the ones that ship.")
@click.option(
    "--demo", is_flag=True, help="About sixty real models in two quarters, offline, from the bundled catalog."
)
@click.option(
    "--engine",
    default="local",
    show_default=True,
    metavar="local|spark|MASTER",
    help="Where a whole --table is judged: here, in Spark as it is configured, or by a Spark master's address.",
)
@own_templates
@common_but(
    formats="html, pdf, markdown, csv, xlsx, json, spdx, spdx-2.3, spdx-2.3-tv, cyclonedx, cyclonedx-1.6, text, jsonl, "
    "sarif, allow-list, block-list, lists, of a whole --table parquet; repeatable.  [default: html to cyclonedx]",
    outputs="Where the n-th format goes; without --format the folder of all.  [default: modelscan-audit]",
    policy=POLICY_OF_LOCK,
)
def audit(**values: Any) -> None:
    """Judge an inventory, keep the evidence, say what changed, and write the report.

    Without --format, every format is written into the folder that --output names [modelscan-audit], and page one to
    stdout. Sources of the inventory may be repeated and are merged. A --table that is the whole inventory is judged at
    once, without --format or with --format parquet: the verdicts as Parquet, without evidence (docs/scale.md).
    """
    options = take_common(values)
    if is_whole(values, options):
        sys.exit(audit_whole(options, values["engine"]))
    if values["engine"] != "local":
        raise ModelscanError("--engine is for a --table that is the whole inventory, without a --format but parquet")
    outputs = _outputs(options)
    _needed([name for name, _ in outputs])
    letterhead = _letterhead(values["title"], values["logo"], values["prepared_by"])
    made = _demo(letterhead, values["templates"]) if values["demo"] else _real(values, options, letterhead)
    _publish(made, outputs, told=not options.formats)
    # What the demonstration judges is nobody's: its verdicts are no failure.
    sys.exit(0 if values["demo"] else exit_status((one.result for one in made.judged), options.fail_on))


def _outputs(options: Common) -> list[tuple[str, str | None]]:
    """``(format, path)``; the usual ones in a folder when no format is asked for."""
    from scanner.report.audit.formats import USUAL, file_name

    if options.formats:
        return pairs(options)
    if len(options.outputs) > 1:
        raise ModelscanError("without --format, --output names one folder: give one, or a --format for each")
    folder = Path(options.outputs[0] if options.outputs else AUDIT_FOLDER)
    if folder.suffix and not folder.is_dir():
        raise ModelscanError(f"--output {folder} looks like a file: say its --format, or name a folder")
    return [(name, str(folder / file_name(name))) for name in _to_be_had(USUAL)]


def _to_be_had(names: tuple[str, ...]) -> list[str]:
    """Without the formats whose optional library is not installed, which is said."""
    from scanner.report.audit.formats import missing

    found = []
    for name in names:
        lacking = missing(name)
        if lacking is None:
            found.append(name)
        else:
            say(f"no {name}: it needs {lacking}")
    return found


def _needed(names: list[str]) -> None:
    """Refuse what cannot be written before anything is asked. Raises :class:`ModelscanError`."""
    from scanner.report.audit.formats import check

    for name in names:
        check(name)


def _letterhead(title: str | None, logo: str | None, prepared_by: str | None) -> "Letterhead":
    from scanner.report.audit.letterhead import embedded
    from scanner.runs.audit.types import Letterhead

    made = Letterhead(logo=embedded(Path(logo)) if logo else "", prepared_by=prepared_by or "")
    return replace(made, title=title) if title else made


def _real(values: dict[str, Any], options: Common, letterhead: "Letterhead") -> "Audit":
    from scanner.judge.evaluate import engine_for
    from scanner.model.clock import stamp
    from scanner.runs.audit.history import DEFAULT, History, holding
    from scanner.runs.audit.run import run
    from scanner.runs.audit.types import Frame

    previous = holding(Path(values["previous"])) if values["previous"] else None
    history = History(Path(values["history"] or previous or DEFAULT))
    as_of = stamp()
    locks = _locks(values, options)
    inventory = _inventory(values, locks, options, history, as_of)
    policy = chosen_policy(options, locks=locks)
    engine = engine_for(policy)
    frame = Frame(
        policy=policy,
        engine=engine,
        options=hub_options(options),
        exceptions=in_force(options, policy, engine),
        as_of=as_of,
        tool=__version__,
        since=values["since"],
    )
    return _audit(run(inventory, history, frame), inventory, frame, letterhead, values["templates"])


def _locks(values: dict[str, Any], options: Common) -> tuple[str, ...]:
    """The locks named, or the one here where nothing else is."""
    from scanner.runs.lock.types import LOCK_FILE

    if options.tables or any(values[name] for name in SOURCES) or not Path(LOCK_FILE).is_file():
        return tuple(values["locks"])
    say(f"the inventory is {LOCK_FILE}")
    return (LOCK_FILE,)


def _inventory(
    values: dict[str, Any], locks: tuple[str, ...], options: Common, history: Any, as_of: str
) -> "Inventory":
    from scanner.runs.audit.history import holding
    from scanner.runs.audit.inventory import merge
    from scanner.runs.audit.origins import (
        from_bill,
        from_file,
        from_lock,
        from_organisation,
        from_previous,
        from_scan,
        from_tables,
    )

    parts = [from_file(path) for path in values["inventories"]]
    parts += [from_bill(path) for path in values["boms"]]
    parts += [from_lock(path) for path in locks]
    parts += [from_scan(path) for path in values["scans"]]
    parts += [from_organisation(name, hub_options(options)) for name in values["organisations"]]
    if values["previous"]:
        parts.append(from_previous(holding(Path(values["previous"])), as_of))
    if not parts and options.tables:
        parts.append(from_tables(hub_options(options)))
    if not parts:
        raise ModelscanError(
            "no inventory: give --inventory FILE, --table DIR, --bom FILE, --lock models.lock, --scan scan.json, "
            "--org NAME or --previous DIR (or try --demo)"
        )
    found = merge(parts)
    for note in found.notes:
        say(note)
    if not found.assets:
        say("nothing to judge: the inventory is empty")
        sys.exit(3)
    return found


def _demo(letterhead: "Letterhead", templates: str | None) -> "Audit":
    import tempfile

    from scanner.runs.audit.demo import NOTES, demonstrate

    with tempfile.TemporaryDirectory(prefix="modelscan-demo-") as folder:
        done, inventory, frame = demonstrate(Path(folder), __version__)
        return replace(_audit(done, inventory, frame, letterhead, templates), notes=NOTES)


def _audit(
    done: "AuditRun", inventory: "Inventory", frame: "Frame", letterhead: "Letterhead", templates: str | None
) -> "Audit":
    from scanner.cli.ages import age_notes
    from scanner.model.report import AuditMark
    from scanner.runs.audit.alternatives import alternatives
    from scanner.runs.audit.history import seal
    from scanner.runs.audit.types import Audit

    report = make_report((one.result for one in done.judged), frame.policy, frame.engine, "audit")
    sealed = seal(done.manifest)
    return Audit(
        report=replace(report, generated_at=frame.as_of, audit=AuditMark(id=sealed.id, manifest=sealed.manifest)),
        judged=done.judged,
        inventory=inventory,
        delta=done.delta,
        trend=done.trend,
        waivers=frame.exceptions.waivers,
        families={record.id: record.family for record in frame.engine.licenses},
        open_since=done.open_since,
        letterhead=letterhead,
        templates=templates,
        notes=age_notes(frame.policy.knowledge_max_age_days),
        seal=sealed,
        alternatives=alternatives(done.judged, frame),
    )


def _publish(made: "Audit", outputs: list[tuple[str, str | None]], *, told: bool) -> None:
    from scanner.report.audit.formats import render

    for name, path in outputs:
        write(render(name, made), path)
    if told:
        write(render("text", made), None)
        for _, path in outputs:
            say(f"wrote {path}")
