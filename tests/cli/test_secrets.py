"""Nothing that lets somebody in is repeated, and nobody is asked before the command line is known to be right."""

from pathlib import Path

import pytest

from scanner.collect.hub import early
from scanner.knowledge.policy import builtin_names
from scanner.report.registry import FORMATS
from scanner.text.clean import secretless
from tests.cli.running import modelscan
from tests.hubserver import Hub

SECRET = "s3cretw0rd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:s3cretw0rd@hub/a", "https://…@hub/a"),
        ("see http://s3cretw0rd@hub and git+ssh://git:s3cretw0rd@x", "see http://…@hub and git+ssh://…@x"),
        ("HTTPS://u:s3cretw0rd@hub", "HTTPS://…@hub"),
        ("https:/u:s3cretw0rd@hub", "https:/…@hub"),
        ("hf_s3cretw0rdAbc in a line", "hf_… in a line"),
        ("https://hub/a@main", "https://hub/a@main"),
        ("https://hub/@scope/x", "https://hub/@scope/x"),
        ("mail@example.com org/name@main", "mail@example.com org/name@main"),
        ("hf_hub_download hf_transfer", "hf_hub_download hf_transfer"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    assert secretless(text) == shown


@pytest.mark.parametrize("token", [f"hf_{SECRET}\nmore", f"hf_{SECRET}ä", f"hf_{SECRET} x", f"{SECRET}\x7f"])
def test_a_token_that_no_request_can_carry_is_not_repeated(hub: Hub, token: str) -> None:
    for done in (
        modelscan("check", "acme/lora", "--hub", hub.url, "--token", token),
        modelscan("check", "acme/lora", "--hub", hub.url, HF_TOKEN=token.replace("\n", " ")),
    ):
        assert done.returncode == 2
        assert "copy it anew" in done.stderr and done.stderr.count("\n") == 1
        assert SECRET not in done.stderr + done.stdout
    assert hub.count() == 0


@pytest.mark.parametrize(
    "words",
    [
        ["check", "a/b", "--hub", f"https://user:{SECRET}@hub.example"],
        ["check", "a/b", "--policy", f"https://user:{SECRET}@hub.example/p.yaml", "--offline"],
        ["check", "a/b", "--format", f"https://user:{SECRET}@x"],
        ["check", "a/b", "--fail-on", f"https://user:{SECRET}@x"],
        ["check", "--from", f"https://user:{SECRET}@hub.example/list"],
        ["scan", f"https://user:{SECRET}@hub.example/tree"],
        ["explain", f"https://user:{SECRET}@hub.example"],
        ["lock", f"https://user:{SECRET}@hub.example", "--offline"],
        ["drift", f"https://user:{SECRET}@hub.example"],
    ],
    ids=lambda words: " ".join(words)[:20],
)
def test_no_address_is_repeated_with_its_user(words: list[str], tmp_path: Path) -> None:
    done = modelscan(*words, cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert SECRET not in done.stderr + done.stdout


def test_no_format_repeats_an_address_with_its_user(tmp_path: Path) -> None:
    address = f"https://user:{SECRET}@huggingface.co/acme/x"
    (tmp_path / "a.py").write_text(f'AutoModel.from_pretrained("{address}")\nX = "{address}"\n', encoding="utf-8")
    formats = [word for name in FORMATS for word in ("--format", name)]
    outputs = [word for name in FORMATS for word in ("--output", str(tmp_path / "out" / name))]
    for words in (["check", address], ["scan", str(tmp_path / "a.py")]):
        done = modelscan(*words, "--offline", *formats, *outputs)
        assert done.returncode in (0, 1, 3), done.stderr
        assert SECRET not in done.stderr
        written = [path.read_text(encoding="utf-8", errors="replace") for path in (tmp_path / "out").iterdir()]
        assert len(written) == len(FORMATS)
        assert not [text for text in written if SECRET in text]


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "jsno"],
        ["--output", "a", "--output", "b"],
        ["--fail-on", "sometimes"],
        ["--policy", "comercial-saas"],
        ["--use", "nowhere"],
        ["--polic", "research"],
        ["--policy"],
        ["--policy", "bad.yaml"],
        ["--waivers", "bad.yaml"],
        ["--bundle", "b"],
        ["--offlin"],
        ["--quiet=yes"],
    ],
    ids=" ".join,
)
def test_nobody_is_asked_before_the_command_line_is_right(hub: Hub, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "bad.yaml").write_text("nmae: x\n", encoding="utf-8")
    done = modelscan("check", "acme/lora", "--hub", hub.url, *words, cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert hub.count() == 0


def test_what_is_asked_early_is_known_to_be_right() -> None:
    allowed = early._OPTIONS
    for name in builtin_names():
        assert early._plain(["--policy", name]) and early._plain([f"--policy={name}"])
    assert set(str(allowed["--policy"]).split("|")) == set(builtin_names())
    assert early._plain(["--hub", "http://x", "--format", "json", "-q", "--fail-on=never"])
    assert not early._plain(["b/c"]) and not early._plain(["--hub"]) and not early._plain(["--format", "jsno"])
