"""``modelscan waive``: grant an exception, bound to what it was granted for, that ends on its day."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.exceptions import in_force
from scanner.cli.options import Common, chosen_policy, common_but, say, take_common, write
from scanner.cli.outcome import judged_one
from scanner.model.errors import ModelscanError
from scanner.model.ids import RepoRef
from scanner.model.policy import Granted, Policy, Waiver
from scanner.model.result import Result

if TYPE_CHECKING:
    from scanner.judge.evaluate import Engine
    from scanner.judge.exceptions.applying import Exceptions

_LONG = timedelta(days=731)


@click.command()
@click.argument("target", required=False)
@click.option("--license", "license_", metavar="ID", help="Waive for every model under this effective licence instead.")
@click.option("--rule", required=True, metavar="ID", help="The rule whose finding is waived.")
@click.option("--reason", required=True, metavar="TEXT", help="Why the exception is acceptable.")
@click.option("--approver", required=True, metavar="WHO", help="Who grants it.")
@click.option("--expires", metavar="DATE", help="The last day that it holds, YYYY-MM-DD (UTC).")
@click.option("--days", type=click.IntRange(0, 36500), metavar="N", help="Or how many days from today.")
@click.option("--ticket", metavar="REF", help="Where it was discussed.")
@click.option("--revision", metavar="SHA,...|FROM..TO", help="Only at these commits, or if last changed on these days.")
@common_but(
    "formats",
    "outputs",
    "offline",
    "fail-on",
    "bundle",
    "tables",
    "catalogs",
    "no-color",
    "verbose",
    waivers="The file to write.  [default: modelscan-waivers.yaml]",
    quiet="Say less.",
)
def waive(target: str | None, license_: str | None, rule: str, **values: Any) -> None:
    """Grant a waiver: one rule, for TARGET (org/name) or for all models under a licence.

    The target is judged now, and the waiver holds only while its effective terms and licence texts stay as they are. A
    waiver for the same thing is replaced. With --use, it holds for that use only.
    """
    from scanner.judge.evaluate import engine_for
    from scanner.judge.exceptions.applying import WAIVER_FILE, WaiverFile
    from scanner.judge.exceptions.files import check, dump, read_file, with_waiver
    from scanner.model.clock import today
    from scanner.text.files import locked

    options = take_common(values)
    if (target is None) == (license_ is None):
        raise ModelscanError("give either a TARGET (org/name) or --license ID")
    expires = _expires(values.pop("expires"), values.pop("days"), today())
    path = Path(options.waivers or WAIVER_FILE)
    if path.exists():
        read_file(path)  # what is wrong with it is told before anybody is asked
    policy = chosen_policy(options)
    engine = engine_for(policy)
    said = {
        **values,
        "rule": _rule(rule, engine),
        "created": today().isoformat(),
        "expires": expires.isoformat(),
        "use": policy.name if options.use else None,
    }
    check(Waiver(license=license_ or "any", **said), "this waiver")
    result = None if license_ else _result(str(target), said["rule"], policy, engine, options)
    waiver = _for_license(str(license_), said, engine) if result is None else _for_target(str(target), result, said)
    with locked(path.parent):  # others may have granted meanwhile
        file, replaced = with_waiver(read_file(path) if path.exists() else WaiverFile(), waiver)
        write(dump(file), str(path))
    _tell(waiver, replaced, path)
    if result is not None:
        _tell_rest(result, in_force(replace(options, waivers=str(path), quiet=True), policy, engine))


def _expires(stated: str | None, days: int | None, today: date) -> date:
    if (stated is None) == (days is None):
        raise ModelscanError("say when it ends: --expires YYYY-MM-DD or --days N, one of them")
    if stated is None:
        return today + timedelta(days=days or 0)
    try:
        found = date.fromisoformat(stated)
    except ValueError:
        raise ModelscanError(f"--expires '{stated}' is no date; write YYYY-MM-DD (UTC)") from None
    if found < today:
        raise ModelscanError(f"--expires {stated} is past: today is {today} (UTC)")
    return found


def _rule(name: str, engine: "Engine") -> str:
    from scanner.model.plain import nearest

    known = engine.rules.by_id
    if name.upper() not in known:
        raise ModelscanError(f"there is no rule '{name}'{nearest(name.upper(), known)}; 'modelscan rules' lists them")
    return name.upper()


def _for_license(name: str, said: dict[str, Any], engine: "Engine") -> Waiver:
    from scanner.model.plain import nearest

    known = engine.licenses.get(name)
    if known is None and not name.startswith("LicenseRef-"):
        ids = [one.id for one in engine.licenses]
        raise ModelscanError(f"no licence '{name}' is known{nearest(name, ids)}; 'modelscan licenses' lists them")
    return Waiver(license=known.id if known is not None else name, **said)


def _result(target: str, rule: str, policy: Policy, engine: "Engine", options: Common) -> Result:
    """The target judged now, with a finding of the rule."""
    _, result = judged_one(target, options, policy, engine)
    if result.source == "catalog":
        raise ModelscanError(f"{target}: a waiver is granted over what is live: judge it without --offline")
    _found(result, rule)
    return result


def _for_target(target: str, result: Result, said: dict[str, Any]) -> Waiver:
    from scanner.judge.exceptions.applying import granted_over

    granted: Granted = granted_over(result)
    name = str(RepoRef(result.model, result.repo_type))
    pinned = "@" in target and said["revision"] is None
    revision = result.revision if pinned else said["revision"]
    return Waiver(model=name, granted=granted, **{**said, "revision": revision})


def _found(result: Result, rule: str) -> None:
    if any(one.rule == rule and one.outcome in ("violated", "unknown") for one in result.findings):
        return
    standing = [f.rule for f in result.findings if f.outcome in ("violated", "unknown")]
    raise ModelscanError(
        f"{result.model} has no finding of {rule}: nothing to waive; it has {', '.join(standing) or 'none at all'}"
    )


def _tell(waiver: Waiver, replaced: tuple[Waiver, ...], path: Path) -> None:
    from scanner.judge.exceptions.applying import about, day
    from scanner.text.clean import one_line

    for one in replaced:
        say(f"replaces the {about(one)}")
    if day(waiver.expires) - day(waiver.created) > _LONG:
        say(f"it holds until {waiver.expires}, longer than two years: is that meant?")
    click.echo(one_line(f"{path}: {about(waiver)}"))


def _tell_rest(result: Result, exceptions: "Exceptions") -> None:
    """Which other rules still stand in the way of the same model: one waiver is seldom the end of it."""
    from scanner.judge.exceptions.applying import excuse
    from scanner.model.verdict import weight

    left = [one for one in excuse(result, exceptions).findings if one.outcome in ("violated", "unknown")]
    rest = [f"{one.rule} ({weight(one)})" for one in left if weight(one) != "pass"]
    if rest:
        say(f"still standing for {result.model}: {', '.join(rest)}: mend or waive each")
    else:
        say(f"nothing else stands in the way of {result.model}")
