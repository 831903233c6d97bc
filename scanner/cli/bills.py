"""Bills of materials as input: read, and what was in them and is not judged said aloud."""

from typing import TYPE_CHECKING

from scanner.cli.options import Common, say
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
        say(f"{bill.origin}: {bill.format}, {judged}; {bill.others} other components")
        for note in bill.notes:
            say(f"{bill.origin}: {note}")
    return bills
