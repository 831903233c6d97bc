"""Ways in which a card could leave a repo allowed though a person who reads it would say no: each stays out. Those of
files and of metadata stand beside this (``test_no_yes_in_files.py``, ``test_no_yes_in_metadata.py``)."""

import pytest

from scanner.collect.relations.linked import linked_files
from scanner.model.snapshot import File
from tests.judge.denial import MIT, NC, files, not_a_yes
from tests.making import WEIGHTS, judged, repo

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


def test_more_bases_than_are_looked_up() -> None:
    lines = [f"We started from acme/base-{number}b and kept going." for number in range(1, 12)]
    result = judged(repo(front="license: apache-2.0", body="\n\n".join(lines)))
    assert result.commercial_use.status == "unknown"
    assert any("names more bases than are looked up" in reason for reason in result.commercial_use.reasons)


@pytest.mark.parametrize("tag", ["llama3.1", "gemma", "creativeml-openrail-m"])
def test_a_list_of_banned_uses_holds_no_ban_of_persons(tag: str) -> None:
    body = "## License\n\nThe model may not be used by competitors of Heron Labs.\n"
    assert judged(repo(front=f"license: {tag}", body=body)).commercial_use.status == "unknown"


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


@pytest.mark.parametrize(
    "body",
    [
        "We do not hold the rights to the training images.",
        "Distilled from a larger model; the terms of the teacher prohibit use for competing products.",
    ],
)
def test_what_a_person_should_see(body: str) -> None:
    assert judged(repo(front="license: apache-2.0", body=body + "\n")).verdict == "review"


@pytest.mark.parametrize("title", ["Llama-3-Pirate-8B", "Pirate (Gemma 2 9B)"])
def test_a_title_that_spells_a_family(title: str) -> None:
    not_a_yes(repo("acme/pirate", front="license: apache-2.0", body=f"# {title}\n\nIt talks.\n"))
    honest = repo("acme/pirate", front="license: apache-2.0", body=f"# Pirate\n\n## Unlike {title}\n\nIt talks.\n")
    assert judged(honest).commercial_use.status == "allowed"
