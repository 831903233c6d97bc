"""What bills of materials list and say of models and datasets, and the repo of the Hub that an entry of one names: by
its purl, an address on the Hub, or its group and name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from scanner.collect.elsewhere import parse_purl
from scanner.model.errors import TargetError
from scanner.model.frozen import dataclass
from scanner.model.ids import RepoRef, is_hex
from scanner.model.snapshot import Json, Snapshot
from scanner.text.clean import bound, one_line
from scanner.text.late import late


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


#: The field of a repo's ``info`` that holds it: a list of ``{licenses: [...], at: place in the bill}``.
FIELD = "x_bill"


def claimed(snapshots: Iterable[Snapshot], bills: Iterable[GivenBill]) -> Iterator[Snapshot]:
    """The snapshots, each with what the bills say of it."""
    said: dict[str, list[GivenItem]] = defaultdict(list)
    for item in (item for bill in bills for item in bill.items):
        said[item.target].append(item)
    return (with_said(snapshot, said.get(snapshot.target, ())) for snapshot in snapshots)


def with_said(snapshot: Snapshot, items: Iterable[GivenItem]) -> Snapshot:
    """A snapshot with what entries of bills state of its licence."""
    found: list[Json] = [{"licenses": list(item.licenses), "at": item.at} for item in items if item.licenses]
    info = {**snapshot.root.info, FIELD: found}
    return replace(snapshot, root=replace(snapshot.root, info=info)) if found else snapshot


_HUB_NAME = late(r"(?:https?://)?(?:hf\.co|huggingface\.co)/([\w.-]{1,96}/[\w.-]{1,96})(?::[\w.-]{1,60})?", re.ASCII)
_NO_ASSERTION = {"", "noassertion", "none", "unknown"}


def by_purl(purl: Any) -> str | None:
    """The target of a ``pkg:huggingface`` purl; None for every other one."""
    if not isinstance(purl, str) or not purl.lower().startswith("pkg:huggingface/"):
        return None
    try:
        return str(parse_purl(purl))
    except TargetError:
        return shown(purl)


def by_address(addresses: Iterable[Any]) -> str | None:
    """The target of the first address that is a repo's on the Hub."""
    for address in addresses:
        if isinstance(address, str) and "://" in address:
            found = RepoRef.parse(address.partition("#")[0])
            # A bare name below the Hub's root may be any page of its; below datasets/ it is a dataset's former name.
            if found is not None and ("/" in found.id or found.repo_type == "dataset"):
                return str(found)
    return None


def by_name(group: Any, name: Any, version: Any) -> str:
    """The target that a model's own name makes, whether or not the Hub can know it. Tools that read Ollama's files put
    a whole address and a quantisation into the name."""
    if isinstance(name, str) and (address := _HUB_NAME.fullmatch(name.strip())):
        return address[1]
    text = "/".join(part.strip() for part in (group, name) if isinstance(part, str) and part.strip())
    pinned = is_hex(str(version).lower(), 40)
    found = RepoRef.parse(text)
    return f"{found}@{version}" if found is not None and pinned and not found.revision else shown(text or "unnamed")


def shown(text: Any) -> str:
    """Somebody's text, on one line and bounded."""
    return bound(one_line(str(text)), 300)


def licences(values: Iterable[Any]) -> tuple[str, ...]:
    """Licence values that say something, each once."""
    texts = (shown(value) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(text for text in texts if text.lower() not in _NO_ASSERTION))
