"""One repo that cannot be read or judged never costs the others."""

import pytest

from scanner.judge import evaluate
from scanner.judge.evaluate import assess
from scanner.judge.trial import plain_model
from scanner.knowledge.policy import load_policy
from scanner.model.errors import PolicyError


@pytest.mark.parametrize("step", ["read", "opine"])
def test_one_bad_target_never_costs_the_others(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    whole = getattr(evaluate, step)
    calls = iter(range(100))

    def stumbles(*given: object, **more: object) -> object:
        if next(calls) == 0:
            raise TypeError("unhashable type: 'list'")
        return whole(*given, **more)

    monkeypatch.setattr(evaluate, step, stumbles)
    first, second = assess([plain_model("mit"), plain_model("apache-2.0")], load_policy())
    assert (first.verdict, first.error and first.error.kind) == ("unknown", "bad_data")
    assert first.error is not None and "unhashable" in first.error.message
    assert (second.verdict, second.error) == ("pass", None)


def test_a_policy_that_is_wrong_is_no_target_s_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> object:
        raise PolicyError("wrong")

    monkeypatch.setattr(evaluate, "opine", refuses)
    with pytest.raises(PolicyError):
        list(assess([plain_model("mit")], load_policy()))
