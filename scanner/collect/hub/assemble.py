"""A repo's metadata, what the cache held of it, and its files' contents → one :class:`Repo`. Pure."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from scanner.collect.hub import plan
from scanner.collect.hub.bodies import Fetched
from scanner.collect.hub.client import Answered, Unreadable
from scanner.collect.hub.fields import bounded
from scanner.collect.relations.code import CODE
from scanner.collect.relations.linked import is_linked
from scanner.knowledge.descriptions import DESCRIBED
from scanner.model.snapshot import CARD, GATE_PROMPT, NOT_THERE, OTHER_LENGTH, Card, Repo, Unread
from scanner.text.licence_files import decode, gate_prompt, make_text
from scanner.text.recipes import TOTALS, data_of, names_of, total_of


class ReadCard(NamedTuple):
    """A card that was fetched and parsed."""

    card: Card
    file: Fetched


class ReadHeader(NamedTuple):
    """The first bytes of a weight file, read (``collect/headers``), or why they could not be; ``pointer``: they only
    stand in for it. ``commit`` and ``total`` as of :class:`Fetched`."""

    said: Mapping[str, Any]
    pointer: str | None = None
    commit: str | None = None
    total: int | None = None


def read_start(found: Answered, size: int | None) -> ReadHeader:
    """What came of asking for the first bytes of a weight file that is listed with ``size`` bytes."""
    from scanner.collect.headers import pointer_kind, read_header

    if isinstance(found, Fetched):
        if found.total is not None and size is not None and found.total != size:
            said = f"it has {found.total:,} bytes, and {size:,} in the list"
            return ReadHeader({"unread": said, "length": found.total}, pointer_kind(found.data))
        header = read_header(found.data, whole=not found.truncated) or {}
        return ReadHeader(header, pointer_kind(found.data), found.commit, found.total)
    reason = found.reason if found is not None else NOT_THERE
    refused = found.refused if found is not None else None
    return ReadHeader({"unread": reason, **({"refused": refused} if refused else {})})


_LONG = "longer than is read"
#: What came of asking for a file; None when there is none of that name.
Outcome = Fetched | ReadCard | ReadHeader | Unreadable | None


def assemble(head: Repo, stored: Repo | None, files: Mapping[str, Outcome], beyond: tuple[Unread, ...]) -> Repo:
    """``head`` is the metadata, ``stored`` the cache's entry of the same commit, ``beyond`` what is not to be read."""
    card = stored.card if stored else None
    texts = {text.path: text for text in stored.texts if text.path != GATE_PROMPT} if stored else {}
    kept = {key: value for key, value in (stored.info if stored else {}).items() if key.startswith("x_")}
    info = {**kept, **head.info}
    refused = next((who for outcome in files.values() if (who := _refuser(outcome)) is not None), None)
    info |= {"x_refused": refused} if refused is not None else {}
    absent = next((path for path, outcome in files.items() if outcome is None and is_linked(path)), None)
    info |= {plan.NO_LINK: absent} if absent is not None else {}
    unread = [*head.unread, *beyond, *_unlisted_card(head)]
    listed = None if head.files is None else {file.path for file in head.files}
    for path, outcome in sorted(files.items()):
        if (
            listed is not None
            and path not in listed
            and not is_linked(path)
            and isinstance(outcome, Fetched | ReadCard)
        ):
            unread.append(Unread(what="api:siblings", reason=f"the Hub's list lacks {path}, which is there"))
        match outcome:
            case ReadCard() if _headless(outcome.card, head):
                unread.append(Unread(what=path, reason="it came without the front matter that the Hub read in it"))
            case ReadCard():
                card = outcome.card
            case ReadHeader():
                info[plan.HEADERS] = {**info.get(plan.HEADERS, {}), path: outcome.said}
                if outcome.pointer is not None:
                    info[plan.POINTERS] = {**info.get(plan.POINTERS, {}), path: outcome.pointer}
            case Fetched() if plan.is_data(path):
                _add_json(info, unread, path, outcome)
            case Fetched():
                texts[path] = make_text(path, outcome.data, outcome.truncated)
            case _ if reason := _reason(outcome, listed, path):
                gated = isinstance(outcome, Unreadable) and outcome.refused == "gate"
                unread.append(Unread(what=path, reason=reason, gated=gated))
    repo = dataclasses.replace(head, info=info, card=card, unread=(*unread, *_sizes_doubted(unread)))
    read = gate_prompt(card.data, card.lines) if card else None
    prompt = read or gate_prompt(info.get("cardData"), card.lines if card else None)
    found = [*texts.values(), *([prompt] if prompt else [])]
    return dataclasses.replace(repo, texts=tuple(sorted(found, key=lambda text: text.path)))


def _unlisted_card(head: Repo) -> Iterator[Unread]:
    if head.files is not None and head.info.get("cardData") and all(file.path != CARD for file in head.files):
        yield Unread(what=CARD, reason="not listed, but the Hub read its front matter")


def _sizes_doubted(unread: list[Unread]) -> Iterator[Unread]:
    """A list that is wrong about the length of one file may be so about all."""
    if one := next((one for one in unread if one.reason.endswith(OTHER_LENGTH)), None):
        yield Unread(what="api:siblings.size", reason=f"of {one.what} {one.reason}")


def _headless(card: Card, head: Repo) -> bool:
    """Whether a card lacks the front matter that the Hub's own answer is made of: then it is not that card."""
    return card.front_matter is None and bool(head.info.get("cardData"))


def _refuser(outcome: Outcome) -> str | None:
    """Who refuses a file that was asked for."""
    if isinstance(outcome, ReadHeader):
        return outcome.said.get("refused")
    return outcome.refused if isinstance(outcome, Unreadable) else None


def _reason(outcome: Outcome, listed: set[str] | None, path: str) -> str | None:
    """Why a file is unread; None when it was a guess and the list shows that there is no such file."""
    if isinstance(outcome, Unreadable):
        return outcome.reason if listed is None or path in listed or is_linked(path) else None
    return NOT_THERE if listed is not None and path in listed else None


def _add_json(info: dict[str, Any], unread: list[Unread], path: str, fetched: Fetched) -> None:
    try:
        value = data_of(path, decode(fetched.data))
    except (ValueError, RecursionError):
        kind = "JSON" if path.endswith(".json") else "YAML"
        unread.append(Unread(what=path, reason=_LONG if fetched.truncated else f"it is no {kind}"))
        return
    if wrong := plan.misshapen(path, value):
        unread.append(Unread(what=path, reason=wrong))
        return
    key = plan.key_of(path)
    found = info.get(key)
    kept = found if isinstance(found, dict) else {}
    if key == plan.SHARDS:
        info[key] = {**kept, path: names_of(value)}
        info |= {TOTALS: {**info.get(TOTALS, {}), path: total}} if (total := total_of(value)) is not None else {}
        return
    read, cut = bounded(value)
    info[key] = {**kept, path: read} if key in (plan.RECIPES, CODE, DESCRIBED) else read
    unread += [Unread(what=path, reason=_LONG)] if cut else []
