"""``docs/scan.md``: its prose from ``scan.md`` beside this, its tables from ``rules/loaders.yaml``."""

from collections.abc import Iterable
from pathlib import Path

from scanner.discover.kinds import READ_AS, endings
from scanner.discover.names.tables import Call, Command, Outside, tables
from scanner.text.counted import first_of

_TITLES = {"calls": "Python", "javascript": "JavaScript", "native": "Others", "commands": "Commands"}


def scan_page(made: str) -> str:
    """The page; ``made`` is the line that says it is generated."""
    text = Path(__file__).with_name("scan.md").read_text(encoding="utf-8")
    tables_ = {"forms": _forms(), "hosts": _hosts(tables().loaders.outside), "loaders": _loaders()}
    for name, table in tables_.items():
        text = text.replace("{{ " + name + " }}", table)
    head, _, rest = text.partition("\n")
    return f"{head}\n\n{made}\n{rest}"


def _forms() -> str:
    ends = {kind: " ".join(f"`{end}`" for end in names) for kind, names in endings().items()}
    return "\n".join(
        ["| kind | read | endings |", "|---|---|---|", *(f"| {k} | {READ_AS[k]} | {ends[k]} |" for k in ends)]
    )


def _hosts(hosts: Iterable[Outside]) -> str:
    rows = [f"| [{one.name}]({one.url}) | {one.license or ''} | {_cell(one.terms)} |" for one in hosts]
    return "\n".join(["| host | licence | what is known |", "|---|---|---|", *rows])


def _loaders() -> str:
    rows = ["| entry | in | found | not found |", "|---|---|---|---|"]
    for kind, title in _TITLES.items():
        entries: tuple[Call | Command, ...] = getattr(tables().loaders, kind)
        rows += [f"| {_title(one)} | {title} | {_code(one.example)} | {_code(one.trap)} |" for one in entries]
    return "\n".join(rows)


def _title(entry: Call | Command) -> str:
    """A command's words; a loader's first name, and how many more there are."""
    if isinstance(entry, Command):
        return _code(" ".join(entry.words))
    return first_of([_code(one) for one in entry.names], 1)


def _code(text: str) -> str:
    return f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
