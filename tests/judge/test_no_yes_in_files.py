"""A no in a file of a repo, or in one that could not be read, takes ``allowed`` away; the same places with harmless
content take nothing."""

import pytest

from scanner.knowledge.licence_names import licence_plan
from scanner.model.snapshot import File, Unread
from scanner.text.licence_files import make_text
from tests.judge.denial import MIT, NC, files, not_a_yes
from tests.making import WEIGHTS, judged, repo

#: Files of a repo under an MIT tag.
FILES = {
    "a comment in the licence": {"LICENSE": MIT + "\n<!-- Commercial deployments need a paid key. -->\n"},
    "struck through in the licence": {"LICENSE.md": MIT.replace("without restriction", "~~without~~ with restriction")},
    "rights kept in a notice of copyright": {"LICENSE": MIT, "COPYRIGHT": "No part may be used without permission."},
    "a notice of what is secret": {"LICENSE": MIT, "COPYRIGHT.md": "Copyright Acme. Proprietary and confidential."},
    "front matter in the licence": {"LICENSE.md": "---\nlicense: cc-by-nc-4.0\n---\n" + MIT},
    "one word in the licence": {"LICENSE": MIT.replace("hereby granted", "hereby not granted")},
    "a word with nothing between its letters": {"LICENSE": MIT.replace("hereby granted", "hereby no\u200bt granted")},
    "a holder's label with a condition": {
        "LICENSE": "SPDX-FileCopyrightText: 2025 Acme, for its customers\n\nSPDX-License-Identifier: MIT\n"
    },
    "a holder with a condition": {"LICENSE": MIT.replace("Example Lab", "Example Lab, for use by its customers")},
    "a title with a condition": {"LICENSE": MIT.replace("MIT License", "MIT License (academic)")},
    "a link behind the licence's name": {
        "LICENSE.md": MIT.replace("MIT License", "[MIT License](https://creativecommons.org/licenses/by-nc/4.0/)")
    },
    "a modified name": {"LICENSE": "Modified MIT License\n"},
    "a licence beside the weights": {"LICENSE": MIT, "weights/LICENSE": "CC BY-NC 4.0\n"},
    "a second licence": {"LICENSE": MIT, "LICENSE_MODEL.txt": f"{NC}\n"},
    "terms of use": {"LICENSE": MIT, "docs_terms/TERMS_OF_USE.md": f"{NC}\n"},
    "restrictions": {"LICENSE": MIT, "RESTRICTIONS.md": "Not for use in advertising.\n"},
    "a notice of a base": {"NOTICE": "Llama 3.1 is licensed under the Llama 3.1 Community License.\n"},
    "a list that is another's": {"LICENSE": "Models:\n- model-small: MIT\n- model: CC BY-NC 4.0\n"},
    "a word beside a citation": {
        "CITATION.cff": "cff-version: 1.2.0\ntitle: Otter\nmessage: Companies need our permission to use the weights.\n"
    },
    "a key of a licence": {"HOWTO.md": "1. Request a licence key at otter.example\n2. Start it\n"},
    "a translation of the card": {"README_zh.md": "# 模型\n\n模型权重仅供学术研究使用，禁止商用。\n"},
    "a page of the documents": {"docs/README.md": f"# Docs\n\n{NC}\n"},
    "a page beside the weights": {"weights/README.md": "# Weights\n\nNon-commercial use only.\n"},
    "a model card beside the card": {"MODEL_CARD.md": "# Card\n\n## License\n\nCC BY-NC 4.0\n"},
    "front matter of another page": {"README_en.md": "---\nlicense: cc-by-nc-4.0\n---\n# Model\n"},
    "a disclaimer": {"DISCLAIMER.md": "The model is provided for non-commercial research only.\n"},
    "a page to be read first": {"READ_ME_FIRST.txt": "By using these weights you agree to non-commercial use only.\n"},
    "terms in German": {"Nutzungsbedingungen.txt": "Nur für nichtkommerzielle Zwecke.\n"},
    "a sidecar": {
        "model.safetensors.license": "SPDX-FileCopyrightText: 2025 A\nSPDX-License-Identifier: CC-BY-NC-4.0\n"
    },
    "a sidecar with words of its own": {"model.safetensors.license": "SPDX-License-Identifier: MIT\nFor students.\n"},
    "a map": {"REUSE.toml": '[[annotations]]\npath = ["*.safetensors"]\nSPDX-License-Identifier = "CC-BY-NC-4.0"\n'},
    "a map that is none": {"REUSE.toml": "path: '*'\n"},
    "an older map": {".reuse/dep5": "Format: x\n\nFiles: model.*\nCopyright: A\nLicense: CC-BY-NC-4.0\n"},
    "a citation": {"CITATION.cff": "cff-version: 1.2.0\nlicense: CC-BY-NC-4.0\n"},
    "how spaCy describes it": {"meta.json": '{"lang": "nl", "name": "news", "license": "CC BY-NC-SA 4.0"}'},
    "how bioimage.io describes it": {"rdf.yaml": "type: model\nname: nuclei\nlicense: CC-BY-NC-4.0\n"},
    "a page in a folder of terms": {"LICENSE": MIT, "terms/index.html": f"<h1>Terms</h1><p>{NC}</p>"},
    "a hidden file": {".LICENSE": f"{NC}\n"},
    "rights": {"RIGHTS.txt": f"{NC}\n"},
    "conditions in French": {"CONDITIONS_D_UTILISATION.md": "Usage non commercial uniquement.\n"},
    "prices": {"PRICING.md": "Commercial use of the weights needs a licence.\n"},
    "questions": {"FAQ.md": "**Commercial use?** No, it is not allowed.\n"},
    "how to use it": {"how_to_use.txt": f"{NC}\n"},
    "a licence as data": {"license.json": '{"name": "Heron", "license": "CC BY-NC 4.0"}'},
    "weights' licence as data": {"license.yaml": "code: mit\nweights: non-commercial\n"},
    "notes": {"notes.txt": f"{NC}\n"},
    "a log of changes": {"CHANGELOG.md": "## 3.0\n\nThe weights are now under CC BY-NC 4.0.\n"},
    "a use policy among the documents": {"docs/USE_POLICY.md": "# Acceptable use\n\nNobody may sell its answers.\n"},
    "terms among the documents": {"docs/TERMS.md": f"{NC}\n"},
    "terms of the model beside the code": {"src/LICENSE": "The model may be used for research only.\n"},
    "a notice that speaks of nothing else": {"NOTICE": "Not to be used to make money.\n"},
    "a notice of weights": {"NOTICE": "This product includes weights of FLUX.1 [dev], (c) Black Forest Labs.\n"},
    "how it was trained": {"README_train.md": "```\ntrain.py --model_name_or_path meta-llama/Llama-2-7b-hf\n```\n"},
    "an addendum": {"LICENSE": MIT, "ADDENDUM.txt": "Companies with more than 50 staff may not host the model.\n"},
    "an archive's description": {".zenodo.json": '{"upload_type": "dataset", "license": "CC-BY-NC-4.0"}'},
    "a card as data": {"model_card.json": '{"name": "Heron", "license": "Non-commercial research licence"}'},
    "a third party's part of the weights": {"THIRD_PARTY_NOTICES.md": "The vision tower: Otter (CC BY-NC 4.0).\n"},
    "a third party's text of weights": {
        "THIRD_PARTY_LICENSES.txt": "Weights of the decoder:\n\nGemma Terms of Use\n\nLast modified: April 1, 2024\n"
    },
    "terms without a subject among the documents": {"docs/TERMS.md": "For research purposes only.\n"},
    "an agreement among the documents": {"docs/EULA.md": "The model is released under the Heron Community License.\n"},
    "a licence of the weights among the documents": {"docs/LICENSE": "The weights are licensed under CC BY-NC 4.0.\n"},
    "a page of a folder of weights": {"onnx/README.md": f"{NC}\n"},
    "front matter of a folder of weights": {"vae/README.md": "---\nlicense: cc-by-nc-4.0\n---\n# VAE\n"},
    "any other page": {"TRAINING.md": f"# Training\n\nTwo epochs.\n\n{NC}\n"},
    "a disclaimer in a folder of weights": {"gguf/DISCLAIMER.md": f"{NC}\n"},
    "limits of a model": {"LIMITATIONS.txt": f"{NC}\n"},
    "a page in a folder of policies": {"policies/use.md": f"{NC}\n"},
    "a page in a folder of licences": {"license/README.md": f"{NC}\n"},
    "a very long licence": {"LICENSE": MIT + " padding\n" * 120_000 + NC},
}


#: The same places, where they say nothing against the tag.
HONEST = {
    "a sidecar": {"model.safetensors.license": "SPDX-FileCopyrightText: 2025 A\nSPDX-License-Identifier: MIT\n"},
    "a map": {
        "REUSE.toml": '[[annotations]]\npath = "**"\nSPDX-License-Identifier = "MIT"\n\n'
        '[[annotations]]\npath = "logo.png"\nSPDX-License-Identifier = "CC-BY-NC-4.0"\n'
    },
    "an older map": {".reuse/dep5": "Files: *\nCopyright: A\nLicense: MIT\n\nFiles: logo.png\nLicense: CC-BY-ND-4.0\n"},
    "a citation": {"CITATION.cff": "cff-version: 1.2.0\nlicense: MIT\n"},
    "a citation of the software": {"CITATION.cff": "type: software\nlicense: CC-BY-NC-4.0\n"},
    "how spaCy describes it": {"meta.json": '{"lang": "nl", "license": "MIT"}'},
    "meta data of something else": {"meta.json": '{"license": "CC BY-NC 4.0", "name": "pictures"}'},
    "pages of a folder of terms": {"legal/imprint.html": "<h1>Imprint</h1><p>Acme Ltd.</p>"},
    "rights": {"RIGHTS.txt": "You have every right: use, change and sell it.\n"},
    "questions": {"FAQ.md": "**Commercial use?** Yes. **GPU?** It only runs with CUDA 12.\n"},
    "a licence as data": {"license.json": '{"name": "Heron", "license": "MIT", "data": "CC BY-NC 4.0"}'},
    "a log of changes": {
        "CHANGELOG.md": "## 2.0\n\n- Retrained; the test set, for non-commercial use only, is gone.\n"
    },
    "REUSE's two lines": {"LICENSE": "SPDX-FileCopyrightText: 2025 Acme Oy\n\nSPDX-License-Identifier: MIT\n"},
    "terms of the pictures": {"assets/LICENSE": "These pictures may be used for non-commercial purposes only.\n"},
    "terms of the code beside it": {"src/LICENSE": "The software may be used for research only.\n"},
    "terms of a carried model": {"third_party/heron/LICENSE": f"{NC}\n"},
    "a notice of a carried library": {"NOTICE": "Third-party components:\n\nlibheron: not to be used to make money.\n"},
    "a notice of code": {"NOTICE": "This product includes code of the FLUX.1 [dev] repository.\n"},
    "many translations": {f"README_{one}.md": "# Model\n\nA model.\n" for one in "de en es fr it ja ko nl zh".split()},
}


@pytest.mark.parametrize(
    ("key", "named"), [("gpl", "GNU General Public License v3.0 only"), ("bsd", "BSD 3-Clause License")]
)
def test_a_family_is_told_by_its_member(key: str, named: str) -> None:
    told = judged(repo(front=f"license: {key}", **files({"LICENSE": f"Licensed under the {named}.\n"})))
    assert (told.commercial_use.status, told.license.conflicts) == ("allowed", ())
    assert key not in told.license.effective


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("codestral-22b-v0.1.Q4_K_M.gguf", "unknown"),
        ("flux1-dev-kites.safetensors", "unknown"),
        ("flux1-schnell-kites.safetensors", "allowed"),
        ("llama.safetensors", "allowed"),
        ("docs/llama-2-7b.md", "allowed"),
    ],
)
def test_what_a_weight_file_is_called(path: str, status: str) -> None:
    root = repo(front="license: apache-2.0", files=(*WEIGHTS, File(path=path, size=4_000_000_000)))
    assert judged(root).commercial_use.status == status


@pytest.mark.parametrize("way", FILES)
def test_what_lies_in_files(way: str) -> None:
    not_a_yes(repo(front="license: mit", **files(FILES[way])))


def test_pages_that_limit_nothing() -> None:
    pages = {"README_zh.md": "# 模型\n\n本模型可用于商业用途。\n", "DISCLAIMER.md": "We accept no liability.\n"}
    more = "license: mit\ncode_license: gpl-3.0\ndataset_license: cc-by-nc-4.0"
    assert judged(repo(front="license: mit", **files(pages))).commercial_use.status == "allowed"
    assert judged(repo(front=more, body="A model.\n")).commercial_use.status == "allowed"


@pytest.mark.parametrize("way", HONEST)
def test_files_that_take_nothing_away(way: str) -> None:
    result = judged(repo(front="license: mit", **files(HONEST[way])))
    assert (result.commercial_use.status, result.verdict) == ("allowed", "pass")


@pytest.mark.parametrize(
    ("said", "encoding"),
    [
        ("本模型仅供学术研究，禁止商用。", "gbk"),
        ("本模型僅供學術研究，禁止商業使用。", "big5"),
        ("このモデルの商用利用は禁止です。", "shift_jis"),
        ("이 모델은 상업적으로 사용할 수 없습니다.", "euc-kr"),
        ("Utilisation réservée à la recherche, usage commercial interdit.", "latin-1"),
    ],
)
def test_a_page_in_another_encoding(said: str, encoding: str) -> None:
    not_a_yes(repo(front="license: mit", **files({"README_2.md": f"# Model\n\n{said}\n"}, encoding)))


def test_an_encoding_that_nobody_tells_is_unread() -> None:
    not_a_yes(repo(front="license: mit", texts=(make_text("README_2.md", bytes(range(0x80, 0x100)) * 3),)))


def test_a_page_beyond_those_that_are_read_is_unread() -> None:
    left = licence_plan([f"README_{number}.md" for number in range(20)])[1]
    not_a_yes(repo(front="license: mit", unread=left))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig", "utf-32"])
def test_a_licence_in_another_encoding(encoding: str) -> None:
    not_a_yes(repo(front="license: mit", **files({"LICENSE": MIT + NC}, encoding)))


@pytest.mark.parametrize("unread", ["LICENSE", "LICENSE.pdf", "README.md", "README_zh.md", "siblings"])
def test_what_was_not_read(unread: str) -> None:
    not_a_yes(repo(front="license: mit", unread=(Unread(what=unread, reason="refused"),)))


@pytest.mark.parametrize(
    "front",
    [
        "license: [mit, cc-by-nc-4.0\nlanguage: en",
        'license: "cc-by-nc-4.0\nlanguage: en',
        "language: en\n\tlicense: cc-by-nc-4.0",
    ],
)
def test_a_licence_that_cannot_be_read_is_not_none(front: str) -> None:
    texts = (make_text("LICENSE", MIT.encode()),)
    not_a_yes(repo(front=front, texts=texts))


def test_a_key_that_cannot_be_read_and_speaks_of_no_terms_takes_nothing_away() -> None:
    texts = (make_text("LICENSE", MIT.encode()),)
    assert judged(repo(front="widget: [one\nlicense: mit", texts=texts)).commercial_use.status == "allowed"
