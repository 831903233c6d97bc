"""``modelscan suggest``: what else would do, and judges better."""

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from scanner.cli.options import Common, chosen_policy, common_but, formats, hub_options, own_pairs, take_common, write
from scanner.cli.outcome import judged_one
from scanner.model.errors import ModelscanError
from scanner.model.policy import Policy

if TYPE_CHECKING:
    from scanner.judge.evaluate import Engine
    from scanner.runs.suggest import Wanted

FORMATS = ("text", "json")


@click.command()
@click.argument("target", required=False, metavar="[ID]")
@click.option("--task", metavar="TASK", help="The pipeline tag, where ID does not tell it, or in place of ID.")
@click.option("--most", type=click.IntRange(1, 50), default=5, show_default=True, help="How many.")
@click.option("--downloads", type=click.IntRange(0), metavar="N", help="The fewest in 30 days.  [default: 10000]")
@common_but("fail-on", "waivers", "baseline", formats=formats(FORMATS))
def suggest(target: str | None, task: str | None, most: int, downloads: int | None, **values: Any) -> None:
    """Name models of the same task, near in size, that judge better under the policy, with what each costs and what is
    not known of it.

    They come from --table or --catalog, else from the bundled catalog: check one live before it is used.
    """
    from scanner.collect.gather import known
    from scanner.judge.evaluate import engine_for
    from scanner.report import suggest as forms
    from scanner.runs.suggest import suggest as run

    options = take_common(values)
    outputs = own_pairs(options, "suggest", FORMATS)
    if target is None and task is None:
        raise ModelscanError("suggest needs a model, or --task: modelscan suggest org/name")
    policy = chosen_policy(options)
    engine = engine_for(policy)
    asked = _asked(target, task, options, policy, engine)
    asked = asked if downloads is None else replace(asked, downloads=downloads)
    found = run(asked, known(hub_options(options)), policy, engine, most)
    made = {
        "json": lambda: forms.as_json(asked, found, policy.name),
        "text": lambda: forms.text(asked, found, policy.name, options.style),
    }
    for name, path in outputs:
        write(made[name](), path)
    sys.exit(0 if found else 3)


def _asked(target: str | None, task: str | None, options: Common, policy: Policy, engine: "Engine") -> "Wanted":
    from scanner.runs.suggest import Wanted, wanted

    if target is None:
        return Wanted(task=task or "")
    snapshot, result = judged_one(target, options, policy, engine)
    found = wanted(snapshot.root, result, task)
    if found is None:
        raise ModelscanError(f"{target} does not say its task: add --task, such as --task text-generation")
    return found
