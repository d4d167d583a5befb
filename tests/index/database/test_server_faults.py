"""What can go wrong with a server: one clear line for each, nothing half written, and the next question is answered."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from index_questions import QuestionsOfIndex
from postgres_server import PostgresServer
from tables import each_row

pytest.importorskip("psycopg")
pytest.importorskip("sqlalchemy")

import psycopg
from databases import events_of, filled, locked, new_role, pushed, run_as_owner, said, streamed

from timeline_tui.dates.when import parse
from timeline_tui.index.bits import Positions
from timeline_tui.index.database import event_ids, event_rows, pushing
from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.database import Database
from timeline_tui.index.database.pushing import Pushed, push
from timeline_tui.index.index import Index
from timeline_tui.index.questions import AnswerError, Asked, QuestionCancelledError
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline, View
from timeline_tui.query.query import Clause, Query, Term
from timeline_tui.query.query_fields import FIELDS
from timeline_tui.text.text import clean, clean_line

pytestmark = pytest.mark.slow


def test_a_server_that_stops_and_starts_again(postgres: PostgresServer, url: str) -> None:
    database = filled(url)
    assert database.count(Asked()) == 50
    postgres.stop()
    try:
        for _ in range(2):
            with pytest.raises(AnswerError) as error:
                database.count(Asked())
            assert said(error).startswith(f"{database.name}: ")
    finally:
        postgres.start()
    assert database.count(Asked()) == 50


def test_a_connection_that_is_cut_in_the_middle(url: str) -> None:
    database = filled(url, 3000)
    events = streamed(database)
    next(events)
    cut_others(url)
    with pytest.raises(AnswerError) as error:
        assert [*events]
    assert "server" in said(error) or "connection" in said(error)
    assert len(database.page(Asked(), None, 50)) == 50


def cut_others(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity "
            "where datname = current_database() and pid <> pg_backend_pid()"
        )


def test_a_question_that_takes_too_long(url: str) -> None:
    filled(url)
    database = Database(url, seconds=0.2)
    with locked(url), pytest.raises(AnswerError) as error:
        database.count(Asked())
    assert "no answer in time (statement timeout)" in said(error)
    assert database.count(Asked()) == 50


def test_a_question_that_is_cancelled(url: str) -> None:
    database = filled(url)
    with ThreadPoolExecutor() as pool, locked(url):
        answer = pool.submit(database.count, Asked())
        while not answer.done():
            database.cancel()
            threading.Event().wait(0.01)
        with pytest.raises(QuestionCancelledError) as error:
            answer.result()
    assert said(error).endswith(": cancelled")
    assert database.count(Asked()) == 50


def test_a_role_with_read_access_reads_and_cannot_push(postgres: PostgresServer, url: str) -> None:
    filled(url)
    theirs = new_role(postgres, url, "select")
    assert Database(theirs).count(Asked()) == 50
    assert len(Database(theirs).timeline(Asked()).events) == 50
    with pytest.raises(AnswerError) as error:
        pushed(theirs, Timeline(events=events_of("b", 5)))
    assert "the role has no right to do that" in said(error)
    assert Database(url).count(Asked()) == 50


def test_a_role_that_may_write_rows_pushes_without_owning_the_tables(postgres: PostgresServer, url: str) -> None:
    filled(url)
    theirs = new_role(postgres, url, "select, insert, update, delete")
    assert pushed(theirs, Timeline("A timeline", events=events_of("b", 5))) == Pushed(5, 5, 0, 50)
    assert Database(url).count(Asked()) == 55


def test_a_replica_answers_and_takes_no_push(postgres: PostgresServer, url: str) -> None:
    filled(url)
    with postgres.as_replica():
        database = Database(url)
        assert database.count(Asked()) == 50
        assert len(database.timeline(Asked()).events) == 50
        with pytest.raises(AnswerError) as error:
            pushed(url, Timeline(events=events_of("b", 5)))
        assert "the database can only be read" in said(error)
        database.close()
    assert Database(url).count(Asked()) == 50


@each_row(
    "table", ["words(word text)", "events(id int, x text)", "chronology(a int)", "chronology(name text, value text)"]
)
def test_tables_of_another_program_are_left_alone(postgres: PostgresServer, table: str) -> None:
    url = postgres.new_database()
    run_as_owner(url, f"create table {table}", "create schema week")
    with pytest.raises(AnswerError) as error:
        pushed(url, Timeline(events=events_of("a", 5)))
    name = table.partition("(")[0]
    assert f"the schema public has another table {name}" in said(error)
    with psycopg.connect(url) as connection:
        assert connection.execute("select relname from pg_class where relkind = 'r' and relnamespace = "
                                  "'public'::regnamespace").fetchall() == [(name,)]  # fmt: skip
        assert connection.execute(f"select * from {name}").fetchall() == []
    theirs = f"{url}&options=-csearch_path%3Dweek"
    assert pushed(theirs, Timeline(events=events_of("a", 5))).new == 5
    assert Database(theirs).count(Asked()) == 5


@each_row("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_with_another_encoding_is_one_line(postgres: PostgresServer, encoding: str) -> None:
    url = postgres.new_database(f"template template0 encoding '{encoding}' locale 'C'")
    with pytest.raises(AnswerError) as error:
        pushed(url, Timeline(events=events_of("a", 5)))
    assert f"the database has the encoding {encoding}" in said(error)
    with pytest.raises(AnswerError, match="there is no chronology"):
        Database(url).count(Asked())


def test_a_push_that_takes_too_long_names_the_setting(url: str) -> None:
    filled(url)
    slow = f"{url}&options=-cstatement_timeout%3D200"
    with locked(url), pytest.raises(AnswerError) as error:
        pushed(slow, Timeline(events=events_of("b", 5)))
    assert "statement_timeout%3D0" in said(error)


def test_a_push_that_fails_changes_nothing(url: str) -> None:
    database = filled(url)
    before = database.timeline(Asked())

    def cut(done: int, _: int) -> None:
        if done > 2000:
            cut_others(url)

    server = Server(DatabaseUrl(url))
    with pytest.raises(AnswerError):
        push(server, Timeline("Another", events=events_of("b", 5000)), cut)
    assert database.timeline(Asked()) == before
    assert push(server, Timeline("Another", events=events_of("b", 10))) == Pushed(10, 10, 0, 50)


def test_ids_that_a_database_cannot_hold_are_reported_before_anything_is_written(url: str) -> None:
    one, other = events_of("a", 2)
    for events, message in (
        ((one, other._replace(id=one.id)), "two events have the id a-0"),
        ((one._replace(id="x" * 501),), "longer than 500 characters"),
    ):
        with pytest.raises(AnswerError) as error:
            pushed(url, Timeline(events=events))
        assert message in said(error)
    with pytest.raises(AnswerError) as error:
        Database(url).count(Asked())
    assert "there is no chronology in this database" in said(error)


def test_two_ids_with_the_same_number_are_reported(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other, third = events_of("a", 3)
    pushed(url, Timeline(events=(one,)))
    for module in (pushing, event_rows, event_ids):
        monkeypatch.setattr(module, "event_number", lambda event_id: 2 if event_id == "a-2" else 1)
    run_as_owner(url, "update events set event = 1")
    for events in ((other, one), (third, other)):
        with pytest.raises(AnswerError) as error:
            pushed(url, Timeline(events=events))
        assert "have the same number" in said(error)
    assert Database(url).count(Asked()) == 1


def test_a_database_of_another_version_is_not_read(url: str) -> None:
    database = filled(url)
    run_as_owner(url, "update chronology set value = '0' where name = 'format'")
    with pytest.raises(AnswerError) as error:
        database.count(Asked())
    assert "another version" in said(error)


def test_the_password_comes_from_the_environment_a_file_or_a_service(
    postgres: PostgresServer, url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    filled(url)
    name = url.partition("?")[0].rpartition("/")[2]
    secret = f"secret_{name}"
    run_as_owner(
        url,
        f"create role {secret} login password 'op3n sesame'",
        f"grant select on all tables in schema public to {secret}",
    )
    postgres.demand_password(secret)
    theirs = postgres.url(name, secret)
    for variable in ("PGPASSWORD", "PGPASSFILE", "PGSERVICEFILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
    with pytest.raises(AnswerError) as error:
        Database(theirs).count(Asked())
    assert "set PGPASSWORD" in said(error)
    with pytest.raises(AnswerError) as error:
        Database(f"{theirs}&password=wr0ng").count(Asked())
    assert "wr0ng" not in said(error)
    assert Database(f"{theirs}&password=op3n%20sesame").count(Asked()) == 50
    passwords = tmp_path / "pgpass"
    passwords.write_text(f"*:*:*:{secret}:op3n sesame\n", encoding="utf-8")
    passwords.chmod(0o600)
    with monkeypatch.context() as patch:
        patch.setenv("PGPASSFILE", str(passwords))
        assert Database(theirs).count(Asked()) == 50
    service = tmp_path / "services"
    lines = ["[week]", f"host={postgres.folder}", f"dbname={name}", f"user={secret}", "password=op3n sesame"]
    service.write_text("\n".join(lines), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setenv("PGSERVICEFILE", str(service))
        database = Database("postgresql:///?service=week")
        assert database.count(Asked()) == 50
        assert database.name == "week"
    monkeypatch.setenv("PGPASSWORD", "op3n sesame")
    assert Database(theirs).identity() == Database(url).identity()


def test_two_writers_and_ten_readers_at_once(url: str) -> None:
    filled(url)
    done = threading.Event()

    def write(name: str) -> None:
        for size in (100, 200, 300):
            pushed(url, Timeline(f"of {name}", events=events_of(name, size)))

    def read() -> int:
        database, reads = Database(url), 0
        while not done.is_set() or not reads:
            before = database.count(Asked())
            page = database.page(Asked(), None, 1000)
            assert before <= len(page)
            assert len(page) in {50 + a + b for a in (0, 100, 200, 300) for b in (0, 100, 200, 300)}
            [japan] = database.facets({"country": 5}, Asked())["country"]
            assert japan.events >= len(page)
            reads += 1
        database.close()
        return reads

    with ThreadPoolExecutor(12) as pool:
        readers = [pool.submit(read) for _ in range(10)]
        writers = [pool.submit(write, name) for name in ("b", "c")]
        try:
            for writer in writers:
                writer.result()
        finally:
            done.set()
        assert all(reader.result() for reader in readers)
    database = Database(url)
    assert database.count(Asked()) == 650
    assert [(count.value, count.events) for count in database.facets({"country": 5}, Asked())["country"]] == [
        ("Japan", 650)
    ]
    assert Index(database.timeline(Asked())).total == 650


HOSTILE = [
    "'; drop table events; --",
    "Robert'); DELETE FROM chronology;--",
    "' or '1'='1",
    "\\'; select pg_sleep(10); --",
    "%",
    "_",
    "100 % of _ \\% \\_",
    "%s %(name)s %% :name $1 ? {} {0}",
    "\\N",
    "\\.",
    "\\x00 \\u0000 \x00 \x1f \ud800",
    "a | b & !c <-> d:*",
    "'a':1A 'b'",
    "{a,b}",
    '["json", {"a": null}]',
    "null",
    "É é e\u0301 ﬁ ß İ ı 日本語 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "x" * 3_000,
    "word " * 600,
    "\u202e\u2066reversed",
]
"""Texts that a careless program would run, or that PostgreSQL cannot hold as they are."""


def hostile_timeline() -> Timeline:
    """A timeline with each hostile text in every field, cleaned as readers clean them."""
    events = []
    for number, raw in enumerate(HOSTILE):
        text, line = clean(raw).strip() or "x", clean_line(raw) or "x"
        source = Source(key=line, title=line, publisher=line, note=text, url=line, other=((line, text),))
        events.append(
            Event(
                f"{line[:400]}-{number}",
                parse("2024-06-13"),
                line,
                summary=text,
                countries=(line,),
                topics=(line, line.upper()),
                people=(line,),
                organizations=(line,),
                place=line,
                quotes=(Quote(text, line, line, source),),
                sources=(Citation(source, at=line, note=text), Citation(Source(title=line, based_on=(line,)))),
                related=(Relation(line, line), Relation(f"{clean_line(HOSTILE[0])[:400]}-0", line)),
                note=text,
                other=((line, text),),
                file=line,
            )
        )
    sources = {event.sources[0].source.key: event.sources[0].source for event in events}
    names = (clean_line(HOSTILE[0]), clean_line(HOSTILE[4]))
    return Timeline(names[0], names[1], (View(names[0], names[1]),), (names,), tuple(sources.values()), tuple(events))


def test_hostile_text_and_sql_in_every_field_and_query(url: str) -> None:
    timeline = hostile_timeline()
    pushed(url, timeline)
    database, index = Database(url), Index(timeline)
    assert database.timeline(Asked()) == timeline
    fields = ["", *(name for name, field in FIELDS.items() if not (field.choices or field.dates))]
    for number, raw in enumerate(HOSTILE):
        line = clean_line(raw) or "x"
        terms = (Term(line), Term(line, True), Term(line[:7], True))
        for i, term in enumerate(terms):
            for field in fields[(number + i) % 3 :: 3]:  # of three texts and three terms, each field gets each
                asked = Asked(Query((Clause(field, (term,)),)), frozenset({line, f"\n{line}"}))
                expected = [index.events[i].id for i in Positions(index.query_bits(asked.query, asked.stars))]
                assert [item.event.id for item in database.page(asked, None, 100)] == expected, (field, term)
        chosen = {field: [line] for field in ("country", "topic", "source", "origin")}
        for field, named in database.facets(chosen, Asked()).items():
            assert [one.events for one in named] == [index.facet(field).total(line)] * len(named)
    starred = Asked(Query((Clause("is", (Term("starred"),)),)), frozenset(clean_line(raw) for raw in HOSTILE))
    assert database.count(starred) == index.query_bits(starred.query, starred.stars).bit_count()
    check_evidence(database, QuestionsOfIndex(index), timeline)


def check_evidence(database: Database, memory: QuestionsOfIndex, timeline: Timeline) -> None:
    quotes = Asked(items="quotes")
    of = tuple(speaker.name for speaker in memory.speakers(Asked()))
    for asked in (quotes, quotes._replace(of=of), Asked(of=tuple(source.name for source in memory.disputing(Asked())))):
        assert [item.event.id for item in database.page(asked, None, 100)] == [
            item.event.id for item in memory.page(asked, None, 100)
        ]
    assert database.speakers(Asked()) == memory.speakers(Asked())
    parts = database.source_parts(Asked(), "events")
    assert parts == memory.source_parts(Asked(), "events")
    for part in parts:
        assert database.sources(Asked(), part.sources) == memory.sources(Asked(), part.sources)
    assert database.timeline(Asked()) == timeline


ADDRESSES = ["postgresql://", "postgresql://h:port/x", "postgresql://h/x?nonsense=1", "postgres://%zz/x"]


@each_row("address", ADDRESSES)
def test_a_wrong_address_is_one_line(address: str) -> None:
    with pytest.raises(AnswerError) as error:
        Database(address).count(Asked())
    assert said(error)


def test_texts_are_compared_by_code_points_whatever_the_server_prefers(postgres: PostgresServer) -> None:
    """A server with another collation sorts in the same order."""
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        found: list[Any] = connection.execute(
            "select collname from pg_collation where collprovider = 'i' and collname like 'sv%' limit 1"
        ).fetchall()
    if not found:
        pytest.skip("this server has no ICU")
    url = postgres.new_database("template template0 locale_provider icu icu_locale 'sv-SE' locale 'C'")
    names = ("Ängel", "angel", "Zebra", "zebra", "öl", "a-b", "ab")
    events = tuple(Event(name, parse("2024"), name, countries=(name,)) for name in names)
    pushed(url, Timeline(events=events))
    index = Index(Timeline(events=events))
    countries = Database(url).facets({"country": 9}, Asked())["country"]
    assert [count.value for count in countries] == [*index.facet("country").values]
