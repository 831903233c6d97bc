"""An answer is kept for the object that it was made of, and for no other."""

from scanner.model.once import once


def test_it_is_made_once_for_each_object_and_never_for_an_equal_one() -> None:
    asked: list[int] = []

    @once
    def count(one: list[int]) -> int:
        asked.append(len(one))
        return len(one)

    first, equal = [1, 2], [1, 2]
    assert [count(first), count(first), count(equal)] == [2, 2, 2]
    assert asked == [2, 2]


def test_it_keeps_no_more_than_a_few() -> None:
    made: list[list[int]] = []
    listed = once(lambda one: made.append(one) or len(one))
    many = [[number] for number in range(200)]
    assert [listed(one) for one in many] == [1] * 200
    assert listed(many[-1]) == 1
    assert len(made) == 200
    assert listed(many[0]) == 1
    assert len(made) == 201
