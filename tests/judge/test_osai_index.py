"""Criteria of the European Open Source AI Index: settled by what was found, never by what is claimed or unread."""

from dataclasses import replace

from scanner.knowledge.openness import components, osai_index
from scanner.model.snapshot import Snapshot
from tests.judge.test_openness import BODY, opened, release


def said(snapshot: Snapshot) -> str:
    (found,) = [one for one in opened(snapshot).reasons or () if one.startswith("OSAI Index")]
    return found


def test_a_whole_release_settles_what_its_files_show() -> None:
    found = said(release())
    assert found.startswith("OSAI Index: 8 of 14 criteria settled here")
    assert "weights of the end model open" in found
    assert "licence partial at least" in found


def test_what_is_missing_or_withheld_is_closed() -> None:
    assert "weights of the end model closed" in said(release("model.safetensors", "checkpoint-500/model.safetensors"))
    assert "licence closed" in said(release(license_="cc-by-nc-4.0"))


def test_a_claim_settles_nothing() -> None:
    claimed = release("train.py", body=BODY + "\nThe [training code](https://github.com/acme/m) is on GitHub.\n")
    assert "training code" not in said(claimed)


def test_a_licence_that_is_not_known_settles_nothing() -> None:
    assert "licence" not in said(release(license_="other"))


def test_what_was_not_read_settles_nothing() -> None:
    made = release()
    catalog = replace(made, root=replace(made.root, source="catalog", files=None, card=None, info={}))
    assert "paper" not in said(catalog)


def test_the_record_names_known_components() -> None:
    assert set(osai_index()["shown"].values()) <= {one.id for one in components()}
