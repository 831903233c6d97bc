"""``compare`` and ``suggest`` as commands, from the bundled catalog."""

import json

from tests.cli.running import modelscan

PAIR = ("meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen3-8B")


def test_two_models_stand_side_by_side() -> None:
    done = modelscan("compare", *PAIR, "--offline")
    assert done.returncode == 0, done.stderr
    use = next(line for line in done.stdout.splitlines() if line.startswith("Commercial use"))
    assert "conditional" in use and "allowed" in use
    assert "700 million" in " ".join(done.stdout.split())


def test_as_json_each_fact_stands_by_model() -> None:
    done = modelscan("compare", *PAIR, "--offline", "--format", "json")
    told = json.loads(done.stdout)["facts"]
    assert list(told) == list(PAIR)
    assert told[PAIR[1]]["Commercial use"] == "allowed"


def test_one_model_is_no_comparison() -> None:
    done = modelscan("compare", PAIR[0], "--offline")
    assert done.returncode == 2 and "two models" in done.stderr


def test_suggest_names_what_is_freer() -> None:
    done = modelscan("suggest", "black-forest-labs/FLUX.1-dev", "--offline", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["suggestions"]
    assert "black-forest-labs/FLUX.1-schnell" in [one["model"] for one in found]
    assert all(one["commercial_use"] in ("allowed", "conditional") for one in found)


def test_without_a_model_a_task_is_asked_for() -> None:
    done = modelscan("suggest", "--offline")
    assert done.returncode == 2 and "--task" in done.stderr
