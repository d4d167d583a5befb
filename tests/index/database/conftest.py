"""A PostgreSQL server for the tests that need one, and a database for each of them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from postgres_server import Missing, PostgresServer


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running server. Without one, the test is skipped; where TEST_POSTGRES is set, it fails."""
    try:
        pytest.importorskip("psycopg", reason="needs the packages of the extra postgres")
        pytest.importorskip("sqlalchemy", reason="needs the packages of the extra postgres")
        server = PostgresServer()
    except (Missing, pytest.skip.Exception) as reason:
        if os.environ.get("TEST_POSTGRES"):
            pytest.fail(f"TEST_POSTGRES is set: {reason}")
        pytest.skip(str(reason))
    yield server
    server.remove()


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    """The address of a new, empty database."""
    return postgres.new_database()
