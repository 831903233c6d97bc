"""What a gate's form, and keys of an author's own, say: a box that is ticked, a choice without another way out."""

import pytest

from scanner.identify.declared import declared
from scanner.judge.reading.claims.buttons import of_buttons
from scanner.judge.reading.claims.front import _sentence
from scanner.judge.reading.claims.gate import GATE_KEYS, gate_speaks, of_gate
from scanner.judge.reading.claims.names import of_names
from scanner.model.fields import HUB_TAGS
from tests.making import engine, repo

USE = "  {}:\n    type: select\n    options: [{}]"


def limits(fields: str) -> list[str]:
    """The limits that a form of these fields states, as they are shown."""
    found = of_gate(repo(front=f"extra_gated_fields:\n{fields}"), engine().licenses)
    said = [one.claim for one in found]
    assert {one.kind for one in said} <= {"gate"}
    return [(one.evidence.value or "").removeprefix("extra_gated_fields: ") for one in said if one.says == "limit"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("  I will use it for research purposes only: checkbox", ["I will use it for research purposes only"]),
        ("  Box:\n    type: checkbox\n    label: No commercial use is allowed", ["No commercial use is allowed"]),
        # A field that asks in plain words limits, whatever it asks for.
        ("  I will use it for research purposes only: text", ["I will use it for research purposes only"]),
        (USE.format("Intended use", "Research, Non-commercial"), 2),
        (USE.format("Intended use", "Research, Education"), 2),
        ("  Country: country", []),
        ("  Affiliation: text", []),
        ("  I agree to be contacted: checkbox", []),
        # One may choose to be a business, or is not asked for what.
        (USE.format("Intended use", "Research, Education, Commercial"), []),
        (USE.format("Favourite colour", "Research, Education"), []),
    ],
)
def test_what_a_form_limits(fields: str, said: list[str] | int) -> None:
    found = limits(fields)
    assert (len(found) if isinstance(said, int) else found) == said


def test_the_one_option_of_a_field_is_a_box() -> None:
    assert "Affiliation: research use only" in limits(USE.format("Affiliation", "research use only"))
    assert limits(USE.format("Affiliation", "research use only, any company")) == []


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("commercialUse", "None", "commercial use: no"),
        ("commercial_use", "Not allowed", "commercial use: no"),
        ("commercial", "forbidden", "commercial use: no"),
        ("commercialUse", "yes", "commercial use: yes"),
        ("commercial-use", "Permitted", "commercial use: yes"),
        ("nonCommercial", "true", "non-commercial use only"),
        ("non_commercial", "false", ""),
        ("commercial", "ask us", "commercial: ask us"),
        ("usage", "no", "usage: no"),
    ],
)
def test_a_key_and_its_answer_as_one_says_them(key: str, value: str, said: str) -> None:
    assert _sentence(key, value) == said


@pytest.mark.parametrize("key", GATE_KEYS)
def test_every_text_of_a_gate_is_heard(key: str) -> None:
    front = {key: "You may use it for research only."}
    found = [one.claim.says for one in of_gate(repo(front=f"{key}: {front[key]}"), engine().licenses)]
    assert found == ["limit"]
    assert gate_speaks(front, engine().licenses)
    assert not gate_speaks({key: "Tell us your name."}, engine().licenses)


@pytest.mark.parametrize(
    ("kind", "said"), [("checkbox", ["licence"]), ("text", []), ("select", []), ("country", []), ("date_picker", [])]
)
def test_a_licence_is_accepted_by_a_box_alone(kind: str, said: list[str]) -> None:
    one = repo(front=f"extra_gated_fields:\n  I accept the Llama 3.1 Community License: {kind}")
    assert [each.claim.says for each in of_gate(one, engine().licenses)] == said


def tagged(tag: str) -> list[tuple[str, str]]:
    """Kind and word of what the tags of an Apache model say."""
    one = repo(front="license: apache-2.0", info={"tags": [tag]})
    known = engine().licenses
    return [(each.claim.kind, each.claim.says) for each in of_names(one, declared(one, known), known)]


@pytest.mark.parametrize("tag", ["non-commercial", "nc", "by-nc", "research-use-only"])
def test_a_tag_that_limits_is_heard(tag: str) -> None:
    assert tagged(tag) == [("repo-tag", "limit")]


@pytest.mark.parametrize("prefix", HUB_TAGS)
def test_tags_of_the_hub_s_own_limit_nothing_in_words(prefix: str) -> None:
    assert ("repo-tag", "limit") not in tagged(f"{prefix}non-commercial")


CC = "https://creativecommons.org/licenses/by-nc/4.0/"
BUTTON = f"[![CC](https://licensebuttons.net/l/by-nc/4.0/88x31.png)]({CC})"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (BUTTON, ["cc-by-nc-4.0"]),
        (f"# A\n\n{BUTTON} license", ["cc-by-nc-4.0"]),
        ("[![CC](https://licensebuttons.net/x.png)](https://creativecommons.org/about/)", []),
        (f"The figures are under {BUTTON}", []),  # a word tells what it is for
        ("A model.", []),
    ],
)
def test_a_button_names_its_licence(body: str, said: list[str]) -> None:
    found = [one.claim.value for one in of_buttons(repo(front="license: mit", body=body), engine().licenses)]
    assert [name.lower() for name in dict.fromkeys(found)] == said
