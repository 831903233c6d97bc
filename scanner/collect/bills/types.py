"""What a bill of materials lists, as far as it concerns models and datasets."""

from scanner.model.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenItem:
    """A model or dataset of a bill. ``target`` is what ``check`` takes, or the bill's own name where it names no repo
    of the Hub; ``licenses`` are as the bill writes them; ``at`` is the place in the bill."""

    target: str
    licenses: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBill:
    """A bill that was read. ``others`` counts the components that are neither model nor dataset; ``notes`` say in words
    what is in it and was not judged."""

    origin: str
    format: str
    items: tuple[GivenItem, ...]
    others: int = 0
    notes: tuple[str, ...] = ()
