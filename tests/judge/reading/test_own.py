"""What may be concluded about a repo's own licence, and what contradicts it."""

from dataclasses import replace

import pytest

from scanner.judge import drawing
from scanner.judge.evaluate import Engine, assess
from scanner.judge.reading.own import OwnLicense, curated, own_license
from scanner.judge.terms.effective import settlement
from scanner.judge.terms.parts import Part
from scanner.judge.terms.settling import Asked, settle
from scanner.knowledge.licenses import Licenses
from scanner.knowledge.policy import load_policy
from scanner.knowledge.resources import rules_dir
from scanner.model.policy import Admission, Curation, Use
from scanner.model.snapshot import File, Repo, Snapshot, Text, Unread
from tests import making
from tests.making import mit_text, repo, text

ISC = """Copyright 2024 Somebody Else

Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.
"""


def own(licenses: Licenses, front: str | None, *texts: Text, body: str = "", **more: object) -> OwnLicense:
    return own_license(repo(front=front, body=body, texts=texts, **more), licenses)


def concluded(found: OwnLicense) -> str:
    asked = Asked(use=Use(), lists=Admission(), words=Engine(rules_dir()).terms)
    return drawing.concluded(settlement((settle(Part(repo_id="acme/model", own=found), asked, "text"),)), ())


def kinds(found: OwnLicense) -> list[str]:
    return [conflict.kind for conflict in found.conflicts]


def test_a_tag_alone_is_concluded(licenses: Licenses) -> None:
    assert concluded(own(licenses, "license: apache-2.0")) == "Apache-2.0"


def test_the_hubs_key_becomes_a_valid_expression(licenses: Licenses) -> None:
    assert concluded(own(licenses, "license: llama3.1")) == "LicenseRef-llama3.1"


def test_a_title_that_says_the_same_supports_the_tag(licenses: Licenses) -> None:
    found = own(licenses, "license: apache-2.0", text("Apache License\nVersion 2.0, January 2004\n"))
    assert (found.text, concluded(found), found.open) == ("title-only", "Apache-2.0", ())
    assert found.files[0].id is None
    assert found.files[0].nearest == "Apache-2.0"


def test_a_whole_text_under_a_free_title_in_other_words_is_not_believed(licenses: Licenses) -> None:
    changed = (
        "Apache License\nVersion 2.0, January 2004\n\n" + "you may use this for non-commercial purposes only\n" * 40
    )
    found = own(licenses, "license: apache-2.0", text(changed))
    assert (found.text, concluded(found)) == ("unrecognised", "NOASSERTION")
    assert found.open
    assert own(licenses, "license: mit", text(changed)).open
    pointer = own(licenses, "license: apache-2.0", text("Licensed under the Apache License, Version 2.0.\n"))
    assert concluded(pointer) == "Apache-2.0"


def test_a_text_that_is_not_recognised_leaves_the_conclusion_open(licenses: Licenses) -> None:
    found = own(licenses, "license: apache-2.0", text("You may look at this on Tuesdays.\n"))
    assert (found.text, concluded(found)) == ("unrecognised", "NOASSERTION")
    assert found.open


def test_a_text_under_another_title_is_a_conflict_and_both_apply(licenses: Licenses) -> None:
    found = own(licenses, "license: apache-2.0", text("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\nLlama 3.1 Version ...\n"))
    assert kinds(found) == ["declared-vs-text"]
    assert concluded(found) == "NOASSERTION"
    assert set(found.terms.ids) == {"Apache-2.0", "llama3.1"}


def test_an_unread_text_is_said(licenses: Licenses) -> None:
    found = own(licenses, "license: apache-2.0", unread=(Unread(what="LICENSE", reason="gated"),))
    assert (found.text, concluded(found)) == ("unread", "NOASSERTION")
    assert [one.text for one in found.doubts] == ["LICENSE of acme/model was not read (gated)"]


def test_a_notice_is_no_licence_of_the_weights_and_a_use_policy_is_a_condition(licenses: Licenses) -> None:
    found = own(licenses, "license: apache-2.0", text("words", "NOTICE"), text("words", "USE_POLICY.md"))
    assert (found.text, found.terms.ids) == ("none", ("Apache-2.0", "LicenseRef-use-policy"))
    assert len(found.files) == 2
    assert own(licenses, "license: llama3.1", text("words", "USE_POLICY.md")).terms.ids == ("llama3.1",)


def test_several_without_and_or_or(licenses: Licenses) -> None:
    found = own(licenses, "license: [apache-2.0, cc-by-nc-4.0]")
    assert kinds(found) == ["several-declared"]
    assert concluded(found) == "NOASSERTION"


def test_a_name_and_a_link_that_contradict_the_tag(licenses: Licenses) -> None:
    front = "license: apache-2.0\nlicense_name: gemma\nlicense_link: https://opensource.org/licenses/MIT"
    assert kinds(own(licenses, front)) == ["declared-vs-name", "declared-vs-link"]


def test_a_body_that_limits_a_free_tag(licenses: Licenses) -> None:
    found = own(licenses, "license: mit", body="The model may be used for non-commercial purposes only.\n")
    assert kinds(found) == ["declared-vs-card-body"]
    assert found.conflicts[0].evidence[1].line == 4


def test_a_limit_on_the_data_is_not_one_on_the_model(licenses: Licenses) -> None:
    assert kinds(own(licenses, "license: mit", body="The dataset is licensed for non-commercial use.\n")) == []


@pytest.mark.parametrize(("front", "why"), [("license: other", "names no terms"), (None, "states no licence")])
def test_what_fixes_no_terms_is_unknown(front: str | None, why: str, licenses: Licenses) -> None:
    found = own(licenses, front)
    assert found.open
    assert why in found.open[0].text
    assert concluded(found) == "NOASSERTION"


def test_a_curation_decides_and_is_shown(licenses: Licenses) -> None:
    made = Curation(model="acme/model", license="MIT", by="Counsel", evidence="mail of 2026-10-01")
    found = curated(own_license(repo(front=None), licenses), made, licenses)
    assert (concluded(found), found.open) == ("MIT", ())
    assert "Counsel" in (found.named[0].evidence.value or "")


def test_isc_is_recognised_only_whole(licenses: Licenses) -> None:
    assert concluded(own(licenses, "license: isc", text(ISC))) == "NOASSERTION"


def test_a_gate_prompt_speaks_where_the_files_could_not_be_read(licenses: Licenses) -> None:
    prompt = text("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT\nLlama 3.1 Version ...\n", "README.md#extra_gated_prompt")
    gated = (Unread(what="LICENSE", reason="gated", gated=True),)
    assert concluded(own(licenses, "license: llama3.1", prompt, unread=gated)) == "LicenseRef-llama3.1"
    assert (
        concluded(own(licenses, "license: llama3.1", text("Please tell us your name."), unread=gated)) == "NOASSERTION"
    )
    named = text("Please tell us your name.", "README.md#extra_gated_prompt")
    assert concluded(own(licenses, "license: llama3.1", named, unread=gated)) == "NOASSERTION"


def test_a_name_of_several_texts_concludes_nothing_without_one(licenses: Licenses) -> None:
    found = own(licenses, "license: other\nlicense_name: modified-mit")
    assert found.open
    assert concluded(found) == "NOASSERTION"


def test_several_with_the_same_terms_are_no_contradiction(licenses: Licenses) -> None:
    found = own(licenses, "license: [mit, apache-2.0]")
    assert (kinds(found), found.open) == ([], ())


def test_a_plain_sentence_counts_where_nothing_else_is_said(licenses: Licenses) -> None:
    said = own(licenses, None, body="# M\n\nThe model is released under the [Apache 2.0](x) license.\n")
    assert (said.terms.ids, said.declared.ids) == (("Apache-2.0",), ())
    assert concluded(said) == "Apache-2.0"


def test_a_sentence_beside_a_limit_is_not_believed(licenses: Licenses) -> None:
    body = "Released under the MIT license.\n\nThe weights are for research purposes only, not for commercial use."
    assert own(licenses, None, body=body).doubts


@pytest.mark.parametrize(
    ("body", "ids"),
    [
        ("- **License:** apache-2.0", ["Apache-2.0"]),
        ("| **License** | [Llama 3.1 Community license](x) |", ["llama3.1"]),
        ("## License\n\nMIT — see `LICENSE`.", ["MIT"]),
        ("License\n-------\nCC BY-SA 4.0", ["CC-BY-SA-4.0"]),
        ("We release our models under the\nApache License, Version 2.0, and the code under MIT.", ["Apache-2.0"]),
        ("Code and model weights are released under the MIT License.", ["MIT"]),
        ("Code is released under MIT, model weights are released under **CC-BY-NC 4.0**", ["CC-BY-NC-4.0"]),
        ("The weights are licensed under CC BY-NC-SA 4.0 for non-commercial use only.", ["CC-BY-NC-SA-4.0"]),
        ("Use of this model is governed by the NVIDIA Open Model License.", ["LicenseRef-nvidia-open-model-license"]),
        ("- **License:** [More Information Needed]", []),
        ("- **License:** MIT (code), CC-BY-NC-4.0 (weights)", ["CC-BY-NC-4.0"]),
        ("- **Dataset license:** MIT", []),
        ("## Training data\n\n- License: MIT", []),
        ("This code repository is released under the MIT License.", []),
        ("The model was trained on a corpus released under the CC BY 4.0 license.", []),
        ("The model is based on BERT, which is released under the Apache 2.0 license.", []),
        ("This model is released under the MIT license with additional restrictions.", []),
        ("Individual model weights are released under MIT, Apache-2.0, or AGPL-3.0.", []),
        ("This model is released under an MIT-style license.", []),
        ("This model will be released under the MIT license.", []),
        ("The dataset is titled Tweets, used here under creative commons attribution 4.0. international licence.", []),
        ("```\nThis model is released under the MIT license.\n```", []),
    ],
)
def test_statements_of_the_body(body: str, ids: list[str], licenses: Licenses) -> None:
    found = own(licenses, None, body=body)
    assert (list(found.terms.ids) if found.terms else []) == ids


def test_a_statement_has_its_own_line(licenses: Licenses) -> None:
    found = own(licenses, None, body="# M\n\nOne line.\nAnother. This model is\nlicensed under MIT.\n")
    assert found.named[0].evidence.line == 4


@pytest.mark.parametrize(
    ("body", "limited"),
    [
        ("These models are released for research purposes only.", True),
        ("This model is for research and development only.", True),
        ("You may not use this model for commercial purposes.", True),
        ("Commercial use of the model is not permitted.", True),
        ("This model is ready for non-commercial/research use only.", True),
        ("This model is ready for commercial/non-commercial use.", False),
        ("Free for both commercial and non-commercial use.", False),
        ("The model is free for research and commercial use.", False),
        ("There are no commercial restrictions on use.", False),
        ("It outperforms non-commercial models and is used widely.", False),
        ("The dataset is for non-commercial use only.", False),
        ("This model was trained on data that may be used for research purposes only.", False),
    ],
)
def test_limits_of_the_body(body: str, limited: bool, licenses: Licenses) -> None:
    assert bool(own(licenses, "license: mit", body=body).claimed("limit")) is limited


@pytest.mark.parametrize(
    ("path", "files", "forbidden"),
    [
        ("data/LICENSE", (), False),
        ("data/LICENSE", ("data/model.safetensors",), True),
        ("audio/LICENSE.txt", ("audio/voice.onnx",), True),
        ("code/MODEL_LICENSE", (), True),
        ("third_party/LICENSE", (), False),
        ("checkpoints/v2/LICENSE", (), True),
    ],
)
def test_a_licence_covers_what_lies_beside_it(
    path: str, files: tuple[str, ...], forbidden: bool, licenses: Licenses
) -> None:
    listed = tuple(File(path=name, size=10_000_000) for name in ("model.safetensors", *files))
    found = own(licenses, "license: mit", text("CC BY-NC 4.0", path), files=listed)
    assert found.terms is not None
    assert ("CC-BY-NC-4.0" in found.terms.ids) is forbidden


def test_a_name_within_another_is_not_the_same_licence(licenses: Licenses) -> None:
    said = own(
        licenses, "license: mit", body="## License\n\nThe weights are released under the Modified MIT License.\n"
    )
    assert said.terms is not None and said.terms.ids != ("MIT",) and said.open
    less_exact = own(licenses, "license: bsd-3-clause", body="Released under the BSD license.\n")
    assert less_exact.terms is not None and less_exact.terms.ids == ("BSD-3-Clause",)


def test_a_curation_holds_for_its_text_and_its_kind_of_repo(licenses: Licenses) -> None:
    limited = text("You may look at this on Tuesdays.")
    root = repo(front="license: mit", texts=(limited,))
    made = Curation(model="acme/model", license="MIT", by="Counsel", evidence="mail", text_sha256=limited.sha256)

    def status(root: Repo, curation: Curation) -> str:
        policy = replace(load_policy("commercial-saas"), curations=(curation,))
        [result] = assess([Snapshot(target=root.id, root=root)], policy, Engine(rules_dir()))
        return result.commercial_use.status

    assert status(root, made) == "allowed"
    assert status(replace(root, texts=(text("You may look at this on Mondays."),)), made) == "unknown"
    data = replace(root, repo_type="dataset")
    assert status(data, made) == "unknown"
    assert status(data, replace(made, model="datasets/acme/model")) == "allowed"


def test_a_sentence_that_two_records_hear_is_one_claim(licenses: Licenses) -> None:
    body = "本项目任何资源仅供学术研究使用，严禁任何商业用途。"
    assert len(own(licenses, "license: mit", body=body).claimed("limit")) == 1


def test_the_place_of_changed_words_is_told_alike_everywhere() -> None:
    """The line of the file, not of the words that differ taken together, nor that of the licence's beginning."""
    words = mit_text().replace("to any person obtaining", "to any researcher obtaining")
    one = repo(front="license: mit", texts=(text(f"Weights of Acme\n===============\n\n{words}", "LICENSE"),))
    result = making.judged(one)
    (file,) = result.license.files or ()
    lines = [difference.line for difference in file.differences or () if difference.text == "person → researcher"]
    assert lines == [8]
    changed, limiting = result.license.conflicts
    assert "line 8 has other words: «person → researcher»" in changed.detail
    assert ("LICENSE", 8) in [(at.path, at.line) for at in changed.evidence]
    assert "LICENSE:8 limits the use" in limiting.detail
    finding = next(found for found in result.findings if found.rule == "LIC004")
    assert finding.evidence[0].line in [difference.line for difference in file.differences or ()]
