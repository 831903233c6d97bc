"""``scan --diff``: what a change adds blocks, what was there before does not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scanner.discover import Ignore, Reference
from scanner.runs.scan.diff import compare
from tests.runs.scan.sample import FILES, commit, git, load, plant


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A repository whose base holds the sample and, already, a model that fails."""
    root = tmp_path / "tree"
    root.mkdir()
    commit(root, {**FILES, "old.py": load("birch/researcher")})
    git(root, "checkout", "-q", "-b", "change")
    return root


def names(document: dict[str, Any]) -> list[str]:
    return [one["model"] for one in document["results"]]


def test_a_branch_that_adds_a_non_commercial_model_fails(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    commit(tmp_path, FILES)
    git(tmp_path, "checkout", "-q", "-b", "change")
    commit(tmp_path, {"new.py": load("birch/researcher")})
    document, done = scanned(".", "--diff", "main", cwd=tmp_path)
    assert (done.returncode, names(document)) == (1, ["birch/researcher"])
    assert document["change"]["added"][0]["effective"] == ["CC-BY-NC-4.0"]
    assert "new: birch/researcher (CC-BY-NC-4.0)" in done.stderr


def test_a_branch_that_adds_a_permitted_one_passes(tree: Path, scanned: Callable[..., Any]) -> None:
    commit(tree, {"new.py": load("acme-labs/nothing").replace("acme-labs/nothing", "gpt2")})
    document, done = scanned(".", "--diff", "main", cwd=tree)
    assert (done.returncode, names(document)) == (0, ["gpt2"])


def test_what_the_base_had_does_not_block(tree: Path, scanned: Callable[..., Any]) -> None:
    commit(
        tree,
        {"again.py": "# elsewhere\n" + load("birch/researcher"), "old.py": "# moved\n\n" + load("birch/researcher")},
    )
    document, done = scanned(".", "--diff", "main", cwd=tree)
    assert (done.returncode, document["results"]) == (0, [])
    assert document["change"] == {"base": "main", "added": [], "removed": [], "changed": [], "settings": False}
    assert "nothing new since main" in done.stderr
    assert scanned(".", cwd=tree)[1].returncode == 1


def test_review_does_not_block(tree: Path, scanned: Callable[..., Any]) -> None:
    commit(tree, {"new.py": "import sys\n" + load("x").replace('"x"', "sys.argv[9]")})
    document, done = scanned(".", "--diff", "main", cwd=tree)
    assert (done.returncode, document["summary"]["review"]) == (0, 1)


def test_what_is_not_committed_counts(tree: Path, scanned: Callable[..., Any]) -> None:
    plant(tree, {"new.py": load("birch/mystery")})
    document, done = scanned(".", "--diff", "HEAD", cwd=tree)
    assert (done.returncode, names(document)) == (1, ["birch/mystery"])


def test_before_the_first_commit_everything_is_new(tmp_path: Path, scanned: Callable[..., Any]) -> None:
    git(tmp_path, "init", "-q")
    plant(tmp_path, {"new.py": load("birch/assistant")})
    document, done = scanned(".", "--diff", "HEAD", cwd=tmp_path)
    assert (done.returncode, names(document)) == (0, ["birch/assistant"])


def test_another_revision_is_judged_and_its_terms_compared(tree: Path, scanned: Callable[..., Any]) -> None:
    commit(tree, {"pinned.py": FILES["pinned.py"].replace("v1.0", "v2.0")})
    document, done = scanned(".", "--diff", "main", cwd=tree)
    assert document["change"]["changed"] == [
        {
            "id": "birch/assistant",
            "kind": "model",
            "revisions": {"before": ["v1.0"], "after": ["v2.0"]},
            "effective": {"before": ["Apache-2.0"], "after": ["Apache-2.0"]},
        }
    ]
    assert (document["change"]["added"], document["change"]["removed"]) == ([], [])
    assert "birch/assistant v1.0 → v2.0; effective terms unchanged (Apache-2.0)" in done.stderr
    assert done.returncode == 0


def test_an_upgrade_to_other_terms_is_said(tree: Path, scanned: Any, modelscan: Any, forge: Any) -> None:
    """The Hub's card at the new revision names another licence."""
    from tests.hubserver.server import json_reply

    def new(request: Any) -> Any:
        repo = forge.repos["model", "birch/assistant"]
        info = {**repo.info(True, []), "sha": "b" * 40, "cardData": {"license": "cc-by-nc-4.0"}}
        for file in info["siblings"]:
            file["size"] = len(repo.newer["README.md"]) if file["rfilename"] == "README.md" else file["size"]
        return json_reply({**info, "tags": ["license:cc-by-nc-4.0"]})

    forge.fault("^/api/models/birch/assistant/revision/v2.0", new, always=True)
    forge.repos["model", "birch/assistant"].newer = {
        "README.md": b"---\nlicense: cc-by-nc-4.0\n---\n# New\n",
        "config.json": b'{"model_type": "llama"}',
    }
    forge.repos["model", "birch/assistant"].newer_sha = "b" * 40
    commit(tree, {"pinned.py": FILES["pinned.py"].replace("v1.0", "v2.0")})
    document, done = scanned(".", "--diff", "main", cwd=tree)
    moved = document["change"]["changed"][0]
    assert moved["effective"] == {"before": ["Apache-2.0"], "after": ["CC-BY-NC-4.0"]}
    assert "effective terms Apache-2.0 → CC-BY-NC-4.0" in done.stderr
    assert done.returncode == 1
    shown = modelscan("scan", ".", "--diff", "main", "--format", "comment", cwd=tree).stdout
    said = "Another revision of `birch/assistant`: `v1.0` → `v2.0`; effective terms Apache-2.0 → CC-BY-NC-4.0"
    assert said in shown.replace("\\", "")


def test_what_a_change_takes_away_is_said(
    tree: Path, scanned: Callable[..., Any], modelscan: Callable[..., Any]
) -> None:
    (tree / "old.py").unlink()
    document, done = scanned(".", "--diff", "main", cwd=tree)
    assert [one["id"] for one in document["change"]["removed"]] == ["birch/researcher"]
    assert done.returncode == 0
    shown = modelscan("scan", ".", "--diff", "main", "--format", "comment", cwd=tree).stdout
    assert "No longer used: `birch/researcher` (CC\\-BY\\-NC\\-4.0)" in shown
    assert "No longer used: birch/researcher" in modelscan(
        "scan", ".", "--diff", "main", "--format", "markdown", cwd=tree
    ).stdout.replace("\\", "").replace("no longer", "No longer")


def test_a_branch_behind_its_base_is_compared_with_where_it_left(tree: Path, scanned: Callable[..., Any]) -> None:
    git(tree, "checkout", "-q", "main")
    commit(tree, {"late.py": load("birch/embedder"), "old.py": "pass\n"})
    git(tree, "checkout", "-q", "change")
    commit(tree, {"new.py": load("gpt2")})
    document, done = scanned(".", "--diff", "main", cwd=tree)
    assert (done.returncode, names(document)) == (0, ["gpt2"])


def test_values_followed_across_files(tree: Path, scanned: Callable[..., Any]) -> None:
    commit(
        tree,
        {
            "names.py": 'NAME = "birch/assistant"\n',
            "use.py": "from names import NAME\nAutoModel.from_pretrained(NAME)\n",
        },
    )
    base = git(tree, "rev-parse", "HEAD")
    commit(tree, {"names.py": 'NAME = "birch/mystery"\n'})
    document, _ = scanned(".", "--diff", base, cwd=tree)
    assert names(document) == ["birch/mystery"]
    assert document["results"][0]["references"][0]["path"] == "names.py"


@pytest.mark.parametrize("attribute", ["*.py export-ignore\n", "*.py filter=evil\n", "*.py export-subst\n"])
def test_the_base_is_read_as_it_was_committed(tree: Path, scanned: Callable[..., Any], attribute: str) -> None:
    """Attributes of the tree neither hide files of the base nor run anything."""
    base = commit(tree, {".gitattributes": attribute})
    git(tree, "config", "filter.evil.smudge", "touch owned; cat")
    commit(tree, {"new.py": load("gpt2")})
    document, _ = scanned(".", "--diff", base, cwd=tree)
    assert names(document) == ["gpt2"]
    assert not (tree / "owned").exists()


@pytest.mark.parametrize("driver", ["clean", "process"])
def test_filters_of_the_checkout_are_not_run(tree: Path, scanned: Callable[..., Any], driver: str) -> None:
    """A changed file makes git look at its contents, which would go through the filter that the configuration names."""
    base = commit(tree, {".gitattributes": "*.py filter=evil\n", "old.py": load("gpt2")})
    owned = tree.parent / "owned"
    git(tree, "config", f"filter.evil.{driver}", f"sh -c 'touch {owned}; cat'")
    git(tree, "config", "filter.evil.required", "true")
    (tree / "old.py").write_text("#\n" + load("gpt2"))
    document, done = scanned(".", "--diff", base, cwd=tree)
    assert (done.returncode, names(document)) == (0, [])
    (tree / "old.py").write_text(load("gpt2") + load("birch/mystery"))
    assert names(scanned(".", "--diff", base, cwd=tree)[0]) == ["birch/mystery"]
    assert not owned.exists()


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (None, 'exclude = ["new.py"]\n', True),
        ('policy = "research"\n', None, True),
        ('policy = "research"\n', '# why\npolicy = "research"\n', False),
        ("", None, False),
        ("policy = [\n", 'policy = "research"\n', True),
    ],
)
def test_other_settings_are_said(
    tree: Path, scanned: Callable[..., Any], before: str | None, after: str | None, moved: bool
) -> None:
    base = commit(tree, {"x.txt": "x", **({"modelscan.toml": before} if before is not None else {})})
    (tree / "modelscan.toml").unlink(missing_ok=True)
    commit(tree, {"new.py": load("gpt2"), **({"modelscan.toml": after} if after is not None else {})})
    document, done = scanned(".", "--diff", base, cwd=tree)
    assert document["change"]["settings"] is moved
    assert ("other settings" in done.stderr) is moved


def test_tracked_files_that_git_would_ignore_are_in_the_base(tree: Path, scanned: Callable[..., Any]) -> None:
    base = commit(tree, {".gitignore": "kept.py\n", "kept.py": load("birch/mystery")})
    document, _ = scanned(".", "--diff", base, cwd=tree)
    assert document["results"] == []


def test_a_folder_of_a_repository(tree: Path, scanned: Callable[..., Any]) -> None:
    base = commit(tree, {"services/a/app.py": load("birch/researcher")})
    commit(tree, {"services/a/more.py": load("gpt2"), "services/b/other.py": load("birch/mystery")})
    document, done = scanned("services/a", "--diff", base, cwd=tree)
    assert (done.returncode, names(document)) == (0, ["gpt2"])
    assert document["results"][0]["references"][0]["path"] == "more.py"
    assert names(scanned("services/b", "--diff", base, cwd=tree)[0]) == ["birch/mystery"]
    assert names(scanned("services/a/more.py", "--diff", base, cwd=tree)[0]) == ["gpt2"]


def test_a_hook_s_variables_do_not_mislead(tree: Path, scanned: Callable[..., Any]) -> None:
    """A pre-commit hook runs with ``GIT_DIR=.git``, which names nothing from within a folder."""
    commit(tree, {"web/app.py": load("gpt2")})
    plant(tree, {"web/more.py": load("birch/mystery")})
    document, _ = scanned("web", "--diff", "HEAD", cwd=tree, GIT_DIR=".git", GIT_PREFIX="web/")
    assert names(document) == ["birch/mystery"]


def test_a_shallow_clone_says_what_to_fetch(tree: Path, tmp_path: Path, modelscan: Callable[..., Any]) -> None:
    base = git(tree, "rev-parse", "HEAD")
    commit(tree, {"new.py": load("gpt2")})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{tree}", str(clone))
    done = modelscan("scan", ".", "--diff", base, cwd=clone)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "fetch-depth" in done.stderr
    assert modelscan("scan", ".", "--diff", "--upload-pack=touch x", cwd=clone).returncode == 2


def test_annotations_rank_changed_lines_first(tree: Path, modelscan: Callable[..., Any]) -> None:
    """Two models fail; one stands on a line that the change does not touch."""
    commit(tree, {"kit.py": "# modelscan: ignore[COM001] asked legal\n" + load("birch/researcher"), "old.py": "pass\n"})
    base = git(tree, "rev-parse", "HEAD")
    more = "".join(load("birch/mystery") for _ in range(12))
    commit(tree, {"kit.py": "#\n" + load("birch/researcher"), "z.py": more})
    done = modelscan("scan", ".", "--diff", base, "--format", "github", cwd=tree)
    lines = done.stdout.splitlines()
    assert sum(line.startswith("::error") for line in lines) == 10
    assert "Hidden for want of room" in lines[-1]
    assert any("birch/researcher" in line for line in lines)


def test_no_model_crowds_another_out_of_the_annotations(tmp_path: Path, modelscan: Callable[..., Any]) -> None:
    """One fails in many files; one that is unknown blocks too, and is shown."""
    tree = tmp_path / "crowded"
    tree.mkdir()
    base = commit(tree, {"x.txt": "x"})
    many = {f"a{number}.py": load("birch/researcher") for number in range(15)}
    commit(tree, {**many, "z.py": load("birch/mystery")})
    done = modelscan("scan", ".", "--diff", base, "--format", "github", cwd=tree)
    errors = [line for line in done.stdout.splitlines() if line.startswith("::error")]
    assert len(errors) == 10
    assert any("birch/mystery" in line for line in errors)


def at(path: str, name: str, revision: str | None = None, *rules: str | None, line: int = 1) -> Reference:
    ignores = tuple(Ignore(rule=rule, reason="") for rule in rules)
    return Reference(
        path=path, line=line, column=1, text=name, id=name, revision=revision, kind="model", how="x", ignores=ignores
    )


def test_lines_and_spelling_do_not_count() -> None:
    found = compare("b", [at("a.py", "Org/Name")], [at("b.py", "org/name", line=9)])
    assert (found.added, found.removed) == ((), ())


def test_a_known_model_under_another_policy_is_new() -> None:
    def policy(path: str) -> str:
        return "strict" if path.startswith("product/") else ""

    found = compare("b", [at("lab/a.py", "o/n")], [at("lab/a.py", "o/n"), at("product/a.py", "o/n")], policy)
    assert [[place.path for place in use.places] for use in found.added] == [["product/a.py"]]
    assert not found.swaps


def test_an_exception_taken_away_is_judged_anew() -> None:
    assert compare("b", [at("a.py", "o/n", None, "COM001")], [at("a.py", "o/n")]).added
    assert compare("b", [at("a.py", "o/n", None, None)], [at("a.py", "o/n", None, None), at("b.py", "o/n")]).added
    assert not compare("b", [at("a.py", "o/n")], [at("a.py", "o/n", None, "COM001")]).added


def test_spelling_does_not_hide_an_upgrade() -> None:
    found = compare("b", [at("a.py", "Org/Name", "v1")], [at("a.py", "org/name", "v2")])
    assert found.swaps == {("model", "org/name")}
