"""Ten derivatives of each restricted family, written as people write them: each names the base and its true terms."""

import pytest

from scanner.collect.relations.families import Family, all_families
from scanner.judge.evaluate import assess
from tests.making import engine, policy, repo, snapshot

_WRITTEN = (
    "This model is a fine-tuned version of [{0}](https://huggingface.co/{0}) on the None dataset.",
    "# kite\n\nLoRA adapter for {0}.",
    "Quantized with llama.cpp from https://huggingface.co/{0}",
    "| Property | Value |\n|---|---|\n| Base | {0} |\n| Epochs | 3 |",
    "I took {0} and trained it on my diary for a weekend.",
    '```python\nbase = AutoModel.from_pretrained("{0}")\nmodel = PeftModel.from_pretrained(base, "me/kite")\n```',
    "本模型基于 {0} 进行微调。",
    "This is {0} with the chat template fixed.",
    "Same as {0}, sharded.",
    "Kite = {0} + 3 epochs of bees",
)
_BY_ID = [(one, name) for one in all_families() if (name := next((n for n in one.fires if n.count("/") == 1), None))]


@pytest.mark.parametrize(("family", "base"), _BY_ID, ids=[family.id for family, _ in _BY_ID])
def test_derivatives_name_their_base_and_its_terms(family: Family, base: str) -> None:
    other = family.license.startswith("LicenseRef-")
    named = f"other\nlicense_name: {family.license.removeprefix('LicenseRef-')}" if other else family.license.lower()
    parent = repo(base, f"license: {named}")
    roots = [repo("me/kite", "license: mit", body.format(base)) for body in _WRITTEN]
    results = list(assess([snapshot(root, parent) for root in roots], policy(), engine()))
    asked = engine().licenses.get(family.license)
    free = asked is not None and not any(one.effect != "duty" for one in asked.conditions)
    for body, result in zip(_WRITTEN, results, strict=True):
        found = f"{result.lineage} {result.license.conflicts} {result.commercial_use.reasons}".lower()
        assert base.lower() in found, body
        assert free or result.commercial_use.status != "allowed", body
