"""``modelscan audit --table DIR`` without another inventory: the whole table, judged at once."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.options import Common, chosen_policy, failing, hub_options, write
from scanner.model.errors import ModelscanError

if TYPE_CHECKING:
    from scanner.runs.whole.run import Whole

_FOLDER = "modelscan-audit"
_SOURCES = ("inventories", "boms", "locks", "scans", "organisations", "previous", "demo")
#: Where the results stand in the folder, and the numbers.
RESULTS, SUMMARY = "verdicts.parquet", "summary.json"


def is_whole(values: dict[str, Any], options: Common) -> bool:
    """Whether a table is the whole inventory, and no report is asked for that shows evidence row by row."""
    alone = bool(options.tables) and not any(values[name] for name in _SOURCES)
    return alone and set(options.formats) <= {"parquet"}


def audit_whole(options: Common) -> int:
    """Judge the table, write its results, tell the numbers; the exit status. Raises :class:`ModelscanError`."""
    from scanner.runs.whole.run import judge_table, keep
    from scanner.runs.whole.summary import summary, told

    if len(options.tables) > 1 or options.catalogs:
        raise ModelscanError(
            "one --table at a time is judged as a whole: give one, or name a --format (html, json ...) to judge "
            "several, and catalogs, model by model"
        )
    policy, say = chosen_policy(options), hub_options(options).progress
    results, numbers = _places(options)
    if options.waivers or options.baseline:
        say("exceptions are not applied to a whole table: what is waived stays violated in its results")
    whole = judge_table(Path(options.tables[0]), policy, say)
    for part in whole.lacking:
        say(f"{options.tables[0]} lacks {part}: what it held is not judged")
    keep(whole, results)
    if numbers is not None:
        write(json.dumps(summary(whole, policy), indent=2) + "\n", str(numbers))
    write(told(whole), None)
    say(f"wrote {results}")
    return _status(whole, options.fail_on)


def _places(options: Common) -> tuple[Path, Path | None]:
    """Where the results go, and the numbers."""
    if options.formats:
        if len(options.outputs) != 1 or len(options.formats) != 1:
            raise ModelscanError("--format parquet needs one --output FILE")
        return Path(options.outputs[0]), None
    if len(options.outputs) > 1:
        raise ModelscanError("without --format, --output names one folder: give one")
    folder = Path(options.outputs[0] if options.outputs else _FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / RESULTS, folder / SUMMARY


def _status(whole: "Whole", fail_on: str) -> int:
    """1 when a verdict is at ``fail_on`` or worse, else 3 when a model could not be assessed, else 0."""
    if not whole.numbers:
        click.echo("modelscan: nothing to judge: the table lists no model", err=True)
        return 3
    met = {whole.made[number] for number in set(whole.numbers)}
    if any(one.error is None and failing(one.verdict, fail_on) for one in met):
        return 1
    return 3 if any(one.error is not None for one in met) else 0
