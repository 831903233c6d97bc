"""When closed models end: days with a source, judged by the policy's lead time."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scanner.discover.names.tables import tables
from scanner.judge.evaluate import assess
from scanner.knowledge.retirements import retirement
from scanner.model.snapshot import Repo, Snapshot
from tests.making import policy

ALL = [(provider.id, one) for provider in tables().providers for one in provider.retires]


@pytest.mark.parametrize(("provider", "one"), ALL, ids=lambda one: getattr(one, "on", one))
def test_each_has_a_day_a_source_and_the_day_it_was_checked(provider: str, one: Any) -> None:
    assert one.day and date.fromisoformat(one.checked) and one.source.startswith("https://")
    assert one.models and all(re.compile(pattern) for pattern in one.models)


def test_no_model_ends_twice() -> None:
    for name in ("gpt-4", "gpt-4o", "gpt-5", "o3", "gpt-4o-2024-05-13", "claude-2.1", "claude-3-opus-20240229"):
        ends = [one.on for _, one in ALL if one.concerns(name)]
        assert len(ends) == 1, (name, ends)
    assert retirement("openai", "gpt-5.1") is None and retirement("nobody", "gpt-4") is None


def asked(model: str, day: str | None, days: int = 90) -> tuple[str, str]:
    info = {"provider": "openai", "terms": "https://example.org", **({"x_asked_on": day} if day else {})}
    root = Repo(id=f"openai/{model}", repo_type="closed-api", requested=model, source="local", info=info)
    (result,) = assess([Snapshot(target=model, root=root)], replace(policy(), retirement_days=days))
    return next((one.outcome, one.message) for one in result.findings if one.rule == "UPK001")


@pytest.mark.parametrize(
    ("model", "day", "days", "outcome"),
    [
        ("gpt-5", "2026-11-28", 90, "violated"),
        ("gpt-5", "2026-11-28", 5, "satisfied"),
        ("gpt-5", "2027-03-01", 5, "violated"),
        ("gpt-5", "2026-12-11", 0, "violated"),
        ("gpt-5.1", "2026-11-28", 90, "satisfied"),
        ("gpt-5", None, 90, "unknown"),
    ],
)
def test_the_lead_time_is_the_policys(model: str, day: str | None, days: int, outcome: str) -> None:
    found, message = asked(model, day, days)
    assert found == outcome
    assert ("2026-12-11" in message) is (found == "violated")
