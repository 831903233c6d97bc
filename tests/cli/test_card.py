"""``card lint`` and ``card ask``: each check by its own cards, line numbers, formats, statuses, and hostile cards."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from scanner.judge.evaluate import assess
from scanner.knowledge.card import card_checks, words
from scanner.knowledge.policy import load_policy
from scanner.knowledge.resources import rules_dir
from scanner.knowledge.store import plain_files
from scanner.model.snapshot import Repo, Snapshot
from scanner.runs.card.ask import ask
from scanner.runs.card.lint import Remark, lint, worded
from scanner.text.card import parse_card
from scanner.text.yaml import load_strict
from tests.cli.running import modelscan

TOLD = load_strict((Path(__file__).parent / "card_told.yaml").read_text("utf-8")).data
BAD = load_strict((Path(__file__).parent / "card_bad.yaml").read_text("utf-8")).data
POLICY = load_policy("commercial-saas")
FIRES = [
    pytest.param(one.id, text, id=f"{one.id}-{index}") for one in card_checks() for index, text in enumerate(one.fires)
]
SILENT = [
    pytest.param(one.id, text, id=f"{one.id}-{index}") for one in card_checks() for index, text in enumerate(one.silent)
]


def root(text: str) -> Repo:
    return Repo(
        id="acme/m", repo_type="model", requested="acme/m", info={"tags": []}, card=parse_card(text.encode()), files=()
    )


def remarks(text: str) -> tuple[Remark, ...]:
    repo = root(text)
    (result,) = assess([Snapshot(target="acme/m", root=repo)], POLICY)
    return lint(repo, result)


def said(text: str) -> set[str]:
    return {one.check.id for one in remarks(text)}


@pytest.mark.parametrize(("check", "text"), FIRES)
def test_a_check_fires(check: str, text: str) -> None:
    assert check in said(text)


@pytest.mark.parametrize(("check", "text"), SILENT)
def test_a_check_stays_silent(check: str, text: str) -> None:
    assert check not in said(text)


@pytest.mark.parametrize("check", TOLD)
def test_what_a_card_tells_is_heard_in_many_wordings(check: str) -> None:
    assert [text for text in TOLD[check]["told"] if check in said(f"{text}\n")] == []
    assert [text for text in TOLD[check]["not_told"] if check not in said(f"{text}\n")] == []


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_plainly_deficient_cards_are_told_so(bad: dict[str, Any]) -> None:
    assert set(bad["lacks"]) - said(bad["card"]) == set()


@pytest.mark.parametrize(
    "line",
    [
        "The model weights are released under CC BY-NC 4.0.",
        "本项目的模型仅供学术研究，严禁用于商业用途。",
        "This model is not available for commercial use.",
    ],
)
def test_a_licence_is_contradicted_by_terms_of_the_weights(line: str) -> None:
    assert "CRD006" in said(f"---\nlicense: mit\n---\n# X\n\n{line}\n")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("llama3.1", "The model is licensed under CC BY-NC 4.0."),
        ("acme-license", "The weights are released under the Apache 2.0 license."),
        ("mit", "This model is not available for commercial use."),
    ],
)
def test_a_licence_named_beside_other_is_contradicted_too(name: str, line: str) -> None:
    assert "CRD006" in said(f"---\nlicense: other\nlicense_name: {name}\n---\n# X\n\n{line}\n")


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("license: other", "The weights are released under the Apache 2.0 license."),
        ("license: other\nlicense_name: acme-open", "This model is for research use only."),
        ("license: other\nlicense_name: apache-2.0-acme", "The weights are released under the Apache 2.0 license."),
        ("license: bigscience-bloom-rail-1.0", "This model is licensed under the BigScience Open RAIL-M license."),
        ("license: other\nlicense_name: apache-2.0-and-cc-by-nc", "Code under Apache 2.0, weights under CC BY-NC 4.0."),
        ("license: agpl-3.0", "License: AGPL-3.0 (Open Source Research License)"),
        ("license: other\nlicense_name: acme-licence\nbase_model: meta-llama/Llama-3.1-8B", "It is tuned."),
        ("license: cc-by-nc-4.0", "License: CC-BY-NC, requires also adhering to our Acceptable Use Policy"),
    ],
)
def test_what_says_nothing_or_more_of_the_same_is_no_contradiction(keys: str, line: str) -> None:
    assert "CRD006" not in said(f"---\n{keys}\n---\n# X\n\n{line}\n")


@pytest.mark.parametrize(
    "line",
    [
        "For access to our commercial model email us.",
        "Dataset: CC BY-NC 4.0",
        "Preprint License: CC BY-NC-ND 4.0",
        "Note that their weights are for non-commercial use only.",
        "* [X-Chat](https://huggingface.co/acme/x-chat): for dialogue.\n  * License: _CC-BY-NC-SA-4.0_",
        "| Data | Weight | Terms |\n|---|---|---|\n| made by this project | 0.4 | this project's code (GPL-3.0) |",
        "It works with Llama 2 and with Stable Diffusion XL.",
        "Use of the weights follows the Model License.",
    ],
)
def test_what_is_said_of_other_works_contradicts_no_licence(line: str) -> None:
    assert "CRD006" not in said(f"---\nlicense: mit\n---\n# X\n\n{line}\n")


def test_checks_are_whole() -> None:
    assert len({one.id for one in card_checks()}) == len(card_checks())
    assert all(one.source and one.fix and (one.fires or one.kind == "conflict") for one in card_checks())


def test_every_group_of_words_is_used_and_each_word_is_found() -> None:
    named = {group for one in card_checks() for saying in one.says for group in (*saying.of, *saying.but)}
    listed = plain_files(rules_dir())["card-words.yaml"]
    assert named == set(listed)
    for group, scripts in listed.items():
        plain = [word for script, line in scripts.items() if script != "re" for word in line.split()]
        assert [word for word in plain if not words(group).search(word.replace("_", " ").replace("~", ""))] == []


def test_remarks_stand_at_their_lines() -> None:
    text = (
        "---\nlicence: mit\nlicense: other\n---\n# X\n\n## Uses\n\n[More Information Needed]\n\n## Bias\n<!--\na\n-->\n"
    )
    found = {(one.check.id, one.line) for one in remarks(text)}
    assert {("CRD002", 3), ("CRD003", 2), ("CRD004", 9), ("CRD007", 11)} <= found


def test_a_contradiction_is_said_at_its_line_and_asked() -> None:
    text = "---\nlicense: mit\n---\n# X\n\nThe model is licensed under CC BY-NC 4.0.\n"
    repo = root(text)
    (result,) = assess([Snapshot(target="acme/m", root=repo)], POLICY)
    found = [one for one in lint(repo, result) if one.check.id == "CRD006"]
    assert [one.line for one in found] == [6]
    message = ask(result, lint(repo, result)) or ""
    assert "CC BY-NC 4.0" in message
    assert "README.md, line 6" in message


def test_a_quantization_is_not_asked_for_its_training() -> None:
    made = "---\nlicense: mit\nbase_model: acme/base\nbase_model_relation: {}\n---\n# X\n"
    assert "CRD008" not in said(made.format("quantized"))
    assert "CRD008" in said(made.format("finetune"))


def test_nothing_is_asked_where_nothing_is_open() -> None:
    text = "---\nlicense: mit\n---\n## Training Data\nEnglish Wikipedia of March 2022 was used.\n"
    repo = root(text)
    (result,) = assess([Snapshot(target="acme/m", root=repo)], POLICY)
    assert ask(result, lint(repo, result)) is None


@pytest.mark.parametrize(
    "body",
    [
        "trained on 12 the data of ours and " * 5_000,
        "may not 12 | accuracy 1.2 " * 6_000 + "\n",
        "<td> 1.2 </td>\n" * 12_000,
        "*_`[a](b) " * 20_000,
        "we trained it\non it and it\n" * 8_000,
        "[More Information Needed]\n" * 50_000,
        "# \x1b[31m\u202e\n" * 5_000,
        "<!--" * 100_000,
        "## A\n" * 50_000,
        "![x](y.png) results\n" * 8_000,
        "# results " * 15_000,
        "code coming soon\n" * 20_000 + "the code: https://a.example\n",
        "# training results 1. x\n" * 8_000,
        "| loss | x |\n" * 15_000,
    ],
)
def test_hostile_cards_cost_little_and_flood_nobody(body: str) -> None:
    started = time.process_time()
    found = remarks(body)
    assert time.process_time() - started < 10
    assert len(found) < 200


def test_the_command(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("# X\n\n## Uses\n[More Information Needed]\n", encoding="utf-8")
    done = modelscan("card", "lint", str(card))
    assert done.returncode == 1  # no licence
    assert f"{card}:4: note CRD004" in done.stdout
    listed = json.loads(modelscan("card", "lint", str(card), "--format", "json").stdout)["remarks"]
    assert {"CRD001", "CRD004"} <= {one["rule"] for one in listed}
    log = json.loads(modelscan("card", "lint", str(tmp_path), "--format", "sarif", "--fail-on", "never").stdout)
    regions = [r["locations"][0]["physicalLocation"]["region"]["startLine"] for r in log["runs"][0]["results"]]
    assert len(regions) == len(listed)
    assert 4 in regions


def test_the_command_asks(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("# X\n", encoding="utf-8")
    done = modelscan("card", "ask", str(card))
    assert (done.returncode, "states no `license`" in done.stdout) == (0, True)


def test_a_contradiction_names_the_file_that_was_given(tmp_path: Path) -> None:
    card = tmp_path / "CARD.md"
    card.write_text("---\nlicense: mit\n---\n# X\n\nThe model is licensed under CC BY-NC 4.0.\n", encoding="utf-8")
    said = modelscan("card", "lint", str(card)).stdout
    assert "but CARD.md:6 names CC-BY-NC-4.0" in said
    assert "CARD.md, line 6" in modelscan("card", "ask", str(card)).stdout


def test_what_is_known_of_another_model_is_said_to_be_known_here() -> None:
    text = "---\nlicense: mit\nbase_model: Qwen/Qwen2.5-3B-Instruct\n---\n# X\n"
    (found,) = (one.message for one in remarks(text) if one.check.id == "CRD006")
    assert "README.md points to Qwen2.5-3B and its kin, which, as known here, is under" in found
    based = worded("a/b is declared MIT, but its base c/d is under llama3", "README.md", "CARD.md")
    assert based == "a/b is declared MIT, but its base c/d, as known here, is under llama3"


def test_a_question_is_polite_and_asks_of_no_mere_suspicion(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("# X\n\nBuilt with Llama 3.\n", encoding="utf-8")
    said = modelscan("card", "ask", str(card)).stdout
    assert "points to" not in said
    assert "nobody may" not in said
    assert said.count("?") == 3  # the licence, the data, and the last line


def test_a_licence_of_its_own_in_a_file_needs_no_link(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: other\nlicense_name: acme\n---\n# X\n", encoding="utf-8")
    assert "CRD002" in modelscan("card", "lint", str(tmp_path)).stdout
    (tmp_path / "LICENSE").write_text("You may use it as you like, but on Mondays.\n", encoding="utf-8")
    assert "CRD002" not in modelscan("card", "lint", str(tmp_path)).stdout


def test_what_keeps_no_card_is_not_judged() -> None:
    assert modelscan("card", "lint", "gpt2", "--offline").returncode == 3
    assert modelscan("card", "lint", ".", "--format", "pdf").returncode == 2


def test_a_data_sets_card_is_not_judged_as_a_models(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("---\nlicense: mit\nsize_categories: [1K<n<10K]\n---\n# Names\n", encoding="utf-8")
    for target in (card, tmp_path):
        done = modelscan("card", "lint", str(target))
        assert done.returncode in (2, 3)
        assert "models only" in done.stderr


def test_what_covers_code_alone_contradicts_nothing() -> None:
    text = "---\nlicense: openrail\n---\n# X\n\nThis project’s sample code is released under the MIT License.\n"
    assert "CRD006" not in said(text)
    assert "CRD006" in said(text.replace("sample code", "model"))


def test_a_licence_of_its_own_is_not_contradicted_by_the_one_that_it_changes() -> None:
    text = "---\nlicense: {}\n---\n# X\n\nThis model is under a modified CreativeML OpenRAIL-M license.\n"
    assert "CRD006" not in said(text.format("other"))
    assert "CRD006" in said(text.format("mit"))
