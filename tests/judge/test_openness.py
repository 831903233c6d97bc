"""The openness section: classes, definition, exemption; nothing unread or claimed counts as found."""

import time
from dataclasses import replace

import pytest

from scanner.judge.evaluate import engine_for, judge
from scanner.judge.reading.read import read
from scanner.knowledge.openness import CLASSES, ai_act, components, licences, unpaid
from scanner.knowledge.policy import load_policy
from scanner.model.license import TermName
from scanner.model.result import Evidence, Openness
from scanner.model.snapshot import Card, File, Repo, Snapshot, Text, Unread
from tests.judge.openness_cases import INFO, laid, state
from tests.making import judged

POLICY = load_policy("commercial-saas")
#: A release that shows every component by itself.
FILES = (
    "model.safetensors", "config.json", "tech_report.pdf", "paper.pdf", "eval_results.json", "data_card.md", "train.py",
    "inference.py", "evaluate.py", "test_data.jsonl", "preprocess.py", "checkpoint-500/model.safetensors",
)  # fmt: skip
BODY = "Acme 7B answers questions in English and French, and it was made from scratch by Acme. " * 4


def release(*left_out: str, license_: str = "apache-2.0", body: str = BODY, files: tuple[str, ...] = FILES) -> Snapshot:
    """The release without some of its files."""
    card = Card(data={"license": license_, "datasets": ["acme/corpus"]}, body=body)
    listed = tuple(File(path=path, size=1000) for path in files if path not in left_out)
    info = {**INFO, "tags": [], "config": {"architectures": ["AcmeForCausalLM"], "model_type": "acme"}}
    root = Repo(id="acme/m", repo_type="model", requested="acme/m", info=info, files=listed, card=card)
    data = Card(data={"license": "cc0-1.0"}, body="Every text of this corpus was written by us and is free. " * 5)
    corpus = Repo(
        id="acme/corpus", repo_type="dataset", requested="acme/corpus", info={"gated": False}, card=data, files=()
    )
    return Snapshot(target="acme/m", root=root, related=(corpus,))


def opened(snapshot: Snapshot) -> Openness:
    return judged(snapshot).openness


@pytest.mark.parametrize(
    ("left_out", "wanted"),
    [
        ((), "II"),
        (("train.py",), "III"),
        (("evaluate.py",), "III"),
        (("tech_report.pdf",), "II"),  # the paper stands in
        (("tech_report.pdf", "paper.pdf"), "none"),
        (("eval_results.json",), "none"),
        (("model.safetensors", "checkpoint-500/model.safetensors"), "none"),
    ],
)
def test_the_class_is_what_was_found(left_out: tuple[str, ...], wanted: str) -> None:
    assert opened(release(*left_out)).mof_class == wanted


def test_class_one_asks_that_the_list_of_datasets_is_whole() -> None:
    assert opened(release(body=BODY + " It was trained only on this corpus.")).mof_class == "I"


@pytest.mark.parametrize("license_", ["cc-by-nc-4.0", "llama3.1", "other", "no-such-licence"])
def test_no_class_without_an_open_licence(license_: str) -> None:
    found = opened(release(license_=license_))
    assert found.mof_class in ("none", "unknown")
    assert found.osaid != "candidate"
    assert found.eu_exemption != "available"


@pytest.mark.parametrize(
    ("license_", "osaid", "exemption"),
    [
        ("apache-2.0", "candidate", "unknown"),
        ("mit", "candidate", "unknown"),
        ("cc-by-4.0", "unknown", "unknown"),
        ("cc-by-nc-4.0", "fails", "unavailable"),
        ("cc-by-nd-4.0", "fails", "unavailable"),
        ("llama3.1", "fails", "unavailable"),
        ("creativeml-openrail-m", "fails", "arguable"),
        ("gemma", "fails", "arguable"),
        ("other", "unknown", "unknown"),
    ],
)
def test_terms_decide_the_definition_and_the_exemption(license_: str, osaid: str, exemption: str) -> None:
    found = opened(release(license_=license_))
    assert (found.osaid, found.eu_exemption) == (osaid, exemption)
    assert any(reason.startswith("EU exemption") for reason in found.reasons or ())


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [
        ("By using this model you agree to comply with all applicable law.\n", ("unknown", "arguable")),
        (
            "You may not use the model for: military purposes, surveillance, or automated legal advice.\n",
            ("fails", "unknown"),
        ),
    ],
)
def test_a_use_policy_fails_the_definition_only_by_a_ban_that_is_heard(policy: str, wanted: tuple[str, str]) -> None:
    plain = release()
    text = Text(path="USAGE_POLICY", text=policy, sha256="0" * 64)
    listed = (*(plain.root.files or ()), File(path="USAGE_POLICY", size=len(policy)))
    found = opened(replace(plain, root=replace(plain.root, texts=(text,), files=listed)))
    assert (found.osaid, found.eu_exemption) == wanted
    assert "USAGE_POLICY" in " ".join(found.reasons or ())


def test_a_claim_on_the_card_changes_nothing() -> None:
    boast = (
        BODY + "Fully open source! Open science, all weights, code and data are open. We do not monetise this model."
    )
    found = opened(release(license_="cc-by-nc-4.0", body=boast))
    assert (found.osaid, found.eu_exemption, found.mof_class) == ("fails", "unavailable", "none")


def exemption(snapshot: Snapshot) -> str:
    """The exemption of a release whose provider says that it earns nothing from it."""
    engine = engine_for(POLICY)
    reading = read(snapshot, engine.licenses)
    word = Evidence(origin="acme/m", path="README.md", value="We do not monetise this model.")
    return judge(replace(reading, laid=replace(reading.laid, unpaid=word)), POLICY, engine).openness.eu_exemption


def test_only_the_providers_word_makes_the_exemption_available() -> None:
    assert opened(release()).eu_exemption == "unknown"
    assert exemption(release()) == "available"
    assert exemption(release(license_="cc-by-nc-4.0")) == "unavailable"
    gated = release()
    assert exemption(replace(gated, root=replace(gated.root, info={**gated.root.info, "gated": "auto"}))) == "arguable"
    spoken = laid({"card": "This is a model.\n\nWe do not monetise this model.\n"}).unpaid
    assert spoken is not None
    assert spoken.line == 3


def test_no_weights_is_no_open_model() -> None:
    found = opened(release("model.safetensors", "checkpoint-500/model.safetensors", body=BODY + "Weights coming soon."))
    assert found.osaid == "fails"
    assert "parameters" in " ".join(found.reasons or ())


def test_a_base_under_limits_fails_what_its_label_claims() -> None:
    child = release()
    child = replace(
        child, root=replace(child.root, card=Card(data={"license": "apache-2.0", "base_model": "acme/base"}, body=BODY))
    )
    base = Repo(
        id="acme/base",
        repo_type="model",
        requested="acme/base",
        info=INFO,
        card=Card(data={"license": "cc-by-nc-4.0"}),
        files=(),
    )
    found = opened(replace(child, related=(*child.related, base)))
    parameters = next(one for one in found.mof_components or () if one.id == "model-parameters-final")
    assert (found.osaid, found.eu_exemption, parameters.counts) == ("fails", "unavailable", "not-open")


@pytest.mark.parametrize("what", ["README.md", "api:siblings"])
def test_unread_is_never_absent(what: str) -> None:
    whole = release().root
    root = replace(whole, card=None) if what == "README.md" else replace(whole, files=None)
    root = replace(root, unread=(Unread(what=what, reason="the Hub did not answer"),))
    states = {one.component.id: one.state for one in laid_of(root)}
    assert "not_found" not in states.values()
    assert opened(Snapshot(target="acme/m", root=root)).mof_class == "unknown"


def laid_of(root: Repo):  # type: ignore[no-untyped-def]
    from scanner.judge.reading.openness import read_openness
    from scanner.model.result import DatasetsSection, WeightsSection

    snapshot = Snapshot(target=root.id, root=root)
    unknown = WeightsSection(status="unknown")
    return read_openness(snapshot, unknown, DatasetsSection(status="unknown")).components


#: Written apart from the records, and not tuned to them.
CARDS = [
    (
        "# X\n\n## Training Data\n\n<!-- describe the corpus,\nits size and so on -->\n\n[More Information Needed]\n",
        "datasets",
        "not_found",
    ),
    ("# X\n### Training data\n* TODO\n", "datasets", "not_found"),
    ("# X\n## Training data\nto be added\n## Other\nlots of text on other things here\n", "datasets", "not_found"),
    ("# X\n**Training Data**\n\nWe used 1.4T tokens of C4 and Wikipedia.\n", "datasets", "claimed"),
    ("# X\n## 3. Our Training Data (v2)\n\nWe used 1.4T tokens of C4 and Wikipedia.\n", "datasets", "claimed"),
    ("# X\n```\n## Training Data\nWe used 1.4T tokens of C4.\n```\n", "datasets", "not_found"),
    ("# X\n## Results\n### MMLU\n71.3\n", "evaluation-results", "not_found"),
    ("# X\n## Results\n### MMLU\nfive shots, accuracy 71.3\n", "evaluation-results", "found"),
    ("# X\n## Results\nSee the paper for all of our results.\n", "evaluation-results", "not_found"),
    ("Paper: [arXiv](https://arxiv.org/abs/2401.00001)\n", "research-paper", "claimed"),
    ("Training code is available at <https://github.com/acme/x>.\n", "training-code", "claimed"),
    ("We will release training code at https://github.com/acme/x.\n", "training-code", "claimed"),
    ("Stay tuned: training code coming soon (https://github.com/acme/x).\n", "training-code", "not_found"),
    ("Training code is proprietary: https://github.com/acme/x\n", "training-code", "not_found"),
    ("[training code](https://acme.example/form)\n", "training-code", "not_found"),
    ("Technical report: to be released at https://acme.example/r\n", "technical-report", "not_found"),
    ("Read our technical report (https://acme.example/r.pdf).\n", "technical-report", "claimed"),
]


@pytest.mark.parametrize(("body", "component", "wanted"), CARDS)
def test_cards_as_people_write_them(body: str, component: str, wanted: str) -> None:
    assert state({"card": body}, component) == wanted


@pytest.mark.parametrize(
    "body",
    [
        "training code https://github.com/a/b " * 20_000,
        "\n".join(f"[paper {n}](https://arxiv.org/abs/2401.{n:05d})" for n in range(5_000)),
        "<!--" * 50_000,
        "# Training data\n" * 20_000,
        "## Evaluation\n" + "<a " * 50_000,
        "**" * 100_000,
    ],
)
def test_a_hostile_card_costs_little(body: str) -> None:
    started = time.process_time()
    found = laid({"card": body}).components
    assert time.process_time() - started < 2
    assert all(len(one.evidence) <= 3 for one in found)


def test_the_exemption_knows_every_term() -> None:
    act = ai_act()
    assert {*act["unavailable"], *act["arguable"]} == {*TermName.__args__, "use_policy"}
    assert all(unpaid().search(text) for text in act["unpaid_examples"]["yes"])
    assert not any(unpaid().search(text) for text in act["unpaid_examples"]["no"])
    assert all({"date", "what", "source", "confidence"} == {*one} for one in act["dates"])


def test_the_records_are_of_known_kinds() -> None:
    assert {one.kind for one in components()} == {*licences()["kinds"]}
    assert {one.class_ for one in components()} == {*CLASSES}


def test_a_dataset_tells_of_its_data_and_has_no_class() -> None:
    corpus = release().related[0]
    found = opened(Snapshot(target="acme/corpus", root=corpus))
    assert (found.mof_class, found.mof_components) == ("unknown", None)
    assert {one.id for one in found.disclosures or ()} >= {"data-sources", "data-personal", "data-consent"}
    assert all(one.state == "not_found" for one in found.disclosures or () if one.id == "data-consent")


def test_what_documentation_tells_is_summed() -> None:
    (said,) = [reason for reason in opened(release()).reasons or () if reason.startswith("Documentation")]
    assert "public summary of training content" in said
