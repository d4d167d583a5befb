"""Events that another program inserts in plain SQL give the same answers as a push of the same events."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from postgres_server import PostgresServer

pytest.importorskip("psycopg")
pytest.importorskip("sqlalchemy")

import psycopg
from databases import run_as_owner

from timeline_tui.cli.main import main
from timeline_tui.cli.push_rows import FaultyRowsError, read_rows
from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.database import Database
from timeline_tui.index.database.new_rows import NewRows, TakenRows, push_rows
from timeline_tui.index.questions import Asked
from timeline_tui.query.query_fields import FACETS
from timeline_tui.query.syntax import parse_query

pytestmark = pytest.mark.slow

SOURCES = """\
title: A week
aliases: {Nippon: Japan}
sources:
  kantei: {title: Kantei, publisher: Cabinet Office, date: 2024-06-13}
  reuters: {title: Reuters, based_on: kantei}
"""
FIRST = """\
events:
- {id: before, date: 2024-06-01, title: Before, sources: kantei}
"""
REST = """\
  agency: {title: Agency, based_on: reuters}
events:
- id: summit
  date: 2024-06-13/2024-06-15
  title: Summit’s “opening” \\ it's
  summary: "Two lines,\\nand é"
  countries: [Italy, Nippon]
  topics: sanctions
  sources: [kantei, {title: Own report, author: [Ana, Ben]}, {source: agency, stance: disputes, at: p. 3}]
  quotes: [{text: We agree., speaker: Ana, source: reuters}, No.]
  related: before
- {date: 2024~, title: Later, after: summit, people: [Ana, "a, b"], reporter: Ben}
"""
INSERTS = r"""
INSERT INTO new_sources (key, title, based_on) VALUES ('agency', 'Agency', '{reuters}');
INSERT INTO new_events (id, date, title, summary, countries, topics, sources, quotes, related) VALUES (
  'summit', '2024-06-13/2024-06-15', 'Summit’s “opening” \ it''s',
  E'Two lines,\nand é', '{Italy, Nippon}', '{sanctions}',
  '["kantei", {"title": "Own report", "author": ["Ana", "Ben"]},
    {"source": "agency", "stance": "disputes", "at": "p. 3"}]',
  '[{"text": "We agree.", "speaker": "Ana", "source": "reuters"}, "No."]', '"before"');
ALTER TABLE new_events ADD COLUMN reporter text;
INSERT INTO new_events (date, title, after, people, reporter)
  VALUES ('2024~', 'Later', '{summit}', ARRAY['Ana', 'a, b'], 'Ben');
"""
QUERIES = ["", "country:japan", "nippon", "sanctions", "“own report”", "is:disputed", "after:summit", "agree",
           "origin:kantei", "source:agency", "speaker:ana", "two lines"]  # fmt: skip


def push(*words: str) -> int:
    return main(["push", *words])


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def answers(url: str) -> dict[str, str]:
    """What the chronology answers to each query, without the files and lines of events and sources."""
    database = Database(url)
    found: dict[str, str] = {}
    for text in QUERIES:
        asked = Asked(parse_query(text))
        events = [(row.event, tuple(row.event.date)) for row in database.page(asked, None, 100)]
        facets = database.facets({field: 100 for field in FACETS if field != "file"}, asked)
        others = (database.days(asked), database.disputing(asked), sorted(database.timeline(asked).sources))
        found[text] = re.sub(r"file='[^']*', line=\d+", "", repr((events, facets, others)))
    database.close()
    return found


def test_rows_in_plain_sql_give_the_same_answers_as_a_push(
    postgres: PostgresServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pushed, inserted = postgres.new_database(), postgres.new_database()
    first, rest = write(tmp_path / "first.yaml", SOURCES + FIRST), write(tmp_path / "rest.yaml", SOURCES + REST)
    assert push(first, pushed) == push(rest, pushed) == push(first, inserted) == 0
    run_as_owner(inserted, INSERTS)
    capsys.readouterr()
    assert main(["export", inserted, "-q", "id:summit", "-f", "jsonl"]) == 0
    said = capsys.readouterr().err
    assert "3 new rows of other programs cannot be found yet: “timeline-tui push URL” adds them" in said
    assert push(inserted) == 0
    assert "2 events pushed, 2 new, 0 changed; 1 other event kept" in capsys.readouterr().err
    assert answers(inserted) == answers(pushed)
    assert Database(inserted).waiting_rows() == (0, False)
    before = answers(inserted)
    run_as_owner(inserted, INSERTS.replace("ALTER", "-- ALTER"))
    assert push(inserted) == 0
    assert "2 events pushed, 0 new, 0 changed" in capsys.readouterr().err
    assert answers(inserted) == before


def test_a_push_of_the_address_alone_makes_the_tables(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert push(url) == push(url) == 0
    run_as_owner(url, "INSERT INTO new_events (date, title) VALUES ('2024-06-13', 'Summit')")
    assert push(url) == 0
    assert "1 event pushed, 1 new" in capsys.readouterr().err
    assert [event.id for event in Database(url).timeline(Asked()).events] == ["2024-06-13-summit"]


def test_rows_with_errors_stay_where_they_are(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert push(url) == 0
    run_as_owner(
        url,
        "INSERT INTO new_sources (key, title, date) VALUES ('bad', 'Bad', '2024-13'), ('good', 'Good', '2024-12')",
        "INSERT INTO new_events (date, title, sources) VALUES ('2024-06-31', 'No such day', null), "
        "('2024-06-13', 'Summit', '[\"good\"]'), (null, 'Undated', null), ('2024-06-14', 'Cited', '\"good\"')",
    )
    capsys.readouterr()
    assert push(url) == 1
    said = capsys.readouterr().err
    assert "new_sources, bad: 2024-13: there is no month 13" in said
    assert "new_events:1:" in said
    assert "June 2024 has 30 days\n" in said
    assert "new_events:3:" in said
    assert "nothing was pushed; --lenient pushes the other rows" in said
    assert (Database(url).waiting_rows().rows, Database(url).count(Asked())) == (6, 0)
    assert push("--lenient", url) == 0
    assert [event.title for event in Database(url).timeline(Asked()).events] == ["Summit", "Cited"]
    with psycopg.connect(url) as connection:
        assert connection.execute("select row from new_events order by row").fetchall() == [(1,), (3,)]
        assert connection.execute("select key from new_sources").fetchall() == [("bad",)]


def test_a_row_that_is_nested_too_deeply_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert push(url) == 0
    deep = "[" * 3_000 + "]" * 3_000
    run_as_owner(url, f"INSERT INTO new_events (date, title, sources) VALUES ('2024', 'Deep', '{deep}')")
    capsys.readouterr()
    assert push(url) == 1
    assert "new_events:1:" in capsys.readouterr().err


def test_faults_of_rows_name_rows_and_promise_nothing() -> None:
    texts = {7: '{"id": "a", "date": "2024", "title": "A"}', 9: '{"id": "a", "date": "2024", "title": "B"}',
             11: '{"date": "2024", "title": "C", "sources": ["gone"]}', 12: '{"date": "2024"}'}  # fmt: skip
    with pytest.raises(FaultyRowsError) as raised:
        read_rows(NewRows(texts, {}), lenient=False)
    assert [(problem.line, problem.message, problem.hint) for problem in raised.value.errors] == [
        (9, "the event in row 7 also has the id “a”", ""),
        (11, "no source has the key “gone”", "insert it into new_sources with this key"),
        (12, "an event without “title”", ""),
    ]


def test_rows_that_are_inserted_during_a_push_stay_for_the_next(url: str) -> None:
    """A reader meanwhile sees the state before or after the push."""
    assert push(url) == 0
    insert = "INSERT INTO new_events (date, title) SELECT '2024-06-13', 'Event ' || n FROM generate_series({}, {}) n"
    run_as_owner(url, insert.format(1, 100))
    reader = Database(url)

    def read(rows: NewRows) -> TakenRows:
        run_as_owner(url, insert.format(101, 130))
        assert (reader.count(Asked()), reader.waiting_rows().rows) == (0, 130)
        return read_rows(rows, lenient=False)

    server = Server(DatabaseUrl(url))
    assert push_rows(server, read).events == 100
    assert (reader.count(Asked()), reader.waiting_rows().rows) == (100, 30)
    with ThreadPoolExecutor() as pool:
        assert [*pool.map(push, [url] * 3)] == [0, 0, 0]
    assert (reader.count(Asked()), reader.waiting_rows().rows) == (130, 0)


def test_a_role_that_may_only_insert_rows_and_one_that_may_not_see_them(postgres: PostgresServer, url: str) -> None:
    assert push(url) == 0
    name = url.partition("?")[0].rpartition("/")[2]
    run_as_owner(
        url,
        f"create role program_{name} login",
        f"grant insert on new_events, new_sources to program_{name}",
        f"create role reader_{name} login",
        f"grant select on all tables in schema public to reader_{name}",
        f"revoke select on new_events, new_sources from reader_{name}",
    )
    run_as_owner(postgres.url(name, f"program_{name}"), "INSERT INTO new_events (date, title) VALUES ('2024', 'One')")
    assert Database(postgres.url(name, f"reader_{name}")).waiting_rows().rows == 0
    assert Database(url).waiting_rows().rows == 1
