"""How many texts of the SPDX list are known when they stand as people put them into a repository.

    python -m benchmarks.licence_text.spdx --spdx FOLDER [--show]

``--spdx`` is the folder of the list that ``scripts/build_text_index.py`` reads, or any folder of JSON files with
``name`` and ``licenseText`` that are named after the licence. Each text is varied by what may vary; a variation is
known when it is one licence, exact or equivalent.
"""

import argparse
import html
import json
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from scanner.identify.texts import TextMatch, identify, text_index
from scanner.knowledge.licenses import load_licenses

ROOT = Path(__file__).resolve().parent.parent.parent
HOLDER = "Copyright (c) 2024 The Skylark authors\n\n"
HOLDERS = (
    "Copyright (c) 2019-2024 Harbour Research Ltd.\nCopyright 2022 Jane Q. Doe <jane@harbour.example>\n"
    "© 2023 Les Ateliers Skylark\n\n"
)
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_FILLED = (
    (r"<year>|[\[<{](?:yyyy|xxxx|year)[\]>}]", "2024"),
    (
        r"<(?:name of author|name|owner|holders|copyright (?:holder|owner)s?|organization)>"
        r"|\[(?:name of copyright owner|fullname|name|owner|owner organization)\]",
        "Jane Q. Doe",
    ),
    (
        r"<one line to give the (?:program|library)'s name and (?:a brief|an) idea of what it does\.?>",
        "Skylark: speech to text.",
    ),
    (r"<program>", "Skylark"),
)
#: A list mark at the beginning of a line, below what ended.
_LIST = r"(?m)(?<=[\n.;:]\n)([ \t]*)(\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)|(?:[a-z]|\d{1,2})[.)])[ \t]+(?=\S)"
_SPELLED = [("license", "licence"), ("License", "Licence"), ("authorized", "authorised"), ("recognize", "recognise"),
            ("acknowledgment", "acknowledgement"), ("judgment", "judgement"), ("favor", "favour"), ("while", "whilst"),
            ("sublicense", "sublicence"), ("organization", "organisation"), ("fulfill", "fulfil")]  # fmt: skip
_OTHER_SCHEME = {"http://": "https://", "https://": "http://"}

#: What a variation makes of a text, its licence's name and its id.
KINDS: dict[str, Callable[[str, str, str], str]] = {
    "a holder": lambda text, name, own: HOLDER + text,
    "several holders": lambda text, name, own: HOLDERS + text,
    "all rights reserved": lambda text, name, own: f"Copyright 2024 Skylark Research. All rights reserved.\n\n{text}",
    "its title": lambda text, name, own: f"{_title(name)}\n\n{HOLDER}{text}",
    "the title": lambda text, name, own: f"The {_title(name)}\n\n{text}",
    "a heading": lambda text, name, own: f"# {_title(name)}\n\n{HOLDER}{text}",
    "paragraphs filled at 72": lambda text, name, own: HOLDER + _filled_paragraphs(text),
    "long lines wrapped at 72": lambda text, name, own: HOLDER + "\n".join(map(_wrapped, text.split("\n"))),
    "front matter": lambda text, name, own: f"---\ntitle: {name}\nspdx-id: {own}\n---\n\n{text}",
    "curled quotes": lambda text, name, own: HOLDER + re.sub(r'"([^"\n]*)"', "“\\1”", text).replace("'", "’"),
    "straight quotes": lambda text, name, own: HOLDER + text.translate(_STRAIGHT),
    "CRLF": lambda text, name, own: (HOLDER + text).replace("\n", "\r\n"),
    "an SPDX line": lambda text, name, own: f"SPDX-License-Identifier: {own}\n\n{text}",
    "places filled in": lambda text, name, own: HOLDER + _filled_in(text),
    "a code block": lambda text, name, own: f"## License\n\n```\n{text}\n```\n",
    **{
        f"paragraphs filled at {width}": lambda text, name, own, width=width: HOLDER + _filled_paragraphs(text, width)
        for width in (59, 80, 101, 100_000)
    },
    **{
        f"long lines wrapped at {width}": lambda text, name, own, width=width: HOLDER + _lines(text, width)
        for width in (53, 80, 101)
    },
    "a shell comment": lambda text, name, own: _commented(text, "# "),
    "a line comment": lambda text, name, own: _commented(text, "// "),
    "a block comment": lambda text, name, own: "/*\n" + _commented(text, " * ") + " */\n",
    "a Lisp comment": lambda text, name, own: _commented(text, ";; "),
    "a quotation": lambda text, name, own: _commented(text, "> "),
    "HTML": lambda text, name, own: _html(text),
    "Markdown lists": lambda text, name, own: re.sub(_LIST, r"\1- ", text),
    "other list marks": lambda text, name, own: re.sub(_LIST, _other_mark, text),
    "bold headings": lambda text, name, own: re.sub(r"(?m)^([A-Z][A-Z ]{5,50})$", r"**\1**", text),
    "underlined headings": lambda text, name, own: re.sub(r"(?m)^([A-Z][A-Z ]{5,50})$", r"\1\n=======", text),
    "form feeds": lambda text, name, own: _paged(text, "\f\n"),
    "page numbers": lambda text, name, own: _paged(text, "\n\n- {} -\n\f\n"),
    "capitals": lambda text, name, own: text.upper(),
    "small letters": lambda text, name, own: text.lower(),
    "British spelling": lambda text, name, own: _spelled(text, 1),
    "American spelling": lambda text, name, own: _spelled(text, 0),
    "the copyright sign": lambda text, name, own: re.sub(r"\(c\)(?= ?(?:<|\[|\d{4}))", "©", text, flags=re.I),
    "https": lambda text, name, own: re.sub(r"https?://", lambda found: _OTHER_SCHEME[found[0]], text),
    "long dashes": lambda text, name, own: re.sub(r" -{1,2} ", " — ", text).replace("‑", "-"),
    "hyphenated": lambda text, name, own: _hyphenated(text),
    "justified": lambda text, name, own: re.sub(r"(?<=\w\w) (?=\w\w\w)", "  ", text),
    "hard blanks": lambda text, name, own: text.replace("  ", "\u00a0 ").replace(". ", ".\u00a0"),
    "indented": lambda text, name, own: textwrap.indent(text, "\t"),
    "a notice behind": lambda text, name, own: f"{text}\n\nCopyright (c) 2021-2024 The Skylark authors\n",
    "rules around": lambda text, name, own: f"{'-' * 72}\n{text}\n{'=' * 72}\n",
    "a mark and blanks": lambda text, name, own: "\ufeff" + text.replace("\n", "   \n") + "\n\n\n",
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="The SPDX list's own texts, varied by what may vary.")
    parser.add_argument("--spdx", type=Path, required=True)
    parser.add_argument("--kind", action="append", choices=KINDS, help="these variations alone")
    parser.add_argument("--show", action="store_true", help="print every text that is not known")
    options = parser.parse_args()
    index = text_index(load_licenses(ROOT / "rules"))
    unknown: Counter[str] = Counter()
    texts = list(_texts(options.spdx))
    for kind in options.kind or KINDS:
        make = KINDS[kind]
        for own, name, text in texts:
            found = identify(make(text, name, own), index)
            if not is_known(found):
                unknown[kind] += 1
                if options.show:
                    print("  ", kind, own, [(one.match, one.id or one.nearest, _shown(one)) for one in found])
        print(f"{kind:26} {unknown[kind]:4} of {len(texts)} not known, {unknown[kind] / len(texts):.1%}")


def is_known(found: tuple[TextMatch, ...]) -> bool:
    return len(found) == 1 and found[0].match in ("exact", "equivalent")


def _texts(folder: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if text := data.get("licenseText"):
            yield path.stem, data["name"], text


def _shown(row: TextMatch) -> list[str]:
    return [f"{one.kind}@{one.line}: {one.text[:90]}" for one in row.differences[:3]]


def _title(name: str) -> str:
    return name if re.search("licen[sc]e|agreement|dedication|public domain", name, re.I) else f"{name} License"


def _filled_paragraphs(text: str, width: int = 72) -> str:
    parts = re.split(r"\n\s*\n", text)
    return "\n\n".join(_wrapped(" ".join(part.split()), width) for part in parts)


def _lines(text: str, width: int) -> str:
    return "\n".join(_wrapped(line, width) for line in text.split("\n"))


def _wrapped(line: str, width: int = 72) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _commented(text: str, sign: str) -> str:
    return "".join(f"{sign}{line}".rstrip() + "\n" for line in _lines(text, 76).split("\n"))


def _html(text: str) -> str:
    parts = re.split(r"\n\s*\n", text)
    return "<html><body>\n" + "\n".join(f"<p>{html.escape(part)}</p>" for part in parts) + "\n</body></html>\n"


def _other_mark(found: re.Match[str]) -> str:
    """(a) as a), 1. as 1), iv) as (iv)."""
    mark = found[2].strip("().")
    return f"{found[1]}{mark}) " if "(" in found[2] or "." in found[2] else f"{found[1]}({mark}) "


def _paged(text: str, between: str) -> str:
    """A break every 40 lines, where a paragraph ends."""
    pages = [""]
    for part in re.split(r"(?<=\n)\s*\n", _lines(text, 76)):
        if pages[-1].count("\n") > 40:
            pages.append("")
        pages[-1] += part + "\n"
    return "".join(page + between.format(number) for number, page in enumerate(pages, 1))


def _spelled(text: str, by: int) -> str:
    for pair in _SPELLED:
        text = re.sub(rf"\b{pair[1 - by]}\b", pair[by], text)
    return text


def _hyphenated(text: str) -> str:
    """Every long word that ends a line is parted."""
    return re.sub(r"(?m)(?<= [a-z]{4})(?=[a-z]{4,}$)", "-\n", _lines(text, 72))


def _filled_in(text: str) -> str:
    for place, words in _FILLED:
        text = re.sub(place, words, text, flags=re.I)
    return text


if __name__ == "__main__":
    main()
