"""Built-in policies, and a company's own: what they inherit, what they refuse, what they say."""

import re
from pathlib import Path

import pytest

from scanner.judge.evaluate import assess, engine_for
from scanner.knowledge.policy import builtin_names, load_policy, unstated
from scanner.knowledge.resources import rules_dir
from scanner.model.errors import PolicyError
from scanner.model.policy import Figure
from scanner.model.result import Result
from scanner.model.snapshot import File, Repo, Snapshot

SHA = "0123456789abcdef0123456789abcdef01234567"
OWN_LICENSE = """
id: LicenseRef-acme-agreement
name: Agreement between Acme and us
family: proprietary
aliases: [acme-license]
confidence: read
source: the signed agreement
outputs: {commercial: allowed, train_models: allowed}
derivatives: {license: any}
amendment: fixed
"""


def _write(folder: Path, text: str, name: str = "modelscan.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _judge(path: Path | str, license_: str | None, *parents: Repo, **info: object) -> Result:
    """A model with a declared licence, judged under a policy."""
    card = {"license": license_} if license_ else {}
    base = {"cardData": {**card, **({"base_model": parents[0].id} if parents else {})}, "gated": False, "tags": []}
    root = Repo(
        id="acme/model",
        repo_type="model",
        requested="acme/model",
        requested_revision=SHA,
        revision=SHA,
        info={**base, **info},
        files=(File(path="model.safetensors", size=1000), File(path="README.md", size=1)),
    )
    policy = load_policy(str(path))
    (result,) = assess([Snapshot(target="acme/model", root=root, related=parents)], policy)
    return result


def _outcome(result: Result, rule: str) -> str:
    return next(finding.outcome for finding in result.findings if finding.rule == rule)


@pytest.mark.parametrize("name", builtin_names())
def test_a_built_in_policy_loads_and_explains_itself(name: str) -> None:
    policy = load_policy(name)
    assert policy.name == name
    assert policy.title and policy.description
    assert policy.use.purpose is not None and policy.use.delivery is not None
    assert len(policy.sha256) == 64
    assert "monthly_active_users" in unstated(policy.use)


def test_the_built_in_policies() -> None:
    assert builtin_names() == (
        "commercial-saas", "commercial-shipped", "eu-deployment", "internal-use", "research", "strict-open-source"
    )  # fmt: skip
    assert load_policy().name == "commercial-saas"
    assert len({load_policy(name).sha256 for name in builtin_names()}) == 6


def test_what_the_built_in_policies_extend() -> None:
    shipped, strict, eu = (load_policy(n) for n in ("commercial-shipped", "strict-open-source", "eu-deployment"))
    assert (shipped.use.purpose, shipped.use.delivery) == ("commercial", "shipped")
    assert (strict.use.purpose, strict.use.delivery) == ("commercial", "hosted")
    assert (eu.use.territories, eu.use.domicile, eu.rules["SUI006"]) == (("EU",), "EU", "error")


def test_strict_open_source_lists_each_osi_licence_by_spdx_id() -> None:
    licenses = engine_for(load_policy()).licenses
    approved = {record.id for record in licenses if record.osi_approved and record.spdx}
    assert set(load_policy("strict-open-source").licenses.allow) == approved


def test_internal_use_is_no_non_commercial_use() -> None:
    result = _judge("internal-use", "cc-by-nc-4.0")
    assert (result.verdict, result.commercial_use.status) == ("fail", "forbidden")
    assert _judge("research", "cc-by-nc-4.0").commercial_use.status != "forbidden"


@pytest.mark.parametrize(
    ("policy", "license_", "verdict"),
    [
        ("commercial-saas", "apache-2.0", "pass"),
        ("commercial-saas", "cc-by-nc-4.0", "fail"),
        ("commercial-saas", "llama3.1", "review"),
        ("commercial-saas", None, "unknown"),
        ("commercial-saas", "other", "unknown"),
        ("commercial-saas", "agpl-3.0", "review"),
        ("commercial-shipped", "gpl-3.0", "review"),
        ("internal-use", "agpl-3.0", "pass"),
        ("strict-open-source", "apache-2.0", "pass"),
        ("strict-open-source", "llama3.1", "fail"),
        ("strict-open-source", "cc-by-4.0", "fail"),
        ("strict-open-source", None, "unknown"),
        ("eu-deployment", "apache-2.0", "pass"),
        ("eu-deployment", "tencent-hunyuan-community", "fail"),
    ],
)
def test_verdicts(policy: str, license_: str | None, verdict: str) -> None:
    result = _judge(policy, license_)
    assert result.verdict == verdict, [f for f in result.findings if f.outcome in ("violated", "unknown")]


def test_a_policy_of_ten_lines(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        """
name: acme
extends: commercial-saas
use:
  modifies: true
  monthly_active_users: 20000
  annual_revenue_usd: [{value: 5000000, as_of: 2025-12, entity: licensee}]
  accepts_use_restrictions: [llama3.1]
licenses: {deny: ["family:network-copyleft"], review: [MPL-2.0]}
rules: {WGT005: warning, DAT003: "off"}
""",
    )
    policy = load_policy(str(path))
    assert policy.use.delivery == "hosted"
    assert policy.use.monthly_active_users == (Figure(value=20000),)
    assert _judge(path, "llama3.1").verdict == "pass"
    assert _outcome(_judge(path, "agpl-3.0"), "POL001") == "violated"
    assert _judge(path, "mpl-2.0").verdict == "review"
    assert not [f for f in _judge(path, "mit").findings if f.rule == "DAT003"]


def test_a_deny_list_is_not_passed_by_the_unidentified(tmp_path: Path) -> None:
    path = _write(tmp_path, "name: p\nextends: commercial-saas\nlicenses: {deny: [MIT]}\nrules: {COM001: 'off'}\n")
    assert _judge(path, None).verdict == "unknown"
    assert _judge(path, "mit").verdict == "fail"
    assert _judge(path, "apache-2.0").verdict == "pass"


def test_an_allow_list_asks_of_every_ancestor(tmp_path: Path) -> None:
    path = _write(tmp_path, "name: p\nextends: commercial-saas\nlicenses: {allow: [Apache-2.0], review: [MPL-2.0]}\n")
    base = Repo(id="base/model", repo_type="model", requested="base/model", info={"cardData": {"license": "llama3"}})
    result = _judge(path, "apache-2.0", base)
    assert (_outcome(result, "POL002"), result.verdict) == ("violated", "fail")
    assert _outcome(_judge(path, "mpl-2.0"), "POL003") == "violated"


def test_curations_correct_a_licence(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        f"""
name: p
extends: commercial-saas
curations:
  - {{model: Acme/Model, license: apache-2.0, by: J. Doe, evidence: mail of the author, revision: {SHA}}}
""",
    )
    result = _judge(path, None)
    assert (result.verdict, result.license.concluded) == ("pass", "Apache-2.0")


def test_own_licences_are_known(tmp_path: Path) -> None:
    (tmp_path / "licences").mkdir()
    _write(tmp_path / "licences", OWN_LICENSE, "acme.yaml")
    path = _write(tmp_path, "name: p\nextends: commercial-saas\nlicense_dirs: [licences]\n")
    assert _judge(path, "acme-license").verdict == "pass"
    assert _judge("commercial-saas", "acme-license").verdict == "unknown"


def test_own_licences_that_shadow_are_named(tmp_path: Path) -> None:
    (tmp_path / "licences").mkdir()
    _write(tmp_path / "licences", OWN_LICENSE.replace("LicenseRef-acme-agreement", "MIT"), "mit.yaml")
    policy = load_policy(str(_write(tmp_path, "name: p\nextends: commercial-saas\nlicense_dirs: [licences]\n")))
    assert engine_for(policy).licenses.shadowed == ("MIT",)


def test_an_own_licence_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "licences").mkdir()
    _write(tmp_path / "licences", OWN_LICENSE + "familly: data\n", "acme.yaml")
    path = _write(tmp_path, "name: p\nextends: commercial-saas\nlicense_dirs: [licences]\n")
    with pytest.raises(PolicyError, match=r"acme\.yaml:11.*did you mean 'family'"):
        load_policy(str(path))


def test_own_rules_judge(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    rule = (rules_dir() / "weights" / "WGT006-access-gated.yaml").read_text(encoding="utf-8")
    _write(tmp_path / "own", rule.replace("WGT006", "OWN001").replace("severity: note", "severity: error"), "gate.yaml")
    path = _write(tmp_path, "name: p\nextends: commercial-saas\nrule_dirs: [own]\nrules: {OWN001: warning}\n")
    assert _judge(path, "mit", gated="manual").verdict == "review"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: p\nextendss: internal-use\n", r":2: extendss: is not a known key \(did you mean 'extends'"),
        ("name: p\nuse:\n  purpos: commercial\n", r":3: use\.purpos: is not a known key \(did you mean 'purpose'"),
        ("name: p\nuse:\n  purpose: comercial\n", r":3: .*did you mean 'commercial'"),
        ("name: p\nuse:\n  monthly_active_users: many\n", r":3: use\.monthly_active_users"),
        ("name: p\nlicenses:\n  alow: [MIT]\n", r":3: licenses\.alow.*'allow'"),
        ("curations: [{model: a/b}]\n", r":1: curations\.0: lacks the keys 'license', 'by', 'evidence'"),
        ("tests: [{license: mit}]\n", r"lacks the key 'expect'"),
        ("name: p\nextends: comercial-saas\n", "no policy 'comercial-saas' \\(did you mean 'commercial-saas'"),
        ("name: p\nrules: {COM01: error}\n", "there is no rule 'COM01' \\(did you mean 'COM0"),
        ("name: p\nrules: {COM001: fatal}\n", "must be one of error, warning, note, off"),
        ("name: p\nlicense_dirs: [nowhere]\n", "there is no folder"),
        ("name: p\nname: q\n", "line 2: the key 'name' is there twice"),
        ("name: [\n", r"modelscan\.yaml"),
        ("- a\n", "a policy is a mapping"),
    ],
)
def test_a_policy_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    path = _write(tmp_path, text)
    with pytest.raises(PolicyError, match=said) as refused:
        load_policy(str(path))
    assert str(path) in str(refused.value) or "comercial-saas" in text
    assert "\n" not in str(refused.value)


def test_a_policy_that_extends_itself(tmp_path: Path) -> None:
    _write(tmp_path, "name: a\nextends: b.yaml\n", "a.yaml")
    _write(tmp_path, "name: b\nextends: a.yaml\n", "b.yaml")
    with pytest.raises(PolicyError, match=r"extends itself .*remove one 'extends'"):
        load_policy(str(tmp_path / "a.yaml"))


def test_curations_that_disagree(tmp_path: Path) -> None:
    one = "  - {model: a/b, license: MIT, by: x, evidence: y}\n"
    other = "  - {model: A/b, license: Apache-2.0, by: z, evidence: y}\n"
    path = _write(tmp_path, f"name: p\ncurations:\n{one}{other}")
    with pytest.raises(PolicyError, match=r"two curations of a/b disagree \(MIT by x, Apache-2.0 by z\)"):
        load_policy(str(path))
    apart = (
        other.replace("evidence", f"revision: {SHA}, evidence"),
        one.replace("evidence", f"revision: {SHA[::-1]}, evidence"),
    )
    assert len(load_policy(str(_write(tmp_path, f"name: p\ncurations:\n{''.join(apart)}"))).curations) == 2


def test_curations_that_disagree_across_files(tmp_path: Path) -> None:
    _write(tmp_path, "name: a\ncurations: [{model: a/b, license: MIT, by: x, evidence: y}]\n", "a.yaml")
    path = _write(
        tmp_path, "name: b\nextends: a.yaml\ncurations: [{model: a/b, license: GPL-3.0, by: z, evidence: y}]\n"
    )
    with pytest.raises(PolicyError, match="disagree"):
        load_policy(str(path))


def test_the_hash_is_of_the_content_alone(tmp_path: Path) -> None:
    text = "name: p\nextends: internal-use\n"
    (tmp_path / "x").mkdir()
    here, there = load_policy(str(_write(tmp_path, text))), load_policy(str(_write(tmp_path / "x", "# why\n" + text)))
    other = load_policy(str(_write(tmp_path, text + "use: {modifies: true}\n")))
    assert here.sha256 == there.sha256 != other.sha256
    assert re.fullmatch("[0-9a-f]{64}", here.sha256)


def test_competing_is_stated_inherited_and_no_part_of_a_hash_that_says_nothing_of_it(tmp_path: Path) -> None:
    silent = load_policy(str(_write(tmp_path, "name: p\nextends: internal-use\n")))
    base = _write(tmp_path, "name: base\nextends: internal-use\nuse: {competes: true}\n", "base.yaml")
    child = load_policy(str(_write(tmp_path, f"name: p\nextends: {base.name}\n", "child.yaml")))
    assert (silent.use.competes, child.use.competes) == (None, True)
    assert silent.sha256 == "b2d9d71c93673d9c931c3c111b9d522dad9b8dc86a685f8209b0777d80061b3f"
    assert child.sha256 != silent.sha256
