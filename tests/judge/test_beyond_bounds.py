"""However long a page is made, what it says behind the bounds never makes its terms freer: it is unread, not absent."""

import pytest

from scanner.judge.reading.adapters import adapters
from scanner.judge.reading.made import is_merge
from scanner.judge.reading.profile import substantial
from scanner.model.snapshot import Repo
from scanner.text.bounds import MOST_CHARACTERS, MOST_PIECES, bounded
from scanner.text.licence_files import make_text
from tests.making import judged, mit_text, repo

NC = "The weights may not be used for commercial purposes."
OTHERS = "".join(f"Our other model acme/other-{i} may not be used commercially.\n\n" for i in range(150))

BODIES = {
    "long lines": "word " * 60_000 + f"\n\n{NC}",
    "many lines": "A line.\n\n" * 7_000 + NC,
    "many rows": "| a | b |\n" * 7_000 + f"\n{NC}",
    "many sentences in a line": "It is so. " * 7_000 + NC,
    "many breaks": "a<br>" * 7_000 + NC,
    "many limits of others": f"## Other models\n\n{OTHERS}\n## License\n\n{NC}",
    "many licences": "".join(f"The weights are under the Acme {i} License.\n\n" for i in range(150))
    + "The weights are under CC-BY-NC-4.0.",
    "many agreements in a line": "《许可协议》" * 60 + "模型权重的使用遵循《苍鹭模型协议》。",
}
FRONTS = {
    "a licence again, far below": "license: mit\n"
    + "".join(f"k{i}: v\n" for i in range(110_000))
    + "license: cc-by-nc-4.0",
    "many licences": "license: mit\n" + "".join(f"license: acme-{i}\n" for i in range(300)) + "license: cc-by-nc-4.0",
    "many boxes": "license: mit\nextra_gated_fields:\n"
    + "".join(f"  I agree {i}: checkbox\n" for i in range(400))
    + "  I will use it for non-commercial purposes only: checkbox",
    "a long gate": "license: mit\nextra_gated_prompt: |\n" + "  A line.\n" * 7_000 + f"  {NC}",
}


def told(front: str = "license: apache-2.0", body: str = "") -> Repo:
    return repo("acme/model", front, body)


@pytest.mark.parametrize("name", BODIES)
def test_of_a_body(name: str) -> None:
    assert judged(told(body=BODIES[name])).verdict in ("unknown", "fail")


@pytest.mark.parametrize("name", FRONTS)
def test_of_front_matter(name: str) -> None:
    assert judged(told(FRONTS[name])).verdict in ("unknown", "fail")


@pytest.mark.parametrize("path", ["USAGE.md", "README_zh.md", "LICENSE_MODEL"])
def test_of_a_page_beside(path: str) -> None:
    beside = make_text(path, ("A line.\n\n" * 7_000 + NC).encode())
    assert judged(repo("acme/model", "license: apache-2.0", texts=(beside,))).verdict in ("unknown", "fail")


def test_what_is_within_the_bounds_is_read() -> None:
    assert judged(told(body="A line.\n\n" * 3_500)).verdict == "pass"
    assert judged(told(body="word " * 35_000)).verdict == "pass"
    assert judged(told("license: mit\n" + "".join(f"k{i}: v\n" for i in range(1_000)))).verdict == "pass"
    assert judged(told(body=f"## Other models\n\n{OTHERS}")).verdict == "pass"


def test_a_licence_between_many_lines_is_found() -> None:
    text = make_text("LICENSE", mit_text().encode())
    assert judged(repo("acme/model", "license: mit", "A line.\n\n" * 3_000, texts=(text,))).verdict == "pass"


def test_bounded_again_is_the_same() -> None:
    for text in ("a\n" * 10_000, "word " * 100_000, "a. " * 9_000, "a<br>" * 9_000, "\n" * 9_000, ""):
        once = bounded(text)
        assert bounded(once) == once and text.startswith(once) and len(once) <= MOST_CHARACTERS
    assert bounded("a\n" * 10_000).count("\n") == MOST_PIECES
    assert bounded("\n" * 9_000) == "\n" * 9_000


def test_what_stands_last_within_the_bounds_is_read_by_all() -> None:
    before = ("word " * 10 + "\n") * 3_000
    assert is_merge(told(body=f"{before}This is a linear merge of three language models.\n"))
    delta = told(body=f"{before}The delta weights must be added to the original weights.\n")
    assert adapters(delta, ["model.bin"], (), ()) == {"model.bin"}
    card = told(body="\n" * 150_000 + "It tells one bird from another. " * 20).card
    assert card is not None
    assert substantial(card)
