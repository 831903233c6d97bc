"""Waivers and baselines on the command line: where they are read, how a baseline is written, what is said of them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import Command, Common, say, write
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy, Waiver
from scanner.model.result import Result
from scanner.text.counted import counted, first_of
from scanner.text.files import leaves

if TYPE_CHECKING:
    from scanner.judge.evaluate import Engine
    from scanner.judge.exceptions.applying import Exceptions, WaiverFile
    from scanner.model.report import Report


def in_force(options: Common, policy: Policy, engine: "Engine", tree: Path | None = None) -> "Exceptions":
    """The exceptions by option, else the default files of the working directory, or of the ``tree`` that is scanned,
    where they are (which is said)."""
    from scanner.judge.exceptions.applying import BASELINE_FILE, WAIVER_FILE, Exceptions
    from scanner.model.clock import today

    files = [
        _read(path)
        for given, usual in ((options.waivers, WAIVER_FILE), (options.baseline, BASELINE_FILE))
        if (path := _place(given, usual, options, tree)) is not None
    ]
    return Exceptions(
        waivers=tuple(_spelled(waiver, engine) for file in files for waiver in file.waivers),
        baseline=tuple(entry for file in files for entry in file.baseline),
        today=today(),
        use=policy.name,
    )


def _read(path: Path) -> "WaiverFile":
    from scanner.judge.exceptions.files import read_file  # most runs have no such file

    return read_file(path)


def _place(given: str | None, usual: str, options: Common, tree: Path | None) -> Path | None:
    if given is not None:
        return Path(given)
    beside = [Path(usual), *([tree / usual] if tree is not None else [])]
    found = next((path for path in beside if path.is_file()), None)
    if found is not None and found.is_symlink() and (real := leaves(found, found.parent)) is not None:
        raise ModelscanError(f"{found} is a link that leads elsewhere, to {real}: name that file, or put it there")
    if found is not None and not options.quiet:
        say(f"exceptions from {found}")
    return found


def _spelled(waiver: Waiver, engine: "Engine") -> Waiver:
    """A waiver whose licence is named by its id, whichever of its names the file uses."""
    known = engine.licenses.get(waiver.license) if waiver.license else None
    return replace(waiver, license=known.id) if known is not None else waiver


def excused(
    results: Iterable[Result], exceptions: "Exceptions", baseline: str | None
) -> tuple[Iterator[Result], "Exceptions"]:
    """The results as the exceptions leave them, after ``--write-baseline`` (a file; None: not given) has adopted what
    no waiver excuses; and the exceptions then in force."""
    from scanner.judge.exceptions.applying import apply

    if baseline is None:
        return apply(results, exceptions), exceptions
    found = list(apply(results, replace(exceptions, baseline=())))
    if unread := [one.model for one in found if one.error is not None]:
        _refused(baseline, unread)
        return apply(found, exceptions), exceptions
    grown = _adopted(found, exceptions, baseline)
    return apply(found, grown), grown


def _refused(place: str, unread: list[str]) -> None:
    """A baseline over what nobody has seen would adopt a gap: it is left as it is."""
    from scanner.text.clean import one_line

    named = one_line(first_of(unread, 5))
    click.echo(
        f"modelscan: the baseline {place} was not written: {len(unread)} could not be assessed ({named}). "
        "Mend the id, give a token, or wait for the Hub; or leave it out (modelscan.toml: exclude), then run it again",
        err=True,
    )


def write_baseline(command: Command) -> Command:
    """Add the option ``--write-baseline [FILE]`` to a command."""
    return click.option(
        "--write-baseline",
        metavar="[FILE]",
        is_flag=False,
        flag_value="modelscan-baseline.yaml",
        help="Adopt what is found now; an existing baseline only shrinks.  [default: modelscan-baseline.yaml]",
    )(command)


def _adopted(results: list[Result], exceptions: "Exceptions", place: str) -> "Exceptions":
    from scanner.judge.exceptions.applying import BASELINE_FILE, WaiverFile
    from scanner.judge.exceptions.files import dump, read_file
    from scanner.judge.exceptions.notes import adopt
    from scanner.text.files import locked

    path = Path(place)
    with locked(path.parent):
        before = read_file(path).baseline if path.exists() else None
        entries, refused = adopt(results, before)
        write(dump(WaiverFile(baseline=entries), BASELINE_FILE), str(path))
    held = counted(len(entries), "finding") + (f", {len(before) - len(entries)} fewer than before" if before else "")
    say(f"baseline {path} holds {held}")
    if refused:
        left = counted(refused, "new finding was", "new findings were")
        click.echo(
            f"modelscan: {left} not adopted (a baseline only shrinks): mend them, or "
            "'modelscan waive MODEL --rule ID --reason WHY --approver WHO --days N'",
            err=True,
        )
    return replace(exceptions, baseline=entries)


def tell(report: "Report", exceptions: "Exceptions", options: Common) -> "Report":
    """Say on stderr what a person should know of the waivers; the report with those that matched nothing."""
    if not exceptions.waivers and not exceptions.baseline:
        return report
    from scanner.judge.exceptions.notes import notes, unused

    for note in notes(exceptions, report.results):
        if not options.quiet:
            say(note)
    return replace(report, unused_waivers=unused(exceptions, report.results))


def baseline_place(given: str | None) -> tuple[str | None, Iterable[str]]:
    """``(file or None for the default, targets)``: what stands after ``--write-baseline`` is a file only by its ending,
    so that a target there is not taken for one."""
    from scanner.judge.exceptions.applying import BASELINE_FILE

    if given in (None, BASELINE_FILE) or given.endswith((".yaml", ".yml")):
        return given, ()
    if given.endswith((".json", ".toml", ".txt")):
        raise ModelscanError(f"--write-baseline {given}: a baseline is a YAML file; give it the ending .yaml")
    return BASELINE_FILE, (given,)
