"""Cycles are found with their paths."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.model.cycles import cycle_message, cycles

NAMES = st.sampled_from("abcdef")


@each_row(
    ("following", "found"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"]}, []),
        ({"a": ["b", "c"], "b": ["c"], "c": []}, []),
        ({"a": ["a"]}, [("a",)]),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, [("b", "c")]),
        ({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]}, [("a", "b"), ("c", "d")]),
        ({"a": ["b", "a"], "b": ["c"], "c": ["b", "a"]}, [("b", "c"), ("a",)]),
    ],
)
def test_cycles(following: dict[str, list[str]], found: list[tuple[str, ...]]) -> None:
    assert cycles(following) == found


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_there_is_a_cycle_if_a_name_leads_back_to_itself(following: dict[str, list[str]]) -> None:
    reached = {name: set(names) for name, names in following.items()}
    for _ in following:
        reached = {
            name: names | {far for near in names for far in reached.get(near, ())} for name, names in reached.items()
        }
    found = cycles(following)
    assert bool(found) == any(name in names for name, names in reached.items())
    for cycle in found:
        assert all(after in following[name] for name, after in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
    names = [name for cycle in found for name in cycle]
    assert len(names) == len(set(names))


def test_a_long_path_is_shortened() -> None:
    assert cycle_message(("a",)) == "“a” leads back to itself: a → a"
    assert cycle_message(tuple("abcdefghij")) == "“a” leads back to itself: a → b → c → d → e → f → g → … → j → a"
