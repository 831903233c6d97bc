"""``modelscan compare``: the facts that decide, side by side."""

import sys
from typing import Any

import click

from scanner.cli.options import chosen_policy, common_but, formats, hub_options, own_pairs, take_common, write
from scanner.cli.outcome import exit_status, make_report
from scanner.model.errors import ModelscanError
from scanner.model.report import Report, Style

FORMATS = ("text", "json", "markdown")


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="ID ID...")
@common_but("waivers", "baseline", formats=formats(FORMATS))
def compare(targets: tuple[str, ...], **values: Any) -> None:
    """Show models side by side: terms under the policy, open questions, weights, size, data, upkeep.

    The exit status is that of 'check'.
    """
    from scanner.collect.gather import gather
    from scanner.judge.evaluate import assess, engine_for

    options = take_common(values)
    outputs = own_pairs(options, "compare", FORMATS)
    wanted = tuple(dict.fromkeys(targets))
    if len(wanted) < 2:
        raise ModelscanError("compare needs two models or more: modelscan compare org/one org/two")
    policy = chosen_policy(options)
    engine = engine_for(policy)
    report = make_report(assess(gather(wanted, hub_options(options)), policy, engine), policy, engine, "compare")
    for name, path in outputs:
        write(_rendered(name, report, options.style), path)
    sys.exit(exit_status(report.results, options.fail_on))


def _rendered(name: str, report: Report, style: Style) -> str:
    from scanner.report import compare as forms

    if name == "text":
        return forms.text(report, style)
    return forms.as_json(report) if name == "json" else forms.as_markdown(report)
