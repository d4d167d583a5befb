"""A chronology behind PgBouncer, on a replica, and for roles with limits."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pgbouncer import pooled, pooler
from postgres_server import Missing, PostgresServer
from tables import each_row

pytest.importorskip("psycopg")
pytest.importorskip("sqlalchemy")

from databases import events_of, filled, locked, new_role, pushed, run_as_owner, said, streamed

from timeline_tui.index.database.database import Database
from timeline_tui.index.database.pushing import Pushed
from timeline_tui.index.questions import AnswerError, Asked
from timeline_tui.model.timeline import Timeline

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def transactions(postgres: PostgresServer) -> Iterator[None]:
    """PgBouncer in transaction mode, with two connections to the server."""
    yield from _pooler(postgres, "transaction")


def _pooler(postgres: PostgresServer, mode: str) -> Iterator[None]:
    """Without PgBouncer, the test is skipped; where TEST_POSTGRES is set, it fails."""
    try:
        with pooler(postgres, mode):
            yield
    except Missing as reason:
        if os.environ.get("TEST_POSTGRES"):
            pytest.fail(f"TEST_POSTGRES is set: {reason}")
        pytest.skip(str(reason))


def check(url: str, through: str) -> None:
    """Ask, stream, push, choose a schema, wait too long and cancel through a pooler."""
    filled(url, 3000)
    database = Database(through)
    events = streamed(database)
    next(events)
    assert Database(through).count(Asked()) == 3000
    assert sum(1 for _ in events) == 2999
    assert pushed(through, Timeline(events=events_of("b", 50))) == Pushed(50, 50, 0, 3000)
    run_as_owner(url, "create schema week")
    week = f"{through}&options=-csearch_path%3Dweek"
    assert pushed(week, Timeline(events=events_of("c", 20))) == Pushed(20, 20, 0, 0)
    assert [Database(one).count(Asked()) for one in (week, through, week)] == [20, 3050, 20]
    with locked(url), pytest.raises(AnswerError, match="statement timeout"):
        Database(through, seconds=0.2).count(Asked())
    with ThreadPoolExecutor() as pool, locked(url):
        answer = pool.submit(database.count, Asked())
        while not answer.done():
            database.cancel()
            threading.Event().wait(0.01)
        with pytest.raises(AnswerError, match="cancelled"):
            answer.result()
    assert database.count(Asked()) == 3050
    database.close()


def test_a_pooler_of_transactions(transactions: None, url: str) -> None:
    check(url, pooled(url, "transaction"))


def test_a_pooler_of_sessions(postgres: PostgresServer, url: str) -> None:
    for _ in _pooler(postgres, "session"):
        check(url, pooled(url, "session"))


def test_a_pooler_of_statements_is_refused_in_one_line(postgres: PostgresServer, url: str) -> None:
    for _ in _pooler(postgres, "statement"):
        with pytest.raises(AnswerError) as error:
            pushed(pooled(url, "statement"), Timeline(events=events_of("a", 5)))
        assert "transaction blocks not allowed in statement pooling mode" in said(error)


def test_ten_readers_and_two_writers_share_two_connections(transactions: None, url: str) -> None:
    filled(url)

    def read() -> None:
        database = Database(pooled(url, "transaction"))
        for _ in range(10):
            before = database.count(Asked())
            assert before <= len(database.page(Asked(), None, 1000))
        database.close()

    def write(name: str) -> None:
        for size in (100, 200):
            pushed(pooled(url, "transaction"), Timeline(events=events_of(name, size)))

    with ThreadPoolExecutor(12) as pool:
        at_work = [*(pool.submit(write, name) for name in "bc"), *(pool.submit(read) for _ in range(10))]
        for done in at_work:
            done.result()
    assert Database(url).count(Asked()) == 450


@each_row("allowed", ["100ms", "10min", "0", "1h"])
def test_the_shorter_time_of_role_and_program_holds(postgres: PostgresServer, allowed: str) -> None:
    url = postgres.new_database()
    filled(url)
    theirs = new_role(postgres, url, "select", f"alter role $ROLE set statement_timeout = '{allowed}'")
    database = Database(theirs, seconds=600 if allowed == "100ms" else 0.2)
    with locked(url), pytest.raises(AnswerError, match="no answer in time"):
        database.count(Asked())
    assert database.count(Asked()) == 50


def test_a_hot_standby_shows_what_is_pushed_to_its_primary(postgres: PostgresServer, url: str) -> None:
    filled(url, 3000)
    name = url.partition("?")[0].rpartition("/")[2]
    with postgres.standby() as standby:
        replica = Database(standby.url(name))
        assert replica.count(Asked()) == 3000
        reading = streamed(replica)
        next(reading)
        pushed(url, Timeline(events=(*events_of("a", 1000), *events_of("b", 5))))
        run_as_owner(url, "vacuum full event_records")
        standby.catch_up(postgres)
        with pytest.raises(AnswerError) as error:
            assert [*reading]
        assert "the replica stopped the question to take over changes" in said(error)
        assert replica.count(Asked()) == 3005
        assert len(replica.timeline(Asked()).events) == 3005
        with pytest.raises(AnswerError, match="can only be read"):
            pushed(standby.url(name), Timeline(events=events_of("c", 5)))
        replica.close()
