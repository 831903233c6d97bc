"""``python -m scripts.records_and_texts``: licences that a record speaks of and no text of which is in the index, and
texts of model licences in the index that no record speaks of. Both lists are work to be done, not faults."""

from collections.abc import Iterator

from scanner.identify.index import KnownText
from scanner.identify.texts import text_index
from scanner.knowledge.licenses import Licenses, load_licenses
from scanner.knowledge.resources import rules_dir


def textless(licenses: Licenses) -> Iterator[str]:
    """Records that fix terms and whose text nobody could read, with what they stand on."""
    known = {text.id for text in _texts(licenses)}
    for record in licenses:
        if record.fixes_terms and record.id not in known:
            yield f"{record.id} ({record.confidence}): {record.source}"


def recordless(licenses: Licenses) -> Iterator[str]:
    """Texts that licensors of models publish, without a record; use policies belong to their licences'."""
    found = {
        text.id: text.source
        for text in _texts(licenses)
        if text.hashed and text.kind == "licence" and licenses.get(text.id) is None
    }
    yield from (f"{name}: {source}" for name, source in sorted(found.items()))


def _texts(licenses: Licenses) -> Iterator[KnownText]:
    store = text_index(licenses).texts
    return (store.text(number) for number in range(len(store)))


def main() -> None:
    licenses = load_licenses(rules_dir(), [])
    for title, lines in (("records without a text", textless), ("texts without a record", recordless)):
        found = list(lines(licenses))
        print(f"{len(found)} {title}", *found, sep="\n  ")


if __name__ == "__main__":
    main()
