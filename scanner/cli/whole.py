"""``modelscan audit --table DIR`` without another inventory: the whole table, judged at once."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner import __version__
from scanner.cli.options import AUDIT_FOLDER, Common, chosen_policy, failing, hub_options, say, write
from scanner.model.clock import stamp
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy
from scanner.model.words import Verdict

if TYPE_CHECKING:
    from scanner.report.lists import Judgement
    from scanner.runs.whole.run import Whole

#: What names an inventory, save the lock that is here.
SOURCES = ("inventories", "boms", "locks", "scans", "organisations", "previous", "demo")
_LISTS = ("allow-list", "block-list", "lists")
#: Where the results stand in the folder, and the numbers.
RESULTS, SUMMARY = "verdicts.parquet", "summary.json"


def is_whole(values: dict[str, Any], options: Common) -> bool:
    """Whether a table is the whole inventory, and no report is asked for that shows evidence row by row."""
    alone = bool(options.tables) and not any(values[name] for name in SOURCES)
    return alone and set(options.formats) <= {"parquet", *_LISTS}


def audit_whole(options: Common, engine: str = "local") -> int:
    """Judge the table, write its results, tell the numbers; the exit status. ``engine`` is ``local``, ``spark`` or a
    Spark master's address. Raises :class:`ModelscanError`."""
    from scanner.runs.whole.run import keep
    from scanner.runs.whole.summary import summary, told

    if len(options.tables) > 1 or options.catalogs:
        raise ModelscanError(
            "one --table at a time is judged as a whole: give one, or name a --format (html, json ...) to judge "
            "several, and catalogs, model by model"
        )
    policy, say = chosen_policy(options), hub_options(options).progress
    results, numbers, lists = _places(options)
    if options.waivers or options.baseline:
        say("exceptions are not applied to a whole table: what is waived stays violated in its results")
    whole = _whole(Path(options.tables[0]), policy, engine)
    for part in whole.lacking:
        say(f"{options.tables[0]} lacks {part}: what it held is not judged")
    if results is not None:
        keep(whole, results)
    for name, path in lists:
        _list(whole, policy, name, path)
    if numbers is not None:
        write(json.dumps(summary(whole, policy), indent=2) + "\n", str(numbers))
    write(told(whole, policy), None)
    for written in (*([results] if results else ()), *(path for _, path in lists)):
        say(f"wrote {written}")
    return _status(whole, options.fail_on)


def _whole(folder: Path, policy: Policy, engine: str) -> "Whole":
    if engine == "local":
        from scanner.runs.whole.run import judge_table

        return judge_table(folder, policy)
    from scanner.runs.whole.frame import judge_table_on

    return judge_table_on(folder, policy, None if engine == "spark" else engine)


def _places(options: Common) -> tuple[Path | None, Path | None, list[tuple[str, Path]]]:
    """Where the results go, the numbers, and lists."""
    if options.formats:
        if len(options.outputs) != len(options.formats):
            raise ModelscanError(f"--format {options.formats[-1]} needs an --output FILE of its own")
        pairs = list(zip(options.formats, map(Path, options.outputs), strict=True))
        results = [path for name, path in pairs if name == "parquet"]
        return results[0] if results else None, None, [one for one in pairs if one[0] in _LISTS]
    if len(options.outputs) > 1:
        raise ModelscanError("without --format, --output names one folder: give one")
    folder = Path(options.outputs[0] if options.outputs else AUDIT_FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / RESULTS, folder / SUMMARY, []


def _list(whole: "Whole", policy: Policy, name: str, path: Path) -> None:
    """One list of a table's verdicts."""
    from scanner.model.report import frame
    from scanner.report.lists import allow_text, as_json, block_text, sort_out

    lists = sort_out(_judged(whole, policy))
    made = {"allow-list": allow_text, "block-list": block_text}.get(name)
    framed = frame(policy.name, policy.sha256, __version__, stamp())
    write(made(lists) if made else as_json(lists, framed), str(path))


def _judged(whole: "Whole", policy: Policy) -> "Iterator[Judgement]":
    from scanner.judge.evaluate import asked_of, engine_for
    from scanner.report.lists import Judgement
    from scanner.runs.whole.run import judgements

    errors = {one.rule.id for one, severity in asked_of("model", policy, engine_for(policy)) if severity == "error"}
    weighty = [place for place, rule in enumerate(whole.rules) if rule in errors]
    for name, revision, one in judgements(whole):
        against = (place for place in weighty if one.outcomes and one.outcomes[place] in ("violated", "unknown"))
        verdict: Verdict = "unknown" if one.error is not None else one.verdict
        yield Judgement(name, "model", revision, verdict, tuple(whole.rules[place] for place in against))


def _status(whole: "Whole", fail_on: str) -> int:
    """1 when a verdict is at ``fail_on`` or worse, else 3 when a model could not be assessed, else 0."""
    if not len(whole.numbers):
        say("nothing to judge: the table lists no model")
        return 3
    met = [whole.made.one(number) for number in {*whole.numbers.tolist()}]
    if any(one.error is None and failing(one.verdict, fail_on) for one in met):
        return 1
    return 3 if any(one.error is not None for one in met) else 0
