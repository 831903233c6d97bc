"""How a page is heard: what is seen of it, whom a sentence speaks of, licences by name, and the bounds."""

import time
from pathlib import Path

import pytest

from scanner.identify.prose import Heard, Place, hear
from scanner.identify.prose.hear import MAX_HEARD
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.resources import rules_dir
from scanner.model.errors import KnowledgeError


def limits(text: str, place: Place = "card", repo: str = "lab/harbour-small") -> list[Heard]:
    return [heard for heard in hear(text, place, repo=repo) if heard.says == "limit" and not heard.other]


@pytest.mark.parametrize(
    "text",
    [
        "```python\n# Non-commercial use only.\n```",
        "<!-- Non-commercial use only. -->",
        "<!--\nNon-commercial\nuse only.\n-->\nA model.",
        "~~Non-commercial use only.~~",
        "<del>Non-commercial use only.</del>",
        "Is commercial use forbidden?",
        'The prompt was "Is commercial use not allowed under this licence?"',
        "## Citation\n\n```bibtex\n@article{x, title={For Research Purposes Only}}\n```",
        "## Training data\n\nIt may only be used for research.",
        "The corpus is large. It may only be used for research.",
        "The Llama 2 weights may not be used commercially.",
        "Harbour-Large is for research only.",
    ],
)
def test_what_says_nothing_of_this_grant(text: str) -> None:
    assert not limits(text)


@pytest.mark.parametrize(
    "text",
    [
        "## License\n\n```\nNon-commercial use only.\n```",
        "<!-- never closed. Non-commercial use only.",
        "The weights may not be used for c\u200bommerc\u00adial purposes.",
        "This model is for n\u043en-c\u043emm\u0435rcial use only.",
        "This model is for non\u2011commercial use only.",
        "This model is for non\u2011com&shy;mercial use only.",
        "The model\nmay not be used\nin commercial products.",
        "You may not use the model for:\n\n- commercial products\n- resale",
        "| Purpose | Allowed |\n|---|---|\n| Commercial use | No |",
        "Commercial use? Please write to us.",
        "Harbour-Small is for research only.",
        "Harbour-Small and Harbour-Large are for research only.",
        "The weights and the data may not be used commercially.",
        "<p>Only for<br>research use.</p>",
        "x " * 3000 + ". Non-commercial use only.",
    ],
)
def test_what_a_reader_sees_is_heard(text: str) -> None:
    assert limits(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MIT for code, CC-BY-NC-4.0 for weights.", [("code", "MIT"), ("weights", "CC-BY-NC-4.0")]),
        ("Code: Apache-2.0. Weights: CC-BY-NC-4.0.", [("code", "Apache-2.0"), ("weights", "CC-BY-NC-4.0")]),
        ("License: Apache-2.0 (code), CC-BY-NC-4.0 (weights)", [("code", "Apache-2.0"), ("weights", "CC-BY-NC-4.0")]),
        ("The weights are released under CC BY-NC 4.0.", [("weights", "CC BY-NC 4.0")]),
        (
            "| Part | Licence |\n|---|---|\n| Code | MIT |\n| Weights | CC-BY-NC-4.0 |",
            [("code", "MIT"), ("weights", "CC-BY-NC-4.0")],
        ),
        (
            "![Model license](https://img.shields.io/badge/Model_License-CC--BY--NC--4.0-red)",
            [("weights", "CC-BY-NC-4.0")],
        ),
        ("![Code License](https://img.shields.io/badge/Code_License-Apache--2.0-green)", [("code", "Apache-2.0")]),
        (
            "License: [here][nc]\n\n[nc]: https://creativecommons.org/licenses/by-nc/4.0/",
            [("unstated", "https://creativecommons.org/licenses/by-nc/4.0/")],
        ),
        ("## License\n\nApache-2.0", [("unstated", "Apache-2.0")]),
        ("It will be released under MIT.", []),
        ("The model is under the Harbour Weights License.", [("weights", "Harbour Weights License")]),
        ("模型权重采用 CC BY-NC 4.0 协议发布。", [("weights", "CC BY-NC 4.0")]),
    ],
)
def test_licences_by_name(text: str, found: list[tuple[str, str]], licenses: Licenses) -> None:
    said = [heard for heard in hear(text, "card", repo="lab/m", licenses=licenses) if heard.says == "licence"]
    assert [(heard.scope, name) for heard in said for name in heard.licences] == found


def test_a_line_is_told() -> None:
    assert [heard.line for heard in limits("# A\n\nOne.\nTwo. The model is\nfor research only.\n")] == [4]
    assert hear("For research only.", "gate", first_line=7)[0].line == 7


def test_a_data_sets_own_card() -> None:
    own = hear("The dataset may not be used commercially.", "dataset-card")
    other = hear("Models trained on it may not be used commercially.", "dataset-card")
    made = hear("You may not train commercial models on this corpus.", "dataset-card")
    assert [(one.says, one.other) for one in made] == [("limit", False)]
    assert [(heard.scope, heard.other) for heard in own] == [("data", False)]
    assert all(heard.other for heard in other)


@pytest.mark.parametrize(
    "text",
    [
        "The model may only be used for research.\n\n" * 3_000,
        "\n\n".join(f"Clause {number}: the weights may not be used commercially." for number in range(10_000)),
        "![a](" * 20_000,
        "[" * 50_000,
        "license: " * 5_000,
        "~~a" * 20_000,
        "本模型仅供研究使用、" * 5_000,
    ],
    ids=["repeated", "numbered", "images", "brackets", "labels", "struck", "one line"],
)
def test_bounds(text: str, licenses: Licenses) -> None:
    started = time.process_time()
    found = hear(text, "card", repo="lab/m", licenses=licenses)
    assert time.process_time() - started < 5
    assert sum(heard.says == "limit" for heard in found) <= MAX_HEARD + 5
    assert all(len(heard.sentence) <= 300 for heard in found)


def test_a_concept_that_there_is_not_is_refused(tmp_path: Path) -> None:
    words = tmp_path / "prose" / "words"
    words.mkdir(parents=True)
    for path in (rules_dir() / "prose" / "words").glob("*.yaml"):
        (words / path.name).write_bytes(path.read_bytes())
    (tmp_path / "prose" / "10-own.yaml").write_text(
        "records:\n  - {id: own, says: limit, topic: t, means: m, all: [comercial], fires: [a], silent: [b]}\n"
    )
    with pytest.raises(KnowledgeError, match="did you mean 'commercial'"):
        hear("x", "card", folder=tmp_path)


def test_a_page_of_all_members_speaks_of_each() -> None:
    told = "- [Kite-7B-Inst](https://hub.example/kite) for chats (for research purposes only)."
    assert [one.other for one in hear(told, "card", repo="lab/kite") if one.says == "limit"] == [False]
    assert [one.other for one in hear(told, "card", repo="lab/kite-70b") if one.says == "limit"] == [True]


def test_each_field_of_a_list_that_is_refused_is_told() -> None:
    told = "It may not be used for or in connection with the following applications:\n\n- Law enforcement;\n- Songs"
    heard = hear(f"# Kite\n\n## Limitations\n\n{told}", "card", repo="lab/kite")
    limits = [one.sentence for one in heard if one.says == "limit"]
    assert limits[1:] == ["Law enforcement;", "Songs"]
