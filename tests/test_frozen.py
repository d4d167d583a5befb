"""Values: what frozen, slotted data classes are, declared and filled in less time."""

from __future__ import annotations

import subprocess
import sys
from functools import cached_property

import pytest

from timeline_tui.frozen import Caching, Frozen, as_dict, replace


class Pair(Frozen):
    """Two things."""

    first: int
    second: tuple[str, ...] = ()

    @property
    def both(self) -> str:
        return f"{self.first}{self.second}"


class Noted(Frozen, aside=("line",)):
    text: str
    line: int = 0


class Remembering(Caching):
    numbers: tuple[int, ...]

    @cached_property
    def total(self) -> int:
        return sum(self.numbers)


class Empty(Frozen):
    pass


def test_fields_are_given_by_position_or_by_name_and_may_have_defaults() -> None:
    assert as_dict(Pair(1)) == {"first": 1, "second": ()}
    assert as_dict(Pair(second=("a",), first=2)) == {"first": 2, "second": ("a",)}
    assert Pair(1, ("b",)).both == "1('b',)"
    assert Pair.__doc__ == "Two things."


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, (), 3), {}), ((1,), {"third": 3}), ((1,), {"first": 1})])
def test_what_does_not_fit_the_fields_is_refused(given: tuple[object, ...], named: dict[str, object]) -> None:
    for _ in range(2):  # the first time is another way
        with pytest.raises(TypeError):
            Pair(*given, **named)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [Pair(1), Remembering((1,))])
def test_nothing_can_be_written_or_deleted(value: Frozen) -> None:
    name = value._fields[0]
    before = as_dict(value)
    for change in (lambda: setattr(value, name, 3), lambda: delattr(value, name), lambda: setattr(value, "other", 3)):
        with pytest.raises(AttributeError, match="never changes"):
            change()
    assert as_dict(value) == before


def test_there_is_room_for_the_fields_alone() -> None:
    assert not hasattr(Pair(1), "__dict__")
    assert type(Pair(1)) is Pair


def test_equal_fields_make_equal_values_of_one_class() -> None:
    assert Pair(1, ("a",)) == Pair(1, ("a",)) != Pair(1)
    assert len({Pair(1), Pair(1), Pair(2)}) == 2
    assert Pair(1) != (1, ())
    assert Noted("a") != Pair(1)
    assert Empty() == Empty()


def test_what_stands_aside_tells_no_value_from_another() -> None:
    assert Noted("a", 1) == Noted("a", 2) != Noted("b", 1)
    assert len({Noted("a", 1), Noted("a", 2)}) == 1
    assert repr(Noted("a", 1)) == "Noted(text='a', line=1)"


def test_a_copy_may_differ_in_some_fields() -> None:
    pair = Pair(1, ("a",))
    assert replace(pair, first=2) == Pair(2, ("a",))
    assert pair.first == 1
    with pytest.raises(TypeError):
        replace(pair, third=3)  # type: ignore[call-arg]


def test_properties_may_be_remembered_in_a_class_that_says_so() -> None:
    value = Remembering((1, 2))
    assert value.total == 3
    assert value.__dict__ == {"total": 3}
    assert replace(value, numbers=(4,)).total == 4


def test_nothing_of_the_standard_library_that_is_slow_to_import_is_needed() -> None:
    code = "import sys, timeline_tui.frozen; print(*{'dataclasses', 'inspect', 'typing'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
