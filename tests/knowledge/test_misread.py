# ruff: noqa: E501
"""No typing mistake in a policy, or in what it names, makes a verdict better: it is refused, with the right word.

Each mistake stands beside what was meant; both are read, so that the refusal is for the mistake.
"""

from pathlib import Path

import pytest

from scanner.judge.evaluate import assess
from scanner.judge.trial import plain_model
from scanner.knowledge.policy import load_policy
from scanner.model.errors import PolicyError
from scanner.model.result import Result

HEAD = "extends: commercial-saas\n"
SHA = "0123456789abcdef0123456789abcdef01234567"
CURATION = "curations: [{model: a/b, license: mit, by: Ann, evidence: a letter"
LICENCE = """id: LicenseRef-acme
name: Agreement with Acme
family: proprietary
confidence: read
source: the signed agreement
outputs: {commercial: allowed, train_models: allowed}
derivatives: {license: any}
amendment: fixed
"""

#: (meant, mistaken, what the refusal says)
MISTAKES = [
    ("use: {territories: [DE]}", "use: {territories: [Germnay]}", r"did you mean 'DE'"),
    ("use: {territories: [EU]}", "use: {territories: [EU27+]}", "no country or group"),
    ("use: {territories: [EU]}", "use: {territories: []}", "names no place"),
    ("use: {territories: [EU]}", "use: {territories: EU}", "must be a list"),
    ("use: {territories: [EU]}", "use: {territories: }", "has nothing behind it"),
    ("use: {territories: [EU]}", "use: {territories: ['']}", "no country or group"),
    ("use: {territories: [EU]}", "use: {territories: ['DE, FR']}", "no country or group"),
    ("use: {territories: [EU]}", "use: {teritories: [EU]}", "did you mean 'territories'"),
    ("use: {domicile: DE}", "use: {domicile: Grmany}", "did you mean 'DE'"),
    ("use: {domicile: DE}", "use: {domicile: ''}", "no country or group"),
    ("use: {fields: [military]}", "use: {fields: [militry]}", "did you mean 'military'"),
    ("use: {fields: [military]}", "use: {fields: [defence]}", "no field that licences exclude"),
    ("use: {fields: [medical-advice]}", "use: {fields: [medical]}", "did you mean 'medical-advice'"),
    ("use: {fields: [military]}", "use: {fields: }", "has nothing behind it"),
    ("use: {purpose: commercial}", "use: {purpose: Comercial}", "did you mean 'commercial'"),
    ("use: {delivery: shipped}", "use: {delivery: ship}", "did you mean 'shipped'"),
    ("use: {modifies: true}", "use: {modifies: yes}", "must be true or false"),
    ("use: {modifies: true}", "use: {modifies: 'false'}", "must be true or false"),
    ("use: {monthly_active_users: 800000000}", "use: {monthly_active_users: -800000000}", "below zero"),
    ("use: {monthly_active_users: 800000000}", "use: {monthly_active_users: '800,000,000'}", "whole number|must be"),
    ("use: {monthly_active_users: 800000000}", "use: {monthly_active_users: 800.000.000}", "must be"),
    ("use: {monthly_active_users: 800000000}", "use: {monthly_active_users: 8e8}", "must be"),
    ("use: {monthly_active_users: 800000000}", "use: {monthly_active_users: []}", "gives no figure"),
    ("use: {monthly_active_users: 800000000}", "use: {monthly_active_users: }", "has nothing behind it"),
    ("use: {annual_revenue_usd: [{value: 9, as_of: 2025-12}]}", "use: {annual_revenue_usd: [{value: 9, as_of: 2025-13}]}",
     "no date"),
    ("use: {annual_revenue_usd: [{value: 9, as_of: 2025-12}]}", "use: {annual_revenue_usd: [{value: 9, as_of: 12/2025}]}",
     "no date"),
    ("use: {annual_revenue_usd: [{value: 9, as_of: 2025-12}]}", "use: {annual_revenue_usd: [{value: 9, as_of: 2025-02-30}]}",
     "no date"),
    ("use: {annual_revenue_usd: [{value: 9, entity: licensee}]}", "use: {annual_revenue_usd: [{value: 9, entity: licencee}]}",
     "did you mean 'licensee'"),
    ("use: {monthly_active_users: [{value: 5, entity: product}, {value: 9, entity: licensee}]}",
     "use: {monthly_active_users: [{value: 9, entity: product}, {value: 5, entity: licensee}]}", "cannot have more"),
    ("use: {monthly_active_users: [{value: 5, as_of: 2024-07}, {value: 900000000, as_of: 2025-07}]}",
     "use: {monthly_active_users: [{value: 5, as_of: 2024-07}, {value: 900000000, as_of: 2024-07}]}", "disagrees"),
    ("use: {monthly_active_users: 900000000}",
     "use: {monthly_active_users: [{value: 5}, {value: 900000000, as_of: 2024-07}]}", "every date and entity"),
    ("use: {accepts_use_restrictions: [llama3.1]}", "use: {accepts_use_restrictions: [lama3.1]}", "did you mean 'llama3"),
    ("use: {accepts_use_restrictions: all}", "use: {accepts_use_restrictions: everything}", "no licence that is known"),
    ("use: {registered_with: [all]}", "use: {registered_with: [al]}", "no licence that is known"),
    ("licenses: {deny: [cc-by-nc-4.0]}", "licenses: {deny: [cc-by-nc-40]}", "did you mean 'cc-by-nc-4.0'"),
    ("licenses: {deny: [Apache-2.0]}", "licenses: {deny: [Apache-2.O]}", "did you mean 'apache-2.0'"),
    ("licenses: {deny: ['family:rail']}", "licenses: {deny: ['family:rial']}", "did you mean 'rail'"),
    ("licenses: {deny: ['family:rail']}", "licenses: {deny: ['familly:rail']}", "no licence that is known"),
    ("licenses: {deny: ['family:rail']}", "licenses: {deny: [rail]}", "write 'family:rail'"),
    ("licenses: {deny: [MIT]}", "licenses: {deny: MIT}", "must be a list"),
    ("licenses: {deny: [MIT]}", "licenses: {deny: 'MIT, ISC'}", "must be a list"),
    ("licenses: {deny: [MIT, ISC]}", "licenses: {deny: ['MIT, ISC']}", "no licence that is known"),
    ("licenses: {deny: [MIT]}", "licenses: {deny: }", "must be a list, not None"),
    ("licenses: {deny: [MIT]}", "licenses: {denny: [MIT]}", "did you mean 'deny'"),
    ("licenses: {review: [MIT]}", "licenses: {review: [MTI]}", "no licence that is known"),
    ("licenses: {deny: [MIT]}", "licences: {deny: [MIT]}", "did you mean 'licenses'"),
    ("rules: {WGT005: error}", "rules: {WGT05: error}", "there is no rule 'WGT05'"),
    ("rules: {WGT005: error}", "rules: {wgt005: error}", "did you mean 'WGT005'"),
    ("rules: {WGT005: error}", "rules: {WGT005: eror}", "did you mean 'error'"),
    ("rules: {WGT005: error}", "rules: {WGT005: }", "nothing behind it|must be one of"),
    (CURATION + ", revision: " + SHA + "}]", CURATION + ", revision: }]", "has nothing behind it"),
    (CURATION + ", revision: " + SHA + "}]", CURATION + ", revision: main}]", "no commit"),
    (CURATION + ", revision: " + SHA + "}]", CURATION + ", revison: " + SHA + "}]", "did you mean 'revision'"),
    (CURATION + "}]", CURATION.replace("mit", "mitt") + "}]", "did you mean 'mit'"),
    (CURATION + "}]", CURATION.replace("a/b", "https://hub/a/b") + "}]", "no repo"),
    (CURATION + "}]", CURATION.replace("a letter", "''") + "}]", "must say something"),
    (CURATION + ", date: 2026-01-31}]", CURATION + ", date: 2026-01-32}]", "no date"),
]  # fmt: skip


def _policy(folder: Path, text: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(HEAD + text + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("meant", "mistaken", "said"), MISTAKES)
def test_a_mistake_is_refused(tmp_path: Path, meant: str, mistaken: str, said: str) -> None:
    assert load_policy(str(_policy(tmp_path, meant))).name == "policy"
    with pytest.raises(PolicyError, match=said) as refused:
        load_policy(str(_policy(tmp_path, mistaken)))
    assert str(refused.value).startswith(f"{tmp_path / 'policy.yaml'}:2: ")
    assert "\n" not in str(refused.value)


def _judged(policy: Path, license_: str) -> Result:
    return next(assess([plain_model(license_)], load_policy(str(policy))))


@pytest.mark.parametrize(
    "name", ["Germany", "germany", "DEU", "DE", "European Union", "Europe", "worldwide", "Réunion"]
)
def test_a_place_fails_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    path = _policy(tmp_path, f"use: {{territories: [{name}]}}")
    assert _judged(path, "tencent-hunyuan-community").verdict == "fail"


def test_a_place_is_echoed_as_its_code(tmp_path: Path) -> None:
    policy = load_policy(str(_policy(tmp_path, "use: {territories: [Germany, de, UK, Europe], domicile: Norway}")))
    assert (policy.use.territories, policy.use.domicile) == (("DE", "GB", "EUROPE"), "NO")


@pytest.mark.parametrize("name", ["Apache-2.0", "apache 2.0", "Apache License 2.0", "the apache-2.0 license"])
def test_a_list_holds_for_a_licence_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    assert _judged(_policy(tmp_path, f"licenses: {{deny: ['{name}']}}"), "apache-2.0").verdict == "fail"


def test_a_licence_of_the_spdx_list_without_a_record_may_be_named(tmp_path: Path) -> None:
    assert load_policy(str(_policy(tmp_path, "licenses: {deny: [sspl-1.0]}"))).licenses.deny == ("SSPL-1.0",)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("conditions: [{term: territory, effect: no-grant, clause: '1', text: Not in the EU., value: [EUU]}]", "no country"),
        ("conditions: [{term: territory, effect: no-grant, clause: '1', text: Not in the EU.}]", "needs a list"),
        ("conditions: [{term: territory, effect: no-grant, clause: '1', text: Not in the EU., value: []}]", "needs a list"),
        ("conditions: [{term: field_of_use, effect: no-grant, clause: '1', text: No war., value: [militry]}]", "'military'"),
        ("conditions: [{term: user_threshold, effect: no-grant, clause: '1', text: Few.}]", "needs a number"),
        ("conditions: [{term: revenue_threshold, effect: no-grant, clause: '1', text: Few., value: [5]}]", "must be"),
        ("aliases: [cc-by-nc-4.0]", "is that of CC-BY-NC-4.0"),
    ],
)  # fmt: skip
def test_a_record_of_ones_own_that_no_use_could_fail(tmp_path: Path, lines: str, said: str) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "acme.yaml").write_text(LICENCE + lines + "\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=said):
        load_policy(str(_policy(tmp_path, "license_dirs: [own]")))


def test_a_rule_is_looked_for_among_ones_own_too(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    rule = (Path("rules") / "weights" / "WGT006-access-gated.yaml").read_text(encoding="utf-8")
    (tmp_path / "own" / "gate.yaml").write_text(rule.replace("WGT006", "OWN001"), encoding="utf-8")
    assert load_policy(str(_policy(tmp_path, "rule_dirs: [own]\nrules: {OWN001: error}"))).rules == {"OWN001": "error"}
    with pytest.raises(PolicyError, match="did you mean 'OWN001'"):
        load_policy(str(_policy(tmp_path, "rule_dirs: [own]\nrules: {OWN01: error}")))


@pytest.mark.parametrize("key", ["rule_dirs", "license_dirs"])
def test_nothing_in_an_own_folder_is_passed_over(tmp_path: Path, key: str) -> None:
    (tmp_path / "own").mkdir()
    with pytest.raises(PolicyError, match=r"holds no file \*\.yaml"):
        load_policy(str(_policy(tmp_path, f"{key}: [own]")))
    (tmp_path / "own" / "acme.yaml").write_text(LICENCE, encoding="utf-8")
    (tmp_path / "own" / "other.yml").write_text(LICENCE, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"other\.yml: would not be read"):
        load_policy(str(_policy(tmp_path, f"{key}: [own]")))


def test_a_link_out_of_an_own_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "elsewhere.yaml").write_text(LICENCE, encoding="utf-8")
    (tmp_path / "own" / "acme.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    with pytest.raises(PolicyError, match="a link that leads out of its folder"):
        load_policy(str(_policy(tmp_path, "license_dirs: [own]")))


def test_a_long_row_of_policies_is_refused(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"p{number}.yaml").write_text(f"extends: p{number + 1}.yaml\n", encoding="utf-8")
    (tmp_path / "p3000.yaml").write_text(HEAD, encoding="utf-8")
    assert load_policy(str(tmp_path / "p2995.yaml")).use.purpose == "commercial"
    with pytest.raises(PolicyError, match="extends more than"):
        load_policy(str(tmp_path / "p0.yaml"))


@pytest.mark.parametrize("text", ["a:\n" * 700_000, "a: " * 700_000, "[" * 1_000_000, "x: '" + "y" * 5_000_000 + "'"])
def test_a_huge_policy_is_refused_at_once(tmp_path: Path, text: str) -> None:
    with pytest.raises(PolicyError) as refused:
        load_policy(str(_policy(tmp_path, text)))
    assert len(str(refused.value)) < 400
