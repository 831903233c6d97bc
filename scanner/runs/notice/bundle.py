"""The bundle: NOTICE as text and Markdown, the licence texts as found, and a manifest with hashes."""

import hashlib
import json
from collections.abc import Iterable, Iterator

from scanner.knowledge.store import shipped
from scanner.runs.notice.duties import Copy, Credit, Duties, Lacking, Task

_OPENING = "This product contains or uses the models and data below. Facts and licence terms as read; no legal advice."
_UNTOLD = "Duties not known: terms that were not read or are in doubt may demand more"
_TEXTS, _NO_TEXTS = "Licence texts", "Licences of which no copy is here: add the text"
#: Heads that the text has otherwise than all in capitals.
_LOUD = {
    _TEXTS: "LICENCE TEXTS (in licenses/)",
    _NO_TEXTS: "LICENCES OF WHICH NO COPY IS HERE: add the text",
}


def by_hand() -> frozenset[str]:
    """The kinds of duties that a person does and no file can: told apart, and never said to be missing."""
    return frozenset(shipped("notices.yaml")["by_hand"])


def files(found: Duties) -> dict[str, bytes]:
    """The bundle's files by their relative path. The same duties give the same bytes."""
    made = {
        "NOTICE.txt": "\n".join(_text(found)) + "\n",
        "NOTICE.md": "\n".join(_markdown(found)) + "\n",
        **{f"licenses/{copy.name}": copy.text for copy in found.copies},
    }
    data = {name: content.encode("utf-8", "replace") for name, content in made.items()}
    manifest = _manifest(found, {name: hashlib.sha256(content).hexdigest() for name, content in data.items()})
    return {**data, "MANIFEST.json": (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()}


def _text(found: Duties) -> Iterator[str]:
    yield from ("NOTICES", _OPENING, "")
    for credit in found.credits:
        yield from _credited(credit, found)
    for head, lines in _sections(found, plain=True):
        yield from ("", _LOUD.get(head) or head.upper(), *lines)


def _credited(credit: Credit, found: Duties) -> Iterator[str]:
    at = f" at {credit.revision}" if credit.revision else ""
    yield f"{credit.id}{at}"
    yield f"  licensed under {_under(credit, found)}{f', {credit.address}' if credit.address else ''}"
    if credit.within != credit.id:
        yield f"  a base of {credit.within}"


def _under(credit: Credit, found: Duties) -> str:
    """Its licences; of one whose terms nobody has read here, whose text was changed, or that a person concluded, that
    is said."""
    named = [_named(one, credit, found) for one in credit.licenses]
    by = f" (as {credit.concluded_by} concluded in the policy)" if credit.concluded_by else ""
    return (", ".join(named) or "no licence that is known") + by


def _named(licence: str, credit: Credit, found: Duties) -> str:
    if licence == "unknown":
        return "terms that are not known"
    if licence in found.unread:
        return f"{licence} (terms not read)"
    return f"{licence} (its text was changed here)" if licence in credit.changed else licence


def _phrases(found: Duties) -> tuple[str, ...]:
    """What has to stand word for word, each once; prefixes of names are no such phrases."""
    shown = (task.duty.display for task in found.tasks if task.duty.kind not in by_hand())
    return tuple(dict.fromkeys(phrase for phrase in shown if phrase))


def _line(task: Task) -> str:
    open_ = "" if task.applies else " (open: it may apply)"
    return f"- {task.duty.text} [{task.license} {task.duty.clause}; {', '.join(task.models)}]{open_}"


def _grouped(tasks: tuple[Task, ...]) -> Iterator[tuple[str, list[Task]]]:
    for kind, head in shipped("notices.yaml")["heads"].items():
        if found := [task for task in tasks if task.duty.kind == kind]:
            yield head, found


def _markdown(found: Duties) -> Iterator[str]:
    yield from ("# Notices", "", _OPENING)
    yield from ("", "| model or data | revision | licence | |", "|---|---|---|---|")
    for credit in found.credits:
        role = "" if credit.within == credit.id else f"a base of {_cell(credit.within)}"
        name = f"[{_cell(credit.id)}]({credit.address})" if credit.address else _cell(credit.id)
        cells = (name, _cell((credit.revision or "")[:12]), _cell(_under(credit, found)), role)
        yield f"| {' | '.join(cells)} |"
    for head, lines in _sections(found, plain=False):
        yield from ("", f"## {head}", "", *lines)


def _sections(found: Duties, plain: bool) -> Iterator[tuple[str, Iterable[str]]]:
    """What stands below the credits: heads, each with its lines, as ``plain`` text or as Markdown."""
    shown = str if plain else _cell
    if found.untold:
        yield _UNTOLD, (f"- {shown(one.id)}: {shown(one.why)}" for one in found.untold)
    if phrases := _phrases(found):
        yield "Phrases that licences demand", phrases if plain else (f"> {phrase}\n" for phrase in phrases)
    yield from ((head, map(_line, tasks)) for head, tasks in _grouped(found.tasks))
    if found.copies:
        yield _TEXTS, (f"- {_copied(copy, plain)} of {', '.join(copy.models)}" for copy in found.copies)
    if found.without_text:
        yield _NO_TEXTS, (_lacking(one, found) for one in found.without_text)


def _copied(copy: Copy, plain: bool) -> str:
    return f"{copy.name}: {copy.path}" if plain else f"[{_cell(copy.path)}](licenses/{copy.name})"


def _lacking(one: Lacking, found: Duties) -> str:
    """A licence without a copy; of whom nobody knows whether the repository holds one."""
    name, models, page = one
    named = [f"{model}, whose files were not listed" if model in found.unlisted else model for model in models]
    return f"- {name} (for {', '.join(named)}) {page}".rstrip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("[", "(").replace("]", ")")


def _manifest(found: Duties, hashes: dict[str, str]) -> dict[str, object]:
    return {
        "schema_version": "1",
        "tool": {"name": "modelscan"},
        "models": [
            {"id": one.id, "revision": one.revision, "license": list(one.licenses), "within": one.within}
            for one in found.credits
        ],
        "duties": [
            {
                "id": task.duty.id,
                "kind": task.duty.kind,
                "license": task.license,
                "clause": task.duty.clause,
                "text": task.duty.text,
                "display": task.duty.display,
                "models": list(task.models),
                "applies": task.applies,
                "by_hand": task.duty.kind in by_hand(),
            }
            for task in found.tasks
        ],
        "texts": [
            {"file": f"licenses/{one.name}", "found_as": one.path, "models": list(one.models), "sha256": one.sha256}
            for one in found.copies
        ],
        "without_text": [
            {"license": name, "models": list(m), "not_listed": sorted(found.unlisted.intersection(m)), "page": page}
            for name, m, page in found.without_text
        ],
        "forbidden": list(found.forbidden),
        "duties_not_known": [{"model": one.id, "why": one.why} for one in found.untold],
        "files": hashes,
    }
