"""The screen of a chronology in PostgreSQL is the same as in memory, also while the server stops."""

from __future__ import annotations

from pathlib import Path

import pytest
from database_steps import answered, compare, timeline
from postgres_server import PostgresServer
from screens import WIDE, asking

pytest.importorskip("sqlalchemy")
pytest.importorskip("psycopg")

from timeline_tui.analysis.remote.answers import Answers
from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.database import Database
from timeline_tui.index.database.pushing import push

pytestmark = pytest.mark.slow


def _database(url: str) -> Database:
    server = Server(DatabaseUrl(url))
    push(server, timeline())
    server.close()
    return Database(url)


async def test_keys_do_the_same_as_in_memory(tmp_path: Path, url: str) -> None:
    database = _database(url)
    await compare(tmp_path, Answers(database))
    database.close()


async def test_a_server_that_stops_leaves_the_last_picture_and_can_come_back(
    tmp_path: Path, postgres: PostgresServer, url: str
) -> None:
    database = _database(url)
    async with asking(tmp_path, Answers(database), query="", size=WIDE) as reader:
        await answered(reader)
        postgres.stop()
        try:
            await reader.press("c", "space")
            await answered(reader)
            assert (reader.query, "600 events" in reader.text) == ("", True)
            assert "no answer, R asks again: " in reader.status
            assert "no connection" in reader.status
        finally:
            postgres.start()
        await reader.press("space")
        await answered(reader)
        assert reader.status == "280 of 600 events"
        assert reader.query == "country:Japan"
    database.close()
