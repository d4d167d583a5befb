"""Connections to a PostgreSQL server, and its errors in one line without a password."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import psycopg
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import Literal
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from timeline_tui.index.questions import AnswerError, QuestionCancelledError
from timeline_tui.text.database_urls import is_encoded, masked, passwords, settings_of
from timeline_tui.text.text import clean_line

_APPLICATION = "timeline-tui"
_CONNECT_SECONDS = 10  # for a server that does not answer

_SECRET = ("password", "sslpassword", "oauth_client_secret")

_BEFORE = re.compile(r"^(connection (failed|is bad): )+")
"""What psycopg writes before the words of the server."""

_REFUSED = re.compile(r"^(connection to server .*?) failed: (?:FATAL:\s+)?(.+)$")
"""What libpq writes: the server, and the reason. A narrow screen cuts off the end of a long line."""

_REASON_FIRST = r"\2 (\1)"
_CANCELLED = "57014"  # by a request, or because its time is over
_LONGER = "allow more time, with ?options=-cstatement_timeout%3D0 after the address, or push smaller files"

_EXPLAINED = {
    "25006": "the database can only be read: it is a replica, or the role may only read",
    "25P03": "the server ended the transaction, because its answer was read too slowly",
    "28000": "the server does not let this role in",
    "28P01": "the password is wrong, or none is given: set PGPASSWORD, or write it in ~/.pgpass or a service file",
    "3D000": "there is no such database",
    "3F000": "there is no such schema",
    "40001": "the replica stopped the question to take over changes: ask again",
    "42501": "the role has no right to do that; to read, it needs SELECT on all tables",
    "42703": "the tables do not belong to a chronology",
    "42P01": "there is no chronology in this database: “timeline-tui push FILE URL” puts one there",
    "53100": "the disk of the server is full",
    "53300": "the server has too many connections",
    "57P01": "the server was stopped",
    "57P02": "the server was stopped",
    "57P03": "the server is starting or stopping",
    "57P05": "the server closed the connection, because it was idle too long",
}
"""What an SQLSTATE means here (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


class DatabaseUrl:
    """A URL ``postgresql://…`` of libpq. Its text has no password. Raises AnswerError if it is none."""

    def __init__(self, url: str) -> None:
        if not is_encoded(url):
            raise AnswerError(f"{masked(url)}: user and password are not encoded: write @ as %40, / as %2F, # as %23")
        try:
            self.parameters: dict[str, Any] = conninfo_to_dict(url)
        except psycopg.Error as error:
            raise AnswerError(f"{masked(url)}: {_first_line(masked(str(error), url))}") from None
        self.settings = settings_of(self.parameters.get("options", "")) or {}
        """The settings of the server in the URL. Each transaction sets them, because poolers refuse ``options``."""
        if self.settings:
            del self.parameters["options"]
        self.text = masked(url)
        self._secrets = [str(self.parameters[name]) for name in _SECRET if self.parameters.get(name)]
        self._secrets += passwords(url)

    def __str__(self) -> str:
        return self.text

    @property
    def name(self) -> str:
        """The name of the database, or of the service.

        If the URL has neither, it is the name that libpq uses: of the environment, else of the user
        (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-DBNAME).
        """
        given = self.parameters
        if name := given.get("dbname") or given.get("service"):
            return str(name)
        defaults = {option.keyword: option.val for option in pq.Conninfo.get_defaults() if option.val}
        if name := defaults.get(b"dbname") or defaults.get(b"service"):
            return str(name.decode(errors="replace"))
        return str(given.get("user") or defaults.get(b"user", b"").decode(errors="replace") or self.text)

    def hide(self, message: str) -> str:
        """``message`` without the secrets of the URL."""
        for secret in self._secrets:
            message = message.replace(secret, "***")
        return message


class Server:
    """At most one connection to a server. It is opened when it is first needed, and opened again when it is lost.

    ``seconds`` is the longest time of a statement, unless the server allows less. None: the limit of the server.
    """

    def __init__(self, address: DatabaseUrl, seconds: float | None = None) -> None:
        self.address = address
        self._seconds = seconds
        self._engine: Engine = create_engine(
            "postgresql+psycopg://", creator=self._connect, poolclass=QueuePool, pool_size=1, max_overflow=0
        )
        self._current: Any = None
        self._is_cancelled = False
        self._cancelling = Lock()  # a statement ends after the request to cancel it, so that this does not hit the next

    def close(self) -> None:
        """Close the connection; the next question makes a new one."""
        self._engine.dispose()

    def cancel(self) -> None:
        """Stop the statement that another thread runs."""
        with self._cancelling:
            if self._current is not None:
                self._is_cancelled = True
                with _quiet():
                    self._current.cancel_safe(timeout=_CONNECT_SECONDS)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads one state of the database. Raises AnswerError."""
        with self._transaction(
            "isolation level repeatable read, read only", "ask for less, or for fewer days"
        ) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes. Raises AnswerError, and nothing is then written."""
        with self._transaction("isolation level read committed", _LONGER) as connection:
            yield connection

    @contextmanager
    def _transaction(self, mode: str, if_slow: str) -> Iterator[Connection]:
        """A transaction. Its settings hold in it alone, so that a pooler may give it any connection.

        ``if_slow`` is the hint if a statement takes too long.
        """
        self._is_cancelled = False
        try:
            connection = self._begin(f"set transaction {mode}")
            with connection, connection.get_transaction():
                self._current = connection.connection.driver_connection
                yield connection
        except (psycopg.Error, DBAPIError) as error:
            kind = QuestionCancelledError if self._is_cancelled and _state(error) == _CANCELLED else AnswerError
            raise kind(f"{clean_line(self.address.name)}: {self._explained(error, if_slow)}") from None
        finally:
            with self._cancelling:
                self._current = None

    def _begin(self, statement: str) -> Connection:
        """A connection in a transaction that begins with a statement. If the last one was lost, it is a new one."""
        statements = [statement, *(_setting(name, value) for name, value in self.address.settings.items())]
        if self._seconds is not None:
            limit = f"{int(self._seconds * 1000)} ms"
            current = "current_setting('statement_timeout')::interval"
            statements.append(
                f"{_setting('statement_timeout', limit)} where {current} not between '1 ms' and '{limit}'"
            )
        try:
            return self._begun("; ".join(statements))
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._begun("; ".join(statements))

    def _begun(self, statements: str) -> Connection:
        connection = self._engine.connect()
        try:
            connection.exec_driver_sql(statements.replace("%", "%%"))  # begins the transaction
        except BaseException:
            connection.close()
            raise
        return connection

    def _connect(self) -> Any:
        parameters = {"connect_timeout": _CONNECT_SECONDS, "application_name": _APPLICATION, **self.address.parameters}
        parameters["client_encoding"] = "UTF8"  # else texts of a database with SQL_ASCII are bytes
        connection = psycopg.connect(**parameters)
        connection.prepare_threshold = None  # a pooler may run the next statement on another connection
        return connection

    def _explained(self, error: Exception, if_slow: str) -> str:
        cause, state = _cause(error), _state(error)
        if state == _CANCELLED:
            if self._is_cancelled:
                return "cancelled"
            return f"no answer in time (statement timeout): {if_slow}"
        text = self.address.hide(_first_line(str(cause)))
        if not state and isinstance(cause, psycopg.OperationalError):
            if "password" in text:
                return f"{_EXPLAINED['28P01']} ({text})"
            return f"no connection: {_REFUSED.sub(_REASON_FIRST, _BEFORE.sub('', text))}"
        explained = _EXPLAINED.get(state)
        return f"{explained} ({text})" if explained else text


def _cause(error: Exception) -> object:
    """The error of psycopg."""
    return error.orig if isinstance(error, DBAPIError) else error


def _state(error: Exception) -> str:
    """The SQLSTATE of an error; "" if it has none."""
    return getattr(_cause(error), "sqlstate", None) or ""


def _setting(name: str, value: str) -> str:
    """SQL that changes a setting for the rest of the transaction."""
    return f"select set_config({Literal(name).as_string()}, {Literal(value).as_string()}, true)"


@contextmanager
def _quiet() -> Iterator[None]:
    """A request to cancel that fails changes nothing: the statement then ends by itself."""
    try:
        yield
    except psycopg.Error:
        return


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return lines[0] if lines else "no reason is given"
