"""A no, a base or a data set in a place where few look: it takes ``allowed`` away, and the same place with harmless
content takes nothing."""

from pathlib import Path

import pytest

from scanner.collect.folder.local import read_folder
from scanner.collect.relations.code import CODE, needed_code
from scanner.identify.prose import hear
from scanner.knowledge.descriptions import DESCRIBED as DESCRIPTIONS
from scanner.knowledge.descriptions import described_in
from scanner.knowledge.licence_names import licence_plan
from scanner.knowledge.store import shipped
from scanner.model.snapshot import File, Repo, Unread
from scanner.text.recipes import data_of
from tests.making import WEIGHTS, absent, dataset, judged, mit_text, repo, snapshot, text

NC, FREE = "license: cc-by-nc-4.0", "license: mit"


def parent(front: str) -> Repo:
    return repo("org/parent", front=front, body="# Parent\n")


def under(root: Repo, *others: Repo) -> str:
    return judged(root, *others).commercial_use.status


WITHIN = {
    "a mapping": "training:\n  base_model: org/parent",
    "a list of parts": "components:\n- role: llm\n  base_model: org/parent",
    "deep": "model_details:\n  made:\n    from:\n      finetuned_from: [org/parent]",
    "what the model is": "model-index:\n- name: sorter\n  base_model: org/parent",
    "another spelling": "training:\n  Base-Model: org/parent",
}


@pytest.mark.parametrize("way", WITHIN)
def test_a_base_within_front_matter(way: str) -> None:
    root = repo(front=f"{FREE}\n{WITHIN[way]}", body="A model.\n")
    assert under(root, parent(NC)) == "unknown"
    assert under(root, parent(FREE)) == "allowed"


@pytest.mark.parametrize(
    "front",
    [
        "model-index:\n- name: sorter\n  results:\n  - base_model: org/parent",
        "evaluation:\n  base_model: org/parent",
        "widget:\n- base_model: org/parent",
        "training:\n  base_model: scratch",
        "training:\n  base: true\n  model: org/parent",
    ],
)
def test_front_matter_that_measures_or_shows(front: str) -> None:
    assert under(repo(front=f"{FREE}\n{front}", body="A model.\n"), parent(NC)) == "allowed"


def test_a_base_of_a_part_by_its_page() -> None:
    page = "---\nlicense: mit\nbase_model: org/parent\n---\n# Encoder\n"
    root = repo(front=FREE, body="A model.\n", texts=(text(page, "text_encoder/README.md"),))
    assert under(root, parent(NC)) == "unknown"
    assert under(root, parent(FREE)) == "allowed"


def gate(label: str, *options: str) -> Repo:
    form = "".join(f"    - {option}\n" for option in options)
    return repo(front=f"{FREE}\nextra_gated_fields:\n  {label}:\n    type: select\n    options:\n{form}")


def test_a_choice_that_shuts_business_out() -> None:
    label = "I will use the model exclusively for"
    assert under(gate(label, "academic research", "teaching", "a public archive")) == "unknown"
    assert under(gate(label, "academic research", "a public archive", "Other")) == "allowed"
    assert under(gate(label, "a chat bot", "a public archive")) == "allowed"
    assert under(gate("I want to use the model for", "research", "a public archive", "chats")) == "allowed"


NOTHING_ELSE = {"gated": False, "disabled": False, "private": False, "tags": []}
APACHE = """# coding=utf-8
# Copyright 2025 Heron Labs. All rights reserved.
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
"""


def with_code(code: str, path: str = "modeling_heron.py", kind: str = "model", front: str = FREE) -> str:
    info = {**NOTHING_ELSE, "x_code": {path: data_of(path, code)}}
    if kind == "dataset":
        return under(dataset("acme/mails", front, info=info, body="Mails.\n"))
    return under(repo(front=front, info=info, body="A model.\n"))


@pytest.mark.parametrize(
    "head",
    [
        "# SPDX-License-Identifier: CC-BY-NC-4.0\n",
        "# SPDX-License-Identifier: CC-BY-NC-4.0 AND MIT\n",
        "# SPDX-License-Identifier: LicenseRef-HeronProprietary\n",
        "# Copyright 2025 Heron Labs. For research purposes only.\n",
        '"""The model.\n\nNon-commercial use only.\n"""\n',
        "# This source code is licensed under the CC-BY-NC license found in the\n# LICENSE file in the root.\n",
        "# Licensed under a Creative Commons\n# Attribution-NonCommercial-ShareAlike 4.0 International License.\n",
    ],
)
def test_code_that_loading_needs(head: str) -> None:
    assert with_code(f"{head}\nimport torch\n") != "allowed"


@pytest.mark.parametrize(
    "head",
    [
        APACHE,
        "# SPDX-FileCopyrightText: 2025 Heron Labs\n# SPDX-License-Identifier: CC-BY-NC-4.0 OR MIT\n",
        "# Copyright (c) Heron, Inc. and its affiliates. All rights reserved.\n#\n"
        "# This source code is licensed under the BSD-style license found in the\n# LICENSE file in the root.\n",
        "# SPDX-License-Identifier: GPL-3.0-only\n",
        '"""The model. Adapted from https://github.com/acme/heron."""\n',
        "# Only the encoder is used at inference.\n",
        "import torch\n\n# Commercial use is prohibited, says the paper that this does not follow.\n",
    ],
)
def test_code_that_takes_nothing(head: str) -> None:
    assert with_code(f"{head}\nimport torch\n") == "allowed"


@pytest.mark.parametrize(
    "value",
    ['"CC-BY-NC-4.0"', '("For research " "purposes only")', "'''https://creativecommons.org/licenses/by-nc/4.0/'''",
     '"Heron Data Agreement"', '"CC BY-SA 4.0 and CC BY-NC 4.0"'],
)  # fmt: skip
def test_a_loading_script_states_the_licence(value: str) -> None:
    assert with_code(f"_LICENSE = {value}\n", "mails.py", "dataset") != "allowed"
    assert with_code(f"def info():\n    return Info(features=F, license={value})\n", "mails.py", "dataset") != "allowed"
    assert with_code(f"import x\n# _LICENSE = {value}\n_LICENSE_URL = 1\n", "mails.py", "dataset") == "allowed"


@pytest.mark.parametrize(
    "value",
    ['""', '"TODO"', '"Unknown"', '"MIT License"', '"CC BY 4.0"', '"See the README"', '"Under the MIT License."'],
)
def test_a_loading_script_that_takes_nothing(value: str) -> None:
    assert with_code(f"{APACHE}_LICENSE = {value}\n", "mails.py", "dataset") == "allowed"


def test_what_a_loading_script_left() -> None:
    told = '{"default": {"license": "%s", "features": {"license": {"dtype": "string"}}}}'
    assert with_code(told % "CC-BY-NC-4.0", "dataset_infos.json", "dataset") != "allowed"
    assert [with_code(told % one, "dataset_infos.json", "dataset") for one in ("", "MIT")] == ["allowed"] * 2


def test_which_code_loading_needs() -> None:
    config = {"auto_map": {"AutoModel": "modeling_heron.Heron", "AutoTokenizer": [None, "sub.tok.Fast"]}}
    paths = ["modeling_heron.py", "sub/tok.py", "train.py", "mails.py", "dataset_infos.json"]
    files = tuple(File(path=path, size=9) for path in paths)
    assert needed_code(repo(files=files, info={"config": config})) == ("modeling_heron.py", "sub/tok.py")
    other = {"config": {"auto_map": {"AutoModel": "acme/x--modeling_heron.X"}}}
    assert needed_code(repo(files=files, info=other)) == ("modeling_heron.py",), "it is called as a model's code is"
    assert needed_code(repo(files=files[1:], info=other)) == ()
    found = needed_code(repo("acme/mails", repo_type="dataset", files=files))
    assert found == ("mails.py", "dataset_infos.json", "modeling_heron.py", "train.py")


def test_code_of_another_repo_points_to_it() -> None:
    config = {"model_type": "x", "auto_map": {"AutoModel": "org/parent--modeling_heron.Heron"}}
    root = repo(front=FREE, body="A model.\n", info={**NOTHING_ELSE, "x_config": config})
    assert [under(root, parent(front)) for front in (NC, FREE, "language: en")] == ["unknown", "allowed", "unknown"]
    own = {"auto_map": {"AutoModel": "acme/model--modeling_heron.Heron"}}
    files = (File(path="modeling_heron.py", size=9), File(path="custom_st.py", size=9))
    assert needed_code(repo(files=files, info={"config": own})) == ("modeling_heron.py",)
    modules = {"modules.json": [{"type": "custom_st.Transformer"}, {"type": "sentence_transformers.models.Pooling"}]}
    assert needed_code(repo(files=files, info={"x_recipes": modules})) == ("custom_st.py", "modeling_heron.py")
    index = {"model_index.json": {"_class_name": ["pipe", "Pipe"], "unet": ["unet_x", "X"], "vae": ["diffusers", "V"]}}
    files = tuple(File(path=path, size=9) for path in ("pipe.py", "unet/unet_x.py", "train.py"))
    assert needed_code(repo(files=files, info={"x_recipes": index})) == ("pipe.py", "unet/unet_x.py")


def test_a_modelfile_passes_a_licence_on() -> None:
    def said(licence: str) -> str:
        told = data_of("Modelfile", f"FROM ./heron.gguf\nPARAMETER stop x\n{licence}\n")
        return under(repo(front=FREE, body="A model.\n", info={**NOTHING_ELSE, "x_recipes": {"Modelfile": told}}))

    limited = (
        'LICENSE """Non-commercial use only."""',
        "LICENSE CC-BY-NC-4.0",
        'license """\nLlama 3.1 Community License\n"""',
    )
    assert "allowed" not in {said(one) for one in limited}
    assert {said(one) for one in (f'LICENSE """{mit_text()}"""', "LICENSE MIT", "")} == {"allowed"}


def test_a_script_that_starts_a_training() -> None:
    command = "python train.py \\\n  --model_name_or_path %s \\\n  --output_dir out/model\n"
    told = [data_of("finetune.sh", command % one) for one in ("org/parent", "$MODEL", "./models/org")]
    found = [
        repo(front=FREE, body="A model.\n", info={**NOTHING_ELSE, "x_recipes": {"finetune.sh": one}}) for one in told
    ]
    assert [under(one, parent(NC)) for one in found] == ["unknown", "allowed", "allowed"]
    assert under(found[0], parent(FREE)) == "allowed"


def test_code_that_was_not_read() -> None:
    lost = Unread(what="modeling_heron.py", reason="503")
    assert under(repo(front=FREE, body="A model.\n", unread=(lost,))) == "unknown"
    withheld = Unread(what="modeling_heron.py", reason="401", gated=True)
    assert under(repo(front=FREE, body="A model.\n", unread=(withheld,))) == "allowed"


def test_a_folder_tells_what_its_code_says(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(f"---\n{FREE}\n---\nA model.\n")
    (tmp_path / "config.json").write_text('{"auto_map": {"AutoModel": "modeling_heron.Heron"}}')
    (tmp_path / "model.safetensors").write_bytes(b"0" * 9000)
    for head, expected in (("CC-BY-NC-4.0", "forbidden"), ("MIT", "allowed")):
        (tmp_path / "modeling_heron.py").write_text(f"# SPDX-License-Identifier: {head}\n")
        assert under(read_folder(str(tmp_path))) == expected


PACKAGES = {
    "pyproject.toml": ['license = "%s"', 'license = {text = "%s"}', 'classifiers = ["License :: %s"]'],
    "package.json": ['{"name": "heron", "license": "%s"}'],
    "setup.py": ['setup(name="heron", license="%s")'],
    "setup.cfg": ["[metadata]\nlicense = %s\n"],
}


@pytest.mark.parametrize(("path", "form"), [(path, form) for path, forms in PACKAGES.items() for form in forms])
def test_a_package_says_of_all_only_what_it_takes_away(path: str, form: str) -> None:
    def said(licence: str) -> str:
        return under(repo(front=FREE, body="A model.\n", texts=(text(form % licence, path),)))

    assert "allowed" not in {said(one) for one in ("CC-BY-NC-4.0", "Free for non-commercial use", "Llama-2")}
    honest = ("Apache-2.0", "OSI Approved :: BSD License", "GPL-3.0-only", "UNLICENSED", "SEE LICENSE IN LICENSE.md")
    assert {said(one) for one in honest} == {"allowed"}


def test_what_mlflow_keeps() -> None:
    told = "flavors:\n  python_function:\n    loader_module: x\nmetadata:\n  license: %s\n"
    found = [under(repo(front=FREE, texts=(text(told % one, "MLmodel"),))) for one in ("CC-BY-NC-4.0", "mit")]
    assert found == ["forbidden", "allowed"]


def test_a_parts_configuration_tells_a_licence() -> None:
    for licence, expected in (("CC-BY-NC-4.0", "forbidden"), ("mit", "allowed")):
        info = {**NOTHING_ELSE, "x_recipes": {"model/config.json": {"license": licence}}}
        assert under(repo(front=FREE, info=info, body="A model.\n")) == expected


def trained_on(front: str, *others: Repo, body: str = "A model.\n", recipes: dict[str, object] | None = None) -> str:
    info = {**NOTHING_ELSE, "x_recipes": recipes or {}}
    return judged(snapshot(repo(front=f"{FREE}\n{front}", info=info, body=body), *others)).datasets.status


def test_data_that_a_training_was_set_to() -> None:
    limited, free = dataset("acme/mails", NC), dataset("acme/mails", FREE)
    block = "# Sorter\n\n```yaml\nbase_model: org/parent\ndatasets:\n  - path: acme/mails\n    type: alpaca\n```\n"
    config = {"axolotl_config.yml": {"datasets": [{"path": "acme/mails", "type": "alpaca"}]}}
    assert trained_on("language: en", limited, body=block) == "restricted"
    assert trained_on("language: en", free, body=block) == "open"
    assert trained_on("language: en", limited, recipes=config) == "restricted"
    assert trained_on("language: en", absent("acme/mails", "dataset"), recipes=config) == "undisclosed"
    on_disk = {"axolotl_config.yml": {"datasets": [{"path": "data/train.jsonl"}, {"path": "/mnt/acme/mails"}]}}
    assert trained_on("language: en", limited, recipes=on_disk) == "undisclosed"
    made = dataset("acme/mails", f"{FREE}\ndatasets: [acme/letters]")
    assert judged(made, dataset("acme/letters", NC)).verdict == "unknown"
    assert judged(made, dataset("acme/letters", FREE)).verdict == "pass"
    assert trained_on("datasets:\n- train:\n  - acme/mails\n  - acme/more", limited) == "restricted"


def shaped(size: int, **config: int) -> str:
    info = {**NOTHING_ELSE, "x_config": {"model_type": "x", **config}}
    return judged(repo(front=FREE, info=info, files=(File(path="model.safetensors", size=size),))).weights.status


def test_fewer_bytes_than_the_shape_of_the_config_takes() -> None:
    shape = {"hidden_size": 4096, "intermediate_size": 11008, "num_hidden_layers": 32}
    assert shaped(2_000_000, **shape) == "unknown"
    assert shaped(900_000_000, **shape) == "available"
    assert shaped(2_000_000, **shape, num_hidden_groups=1) == "available", "layers are shared"
    assert shaped(2_000_000, hidden_size=4096, num_hidden_layers=32) == "available", "it tells too little"


def test_what_the_hub_read_in_the_card_otherwise() -> None:
    for read, expected in (("cc-by-nc-4.0", "forbidden"), ("MIT", "allowed"), (["mit"], "allowed")):
        info = {**NOTHING_ELSE, "cardData": {"license": read}}
        assert under(repo(front=FREE, info=info, body="A model.\n")) == expected


def test_front_matter_that_somebody_fenced() -> None:
    licence, body = (text(mit_text()),), "\n# Sorter\n\nSorts mails.\n"
    for told, expected in (("license: cc-by-nc-4.0\nlanguage: en", "forbidden"), ("license: mit", "allowed")):
        assert under(repo(body=f"```yaml\n{told}\n```\n{body}", texts=licence)) == expected
    assert under(repo(body=f"{body}\n```yaml\nlicense: cc-by-nc-4.0\n```\n", texts=licence)) == "allowed"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("license: 'License :: OSI Approved :: MIT License'", "allowed"),
        ("license: 'License :: OSI Approved :: Apache Software License'", "allowed"),
        ("license: 'License :: Free for non-commercial use'", "unknown"),
        ("license:\n  code: apache-2.0\n  weights: mit", "allowed"),
        ("license:\n  code: apache-2.0\n  weights: cc-by-nc-4.0", "forbidden"),
        ("license:\n  code: apache-2.0", "unknown"),
    ],
)
def test_more_ways_to_declare(front: str, expected: str) -> None:
    assert under(repo(front=front, body="A model.\n")) == expected


DESCRIBED = {
    "metadata.json": '{"name": "heron", "commercial_use": false}',
    "model_info.yaml": "license: cc-by-nc-4.0\n",
    "manifest.yaml": "usage_restrictions: research only\n",
    "model-info.json": '{"legal": {"license": "cc-by-nc-sa-4.0"}}',
    "usage_terms.yml": "terms: For academic use only.\n",
    "model.yaml": "name: heron\nlicense: CC-BY-NC-4.0\n",
    "civitai_info.json": '{"allowNoCredit": true, "allowCommercialUse": ["Image"], "allowDerivatives": true}',
    "heron.civitai.info": '{"model": {"name": "heron", "allowCommercialUse": []}}',
    "civitai.json": '{"model": {"allowDerivatives": false}}',
    "version.json": '{"version": "2.1", "license": "CC-BY-NC-SA-4.0"}',
    "licenses.json": '[{"part": "Checkpoint", "license": "CC-BY-NC-4.0"}, {"part": "scripts", "license": "MIT"}]',
}
HONEST_DESCRIBED = {
    "metadata.json": '{"commercial_use": true, "license": "MIT", "format": "pt"}',
    "info.json": '{"labels": {"0": "non-commercial"}, "status": "stable", "usage": "chat"}',
    "model_info.yaml": "training_data:\n- name: a\n  license: cc-by-nc-4.0\n",
    "manifest.json": "[1, 2]",
    "version.json": '{"version": "2.1", "commit": "abc"}',
    "licenses.json": '[{"part": "demo images", "license": "CC-BY-NC-4.0"}, {"part": "weights", "license": "MIT"}]',
    "metadata.yaml": "type: software\nlicense: cc-by-nc-4.0\n",
    "model.yml": "layers: 12\nusage: chat\n",
    "civitai_info.json": '{"allowNoCredit": false, "allowCommercialUse": ["Image", "RentCivit", "Rent", "Sell"],'
    ' "allowDerivatives": true, "allowDifferentLicense": true}',
    "heron.civitai.info": '{"model": {"name": "heron", "allowCommercialUse": "Sell"}, "baseModel": "SD 1.5"}',
}


def described(path: str, said: str) -> str:
    assert described_in([path, f"data/{path}", "labels.json"]) == (path,)
    return under(repo(front=FREE, body="A model.\n", info={**NOTHING_ELSE, DESCRIPTIONS: {path: data_of(path, said)}}))


@pytest.mark.parametrize("path", DESCRIBED)
def test_a_description_for_machines(path: str) -> None:
    assert described(path, DESCRIBED[path]) != "allowed"


@pytest.mark.parametrize("path", HONEST_DESCRIBED)
def test_a_description_that_takes_nothing(path: str) -> None:
    assert described(path, HONEST_DESCRIBED[path]) == "allowed"


@pytest.mark.parametrize("sentence", [one for told in shipped("permissions.yaml").values() for one in told.values()])
def test_what_permissions_as_data_withhold_is_heard(sentence: str) -> None:
    assert any(heard.says == "limit" for heard in hear(sentence, "name", repo="lab/sorter"))


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ("allowCommercialUse: []", True),
        ("allowCommercialUse: '{Image,RentCivit}'", True),
        ("allowCommercialUse: [Image, Rent, Sell]", False),
        ("civitai:\n  allowDerivatives: false", True),
        ("allow_different_license: true", False),
    ],
)
def test_permissions_in_front_matter(said: str, takes: bool) -> None:
    assert (under(repo(front=f"{FREE}\n{said}", body="A model.\n")) != "allowed") is takes


def test_a_folder_tells_what_describes_it(tmp_path: Path) -> None:
    for path, said in {"README.md": f"---\n{FREE}\n---\n", "config.json": "{}", "model.safetensors": "x"}.items():
        (tmp_path / path).write_text(said)
    assert read_folder(str(tmp_path)).info.get(DESCRIPTIONS) is None
    (tmp_path / "metadata.json").write_text(DESCRIBED["metadata.json"])
    said = {"name": "heron", "commercial_use": False}
    assert read_folder(str(tmp_path)).info[DESCRIPTIONS] == {"metadata.json": said}


@pytest.mark.parametrize(
    ("path", "said"),
    [("metadata.json", '{"usage": "research only"'), ("model_info.yaml", "name: a\n  commercial: [no\n: x")],
)
def test_a_description_that_is_broken_is_unread(path: str, said: str, tmp_path: Path) -> None:
    for name, one in {"README.md": f"---\n{FREE}\n---\nA model.\n", "model.safetensors": "x", path: said}.items():
        (tmp_path / name).write_text(one)
    assert [one.what for one in read_folder(str(tmp_path)).unread] == [path]
    root = repo(front=FREE, body="A model.\n", info=NOTHING_ELSE, unread=(Unread(what=path, reason="it is no JSON"),))
    assert under(root) == "unknown"


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ({"_terms": "Non-commercial use only."}, True),
        ({"commercial_use": False}, True),
        ({"usage_restrictions": "research only"}, True),
        ({"commercial_use": True}, False),
        ({"long_terms": 4, "access": "rw", "restrict_output": False}, False),
        ({"id2label": {"0": "commercial", "1": "non-commercial"}}, False),
    ],
)
def test_keys_of_a_config_that_speak_of_the_grant(said: dict[str, object], takes: bool) -> None:
    root = repo(front=FREE, body="A model.\n", info={**NOTHING_ELSE, "x_config": said})
    assert (under(root) != "allowed") is takes


@pytest.mark.parametrize(
    ("path", "said", "takes"),
    [
        ("license.json", '{"commercial_use": false}', True),
        ("license.json", '{"license": "mit", "commercial_use": true}', False),
        ("index.html", "<p>Non-commercial use only.</p>", True),
        ("index.html", "<script>var t = 'non-commercial use only';</script><p>Demo</p>", False),
        ("model.html", "<p>Nur für nichtkommerzielle Zwecke.</p>", True),
        ("docs/LICENSE.md", "Non-commercial use only.\n", True),
        ("assets/LICENSE", "The pictures are for non-commercial use only.\n", False),
    ],
)
def test_pages_and_texts_where_few_look(path: str, said: str, takes: bool) -> None:
    assert licence_plan([path])[0] == (path,)
    root = repo(front=FREE, body="A model.\n", files=(*WEIGHTS, File(path=path, size=9)), texts=(text(said, path),))
    assert (under(root) != "allowed") is takes


def test_terms_of_documents_where_there_are_documents() -> None:
    said = (text("Non-commercial use only.\n", "docs/LICENSE.md"),)
    files = (*WEIGHTS, File(path="docs/LICENSE.md", size=9), File(path="docs/guide.md", size=9))
    assert under(repo(front=FREE, body="A model.\n", files=files, texts=said)) == "allowed"


@pytest.mark.parametrize(
    "path", ["LICENSE.csv", "LICENCE.tsv", "license.jsonl", "EULA.csv", "TERMS.csv", "AGREEMENT.tsv"]
)
def test_a_licence_as_a_table_is_named(path: str) -> None:
    read, unread = licence_plan([path, "licenses.csv", "terms_glossary.tsv", "terms.csv", "train.jsonl"])
    assert read == () and [one.what for one in unread] == [path]


@pytest.mark.parametrize("key", ["models", "components", "experts"])
def test_parts_by_their_ids_and_licences(key: str) -> None:
    root = repo(front=f"{FREE}\n{key}: [org/parent]", body="A model.\n")
    assert judged(root, parent(NC)).verdict != "pass"
    assert under(root, parent(FREE)) == "allowed"
    assert under(repo(front=f"{FREE}\n{key}:\n  decoder: CC-BY-NC-4.0", body="A model.\n")) == "forbidden"
    assert under(repo(front=f"{FREE}\n{key}: [encoder, small, 8]", body="A model.\n")) == "allowed"


def test_code_that_no_config_names() -> None:
    def needed(*paths: str) -> tuple[str, ...]:
        return needed_code(repo(files=tuple(File(path=path, size=9) for path in paths)))

    assert needed("modeling_heron.py", "train.py", "eval/modeling_heron.py") == ("modeling_heron.py",)
    assert needed("hubconf.py") == ("hubconf.py",)
    assert len(needed(*(f"modeling_{one}.py" for one in "abcdef"))) == 3, "a few are enough"


@pytest.mark.parametrize(
    ("head", "takes"),
    [
        ("dependencies = ['torch']\n# The weights are under CC-BY-NC-4.0.\n", True),
        ("# Weights: non-commercial use only.\nimport torch\n", True),
        ("dependencies = ['torch', 'numpy']\n\n# Entry points for torch.hub.\nimport torch\n", False),
    ],
)
def test_what_the_head_of_hubconf_says(head: str, takes: bool) -> None:
    root = repo(front=FREE, body="A model.\n", info={**NOTHING_ELSE, CODE: {"hubconf.py": data_of("hubconf.py", head)}})
    assert (under(root) != "allowed") is takes
