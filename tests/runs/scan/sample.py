"""A small codebase that names models in every form, where each reference stands, and the Hub that holds them."""

import json
import subprocess
from pathlib import Path

from tests.hubserver import FakeRepo, Hub
from tests.hubserver.fixtures import GB, card, dataset, model

NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Try it\n"]},
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": ["from transformers import AutoModel\n", 'AutoModel.from_pretrained("birch/assistant")\n'],
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}

FILES = {
    "app.py": 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("birch/assistant")\n',
    "embed.py": (
        "from sentence_transformers import SentenceTransformer\n\n"
        'NAME = "birch/embedder"\n\n\ndef load():\n    return SentenceTransformer(NAME)\n'
    ),
    "train.py": 'from datasets import load_dataset\n\ndata = load_dataset("birch/corpus", split="train")\n',
    "pinned.py": (
        'from huggingface_hub import snapshot_download\n\nsnapshot_download("birch/assistant", revision="v1.0")\n'
    ),
    "chat.py": (
        'from openai import OpenAI\n\nclient = OpenAI()\nclient.chat.completions.create(model="gpt-4o", messages=[])\n'
    ),
    "late.py": "import sys\n\nfrom transformers import AutoModel\n\nAutoModel.from_pretrained(sys.argv[1])\n",
    "notes.ipynb": json.dumps(NOTEBOOK, indent=1) + "\n",
    "web/chat.js": (
        'import { pipeline } from "@huggingface/transformers";\n\n'
        'const embed = await pipeline("feature-extraction", "birch/embedder");\n'
    ),
    "run.sh": "#!/bin/sh\nset -e\nhf download birch/assistant --local-dir /models\n",
    "Dockerfile": "FROM python:3.12\nRUN huggingface-cli download birch/embedder\n",
    "Makefile": "serve:\n\tvllm serve birch/assistant --port 8000\n",
    "axolotl.yaml": "base_model: birch/assistant\ndatasets:\n  - path: birch/corpus\n    type: alpaca\n",
    "compose.yaml": (
        "services:\n  llm:\n    image: ghcr.io/huggingface/text-generation-inference:3.0\n"
        '    command: ["--model-id", "birch/assistant"]\n'
    ),
    "settings.toml": '[embedding]\nmodel_name = "birch/embedder"\n',
    "Modelfile": "FROM hf.co/birch/assistant\nPARAMETER temperature 0.2\n",
    "card/README.md": "---\nlicense: apache-2.0\nbase_model: birch/assistant\n---\n# Ours\n",
}

#: ``(path, line, kind, id)``; an id of None is known only at run time.
EXPECTED = {
    ("app.py", 3, "model", "birch/assistant"),
    ("embed.py", 3, "model", "birch/embedder"),
    ("train.py", 3, "dataset", "birch/corpus"),
    ("pinned.py", 3, "model", "birch/assistant"),
    ("chat.py", 4, "closed-api", "gpt-4o"),
    ("late.py", 5, "model", None),
    ("notes.ipynb", 17, "model", "birch/assistant"),
    ("web/chat.js", 3, "model", "birch/embedder"),
    ("run.sh", 3, "model", "birch/assistant"),
    ("Dockerfile", 2, "model", "birch/embedder"),
    ("Makefile", 2, "model", "birch/assistant"),
    ("axolotl.yaml", 1, "model", "birch/assistant"),
    ("axolotl.yaml", 3, "dataset", "birch/corpus"),
    ("compose.yaml", 4, "model", "birch/assistant"),
    ("settings.toml", 2, "model", "birch/embedder"),
    ("Modelfile", 1, "model", "birch/assistant"),
    ("card/README.md", 3, "model", "birch/assistant"),
}


def load(name: str, more: str = "") -> str:
    """A line of Python that loads a model."""
    return f'AutoModel.from_pretrained("{name}"{more})\n'


def plant(root: Path, files: dict[str, str]) -> Path:
    """Write files below a folder."""
    for path, text in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return root


def git(root: Path, *words: str) -> str:
    """Run git in a repository, with nothing of the caller's configuration."""
    own = [
        "-c",
        "user.name=T",
        "-c",
        "user.email=t@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "init.defaultBranch=main",
    ]
    done = subprocess.run(["git", *own, "-C", str(root), *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path, files: dict[str, str] | None = None, message: str = "change") -> str:
    """Commit everything, after writing ``files``; the commit's name."""
    plant(root, files or {})
    if not (root / ".git").exists():
        git(root, "init", "-q")
    git(root, "add", "-A", "-f")
    git(root, "commit", "-q", "--allow-empty", "-m", message)
    return git(root, "rev-parse", "HEAD")


def fill(hub: Hub) -> Hub:
    """Add the models of the sample to a Hub."""

    def plain(name: str, license_: str, **more: object) -> FakeRepo:
        return model(name, f"license: {license_}\n", {"license": license_}, [f"license:{license_}"], **more)

    hub.add(plain("birch/assistant", "apache-2.0", branches=("main", "v1.0", "v2.0")))
    hub.add(plain("birch/embedder", "mit"))
    hub.add(plain("birch/researcher", "cc-by-nc-4.0"))
    hub.add(dataset("birch/corpus", "license: cc-by-4.0\n", {"license": "cc-by-4.0"}, tags=["license:cc-by-4.0"]))
    hub.add(
        FakeRepo(
            "birch/mystery",
            files={"README.md": card("language: en\n", "Mystery"), "model.safetensors": GB},
            card_data={"language": "en"},
        )
    )
    return hub
