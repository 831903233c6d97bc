"""Vendor licences as counsel would check them: thresholds, dates, clauses, and the second reading of the table."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from scanner.knowledge.licenses import fold
from scanner.model.license import Condition, Duty, License
from scanner.model.plain import from_plain
from scanner.text.yaml import load_strict
from tests.conftest import ROOT

FOLDER = ROOT / "rules" / "licenses"
VENDORS = frozenset({"community", "research-only", "proprietary", "modified-mit", "non-commercial"})
GROUP, SELF, PRODUCT = "licensee_and_affiliates", "licensee", "product"
MAU, REVENUE = "monthly_active_users", "annual_revenue_usd"
EU3 = ("EU", "GB", "KR")


@cache
def licenses() -> dict[str, License]:
    """Every licence file, by file name without its ending."""
    return {path.stem: from_plain(License, _data(path)) for path in sorted(FOLDER.glob("*.yaml"))}


def _data(path: Path) -> Any:
    document: Any = load_strict(path.read_text(encoding="utf-8"))
    return getattr(document, "data", document)


def conditions(name: str, term: str) -> list[Condition]:
    return [condition for condition in licenses()[name].conditions if condition.term == term]


def duties(name: str, kind: str) -> list[Duty]:
    return [duty for duty in licenses()[name].obligations if duty.kind == kind]


def terms(name: str) -> set[str]:
    return {condition.term for condition in licenses()[name].conditions}


# licence, term, value, entity, metric, date, effect, clause
FACTS = [
    ("llama2", "user_threshold", 700_000_000, GROUP, MAU, "2023-07-18", "no-grant", "2"),
    ("llama3", "user_threshold", 700_000_000, GROUP, MAU, "2024-04-18", "no-grant", "2"),
    ("llama3.1", "user_threshold", 700_000_000, GROUP, MAU, "2024-07-23", "no-grant", "2"),
    ("llama3.2", "user_threshold", 700_000_000, GROUP, MAU, "2024-09-25", "no-grant", "2"),
    ("llama3.3", "user_threshold", 700_000_000, GROUP, MAU, "2024-12-06", "no-grant", "2"),
    ("llama4", "user_threshold", 700_000_000, GROUP, MAU, "2025-04-05", "no-grant", "2"),
    ("databricks-open-model-license", "user_threshold", 700_000_000, GROUP, MAU, "2024-03-27", "no-grant", "3"),
    ("qwen", "user_threshold", 100_000_000, PRODUCT, MAU, None, "no-grant", "4"),
    ("tongyi-qianwen", "user_threshold", 100_000_000, PRODUCT, MAU, None, "no-grant", "4"),
    ("tencent-hunyuan-community", "user_threshold", 100_000_000, SELF, MAU, "2024-12-03", "no-grant", "4"),
    ("tencent-hunyuan-3d-2.0-community", "user_threshold", 1_000_000, SELF, MAU, "2025-01-21", "no-grant", "4"),
    ("tencent-hunyuan-3d-2.1-community", "user_threshold", 1_000_000, SELF, MAU, "2025-06-13", "no-grant", "4"),
    ("hyperclovax-seed", "user_threshold", 10_000_000, GROUP, MAU, "2025-04-24", "no-grant", "4(i)"),
    ("kolors", "user_threshold", 300_000_000, GROUP, MAU, None, "no-grant", "2(c)"),
    ("playground-v2-community", "user_threshold", 1_000_000, GROUP, "monthly_unique_users", None, "no-grant", "2"),
    ("cogvideox", "user_threshold", 1_000_000, SELF, "monthly_visits", None, "no-grant", "2"),
    ("bilibili-model-license", "user_threshold", 100_000_000, GROUP, MAU, None, "no-grant", "2.2(i)"),
    ("modified-mit", "user_threshold", 100_000_000, PRODUCT, MAU, None, "duty", "last paragraph"),
    ("modified-mit", "revenue_threshold", 20_000_000, PRODUCT, "monthly_revenue_usd", None, "duty", "last paragraph"),
    ("minimax-m2-modified-mit", "user_threshold", 100_000_000, PRODUCT, MAU, None, "duty", "last paragraph"),
    (
        "minimax-m2-modified-mit",
        "revenue_threshold",
        30_000_000,
        PRODUCT,
        "annual_recurring_revenue_usd",
        None,
        "duty",
        "last paragraph",
    ),
    ("kimi-k3", "user_threshold", 100_000_000, PRODUCT, MAU, None, "duty", "3"),
    ("stabilityai-ai-community", "revenue_threshold", 1_000_000, GROUP, REVENUE, None, "terminates", "III"),
    ("lfm1.0", "revenue_threshold", 10_000_000, GROUP, REVENUE, None, "no-grant", "5(a), 5(b) and 1 (Threshold)"),
    ("krea-2-community-license", "revenue_threshold", 1_000_000, GROUP, REVENUE, None, "no-grant", "2.3"),
    ("ltx-video-open-weights-license-0.x", "revenue_threshold", 10_000_000, SELF, REVENUE, None, "prohibits", "2"),
    (
        "ltx-2-community-license-agreement",
        "revenue_threshold",
        10_000_000,
        GROUP,
        REVENUE,
        None,
        "prohibits",
        "2 and 1 (Entity)",
    ),
    (
        "ltx-2.x-community-license-agreement",
        "revenue_threshold",
        10_000_000,
        GROUP,
        REVENUE,
        None,
        "prohibits",
        "2.1 and 1.6",
    ),
    ("tencent-hunyuan-community", "territory", EU3, SELF, "place_of_use", None, "no-grant", "1(l), 2, 3 and 5(c)"),
    (
        "tencent-hunyuan-3d-2.0-community",
        "territory",
        EU3,
        SELF,
        "place_of_use",
        None,
        "no-grant",
        "1(l), 2, 3 and 5(c)",
    ),
    (
        "llama3.2",
        "territory",
        ("EU",),
        SELF,
        "domicile",
        None,
        "no-grant",
        "Acceptable Use Policy, closing paragraph",
    ),
    (
        "minimax-h3-community-license-agreement",
        "territory",
        ("EU", "GB", "KR", "US"),
        SELF,
        "place_of_use",
        None,
        "no-grant",
        "I.3, I.5, II and V.4",
    ),
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact[0]}-{fact[1]}")
def test_thresholds_and_territories(fact: tuple[Any, ...]) -> None:
    name, term, value, entity, metric, as_of, effect, clause = fact
    found = [
        (c.value, c.basis and c.basis.entity, c.basis and c.basis.metric, c.basis and c.basis.as_of, c.effect, c.clause)
        for c in conditions(name, term)
    ]
    assert (value, entity, metric, as_of, effect, clause) in found


@pytest.mark.parametrize(
    ("name", "term", "clause"),
    [
        ("llama2", "no_output_training", "1(b)(v)"),
        ("llama3", "no_output_training", "1(b)(v)"),
        ("tongyi-qianwen", "no_output_training", "5(b)"),
        ("tencent-hunyuan-community", "no_output_training", "5(b)"),
        ("kolors", "no_output_training", "3(b)"),
        ("databricks-open-model-license", "no_output_training", "2.3"),
        ("stabilityai-ai-community", "no_output_training", "IV(b)"),
        ("exaone", "no_commercial_outputs", "3.1 and 4.2"),
        ("stabilityai-ai-community", "registration", "III"),
        ("cogvideox", "registration", "2"),
        ("kolors", "registration", "2(c)"),
        ("stabilityai-nc-research-community", "no_hosting", "1(b)"),
        ("mrl", "research_only", "3.2 and 9 (Research Purposes)"),
        ("llama1", "research_only", "1(a)"),
        ("microsoft-research-license", "no_redistribution", "1(a) to 1(c) and 2(e)"),
        ("yi-license", "permission", "2 (last paragraph) and 7"),
        ("hyperclovax-seed", "no_competing_use", "4(ii)"),
        ("ltx-2.x-community-license-agreement", "no_competing_use", "Attachment A 20"),
        ("deepseek", "use_restrictions", "5 and Attachment A"),
        ("nvidia-data-agreement-model-training", "no_redistribution", "2.2.2"),
    ],
)
def test_limits_and_their_clauses(name: str, term: str, clause: str) -> None:
    assert clause in [condition.clause for condition in conditions(name, term)]


@pytest.mark.parametrize(
    ("name", "kind", "phrase"),
    [
        ("llama3", "display", "Built with Meta Llama 3"),
        ("llama3.1", "display", "Built with Llama"),
        ("llama3", "name_prefix", "Llama 3"),
        ("llama4", "name_prefix", "Llama"),
        ("exaone", "name_prefix", "EXAONE"),
        ("hyperclovax-seed", "display", "Powered by HyperCLOVA X"),
        ("hyperclovax-seed", "name_prefix", "HyperCLOVA X"),
        ("stabilityai-ai-community", "display", "Powered by Stability AI"),
        ("modified-mit", "display", "Kimi K2"),
        ("minimax-m2-modified-mit", "display", "MiniMax M2"),
        ("krea-2-community-license", "name_prefix", "Krea"),
        ("fish-audio-research-license", "display", "Built with Fish Audio"),
        ("nvidia-open-model-license", "display", "Built on NVIDIA Cosmos"),
        ("nvidia-open-model-license", "notice", "Licensed by NVIDIA Corporation under the NVIDIA Open Model License"),
        ("mrl", "notice", "Licensed by Mistral AI under the Mistral AI Research License"),
    ],
)
def test_demanded_phrases(name: str, kind: str, phrase: str) -> None:
    assert phrase in [duty.display for duty in duties(name, kind)]


class TestSecondReading:
    """Each row of the review of the licence table."""

    def test_llama2_asks_for_a_copy_only(self) -> None:
        assert not duties("llama2", "display") and not duties("llama2", "name_prefix")
        assert [duty.clause for duty in duties("llama2", "license_copy")] == ["1(b)(i)"]

    def test_llama3_reaches_products_that_use_it(self) -> None:
        (copy,) = duties("llama3", "license_copy")
        assert "uses" in copy.text and copy.when == "distributed_or_hosted"

    def test_llama31_counts_the_group_at_the_release(self) -> None:
        (users,) = conditions("llama3.1", "user_threshold")
        assert users.basis and users.basis.entity == GROUP and users.basis.as_of == "2024-07-23"

    @pytest.mark.parametrize("name", ["llama3.2", "llama3.3", "llama4"])
    def test_european_clause_covers_multimodal_models_only(self, name: str) -> None:
        (territory,) = conditions(name, "territory")
        assert territory.value == ("EU",) and territory.only_if == "multimodal" and "Policy" in territory.clause

    @pytest.mark.parametrize("name", ["llama2", "llama3", "llama3.1"])
    def test_earlier_llamas_have_no_territory(self, name: str) -> None:
        assert "territory" not in terms(name)

    @pytest.mark.parametrize("name", ["qwen", "tongyi-qianwen"])
    def test_qwen_copy_and_change_notices(self, name: str) -> None:
        assert [duty.clause for duty in duties(name, "license_copy")] == ["3(a)"]
        assert [duty.clause for duty in duties(name, "mark_changes")] == ["3(b)"]

    @pytest.mark.parametrize("name", ["qwen", "tongyi-qianwen", "minimax", "nvidia-open-model-license"])
    def test_relabelling_does_not_pass(self, name: str) -> None:
        assert licenses()[name].derivatives.license == "restricted"

    def test_gemma_is_no_plain_yes(self) -> None:
        (policy,) = conditions("gemma", "use_restrictions")
        assert policy.clause.startswith("3.2") and "employment" in policy.text and "healthcare" in policy.text

    def test_nvidia_knows_no_replacement_and_may_be_updated(self) -> None:
        (guardrail,) = conditions("nvidia-open-model-license", "manual")
        assert guardrail.clause == "2.1" and guardrail.effect == "terminates"
        assert licenses()["nvidia-open-model-license"].amendment == "licensor"

    def test_flux_outputs_are_unknown(self) -> None:
        assert licenses()["flux-1-dev-non-commercial-license"].outputs.commercial == "unknown"

    def test_hunyuan_3d_date_and_output_territory(self) -> None:
        (users,) = conditions("tencent-hunyuan-3d-2.0-community", "user_threshold")
        (territory,) = conditions("tencent-hunyuan-3d-2.0-community", "territory")
        assert users.basis and users.basis.as_of and "5(c)" in territory.clause and "outputs" in territory.text

    def test_dinov3(self) -> None:
        dino = licenses()["dinov3-license"]
        assert dino.derivatives.license == "same" and dino.derivatives.clause == "1(b)(i)"
        (fields,) = conditions("dinov3-license", "field_of_use")
        assert fields.clause == "1(b)(v)" and isinstance(fields.value, tuple) and "military" in fields.value
        assert dino.amendment == "licensor" and "8" in [duty.clause for duty in dino.obligations]

    def test_ltx_video_liquidated_damages(self) -> None:
        (revenue,) = conditions("ltx-video-open-weights-license-0.x", "revenue_threshold")
        assert "liquidated damages" in revenue.text and revenue.clause == "2"

    def test_deepseek_is_conditional(self) -> None:
        assert "use_restrictions" in terms("deepseek")

    @pytest.mark.parametrize("name", ["modified-mit", "minimax-m2-modified-mit", "mistral-modified-mit"])
    def test_modified_mit_is_its_own_family(self, name: str) -> None:
        assert licenses()[name].family == "modified-mit"

    def test_llama1_is_research_only(self) -> None:
        assert licenses()["llama1"].family == "research-only" and "non_commercial" in terms("llama1")

    def test_falcon_2_policy_floats(self) -> None:
        assert licenses()["falcon-2"].amendment == "floating-policy"

    @pytest.mark.parametrize("name", ["stabilityai-ai-community", "mrl"])
    def test_internal_use_is_not_non_commercial(self, name: str) -> None:
        said = (licenses()[name].notes or "").lower()
        assert "internal" in said


def vendor_files() -> list[str]:
    return [name for name, one in licenses().items() if one.family in VENDORS]


@pytest.mark.parametrize("name", vendor_files())
def test_vendor_licences_hang_together(name: str) -> None:
    one = licenses()[name]
    assert not one.osi_approved
    assert one.derivatives.license != "any", "relabelling over a vendor licence must be caught"
    assert one.conditions or one.obligations
    assert len({duty.id for duty in one.obligations}) == len(one.obligations)
    if one.confidence == "read":
        assert one.grant_clause
        clauses = [condition.clause for condition in one.conditions] + [duty.clause for duty in one.obligations]
        assert "not read" not in clauses
    else:
        assert one.outputs.commercial != "allowed"


def test_titles_belong_to_one_licence() -> None:
    seen: dict[str, str] = {}
    for name, one in licenses().items():
        for title in one.titles:
            assert title == title.lower()
            assert seen.setdefault(title, name) == name
    generic = {"modified mit license", "apache license", "model license agreement", "non-commercial license"}
    assert not generic & set(seen)
    assert "mit license" not in licenses()["minimax-m2-modified-mit"].titles


@pytest.mark.shared
def test_every_record_of_the_table_is_known(shared: Path) -> None:
    names = {fold(name) for one in licenses().values() for name in (one.id, one.hub_key or one.id, *one.aliases)}
    lines = (shared / "reference" / "licences.jsonl").read_text(encoding="utf-8").splitlines()
    ids = [json.loads(line)["id"] for line in lines]
    assert len(ids) > 100
    assert [one for one in ids if fold(one) not in names] == []


@pytest.mark.shared
def test_demanded_phrases_stand_in_the_texts(shared: Path) -> None:
    """The phrases that the files demand are those of the licence texts as shipped."""
    folder = shared / "data" / "licence_texts"
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    looked = 0
    for row in truth:
        one = licenses().get({"stabilityai-community": "stabilityai-ai-community"}.get(row["truth"], row["truth"]))
        if one is None or one.family not in VENDORS or row["modified"] or row["category"] != "ai" or row["variant"]:
            continue
        text = _plain((folder / "texts" / row["file"]).read_text(encoding="utf-8"))
        for duty in one.obligations:
            if duty.display:
                assert _plain(duty.display) in text, (row["file"], duty.id)
                looked += 1
    assert looked >= 12


def _plain(text: str) -> str:
    return re.sub(r'[\s"“”*\\]+', " ", text).lower().strip()
