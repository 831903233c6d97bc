"""``modelscan licenses`` and ``modelscan rules``: what is known here, and what a licence text is."""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import click

from scanner.knowledge.licenses import Licenses
from scanner.model.errors import ModelscanError

_MAX_BYTES = 4_000_000


@cache
def _licenses() -> Licenses:
    from scanner.judge.evaluate import Engine
    from scanner.knowledge.resources import rules_dir

    return Engine(rules_dir()).licenses


@click.group(invoke_without_command=True)
@click.pass_context
def licenses(ctx: click.Context) -> None:
    """List the licences known here, or identify licence texts."""
    if ctx.invoked_subcommand is not None:
        return
    for one in sorted(_licenses(), key=lambda license_: license_.id.lower()):
        click.echo(f"{one.id:<48} {one.family:<18} {one.confidence:<10} {one.name}")


@licenses.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def identify(files: tuple[str, ...], format_: str) -> None:
    """Say which licence each FILE is; exit 1 when one is not identified."""
    rows = [_identified(Path(name)) for name in files]
    if format_ == "json":
        click.echo(json.dumps({"results": rows}, indent=2))
    else:
        for row in rows:
            nearest = f", nearest {row['nearest']}" if row["nearest"] and not row["id"] else ""
            click.echo(f"{row['path']}: {row['id'] or 'not identified'} ({row['match']}{nearest})")
    sys.exit(0 if all(row["id"] for row in rows) else 1)


def _identified(path: Path) -> dict[str, Any]:
    from scanner.identify.texts import identify as identify_text
    from scanner.identify.texts import text_index
    from scanner.text.licence_files import decode

    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
    except OSError as error:
        raise ModelscanError(f"{path} cannot be read ({error.strerror})") from error
    match = identify_text(decode(data), text_index(_licenses()))
    # The differing words are the text engine's next step; until then none are claimed.
    return {
        "path": str(path),
        "id": match.id,
        "match": match.match,
        "similarity": match.similarity,
        "nearest": match.nearest,
        "differences": None if match.id is None else [],
    }


@click.command()
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(format_: str) -> None:
    """List the rules."""
    from scanner.knowledge.resources import rules_dir
    from scanner.knowledge.rules import load_rules
    from scanner.model.plain import to_plain

    found = list(load_rules(rules_dir()))
    if format_ == "json":
        click.echo(json.dumps([to_plain(rule) for rule in found], indent=2))
        return
    for rule in found:
        click.echo(f"{rule.id}  {rule.severity:<8} {rule.family:<12} {rule.title}")
