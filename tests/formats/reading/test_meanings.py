"""The meanings of headings and keys: of other people's sheets, in nine languages, and with contradicting values."""

import csv
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.reading.column_values import looks_like_date
from timeline_tui.formats.reading.columns_option import ColumnsError, parse_columns
from timeline_tui.formats.reading.key_meanings import is_event_list, is_own, key_meaning, part_meaning, suggestion
from timeline_tui.formats.reading.meanings import understand
from timeline_tui.formats.reading.meanings_lookup import senses, words
from timeline_tui.formats.reading.meanings_words import EVENTS, FIELDS, PARTS, WORDS
from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.model import fields

TESTS = next(folder for folder in Path(__file__).parents if folder.name == "tests")

# Headings; rows, with a bar between cells; the meaning of each column, a dash for Other.
SHEETS = {
    "three columns": (
        "date|event|source",
        ["2021-03-04|Court opens|Reuters", "2021-03-05|Court closes|AP"],
        "date title sources",
    ),
    "a record and its link": (
        "Date|Event|Record|Link",
        ["March 4, 2021|Court opens its doors|Docket 17|https://example.org/a"],
        "date title source_title sources",
    ),
    "a running number": ("|date|content", ["0|2021-03-04|The court opened. It was cold."], "- date summary"),
    "French": (
        "date|evenement|source_url",
        ["4 mars 2021|Ouverture du tribunal|https://example.org/a"],
        "date title sources",
    ),
    "ACLED": (
        "event_date|event_type|country|location|source|timestamp",
        ["04 March 2021|Protests|Japan|Tokyo|Reuters|1614816000"],
        "date topics countries place sources -",
    ),
    "a local date": ("date_local|lat|lng|title", ["11-Mar-15|1.5|2.5|Quake"], "date latitude longitude title"),
    "cells without a value": (
        "name|date|type|url",
        ["Court opens|2021-03-04|court|https://example.org/a", "Court closes|n/a|n/a|n/a"],
        "title date topics sources",
    ),
    "empty columns": ("|date|description||||", ["|2021-03-04|The court opened||||"], "- date summary - - - -"),
    "a year alone": ("year|text", ["1999|The court opened"], "date summary"),
    "start and end": ("start|end|label|era", ["3300 BC|1200 BC|Bronze Age|Ancient"], "date end title topics"),
    "a log": ("timestamp|source|summary", ["2021-03-04T10:00:00Z|syslog|The disk is full"], "date sources summary"),
    "DFIR-IRIS": (
        "event_date|event_title|event_content|event_tags",
        ["2021-03-04T10:00:00.000|Login|A user logged in|a,b"],
        "date title summary topics",
    ),
    "plaso": (
        "date|time|timezone|MACB|source|sourcetype|type|user|host|short|desc",
        ["03/14/2012|04:17:38|UTC|M...|EVT|WinEVTX|Login|bob|PC1|Login of bob|Login of bob from the net"],
        "date time timezone - sources - topics people - title summary",
    ),
    "news and their addresses": (
        "Date|News1|News1 URL|News2|News2 URL",
        ["1/20/2025|The president signs an order|https://example.org/a|It is signed|https://example.org/b"],
        "date source_title sources source_title sources",
    ),
    "texts with a link": (
        "Date|Headline|Description|Source URL",
        ["1/20/2025|Court opens|<p>At <a href='https://example.org/a'>the hotel</a></p>|https://example.org/b"],
        "date title summary sources",
    ),
    "titles with an address": ("Date|Title", ["1/20/2025|Court opens https://example.org/a"], "date title"),
    "addresses under the heading of a text": (
        "Date|Title|Description",
        ["1/20/2025|Court opens|https://example.org/a, https://example.org/b"],
        "date title sources",
    ),
    "YAML with a year": (
        "year|title|description|sources",
        ["1999|Court opens|It was cold.|"],
        "date title summary sources",
    ),
    "YAML with details": (
        "date|detail|kind|source_url",
        ["2021|The court opened|court|https://example.org/a"],
        "date summary topics sources",
    ),
    "a date in words": ("date_label|event", ["circa 1910|Court opens"], "date title"),
    "a date in words and its precision": (
        "date_display|date_precision|event",
        ["c. September 1985|approximate|Court opens"],
        "date precision title",
    ),
    "a date twice": (
        "date|date_display|date_precision|event",
        ["1985-09-01|c. September 1985|approximate|Court opens"],
        "date date_note precision title",
    ),
    "YAML with a body": ("date|body|source", ["2021|The court opened. It was cold.|Reuters"], "date summary sources"),
    "TimelineJS of 2013": (
        "Start Date|End Date|Headline|Text|Media|Tag",
        ["1/20/2025|1/21/2025|Court opens|It was cold.|https://example.org/i.png|court"],
        "date end title summary - topics",
    ),
    "KleptocracyTimeline": (
        "id|date|title|summary|location|actors|tags|status",
        ["a|2021-03-04|Court opens|It was cold.|Rome|A. B.; C. D.|court|confirmed"],
        "id date title summary place people topics -",
    ),
    "Google Calendar": (
        "Subject|Start Date|Start Time|End Date|End Time|All Day Event|Description|Location",
        ["Meeting|05/30/2020|10:00 AM|05/30/2020|1:00 PM|False|Fifty years|Rome"],
        "title date time end end_time - summary place",
    ),
    "a date of the record": (
        "date_updated|Date|what|who|where",
        ["2022-01-01|2021-03-04|Court opens|A. B.|Rome"],
        "- date title people place",
    ),
    "a date in three columns": ("Year|Month|Day|Event", ["2021|3|4|Court opens"], "year month day title"),
    "parts beside a date": ("date|year|month|event", ["2021-03-04|2021|3|Court opens"], "date - - title"),
    "two sources": (
        "date|title|source 1|url 1|source 2|url 2",
        ["2021|Court opens|Reuters|https://example.org/a|AP|https://example.org/b"],
        "date title source_title sources source_title sources",
    ),
    "an outlet": (
        "date|headline|outlet|url|archive_url|image",
        ["2021|Court opens|Reuters|https://example.org/a|https://example.org/b|https://example.org/c"],
        "date title publisher sources archived -",
    ),
    "only a date of publication": ("published|headline", ["2021-03-04|Court opens"], "date title"),
    "a day with a date in it": ("day|event", ["2021-03-04|Court opens"], "date title"),
    "a time with a date in it": ("time|event", ["2021-03-04 10:00|Court opens"], "date title"),
    "long titles": ("date|event", ["2021-03-04|" + "The court opened. " * 20], "date summary"),
    "a heading that is wrong": ("date|b|title", ["Paris|2021-03-04|Court opens"], "- date title"),
    "no headings": (
        "a|b|c|d",
        [f"2021-03-0{n}|Court number {n} opens|{'xy'[n % 2]}|https://example.org/{n}" for n in range(1, 9)],
        "date title topics sources",
    ),
    "no headings, with a long text": (
        "a|b|c",
        [f"2021-03-0{n}|Court number {n} opens|{f'In the year {n} much happened here. ' * 5}" for n in range(1, 9)],
        "date title summary",
    ),
    "start and end in parts": (
        "Disaster Group|Event Name|Start Year|Start Month|Start Day|End Year|End Month|End Day|Total Deaths",
        ["Natural|Lothar|1999|12|26|1999|12|27|3"],
        "- title year month day end_year end_month end_day -",
    ),
    "two years": ("Start Year|End Year|Name", ["1999|2001|The court is built"], "date end title"),
    "start and end with times": (
        "start_time|end_time|name",
        ["2021-01-01 10:00|2021-01-01 12:00|Court opens"],
        "date end title",
    ),
    "a form": (
        "Timestamp|Date of incident|Tell us what happened|Where did it happen?|Link to source|Victims",
        ["3/4/2021 10:00|3/1/2021|The court opened|Rome|https://example.org/a|3"],
        "- date title place sources -",
    ),
    "Wikidata": (
        "item|itemLabel|date|countryLabel|article",
        ["http://www.wikidata.org/entity/Q1|Court opens|1815-06-18T00:00:00Z|Italy|https://example.org/a"],
        "sources title date countries sources",
    ),
    "addresses under other names": (
        "incident_date|incident_description|news_source_1|news_source_2",
        ["2021-03-04|The court opened its doors|https://example.org/a|https://example.org/b"],
        "date summary sources sources",
    ),
    "Japanese without headings in it": (
        "date|main|relate",
        ["2017/6/1|オリンピックまで３年|", "2017/7/1|新国立競技場が完成する|", "2017/8/1||アジア大会（インドネシア）"],
        "date title -",
    ),
    "keys of sources": (
        "date|event|actor|source_ids|who_was_told|src",
        ["2021-03-04|Court opens|A. B.|S1; S2|Servicers|https://example.org/a"],
        "date title people - - sources",
    ),
    "a date for sorting": ("sort_date|display_date|headline", ["1910|circa 1910|Court opens"], "- date title"),
    "German": (
        "Datum|Ereignis|Land|Ort|Quelle|Schlagwörter|Personen",
        ["4.3.2021|Eröffnung|Italien|Rom|https://example.org/a|Gericht|A. B."],
        "date title countries place sources topics people",
    ),
    "Spanish": (
        "Fecha|Suceso|Descripción|País|Lugar|Fuente",
        ["4 de marzo de 2021|Abre el tribunal|Hacía frío.|Italia|Roma|https://example.org/a"],
        "date title summary countries place sources",
    ),
    "Italian": (
        "Data|Evento|Luogo|Fonte|Argomento",
        ["4 marzo 2021|Apre il tribunale|Roma|https://example.org/a|tribunali"],
        "date title place sources topics",
    ),
    "Portuguese": (
        "Data do evento|Título|Descrição|Local|Fonte",
        ["4 de março de 2021|Abre o tribunal|Fazia frio.|Roma|https://example.org/a"],
        "date title summary place sources",
    ),
    "Russian": (
        "Дата|Событие|Страна|Место|Источник|Участники",
        ["04.03.2021|Суд открыт|Италия|Рим|https://example.org/a|А. Б."],
        "date title countries place sources people",
    ),
    "Ukrainian": (
        "Дата|Подія|Країна|Місце|Джерело|Учасники",
        ["04.03.2021|Суд відкрито|Італія|Рим|https://example.org/a|А. Б."],
        "date title countries place sources people",
    ),
    "published and happened": (
        "Published|Happened|Headline",
        ["2024-06-20|2024-06-13|Summit opens", "2024-06-21|2024-06-14|Summit ends"],
        "- date title",
    ),
    "Japanese": (
        "日付|出来事|国|場所|出典|人物|備考",
        ["2021年3月4日|裁判所が開く|イタリア|ローマ|https://example.org/a|山田|寒い"],
        "date title countries place sources people note",
    ),
}


def understood(headings: str, rows: list[str], columns: str = "") -> Understanding:
    table = [row.split("|") for row in rows]
    samples = [list(cells) for cells in zip(*table, strict=True)] if table else []
    return understand(headings.split("|"), samples, parse_columns(columns) if columns else None)


def told(found: Understanding) -> str:
    return " ".join(column.meaning or "-" for column in found.columns)


@each_row(("headings", "rows", "meanings"), SHEETS.values())
def test_sheets_of_others(headings: str, rows: list[str], meanings: str) -> None:
    found = understood(headings, rows)
    assert told(found) == meanings
    assert found.usable


# (language, meaning, phrase): each phrase has this meaning.
PHRASES = [
    (language, meaning, phrase.strip())
    for language, table in WORDS.items()
    for meaning, listed in table.items()
    for phrase in listed.split(",")
]


@each_row("language", WORDS)
def test_every_word_of_every_language_is_known(language: str) -> None:
    for spoken, meaning, phrase in PHRASES:
        if spoken == language:
            assert meaning in [sense.meaning for sense in senses(phrase)], phrase
            assert meaning in [sense.meaning for sense in senses(phrase.upper())], phrase


@each_row(
    "heading",
    ["Event Date", "event_date", "eventDate", "EVENT-DATE", "event date:", "Date (UTC)", "date_local", "Dates", "Dàte"],
)
def test_the_spelling_of_a_heading_does_not_matter(heading: str) -> None:
    assert key_meaning(heading) == "date"


def test_words_of_a_heading() -> None:
    assert words("sourceURL1") == ("source", "url", "1")
    assert words("Fécha_del-evento") == ("fecha", "del", "evento")
    assert words("") == ()


@each_row("heading", ["archive_url", "image link", "user name", "source type", "status", "MACB", "", "#", "x" * 10_000])
def test_other_headings_mean_nothing(heading: str) -> None:
    assert key_meaning(heading) is None


def test_reasons_are_in_plain_words() -> None:
    found = understood("Fecha|Event|visit date|x", ["4 mar 2021|Court opens|2021-01-01|y"])
    assert found.columns[0].why == "“fecha” is Spanish for date"
    assert found.columns[1].why == "“event” is another word for title"
    assert found.columns[2].why == "another column gives the date"
    assert found.columns[3].why == "no field has this name"
    assert found.explain()[:2] == (
        "“Fecha”: date (“fecha” is Spanish for date): 4 mar 2021",
        "“Event”: title (“event” is another word for title): Court opens",
    )


def test_the_summary_names_what_was_renamed() -> None:
    assert understood("date|event|source|host", ["2021|Court opens|Reuters|pc"]).summary() == (
        "read “event” as title and “source” as sources; “host” is kept under Other"
    )
    assert understood("date|content", ["2021|It opened. It was cold."]).summary() == (
        "read “content” as summary; the title is the first sentence of “content”"
    )
    assert understood("date|title", ["2021|Court opens"]).summary() == "read every column by its own name"


def test_a_sheet_without_dates_is_not_usable() -> None:
    found = understood("name|price", ["Bread|2", "Milk|1"])
    assert not found.usable
    assert [doubt.question for doubt in found.unsure] == ["Which column says when it happened?"]


def test_a_sheet_without_words_is_not_usable() -> None:
    found = understood("date|price", ["2021-03-04|2", "2021-03-05|1"])
    assert not found.usable
    assert [doubt.meaning for doubt in found.unsure] == ["title"]


def test_values_cast_doubt_on_a_heading() -> None:
    found = understood("date|title", ["Paris|Court opens", "Rome|Court closes"])
    assert found.columns[0].confidence == "unsure"
    assert found.columns[0].why == "the heading says date, but 0 of 2 values are dates"
    assert [(doubt.meaning, doubt.columns) for doubt in found.unsure] == [("date", (0,))]


@pytest.mark.parametrize("headings", ["Date|Date", "Event date|Start date", "Birth date|Death date"])
def test_two_columns_with_equal_headings_are_asked_about(headings: str) -> None:
    found = understood(f"{headings}|title", ["2021-03-04|2020-03-04|Court opens"])
    (doubt,) = found.unsure
    assert doubt.meaning == "date"
    assert all(f"“{heading}”" in doubt.question for heading in headings.split("|"))


def test_two_columns_of_dates_without_a_heading_are_asked_about() -> None:
    found = understood("a|b|title", ["2021-03-04|2021-03-05|Court opens"])
    assert [doubt.meaning for doubt in found.unsure] == ["date"]


def test_numbers_alone_are_not_dates() -> None:
    assert not understood("Score|title", ["2001|Court opens", "2010|Court closes"]).having("date")
    assert understood("|", ["2001|Court opens in Bern", "2010|Court closes in Bern"]).having("date")
    assert understood("Year|title", ["2001|Court opens", "2010|Court closes"]).having("date")
    assert not understood("a|title", ["45456|Court opens", "45457|Court closes"]).having("date")
    assert understood("date|title", ["45456|Court opens", "45457|Court closes"]).columns[0].confidence == "sure"


def test_a_word_of_two_languages_is_read_as_the_sheet_needs_it() -> None:
    assert told(understood("Date|Headline|Tag", [])) == "date title topics"
    assert told(understood("Jahr|Monat|Tag|Ereignis", ["2021|3|4|Eröffnung"])) == "year month day title"
    assert told(understood("Data|Date|Title", ["x|2021|Court opens"])) == "- date title"


def test_a_table_without_rows_is_understood_by_its_headings() -> None:
    assert told(understood("When|Event|Link", [])) == "date title sources"


def test_the_reader_of_dates_can_be_another() -> None:
    found = understand(
        ["a", "title"], [["zeroth", "first"], ["Court opens", "Court closes"]], is_date="zfirst".__contains__
    )
    assert not found.having("date")
    found = understand(["a", "title"], [["z", "first"], ["Court opens", "Court closes"]], is_date="zfirst".__contains__)
    assert found.having("date") == (0,)


# The choice of the reader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("date=Event Date, title=What, sources=Link", {"Event Date": "date", "What": "title", "Link": "sources"}),
        ('title="What, where", sources=a, sources=b', {"What, where": "title", "a": "sources", "b": "sources"}),
        ('title="He said ""no"""', {'He said "no"': "title"}),
        ("Date = x=y ,", {"x=y": "date"}),
        ("tags=Kind, url=Web", {"Kind": "topics", "Web": "sources"}),
        ("other=updated, date=#1", {"updated": None, "#1": "date"}),
        ("source_title=A, source title=B", {"A": "source_title", "B": "source_title"}),
    ],
)
def test_columns_as_chosen(text: str, expected: dict[str, str | None]) -> None:
    assert parse_columns(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "write meaning=heading, as in date=Event Date, not “”"),
        ("date", "write meaning=heading, as in date=Event Date, not “date”"),
        ("date=", "there is no heading after “date=”"),
        ("dat=When", "“dat” is not a meaning of a column; did you mean date?"),
        ("contries=When", "“contries” is not a meaning of a column; did you mean countries?"),
        ("date=A, title=A", "“A” is given two meanings: date and title"),
        ('title="What', 'write meaning=heading, as in date=Event Date, not “title="What”'),
    ],
)
def test_a_wrong_choice_is_explained(text: str, message: str) -> None:
    with pytest.raises(ColumnsError) as error:
        parse_columns(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date=Wen", "no column is called “Wen”; did you mean “When”?"),
        ("date=Something", "no column is called “Something”; the headings are “When”, “What”"),
        ("date=#4", "there is no column #4; the table has 3"),
        ("date=When, title=#1", "column 1 is given two meanings: date and title"),
        ("date=When, date=What", "“When” and “What” cannot both be date"),
    ],
)
def test_a_column_that_is_not_there_is_explained(text: str, message: str) -> None:
    with pytest.raises(ColumnsError) as error:
        understood("When|What|", ["2021|Court opens|x"], text)
    assert str(error.value) == message


def test_a_choice_takes_precedence() -> None:
    rows = ["2021-03-04|2022-01-01|Court opens|https://example.org/a|https://example.org/b"]
    headings = "date|updated|event|link|web"
    assert told(understood(headings, rows)) == "date - title sources sources"
    assert told(understood(headings, rows, "date=updated")) == "- date title sources sources"
    assert told(understood(headings, rows, "sources=WEB")) == "date - title - sources"
    assert told(understood(headings, rows, "other=link, note=event")) == "date - note - sources"


def test_a_column_without_a_heading_is_chosen_by_its_number() -> None:
    assert told(understood("|b|c", ["x|2021-03|y"], "title=#1")) == "title date -"


# Keys of YAML and JSON


@each_row(
    ("noun", "key", "field"),
    [
        *(("event", key, "topics") for key in ("tags", "type", "Category", "kind")),
        *(("event", key, "summary") for key in ("description", "detail", "body", "text")),
        *(("event", key, "sources") for key in ("url", "link", "source_url", "source")),
        *(("event", key, "date") for key in ("end_date", "endDate", "end", "year", "start")),
        *(("event", key, "people") for key in ("person", "actors")),
        ("event", "country", "countries"),
        ("event", "location", "place"),
        ("event", "notes", "note"),
        ("event", "related_events", "related"),
        ("source", "outlet", "publisher"),
        ("source", "name", "title"),
        ("source", "link", "url"),
        ("quote", "by", "speaker"),
        ("quote", "quote", "text"),
        ("citation", "page", "at"),
        ("relation", "type", "as"),
        ("view", "filter", "query"),
        ("timeline", "items", "events"),
        ("timeline", "deadlines", "events"),
    ],
)
def test_the_field_that_a_key_means(noun: str, key: str, field: str) -> None:
    assert suggestion(key, noun) == field


@each_row("entry", fields.ENTRIES)
def test_our_own_keys_mean_themselves(entry: fields.EntryType) -> None:
    for name in entry.by_name:
        assert suggestion(name, entry.noun) is None
        if entry.noun != "event":
            assert part_meaning(name, entry.noun) == name


def test_parts_name_entries_and_suggest_only_fields_that_exist() -> None:
    known = {entry.noun: entry.by_name for entry in fields.ENTRIES}
    assert PARTS.keys() <= known.keys()
    for noun, table in PARTS.items():
        for listed in table.values():
            for phrase in listed.split(","):
                assert part_meaning(phrase, noun) is None or part_meaning(phrase, noun) in known[noun]


def test_every_field_of_an_event_is_a_meaning() -> None:
    # In files of others, “checked”, “after” and “before” have many meanings. They are kept as they are.
    ours = {field.name for field in fields.EVENT.fields if field.kind in ("order", "checks")}
    assert {field.name for field in fields.EVENT.fields} <= FIELDS.keys() | ours
    assert set(FIELDS.values()) - {""} <= {field.name for field in fields.EVENT.fields}


@each_row("key", [*EVENTS.split(", "), "Events", "key_events"[4:]])
def test_lists_of_events(key: str) -> None:
    assert is_event_list(key)


def test_other_lists_are_not_lists_of_events() -> None:
    assert not any(map(is_event_list, ("sources", "views", "aliases", "tags", "")))


# Our own format


def test_the_bundled_file_and_the_golden_files_are_our_own() -> None:
    root = TESTS.parent
    for path in (root / "events.yaml", TESTS / "golden" / "faulty.yaml"):
        loaded = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        assert is_own({key for event in loaded["events"] for key in event})
    with (TESTS / "golden" / "sample.csv").open(encoding="utf-8", newline="") as file:
        assert is_own(next(csv.reader(file)))


@each_row("headings", [sheet[0] for sheet in SHEETS.values() if sheet[0] != "date|b|title"])
def test_the_sheets_of_others_are_not(headings: str) -> None:
    assert not is_own(headings.split("|"))


@each_row(
    ("keys", "own"),
    [
        ("date title", True),
        ("date title countries topics", True),
        ("date title casualties", True),
        ("date title topics tags", True),
        ("date title tags", False),
        ("date title description", False),
        ("date title end", False),
        ("date title time", False),
        ("date title topics end_date", False),
        ("date title published", True),
        ("Date Title", False),
        ("date event", False),
        ("title countries", False),
    ],
)
def test_keys_of_our_own_format(keys: str, own: bool) -> None:
    assert is_own(keys.split()) == own


@given(st.sets(st.sampled_from([field.name for field in fields.EVENT.fields])), st.sets(st.text(max_size=5)))
def test_the_fields_of_the_schema_are_always_our_own(known: set[str], more: set[str]) -> None:
    unknown = {key for key in more if not senses(key)}
    assert is_own(known | {"date", "title"} | unknown)


# Anything else


_HEADINGS = st.one_of(
    st.sampled_from(["", "date", "Event", "title", "News1", "News1 URL", "url", "source", "year", "month", "end", "x"]),
    st.text(max_size=12),
)
_CELLS = st.one_of(
    st.sampled_from(["", "2021-03-04", "n/a", "10:00", "https://example.org/a", "1999", "Court opens its doors", "7"]),
    st.text(max_size=20),
)
_COLUMNS = st.lists(st.tuples(_HEADINGS, st.lists(_CELLS, max_size=5)), max_size=8)


def _answer(columns: list[tuple[str, list[str]]]) -> Understanding:
    return understand([heading for heading, _ in columns], [cells for _, cells in columns])


@given(_COLUMNS)
@example([("date", []), ("date", []), ("", ["2021"])])
def test_any_table_can_be_understood_and_explained(columns: list[tuple[str, list[str]]]) -> None:
    found = _answer(columns)
    assert len(found.columns) == len(found.explain()) == len(columns)
    assert found.summary()
    assert found == _answer(columns)
    for column in found.columns:
        assert column.meaning is None or column.meaning in FIELDS
        assert column.partner is None or found.columns[column.partner].meaning == "sources"
    if found.usable:
        assert found.having("title") or found.title_from is not None


@given(_COLUMNS, st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(columns: list[tuple[str, list[str]]], random: object) -> None:
    moved = list(columns)
    random.shuffle(moved)  # type: ignore[attr-defined]  # a random.Random
    before, after = (
        sorted(
            (column.heading, column.values, column.meaning or "", column.confidence) for column in _answer(c).columns
        )
        for c in (columns, moved)
    )
    assert before == after


@pytest.mark.slow
def test_very_many_and_very_long_headings() -> None:
    found = understand(["date", "title"] * 2_000, [["2021-03-04"] * 300, ["Court opens"] * 300] * 2_000)
    assert found.usable
    assert len(found.having("date")) == len(found.having("title")) == 1
    found = understand(["Event " * 50_000, "date\n" * 50_000, "(" * 300_000], [["x" * 300_000] * 3] * 3)
    assert all(len(line) < 500 for line in found.explain())


@each_row(
    "text",
    [
        *("2024-06-13", "2024-06-13 15:05", "2024-06-13T10:00:00.000Z", "13/06/2024", "6/13/24", "13-Jun-24", "2024"),
        *("June 13, 2024", "13. Juni 2024", "13 июня 2024", "2024年6月13日", "c. 1910", "before 1855", "early 1920s"),
        *("circa 17th century", "Q2 2024", "1718272800", "45456", "3300 BC", "343-02-03 BC", "25 Dec – 2 Jan 2016"),
        *("1923/24", "2024~", "201X", "2024-06-13/2024-06-15", "Friday, January 5, 2024", "c. September 1985"),
    ],
)
def test_texts_that_look_like_dates(text: str) -> None:
    assert looks_like_date(text)


@each_row("text", ["", "Reuters", "7", "1.5", "https://example.org/2024/06/13", "Room 101", "10:00", "a" * 100])
def test_texts_that_do_not_look_like_dates(text: str) -> None:
    assert not looks_like_date(text)


def test_the_reason_for_a_column_with_a_single_value_is_a_sentence() -> None:
    found = understand(["Date", "What"], [["soon"], ["Talks begin in Bari"]])
    assert found.columns[0].why == "the heading says date, but its only value is not a date"


@each_row(
    "headings",
    [
        "Data di pubblicazione|Data del fatto|Titolo",
        "Data di pubblicazione|Data dei fatti|Titolo",
        "Data de publicação|Data do fato|Título",
        "Fecha de publicación|Fecha de los hechos|Título",
        "Date de publication|Date des faits|Titre",
        "Veröffentlichungsdatum|Ereignisdatum|Titel",
        "Veröffentlicht am|Tattag|Titel",
        "Дата публикации|Дата происшествия|Название",
        "Дата публікації|Коли|Назва",
        "公開日|発生日|タイトル",
        "更新日|事件|タイトル",
        "Published|Event|Title",
        "Released|Incident|Title",
        "Entry date|Incident|Title",
        "Reported date|Date of incident|Title",
    ],
)
def test_the_date_of_the_event_comes_before_the_date_of_publication(headings: str) -> None:
    values = ["2024-02-01", "2024-02-03"], ["2024-01-01", "2024-01-02"], ["Fire in a mill", "Flood in a town"]
    known = understand(headings.split("|"), values)
    assert [column.meaning for column in known.columns] == [None, "date", "title"]
    assert known.unsure == ()
    assert "title" not in known.columns[0].why


@each_row(
    "headings",
    [
        "Published|Xyz|Title",
        "Published|Released|Title",
        "Created|Updated|Title",
        "Data del fatto|Data dell'arresto|Titolo",
    ],
)
def test_it_asks_about_two_columns_of_dates_of_equal_rank(headings: str) -> None:
    values = ["2024-02-01", "2024-02-03"], ["2024-01-01", "2024-01-02"], ["Fire in a mill", "Flood in a town"]
    known = understand(headings.split("|"), values)
    assert [doubt.meaning for doubt in known.unsure] == ["date"]
    assert f"“{headings.split('|')[1]}”" in known.unsure[0].question


def test_dates_are_not_titles() -> None:
    values = ["2024-02-01", "2024-02-03"], ["2024-01-01", "2024-01-02"], ["Fire in a mill", "Flood in a town"]
    known = understand(["Published", "Incident", "Summary"], values)
    assert [column.meaning for column in known.columns] == [None, "date", "summary"]
    assert known.title_from == 2
    known = understand(["title", "date"], values[:2])  # notes of a diary
    assert [(column.meaning, column.confidence) for column in known.columns] == [("title", "unsure"), ("date", "sure")]


@each_row("heading", ["Source", "Source name", "Publisher", "Who", "Publication", "Bulletin of"])
def test_dates_are_not_sources_or_names(heading: str) -> None:
    known = understand(["Date", "Title", heading], [["2024-01-01"], ["Fire in a mill"], ["2024-01-10"]])
    assert known.columns[2].meaning is None
