"""How open the declared training data is."""

import pytest

from scanner.judge.reading.datasets import read_datasets
from scanner.model.snapshot import Problem, Unread
from tests.making import absent, dataset, engine, repo, snapshot, text

LICENSES = engine().licenses
OPEN = dataset("d/open", "license: cc-by-4.0")
NC = dataset("d/nc", "license: cc-by-nc-4.0")
SILENT = dataset("d/silent", "language: en")
GATED = dataset("d/gated", "license: apache-2.0", info={"gated": "auto"})
GONE = absent("d/gone", "dataset")


@pytest.mark.parametrize(
    ("named", "status", "statuses"),
    [
        ("", "undisclosed", []),
        ("d/open", "open", ["open"]),
        ("[d/open, d/nc]", "restricted", ["open", "restricted"]),
        ("[d/open, d/silent]", "partial", ["open", "unlicensed"]),
        ("[d/gated]", "partial", ["gated"]),
        ("[d/gone]", "partial", ["unresolved"]),
        ("d/open, d/nc", "restricted", ["open", "restricted"]),
        ("custom data set of tweets", "partial", ["unresolved"]),
    ],
)
def test_status(named: str, status: str, statuses: list[str]) -> None:
    front = f"datasets: {named}" if named else "language: en"
    found = read_datasets(snapshot(repo(front=front), OPEN, NC, SILENT, GATED, GONE), LICENSES)
    assert found.section.status == status
    assert [item.status for item in found.section.items or ()] == statuses


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("This model is a fine-tuned version of acme/base on the d/nc dataset.\n", "restricted"),
        ("It was trained on the `d/open` corpus.\n", "open"),
        ("It was evaluated on the d/nc dataset, and trained on mails.\n", "undisclosed"),
        ("It runs on the d/nc dataset.\n", "undisclosed"),
    ],
)
def test_a_set_that_a_sentence_names(body: str, status: str) -> None:
    assert read_datasets(snapshot(repo(body=body), OPEN, NC), LICENSES).section.status == status


def test_what_was_not_read_is_unknown_not_undisclosed() -> None:
    assert read_datasets(snapshot(repo(card=None, info={})), LICENSES).section.status == "unknown"


def test_only_a_stated_list_is_complete() -> None:
    stated = repo(front="datasets: d/open", body="The model was trained exclusively on this set.\n")
    assert read_datasets(snapshot(stated, OPEN), LICENSES).section.complete == "stated"
    assert read_datasets(snapshot(repo(front="datasets: d/open"), OPEN), LICENSES).section.complete == "unstated"


@pytest.mark.parametrize("name", ["LICENSE", "TERMS.md"])
def test_a_limit_in_a_set_s_own_terms_restricts_as_its_card_s_does(name: str) -> None:
    terms = text("The book may be read on this site. Training on it needs our written permission.\n", name)
    own = dataset("d/own", "license: other", texts=(terms,))
    assert read_datasets(snapshot(repo(front="datasets: d/own"), own), LICENSES).section.status == "restricted"


@pytest.mark.parametrize(
    ("gated", "told", "status"),
    [(True, {"license": "mit"}, "partial"), (True, {}, "unknown"), (False, {"license": "mit"}, "unknown")],
)
def test_what_is_unread_of_a_gated_set_for_another_reason_is_unknown(
    gated: bool, told: dict[str, str], status: str
) -> None:
    unread = (Unread(what="README.md", reason="cut", gated=gated),)
    own = dataset("d/own", None, card=None, info={"gated": "auto", "cardData": told}, unread=unread)
    assert read_datasets(snapshot(repo(front="datasets: d/own"), own), LICENSES).section.status == status


def test_a_set_that_may_be_private_is_unread() -> None:
    private = dataset("d/own", problem=Problem(kind="not_found", message="401", absent=True, private=True), card=None)
    assert read_datasets(snapshot(repo(front="datasets: d/own"), private), LICENSES).section.status == "unknown"
