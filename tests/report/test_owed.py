"""Forms that somebody signs: duties of another delivery are named, no word is cut, and a hint is no conclusion."""

import pytest

from scanner.report.own import render
from scanner.report.phrases import owed, short
from tests.making import judged, repo
from tests.report.samples import report


def test_that_no_duty_is_known_is_said_of_known_terms_alone() -> None:
    apache = owed(judged(repo(front="license: apache-2.0")))
    assert apache.startswith(
        "none for the stated use. Where it is shipped, changed or served otherwise: Give recipients"
    )
    assert "Apache-2.0 clause 4(d)" in apache
    assert owed(judged(repo(front="license: other"))) == "not all known, as the terms are not"
    assert owed(judged(repo(front="license: cc0-1.0"))) == "none known"


@pytest.mark.parametrize("form", ["approval-form", "risk-sheet"])
def test_the_forms_say_it(form: str) -> None:
    made = render(form, report(judged(repo(front="license: mit"))))
    assert "none for the stated use. Where it is shipped" in made
    refused = render(form, report(judged(repo(front="license: cc-by-nc-4.0"))))
    assert "commercial advantage or monetary compensation" in refused.replace("<wbr>", "")


def test_what_is_cut_ends_with_a_whole_word() -> None:
    assert short("towards commercial advantage", 20) == "towards commercial…"
    assert short("towards commercial advantage", 17) == "towards…"
    assert short("a" * 50, 10) == "a" * 9 + "…"


def test_a_base_that_is_hinted_at_leaves_nothing_concluded() -> None:
    base = repo("lab/secret-7b", "license: cc-by-nc-4.0")
    told = repo("lab/tuned", "license: apache-2.0", "Continued pretraining of lab/secret-7b.")
    hinted = judged(told, base)
    assert "suspected-base" in {one.kind for one in hinted.license.conflicts}
    assert hinted.license.concluded == "NOASSERTION"
