"""PgBouncer for the tests: a pooler before a PostgreSQL server, in a temporary folder, reached by a socket of Unix."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from postgres_server import Missing, PostgresServer, plain_user

_PORTS = {"session": 6432, "transaction": 6433, "statement": 6434}
_SETTINGS = """\
[databases]
* = host={folder} user=owner
[pgbouncer]
unix_socket_dir = {folder}
listen_addr =
listen_port = {port}
auth_type = any
pool_mode = {mode}
default_pool_size = {size}
logfile = {folder}/{mode}.log
"""


@contextmanager
def pooler(postgres: PostgresServer, mode: str) -> Iterator[None]:
    """While the block runs, PgBouncer pools connections to the server; ``mode``: session, transaction or statement.

    In session mode it has 20 connections to the server, because each client keeps one, and else two.

    Raises Missing if there is no PgBouncer. The addresses are as in `pooled`.
    """
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        raise Missing("there is no PgBouncer on this machine (Debian: pgbouncer)")
    settings = postgres.folder / f"{mode}.ini"
    settings.write_text(
        _SETTINGS.format(folder=postgres.folder, port=_PORTS[mode], mode=mode, size=20 if mode == "session" else 2),
        encoding="utf-8",
    )
    user = {"user": plain_user()} if os.geteuid() == 0 else {}
    running = subprocess.Popen([program, "-q", str(settings)], stderr=subprocess.DEVNULL, **user)
    try:
        socket = postgres.folder / f".s.PGSQL.{_PORTS[mode]}"
        while not socket.exists():
            if running.poll() is not None:
                raise RuntimeError((postgres.folder / f"{mode}.log").read_text(encoding="utf-8"))
            time.sleep(0.01)
        yield
    finally:
        running.terminate()
        running.wait(30)


def pooled(url: str, mode: str) -> str:
    """The address of a database of the server through the pooler of a mode."""
    return f"{url}&port={_PORTS[mode]}"
