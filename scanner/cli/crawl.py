"""``modelscan crawl``: the metadata of many repos as tables on disk."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.options import say
from scanner.collect.hub.options import HubOptions
from scanner.collect.hub.pages import FILES, PLANS
from scanner.model.errors import ModelscanError, TargetError
from scanner.model.words import REPO_TYPES
from scanner.text.counted import counted

if TYPE_CHECKING:
    from scanner.runs.crawl.query import Query
    from scanner.runs.crawl.run import Done


@click.command()
@click.option(
    "--output", "folder", metavar="DIR", required=True, help="The folder of tables; what is there is added to."
)
@click.option("--all", "everything", is_flag=True, help="The whole Hub: some 3,000 requests for the models.")
@click.option("--org", metavar="NAME", help="Of an organisation or a person.")
@click.option("--search", metavar="WORDS", help="What the Hub finds by these words in ids.")
@click.option(
    "--filter", "filters", multiple=True, metavar="TAG", help="With this tag, such as license:mit; repeatable."
)
@click.option("--from", "lists", multiple=True, metavar="FILE", help="The ids of a file, one a line, one request each.")
@click.option("--import", "dump", metavar="FILE", help="A public dump of the Hub's metadata (Parquet), no network.")
@click.option("--observed", metavar="DAY", help="With --import: the day of the dump.  [default: the one in its path]")
@click.option("--type", "kind", type=click.Choice(["model", "dataset"]), help="Only these.  [default: both]")
@click.option("--since", type=click.Choice(["LAST"]), help="Only what changed since the last crawl of this query.")
@click.option(
    "--texts",
    type=click.Choice(["none", "needed", "all"]),
    help="Which repos are read wholly after the list, with their bases: cards, licence texts. [default: needed; with "
    "--all: none]",
)
@click.option(
    "--plan",
    type=click.Choice(list(PLANS)),
    help="The quota where the Hub tells none.  [default: anonymous, or free with a token]",
)
@click.option("--hub", metavar="URL", help="The Hub to ask (also HF_ENDPOINT).")
@click.option("--token", metavar="TOKEN", help="Access token (better: HF_TOKEN in the environment).")
@click.option("--offline", is_flag=True, hidden=True)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def crawl(**values: Any) -> None:
    """Pull the metadata of many repos into Parquet tables, a thousand a request.

    The same command goes on where it was ended, however it was ended. 'check --table DIR' and 'audit --table DIR' judge
    from the tables.
    """
    from scanner.runs.crawl.run import Orders
    from scanner.runs.crawl.run import crawl as run

    if values["dump"] is not None:
        _import(values)
        return
    options = HubOptions(endpoint=values["hub"], token=values["token"], offline=values["offline"])
    query = _query(values)
    with _Bar(quiet=values["quiet"]) as bar:
        orders = Orders(
            folder=Path(values["folder"]),
            options=options,
            quota=_quota(PLANS, values["plan"], values["token"]),
            files=_quota(FILES, values["plan"], values["token"]),
            texts=values["texts"] or ("none" if values["everything"] else "needed"),
            since=values["since"] is not None,
            step=bar.step,
            say=bar.say,
        )
        try:
            done = run(query, orders)
        except TargetError as error:
            say(f"{error.bare}; what was read is kept: the same command goes on")
            sys.exit(3)
    _tell(done, query, values)


def _import(values: dict[str, Any]) -> None:
    from scanner.runs.crawl.importing import import_dump

    if any(values[name] for name in ("everything", "org", "search", "filters", "lists", "since", "texts")):
        raise ModelscanError("--import reads a file: it goes with --output, --type and --observed alone")
    with _Bar(quiet=values["quiet"]) as bar:
        path = Path(values["dump"])
        done = import_dump(path, Path(values["folder"]), values["kind"], values["observed"], bar.step)
    _tell(done, f"--import {path.name}", values)


def _query(values: dict[str, Any]) -> "Query":
    from scanner.cli.check import listed_targets
    from scanner.runs.crawl.query import Query

    ids = tuple(dict.fromkeys(listed_targets((), values["lists"]))) if values["lists"] else None
    narrowed = bool(values["org"] or values["search"] or values["filters"])
    if sum((values["everything"], narrowed, ids is not None)) != 1:
        raise ModelscanError("say what to crawl: --all, or --org, --search and --filter together, or --from FILE")
    if ids is not None and values["since"]:
        raise ModelscanError("--since LAST goes by the Hub's list: it does not go with --from")
    kinds = (values["kind"],) if values["kind"] else REPO_TYPES
    return Query(org=values["org"], search=values["search"], filters=values["filters"], ids=ids, kinds=kinds)


def _quota(quotas: Mapping[str, int], plan: str | None, token: str | None) -> int:
    from scanner.collect.hub.options import find_token

    return quotas[plan or ("free" if find_token(token) else "anonymous")]


def _tell(done: "Done", query: object, values: dict[str, Any]) -> None:
    extra = [
        said
        for count, said in (
            (done.repeated, f"{done.repeated} repeated"),
            (done.refused, counted(done.refused, "row that is no repo", "rows that are no repos")),
            (done.absent, f"{done.absent} not there"),
            (done.read, counted(done.read, "repo read wholly", "repos read wholly")),
        )
        if count
    ]
    click.echo(
        f"{values['folder']}: {counted(done.rows, 'row')} of {query} in {counted(done.requests, 'request')}"
        + "".join(f", {one}" for one in extra)
    )
    if not values["quiet"]:
        for note in done.notes:
            say(note)
    if not done.rows and values["since"] is None:
        say("nothing is listed for this")
        sys.exit(3)


class _Bar:
    """Progress on stderr, where that is a terminal."""

    def __init__(self, *, quiet: bool) -> None:
        from tqdm import tqdm

        self._quiet = quiet
        self._bar = tqdm(unit=" rows", disable=True if quiet else None, file=sys.stderr)

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def step(self, rows: int) -> None:
        self._bar.update(rows)

    def say(self, text: str) -> None:

        if not self._quiet:
            self._bar.clear()
            say(text)
