"""What was kept is read back within the bounds of what is read anew, whoever wrote it."""

from pathlib import Path

from scanner.collect.bundle import Bundle, pack
from scanner.collect.hub.cache import Cache
from scanner.collect.kept import kept
from scanner.model.frozen import replace
from scanner.model.plain import to_plain
from scanner.model.snapshot import Card, Repo
from scanner.model.target import Target
from scanner.text.bounds import MOST_CHARACTERS
from scanner.text.licence_files import TEXT_BOUND
from tests.making import SHA, judged, repo, snapshot, text

NC = "\n\nThe weights may not be used commercially.\n"
LONG = Card(data={"license": "mit"}, body="word " * MOST_CHARACTERS + NC)


def within(found: Repo | None) -> bool:
    assert found is not None
    assert found.card is not None
    return len(found.card.body) <= MOST_CHARACTERS and found.card.truncated


def test_a_card_longer_than_is_read_is_cut_and_says_so(tmp_path: Path) -> None:
    long = repo("acme/model", card=LONG)
    (tmp_path / "b.bin").write_bytes(pack([snapshot(long)]))
    bundled = Bundle.open(tmp_path / "b.bin").snapshot(Target(text="acme/model", id="acme/model"))
    assert bundled is not None
    assert within(bundled.root)
    assert judged(bundled).verdict != "pass"
    cache = Cache(tmp_path, "https://hub.example", print)
    cache.save(long)
    assert within(cache.load("model", "acme/model", SHA))


def test_so_is_a_text_and_what_is_within_stays_as_it_is() -> None:
    short = repo("acme/model", "license: mit", "A model.\n", texts=(text("Some terms."),))
    assert kept(to_plain(short)) == short
    found = kept(to_plain(replace(short, texts=(text("x" * (TEXT_BOUND + 1)), *short.texts))))
    assert [(len(one.text), one.truncated) for one in found.texts] == [(TEXT_BOUND, True), (11, False)]
