"""The one resolution of a repo's claims: each turn of it by itself."""

import pytest

from scanner.judge.reading.grant import USE_POLICY
from scanner.judge.reading.own import own_license
from scanner.model.snapshot import File
from tests.making import card, dataset, engine, judged, mit_text, repo, text

OTHER = "license: other\nlicense_name: acme-licence\nlicense_link: "


def test_where_nothing_is_stated_nothing_is_named() -> None:
    found = judged(repo(front="pipeline_tag: text-generation", body="A model.\n"))
    assert found.license.effective == ("unknown",) and found.license.declared == ()
    assert found.commercial_use.reasons == ("acme/model states no licence",)


def test_a_licence_s_own_name_for_a_known_text_is_that_text() -> None:
    linked = repo(front=f"{OTHER}LICENSE", texts=(text(mit_text()),))
    assert judged(linked).license.effective == ("MIT",)
    elsewhere = repo(front=f"{OTHER}TERMS.md", texts=(text(mit_text()),))
    assert judged(elsewhere).license.effective == ("LicenseRef-acme-licence", "MIT")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("The dataset is licensed under CC BY-NC 4.0.", "forbidden"),
        ("The code is licensed under CC BY-NC 4.0.", "allowed"),
    ],
)
def test_of_a_dataset_its_data_is_the_thing_itself(body: str, status: str) -> None:
    found = judged(dataset("acme/data", card=card("license: mit", body)))
    assert found.commercial_use.status == status


def test_data_says_nothing_of_a_model() -> None:
    body = "The dataset is licensed under CC BY-NC 4.0."
    assert judged(repo(front="license: mit", body=body)).license.effective == ("MIT",)


def test_a_list_of_banned_uses_names_its_place_as_the_clause() -> None:
    policy = text("Do not use it for surveillance, for weapons or to deceive people.\n", "USE_POLICY.md")
    (condition,) = judged(repo(front="license: mit", texts=(policy,))).commercial_use.conditions
    assert (condition.term, condition.clause) == ("use_restrictions", "USE_POLICY.md")


def test_a_limit_is_told_with_the_place_where_it_stands() -> None:
    in_card = judged(repo(front="license: mit", body="The weights are for non-commercial use only.\n"))
    assert in_card.commercial_use.reasons[0].startswith("README.md:4 of acme/model limits the use: «The weights are")
    tagged = judged(repo(front="license: mit\ntags: [non-commercial]", body="A model.\n"))
    assert tagged.commercial_use.reasons[0].startswith("the repo-tag of acme/model limits the use: «non-commercial»")


@pytest.mark.parametrize(
    ("beside", "status"),
    [
        ("Commercial use is permitted.", "allowed"),
        ("You may use it for any purpose, including commercial ones.", "allowed"),
        ("Commercial use is permitted. Our cat agrees with the weather.", "unknown"),
        ("Non-commercial use only.", "unknown"),
    ],
)
def test_words_beside_a_title_may_only_grant(beside: str, status: str) -> None:
    found = judged(repo(front="license: mit", texts=(text(f"MIT License\n\n{beside}\n"),)))
    assert found.commercial_use.status == status


def test_a_name_that_no_record_knows_joins_a_known_one_and_not_a_custom_one() -> None:
    beside = repo(front="license: mit", body="## License\n\nLicense: Quux Community License\n")
    assert judged(beside).license.effective == ("LicenseRef-quux-community-license", "MIT")
    custom = repo(front=OTHER + "https://example.org/x", body="## License\n\nLicense: Quux Community License\n")
    assert judged(custom).license.effective == ("LicenseRef-acme-licence",)


def effective(**more: object) -> tuple[str, ...]:
    return judged(repo(**{"front": "license: mit", "body": "A model.\n", **more})).license.effective  # type: ignore[arg-type]


def test_what_bears_on_the_weights_joins_and_what_bears_on_other_parts_does_not() -> None:
    configured = {"info": {"x_config": {"license": "cc-by-nc-4.0"}}}
    assert effective(**configured) == ("CC-BY-NC-4.0", "MIT")
    assert effective(front="license: mit\nweights_license: cc-by-nc-4.0") == ("CC-BY-NC-4.0", "MIT")
    assert effective(front="license: mit\ncode_license: cc-by-nc-4.0") == ("MIT",)


def test_a_folder_of_licences_speaks_where_no_licence_lies_at_the_top() -> None:
    in_folder = text(mit_text(), "LICENSES/MIT.txt")
    assert effective(front="language: en", texts=(in_folder,)) == ("MIT",)
    other = text("Copyright 2026 Acme. Terms of our own, which no record knows.\n")
    both = judged(repo(front="license: other\nlicense_name: acme-licence", body="A model.\n", texts=(other, in_folder)))
    assert "MIT" not in both.license.effective


def test_what_a_text_tells_in_a_name_s_place_is_all_that_is_named() -> None:
    linked = own_license(repo(front=f"{OTHER}LICENSE", texts=(text(mit_text()),)), engine().licenses)
    assert [one.id for one in linked.named] == ["MIT"]


def test_a_notice_limits_in_words_about_the_weights_alone() -> None:
    said = "The {} may be used for non-commercial purposes only.\n"
    weights = judged(repo(front="license: mit", body="A model.\n", texts=(text(said.format("weights"), "NOTICE"),)))
    assert weights.commercial_use.status == "unknown"
    library = judged(repo(front="license: mit", body="A model.\n", texts=(text(said.format("library"), "NOTICE"),)))
    assert library.commercial_use.status == "allowed"


def test_a_licence_s_file_leads_to_no_other_terms_whatever_its_ending() -> None:
    for link in (
        "https://github.com/acme/m/blob/main/LICENSE.pdf",
        "https://gitlab.com/acme/m/-/blob/main/license.docx",
    ):
        assert (
            judged(repo(front=f"license: mit\nlicense_link: {link}", body="A model.\n")).commercial_use.status
            == "allowed"
        )
    own = judged(repo(front="license: mit\nlicense_link: https://acme.example/acme-licence.pdf", body="A model.\n"))
    assert own.commercial_use.status == "unknown"


def test_a_list_of_banned_uses_is_of_the_family_of_such_lists() -> None:
    policy = text("Do not use it for surveillance, for weapons or to deceive people.\n", "USE_POLICY.md")
    found = own_license(repo(front="license: mit", texts=(policy,)), engine().licenses)
    record = next(one.record for one in found.named if one.id == USE_POLICY)
    assert record is not None and record.family == "rail"


def test_a_conversion_that_says_nothing_has_its_base_s_terms() -> None:
    base = repo("acme/base", front="license: mit", body="A model.\n")
    front = "base_model: acme/base\nbase_model_relation: quantized"
    made = repo(
        "acme/base-GGUF", front=front, body="A conversion.\n", files=(File(path="base.Q4_K_M.gguf", size=10**9),)
    )
    found = judged(made, base)
    assert (found.license.effective, found.commercial_use.status) == (("MIT",), "allowed")


@pytest.mark.parametrize("label", ["label", "title", "description", "text", "question"])
def test_a_box_to_tick_limits_by_whatever_says_more_than_its_name(label: str) -> None:
    gate = (
        f"extra_gated_fields:\n  Agreement:\n    type: checkbox\n    {label}: I use it for non-commercial purposes only"
    )
    assert judged(repo(front=f"license: mit\n{gate}", body="A model.\n")).commercial_use.status == "unknown"


def test_a_key_that_names_the_data_limits_a_data_set_and_no_model() -> None:
    front = "license: mit\ndata_usage_policy: for non-commercial use only"
    assert judged(dataset("acme/data", card=card(front, "Data.\n"))).commercial_use.status != "allowed"
    assert judged(repo(front=front, body="A model.\n")).commercial_use.status == "allowed"


def test_what_withholds_the_use_is_said_with_its_clause() -> None:
    (reason,) = judged(repo(front="license: cc-by-nc-4.0", body="A model.\n")).commercial_use.reasons
    assert reason.startswith("non_commercial: ") and "(CC-BY-NC-4.0 " in reason and "from acme/model)" in reason


@pytest.mark.parametrize(
    "said",
    ["This code is licensed under Apache-2.0.", "Code: MIT", "代码采用 MIT 许可证", "This dataset is under MIT."],
)
def test_a_licence_of_the_code_alone_settles_nothing_of_the_weights(said: str) -> None:
    assert judged(repo(front="license: other", texts=(text(said),))).commercial_use.status == "unknown"
    assert judged(repo(front="license: mit", texts=(text(said),))).commercial_use.status == "allowed"


def test_a_file_that_says_more_than_the_code_s_licence_is_heard() -> None:
    said = "Apache License, Version 2.0 (source code)\nProprietary (model weights)\n"
    assert judged(repo(front="license: apache-2.0", texts=(text(said),))).commercial_use.status == "unknown"


@pytest.mark.parametrize(
    "said",
    [
        "This model is MIT licensed.",
        "本模型采用 MIT 许可证发布。",
        "MIT (model and code)",
        "MIT License\n\nCopyright (c) 2025 Quill Labs\nAll rights reserved.",
    ],
)
def test_a_sentence_that_names_a_licence_and_no_more_is_the_grant(said: str) -> None:
    assert judged(repo(front="license: other", texts=(text(said),))).license.concluded == "MIT"


@pytest.mark.parametrize(
    "line",
    [
        "metadata:\n  license: cc-by-nc-4.0",
        "terms_of_use: https://quill.example/terms",
        "private_use_only: true",
        "spdx: CC-BY-NC-4.0",
        "许可证: 非商业",
        "license_scope: code",
    ],
)
def test_a_key_of_the_author_s_own_that_takes_the_grant_away_is_heard(line: str) -> None:
    assert judged(repo(front=f"license: apache-2.0\n{line}", body="A model.\n")).commercial_use.status != "allowed"


@pytest.mark.parametrize(
    ("comment", "status"), [("code only", "unknown"), ("NC weights", "unknown"), ("MIT", "allowed")]
)
def test_a_comment_behind_the_licence_speaks_of_it(comment: str, status: str) -> None:
    assert judged(repo(front=f"license: mit # {comment}", body="A model.\n")).commercial_use.status == status


@pytest.mark.parametrize(
    ("licence", "body", "status"),
    [
        ("llama2", "Businesses need a commercial licence to run these weights.", "unknown"),
        ("llama3.1", "The model is free as long as your startup has raised less than $1M.", "unknown"),
        ("gemma", "Vendors of competing code assistants are nevertheless not among the licensees.", "unknown"),
        ("openrail++", "If there's money in it for you, drop me a line first and wait for my okay.", "unknown"),
        ("llama3.1", "Companies with over 700M MAU need a separate licence from Meta.", "conditional"),
        ("llama3.1", "If you have more than 700 million users, you must request a license from Meta.", "conditional"),
        ("openrail++", "The model should not be used to create images that offend people.", "conditional"),
        ("llama3.2", "No right to use this checkpoint is granted in China.", "unknown"),
        ("llama4", "The rights are not granted to persons domiciled in the European Union.", "conditional"),
    ],
)
def test_a_licence_holds_what_it_says_itself_and_no_more(licence: str, body: str, status: str) -> None:
    assert judged(repo(front=f"license: {licence}", body=f"# A model\n\n{body}\n")).commercial_use.status == status


@pytest.mark.parametrize(
    ("licence", "body", "status"),
    [
        ("mit", "You may use it only under the terms of the MIT License.", "allowed"),
        ("llama3.1", "Use of this model is subject to the Llama 3.1 Community License Agreement.", "conditional"),
        ("gemma", "Use is governed by the Gemma Terms of Use and the Prohibited Use Policy.", "conditional"),
        ("mit", "You may use it only under the terms of the MIT License at universities.", "unknown"),
        ("mit", "Commercial redistribution is prohibited under the MIT License.", "unknown"),
        ("mit", "You may use it only under our terms and the MIT License.", "unknown"),
        (
            "apache-2.0",
            "Use of this model is subject to the Apache License 2.0 and to our written approval.",
            "unknown",
        ),
        ("gemma", "Use of this model is subject to the Acme Terms of Use and our approval.", "unknown"),
    ],
)
def test_who_points_to_the_licence_in_force_limits_nothing_more(licence: str, body: str, status: str) -> None:
    assert judged(repo(front=f"license: {licence}", body=f"# A model\n\n{body}\n")).commercial_use.status == status
