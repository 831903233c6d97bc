"""Code that loading needs, on the Hub: asked for once, and never silently missing."""

import json

from tests.hubserver import FakeRepo

NC = b"# SPDX-License-Identifier: CC-BY-NC-4.0\nimport torch\n"
CONFIG = json.dumps({"model_type": "heron", "auto_map": {"AutoModel": "modeling_heron.Heron"}}).encode()
FILES = {
    "README.md": b"---\nlicense: mit\n---\n# Heron\n",
    "config.json": CONFIG,
    "modeling_heron.py": NC,
    "train.py": NC,
}


def test_what_the_config_names_is_read_and_kept(ask, hub):
    hub.add(FakeRepo("acme/heron", files=FILES))
    root = ask("acme/heron").root
    assert list(root.info["x_code"]) == ["modeling_heron.py"] and root.texts == () and root.unread == ()
    assert "CC-BY-NC-4.0" in root.info["x_code"]["modeling_heron.py"]["head"]
    assert [hub.count(path) for path in ("modeling_heron.py", "train.py")] == [1, 0]
    hub.forget()
    assert ask("acme/heron").root.info["x_code"] == root.info["x_code"]
    assert hub.count("modeling_heron.py") == 0


def test_the_script_of_a_data_set_and_what_it_left(ask, hub):
    files = {"README.md": b"# Mails\n", "mails.py": b'_LICENSE = "CC BY 4.0"\n', "dataset_infos.json": b'{"a": {}}'}
    hub.add(FakeRepo("acme/mails", "dataset", files=files))
    code = ask("datasets/acme/mails").root.info["x_code"]
    assert "b/README.md" not in code
    assert code["mails.py"]["license"] == ["CC BY 4.0"] and code["dataset_infos.json"] == {"license": []}


def test_the_cards_of_a_data_sets_parts(ask, hub):
    part = b"---\nlicense: cc-by-nc-4.0\n---\n# Part\n"
    files = {"README.md": b"# Mails\n", "data/b/README.md": part, "data/b/train.parquet": 9000, "eval/README.md": part}
    hub.add(FakeRepo("acme/mails", "dataset", files=files))
    root = ask("datasets/acme/mails").root
    assert root.info["x_code"] == {"data/b/README.md": {"license": ["cc-by-nc-4.0"]}} and root.unread == ()
    hub.add(FakeRepo("acme/heron", files={path: data for path, data in files.items() if path != "eval/README.md"}))
    assert "x_code" not in ask("acme/heron").root.info, "in a model's repo it speaks of data"


def test_a_repo_without_code_asks_for_no_more(ask, hub):
    hub.add(FakeRepo("acme/plain", files={path: FILES[path] for path in ("README.md", "config.json")}))
    assert "x_code" not in ask("acme/plain").root.info
    assert hub.count(".py") == 0
