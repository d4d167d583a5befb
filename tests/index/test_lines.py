"""The search in joined lines, against a plain scan of each line."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from timeline_tui.index.lines import Lines

_TEXTS = st.text("ab-", max_size=4)


@given(st.lists(_TEXTS, max_size=6), _TEXTS, st.sampled_from(["", "\n"]), st.sampled_from(["", "\n"]))
@example([], "", "", "")
@example(["", "", "a"], "", "\n", "\n")
@example(["ab", "b"], "b", "", "\n")
def test_a_needle_is_found_in_the_lines_that_contain_it(lines: list[str], text: str, start: str, end: str) -> None:
    joined = Lines.from_lines(lines)
    needle = start + text + end
    assert len(joined) == len(lines)
    assert list(joined.containing(needle)) == [i for i, line in enumerate(lines) if needle in f"\n{line}\n"]


@given(st.lists(_TEXTS, max_size=6), _TEXTS.filter(bool))
@example(["aab", "-ab"], "ab")
def test_at_word_needs_no_letter_before_the_match(lines: list[str], needle: str) -> None:
    pattern = re.compile(rf"(?<![a-z]){re.escape(needle)}")
    found = list(Lines.from_lines(lines).containing(needle, at_word=True))
    assert found == [i for i, line in enumerate(lines) if pattern.search(line)]
