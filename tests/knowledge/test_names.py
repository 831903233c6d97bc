"""Names of licences as people spell them: versions, "or later", full names, plain limits, names that several share."""

import pytest

from scanner.knowledge.licenses import FREE, Licenses, spdx_list


@pytest.mark.parametrize(
    ("value", "license_id"),
    [
        ("EUPL-1.2-or-later", "EUPL-1.2"),
        ("European Union Public Licence v1.2 or any later version", "EUPL-1.2"),
        ("Apache-2.0+", "Apache-2.0"),
        ("MPL 2.0 or later", "MPL-2.0"),
        ("GPL-2.0+", "GPL-2.0-or-later"),
        ("LGPL-3.0-or-later", "LGPL-3.0-or-later"),
        ("AGPL-3.0", "AGPL-3.0-only"),
        ("Creative Commons Attribution Non Commercial Share Alike 4.0 International", "CC-BY-NC-SA-4.0"),
        ("Server Side Public License, v 1", "SSPL-1.0"),
        ("BigCode OpenRAIL-M v1.0", "bigcode-openrail-m"),
        ("BigScience RAIL v1.0", "bigscience-bloom-rail-1.0"),
        ("Open RAIL++", "openrail++"),
        ("Open Rail++-M License", "openrail++"),
        ("Coqui CPML", "LicenseRef-coqui-public-model-license"),
        ("OANC", "LicenseRef-oanc"),
        ("OpenMDW-1.0", "OpenMDW-1.0"),
        ("CC BY-NC v4.0", "CC-BY-NC-4.0"),
        ("The MIT License (MIT)", "MIT"),
        ("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
        ("MITライセンス", "MIT"),
        ("Apache-2.0 许可证", "Apache-2.0"),
        ("Licence MIT", "MIT"),
        ("MIT-Lizenz", "MIT"),
    ],
)
def test_a_spelling(value: str, license_id: str, licenses: Licenses) -> None:
    found = licenses.get(value)
    assert found is not None
    assert found.id == license_id


@pytest.mark.parametrize(
    "value",
    [
        "non-commercial", "Non Commercial", "not for commercial use", "academic use only", "For research purposes only",
        "evaluation only", "Non-Commercial Use Only", "research-use-only", "For academic research only", "trial-only",
    ],
)  # fmt: skip
def test_a_plain_limit_is_a_limit(value: str, licenses: Licenses) -> None:
    found = licenses.get(value)
    assert found is not None
    limits = {condition.term for condition in found.conditions if condition.effect == "no-grant"}
    assert limits & {"non_commercial", "research_only", "evaluation_only"}


@pytest.mark.parametrize(
    "value",
    [
        "MIT (research only)",
        "MIT License (CC BY-NC 4.0)",
        "Apache-2.0 (modified)",
        "Apache-2.0-nc",
        "MIT v1 non-commercial",
        "Apache 2.0+ research",
        "bsd-3-clause-or-later-evaluation",
        "v1.0",
    ],
)
def test_a_spelling_never_frees(value: str, licenses: Licenses) -> None:
    found = licenses.get(value)
    assert found is None or found.family not in FREE


@pytest.mark.parametrize(
    ("repo", "license_id"),
    [
        ("moonshotai/Kimi-K2-Instruct", "LicenseRef-modified-mit"),
        ("MiniMaxAI/MiniMax-M2", "LicenseRef-minimax-m2-modified-mit"),
        ("minimaxai/minimax-m2.7", "LicenseRef-minimax-m2.7-non-commercial"),
        ("mistralai/Devstral-2-123B-Instruct-2512", "LicenseRef-mistral-modified-mit"),
        ("openai-community/gpt2-xl", "LicenseRef-gpt2-modified-mit"),
    ],
)
def test_one_name_of_several_texts(repo: str, license_id: str, licenses: Licenses) -> None:
    found = licenses.of_licensor("Modified MIT License", repo)
    assert found is not None
    assert (found.id, found.needs_text) == (license_id, False)
    assert licenses.of_licensor("Modified MIT License", "someone/else") is None
    assert licenses.of_licensor("mit", repo) is None


def test_ids_are_those_of_the_spdx_list(licenses: Licenses) -> None:
    listed = {name.lower(): name for name in spdx_list()}
    for record in licenses:
        assert record.spdx == (record.id.lower() in listed), record.id
        assert not record.spdx or listed[record.id.lower()] == record.id
        full = licenses.get(spdx_list()[record.id]) if record.spdx else record
        assert full is not None
        assert full.id == record.id, "the list's full name leads to it"
