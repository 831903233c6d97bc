"""``modelscan knowledge``: what is known here, and from when."""

import json
import sys
from typing import TYPE_CHECKING

import click

from scanner.cli.options import POLICY_HERE, say
from scanner.text.counted import counted

if TYPE_CHECKING:
    from scanner.knowledge.ages import KnownPart


@click.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--policy", metavar="FILE|NAME", help=f"Take the greatest age from it.  [default: {POLICY_HERE}]")
@click.option("--max-age", type=click.IntRange(0), metavar="DAYS", help="Exit 1 when a part is older than this.")
def knowledge(format_: str, policy: str | None, max_age: int | None) -> None:
    """Say what is known here, and from when."""
    from scanner.model.plain import to_plain
    from scanner.runs.policy import named

    if max_age is None:
        max_age = named(policy, None).load().knowledge_max_age_days
    found = _parts()
    old = [one for one in found if max_age is not None and one.age_days > max_age]
    if format_ == "json":
        click.echo(json.dumps({"max_age_days": max_age, "parts": to_plain(found)}, indent=2))
    else:
        for one in found:
            mark = "old" if one in old else ""
            size = f", {one.size}" if one.size else ""
            click.echo(
                f"{one.as_of}  {counted(one.age_days, 'day'):>9} {mark:<4} {one.title}{size}\n{'':<28}{one.source}"
            )
    for one in old:
        say(f"{one.title} is {counted(one.age_days, 'day')} old, more than {max_age}: update modelscan")
    sys.exit(1 if old else 0)


def _parts() -> "tuple[KnownPart, ...]":
    from scanner.collect.catalog import Catalog
    from scanner.knowledge.ages import parts, spdx_version
    from scanner.knowledge.resources import rules_dir
    from scanner.knowledge.rules import load_rules
    from scanner.model.clock import today

    sizes = {
        "rules": counted(len(list(load_rules(rules_dir()))), "rule"),
        "catalog": counted(Catalog.open().models, "model"),
        "spdx": f"version {spdx_version()}",
    }
    return parts(rules_dir(), today(), sizes)


def age_notes(max_age: int | None) -> tuple[str, ...]:
    """A note for each part of what is known that is older than a policy wants; never a verdict."""
    return tuple(
        f"{one.title} is of {one.as_of}, {counted(one.age_days, 'day')} ago; the policy wants at most {max_age} "
        "(update modelscan; 'modelscan knowledge' lists all)"
        for one in (_parts() if max_age is not None else ())
        if max_age is not None and one.age_days > max_age
    )


def tell_age(max_age: int | None, quiet: bool) -> None:
    """The same on standard error."""
    for note in () if quiet else age_notes(max_age):
        say(f"note: {note}")
