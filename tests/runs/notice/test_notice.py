"""The notice bundle: complete, deterministic, and clean against itself; a tree without it is told what it lacks."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.collect.hub.options import HubOptions
from scanner.judge.evaluate import assess
from scanner.model.frozen import replace
from scanner.model.policy import Curation
from scanner.runs.lock.files import dump
from scanner.runs.lock.types import Entry, Lock, LockedPolicy
from scanner.runs.notice.bundle import files
from scanner.runs.notice.duties import duties
from scanner.runs.notice.tree import in_tree
from scanner.runs.notice.verify import verify
from scanner.runs.scan.run import prepared
from tests.cli.running import modelscan
from tests.making import engine, mit_text, policy, repo, snapshot, text

ENGINE = engine()
KEYS = ["mit", "apache-2.0", "llama2", "llama3.1", "gemma", "cc-by-4.0", "openrail", "bsd-3-clause", "other", ""]


def judged(*roots, use="shipped"):
    snapshots = [root if hasattr(root, "root") else snapshot(root) for root in roots]
    results = list(assess(snapshots, policy(delivery=use, modifies=True), ENGINE))
    return list(zip(snapshots, results, strict=True))


def write(made: dict[str, bytes], folder: Path) -> None:
    for name, data in made.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


@given(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5), st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_a_bundle_is_clean_against_itself(tmp_path_factory, keys, words) -> None:
    roots = [
        repo(f"org/m{number}", f"license: {key}" if key else "language: en", texts=(text(words),))
        for number, key in enumerate(keys)
    ]
    found = duties(judged(*roots), ENGINE.licenses)
    folder = tmp_path_factory.mktemp("notice")
    write(files(found), folder)
    lacking = {f"the text of {name} (for {', '.join(models)})" for name, models, _ in found.without_text}
    assert {one.what for one in verify(found, folder, ENGINE.licenses).missing} <= lacking
    again = duties(judged(*reversed(roots)), ENGINE.licenses)
    assert files(again) == files(found)


def test_what_could_not_be_assessed_is_in_the_notice(tmp_path: Path) -> None:
    done = modelscan("notice", "gpt2", "nobody/here", "--offline", "--output", "n", cwd=tmp_path)
    assert done.returncode == 3
    for name in ("NOTICE.txt", "NOTICE.md"):
        assert "nobody/here: could not be assessed: not in the bundled" in (tmp_path / "n" / name).read_text()


def test_llama_in_a_product(tmp_path: Path) -> None:
    base = repo(
        "meta-llama/Llama-3.1-8B", "license: llama3.1", texts=(text("LLAMA 3.1 COMMUNITY LICENSE AGREEMENT ..."),)
    )
    tuned = repo("org/Llama-tuned", "license: llama3.1\nbase_model: meta-llama/Llama-3.1-8B")
    found = duties(judged(snapshot(tuned, base)), ENGINE.licenses)
    notice = files(found)["NOTICE.txt"].decode()
    assert "Built with Llama" in notice
    assert "meta-llama/Llama-3.1-8B" in notice
    assert [copy.models for copy in found.copies] == [("meta-llama/Llama-3.1-8B",)]
    (tmp_path / "README.md").write_text("# Product\n\nUses org/Llama-tuned and meta-llama/Llama-3.1-8B.\n")
    missing = verify(found, tmp_path, ENGINE.licenses).missing
    phrase = next(one for one in missing if "Built with Llama" in one.what)
    assert phrase.place == "README.md:3"
    assert any("LICENSE" in one.what for one in missing)
    assert not any("credit" in one.what for one in missing)


def test_a_long_text_is_carried_whole(tmp_path: Path) -> None:
    long = "word " * 1_000_000
    found = duties(judged(repo("org/m", "license: apache-2.0", texts=(text(long),))), ENGINE.licenses)
    made = files(found)
    assert any(len(data) == len(long) for data in made.values())
    write(made, tmp_path)


def test_links_out_of_the_tree_are_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("org/m")
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "NOTICE").symlink_to(outside)
    found = duties(judged(repo("org/m", "license: apache-2.0")), ENGINE.licenses)
    assert any("credit of org/m" in one.what for one in verify(found, tree, ENGINE.licenses).missing)


def test_a_trees_models_are_noticed_and_the_rest_is_said(tmp_path: Path) -> None:
    tree, out = tmp_path / "app", tmp_path / "out"
    tree.mkdir()
    (tree / "app.py").write_text(
        "from transformers import AutoModel\nimport sys\n"
        'AutoModel.from_pretrained("mistralai/Mistral-7B-v0.1")\nAutoModel.from_pretrained(sys.argv[1])\n'
    )
    (tree / "README.md").write_text('```python\nAutoModel.from_pretrained("google/gemma-2-2b")\n```\n')
    done = modelscan("notice", "--scan", str(tree), "--offline", "--output", str(out))
    assert done.returncode == 3, done.stderr  # an id that only run time tells may demand anything
    assert "app.py:4" in done.stderr
    notice = (out / "NOTICE.txt").read_text()
    assert "mistralai/Mistral-7B-v0.1" in notice
    assert "gemma" not in notice  # a sample in documents is no part of the product
    (tree / "app.py").write_text('from transformers import pipeline\npipeline(model="mistralai/Mistral-7B-v0.1")\n')
    done = modelscan("notice", "--scan", str(tree), "--offline", "--output", str(out))
    assert (done.returncode, done.stderr.count("\n")) == (3, 1), "a catalog lists no files: the text may lie there"
    assert "mistralai/Mistral-7B-v0.1: its files were not listed" in done.stderr
    checked = modelscan("notice", "--scan", str(tree), "--offline", "--verify", str(out))
    assert checked.returncode == 0, checked.stdout


def test_a_tree_without_models_is_no_silent_bundle(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print(1)\n")
    done = modelscan("notice", "--scan", str(tmp_path), "--offline", "--output", str(tmp_path / "out"))
    assert done.returncode == 3
    assert "nothing found to judge" in done.stderr


def test_each_place_counts_under_its_own_policy(tmp_path: Path) -> None:
    (tmp_path / "lab").mkdir()
    for place in ("a.py", "lab/a.py"):
        (tmp_path / place).write_text('import transformers\ntransformers.pipeline(model="mistralai/Mistral-7B-v0.1")\n')
    (tmp_path / "modelscan.toml").write_text('[[path]]\npath = "lab/**"\npolicy = "internal-use"\n')
    run = prepared(tmp_path, None, None, HubOptions(offline=True))
    assert [result.model for _, result in in_tree(run)] == ["mistralai/Mistral-7B-v0.1"] * 2


def test_the_json_of_a_scan_is_a_scan(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text('import transformers\ntransformers.pipeline(model="mistralai/Mistral-7B-v0.1")\n')
    modelscan("scan", ".", "--offline", "--format", "json", "--output", "s.json", cwd=tmp_path)
    done = modelscan("notice", "--scan", "s.json", "--offline", "--output", "out", cwd=tmp_path)
    assert (done.returncode, "were not listed" in done.stderr) == (3, True), done.stderr
    assert "mistralai/Mistral-7B-v0.1" in (tmp_path / "out" / "NOTICE.txt").read_text()


def test_what_a_lock_could_not_read_is_not_left_out(tmp_path: Path) -> None:
    names = ("org/gone", "mistralai/Mistral-7B-v0.1")
    entries = tuple(
        Entry(id=name, type="model", verdict="unknown", problem="not_found" if name == "org/gone" else None)
        for name in names
    )
    lock = Lock(policy=LockedPolicy(name="commercial-saas", sha256="0" * 64), modelscan="1", models=entries)
    (tmp_path / "models.lock").write_text(dump(lock))
    done = modelscan("notice", "--lock", "models.lock", "--offline", "--output", "out", cwd=tmp_path)
    assert (done.returncode, "org/gone" in done.stderr) == (3, True), done.stderr
    assert "mistralai/Mistral-7B-v0.1" in (tmp_path / "out" / "NOTICE.txt").read_text()


def test_a_licence_of_which_nobody_gave_a_copy_is_missing_until_it_is_added(tmp_path: Path) -> None:
    found = duties(
        judged(repo("org/m", "license: mit"), repo("org/r", "license: creativeml-openrail-m")), ENGINE.licenses
    )
    write(files(found), tmp_path)
    missing = {one.what: one.why for one in verify(found, tmp_path, ENGINE.licenses).missing}
    assert list(missing) == ["the text of MIT (for org/m)", "the text of creativeml-openrail-m (for org/r)"]
    assert "creativeml-openrail-m 4(b)" in missing["the text of creativeml-openrail-m (for org/r)"]
    (tmp_path / "LICENSE.mit").write_text(mit_text())
    assert len(verify(found, tmp_path, ENGINE.licenses).missing) == 1


def test_a_file_that_only_names_a_licence_is_no_copy_of_it() -> None:
    named = judged(repo("org/m", "license: mit", texts=(text("Licensed under the MIT License."),)))
    held = judged(repo("org/m", "license: mit", texts=(text(mit_text()),)))
    assert [name for name, _, _ in duties(named, ENGINE.licenses).without_text] == ["MIT"]
    assert duties(held, ENGINE.licenses).without_text == ()


def test_a_copy_that_the_use_does_not_ask_for_is_not_missing(tmp_path: Path) -> None:
    found = duties(judged(repo("org/m", "license: apache-2.0"), use="internal"), ENGINE.licenses)
    write(files(found), tmp_path)
    assert verify(found, tmp_path, ENGINE.licenses).missing == ()


@pytest.mark.parametrize(
    ("card", "body", "texts", "why"),
    [
        (
            "license: other\nlicense_name: acme-1.0",
            "",
            (text("Acme grants you a licence. You must say so."),),
            "acme-1.0",
        ),
        ("license: mit", "The model is released for research purposes only.", (), "README.md:"),
        ("language: en", "", (), "states no licence"),
        ("license: other", "", (), "names no terms"),
    ],
)
def test_terms_that_nobody_read_are_no_absence_of_duties(card, body, texts, why, tmp_path: Path) -> None:
    found = duties(judged(repo("org/m", card, body=body, texts=texts)), ENGINE.licenses)
    assert any(one.id == "org/m" and why in one.why for one in found.untold), found.untold
    made = files(found)
    assert "DUTIES NOT KNOWN" in made["NOTICE.txt"].decode()
    assert json.loads(made["MANIFEST.json"])["duties_not_known"]


def test_duties_that_are_not_known_end_in_status_3_and_what_is_missing_in_1(tmp_path: Path) -> None:
    model, out = tmp_path / "m", tmp_path / "out"
    model.mkdir()
    (model / "README.md").write_text("---\nlicense: other\nlicense_name: acme\n---\n# M\n")
    (model / "LICENSE").write_text("Acme grants you the right to use the model. You must show our name.\n")
    (model / "model.safetensors").write_bytes(b"\2\0\0\0\0\0\0\0{}")
    done = modelscan("notice", str(model), "--offline", "--output", str(out))
    assert (done.returncode, "duties not known" in done.stderr) == (3, True), done.stderr
    assert "acme (terms not read)" in (out / "NOTICE.txt").read_text()
    checked = modelscan("notice", str(model), "--offline", "--verify", str(out))
    assert checked.returncode == 3, checked.stdout
    (out / "NOTICE.txt").unlink()
    (out / "NOTICE.md").unlink()
    (out / "MANIFEST.json").unlink()
    assert modelscan("notice", str(model), "--offline", "--verify", str(out)).returncode == 1


def test_a_notice_says_what_is_in_effect_and_not_what_the_label_says() -> None:
    two = repo("lab/two", "license: apache-2.0", "Code: Apache-2.0. Weights: CC BY-NC 4.0.")
    edited = repo("lab/edited", "license: mit", texts=(text(mit_text().replace("free of charge", "for a fee")),))
    found = duties(judged(two, edited), ENGINE.licenses)
    notice = files(found)["NOTICE.txt"].decode()
    assert "licensed under Apache-2.0, CC-BY-NC-4.0," in notice
    assert "licensed under MIT (its text was changed here), terms that are not known" in notice
    assert ("CC-BY-NC-4.0", ("lab/two",)) in [one[:2] for one in found.without_text]
    assert found.forbidden == ("lab/two",)
    assert json.loads(files(found)["MANIFEST.json"])["forbidden"] == ["lab/two"]


def test_what_a_person_concluded_is_named_as_that() -> None:
    two = snapshot(repo("lab/two", "license: apache-2.0", "Code: Apache-2.0. Weights: CC BY-NC 4.0."))
    ada = Curation(model="lab/two", license="MIT", by="Ada Lovelace", evidence="a letter")
    under = replace(policy(), curations=(ada,))
    found = duties([(two, next(assess([two], under, ENGINE)))], ENGINE.licenses)
    assert "licensed under MIT (as Ada Lovelace concluded in the policy)," in files(found)["NOTICE.txt"].decode()
    assert found.forbidden == ()


def test_a_repo_whose_files_nobody_listed_may_hold_the_text() -> None:
    far = repo("lab/far", "license: mit", files=None)
    found = duties(judged(repo("lab/seen", "license: mit"), far), ENGINE.licenses)
    notice = files(found)["NOTICE.txt"].decode()
    assert "- MIT (for lab/far, whose files were not listed, lab/seen)" in notice
    assert found.unlisted == {"lab/far"}
