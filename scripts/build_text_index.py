"""Make ``rules/texts/index.bin``, the index of known licence texts, from what packages and public repositories carry.

    python -m scripts.build_text_index --scancode FOLDER --spdx FOLDER --texts FOLDER [--carry INDEX] [--output FILE]

``--scancode`` is ``licensedcode/data/licenses`` of the unpacked scancode-toolkit 32.5.0 wheel (CC-BY-4.0). ``--spdx``
is ``resources/stdlicenses`` out of ``spdx_license_matcher/tool.jar`` in the license-matcher 2.11.1 wheel: the SPDX
licence list with its templates. ``--texts`` is a folder that holds the files of ``scripts/licence_texts.tsv``, each
under its sha256: licences of models as their licensors publish them, of which only checksums of words are kept. Its
columns: licence id, kind, source, sha256, and "until" or "from" with the words that end or begin the part meant.
``--carry`` is an index made before, from which the entries are taken as they stand whose file is not in ``--texts``.

The same inputs give the same bytes.
"""

import argparse
import json
import pathlib
import re
import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

import yaml

from scanner.identify.index import FIRST, MAGIC, SHORT, checksum, fingerprints_of
from scanner.identify.marks import are_marks
from scanner.identify.words import Words, spellings, words_of
from scripts.carried_texts import Carried, Entry
from scripts.plain_texts import Span, spans_in, unrecognised

ROOT = pathlib.Path(__file__).resolve().parent.parent
OPEN, CLOSE = 0xE000, 0xE001
_PLACE = re.compile(
    r"[<\[{]{1,2}\s*(?:the\s+)?(?:years?|yyyy|dates?|(?:full\s?|your\s)?names?|authors?|owners?|holders?|licensors?"
    r"|copyright[\s_]?(?:holders?|owners?)|organi[sz]ations?|company|email|projects?|programs?"
    r"|names? of (?:the )?(?:authors?|copyright (?:owner|holder)s?))\s*[>\]}]{1,2}",
    re.I,
)
_TITLE = re.compile(r"licen[sc]e|agreement|terms of use|public domain|copyright licen", re.I)


@dataclass
class Source:
    id: str
    kind: str
    source: str
    text: str
    hashed: bool = False
    known: bool = False
    titles: list[str] = field(default_factory=list)
    template: bool = False
    plain: str = ""
    carried: Entry | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    for name in ("scancode", "spdx", "texts"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "rules" / "texts" / "index.bin")
    parser.add_argument("--carry", type=pathlib.Path)
    options = parser.parse_args()
    records = [yaml.safe_load(path.read_text("utf-8")) for path in sorted((ROOT / "rules" / "licenses").glob("*.yaml"))]
    owners = {source: record["id"] for record in records for source in record.get("texts") or ()}
    known = {record["id"]: record for record in records}
    carried = Carried(options.carry) if options.carry else None
    titles = _titles(options.spdx, known)
    texts = _texts(options.texts, known, carried)
    sources = [*_spdx(options.spdx, known, titles), *_scancode(options.scancode, owners, known, titles), *texts]
    made = [prepared(source) for source in _without_repeats(sources)]
    write(made, options.output)
    print(write([*made, *_plain(options.spdx, known, made, options.output)], options.output))
    if carried:
        print(carried)


def _titles(folder: pathlib.Path, known: dict[str, dict]) -> dict[str, list[str]]:
    """By which names and ids the list and the records know each licence; "or later" is the same text."""
    titles: dict[str, list[str]] = {name: list(record.get("titles") or ()) for name, record in known.items()}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if name := data.get("licenseId"):
            own = re.sub(r"-or-later$|\+$", "-only", _RETIRED.get(name, name))
            for one in (name, own, *([f"{name}-only"] if (folder / f"{name}-only.json").exists() else ())):
                titles.setdefault(one, []).extend((data["name"], name))
    return titles


def _spdx(folder: pathlib.Path, known: dict[str, dict], titles: dict[str, list[str]]) -> Iterator[Source]:
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        name, template = data.get("licenseId"), data.get("standardLicenseTemplate")
        if not name or not template or data.get("isDeprecatedLicenseId") or name.endswith("-or-later"):
            continue
        if header := data.get("standardLicenseHeaderTemplate"):
            yield Source(name, "notice", f"spdx:{name} header", header, known=name in known, template=True)
        yield Source(
            name,
            "licence",
            f"spdx:{name}",
            template,
            known=name in known,
            titles=titles[name],
            template=True,
            plain=data["licenseText"],
        )


#: Ids that the list retired for others, with texts of their own.
_RETIRED = {
    "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
    "BSD-2-Clause-NetBSD": "BSD-2-Clause",
    "GPL-1.0+": "GPL-1.0-only",
    "Nunit": "zlib-acknowledgement",
    "bzip2-1.0.5": "bzip2-1.0.6",
}


def _plain(
    folder: pathlib.Path, known: dict[str, dict], made: "list[Prepared]", index: pathlib.Path
) -> "Iterator[Prepared]":
    """The licences' own texts that the index does not call theirs, since their templates have other words."""
    licences = {}
    for path in sorted(folder.glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        name = data.get("licenseId")
        if name and (name in _RETIRED or not data.get("isDeprecatedLicenseId")) and not name.endswith("-or-later"):
            licences[name] = data["licenseText"]
    templates = {text.source.source: text for text in made}
    for name in unrecognised(licences, index, ROOT / "rules"):
        now = _RETIRED.get(name, name)
        template = templates[f"spdx:{now}"]
        text = prepared(Source(now, "licence", f"spdx:{name} text", licences[name], known=now in known))
        text.spans = _ordered([*text.spans, *spans_in(text.words, template.words, template.spans)])
        text.titles = template.titles
        yield text


def _scancode(
    folder: pathlib.Path, owners: dict[str, str], known: dict[str, dict], titles: dict[str, list[str]]
) -> Iterator[Source]:
    for path in sorted(folder.glob("*.LICENSE")):
        _, head, text = re.split(r"^---[ ]*$", path.read_text("utf-8"), maxsplit=2, flags=re.M)
        data = yaml.load(head, yaml.BaseLoader)
        if data.get("is_deprecated") or len(text.split()) < 8:
            continue
        spdx = data.get("spdx_license_key")
        name = owners.get(f"scancode:{data['key']}") or _record_of(spdx, known) or spdx or f"LicenseRef-{data['key']}"
        policy = re.search(r"\bpolicy\b|acceptable use", data["name"], re.I) and data["category"] != "Public Domain"
        names = [data["name"], data["short_name"], *titles.get(name, ())]
        kind = "use-policy" if policy else "licence"
        yield Source(name, kind, f"scancode:{data['key']}", text, known=name in known, titles=names)


def _record_of(spdx: str | None, known: dict[str, dict]) -> str | None:
    return spdx if spdx in known else None


def _texts(folder: pathlib.Path, known: dict[str, dict], carried: Carried | None) -> Iterator[Source]:
    for line in (ROOT / "scripts" / "licence_texts.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        name, kind, source, digest, *part = line.split("\t")
        if carried and not (folder / digest).exists():
            for entry in carried.take(name, kind, source):
                yield Source(name, kind, source, "", hashed=True, known=entry.text.known, carried=entry)
            continue
        data = (folder / digest).read_bytes()
        if sha256(data).hexdigest() != digest:
            sys.exit(f"{folder / digest} is not what its name says")
        record = known.get(name, {})
        titles = [*(record.get("titles") or ()), *([record["name"]] if record else ())]
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
        for mark in part:
            side, words = mark.split(" ", 1)
            text = text[: text.rindex(words)] if side == "until" else text[text.rindex(words) :]
        yield Source(name, kind, source, text, hashed=True, known=bool(record), titles=titles)


def _without_repeats(sources: list[Source]) -> list[Source]:
    """Sources whose words no earlier one of the same licence has."""
    seen: set[tuple[str, tuple[int, ...]]] = set()
    kept = []
    for source in sources:
        text = (source.id, tuple(_checksums(source)))
        if text in seen and not source.template:
            continue
        seen.add(text)
        kept.append(source)
    return kept


def _checksums(source: Source) -> list[int]:
    if source.carried:
        return source.carried.checksums
    text = _TEMPLATE_MARKS.sub(" ", source.text) if source.template else source.text
    return [checksum(word) for word in words_of(text).words]


_TEMPLATE_MARKS = re.compile(r"<<[^<>]*>>")


@dataclass
class Prepared:
    source: Source
    words: list[str]
    checksums: list[int]
    spans: list[Span]
    digest: int | None
    titles: list[str]
    clauses: dict[str, tuple[int, int]]
    policy: bool
    twins: dict[str, list[str]] = field(default_factory=dict)


def prepared(source: Source) -> Prepared:
    """A source as words and spans."""
    if source.carried:
        return _carried(source, source.carried)
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n")
    marked, patterns = _marked(text) if source.template else _marked_places(text)
    read = words_of(marked, private=True)
    words: list[str] = []
    spans: list[Span] = []
    stack: list[tuple[int, int]] = []
    number = 0
    for word in read.words:
        if len(word) == 1 and 0xE000 <= ord(word) <= 0xF8FF:
            if ord(word) == OPEN:
                stack.append((len(words), number))
                number += 1
            elif stack:
                start, which = stack.pop()
                spans.append((start, len(words), patterns[which]))
        else:
            words.append(word)
    spans += [(start, end, "mark") for start, end in _marks_within(read)]
    spans = [span for span in spans if span[1] > span[0] or (span[2] not in (None, "name"))]
    if not source.template:
        end = _title_end(text, words)
        spans += [(0, end, None)] if end else []
    exact = " ".join((source.plain or text).lstrip("\ufeff").split())
    joined = " ".join(words)
    return Prepared(
        source=source,
        words=words,
        checksums=[checksum(word) for word in words],
        spans=_ordered(spans),
        digest=int.from_bytes(sha256(exact.encode()).digest()[:8], "big"),
        titles=sorted({" ".join(words_of(title).words) for title in source.titles} - {""}),
        clauses=_clauses(source.plain or text),
        policy="use policy" in joined or "use restrictions" in joined or "attachment a" in joined,
    )


def _ordered(spans: list[Span]) -> list[Span]:
    return sorted(set(spans), key=lambda span: (span[0], -span[1], span[2] or ""))


def _carried(source: Source, entry: Entry) -> Prepared:
    text = entry.text
    return Prepared(
        source=source,
        words=[],
        checksums=entry.checksums,
        spans=[(span.start, span.end, span.pattern) for span in text.spans],
        digest=entry.digest,
        titles=list(text.titles),
        clauses=text.clauses,
        policy=text.has_policy,
    )


def _marks_within(read: Words) -> list[tuple[int, int]]:
    """The words that are list marks which the reading left standing: "(iv)" within a line."""
    found, at, place = [], 0, 0
    while place < len(read.words):
        word = read.words[place]
        if len(word) == 1 and 0xE000 <= ord(word) <= 0xF8FF:
            place += 1
            continue
        length = next((wide for wide in (1, 2, 3, 4) if are_marks(read, place, min(place + wide, len(read.words)))), 0)
        found += [(at, at + length)] if length else []
        at, place = at + (length or 1), place + (length or 1)
    return found


def _marked(template: str) -> tuple[str, list[str | None]]:
    """An SPDX template with its optional and replaceable parts between sentinels, and the pattern of each."""
    patterns: list[str | None] = []
    text = ""
    at = 0
    for found in re.finditer(r"<<(beginOptional[^>]*|endOptional)>>|<<(var;.*?)>>(?!\")", template, re.S):
        text += template[at : found.start()]
        at = found.end()
        what = found[1] or found[2]
        if what.startswith("beginOptional"):
            patterns.append(None)
            text += chr(OPEN)
        elif what == "endOptional":
            text += chr(CLOSE)
        else:
            name = re.search(r'name="?([^";]*)', what)
            original = re.search(r'original="(.*?)";(?:match|name)=|original="(.*)"\s*$', what, re.S)
            match = re.search(r'match="(.*?)"(?:;original=.*)?\s*$', what, re.S)
            inner = (original[1] if original and original[1] is not None else original[2] if original else "") or ""
            if (name and name[1].startswith("bullet")) or (name and name[1] == "copyright" and "0,5000" in what):
                text += " "
                continue
            patterns.append(pattern_of(match[1] if match else ".+", inner))
            text += f"{chr(OPEN)}{inner}{chr(CLOSE)}"
    return text + template[at:], patterns


def _marked_places(text: str) -> tuple[str, list[str | None]]:
    """A plain text with its named placeholders between sentinels."""
    count = 0

    def mark(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{chr(OPEN)}{found[0]}{chr(CLOSE)}"

    marked = _PLACE.sub(mark, text)
    return marked, ["name"] * count


def pattern_of(match: str, original: str) -> str:
    """An SPDX match as a pattern over folded words; ``name`` where anything may stand."""
    if re.fullmatch(r"\.[+*?]*|\.\{\d+,\d+\}", match.strip()):
        return "name"
    plain = re.sub(r"\\s[+*?]?|\[ \\t\\r\\n\\f\]\{\d+,\d+\}", " ", match.lower())
    plain = re.sub(r"\.[*+]\??|\.\{\d+,\d+\}", "\0", plain)
    plain = re.sub(r"\\[.()\[\]/\"']|[,\"'“”’;:/]|(?<!\\)\.", " ", plain)
    plain = re.sub(r"-(?![^\[]*\])", " ", plain)
    plain = re.sub(r"[a-z]+", lambda word: spellings().get(word[0], word[0]), plain)
    plain = plain.replace("copyright owner", "copyright holder")
    plain = re.sub(r" +", " *", plain.strip()).replace("\0", ".{0,90}")
    try:
        compiled = re.compile(f" *(?:{plain}) *")
    except re.error:
        return re.escape(" ".join(words_of(original).words)).replace(r"\ ", " *")
    words = " ".join(words_of(original).words)
    return plain if compiled.fullmatch(words) else re.escape(words).replace(r"\ ", " *")


def _title_end(text: str, words: list[str]) -> int:
    """How many of the first words are a title: short lines before the text begins, one of which names a licence."""
    taken = 0
    lines = [line for line in text.split("\n") if line.strip()][:6]
    titled = False
    for line in lines:
        here = words_of(line).words
        if not here:
            continue
        if len(here) > 16 or line.rstrip().endswith((".", ";", ",")) or words[taken : taken + len(here)] != here:
            break
        if re.search(r"\b(?:release|effective|licen[sc]e|last updated|update)?\s*date\b|last updated", line, re.I):
            break  # a date decides which version this is, and what a threshold is counted at
        if re.match(r"\W*(?:\d|section|preamble|permission|definitions|terms and conditions)", line, re.I):
            break
        taken += len(here)
        titled = titled or bool(_TITLE.search(line))
    return taken if titled and taken < len(words) // 2 else 0


_CLAUSE = re.compile(r"^\W{0,6}(?:section |article )?(\d{1,2}|[ivx]{1,5})[.):\s]\s*\S", re.I)


def _clauses(text: str) -> dict[str, tuple[int, int]]:
    """Where the numbered clauses stand, by their first number, in words: only those that count up from 1."""
    read = words_of(text)
    first: dict[int, int] = {}
    line, at = 1, 0
    for index, start in enumerate(read.starts):
        line += read.text.count("\n", at, start)
        at = start
        first.setdefault(line, index)
    begun = [
        (found[1], next((first[n] for n in range(number, number + 4) if n in first), len(read.words)))
        for number, line_ in enumerate(text.split("\n"), 1)
        if (found := _CLAUSE.match(line_))
    ]
    counted: list[tuple[str, int]] = []
    for name, place in begun:
        if name.isdigit() and int(name) == len(counted) + 1:
            counted.append((name, place))
    ends = [*(place for _, place in counted[1:]), len(read.words)]
    return {name: (place, end) for (name, place), end in zip(counted, ends, strict=False)}


def write(texts: list[Prepared], path: pathlib.Path) -> str:
    if len(texts) > 0xFFFF:
        sys.exit("more texts than the index can number")
    numbers, strings = _tables(texts)
    tables = {
        "open": array("I", sorted(numbers[False])),
        "hashed": array("I", sorted(numbers[True])),
        "texts": array("I"),
        "digests": array("Q"),
        "digest_owners": array("H"),
        "marks": array("I"),
        "owners": array("H"),
    }
    place = {kind: {mark: at for at, mark in enumerate(sorted(numbers[kind]))} for kind in (False, True)}
    first = _twins(texts)
    words, meta = bytearray(), bytearray()
    marks: set[tuple[int, int]] = set()
    digests: dict[int, int] = {}
    for number, text in enumerate(texts):
        sequence = "".join(chr(FIRST + place[text.source.hashed][mark]) for mark in text.checksums)
        data = json.dumps(_meta(text, number), separators=(",", ":"), ensure_ascii=False).encode()
        own = {mark for mark, _ in fingerprints_of(text.checksums, len(text.checksums) < SHORT)}
        facts = [len(words) // 2, len(text.checksums), len(meta), len(data), len(own), int(text.source.known)]
        tables["texts"].extend(facts)
        words += sequence.encode("utf-16-le")
        meta += data
        marks |= {(mark, number) for mark in own}
        if text.digest is not None:
            digests.setdefault(text.digest, first[number])
    for digest, owner in sorted(digests.items()):
        tables["digests"].append(digest)
        tables["digest_owners"].append(owner)
    for mark, owner in sorted(marks):
        tables["marks"].append(mark)
        tables["owners"].append(owner)
    parts = {name: table.tobytes() for name, table in tables.items()}
    parts |= {"words": bytes(words), "meta": bytes(meta), "strings": "\n".join(strings).encode()}
    _save(parts, path, texts)
    return f"{len(texts)} texts, {len(words) // 2} words, {len(strings)} different ones, {path.stat().st_size} bytes"


def _twins(texts: list[Prepared]) -> list[int]:
    """Licences of the very same words are told to each other; of each text the number of the one that stands for all:
    one with a record, and with the shortest name."""
    same: dict[tuple[bool, tuple[int, ...]], list[int]] = {}
    for number, text in enumerate(texts):
        same.setdefault((text.source.hashed, tuple(text.checksums)), []).append(number)
    first = list(range(len(texts)))
    for numbers in same.values():
        chosen = min(numbers, key=lambda one: (not texts[one].source.known, len(texts[one].source.id), one))
        for number in numbers:
            first[number] = chosen
            others = [texts[one] for one in numbers if texts[one].source.id != texts[number].source.id]
            texts[number].twins = {one.source.id: one.titles for one in others if one.source.kind == "licence"}
    return first


def _tables(texts: list[Prepared]) -> tuple[dict[bool, set[int]], list[str]]:
    """The checksums of words of each kind of text, and the words that can be shown in order of theirs."""
    numbers: dict[bool, set[int]] = {False: set(), True: set()}
    shown: dict[int, str] = {}
    for text in texts:
        numbers[text.source.hashed].update(text.checksums)
        for word in set(text.words):
            mark = checksum(word)
            if not text.source.hashed and shown.setdefault(mark, word) != word:
                sys.exit(f"the words {word!r} and {shown[mark]!r} have one checksum; give them another")
    if max(map(len, numbers.values())) + FIRST >= 0xD800:
        sys.exit("more words than the index can number")
    return numbers, [shown[mark] for mark in sorted(shown)]


def _meta(text: Prepared, number: int) -> dict:
    source = text.source
    data: dict = {"key": f"{number}:{source.source}", "id": source.id, "kind": source.kind, "source": source.source}
    data |= {"hashed": True} if source.hashed else {}
    data |= {"known": True} if source.known else {}
    data |= {"has_policy": True} if text.policy else {}
    data |= {"titles": text.titles} if text.titles else {}
    data |= {"spans": text.spans} if text.spans else {}
    data |= {"twins": text.twins} if text.twins else {}
    data |= {"clauses": text.clauses} if text.clauses and source.known else {}
    return data


def _save(parts: dict[str, bytes], path: pathlib.Path, texts: list[Prepared]) -> None:
    places, at = {}, 0
    for name, data in parts.items():
        places[name] = (at, len(data))
        at += (len(data) + 7) // 8 * 8
    head = MAGIC + json.dumps({"parts": places, "texts": len(texts)}, separators=(",", ":")).encode() + b"\n"
    out = bytearray(head)
    start = (len(head) - 1 + 8) // 8 * 8
    out += b"\0" * (start - len(out))
    for data in parts.values():
        out += data + b"\0" * (-len(data) % 8)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(out))


if __name__ == "__main__":
    main()
