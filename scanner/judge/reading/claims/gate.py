"""What a gate says of the grant: what one must accept, tick or choose to be let in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from scanner.identify.prose import UNEXPLAINED, asks_use, hear, unread
from scanner.judge.reading.claims.types import Said, heard_of, said, unheard
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.patterns import recorded
from scanner.model.fields import card_field, evidence_of, mapping, strings
from scanner.model.snapshot import Json, Repo

#: The fields of a form, each with its kind.
Fields: TypeAlias = Sequence[tuple[str, Json]]
#: Front-matter keys under which a gate says something.
GATE_KEYS = ("extra_gated_prompt", "extra_gated_description", "extra_gated_heading", "extra_gated_button_content")
#: Gate fields whose answer is a choice: an option limits nothing.
_CHOICES = ("select", "country", "date_picker", "text")
#: Where a field says more than its name does.
_LABELS = ("label", "title", "description", "text", "question", "help", "hint", "placeholder")
#: What leaves a field open to everybody.
_FREE = recorded("gate-free")
#: How a field is called that asks who somebody is.
_WHO = recorded("gate-who")
#: A field whose answer shuts out all else, and a choice that leaves business in.
_ONLY, _FOR_ALL = recorded("gate-only"), recorded("gate-for-all")
MAX_LABELS = 200
_MAX_OPTIONS = 20


def of_gate(repo: Repo, licenses: Licenses) -> Iterator[Said]:
    """What one must accept or tick to be let in. A choice that is offered limits nothing."""
    for key in GATE_KEYS:
        value, origin, line = card_field(repo, key)
        for text in strings([*mapping(value).values()] or value):  # a mapping gives it in several languages
            yield from _gate(repo, text, key, origin, line, licenses)
    value, origin, line = card_field(repo, "extra_gated_fields")
    fields = [*_fields(value)]
    for name in _few([*_ticked(fields), *_narrow_choices(fields)]):
        yield from _gate(repo, name, "extra_gated_fields", origin, line, licenses)


def _few(labels: list[str]) -> list[str]:
    """Labels to be heard one by one; those of a form that nobody would fill in as one text, which is bounded."""
    return [*labels[:MAX_LABELS], *(["\n\n".join(labels[MAX_LABELS:])] if labels[MAX_LABELS:] else [])]


def _gate(repo: Repo, text: str, key: str, origin: str, line: int | None, licenses: Licenses) -> Iterator[Said]:
    for heard in heard_of(repo, text, "gate", licenses):
        at = evidence_of(repo, f"{key}: {heard.sentence}", origin, line)
        yield said("gate", heard, at, licenses, "prose")
    for language, one in unread(text):
        yield unheard("gate", language, evidence_of(repo, f"{key}: {one.text}", origin, line))


def gate_speaks(gate: Mapping[str, Json], licenses: Licenses) -> bool:
    """Whether a gate's front matter says anything of the grant, whoever bears it."""
    return any(True for _ in of_gate(Repo(id="", repo_type="model", requested="", info={"cardData": gate}), licenses))


def _fields(value: Json) -> Iterator[tuple[str, Json]]:
    """The fields of a form, each with its kind; one that is written as a list, or as a text, is boxes to tick."""
    for one in value if isinstance(value, list) else [value]:
        yield from [(one, "checkbox")] if isinstance(one, str) else mapping(one).items()


def _ticked(fields: Fields) -> Iterator[str]:
    """The labels of a form: of a box to tick, and of any other field that limits in plain words who or what for."""
    for name, kind in fields:
        ticked = str(mapping(kind).get("type") if isinstance(kind, Mapping) else kind).lower() not in _CHOICES
        inside = [mapping(kind).get(key) for key in _LABELS]
        for label in (name, *inside):
            if isinstance(label, str) and (ticked or (not _FREE.search(label) and _is_limit(label))):
                yield label


def _narrow_choices(fields: Fields) -> Iterator[str]:
    """What must be chosen: the one option of a field, and the use, or who one is, where every one that is offered is a
    narrow one."""
    for number, (name, kind) in enumerate(fields):
        options = [*_options(mapping(kind).get("options"))][:_MAX_OPTIONS]
        if len(options) == 1:
            yield f"{name}: {options[0]}"
        chosen = [f"{name}: {option} only" for option in options]
        asked = asks_use(str(name)) or bool(_WHO.search(str(name)))
        if chosen and asked and (number >= MAX_LABELS or _are_narrow(str(name), options, chosen)):
            yield from chosen


def _are_narrow(name: str, options: list[str], chosen: list[str]) -> bool:
    """Whether every choice of a field is a narrow one; below a label that shuts out all else that is what leaves no
    business in, beside one that limits."""
    shut = _ONLY.search(name) is not None and not any(map(_FOR_ALL.search, options))
    return (any if shut else all)(_is_limit(one) for one in chosen)


def _options(value: Json) -> Iterator[str]:
    """What a choice offers: texts, or mappings of a label and what it stands for."""
    for one in value if isinstance(value, list) else [*mapping(value).values()] or [value]:
        label = mapping(one).get("label", mapping(one).get("value", one))
        yield from [label] if isinstance(label, str) else []


def _is_limit(text: str) -> bool:
    return any(heard.says == "limit" and heard.topic != UNEXPLAINED for heard in hear(text, "gate"))
