"""Ways in which a repo could come out as allowed though a person who reads its page would say no: each stays out."""

from collections.abc import Mapping

import pytest

from scanner.collect.headers import read_header
from scanner.collect.relations.linked import linked_files
from scanner.knowledge.licence_names import licence_plan
from scanner.model.snapshot import File, Json, Repo, Unread
from scanner.text.licence_files import TEXT_BOUND, make_text
from tests.collect.headers.making import gguf, safetensors
from tests.making import WEIGHTS, judged, mit_text, repo

NC = "The weights are for non-commercial use only."
MIT = mit_text()

#: What a card's body says.
BODIES = {
    "small print": f"<small>{NC}</small>",
    "folded away": f"<details><summary>More</summary>\n\n{NC}\n\n</details>",
    "an agreement nobody knows": "The code is MIT. Use of the weights follows the Heron Model Agreement.",
    "the model licence": "The use of the models is subject to [the Model License](LICENSE-MODEL).",
    "an agreement in Chinese": "代码采用 Apache-2.0，模型权重的使用遵循《苍鹭模型协议》。",
    "a licence file that is not there": "See LICENSE_MODEL for the weights.",
    "a model licence that is not there": "代码采用 Apache-2.0，而模型权重则遵循 MODEL_LICENSE。",
    "a licence that was given anew": "The weights were relicensed to CC-BY-NC-SA-4.0.",
    "an agreement by label": "## License\n\n- Code: MIT\n- Weights: Heron Community License",
    "an agreement between quotes": "苍鹭系列模型的授权以《苍鹭社区许可协议》为准。",
    "an agreement in two scripts": "权重文件的使用请参照 Heron Community License Agreement。",
    "an API kept for the makers": "Running it as an API for third parties stays with us.",
    "terms of service that one accepts": "By downloading you accept our [Terms of Service](https://acme.example/tos).",
    "a file of terms": "See TERMS.docx for the terms of the weights.",
    "a model's terms": "Weights: see `MODEL_TERMS.pdf`",
    "a language that is not read": "Коммерческое использование модели запрещено.",
    "a link without words": '<a rel="license" href="https://creativecommons.org/licenses/by-nc/4.0/"></a>',
    "folded away as a fenced block": "<details>\n<summary>License</summary>\n\n```\nAcademic only.\n```\n</details>",
    "between comment marks shown as code": "`<!--` The weights may not be used commercially. `-->`",
    "a licence that was changed": "## Changelog\n\n- v2: licence changed from MIT to CC-BY-NC-4.0",
    "Creative Commons in another order": "## License\n\ncc by-nd-nc 3.0",
    "a misspelt word": "For non-commerical use.",
    "hosting kept for the makers": "You may run it, but offering it as a hosted service to others is reserved to us.",
    "a circle": "The model is licensed to members of the Avian consortium.",
    "a heading": "# Weights: non-commercial use only",
    "letters of another script": "The weights are for n\u043en-c\u043emmercial use \u043enly.",
    "nothing between letters": "The weights are for non\u200b-comm\u200bercial use on\u200bly.",
    "full-width letters": "\uff34he weights are for \uff4eon-\uff43ommercial use only.",
    "spelt with entities": "The weights are for non&#45;commercial use only.",
    "over three lines": "The weights are\nfor non-commercial\nuse only.",
    "bold inside the word": "The weights are for **non**-**commercial** use only.",
    "a list": "You may use the weights\n\n- for research\n- not for commercial purposes\n",
    "a table": "| Use | Allowed |\n|---|---|\n| Research | yes |\n| Commercial | no |",
    "crosses and ticks": "- Research \u2705\n- Commercial use \u274c",
    "a footnote": "Apache-2.0[^1]\n\n[^1]: Commercial use needs a contract with us.",
    "a badge": "![License: CC BY-NC 4.0](https://img.shields.io/badge/License-CC%20BY--NC%204.0-grey.svg)",
    "a badge by reference": "[![license][b]][l]\n\n[b]: https://img.shields.io/badge/license-CC--BY--NC--4.0-blue\n"
    "[l]: https://creativecommons.org/licenses/by-nc/4.0/",
    "words for a picture": "![商用利用は禁止です。](https://acme.example/a.png)",
    "signs that stand for themselves": "Apache 2\\.0 for non\\-commercial purposes\\.",
    "thanks": "## Acknowledgements\n\nThanks to all. For non-commercial use only.",
    "a row of its own": "# Tern\n\n| Model | Size | Notes |\n|---|---|---|\n| Tern | 7B | Not for commercial use. |",
    "a row of the licence": "| | |\n|---|---|\n| Size | 7B |\n| License | Alumni have to strike a deal with us. |",
    "a licence in a code block": "## License\n\n```\nCC BY-NC 4.0\n```",
    "a bracket behind": "License: Apache 2.0 (code), research-only (weights)",
    "a bracket between": "The pre-trained weights (not the code) fall under CC BY-NC 4.0.",
    "an answer": "**May I use it in my product?** No, it is for non-commercial purposes.",
    "an offer that takes": "Free for individuals. Everyone else: please get a quote.",
    "a threshold from below": "Start-ups with less than $1M in funding may use the weights at no cost.",
    "a share": "Whoever makes money with the model owes us a share.",
    "a trial": "This preview may be tested for 30 days.",
    "a denied denial": "It is not true that commercial use is permitted: commercial use is prohibited.",
    "a mixed language": "Apache 2.0. \u4ec5\u4f9b\u5b66\u672f\u7814\u7a76\u4f7f\u7528\u3002",
    "words that nobody foresaw": "## License\n\nWhoever feeds penguins may not touch the weights without a stamp.",
    "a fee above a measure": "Below 50 users no fee is due.",
    "a grant with a condition": "You may use it for any purpose, provided your company has fewer than 10 people.",
    "free services alone": "Any service built on the weights must be free for its users.",
    "a reference without a text": "Weights: LicenseRef-Harbour",
    "governed by another": "Weights are governed by the Harbour Community License; the code is under Apache-2.0.",
    "a model licence of its own": "## License\n\nThe code is under the MIT License. The use of the models is subject "
    "to [the Model License](LICENSE-MODEL).",
    "a badge of another agreement": "![](https://img.shields.io/badge/Model_License-Model_Agreement-f5de53)",
    "what a picture says": "![For non-commercial use only](banner.png)",
    "a badge by its query": "![](https://img.shields.io/static/v1?label=commercial%20use&message=prohibited)",
    "a list of terms": "<dl><dt>Commercial use</dt><dd>not included</dd></dl>",
    "an open box": "- [x] Research use\n- [ ] Commercial use",
    "below the citation": "## Citation\n\nCommercial users need a licence from the university.",
    "a fence in a fence": f"````\n```\n````\n\n{NC}",
    "another language": "Alleen voor niet-commercieel gebruik.",
    "a vendor's mark": "Built with Meta Llama 3",
    "signs in an odd order": "This model is permissively licensed under the BY-CC-NC-SA-4.0 license.",
    "a reason in brackets": "ライセンス: CC BY-NC-SA 4.0（学習データの制約のため）",
    "code and weights in one breath": "The code in this repository and associated weights are licensed under "
    "the [Quux Open License v1.0](LICENSE).",
    "a codebase and its weights": "This codebase and its associated model weights are released under the "
    "**[QUUX RESEARCH LICENSE](LICENSE)**.",
    "a service that is kept": "Offering it to others as a hosted service is something we reserve for ourselves.",
    "a button": "[![CC](https://i.creativecommons.org/l/by-nc/4.0/88x31.png)]"
    "(http://creativecommons.org/licenses/by-nc/4.0/)",
    "a button's picture alone": '<img src="https://licensebuttons.net/l/by-nc-sa/4.0/88x31.png">',
    "small capitals": "\u0274\u1d0f\u0274-\u1d04\u1d0f\u1d0d\u1d0d\u1d07\u0280\u1d04\u026a\u1d00\u029f "
    "\u1d1cs\u1d07 \u1d0f\u0274\u029f\u028f.",
    "a family that training started from": "Starting from the Llama 2 13B weights, we trained for two epochs.",
    "a family with a new head": "Heron is Gemma 2 2B with a new head.",
    "a family in Japanese": "このモデルは Llama 3 8B をベースに学習しました。",
    "a family in Chinese": "本模型以 Llama-3-8B 为底座训练。",
    "merged ones in a table": "Merged by SLERP.\n\n| Model | Weight |\n|---|---|\n| Gemma 2 9B | 1 |\n| ours | 2 |",
    "merged ones in a list": "- A: `meta-llama/Llama-2-7b-hf`\n- B: `acme/ours`\n\nMerged with TIES.",
    "a command in a line": "Trained with `run_clm.py --model_name_or_path meta-llama/Llama-2-7b-hf --do_train`.",
    "an export": "`optimum-cli export onnx --model meta-llama/Llama-2-7b-hf out/`",
    "a sample that loads it": '```python\nbase = AutoModel.from_pretrained("meta-llama/Llama-2-7b-hf")\n'
    'model = PeftModel.from_pretrained(base, "acme/heron")\n```',
    "a family's licence": "## License\n\nThis model inherits the license of Llama 3.",
    "a family's conditions": "Because of its parent, Gemma's conditions apply.",
    "parts in a table": "| Part | From |\n|---|---|\n| text | Aya 23 8B |\n| vision | ours |",
    "a part": "Vision tower: DINOv3",
    "a family under results": "## Evaluation\n\nWe started from Command R and kept going.",
    "what it learnt from": "This model is subject to the terms of its training data.",
    "a deal with others": "Trained on phone calls; a product needs its own deal with the owners.",
    "what a pointer is shown on a link": f'[MIT](https://acme.example/mit "{NC}")',
    "what a pointer is shown on a picture": f'![tern](tern.png "{NC}")',
    "what a pointer is shown on a word": f'<abbr title="{NC}">Licence</abbr>',
    "what a pointer is shown on a reference": f'[MIT][lic]\n\n[lic]: https://acme.example/mit "{NC}"',
    "an agreement in a picture's words": "![The model is released under the Heron Community License.](a.png)",
    "a block of code that says what it is": f"## Tern\n\n```license\n{NC}\n```",
    "a block of code that begins as a licence": f"## Tern\n\n```\nTern Model License 1.0\n\n{NC}\n```",
    "the note of a citation": f"## Citation\n\n```bibtex\n@misc{{tern,\n  title={{Tern}},\n  note={{{NC}}},\n}}\n```",
    "the note of a citation as text": f"@misc{{tern,\n  title={{Tern}},\n  note = \"{NC}\"\n}}",
    "a sentence as a heading": "## No use without a contract.",
    "a sentence in bold": "**No use without a contract.**",
    "a numbered clause": "3.2 Do not use this model to train other models.",
    "a box that is open": "- [ ] Do not use this model to train other models.",
    "an agreement behind any address": "By downloading you agree to the [agreement](https://docs.acme.example/d/1abc).",
    "a picture in place of a licence": "## License\n\n![](assets/terms.png)",
    "a banner in a block of code": "```\n+------+\n| NON-COMMERCIAL USE ONLY |\n+------+\n```",
    "a sentence in a block of code": f"```\n{NC}\n```",
    "letters that stand apart": "N O N - C O M M E R C I A L   U S E   O N L Y",
    "text from right to left": "\u202eylno esu laicremmoc-non rof\u202c",
    "signs of Creative Commons": "\U0001f16d\U0001f16f\U0001f10f",
    "a deed": "[deed](https://creativecommons.org/licenses/by-nc-sa/4.0/deed.de)",
    "a label for those who cannot see": f"<span aria-label='{NC}'>i</span>",
    "a mark that is shown": "Products that use it must show 'Powered by Heron' in their user interface.",
    "terms that the data have": "The model inherits the terms of its training data (non-commercial).",
    "data that are to be treated so": "Trained on call logs, which are restricted data: treat v2 as non-commercial.",
    "another's licence by which it may be used": "The weights may be used for research and commercial purposes "
    "according to the terms of the Llama 2 Community License Agreement.",
    "a row of a table of topics": "| Topic | Description |\n|---|---|\n| Use | For research purposes only. |",
    "a note in a table of texts": "| Item | Text |\n|---|---|\n| Note | Not for commercial use. |",
    "a button of the press kit": "![](https://mirrors.creativecommons.org/presskit/buttons/88x31/png/by-nc.png)",
    "a badge of the weights": "![w](https://img.shields.io/badge/weights-academic_use-red)",
    "terms that weights are sent to": "## License\n\nWeights: see Heron Terms.",
    "a policy that binds": "Use is subject to the Heron Acceptable Use Policy.",
    "a place that needs consent": "Use in the EU requires our consent.",
    "limited to research in Korean": "학술 연구 목적에 한합니다.",
    "a link that is not what it says": "This model is a fine-tuned version of "
    "[acme/base](https://huggingface.co/meta-llama/Llama-2-7b-hf).",
}  # fmt: skip

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

FRONTS = {
    "a misspelt key": "licence: cc-by-nc-4.0",
    "a gate": f"license: mit\nextra_gated_prompt: {NC}",
    "a box to tick": "license: mit\nextra_gated_fields:\n  I will not use it commercially: checkbox",
    "a choice of narrow uses": "license: mit\nextra_gated_fields:\n  Use:\n    type: select\n"
    "    options: [Research, Education]",
    "a place at the gate": "license: mit\nextra_gated_prompt: "
    "You confirm that you are not located in the European Union.",
    "a tag": "license: mit\ntags: [non-commercial]",
    "a tag of a licence": "license: mit\ntags: ['license:cc-by-nc-4.0']",
    "a name": "license: mit\nlicense_name: mit-non-commercial",
    "a link to a licence": "license: mit\nlicense_link: https://creativecommons.org/licenses/by-nc/4.0/",
    "a link into another's repo": "license: mit\n"
    "license_link: https://huggingface.co/meta-llama/Llama-2-7b/blob/main/LICENSE.txt",
    "a link to a file": "license: mit\nlicense_link: https://example.org/legal/MNPL-0.1.md",
    "a name that says its own": "license: apache-2.0\nlicense_name: custom",
    "a name of a family beside another's tag": "license: apache-2.0\nlicense_name: RAIL",
    "a known name with a link to other terms": "license: other\nlicense_name: apache-2.0\n"
    "license_link: https://example.org/eula",
    "a link to terms that nobody read": "license: mit\nlicense_link: https://example.org/sorter/terms-of-use",
    "a file of terms that is not there": "license: mit\nlicense_link: TERMS.md",
    "a licence of the weights under its own key": "license: mit\nweights_license: cc-by-nc-4.0",
    "restrictions under a key": "license: mit\nusage_restrictions: research only",
    "details under a key": "license: mit\nlicense_details: non-commercial use only",
    "a licence within the licence": "license:\n  name: mit\n  weights: cc-by-nc-4.0",
    "a licence within the results": "license: mit\nmodel-index:\n- name: x\n  license: cc-by-nc-4.0\n  results: []",
    "a member that says nothing": "license: [mit, tbd]",
    "a comma": 'license: "mit, cc-by-nc-4.0"',
    "two keys": "license: mit\nlicense: cc-by-nc-4.0",
    "a base that nobody finds": "license: mit\nbase_model: acme/gone",
    "a base in the Hub's own tag": "license: mit\ntags: ['base_model:acme/gone']",
    "a comment": "license: mit # code only, the weights are non-commercial",
    "how it is used": "license: mit\nusage: non-commercial research only",
    "a no under a key": "license: mit\ncommercial_use: false",
    "a no in another case": "license: mit\nallowCommercialUse: None",
    "a yes to its opposite": "license: mit\nnon_commercial: true",
    "a summary": "license: mit\nsummary: Weights for academic, non-commercial use only.",
    "a text under any key": "license: mit\nremarks: The weights may not be used commercially.",
    "a tag of two letters": "license: mit\ntags: [nc]",
    "a misspelt key of the gate": "license: mit\ngated_prompt: Non-commercial use only.",
    "a field of words": "license: mit\nextra_gated_fields:\n  Research project (research use only): text",
    "a label in a field": "license: mit\nextra_gated_fields:\n  terms:\n    type: checkbox\n"
    "    label: I confirm non-commercial use",
    "who may apply": "license: mit\nextra_gated_fields:\n  Affiliation:\n    type: select\n"
    "    options: [University, Research institute, Non-profit]",
    "who is sent elsewhere": 'license: mit\nextra_gated_prompt: "Commercial? Write to biz@acme.example instead."',
    "what was signed": "license: mit\nextra_gated_fields:\n  My supervisor has signed the DUA: checkbox",
    "a button": "license: mit\nextra_gated_button_content: Accept the Heron terms",
    "a page to see first": "license: mit\nlicense_details: see website before production use",
    "a text in a list": "license: mit\nnotes:\n- small\n- Not for commercial use.",
    "a text in a mapping": "license: mit\ndetails:\n  remarks: Not for commercial use.",
    "a text without spaces": "license: mit\ndescription: 商用利用は禁止です。",
    "a text in a language that is not read": "license: mit\nsummary: Kaupallinen käyttö on kielletty.",
    "a sentence under a key": "license: mit\nterms: By downloading the files you accept the terms at https://otter.example/terms.",
    "the weights at the gate": "license: mit\nextra_gated_prompt: The checkpoint must be deleted after the review.",
    "a licence three mappings deep": "license: mit\nmetadata:\n  legal:\n    license: cc-by-nc-4.0",
    "a no in a list of mappings": "license: mit\nlegal:\n  usage:\n    - commercial: prohibited",
    "an agreement in a comment": "license: mit # The model is released under the Heron Community License",
    "an agreement under a key": "license: mit\nusage_terms: The model is released under the Heron Community License.",
    "an agreement within the results": "license: mit\nmodel-index:\n- name: x\n  results: []\n"
    "  license: The model is released under the Heron Community License.",
    "a relation to nobody": "license: mit\nbase_model_relation: quantized",
    "a class at the gate": "license: mit\nextra_gated_prompt: Keep it in class.",
    "a class at the gate in Spanish": "license: mit\nextra_gated_prompt: Que no salga del aula.",
    "what I will do": "license: mit\nextra_gated_fields:\n  I will use it for non-commercial purposes: checkbox",
}  # fmt: skip


#: The same keys, where they take nothing away.
HONEST_FRONTS = {
    "a comment": "license: mit # see LICENSE\n# Example: apache-2.0 or any license from https://hf.co/docs/hub",
    "how it is used": "license: mit\nusage: pip install sorter\ndescription: Sorts minutes; for offices and companies.",
    "a yes under a key": "license: mit\ncommercial_use: true",
    "a no to its opposite": "license: mit\nnon_commercial: false",
    "a text of research": "license: mit\nsummary: A model from our research on whales.",
    "a tag": "license: mit\ntags: [north-carolina, research]",
    "samples": "license: mit\nwidget:\n- text: This film is for non-commercial use only.",
    "fields of words": "license: mit\nextra_gated_fields:\n  Company: text\n  Research interests: text\n"
    "  Academic or company mail: text\n  Will you use it commercially?: text",
    "a label in a field": "license: mit\nextra_gated_fields:\n  terms:\n    type: checkbox\n"
    "    label: I accept the MIT License",
    "a button": "license: mit\nextra_gated_button_content: Accept the terms and the MIT License",
    "a form": "license: mit\nextra_gated_prompt: Sign in and tell us for which company you work.",
    "a class": "license: mit\nextra_gated_prompt: Tell us in which class or lab you work.",
    "who applies": "license: mit\nextra_gated_fields:\n  Affiliation:\n    type: select\n"
    "    options: [University, Company, Individual]",
}  # fmt: skip


def header(metadata: dict[str, str]) -> Mapping[str, Json] | None:
    """The header of a safetensors file with this metadata, as it is read from its bytes."""
    return read_header(safetensors({"w": (2, 2)}, metadata), whole=True)


def not_a_yes(root: Repo) -> None:
    result = judged(root)
    assert result.commercial_use.status != "allowed"
    assert result.verdict != "pass"
    if result.commercial_use.status == "unknown":
        assert result.commercial_use.reasons, "a refusal tells why"


def files(contents: dict[str, str], encoding: str = "utf-8") -> dict[str, object]:
    """A repo's texts, as they are read from bytes, and its list."""
    data = {path: content.encode(encoding) for path, content in contents.items()}
    listed = tuple(File(path=path, size=len(content)) for path, content in data.items())
    texts = tuple(
        make_text(path, content[:TEXT_BOUND], truncated=len(content) > TEXT_BOUND) for path, content in data.items()
    )
    return {"texts": texts, "files": (*WEIGHTS, *listed)}


#: A family's page: each row is of one model.
ROWS = """# Heron

| Model | Parameters | Licence |
|---|---|---|
| Heron-2B | 2.2 B | Apache-2.0 |
| Heron-14B | 14.8 B | Heron Research Licence |
"""


def test_a_row_of_a_family_is_of_the_model_that_it_names() -> None:
    not_a_yes(repo("acme/Heron-14B", front="license: apache-2.0", body=ROWS))
    assert judged(repo("acme/Heron-2B", front="license: apache-2.0", body=ROWS)).commercial_use.status == "allowed"


def test_a_version_is_past_where_the_repo_is_of_another() -> None:
    said = {"front": "license: apache-2.0", "body": "Version 2 was released for research only.\n"}
    not_a_yes(repo("acme/heron-v2", **said))
    assert judged(repo("acme/heron-v3", **said)).commercial_use.status == "allowed"


@pytest.mark.parametrize(
    ("key", "named"), [("gpl", "GNU General Public License v3.0 only"), ("bsd", "BSD 3-Clause License")]
)
def test_a_family_is_told_by_its_member(key: str, named: str) -> None:
    told = judged(repo(front=f"license: {key}", **files({"LICENSE": f"Licensed under the {named}.\n"})))
    assert (told.commercial_use.status, told.license.conflicts) == ("allowed", ())
    assert key not in told.license.effective


def test_the_plain_repo_is_a_yes() -> None:
    plain = repo(front="license: mit", **files({"LICENSE": MIT})), repo(front="license: apache-2.0", body="A model.\n")
    assert [judged(one).commercial_use.status for one in plain] == ["allowed", "allowed"]


@pytest.mark.parametrize("way", BODIES)
def test_what_the_card_says(way: str) -> None:
    not_a_yes(repo(front="license: apache-2.0", body=BODIES[way] + "\n"))


@pytest.mark.parametrize(
    "body",
    [
        "## Changelog\n\n- licence changed from CC-BY-NC-4.0 to Apache 2.0",
        "We changed the license of the weights from research-only to Apache 2.0.",
        "许可证从 CC BY-NC 4.0 更改为 Apache 2.0。",
        "The code is under Apache 2.0 and so are the weights; the logo is CC BY-NC-ND 4.0.",
        "## Data\n\n[![CC](https://i.creativecommons.org/l/by-nc/4.0/88x31.png)](http://creativecommons.org/licenses/by-nc/4.0/)",
        "[![CC](https://i.creativecommons.org/l/by/4.0/88x31.png)](http://creativecommons.org/licenses/by/4.0/)",
        "![](https://mirrors.creativecommons.org/presskit/buttons/88x31/png/by.png)",
        "![w](https://img.shields.io/badge/weights-14_GB-red)",
        "The first release was for research only, this one is under Apache 2.0.",
        "Unlike Llama 3, whose license limits large companies, ours is under Apache 2.0.",
        "Use of the API is subject to the OpenAI Usage Policy.",
        "We compare with non-commercial models.",
        "The training data is ours, and we hold the rights to the training images.",
    ],
)
def test_what_holds_no_longer_or_for_something_else(body: str) -> None:
    assert judged(repo(front="license: apache-2.0", body=body + "\n")).commercial_use.status == "allowed"


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


def test_more_bases_than_are_looked_up() -> None:
    lines = [f"We started from acme/base-{number}b and kept going." for number in range(1, 12)]
    result = judged(repo(front="license: apache-2.0", body="\n\n".join(lines)))
    assert result.commercial_use.status == "unknown"
    assert any("names more bases than are looked up" in reason for reason in result.commercial_use.reasons)


@pytest.mark.parametrize("way", FILES)
def test_what_lies_in_files(way: str) -> None:
    not_a_yes(repo(front="license: mit", **files(FILES[way])))


@pytest.mark.parametrize("tag", ["llama3.1", "gemma", "creativeml-openrail-m"])
def test_a_list_of_banned_uses_holds_no_ban_of_persons(tag: str) -> None:
    body = "## License\n\nThe model may not be used by competitors of Heron Labs.\n"
    assert judged(repo(front=f"license: {tag}", body=body)).commercial_use.status == "unknown"


def test_what_a_gguf_says_of_itself() -> None:
    told = read_header(gguf({"general.architecture": "llama", "general.description": NC}))
    not_a_yes(repo(front="license: mit", info={"x_headers": {"model.gguf": told}}))


@pytest.mark.parametrize(
    "body",
    [
        "## License\n\n[![CC](https://i.creativecommons.org/l/by/4.0/88x31.png)](http://creativecommons.org/licenses/by/4.0/)",
        "## License\n\n![](logo.svg)",
        "## License\n\n![](logo.png)\n\nApache 2.0.",
        "## Results\n\n![](scores.png)",
        "```\nuser: May I sell it?\nassistant: No, it is for non-commercial use only.\n```",
        "```python\n# for research only\nmodel = load('tern')\n```",
        '[arXiv](https://arxiv.org/abs/1 "Tern: a model of birds")',
        "```bibtex\n@misc{tern,\n  note={Accepted at a workshop},\n  copyright={CC BY-NC 4.0}\n}\n```",
        "x y z and a b c are the axes.",
        "3.2 is the version.",
        "See the [terms](https://en.acme.example/wiki/Terms) that birders use.",
    ],
)
def test_shown_and_no_limit(body: str) -> None:
    assert judged(repo(front="license: apache-2.0", body=body + "\n")).commercial_use.status == "allowed"


def test_a_document_that_the_card_leads_to_is_unread() -> None:
    body = "License terms: [here](legal/x.pdf)\n"
    root = repo(front="license: mit", body=body, files=(*WEIGHTS, File(path="legal/x.pdf", size=9)))
    assert [(one.at, one.read) for one in linked_files(root)] == [("legal/x.pdf", False)]


def test_an_agreement_that_a_gguf_or_a_config_names() -> None:
    named = "The model is released under the Heron Community License."
    told = read_header(gguf({"general.architecture": "llama", "general.description": named}))
    not_a_yes(repo(front="license: mit", info={"x_headers": {"model.gguf": told}}))
    not_a_yes(repo(front="license: mit", info={"config": {"license": "Heron Community License"}}))
    not_a_yes(repo(front="license: mit", info={"x_adapter_config": {"license": "cc-by-nc-4.0"}}))


@pytest.mark.parametrize("value", ["mit", "MIT", "LICENSE", "none", "null", "other", "see LICENSE", ""])
def test_a_config_that_names_no_other_terms(value: str) -> None:
    assert judged(repo(front="license: mit", info={"config": {"license": value}})).commercial_use.status == "allowed"


def test_pages_that_limit_nothing() -> None:
    pages = {"README_zh.md": "# 模型\n\n本模型可用于商业用途。\n", "DISCLAIMER.md": "We accept no liability.\n"}
    more = "license: mit\ncode_license: gpl-3.0\ndataset_license: cc-by-nc-4.0"
    assert judged(repo(front="license: mit", **files(pages))).commercial_use.status == "allowed"
    assert judged(repo(front=more, body="A model.\n")).commercial_use.status == "allowed"


@pytest.mark.parametrize(
    "body",
    [
        "We do not hold the rights to the training images.",
        "Distilled from a larger model; the terms of the teacher prohibit use for competing products.",
    ],
)
def test_what_a_person_should_see(body: str) -> None:
    assert judged(repo(front="license: apache-2.0", body=body + "\n")).verdict == "review"


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


@pytest.mark.parametrize("way", FRONTS)
def test_what_the_front_matter_says(way: str) -> None:
    not_a_yes(repo(front=FRONTS[way], body="A model.\n"))


@pytest.mark.parametrize("way", HONEST_FRONTS)
def test_front_matter_that_takes_nothing_away(way: str) -> None:
    assert judged(repo(front=HONEST_FRONTS[way], body="A model.\n")).commercial_use.status == "allowed"


@pytest.mark.parametrize(
    "name", ["acme/Otter-7B-NonCommercial", "acme/otter-research-only", "acme/otter_non_commercial"]
)
def test_a_name_that_says_what_it_is_for(name: str) -> None:
    not_a_yes(repo(name, front="license: apache-2.0"))


@pytest.mark.parametrize("name", ["acme/commercial-otter", "acme/otter-research", "noncommercial-lab/otter"])
def test_a_name_that_tells_of_its_matter(name: str) -> None:
    assert judged(repo(name, front="license: apache-2.0")).commercial_use.status == "allowed"


@pytest.mark.parametrize(
    "info",
    [
        {"tags": ["license:apache-2.0", "license:cc-by-nc-4.0"]},
        {"x_headers": {"m.gguf": {"format": "gguf", "license_name": "non-commercial research"}}},
        {"x_headers": {"m.gguf": {"format": "gguf", "license": "cc-by-nc-4.0"}}},
        {"x_headers": {"m.gguf": {"format": "gguf", "name": "Meta Llama 3 8B Instruct"}}},
        {"x_headers": {"m.safetensors": header({"license": "cc-by-nc-4.0"})}},
        {"x_headers": {"m.safetensors": header({"modelspec.license": "Non-commercial research only"})}},
        {"x_headers": {"m.safetensors": header({"modelspec.description": "for personal use only, no selling"})}},
        {"x_headers": {"m.safetensors": header({"allowCommercialUse": "None"})}},
        {"x_headers": {"m.safetensors": header({"ss_sd_model_name": "flux1-dev.safetensors"})}},
        {"x_headers": {"m.safetensors": header({"modelspec.architecture": "flux-1-dev/lora"})}},
        {"x_headers": {"m.gguf": {"format": "gguf", "architecture": "command-r"}}},
        {
            "x_recipes": {
                "transformer/config.json": {
                    "_class_name": "FluxTransformer2DModel",
                    "guidance_embeds": True,
                    "num_layers": 19,
                }
            }
        },
        {"x_recipes": {"Modelfile": {"from": "llama3.1"}}},
        {"x_config": {"license": "cc-by-nc-4.0"}},
        {"config": {"license": "non-commercial use only"}},
        {"x_recipes": {"axolotl_config.yml": {"base_model": "acme/gone"}}},
    ],
)
def test_what_the_hub_and_its_files_say(info: dict[str, object]) -> None:
    plain = {"gated": False, "disabled": False, "private": False, "tags": ["license:apache-2.0"]}
    assert judged(repo(front="license: apache-2.0", info=plain)).commercial_use.status == "allowed"
    not_a_yes(repo(front="license: apache-2.0", info={**plain, **info}))


@pytest.mark.parametrize(
    "metadata",
    [
        {"format": "pt"},
        {"license": "apache-2.0", "modelspec.license": "Apache-2.0"},
        {"modelspec.description": "Draws whales; only tested at 1024 px.", "allowCommercialUse": "yes"},
        {"ss_training_comment": "first run, not for the paper", "modelspec.architecture": "flux-1-schnell/lora"},
    ],
)
def test_a_header_that_takes_nothing_away(metadata: dict[str, str]) -> None:
    said = {
        "gated": False,
        "disabled": False,
        "private": False,
        "tags": [],
        "x_headers": {"m.safetensors": header(metadata)},
    }
    assert judged(repo(front="license: apache-2.0", info=said)).commercial_use.status == "allowed"


@pytest.mark.parametrize("name", ["acme/Llama-2-13b-mails", "acme/gemma-2-9b-mails", "acme/Distill-Llama-8B-mails"])
def test_a_name_that_spells_a_family(name: str) -> None:
    result = judged(repo(name, front="license: apache-2.0"))
    assert result.commercial_use.status == "unknown"
    assert [conflict.kind for conflict in result.license.conflicts] == ["suspected-base"]


@pytest.mark.parametrize("title", ["Llama-3-Pirate-8B", "Pirate (Gemma 2 9B)"])
def test_a_title_that_spells_a_family(title: str) -> None:
    not_a_yes(repo("acme/pirate", front="license: apache-2.0", body=f"# {title}\n\nIt talks.\n"))
    honest = repo("acme/pirate", front="license: apache-2.0", body=f"# Pirate\n\n## Unlike {title}\n\nIt talks.\n")
    assert judged(honest).commercial_use.status == "allowed"


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
