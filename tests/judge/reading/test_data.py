"""Data as people declare it: restricted by tag, card, text, source or audit; what is said of it in sentences."""

import json

import pytest

from scanner.judge.reading.data_prose import limits_data_alone
from scanner.judge.reading.datasets import read_datasets
from scanner.judge.reading.read import read as read_snapshot
from scanner.knowledge.audits import audit_of
from scanner.knowledge.resources import rules_dir
from scanner.model.frozen import replace
from scanner.model.snapshot import Card, Problem, Repo
from scanner.model.words import Source
from tests.making import engine, repo, snapshot

LICENSES = engine().licenses


def limited(body: str) -> bool:
    """Whether a card's words limit the data of a model, as the whole reading has it."""
    root = repo("org/model", card=Card(data={"license": "mit"}, body=body))
    return read_snapshot(snapshot(root), LICENSES).datasets.status == "restricted"


def read(*sets, front="license: mit\ndatasets: [org/data]"):
    return read_datasets(snapshot(repo("org/model", front=front), *sets), LICENSES)


def data(front="license: mit", body="", name="org/data"):
    return repo(name, front=front, body=body, repo_type="dataset")


@pytest.mark.parametrize(
    "value",
    [
        "cc-by-nc-4.0", "CC BY-NC-SA 4.0", "llama2", "bigscience-openrail-m", "non-commercial",
        "academic use only", "evaluation only", "for research purposes only", "cc-by-nd-4.0", "[mit, cc-by-nc-4.0]",
        "c-uda", "openrail",
    ],
)  # fmt: skip
def test_known_and_not_open_is_restricted(value: str) -> None:
    assert read(data(f"license: {value}")).section.status == "restricted", value


@pytest.mark.parametrize(
    "value", ["mit", "cc-by-4.0", "cc0-1.0", "odc-by", "cc-by-sa-4.0", "apache-2.0", "pddl", "odbl"]
)
def test_open_is_open(value: str) -> None:
    found = read(data(f"license: {value}"))
    assert (found.section.status, found.non_commercial) == ("open", False)


@pytest.mark.parametrize("value", ["other", "unknown", "to be decided"])
def test_what_says_nothing_is_partial(value: str) -> None:
    assert read(data(f"license: {value}")).section.items[0].status == "unlicensed"


def test_a_source_one_level_up_restricts() -> None:
    made = data("license: mit\nsource_datasets:\n- extended|org/older")
    older = data("license: cc-by-nc-4.0", name="org/older")
    found = read(made, older)
    assert found.section.status == "restricted" and found.non_commercial
    assert any("org/older" in (one.value or "") for one in found.section.items[0].evidence)
    itself = read_datasets(snapshot(made, older), LICENSES)
    assert (itself.section.status, itself.sources_restricted) == ("not_applicable", True)


def test_of_audit_and_tag_the_stricter_stands() -> None:
    nc, free = _audited(restricted=True), _audited(restricted=False)
    front = "license: mit\ndatasets: [{}]".format
    strict = read(data("license: mit", name=nc), front=front(nc)).section
    assert (strict.status, strict.items[0].license) == ("restricted", "MIT")
    assert any("audited" in (one.value or "") for one in strict.items[0].evidence)
    assert read(data("license: cc-by-nc-4.0", name=free), front=front(free)).section.status == "restricted"
    assert read(data("license: mit", name=free), front=front(free)).section.status == "open"
    assert read(front=front(nc)).section.status == "restricted", "a set that was not found"
    assert read(front=front(free)).section.items[0].status == "unresolved"


def _audited(*, restricted: bool) -> str:
    rows = (rules_dir() / "dataset-audits" / "dpi.jsonl").read_text(encoding="utf-8").splitlines()
    names = [json.loads(row)["id"] for row in rows]
    found = [audit_of(name) for name in names]
    return next(one.id for one in found if one is not None and one.licenses and one.restricted is restricted)


@pytest.mark.parametrize(
    "body",
    [
        "## Training data\n\nTrained on 900 hours of the Harbour corpus, which is licensed under CC BY-NC 4.0.",
        "The model was trained on the Harbour dataset (CC-BY-NC-SA 4.0).",
        "## Datasets\n\n- Harbour speech corpus, released for non-commercial use",
        "We fine-tuned on recordings that are for research purposes only.",
        "It learned from a corpus that is available for academic use only.",
        "We trained on WMT and on a private corpus that we may only use for research.",
        "It was trained on recordings which may only be used for academic purposes.",
        "It was trained on the Harbour corpus, whose licence is non-commercial.",
        "It was trained on the Harbour corpus, which is for research only.",
        "Our training data does not allow commercial use.",
        "The training set contains images that may not be used commercially.",
        "训练数据集采用 CC BY-NC 4.0 许可。",
        "学習データは研究目的でのみ利用可能です。",
        "학습 데이터는 비상업적 용도로만 사용할 수 있습니다.",
        "Der Trainingsdatensatz darf nur für Forschungszwecke genutzt werden.",
        "Les données d'entraînement sont réservées à la recherche.",
        "Los datos de entrenamiento son solo para uso no comercial.",
    ],
)
def test_a_sentence_restricts_the_data(body: str) -> None:
    assert limited(body)


@pytest.mark.parametrize(
    "body",
    [
        "This model is licensed under CC BY-NC 4.0.",
        "The trained model, which we may only use with CUDA, holds recordings.",
        "The test set may only be used for research.",
        "We evaluated on the Harbour dataset, licensed under CC BY-NC 4.0.",
        "All training data is under CC BY 4.0; non-commercial data was excluded and removed.",
        "The model may be used for commercial and non-commercial purposes.",
        "Unlike others it was trained on no data under CC BY-NC.",
        "The training data holds articles about commerce.",
        "The weights are for non-commercial use.",
        "测试集仅供研究使用。",
        "Trained on commercially licensed data.",
    ],
)
def test_another_sentence_does_not(body: str) -> None:
    assert not limited(body)


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("Trained on 900 hours of the Harbour corpus, which is licensed under CC BY-NC 4.0.", True),
        ("Evaluated on the Harbour corpus, which is CC BY-NC 4.0.", True),
        ("We fine-tuned on the Harbour dataset (CC BY-NC 4.0).", True),
        ("Trained on the Harbour dataset, which is CC BY-NC, so the model is too.", False),
        ("Trained on the Harbour dataset and is for non-commercial use only.", False),
        ("Trained on the Harbour dataset (CC BY-NC 4.0) and released for research only.", False),
        ("This model is trained on data and may be used for non-commercial purposes.", False),
        ("The model weights are CC BY-NC 4.0.", False),
        ("For non-commercial use only.", False),
    ],
)
def test_a_limit_of_the_data_alone_is_no_claim_about_the_grant(sentence: str, alone: bool) -> None:
    assert limits_data_alone(sentence) is alone


@pytest.mark.parametrize(
    "body",
    [
        "Trained on the Harbour dataset, which is CC BY-NC, so the model is too.",
        "The dataset is non-commercial, and this applies to the model as well.",
        "The training data is CC BY-NC 4.0. This also applies to the model.",
        "The data may only be used for research. The same goes for the model.",
        "训练数据仅限非商业用途。同样适用于本模型。",
        "Die Trainingsdaten sind nur für Forschung. Das gilt auch für das Modell.",
    ],
)
def test_a_limit_of_the_data_that_the_weights_share_is_theirs(body: str) -> None:
    assert _opened(body)


@pytest.mark.parametrize(
    "body", ["The code is MIT. The same goes for the model.", "The demo is slow. The same applies to the model."]
)
def test_what_limits_nothing_is_shared_in_vain(body: str) -> None:
    assert not _opened(body)


def _opened(body: str) -> bool:
    """Whether the grant of the weights is in doubt."""
    own = read_snapshot(snapshot(repo("org/model", card=Card(data={"license": "mit"}, body=body))), LICENSES).own
    return own is not None and any(one.why == "sentence" for one in own.doubts)


@pytest.mark.parametrize(("source", "status"), [("local", "unknown"), ("catalog", "partial")])
def test_a_dataset_that_was_not_looked_up_is_unread_but_for_the_catalog(source: Source, status: str) -> None:
    unseen = Repo(
        id="org/unseen", repo_type="dataset", requested="org/unseen",
        problem=Problem(kind="not_in_catalog", message="the catalog does not have it"),
    )  # fmt: skip
    root = replace(repo("org/model", front="license: mit\ndatasets: [org/unseen]"), source=source)
    assert read_datasets(snapshot(root, unseen), LICENSES).section.status == status


@pytest.mark.parametrize("key", ["data", "finetuned_on", "trained-on", "data_used", "train_set", "dataset-train"])
def test_a_data_set_under_a_key_of_the_authors_own(key: str) -> None:
    assert read(data("license: cc-by-nc-4.0"), front=f"license: mit\n{key}: [org/data]").section.status == "restricted"
    assert read(data("license: mit"), front=f"license: mit\n{key}: org/data").section.status == "open"
