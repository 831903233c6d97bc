"""Sound input of every kind."""

import json

from scanner.runs.lock import files as locks
from scanner.runs.lock.types import Entry, Lock, LockedFile, LockedPolicy, LockedRepo, LockedText

CARD = b"""---
license: other
license_name: acme-terms
license_link: https://huggingface.co/acme/terms/blob/main/LICENSE
base_model: [mistralai/Mistral-7B-v0.1, acme/base]
datasets:
- acme/talks
language: [en, zh]
tags: [merge, lora]
extra_gated_prompt: You agree not to use it commercially.
extra_gated_fields:
  Company: text
  I agree to use it for research only: checkbox
---
# Model

## License
| Part | Licence |
|---|---|
| Code | Apache-2.0 |
| Weights | CC-BY-NC-4.0 |

The weights may be used for non-commercial research only, unless you have a contract with us. [Terms](LICENSE)
Das Modell darf nicht kommerziell genutzt werden.
<details><summary>More</summary>It is <b>intended</b> for research.</details>

```python
model = AutoModel.from_pretrained("acme/base")
```
"""
PLAIN = b"---\nlicense: mit\n---\n# A model\n\nIt is released under the MIT license.\n"
ANSWER = json.dumps(
    {
        "id": "acme/model",
        "sha": "a" * 40,
        "gated": "auto",
        "disabled": False,
        "private": False,
        "downloads": 12,
        "tags": ["license:mit", "base_model:acme/base", "dataset:acme/talks", "region:us"],
        "cardData": {
            "license": ["mit"],
            "base_model": "acme/base",
            "extra_gated_fields": {"a": {"type": "select", "options": ["b"]}},
        },
        "siblings": [
            {"rfilename": "README.md", "size": 10},
            {"rfilename": "model.safetensors", "size": 9, "lfs": {"size": 9, "sha256": "0" * 64}},
        ],
        "safetensors": {"parameters": {"BF16": 7}, "total": 7},
        "baseModels": {"relation": "finetune", "models": [{"id": "acme/base"}]},
        "metadata": {"total_size": 9},
        "weight_map": {"a": "model.safetensors"},
    }
).encode()
BILLS = (
    json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "components": [
                {
                    "type": "machine-learning-model",
                    "name": "m",
                    "purl": "pkg:huggingface/acme/m@abc",
                    "licenses": [{"expression": "MIT"}],
                }
            ],
        }
    ).encode(),
    json.dumps(
        {
            "spdxVersion": "SPDX-2.3",
            "name": "x",
            "packages": [
                {
                    "name": "m",
                    "licenseDeclared": "MIT",
                    "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:huggingface/a/b"}],
                }
            ],
        }
    ).encode(),
    json.dumps(
        {
            "@context": "x",
            "@graph": [{"type": "ai_AIPackage", "spdxId": "a", "name": "m"}, {"type": "Relationship", "from": "a"}],
        }
    ).encode(),
)
POLICY_FILE = b"""name: own
extends: commercial-saas
use: {purpose: commercial, delivery: hosted, territories: [DE, US], monthly_active_users: 1000}
rules: {LIC013: note}
curations:
- {model: acme/model, license: mit, by: A, evidence: mail, date: 2026-01-01}
"""
LOCK = locks.dump(
    Lock(
        policy=LockedPolicy(name="own", sha256="0" * 64),
        modelscan="0",
        models=(
            Entry(
                id="acme/model",
                type="model",
                verdict="review",
                revision="a" * 40,
                gated="auto",
                declared=("mit",),
                texts=(LockedText(path="LICENSE", sha256="0" * 64, id="MIT"),),
                files=(LockedFile(path="m.gguf", size=9),),
                ancestors=(LockedRepo(id="acme/base", type="model", relation="finetune", depth=1),),
                findings=("LIC001 pass",),
            ),
        ),
    )
).encode()
RECIPE = b"models:\n  - model: acme/a\n  - model: acme/b\nmerge_method: slerp\nbase_model: acme/a\n"
HEADERS = (b"120", b'"api";r=0;t=55', b'<https://huggingface.co/x?cursor=7>; rel="next"', b"bytes 0-65535/900000000")
