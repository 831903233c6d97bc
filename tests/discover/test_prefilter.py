"""The quick look opens what may hold a reference, and little else."""

import pytest

from scanner.discover.names.prefilter import may_hold
from tests.discover.conftest import Scan

LOADER = "from huggingface_hub import snapshot_download\n\ndef fetch(it):\n    return snapshot_download(it)\n"


@pytest.mark.parametrize(
    "text",
    [
        'from pkg.load import fetch\n\nfetch("quarry/encoder")\n',
        'from pkg.load import fetch\n\nfetch(it="quarry/encoder")\n',
    ],
)
def test_an_id_that_only_another_file_makes_one_is_found(scan: Scan, text: str) -> None:
    found = scan({"pkg/__init__.py": "", "pkg/load.py": LOADER, "main.py": text}).references
    assert [one.id for one in found if one.path == "main.py"] == ["quarry/encoder"]


@pytest.mark.parametrize(
    "text",
    [
        'os.system("ollama run quarry/encoder now")',
        'run("tune download quarry/encoder --all")',
        'run(f"x --some-model quarry/encoder {more}")',
        'fs.glob("datasets/quarry/texts/*.json")',
        'import_module("clip")',
        'for one in [  # small\n    # and good\n    "quarry/encoder",\n]: fetch(one)',
        'fetch(r"""quarry/encoder""")',
        'DEFAULTS = "quarry/encoder,quarry/decoder"',
        'helps = "hf models ls Qwen/Qwen3-8B"',
        'client.generate("prompt", "gpt-4o")',
    ],
)
def test_what_names_something_is_opened(text: str) -> None:
    assert may_hold(f"import os\n\n{text}\n".encode(), "python")


@pytest.mark.parametrize(
    "text",
    [
        'ZoneInfo("Europe/Brussels")',
        'send("HTTP/1.1", "http/1.0")',
        "# data and/or base until/unless source names/IDs",
        'clip(values, mode="clip")',
        'fs.open("notes.txt"); fs.isdir(place)',
        "from timedelta import base, delta",
        '"""Takes a "list/tuple", no \'Series/DataFrame\' of bare/implicit instances."""',
        'numbers.clip("clip"); parts.append(name + " base path: data.")',
    ],
)
def test_what_names_nothing_is_not(text: str) -> None:
    assert not may_hold(f"from os import path\n\n{text}\n".encode(), "python")
