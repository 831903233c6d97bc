"""Where a limit may lie and is not looked for: odd front matter, forms, files and keys. Each with an honest twin."""

import json

import pytest

from scanner.knowledge.licence_names import licence_plan
from scanner.model.snapshot import File
from tests.making import WEIGHTS, dataset, judged, repo, snapshot, text

NC = "I will use the model for non-commercial purposes only"
PARTS = "".join(f"- name: part{number}\n  license: mit\n" for number in range(6))

FRONTS = {
    "a list of parts": f"license: mit\ncomponents:\n{PARTS}- name: decoder\n  license: cc-by-nc-4.0",
    "deep within": "license: mit\na:\n  b:\n    c:\n      weights:\n        terms:\n          license: cc-by-nc-4.0",
    "a later entry of results": "license: mit\nmodel-index:\n- results: []\n- name: b\n  license: cc-by-nc-4.0",
    "an address under a key": "license: mit\nlicense_details: https://creativecommons.org/licenses/by-nc/4.0/",
    "names in a list": "license: other\nlicense_name: [mit, cc-by-nc-4.0]",
    "the last of many keys": "license: mit\n"
    + "".join(f"note{number}: x\n" for number in range(300))
    + "weights_license: cc-by-nc-4.0",
    "the last of many tags": f"license: mit\ntags: [{', '.join(f'tag{one}' for one in range(300))}, non-commercial]",
    "a form that is a list": f"license: mit\nextra_gated_fields:\n- {NC}: checkbox",
    "a form of texts": f"license: mit\nextra_gated_fields: [{NC}]",
    "a form that is a text": f"license: mit\nextra_gated_fields: {NC}",
    "a prompt in several languages": f"license: mit\nextra_gated_prompt:\n  en: {NC}.",
    "what a field says beside itself": f"license: mit\nextra_gated_fields:\n  Ok:\n    type: checkbox\n    help: {NC}",
    "choices with labels": "license: mit\nextra_gated_fields:\n  Purpose of use:\n    type: select\n    options:\n"
    "    - label: Academic research\n      value: a\n    - label: Non-commercial hobby\n      value: b",
    "choices by letter": "license: mit\nextra_gated_fields:\n  Purpose of use:\n    type: select\n    options:\n"
    "      a: Academic research\n      b: Non-commercial hobby",
}
HONEST = {
    "a list of parts": f"license: mit\ncomponents:\n{PARTS}",
    "deep within": "license: mit\nrelease:\n  one:\n    weights:\n      terms:\n        license: mit",
    "results with data": "license: mit\nmodel-index:\n- results:\n  - dataset: {name: b, license: cc-by-nc-4.0}",
    "data that measured it": "license: mit\nevaluation_datasets:\n- name: a\n  license: cc-by-nc-4.0",
    "an address under a key": "license: mit\nlicense_details: https://opensource.org/licenses/MIT",
    "a form that is a list": "license: mit\nextra_gated_fields:\n- Name: text\n- Country: country",
    "choices with labels": "license: mit\nextra_gated_fields:\n  Purpose of use:\n    type: select\n    options:\n"
    "    - label: Research\n      value: a\n    - label: Commercial product\n      value: b",
}


@pytest.mark.parametrize("way", FRONTS)
def test_front_matter_that_limits(way: str) -> None:
    assert judged(repo(front=FRONTS[way])).commercial_use.status != "allowed"


@pytest.mark.parametrize("way", HONEST)
def test_front_matter_that_does_not(way: str) -> None:
    assert judged(repo(front=HONEST[way])).commercial_use.status == "allowed"


def bill(kind: str, licence: str) -> str:
    return json.dumps({"metadata": {"component": {"type": kind, "licenses": [{"license": {"id": licence}}]}}})


def package(*licences: str) -> str:
    return json.dumps({"packages": [{"name": one, "licenseDeclared": one} for one in licences]})


CRATE = '{"@graph": [{"@id": "%s", "license": {"@id": "https://creativecommons.org/licenses/by-nc/4.0/"}}]}'
MAPS = {
    "bom.json": bill("machine-learning-model", "CC-BY-NC-4.0"),
    "otter.spdx.json": package("CC-BY-NC-4.0"),
    "otter.spdx": "SPDXVersion: SPDX-2.3\nPackageName: otter\nPackageLicenseDeclared: CC-BY-NC-4.0\n",
    "ro-crate-metadata.json": CRATE % "./",
    "CITATION.cff": "license-url: https://creativecommons.org/licenses/by-nc/4.0/\n",
    "LICENSE.json": '{"title": "CC BY-NC 4.0", "name": "CC BY-NC 4.0", "link": "https://example.org/l"}',
    "model_card.json": '{"model_details": {"licenses": [{"identifier": "CC-BY-NC-4.0"}]}}',
}
HONEST_MAPS = {
    "bom.json": bill("library", "CC-BY-NC-4.0"),
    "a.cdx.json": bill("machine-learning-model", "MIT"),
    "otter.spdx.json": package("CC-BY-NC-4.0", "MIT"),
    "otter.spdx": "PackageName: a\nPackageLicenseDeclared: NOASSERTION\nPackageLicenseConcluded: NONE\n",
    "ro-crate-metadata.json": CRATE % "data/train.csv",
    "LICENSE.json": '{"name": "MIT License", "url": "https://opensource.org/license/mit"}',
    "license.json": '{"name": "otter", "version": "3"}',
}


@pytest.mark.parametrize("path", MAPS)
def test_data_that_tells_the_licence(path: str) -> None:
    assert judged(repo(front="license: mit", texts=(text(MAPS[path], path),))).commercial_use.status != "allowed"


@pytest.mark.parametrize("path", HONEST_MAPS)
def test_data_that_tells_of_something_else(path: str) -> None:
    assert judged(repo(front="license: mit", texts=(text(HONEST_MAPS[path], path),))).commercial_use.status == "allowed"


@pytest.mark.parametrize("path", ["datapackage.json", "dataset-metadata.json"])
def test_a_data_set_told_as_data(path: str) -> None:
    said = '{"licenses": [{"name": "CC-BY-NC-4.0"}]}'
    data = dataset("acme/mails", "license: mit", texts=(text(said, path),))
    result = judged(snapshot(repo(front="license: mit\ndatasets: [acme/mails]"), data))
    assert result.datasets.status == "restricted"


@pytest.mark.parametrize(
    "config",
    [
        {"license_name": "CC-BY-NC-4.0"},
        {"licence": "CC-BY-NC-4.0"},
        {"license": {"name": "CC-BY-NC-4.0"}},
        {"metadata": {"license": "CC-BY-NC-4.0"}},
        {"license": "mit", "license_url": "https://creativecommons.org/licenses/by-nc/4.0/"},
    ],
)
def test_a_config_that_tells_the_licence(config: dict[str, object]) -> None:
    plain = {"gated": False, "disabled": False, "private": False, "tags": ["license:mit"]}
    assert judged(repo(front="license: mit", info=plain)).commercial_use.status == "allowed"
    assert judged(repo(front="license: mit", info={**plain, "x_config": config})).commercial_use.status != "allowed"
    honest = json.loads(json.dumps(config).replace("CC-BY-NC-4.0", "mit").replace("by-nc", "by"))
    assert judged(repo(front="license: mit", info={**plain, "x_config": honest})).commercial_use.status == "allowed"


@pytest.mark.parametrize("path", "LICENSE.svg LICENSE.toml EULA.xlsx MODEL_LICENSE.mhtml".split())
def test_what_is_called_a_licence_and_is_no_text_is_named(path: str) -> None:
    read, unread = licence_plan([path, "licenses.csv", "labels.csv", "config.toml", "logo.svg"])
    assert read == () and [one.what for one in unread] == [path]


@pytest.mark.parametrize("path", "MODEL_LICENSE.xhtml EULA.url TERMS.eml STOP.txt before-use.txt LEIAME.txt".split())
def test_more_texts_that_are_read(path: str) -> None:
    assert licence_plan([path, "vocab.txt", "merges.txt", "download.url"])[0] == (path,)


def test_a_folder_below_which_all_weights_lie() -> None:
    said = (text("Creative Commons Attribution-NonCommercial 4.0 International", "assets/LICENSE"),)
    below = (File(path="assets/fine/model.safetensors", size=9_000_000),)
    beside = (*below, File(path="model.safetensors", size=9_000_000))
    assert judged(repo(front="license: mit", texts=said, files=below)).commercial_use.status != "allowed"
    assert judged(repo(front="license: mit", texts=said, files=beside)).commercial_use.status == "allowed"


def test_a_card_that_is_a_link_is_unread() -> None:
    files = (*WEIGHTS, File(path="docs/CARD.md", size=9))
    texts = (text("MIT License"),)
    assert judged(repo(body="docs/CARD.md", files=files, texts=texts)).commercial_use.status == "unknown"
    assert judged(repo(body="Sorts mails.", files=files, texts=texts)).commercial_use.status == "allowed"


@pytest.mark.parametrize("key", "sft_datasets train_data instruction_datasets corpora".split())
def test_more_keys_of_data(key: str) -> None:
    data = dataset("acme/mails", "license: cc-by-nc-4.0")
    assert judged(snapshot(repo(front=f"license: mit\n{key}: [acme/mails]"), data)).datasets.status == "restricted"


@pytest.mark.parametrize("key", "continued_from adapter_for text_encoder vision_tower merge_models".split())
def test_more_keys_of_bases(key: str) -> None:
    root = repo(front=f"license: mit\n{key}: acme/base")
    assert judged(snapshot(root, repo("acme/base", "license: cc-by-nc-4.0"))).commercial_use.status != "allowed"
    assert judged(snapshot(root, repo("acme/base", "license: mit"))).commercial_use.status == "allowed"


def beside(path: str, said: str, *more: File) -> str:
    files = (*WEIGHTS, File(path=path, size=9), *more)
    return judged(repo(front="license: mit", files=files, texts=(text(said, path),))).commercial_use.status


@pytest.mark.parametrize("folder", "slides talk-2026 docs/poster audio_samples conference-talk readme_images".split())
def test_what_was_shown_of_a_model_has_a_licence_of_its_own(folder: str) -> None:
    weights = File(path=f"{folder}/unet/model.safetensors", size=100)
    assert beside(f"{folder}/LICENSE", "CC BY-NC 4.0\n") == "allowed"
    assert beside(f"{folder}/LICENSE", "The weights are licensed under CC BY-NC 4.0.\n") != "allowed"
    assert beside(f"{folder}/TERMS.md", "The model may not be used commercially.\n") != "allowed"
    assert (
        judged(
            repo(front="license: mit", files=(weights,), texts=(text("CC BY-NC 4.0\n", f"{folder}/LICENSE"),))
        ).commercial_use.status
        == "forbidden"
    ), "all weights lie there"


@pytest.mark.parametrize("folder", ["talker", "paper-small", "slides-model", "1.5b"])
def test_a_name_that_only_looks_like_it_is_any_folder(folder: str) -> None:
    assert beside(f"{folder}/LICENSE", "CC BY-NC 4.0\n") == "forbidden"
