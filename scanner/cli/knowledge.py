"""``modelscan licenses`` and ``modelscan rules``: what is known here, and what a licence text is."""

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scanner.knowledge.licenses import Licenses
from scanner.model.errors import ModelscanError

if TYPE_CHECKING:
    from scanner.identify.texts import TextMatch

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
@click.option("--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
def identify(files: tuple[str, ...], format_: str) -> None:
    """Say which licences each FILE holds, and every word that differs; exit 1 unless each is one, word for word."""
    from scanner.report.identified import Identified, shown

    found, unread = [], []
    for name in files:
        try:
            found.append(Identified(path=name, matches=_matches(Path(name))))
        except ModelscanError as error:
            unread.append(str(error))
    if found:
        click.echo(shown(found, format_), nl=False)
    if unread:
        raise ModelscanError(*unread)
    sys.exit(0 if all(one.settled for one in found) else 1)


def _matches(path: Path) -> "tuple[TextMatch, ...]":
    from scanner.identify.texts import identify as identify_text
    from scanner.identify.texts import text_index
    from scanner.text.licence_files import decode

    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
    except OSError as error:
        raise ModelscanError(f"{path} cannot be read ({error.strerror})") from error
    if data.startswith(b"%PDF-") or (b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        raise ModelscanError(f"{path} is no text: give the licence as text")
    return identify_text(decode(data), text_index(_licenses()))


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
