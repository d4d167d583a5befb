"""Other programs that filter or show the same events, each of pip in an environment of its own."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

from generate import FOLDER

Command = list[str] | str
"""A command, or why there is none."""

_PACKAGES = {"vd": "visidata", "tl": "toolong", "harlequin": "harlequin", "datasette": "datasette"}


def filters(lines: str) -> dict[str, Command]:
    """For each program, the command that finds the events with Kenya and "grain vote" in a file of JSON lines."""
    chosen = 'select((.countries|index("Kenya")) and (.topics|index("grain vote")))'
    asked = "select title from events where countries like '%Kenya%' and topics like '%grain vote%'"
    database = _tables(lines)[0]
    address = f"/{database.stem}.json?{urlencode({'sql': asked})}"
    return {
        "ripgrep": _system("rg", "-c", "Kenya.*grain vote", lines),
        "fzf": _system("sh", "-c", f"fzf --filter 'Kenya grain' < {lines}", program="fzf"),
        "jq": _system("jq", "-c", chosen, lines),
        "lnav": _system("lnav", "-n", "-q", "-c", ":filter-in Kenya", "-c", ":filter-in grain vote", lines),
        "datasette, from SQLite": _pip("datasette", str(database), "--get", address),
    }


def screens(lines: str) -> dict[str, Command]:
    """For each program, the command that shows the events on a screen."""
    database, table = map(str, _tables(lines))
    return {
        "lnav, JSON lines": _system("lnav", lines),
        "toolong, JSON lines": _pip("tl", lines),
        "VisiData, JSON lines": _pip("vd", "-f", "jsonl", lines),
        "VisiData, CSV": _pip("vd", table),
        "harlequin, SQLite": _pip("harlequin", "-a", "sqlite", database),
    }


def _system(*command: str, program: str = "") -> Command:
    return list(command) if shutil.which(program or command[0]) else "not installed"


def _pip(program: str, *arguments: str) -> Command:
    """The command of a Python program; it is installed at the first call."""
    home = FOLDER / "peers" / program
    path = home / "bin" / program
    if not path.exists():
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        subprocess.run([home / "bin" / "pip", "install", "-q", _PACKAGES[program]], check=False, capture_output=True)
    return [str(path), *arguments] if path.exists() else "cannot be installed"


def _tables(lines: str) -> tuple[Path, Path]:
    """A SQLite database and a CSV file with the same events."""
    database, table = Path(lines).with_suffix(".db"), Path(lines).with_suffix(".flat.csv")
    if database.exists() and table.exists():
        return database, table
    columns = ("date", "title", "summary", "countries", "topics", "people")
    with Path(lines).open(encoding="utf-8") as file:
        events = [event for event in map(json.loads, file) if "title" in event and "date" in event]
    rows = [[_text(event.get(column, "")) for column in columns] for event in events]
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    with sqlite3.connect(database) as connection:
        connection.execute(f"create table events ({', '.join(columns)})")
        connection.executemany(f"insert into events values ({', '.join('?' * len(columns))})", rows)
    return database, table


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
