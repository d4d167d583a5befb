"""Rows of JSON follow the fields of the model."""

from __future__ import annotations

import json
from typing import NamedTuple

from timeline_tui.dates.when import parse, undated
from timeline_tui.index.mapped.event_records import (
    decoder,
    encoder,
    event_decoder,
    event_encoder,
    head_row,
    source_row,
    timeline_of,
)
from timeline_tui.model.timeline import Check, Citation, Event, Extract, Source, Timeline


class Extended(NamedTuple):
    """A type of the model with fields that no module knows."""

    name: str
    moods: tuple[str, ...] = ()
    count: int = 0
    original: str | None = None


def test_a_new_field_of_text_or_texts_needs_no_function() -> None:
    for value in (Extended("x", ("a", "b"), 3, "y"), Extended("x")):
        assert decoder(Extended)(json.loads(json.dumps(encoder(Extended)(value)))) == value


def test_a_citation_without_details_is_the_number_of_its_source() -> None:
    event = Event("a", parse("2024"), "A", sources=(Citation(Source("s")), Citation(Source("s"), note="n")))
    row = json.loads(json.dumps(event_encoder(lambda _: 7)(event)))
    assert row[Event._fields.index("sources")] == [7, [7, "", "reports", "n"]]
    assert event_decoder(lambda _: Source("s"), {})(row) == event


def test_an_undated_event_keeps_what_is_written() -> None:
    for date in (undated(), undated("soon"), undated("2024"), parse("2024")):
        row = json.loads(json.dumps(event_encoder(lambda _: 7)(Event("a", date, "A"))))
        assert event_decoder(lambda _: Source("s"), {})(row).date == date


def test_events_around_an_extract_are_not_kept() -> None:
    extract = Extract("x", 3, around=(Event("a", parse("2024"), "A"),))
    found = timeline_of(json.loads(json.dumps(head_row(Timeline("T", extract=extract)))))
    assert found == Timeline("T", extract=extract)
    assert found.extract.around == ()


def test_the_rows_that_have_digests_end_with_the_line() -> None:
    whole = Event("a", parse("2024"), "A", checked=(Check("Anna"),), after=("b",), line=7)
    assert event_encoder(lambda _: 7)(whole)[-1] == 7
    assert event_encoder(lambda _: 7)(whole._replace(line=0))[-1] == 0
    assert source_row(Source("k", url="https://a.org"))[-1] == 0
    assert len(source_row(Source())) == len(Source._fields)
