"""A no in the front matter, in names and tags, and in what the Hub, headers and configurations tell takes ``allowed``
away; the same places with harmless content take nothing."""

import pytest

from scanner.collect.headers import read_header
from tests.collect.headers.making import gguf
from tests.judge.denial import NC, header, not_a_yes
from tests.making import judged, repo

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
    "an agreement that there is": "license: mit\neula: yes",
    "terms on a page": "license: mit\nusage_terms: see our homepage",
    "a page of terms": "license: mit\ntos: https://otter.example/t",
    "a release that is kept": "license: mit\nrelease: restricted",
    "until when": "license: mit\nvalid_until: 2024-12-31",
    "uses that are not allowed": "license: mit\nprohibited_uses: [resale]",
    "terms on request": "license: mit\nlicense_terms: upon request",
    "a licence that is not settled": "license: mit\nlicense_status: under review",
    "what it takes": "license: mit\nrequires_license: true",
    "an edition": "license: mit\nedition: evaluation",
    "a sale": "license: mit\ncommercial: paid",
    "a tag of papers": "license: mit\ntags: [agreement-required]",
    "a placeholder in a comment": "license: mit\n# the license is a dummy",
    "papers at the gate": "license: mit\nextra_gated_fields:\n  Invoice number: text",
    "whose use": "license: mit\nuse_cases: personal",
    "a narrow tag": "license: mit\ntags: [nonprofit]",
    "terms in a comment": "license: mit\n# the actual licence is on our site",
    "a contract at the gate": "license: mit\nextra_gated_fields:\n  Our firm has signed the Otter agreement: checkbox",
    "who teaches": "license: mit\nextra_gated_fields:\n  Advisor: text",
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
    "what it is for": "license: mit\nuse_cases: [research, chat in shops, translation]\nrelease: stable\npolicy: Mlp",
    "who it is for": "license: mit\naudience: engineers and researchers\nedition: 2nd\ntier: base\nexpires: never",
    "keys of other things": "license: mit\nlegal: LegalBench\ntrial: 3\npaid: false\nexport: onnx\nprice: 0",
    "an order at the gate": "license: mit\nextra_gated_fields:\n  Order of preference: text",
    "an agreement that is not": "license: mit\neula: false\nlicense_terms: see LICENSE",
    "tags of wider things": "license: mit\ntags: [personal-finance, internal-medicine, paid-search]",
    "who teaches or leads": "license: mit\nextra_gated_fields:\n  Employer or supervisor: text",
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


@pytest.mark.parametrize("name", ["acme/Llama-2-13b-mails", "acme/gemma-2-9b-mails", "acme/Distill-Llama-8B-mails"])
def test_a_name_that_spells_a_family(name: str) -> None:
    result = judged(repo(name, front="license: apache-2.0"))
    assert result.commercial_use.status == "unknown"
    assert [conflict.kind for conflict in result.license.conflicts] == ["suspected-base"]


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


def test_what_a_gguf_says_of_itself() -> None:
    told = read_header(gguf({"general.architecture": "llama", "general.description": NC}))
    not_a_yes(repo(front="license: mit", info={"x_headers": {"model.gguf": told}}))


def test_an_agreement_that_a_gguf_or_a_config_names() -> None:
    named = "The model is released under the Heron Community License."
    told = read_header(gguf({"general.architecture": "llama", "general.description": named}))
    not_a_yes(repo(front="license: mit", info={"x_headers": {"model.gguf": told}}))
    not_a_yes(repo(front="license: mit", info={"config": {"license": "Heron Community License"}}))
    not_a_yes(repo(front="license: mit", info={"x_adapter_config": {"license": "cc-by-nc-4.0"}}))


@pytest.mark.parametrize("value", ["mit", "MIT", "LICENSE", "none", "null", "other", "see LICENSE", ""])
def test_a_config_that_names_no_other_terms(value: str) -> None:
    assert judged(repo(front="license: mit", info={"config": {"license": value}})).commercial_use.status == "allowed"


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
