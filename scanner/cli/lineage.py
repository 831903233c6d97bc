"""``modelscan lineage``: the ancestry of a model."""

import json
from typing import Any

import click

from scanner.cli.options import chosen_policy, common_but, formats, own_pairs, take_common, write
from scanner.cli.outcome import judged_one
from scanner.model.result import Result

FORMATS = ("text", "json", "mermaid", "dot")


@click.command()
@click.argument("target", metavar="ID")
@common_but(
    "fail-on",
    "waivers",
    "baseline",
    "no-color",
    "verbose",
    formats=formats(FORMATS),
)
def lineage(target: str, **values: Any) -> None:
    """Show what a model was made from, with licences, where terms changed, and the weak links.

    A dashed line is a hint, or a base that could not be read.
    """
    from scanner.judge.evaluate import engine_for

    options = take_common(values)
    outputs = own_pairs(options, "lineage", FORMATS)
    policy = chosen_policy(options)
    _, result = judged_one(target, options, policy, engine_for(policy))
    for name, path in outputs:
        write(drawn(result, name), path)


def drawn(result: Result, name: str) -> str:
    """A result's ancestry in a format."""
    from scanner.report.lineage import dot, mermaid, plain, text, tree

    made = tree(result)
    if name == "json":
        return json.dumps({"schema_version": "1", **plain(made)}, indent=2, ensure_ascii=False) + "\n"
    return {"text": text, "mermaid": mermaid, "dot": dot}[name](made)
