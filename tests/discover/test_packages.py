"""Lists of packages to install use what they name; what a policy tells of a model uses it not."""

from collections.abc import Callable

import pytest

from scanner.discover import Discovery

HUB = "quarry @ git+https://huggingface.co/quarry/encoder@v1 ; python_version > '3'"
WHEEL = "https://github.com/explosion/spacy-models/releases/download/it_core_news_sm-3.7.0/it_core_news_sm-3.7.0-py3-none-any.whl"
LISTS = ["requirements.txt", "dev-requirements.txt", "requirements-gpu.in", "requirements/base.txt", "constraints.txt"]


@pytest.mark.parametrize("path", LISTS)
def test_a_repository_that_is_installed_is_a_use_and_no_sample(path: str, scan: Callable[..., Discovery]) -> None:
    (found,) = scan({path: f"numpy==2.0\n{HUB}\n# git+https://huggingface.co/quarry/old\n"}).references
    assert (found.id, found.line, found.documentation) == ("quarry/encoder", 2, False)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("requirements.txt", f"it_core_news_sm @ {WHEEL}\n"),
        ("requirements.txt", f"{WHEEL}\n"),
        ("requirements.txt", "it-core-news-sm==3.7.0\n"),
        ("requirements.txt", "it_core_news_sm\n"),
        ("pyproject.toml", f'[project]\nname = "a"\ndependencies = ["it_core_news_sm @ {WHEEL}"]\n'),
        ("i.sh", f"pip install {WHEEL}\n"),
    ],
)
def test_a_model_that_is_a_package_is_found(path: str, text: str, scan: Callable[..., Discovery]) -> None:
    found = scan({path: text}).references
    assert {(one.kind, (one.id or "").replace("-", "_"), one.documentation) for one in found} == {
        ("outside-hub", "it_core_news_sm", False)
    }


@pytest.mark.parametrize("text", ["numpy\nen-core==1\n", "scipy @ https://x.org/scipy-1.0-py3-none-any.whl\n", "# x\n"])
def test_other_packages_are_none(text: str, scan: Callable[..., Discovery]) -> None:
    assert not scan({"requirements.txt": text}).references


def test_what_a_policy_concludes_of_a_model_is_no_use_of_it(scan: Callable[..., Discovery]) -> None:
    policy = "name: p\nextends: research\ncurations:\n  - model: quarry/encoder\n    license: mit\n    by: Ada\n"
    found = scan({"p.yaml": f"{policy}    evidence: a letter\n"})
    assert not found.references
    assert "modelscan's policies" in " ".join(found.coverage.ignored)
    other = scan({"p.yaml": "evidence: none\ncurated:\n  - model: quarry/encoder\n    by: Ada\n"})
    assert {one.id for one in other.references} == {"quarry/encoder"}
