"""Every word of a file in another shape is in the timeline, or a problem says that its row is left out."""

from __future__ import annotations

import csv
import io
import json
import re

from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui import formats
from timeline_tui.formats.reading.evidence_words import CHECK_EVIDENCE, SOURCE_EVIDENCE
from timeline_tui.formats.reading.meanings_words import WORDS

HEADINGS = sorted(
    {
        phrase.strip()
        for table in (*WORDS.values(), SOURCE_EVIDENCE, CHECK_EVIDENCE)
        for listed in table.values()
        for phrase in listed.split(",")
    }
)
# @ is a word that occurs nowhere else
CELLS = [
    *("@", "@ @", "@; @", "@, @", "@ (@)", "@ / @", "@: @", "@ - @", "- @\n- @", "#@ #@", "p. 9 @", "[@@, p. 4]"),
    *(
        "“@” said @",
        "The @ was @. Then @ left.",
        "https://example.org/@",
        "https://example.org/@ https://example.org/@",
    ),
    *("@ @ https://example.org/@", "https://example.org/@ (@)", "example.org/@", "[@](https://example.org/@)"),
    *('<p>@ <a href="https://example.org/@">@</a></p>', '["@", "@"]', '{"name": "@", "role": "@"}', "['@', '@']"),
    *("", "7", "2024-05-06", "14:30"),
]
PARTS = (
    *("name", "title", "url", "link", "publisher", "author", "date", "archived", "note", "role", "city", "street"),
    *("text", "age"),
)
TEXTS = st.sampled_from(CELLS)
MAPPINGS = st.dictionaries(st.sampled_from(PARTS), TEXTS | st.none(), min_size=1, max_size=4)
NODES = TEXTS | MAPPINGS | st.lists(TEXTS, max_size=3) | st.lists(MAPPINGS, min_size=1, max_size=3)


def rows_of(cells: st.SearchStrategy[object]) -> st.SearchStrategy[list[dict[str, object]]]:
    """The rows of a table: each has an event and a date, and may lack some of the other columns."""
    return st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=6, unique=True).flatmap(
        lambda headings: st.lists(
            st.fixed_dictionaries({}, optional=dict.fromkeys(headings, cells)).map(
                lambda row: {"date": "2024-06-13", "event": "@ @ @", **row}
            ),
            min_size=1,
            max_size=4,
        )
    )


def lost(text: str, name: str) -> list[str]:
    """The words of a file that are in no event, although each event is read."""
    number = 0

    def word(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        return f"Zq{number}k"

    text = re.sub("@(?!@)", word, text)
    reading = formats.read(text.encode(), name)
    if any("left out" in problem.message or "no column" in problem.message for problem in reading.problems):
        return []
    written = formats.write(reading.timeline, "json").decode()
    return [word for word in re.findall("Zq[0-9]+k", text) if word not in written]


@given(rows_of(NODES))
@example([{"date": "2024", "event": "@ @", "newspaper": "@", "url": ""}])
@example([{"date": "2024", "event": ["@ @", "@"]}, {"date": "2024", "event": "@ @"}])
def test_no_value_of_a_mapping_is_lost(rows: list[dict[str, object]]) -> None:
    assert lost(json.dumps(rows, ensure_ascii=False), "f.json") == []


@given(rows_of(TEXTS))
def test_no_cell_of_a_sheet_is_lost(rows: list[dict[str, object]]) -> None:
    file = io.StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)
    assert lost(file.getvalue(), "f.csv") == []


@each_row(
    "value",
    [
        {"sources": [{"url": "https://example.org/@"}, {"author": "@", "year": "2020"}]},
        {"sources": {"primary": {"url": "https://example.org/@"}, "remark": "@"}},
        {"place": [{"street": "@"}, {"city": "@"}]},
        {"quotes": [{"text": "@"}, {"remark": "@"}]},
        {"related": {"name": "@", "role": "@"}},
        {"url": "https://example.org/@", "archive": "@ https://example.org/@"},
        {"url": "https://example.org/@", "publisher": [{"name": "@"}, {"street": "@"}]},
        {"url": {"title": "@", "archived": "@ https://example.org/@"}},
    ],
)
def test_what_is_not_a_field_is_kept(value: dict[str, object]) -> None:
    assert lost(json.dumps([{"when": "2024", "what": "@ @", **value}]), "f.json") == []
