"""Hints at the field that an unknown key of our own format means, in any entry and language."""

from __future__ import annotations

import pytest
from tables import each_row

from timeline_tui.formats.reading.key_hints import field_meant, key_hint
from timeline_tui.formats.yaml.yaml import read
from timeline_tui.model import fields

SOURCES = "sources: {ap: {title: x}}\n"


def hints(event: str) -> dict[str, str]:
    """Each problem of a file with the source ap and one event, with its hint."""
    reading = read(f"{SOURCES}events:\n  - {{date: 2024, title: x, {event}}}".encode(), "f")
    return {problem.message: problem.hint for problem in reading.problems}


@pytest.mark.parametrize(
    ("noun", "keys", "field"),
    [
        ("event", "country countries_ Land pays país страна", "countries"),
        ("event", "person who Akteure personnes", "people"),
        ("event", "tags tag category Thema Kategorie catégorie", "topics"),
        ("event", "description text body Beschreibung", "summary"),
        ("event", "when Datum", "date"),
        ("event", "link href url Quelle lien", "sources"),
        ("event", "location city Ort lieu", "place"),
        ("event", "by speaker Sprecher", "speaker in quotes"),
        ("event", "author", "speaker in quotes or author in sources"),
        ("event", "archive_url archived wayback", "archived in sources"),
        ("event", "tier reliability rating", "reliability in sources"),
        ("event", "access_date retrieved accessed", "accessed in sources"),
        ("event", "based_on", "based_on in sources"),
        ("event", "follows not_before", "after"),
        ("event", "precedes prior_to", "before"),
        ("event", "publisher outlet Herausgeber", "publisher in sources"),
        ("event", "stance", "stance in sources"),
        ("event", "original role", "{} in quotes"),
        ("source", "link href uri lien", "url"),
        ("source", "outlet Herausgeber", "publisher"),
        ("source", "by authors byline", "author"),
        ("source", "date_accessed access_date retrieval_date accessed_date retrieved_date retrieved", "accessed"),
        ("source", "archive_url archived_url archive wayback", "archived"),
        ("source", "hash checksum SHA-256", "sha256"),
        ("source", "tier grade confidence", "reliability"),
        ("source", "local_copy file path", "copy"),
        ("source", "origin copied_from syndicated_from", "based_on"),
        ("check", "verified_by name", "by"),
        ("check", "when date", "on"),
        ("archive", "archive_url link", "url"),
        ("archive", "timestamp archived_on", "date"),
        ("citation", "verdict disputed confirms", "stance"),
        ("event", "disputed status", "stance in sources"),
        ("citation", "claimed_date date_given", "date"),
        ("quote", "translated_by", "translator"),
        ("source", "when published Datum", "date"),
        ("source", "type category Kategorie", "kind"),
        ("source", "description summary Anmerkung", "note"),
        ("source", "name headline Überschrift", "title"),
        ("quote", "by author person who Sprecher", "speaker"),
        ("quote", "link href Quelle", "source"),
        ("quote", "quotation Zitat said", "text"),
        ("citation", "page paragraph locator", "at"),
        ("relation", "id to target", "event"),
        ("relation", "type kind", "as"),
        ("timeline", "name Titel titre", "title"),
        ("timeline", "summary Zusammenfassung", "description"),
    ],
)
def test_the_field_for_a_key(noun: str, keys: str, field: str) -> None:
    for key in keys.split():
        assert key_hint(key, (noun,)) == f"did you mean {field.format(key)}?", key


@each_row(
    ("noun", "key"),
    [("source", "person"), ("source", "Quelle"), ("quote", "country"), ("quote", "date"), ("event", "casualties")],
)
def test_a_key_without_a_field_has_no_hint(noun: str, key: str) -> None:
    assert key_hint(key, (noun,)) == ""


@each_row(
    ("nouns", "keys", "hint"),
    [
        ("source", "credibility stance", "write it where the source is cited, as “{}”"),
        ("quote", "credibility stance", "write it where the source is cited, as “{}”"),
        ("citation", "reliability archived accessed copy", "write it into the source itself, as “{}”"),
        ("quote", "reliability archived accessed copy", "write it into the source itself, as “{}”"),
        ("citation", "tier", "write it into the source itself, as “reliability”"),
        ("quote", "archive_url", "write it into the source itself, as “archived”"),
        ("source", "translator original", "write it into the quote, as “{}”"),
        (
            "event",
            "verified_by checked_on fact_checked",
            "an event is checked: write “checked: {{by: NAME, on: DATE}}” into it",
        ),
        ("source", "verified_by checked", "an event is checked: write “checked: {{by: NAME, on: DATE}}” into it"),
    ],
)
def test_a_field_in_a_wrong_place(nouns: str, keys: str, hint: str) -> None:
    for key in keys.split():
        assert key_hint(key, (nouns,)) == hint.format(key), key


@each_row(
    ("fields", "hint"),
    [
        ("publshed: 2024", "did you mean publisher?"),
        ("published: 2024", "did you mean date?"),
        ("credibility: 2", "write it where the source is cited, as “credibility”"),
        ("reliabilty: B", "did you mean reliability?"),
    ],
)
def test_a_word_with_a_meaning_is_not_a_misspelling_of_another(fields: str, hint: str) -> None:
    reading = read(
        f"sources: {{a: {{title: A, {fields}}}}}\nevents: [{{date: 2024, title: T, sources: a}}]".encode(), "f"
    )
    assert [problem.hint for problem in reading.problems] == [hint]


def test_a_field_means_itself() -> None:
    for entry in fields.ENTRIES:
        for name in entry.by_name:
            assert field_meant(name, (entry.noun,)) == name


def test_an_end_or_a_time_is_a_part_of_the_date() -> None:
    assert key_hint("end", ("event",)) == "it is a part of “date”: 2024-06-13/2024-06-15"
    assert key_hint("time", ("event",)) == "it is a part of “date”: 2024-06-13T15:05+02:00"
    assert key_hint("year", ("event",)) == "did you mean date?"


def test_a_field_of_the_source_in_a_citation_of_it() -> None:
    found = hints("sources: [{source: ap, link: x, page: 3}]")
    assert found["a citation has no “link” in the schema; it is kept unchanged"].startswith("write it into the source")
    assert found["a citation has no “page” in the schema; it is kept unchanged"] == "did you mean at?"


@each_row(
    ("event", "message", "hint"),
    [
        ("related: [{id: a}]", "a relation without “event”; it is left out", "write “event” in place of “id”"),
        ("related: [{evnt: a}]", "a relation without “event”; it is left out", "write “event” in place of “evnt”"),
        (
            "related: [{a: 'fo\\llows'}]",
            "a relation without “event”; it is left out",
            'write {"event": "a", "as": "fo\\\\llows"}',
        ),
        (
            "related: [[a]]",
            "a relation is a mapping, not a list; it is left out",
            "write the id of an event, or {event: ID, as: how they are related}",
        ),
        (
            "related: [{a: x, b: y}]",
            "a relation without “event”; it is left out",
            "write the id of an event, or {event: ID, as: how they are related}",
        ),
        ("quotes: [{Zitat: a}]", "a quote without “text”; it is left out", "write “text” in place of “Zitat”"),
        (
            "sources: [{id: ap}]",
            "a source in place without “title” and “url”; it is left out",
            "write “source” in place of “id”",
        ),
        (
            "sources: [{link: x}]",
            "a source in place without “title” and “url”; it is left out",
            "write “url” in place of “link”",
        ),
    ],
)
def test_a_missing_field_under_another_name(event: str, message: str, hint: str) -> None:
    assert hints(event)[message] == hint


def test_an_event_with_its_title_or_date_under_another_name() -> None:
    reading = read(f"{SOURCES}events: [{{date: 2024, name: x}}, {{when: 2024, title: y}}]".encode(), "f")
    found = {problem.message: problem.hint for problem in reading.problems if problem.severity == "error"}
    assert found == {
        "an event without “title”; it is left out": "write “title” in place of “name”",
        "an event without “date”; the event is kept under “Undated”": "write “date” in place of “when”",
    }


def test_hints_change_nothing_that_is_read() -> None:
    reading = read(f"{SOURCES}events: [{{date: 2024, title: x, country: Japan, by: A}}]".encode(), "f")
    [event] = reading.timeline.events
    assert event.countries == ()
    assert event.other == (("country", "Japan"), ("by", "A"))
