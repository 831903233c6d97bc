"""``modelscan catalog``: a company's own catalog for working offline."""

from pathlib import Path

import click

from scanner.cli.options import say, write
from scanner.model.errors import ModelscanError
from scanner.text.counted import counted


@click.group()
def catalog() -> None:
    """Offline catalogs: one file of facts of a day, for '--catalog FILE'."""


@catalog.command()
@click.argument("folders", nargs=-1, metavar="[DIR...]")
@click.option("--table", "tables", multiple=True, metavar="DIR", help="Tables of 'crawl', as DIR; repeatable.")
@click.option("-o", "--output", "out", required=True, metavar="FILE", help="The file to write.")
@click.option("--without-files", is_flag=True, help="Leave out the names of files: smaller, and less is known.")
def build(folders: tuple[str, ...], tables: tuple[str, ...], out: str, without_files: bool) -> None:
    """Write what the tables in DIR hold as one file: the newest record of every repo that is still listed."""
    from scanner.runs.crawl.catalog import build as make

    tables = (*folders, *tables)
    if not tables:
        raise ModelscanError("catalog build needs tables: name the folder that 'modelscan crawl --output' wrote")
    data, count = make([Path(one) for one in tables], files=not without_files, say=say)
    if not count:
        raise ModelscanError(f"{', '.join(tables)}: no repo is in them: crawl first")
    write(data, out)
    click.echo(f"{out}: {counted(count, 'repo')}, {len(data):,} bytes")
