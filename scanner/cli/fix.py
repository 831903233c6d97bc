"""``modelscan fix``: the certain mends, shown first."""

import sys
from pathlib import Path
from typing import Any

import click

from scanner.cli.options import UNREPORTED, chosen_policy, common_but, hub_options, say, take_common
from scanner.model.errors import ModelscanError
from scanner.text.counted import counted


@click.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--write", is_flag=True, help="Make the changes; without it they are only shown.")
@common_but(*UNREPORTED, "outputs", quiet="Say less.")
def fix(path: str, write: bool, **values: Any) -> None:
    """Pin revisions in code, commands and addresses, and complete a model folder's front matter.

    Only what needs no judgement is mended: the rest is for a person. The changes are shown as a diff; --write makes
    them.
    """
    from scanner.runs.fix import diff_of, mend
    from scanner.runs.fix.run import certain
    from scanner.text.files import write_whole

    options = take_common(values)
    root = Path(path)
    if not root.is_dir():
        raise ModelscanError(f"there is no folder {path}; give a source tree, or a model's folder")
    found = certain(root, chosen_policy(options, root), hub_options(options))
    mended = mend(root, found.edits)
    for one in mended:
        click.echo(diff_of(one), nl=False)
        if write:
            write_whole(root / one.path, one.after.encode())
    for reason in found.left:
        say(reason)
    if not options.quiet:
        done = "mended" if write else "to mend (nothing was written: --write does it)"
        say(f"{counted(len(mended), 'file')} {done}" if mended else "nothing certain to mend")
    sys.exit(3 if found.failed else 0)
