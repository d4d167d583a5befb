"""A PostgreSQL server of the tests: in a temporary folder, reached by a socket of Unix, as a user that is not root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

_SETTINGS = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "max_connections": "40", "jit": "off"}


class Missing(Exception):
    """There is no server to be started here; the text says why."""


class PostgresServer:
    """A server that runs until `stop`. ``url`` is its address for a database.

    With ``primary``, it is a hot standby: a copy of that server which follows it and can only be read.
    """

    def __init__(
        self, settings: Mapping[str, str] = MappingProxyType({}), primary: PostgresServer | None = None
    ) -> None:
        self._settings = {**_SETTINGS, **settings}
        self._databases = 0
        self._bin = _folder_of_programs()
        self._user: dict[str, Any] = {"user": plain_user()} if os.geteuid() == 0 else {}
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        if self._user:
            shutil.chown(self.folder, self._user["user"])
        data = str(self.folder / "data")
        if primary:
            self._run("pg_basebackup", "-D", data, "-h", str(primary.folder), "-U", "owner", "-R", "-c", "fast", "-N")
        else:
            self._run("initdb", "-D", data, "-U", "owner", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C")
        self.start()

    def url(self, database: str, user: str = "owner", more: str = "") -> str:
        return f"postgresql:///{database}?host={self.folder}&user={user}{more}"

    def new_database(self, options: str = "") -> str:
        """Create an empty database and return its address; ``options`` are SQL."""
        import psycopg

        self._databases += 1
        name = f"test{self._databases}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"create database {name} {options}")
        return self.url(name)

    def demand_password(self, role: str) -> None:
        """From now on, a role needs its password."""
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {role} scram-sha-256\n{rules.read_text()}")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "reload")

    @contextmanager
    def as_replica(self) -> Iterator[None]:
        """While the block runs, the server is a replica that can only be read."""
        signal = self.folder / "data" / "standby.signal"
        self.stop("fast")
        signal.touch()
        self.start()
        try:
            yield
        finally:
            self.stop("fast")
            signal.unlink()
            self.start()

    @contextmanager
    def standby(self) -> Iterator[PostgresServer]:
        """While the block runs, a hot standby of this server. It stops readers at once if they are in the way."""
        standby = PostgresServer({**self._settings, "max_standby_streaming_delay": "0"}, self)
        try:
            yield standby
        finally:
            standby.remove()

    def catch_up(self, primary: PostgresServer) -> None:
        """Wait until this standby has all that its primary has."""
        import psycopg

        with psycopg.connect(primary.url("postgres"), autocommit=True) as connection:
            place = connection.execute("select pg_current_wal_lsn()").fetchone()
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            while connection.execute("select pg_last_wal_replay_lsn() >= %s::pg_lsn", place).fetchone() == (False,):
                time.sleep(0.01)

    def start(self) -> None:
        settings = [
            f"-c {name}={value}" for name, value in {**self._settings, "unix_socket_directories": self.folder}.items()
        ]
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", log, "-w", "-o", " ".join(settings), "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", mode, "stop")

    def remove(self) -> None:
        """Stop the server and delete its folder."""
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._bin / program), *words]
        where = {"cwd": self.folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "timeout": 120}
        done = subprocess.run(command, check=False, **where, **self._user)
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode()}")


def _folder_of_programs() -> Path:
    """The folder with the programs of the newest server. Raises Missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    program = str(found[-1]) if found else shutil.which("initdb")
    if not program:
        raise Missing("there is no PostgreSQL server on this machine (Debian: postgresql)")
    return Path(program).resolve().parent


def plain_user() -> str:
    """A user that is not root, because the server refuses to run as root."""
    names = {user.pw_name for user in pwd.getpwall()}
    for name in ("postgres", "nobody"):
        if name in names:
            return name
    raise Missing("there is no user to run a PostgreSQL server as")
