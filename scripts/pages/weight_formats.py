"""``docs/formats.md``: one section a format, from its record."""

from collections.abc import Iterable, Iterator

from scanner.knowledge.formats import Format, Formats

_KINDS = {
    "original": "original: as its author made it",
    "derived": "derived: made for a runtime from an original elsewhere",
    "partial": "partial: does nothing without a base model",
    "archive": "archive: not looked into; alone, it may hold weights",
    "unclear": "unclear: with some size, it may be weights",
    "none": "no weights",
}
_CODE = {
    "never": "loading it runs no code",
    "may": "loading it can run code that its author put in",
    "always": "it is a program",
}


def formats_page(formats: Formats, made: str) -> str:
    """One section a format, with its patterns and examples."""
    records = list(formats.by_id.values())
    lines = [
        "# Formats of weights",
        made,
        "",
        f"{len(records)} records under `rules/formats/`. A file is told by its name: `*` is anything, `?` one",
        "character, `#` a number, `{a,b}` a choice. A large file that no record knows makes `weights` unknown,",
        "never missing.",
        "",
        "| format | kind | used by | files |",
        "|---|---|---|---|",
        *(f"| [{one.name}](#{one.id}) | {one.kind} | {one.framework} | {_patterns(one, 4)} |" for one in records),
        "",
    ]
    for one in records:
        lines += _format_section(one)
    return "\n".join(lines).rstrip() + "\n"


def _format_section(one: Format) -> list[str]:
    examples = [
        f"- {name}: {_files(example.files)} → {_files(example.are) if example.are else 'none of them'}"
        for name, example in one.examples.items()
    ]
    indexes = [f"- listed in: {_files(one.index)}"] if one.index else []
    about = " ".join(one.about.split())
    kinds = f"- {_KINDS[one.kind]}; {_CODE[one.runs_code]}"
    return [
        f"## {one.id}",
        "",
        f"**{one.name}** ({one.framework}). {about}",
        "",
        kinds,
        *_conditions(one),
        *indexes,
        *examples,
        "",
    ]


def _conditions(one: Format) -> Iterator[str]:
    for where in one.files:
        under = [f"under the library or tag {', '.join(where.library)}"] if where.library else []
        beside = [f"beside {_files(where.beside)}"] if where.beside else []
        yield f"- {_files(where.names)}{''.join(f', {part}' for part in (*under, *beside))}"


def _patterns(one: Format, most: int) -> str:
    found = [name for where in one.files for name in where.names]
    return _files(found[:most]) + (" …" if len(found) > most else "")


def _files(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
