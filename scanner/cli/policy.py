"""``modelscan policy``: write, validate, explain, test and compare policies."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.cli.options import write
from scanner.knowledge.policy import DEFAULT, builtin_names, load_policy, unstated
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy, Use
from scanner.model.words import VERDICTS

if TYPE_CHECKING:
    from scanner.judge.evaluate import Engine

START = """# yaml-language-server: $schema={schema}
# What 'modelscan check' judges by when called with --policy {name}. Every key: 'modelscan explain policy'.
name: {stem}
extends: {extends}
# use:                                # state what is true of you: each answers open conditions
#   monthly_active_users: 120000      # of the company and its affiliates
#   annual_revenue_usd: 4000000
#   territories: [US, EU]            # ISO 3166 codes or English names, EU, EEA, EUROPE, WORLD
#   domicile: DE
#   accepts_use_restrictions: [llama3.1]   # once a person has read them
# licenses:
#   deny: [cc-by-nc-4.0, "family:community"]   # in place of the list that is extended
tests:
{tests}
"""
#: The licences that a new policy is tested with: what the policy that it extends says of them.
_TRIED = ("apache-2.0", "cc-by-nc-4.0")
_WEIGHT = ("note", "warning", "error")


@click.group()
def policy() -> None:
    """Write, validate, explain, test and compare policies."""


@policy.command()
@click.argument("path", default="modelscan.yaml", type=click.Path(dir_okay=False))
@click.option(
    "--extends", default=DEFAULT, show_default=True, metavar="NAME", help="The built-in policy to start from."
)
def init(path: str, extends: str) -> None:
    """Write a policy to start from, with its JSON Schema beside it."""
    from scanner.knowledge.resources import rules_dir

    if Path(path).exists():
        raise ModelscanError(f"{path} is there already; give another name")
    tests = _tried(load_policy(extends))
    schema = Path(path).with_name("modelscan.schema.json")
    write((rules_dir() / "policy.schema.json").read_bytes(), str(schema))
    stem = Path(path).stem
    write(
        START.format(
            schema=schema.name,
            name=path,
            stem=stem if stem not in builtin_names() else f"{stem}-own",
            extends=extends,
            tests=tests,
        ),
        path,
    )
    click.echo(f"wrote {path} (extends {extends}) and {schema.name}")
    click.echo(f"try: modelscan policy test {path}; judge by it: modelscan check org/name --policy {path}")
    click.echo(f'or have every command find it: policy = "{path}" in modelscan.toml')


def _tried(start: Policy) -> str:
    """Tests that hold as long as the policy says what the one it starts from says."""
    from scanner.judge.trial import verdicts

    said = verdicts(start, _TRIED)
    return "\n".join(f"  - {{license: {name}, expect: {said[name].verdict}}}" for name in _TRIED)


@policy.command()
@click.argument("names", nargs=-1, required=True, metavar="FILE|NAME...")
def validate(names: tuple[str, ...]) -> None:
    """Read policies as 'check' would, and say all that is wrong."""
    wrong: list[str] = []
    for name in names:
        try:
            _sound(name)
        except ModelscanError as error:
            wrong += (str(error), *error.others)
    if wrong:
        raise ModelscanError(*wrong)


def _sound(name: str) -> None:
    from scanner.judge.evaluate import engine_for

    found = load_policy(name)
    engine = engine_for(found)
    engine.warm()
    click.echo(f"{name}: sound ({found.name}, sha256 {found.sha256[:12]})")
    for key, value in _stated(found.use):
        click.echo(f"  {key}: {value}")
    for line in _eased(found, engine):
        click.echo(f"  {line}")
    for shadowed in engine.licenses.shadowed:
        click.echo(f"  own licence '{shadowed}' stands in place of the built-in one")


def _eased(found: Policy, engine: "Engine") -> Iterator[str]:
    """What makes a verdict milder than the rules and the repositories do: rules that weigh less, a person's word."""
    for rule, stated in sorted(found.rules.items()):
        held = engine.rules.by_id[rule]
        if stated == "off" or _WEIGHT.index(stated) < _WEIGHT.index(held.severity):
            yield f"{rule} {stated}, else {held.severity}: {held.title}"
    for one in found.curations:
        yield f"curation: {one.model} is {one.said}"


@policy.command()
@click.argument("name", required=False, metavar="[FILE|NAME]")
def explain(name: str | None) -> None:
    """Say in words what a policy assumes and does: without a name, the one that is judged by here."""
    from scanner.judge.evaluate import engine_for
    from scanner.judge.trial import verdicts
    from scanner.runs.policy import named

    found = named(name, None).load()
    for line in _described(found):
        click.echo(line)
    engine = engine_for(found)
    said = verdicts(found, [license_.id for license_ in engine.licenses], engine)
    for verdict in VERDICTS:
        names = sorted(name for name, result in said.items() if result.verdict == verdict)
        click.echo(f"\nA plain model under {len(names)} licences: {verdict}\n  {', '.join(names) or '-'}")


def _described(found: Policy) -> list[str]:
    lines = [f"{found.name}: {found.title}", found.description.strip(), "", "Stated use:"]
    lines += [f"  {key}: {value}" for key, value in _stated(found.use)]
    lines.append(f"Not stated (conditions on these stay open): {', '.join(unstated(found.use)) or 'nothing'}")
    for key in ("allow", "deny", "review"):
        listed = getattr(found.licenses, key)
        if listed:
            lines.append(f"Licences to {key}: {', '.join(listed)}")
    lines += [f"{rule}: {severity}" for rule, severity in sorted(found.rules.items())]
    lines += [
        f"Curation: {one.model} is concluded {one.license}, by {one.by}: {one.evidence}" for one in found.curations
    ]
    return lines


def _stated(use: Use) -> list[tuple[str, str]]:
    values = [(name, getattr(use, name)) for name in Use.__dataclass_fields__]
    return [(name, _shown(value)) for name, value in values if value not in (None, ())]


def _shown(value: object) -> str:
    if not isinstance(value, tuple):
        return str(value)
    return ", ".join(
        str(getattr(one, "value", one)) + (f" as of {one.as_of}" if getattr(one, "as_of", None) else "")
        for one in value
    )


@policy.command()
@click.argument("name", metavar="FILE|NAME")
def test(name: str) -> None:
    """Run a policy's own tests.

    Exit 1 when one comes out otherwise.
    """
    from scanner.judge.trial import run_tests

    found = load_policy(name)
    if not found.tests:
        raise ModelscanError(f"{name} has no 'tests'; add lines such as - {{license: cc-by-nc-4.0, expect: fail}}")
    tested = list(run_tests(found))
    for one in tested:
        under = one.test.license + (f" on {one.test.base}" if one.test.base else "")
        click.echo(f"{'ok  ' if one.passed else 'FAIL'} {under}: expected {one.test.expect}, is {one.said} ({one.why})")
    sys.exit(0 if all(one.passed for one in tested) else 1)


@policy.command()
@click.argument("before", metavar="OLD")
@click.argument("after", metavar="NEW")
def diff(before: str, after: str) -> None:
    """What changes from one policy to another.

    The statements, and the verdict of a plain model under each licence.
    """
    from scanner.judge.evaluate import engine_for
    from scanner.judge.trial import verdicts, why

    old, new = load_policy(before), load_policy(after)
    removed = [line for line in _described(old) if line not in _described(new)]
    added = [line for line in _described(new) if line not in _described(old)]
    click.echo("\n".join([*(f"- {line}" for line in removed), *(f"+ {line}" for line in added)]))
    engine = engine_for(new)
    names = [license_.id for license_ in engine.licenses]
    was, now = verdicts(old, names), verdicts(new, names, engine)
    for name in names:
        if was[name].verdict != now[name].verdict:
            click.echo(f"{name}: {was[name].verdict} -> {now[name].verdict} ({why(now[name])})")
