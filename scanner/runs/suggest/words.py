"""A suggestion in words: why it is better, what it costs, what is not known."""

from collections.abc import Iterator

from scanner.judge.reading.sizes import stated
from scanner.model.result import Result
from scanner.model.snapshot import Repo
from scanner.runs.suggest.types import Suggestion, Wanted, languages
from scanner.text.counted import amount


def suggestion(repo: Repo, result: Result, asked: Wanted) -> Suggestion:
    """Why a model is better, what it costs, and what is not known of it."""
    return Suggestion(
        result=result,
        better=tuple(_reasons(result, asked)),
        costs=tuple(_costs(repo, result, asked)),
        unknown=tuple(_unknown(repo, result, asked)),
    )


def _reasons(result: Result, asked: Wanted) -> Iterator[str]:
    terms = " and ".join(result.license.effective) or "none stated"
    yield f"commercial use {result.commercial_use.status} under {terms}"
    than = asked.instead_of
    if than is not None:
        terms = " and ".join(than.license.effective) or "no known terms"
        yield f"in place of {than.commercial_use.status} under {terms}"


def _costs(repo: Repo, result: Result, asked: Wanted) -> Iterator[str]:
    size = stated(repo)
    if size and asked.parameters:
        share = size / asked.parameters
        yield f"{amount(size)} parameters, {'as many' if 0.95 < share < 1.05 else f'{share:.1f} times as many'}"
    if result.weights.gated:
        yield "gated: its owner asks for an account and contact details"
    open_ones = [one.term for one in result.commercial_use.conditions if one.met is None and one.effect != "duty"]
    if open_ones:
        yield f"to settle: {', '.join(dict.fromkeys(open_ones))}"
    duties = dict.fromkeys(one.id for one in result.obligations or () if one.applies is not False)
    if duties:
        yield f"duties: {', '.join(duties)}"


def _unknown(repo: Repo, result: Result, asked: Wanted) -> Iterator[str]:
    if result.source == "catalog":
        yield f"facts of {(result.observed_at or 'a day')[:10]}, its card and licence text not read: check it live"
    if result.datasets.status in ("undisclosed", "unknown", "partial"):
        yield f"training data {result.datasets.status}"
    if result.weights.gated is None:
        yield "whether it is gated"
    if stated(repo) is None:
        yield "its size"
    if asked.languages and not languages(repo):
        yield "its languages"
    yield "how good it is at the task"
