"""One look at a whole document tells what a look at each of its values would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui import formats
from timeline_tui.formats.document import Document

PIECES = (
    "a",
    "b ",
    "\u0301" * 5,
    "\u200b",
    "\u202e",
    "é",
    "日",
    "\\\\",
    '\\"',
    "\\n",
    "\\u200b",
    "\\\\u200b",
    "\\t",
    "\\/",
)
values = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(st.lists(values, min_size=1, max_size=3), st.sampled_from(("yaml", "json", "jsonl")))
def test_what_is_clean_as_a_whole_is_clean_in_every_part(texts, format):
    events = [f'{{"date": "2024", "title": "x{text}", "note": "{text}"}}' for text in texts]
    data = ("\n".join(events) if format == "jsonl" else f"[{', '.join(events)}]").encode()
    reading = formats.read(data, "f", format)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Document, "is_plain", False)
        assert formats.read(data, "f", format) == reading
