"""Bills of materials as input: read, and what was in them and is not judged said aloud."""

from typing import TYPE_CHECKING

import click

from scanner.cli.options import Common
from scanner.text.counted import counted

if TYPE_CHECKING:
    from scanner.collect.bills.types import GivenBill


def read_bills(paths: tuple[str, ...], options: Common) -> "tuple[GivenBill, ...]":
    """The bills of ``--bom``. Raises :class:`ModelscanError` for one that cannot be read."""
    if not paths:
        return ()
    from scanner.collect.bills.read import read_bill_file

    bills = tuple(read_bill_file(path) for path in paths)
    for bill in () if options.quiet else bills:
        judged = counted(len(bill.items), "model or dataset entry", "model or dataset entries")
        click.echo(f"modelscan: {bill.origin}: {bill.format}, {judged}; {bill.others} other components", err=True)
        for note in bill.notes:
            click.echo(f"modelscan: {bill.origin}: {note}", err=True)
    return bills
