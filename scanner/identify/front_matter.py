"""The YAML head that a licence file may bear, as choosealicense.com's do: gone where every line is of that kind."""

import re
from hashlib import sha256

from scanner.knowledge.patterns import listed
from scanner.knowledge.store import shipped
from scanner.text.late import late

_HEAD = late(r"\A\s*---[ \t]*\n([^\0]{1,8000}?)\n---[ \t]*(?:\n|\Z)")
_KEY = late(r"([\w-]+)\s*:\s*(.*)")


def without_front_matter(text: str) -> str:
    """The text with the front matter's lines empty, where it is of choosealicense.com's form; else the text as it is.
    The title and the identifier stay, so that they are held against the licence."""
    found = _HEAD.match(text[:10_000])
    if not found or not re.search(r"^spdx-id:", found[1], re.M):
        return text
    lines, key = [], ""
    for line in found[1].split("\n"):
        named = _KEY.match(line)
        key = named[1] if named and not line.startswith((" ", "\t")) else key
        lines.append(_kept(line, key, named))
    return text[: found.start(1)] + "\n".join(lines) + text[found.end(1) :]


def _kept(line: str, key: str, named: re.Match[str] | None) -> str:
    if key in ("permissions", "conditions", "limitations"):
        value = line.strip().removeprefix("-").strip()
        return "" if value in listed("choosealicense-rules") or value.rstrip(":") == key or not value else line
    if key == "using":
        return (
            ""
            if line.strip() == "using:" or re.fullmatch(r"\s*-?\s*[\w .'()+-]{1,60}:\s*['\"]?https?://\S+", line)
            else line
        )
    if key in ("title", "spdx-id", "source") and named:
        return named[2]
    if key in ("featured", "hidden") and named and named[2].strip() in ("true", "false"):
        return ""
    if key in ("description", "how", "note") and _is_known(named[2] if named else line):
        return ""
    return "" if key in ("redirect_from", "nickname") else line


def _is_known(line: str) -> bool:
    """Whether choosealicense.com's own files say this, word for word."""
    said = " ".join(line.split())
    return not said.strip("|>-") or sha256(said.encode()).hexdigest()[:10] in shipped("phrases.yaml")["said"]
