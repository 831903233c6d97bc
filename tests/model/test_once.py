"""An answer is kept for the object that it was made of, and for no other."""

from weakref import ref

from scanner.collect.relations import parents
from scanner.model.once import Kept, once
from tests.making import repo


class One(Kept):
    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, One) and other.value == self.value

    __hash__ = None  # type: ignore[assignment]


def test_it_is_made_once_for_each_object_and_never_for_an_equal_one() -> None:
    asked: list[int] = []

    @once
    def count(one: One) -> int:
        asked.append(one.value)
        return one.value

    first, equal = One(2), One(2)
    assert [count(first), count(first), count(equal)] == [2, 2, 2]
    assert asked == [2, 2]


def test_it_keeps_nothing_alive() -> None:
    asked: list[int] = []
    count = once(lambda one: asked.append(one.value) or one.value)
    assert [count(One(number)) for number in range(200)] == list(range(200))
    assert len(asked) == 200
    one = One(7)
    seen = ref(one)
    assert count(one) == 7
    del one
    assert seen() is None


def test_a_repo_is_let_go() -> None:
    one = repo("acme/model", "base_model: acme/base", "This model is a fine-tuned version of acme/other.")
    seen = ref(one)
    assert [parent.id for parent in parents(one)] == ["acme/base", "acme/other"]
    del one
    assert seen() is None
