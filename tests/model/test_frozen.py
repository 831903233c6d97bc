"""A frozen dataclass of ours is one of the standard library's in all that anybody can ask of it."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

import pytest

from scanner.model.frozen import dataclass, replace


def made(decorate: Callable[..., Any], name: str, **options: bool) -> Any:
    """One class, made by either decorator."""

    class Thing:
        KIND: ClassVar[str] = "thing"
        one: int
        two: tuple[str, ...] = ()
        three: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)
        four: str = dataclasses.field(default="x", repr=False)

    Thing.__qualname__ = Thing.__name__ = name
    return decorate(frozen=True, **options)(Thing)


FORMS = [{}, {"slots": True}, {"kw_only": True}, {"slots": True, "kw_only": True}]


@pytest.mark.parametrize("options", FORMS, ids=str)
def test_it_compares_hashes_and_shows_itself_as_the_librarys(options: dict[str, bool]) -> None:
    ours, theirs = (made(decorate, "Thing", **options) for decorate in (dataclass, dataclasses.dataclass))
    for values in ({"one": 1}, {"one": 2, "two": ("a",), "four": "y"}, {"one": 1, "three": {"a": 1}}):
        left, right = ours(**values), theirs(**values)
        assert repr(left) == repr(right)
        assert hash(left) == hash(right)
        assert left == ours(**values)
        assert left != right
        assert dataclasses.asdict(left) == dataclasses.asdict(right)
        assert dataclasses.replace(left, one=7).one == 7
        assert copy.deepcopy(left) == left
    assert ours(one=1) == ours(one=1, three={"a": 1})
    assert ours(one=1) != ours(one=2)
    assert ours(one=1).three is not ours(one=1).three
    assert ours.__match_args__ == theirs.__match_args__
    assert [one.name for one in dataclasses.fields(ours)] == [one.name for one in dataclasses.fields(theirs)]


@pytest.mark.parametrize("options", FORMS, ids=str)
def test_it_is_frozen_and_says_what_is_wrong(options: dict[str, bool]) -> None:
    thing = made(dataclass, "Thing", **options)
    one = thing(one=1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="'one'"):
        one.one = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="'one'"):
        del one.one
    with pytest.raises(TypeError, match=r"Thing\.__init__\(\) missing 1 required .* 'one'"):
        thing()
    with pytest.raises(TypeError, match=r"Thing\.__init__\(\) got an unexpected keyword argument 'five'"):
        thing(one=1, five=5)


@pytest.mark.parametrize("options", FORMS, ids=str)
def test_the_first_objects_are_as_those_that_its_own_init_makes(options: dict[str, bool]) -> None:
    ours, theirs = (made(decorate, "Thing", **options) for decorate in (dataclass, dataclasses.dataclass))
    for _ in range(60):
        one = ours(one=1, two=(2,))
        assert repr(one) == repr(theirs(one=1, two=(2,)))
        assert one.three is not ours(one=1).three
        if "kw_only" not in options:
            assert ours(1, (2,)) == ours(1, two=(2,)) == one


WRONG: list[tuple[tuple[int, ...], dict[str, int]]] = [
    ((), {}),
    ((1,), {"one": 1}),
    ((1, 2, 3, 4, 5), {}),
    ((), {"one": 1, "five": 5}),
]


@pytest.mark.parametrize("options", FORMS, ids=str)
@pytest.mark.parametrize(("given", "named"), WRONG)
def test_what_is_wrong_is_said_of_the_first_object_as_of_others(
    given: tuple[int, ...], named: dict[str, int], options: dict[str, bool]
) -> None:
    for decorate in (dataclass, dataclasses.dataclass):
        with pytest.raises(TypeError) as said:
            made(decorate, "Thing", **options)(*given, **named)
        assert "Thing.__init__() " in str(said.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """A parent."""

    one: int
    made: str = dataclasses.field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "made", f"<{self.one}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child(Base):
    two: int = 2

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Child) and self.two == other.two

    def __hash__(self) -> int:
        return self.two


@dataclass(frozen=True)
class Loose:
    one: int

    @cached_property
    def twice(self) -> int:
        return self.one * 2


@dataclass(frozen=True, slots=True)
class Wide:
    one: int
    two: str = "a"
    three: tuple[int, ...] = (1, 2)


def test_replacing_is_the_librarys_too() -> None:
    for one, changes in ((Loose(4), {"one": 5}), (Child(one=1, two=3), {"two": 4}), (Wide(one=1), {"two": "b"})):
        assert replace(one, **changes) == dataclasses.replace(one, **changes)
        assert replace(one) == one
    with pytest.raises(TypeError, match="five"):
        replace(Wide(one=1), five=5)
    with pytest.raises(ValueError, match="made"):
        replace(Child(one=1), made="x")


def test_it_is_inherited_travels_and_keeps_what_a_class_writes_itself() -> None:
    child = Child(one=1, two=3)
    assert (child.made, repr(child)) == ("<1>", "Child(one=1, made='<1>', two=3)")
    assert pickle.loads(pickle.dumps(child)).made == "<1>"
    assert child == Child(one=2, two=3)
    assert hash(child) == 3
    loose = Loose(4)
    assert loose.twice == 8
    assert pickle.loads(pickle.dumps(loose)) == loose
