"""How declared licence values resolve, over the real data beside the checkout; and our licences against the lawyers'.

    python benchmarks/declared.py [--shared FOLDER] [--hits]

Reads the Hub records and the model cards of ``../shared`` (``MODELSCAN_SHARED`` names another place). Prints how many
values resolve to a record, how many are honest unknowns, the unresolved by frequency, the same by form of declaration,
and each licence in both our registry and the Data Provenance Initiative's classes, with every difference explained.
``--hits`` lists every statement and limit read from the body of a card, to be judged by reading. Exit status 1 when a
value seen 5 times or more is neither resolved nor meaningless, when a value that hints at a limit or has no record
comes out as permissive, or when a difference has no explanation.
"""

import argparse
import gzip
import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scanner.identify.declared import Declared, declared
from scanner.judge.reading.own import own_license
from scanner.knowledge.licenses import FREE, Licenses, fold, load_licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.license import License
from scanner.model.snapshot import Repo
from scanner.text.card import parse_card

OFTEN = 5
HINTS = ("nc", "non-commercial", "noncommercial", "research", "community")
#: A record of the catalog reports the licence name in place of ``other``; the tag keeps what was declared.
_OTHER_TAG = "license:other"

#: Licences on which we and the Data Provenance Initiative differ, and why, by the texts.
EXPLAINED = {
    "Artistic License 2.0": "clause 4 lets changed versions go out only offered back, renamed, or as free as before",
    "CC BY-ND 4.0": "2(a)(1)(B) lets no adapted material be shared, so there is nothing to share alike",
    "CC BY": "a name without a version fixes no text here; nothing is concluded from it",
    "CC BY-SA": "a name without a version fixes no text here; nothing is concluded from it",
    "CC BY SA": "a name without a version fixes no text here; nothing is concluded from it",
    "CC BY-NC-SA": "they mark no share-alike here but do for versions 3.0 and 4.0; all versions ask it",
    "CDLA Permissive 2.0": "2.1 asks for the agreement's text to go along, not for credit: our duty is license_copy",
    "EPL 1.0": "section 3 keeps source and contributions under the licence: weak copyleft counts as share-alike here",
    "LGPL 2.1": "section 2 keeps a changed library under the licence: weak copyleft counts as share-alike here",
    "LGPL 3.0": "section 2 keeps a changed library under the licence: weak copyleft counts as share-alike here",
    "MPL 2.0": "3.1 keeps changed files under the licence: weak copyleft counts as share-alike here",
    "MIT": "they mark no attribution here but do for 'MIT License'; the text asks for the notice",
    "BigScience OpenRAIL-M": "4 and 5 pass the use restrictions on; a derivative may otherwise have other terms",
    "Academic Research Purposes Only": "a plain statement: it asks neither credit nor that derivatives stay under it",
    "Various": "names no licence: the value stands for 'other' and fixes no terms",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A declaration as found: where, in what form, and as read."""

    source: str
    form: str
    repo: Repo
    read: Declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A licence in both: use class, attribution and share-alike, theirs and ours."""

    name: str
    id: str
    theirs: tuple[str, str, str]
    ours: tuple[str, str, str]


def shared_folder() -> Path:
    return Path(os.environ.get("MODELSCAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def rows(shared: Path, licenses: Licenses) -> Iterator[Row]:
    for source, repo in _repos(shared):
        read = declared(repo, licenses)
        yield Row(source=source, form=_form(repo, read), repo=repo, read=read)


def _repos(shared: Path) -> Iterator[tuple[str, Repo]]:
    hub = shared / "data" / "hub"
    for path in sorted((*hub.glob("*.jsonl"), *hub.glob("*.jsonl.gz"))):
        for record in _lines(path):
            yield path.name.split("-2")[0].removesuffix(".jsonl"), _record(record)
    cards = shared / "data" / "cards"
    for entry in _lines(cards / "INDEX.jsonl"):
        card = parse_card((cards / entry["file"]).read_bytes())
        name = entry["repo_id"]
        yield "cards", Repo(id=name, repo_type="model", requested=name, card=card)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    data = path.read_bytes()
    yield from map(json.loads, (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines())


def _record(record: dict[str, Any]) -> Repo:
    """A Hub record as the Hub itself answers: a name that stood in for ``other`` is a ``license_name`` again."""
    name = record.get("id") or record.get("modelId") or "unnamed"
    data = {key: record[key] for key in ("license", "license_name", "license_link") if key in record}
    tags = record.get("tags") or []
    if _OTHER_TAG in tags and data.get("license") != "other" and isinstance(data.get("license"), str):
        data |= {"license_name": data["license"], "license": "other"}
    return Repo(id=name, repo_type="model", requested=name, info={"cardData": data, "tags": tags})


def _form(repo: Repo, read: Declared) -> str:
    """The first of the forms that a declaration has."""
    if not read.values:
        return "name alone" if read.name else "none"
    data = repo.card.data if repo.card else repo.info.get("cardData") or {}
    if "license" not in data:
        return "tag" if not any("li" in str(key).lower()[:2] for key in data) else "misspelt key"
    if len(read.values) > 1 or isinstance(data["license"], (list, tuple)):
        return "list"
    if fold(read.values[0]) == "other" and len(read.licenses) < 2:
        return "other + name" if read.name else "other + link" if read.link else "other alone"
    return "packed" if len(read.licenses) > 1 else "one value"


def fate(read: Declared) -> str:
    """What a declaration came to."""
    if not read.licenses:
        return "meaningless" if read.values or read.name else "nothing declared"
    if any(named.record is None for named in read.licenses):
        return "custom, no record" if all(named.record is None for named in read.licenses) else "in part"
    if not all(named.record and named.record.fixes_terms for named in read.licenses):
        return "names no terms"
    return "resolved"


def value_of(read: Declared) -> str:
    return (read.name if read.values[:1] == ("other",) else None) or " | ".join(read.values) or read.name or ""


def frees_what_is_limited(read: Declared) -> bool:
    """Whether a value that hints at a limit, or a name unknown here, came out as permissive alone."""
    folded = "-".join(map(fold, (*read.values, read.name or "")))
    hints = any(f"-{hint}-" in f"-{folded}-" for hint in HINTS)
    custom = read.by_name is not None and read.by_name.record is None and len(read.licenses) == 1
    free = all(named.record is not None and named.record.family in FREE for named in read.licenses)
    return bool(read.licenses) and free and (hints or custom)


def use_class(record: License) -> str:
    terms = {condition.term for condition in record.conditions}
    return "Acad" if "research_only" in terms else "NC" if "non_commercial" in terms else "All"


def compared(shared: Path, licenses: Licenses) -> list[Compared]:
    classes = json.loads((shared / "data" / "facts" / "dpi_license_classes.json").read_text(encoding="utf-8"))
    found = []
    for name, (use, attribution, alike) in classes.items():
        if record := licenses.get(name):
            kinds = {duty.kind for duty in record.obligations}
            credit = bool(kinds & {"attribution", "notice", "display"})
            same = record.derivatives.license in ("same", "compatible") or "same_license" in kinds
            ours = (use_class(record), str(int(credit)), str(int(same)))
            found.append(Compared(name=name, id=record.id, theirs=(use, attribution, alike), ours=ours))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=shared_folder())
    parser.add_argument("--hits", action="store_true", help="list what was read from the bodies of cards")
    options = parser.parse_args()
    if not (options.shared / "data").is_dir():
        parser.error(f"{options.shared} holds no data; name the folder with --shared")
    licenses = load_licenses(rules_dir())
    found = list(rows(options.shared, licenses))
    failed = show_values(found) + show_freed(found) + show_compared(compared(options.shared, licenses))
    if options.hits:
        show_hits(found, licenses)
    return 1 if failed else 0


def show_values(found: list[Row]) -> int:
    total = Counter(fate(row.read) for row in found)
    stated = sum(total.values()) - total["nothing declared"]
    print(f"{len(found):,} records and cards, {stated:,} declare something")
    for name, count in total.most_common():
        share = f"{100 * count / stated:5.1f} %" if name != "nothing declared" else "       "
        print(f"  {count:6,} {share}  {name}")
    print("\nby source and form (resolved / declared)")
    for kind in ("source", "form"):
        groups: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for row in found:
            groups[getattr(row, kind)][fate(row.read)] += 1
        for name, counts in sorted(groups.items(), key=lambda item: -item[1].total()):
            if declaring := counts.total() - counts["nothing declared"]:
                print(f"  {name:14} {counts['resolved']:6,} / {declaring:6,}")
    return show_unresolved(found)


def show_unresolved(found: list[Row]) -> int:
    fates: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        fates[fate(row.read)][value_of(row.read)] += 1
    for name in ("names no terms", "meaningless", "in part", "custom, no record"):
        values = [f"{value!r} {count}" for value, count in fates[name].most_common()]
        print(f"\n{name}: {len(values)} values\n  {', '.join(values)}")
    left = [value for value, count in fates["custom, no record"].items() if count >= OFTEN]
    print(f"\nseen {OFTEN} times or more and neither resolved nor meaningless: {left or 'none'}")
    return len(left)


def show_freed(found: list[Row]) -> int:
    freed = sorted({value_of(row.read) for row in found if frees_what_is_limited(row.read)})
    print(f"values that hint at a limit and came out permissive: {freed or 'none'}")
    return len(freed)


def show_compared(pairs: list[Compared]) -> int:
    different = [pair for pair in pairs if pair.theirs != pair.ours]
    print(f"\nData Provenance Initiative: {len(pairs)} licences in both, {len(pairs) - len(different)} the same")
    print("  (use class, attribution, share-alike)")
    for pair in different:
        why = EXPLAINED.get(pair.name, "NOT EXPLAINED")
        print(f"  {pair.name:22} theirs {' '.join(pair.theirs):9} ours {' '.join(pair.ours):9} {why}")
    return sum(pair.name not in EXPLAINED for pair in different)


def show_hits(found: list[Row], licenses: Licenses) -> None:
    print("\nread from the bodies of cards")
    for row in found:
        for claim in own_license(row.repo, licenses).claims:
            if claim.kind == "card" and claim.says in ("licence", "limit"):
                print(f"  {claim.says:9} {row.repo.id}:{claim.evidence.line} {claim.value} <- {claim.evidence.value}")


if __name__ == "__main__":
    raise SystemExit(main())
