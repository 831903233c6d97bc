"""Bills of materials that other tools wrote: which models and datasets they list, and what they say of each."""

from scanner.collect.bills.claims import FIELD, claimed, with_said
from scanner.collect.bills.read import BILL_SUFFIXES, is_bill, read_bill, read_bill_file
from scanner.collect.bills.types import GivenBill, GivenItem

__all__ = [
    "BILL_SUFFIXES",
    "FIELD",
    "GivenBill",
    "GivenItem",
    "claimed",
    "is_bill",
    "read_bill",
    "read_bill_file",
    "with_said",
]
