"""Of several ways in which one place names a model, the one that says most is kept; a library is no user of itself."""

import pytest

from tests.discover.conftest import Scan

LOAD = "from transformers import AutoModel\n"


@pytest.mark.parametrize("text", [
    'MODEL = "orbit-lab/some-7b"; m = AutoModel.from_pretrained("orbit-lab/some-7b")\n',
    'm = AutoModel.from_pretrained("orbit-lab/some-7b"); MODEL = "orbit-lab/some-7b"\n',
])  # fmt: skip
def test_a_loader_says_more_than_a_name_wherever_it_stands(scan: Scan, text: str) -> None:
    (found,) = scan({"a.py": LOAD + text}).references
    assert found.how == "from_pretrained()"


@pytest.mark.parametrize("text", [
    'a, b = load("orbit-lab/some-7b"), load("orbit-lab/some-7b", revision="v1")\n',
    'a, b = load("orbit-lab/some-7b", revision="v1"), load("orbit-lab/some-7b")\n',
])  # fmt: skip
def test_of_two_loads_the_pinned_one_is_kept(scan: Scan, text: str) -> None:
    (found,) = scan({"a.py": LOAD + text.replace("load", "AutoModel.from_pretrained")}).references
    assert found.revision == "v1"


def test_of_two_equal_ones_the_first_is_kept(scan: Scan) -> None:
    text = 'a, b = load("orbit-lab/some-7b"), load("orbit-lab/some-7b")\n'.replace("load", "AutoModel.from_pretrained")
    (found,) = scan({"a.py": LOAD + text}).references
    assert found.column == LOAD_AT


LOAD_AT = len("a, b = AutoModel.from_pretrained(") + 1

OWN = """class Mine(AutoModel):
    @classmethod
    def from_pretrained(cls, name, **more):
        return AutoModel.from_pretrained(name, **more)
"""
SUPER = """class Mine(AutoModel):
    def load(self, where):
        return super().from_pretrained(where())
"""
HIDDEN = """class Mine(AutoModel):
    def _from_pretrained(self):
        return AutoModel.from_pretrained(self.pick())
"""
USER = """class Mine:
    def start(self):
        return AutoModel.from_pretrained(self.pick())
"""


@pytest.mark.parametrize("text", [OWN, SUPER, HIDDEN])
def test_a_library_that_passes_a_load_on_is_no_use(scan: Scan, text: str) -> None:
    assert scan({"a.py": LOAD + text}).references == ()


def test_a_use_whose_id_is_not_known_is_one(scan: Scan) -> None:
    (found,) = scan({"a.py": LOAD + USER}).references
    assert (found.id, found.how) == (None, "dynamic: from_pretrained()")
