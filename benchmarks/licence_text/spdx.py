"""How many texts of the SPDX list are known when they stand as people put them into a repository.

    python -m benchmarks.licence_text.spdx --spdx FOLDER [--show]

``--spdx`` is the folder of the list that ``scripts/build_text_index.py`` reads, or any folder of JSON files with
``name`` and ``licenseText`` that are named after the licence. Each text is varied by what may vary; a variation is
known when it is one licence, exact or equivalent.
"""

import argparse
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


def _filled_paragraphs(text: str) -> str:
    parts = re.split(r"\n\s*\n", text)
    return "\n\n".join(_wrapped(" ".join(part.split())) for part in parts)


def _wrapped(line: str) -> str:
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.fill(line, 72, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def _filled_in(text: str) -> str:
    for place, words in _FILLED:
        text = re.sub(place, words, text, flags=re.I)
    return text


if __name__ == "__main__":
    main()
