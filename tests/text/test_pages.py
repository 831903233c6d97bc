"""Which files speak to a repo's readers beside its card."""

import pytest

from scanner.knowledge.licence_names import licence_plan
from scanner.knowledge.page_names import MAX_PAGES, is_page, pages

PAGES = (
    "README_zh.md README-CN.md README.zh-CN.md README.txt README READ_ME_FIRST.txt MODEL_CARD.md model_card.txt "
    "modelcard.md DISCLAIMER.md IMPORTANT.txt docs/README.md weights/README.md PERMISSIONS.md "
    "\u8bf4\u660e.txt LIESMICH.txt FAQ.md PRICING.md FEES.txt PRICES TARIFFS.txt PREISE.md docs/PRICING.md RIGHTS.txt "
    "how_to_use.txt rules.md "
    "weights/v2/README.md MODEL_ZOO.md onnx/README.md vae/fp16/readme.txt TRAINING.md PLEASE_READ.txt 00-README.txt "
    "license/README.md ご利用にあたって.txt 重要声明.txt 이용안내.txt"
)
NONE = (
    "README.md README.py readme.json README.pdf a/b/c/README.md src/README.md README_files/x.png readme_eval.ipynb "
    "model_card_template.md .README.md important.bin data/disclaimer.csv docs/guide/README.md "
    "vocab.txt onnx/results.md data/train/README.md CONTRIBUTING.md eval_results.md"
)


@pytest.mark.parametrize("path", PAGES.split())
def test_a_page(path: str) -> None:
    assert is_page(path)


@pytest.mark.parametrize("path", NONE.split())
def test_no_page(path: str) -> None:
    assert not is_page(path)


def test_pages_are_few_and_the_roots_come_first_and_what_is_left_is_said() -> None:
    many = [f"docs/README_{number}.md" for number in range(20)] + ["README_zh.md"]
    read, unread = licence_plan(many)
    assert read[0] == "README_zh.md" and len(read) == MAX_PAGES
    assert {*read, *(one.what for one in unread)} == set(pages(many))


def test_other_pages_come_last_and_what_is_left_of_them_says_nothing() -> None:
    many = [f"checkpoint-{number}/README.md" for number in range(40)] + ["README_zh.md"]
    read, unread = licence_plan(many)
    assert read[0] == "README_zh.md" and len(read) == MAX_PAGES and not unread


def test_they_are_read_with_the_licences() -> None:
    assert licence_plan(["README.md", "LICENSE", "README_zh.md"])[0] == ("LICENSE", "README_zh.md")
