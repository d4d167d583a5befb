"""Figures of a chronology in PostgreSQL: ``python tests/tools/benchmarks/database.py [EVENTS…] [--explain]``.

A server is started in a temporary folder. For each number of events (default: 10,000 and 100,000), a generated
chronology is pushed, and each question is asked several times. Times are medians in milliseconds of one connection,
with the cache of the server warm. ``--explain`` prints the plan of each statement, as the server explains it.
``--database URL`` asks one that is filled already. ``--keep`` puts the figures of the three questions that a key press
asks into ``figures.json``.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, get_args

sys.path.append(str(Path(__file__).parents[2]))

from figures import keep_figures
from generate import timeline_file
from postgres_server import PostgresServer
from sqlalchemy import event as sql_event
from terminal import Terminal

from timeline_tui.dates.edtf import Precision
from timeline_tui.index.database.connection import DatabaseUrl, Server
from timeline_tui.index.database.database import Database
from timeline_tui.index.database.pushing import push
from timeline_tui.index.questions import Asked, Key
from timeline_tui.index.source_use import SourceOrder
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.files import load_timeline

RUNS = 5
QUERIES = {
    "everything": "",
    "a country": "country:Japan",
    "two facets": "country:Japan topic:sanctions",
    "a word": "agreement",
    "a rare word": "karas",
    "a year": "date:2014",
    "a country and a word": "country:Japan agreement",
    "excluded": "-country:Japan -topic:oil",
    "a common word": "of",
    "a phrase": '"agreement on"',
}
FACETS = {"facet country": ("country",), "four facets": ("country", "topic", "source", "speaker")}
OF_A_KEY = ("days (rows and bars)", "first page", "facet country", "four facets")
"""The questions after a key press whose figures are kept."""


def questions(database: Database, asked: Asked) -> Iterator[tuple[str, Callable[[], object]]]:
    """What the screen asks after a key press, by name."""
    days = database.days(asked)
    yield "days (rows and bars)", lambda: database.days(asked)
    yield "count", lambda: database.count(asked)
    yield "first page", lambda: database.page(asked, None, 50)
    if days:
        middle = Key(days[len(days) // 2].day)
        yield "page in the middle", lambda: database.page(asked, middle, 50)
        yield "last page", lambda: database.page(asked, None, 50, backwards=True)
    for name, fields in FACETS.items():
        wanted = dict.fromkeys(fields, 1_000)
        yield name, lambda wanted=wanted: database.facets(wanted, asked)
    edges = range(days[0].day, days[-1].day + 2, max(1, (days[-1].day - days[0].day) // 40)) if days else ()
    if len(edges) > 1:
        rows = [count.value for count in database.facets({"country": 20}, Asked())["country"]]
        yield "grid", lambda: database.grid("country", asked, edges, Precision.DAY, rows)
    quotes = asked._replace(items="quotes")
    speakers = database.speakers(asked)
    yield "speakers", lambda: database.speakers(asked)
    yield "days of quotes", lambda: database.days(quotes)
    yield "page of quotes", lambda: database.page(quotes, None, 100)
    if speakers:
        first = quotes._replace(of=(speakers[0].name,))
        yield "days of a speaker", lambda: database.days(first)
        yield "page of a speaker", lambda: database.page(first, None, 100)
        rare = quotes._replace(of=tuple(speaker.name for speaker in speakers[-50:]))
        yield "page of 50 speakers", lambda: database.page(rare, None, 1000)
    for order in get_args(SourceOrder):
        yield f"sources by {order}", lambda order=order: database.source_parts(asked, order)
    numbers = [number for part in database.source_parts(asked, "events") for number in part.sources][:100]
    yield "page of sources", lambda: database.sources(asked, numbers)
    disputing = database.disputing(asked)
    yield "disputing sources", lambda: database.disputing(asked)
    if disputing:
        claims = asked._replace(of=(disputing[0].name,))
        yield "page of a disputing one", lambda: database.page(claims, None, 100)


def milliseconds(ask: Callable[[], object], runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return median(times) * 1000


def fill(postgres: PostgresServer, count: int) -> tuple[str, dict[str, Any]]:
    """Push a chronology of ``count`` events, print the figures of it, and return the address and the kept figure."""
    timeline = load_timeline([str(timeline_file(count, "jsonl"))]).timeline
    url = postgres.new_database()
    server = Server(DatabaseUrl(url))
    start, cpu = time.perf_counter(), time.process_time()
    push(server, timeline)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    with server.reading() as connection:
        size = connection.exec_driver_sql("select pg_database_size(current_database())").scalar_one()
    print(f"\n{count:,} events: pushed in {seconds:.1f} s, {count / seconds:,.0f} a second; {size / 1e6:,.0f} MB")
    start = time.perf_counter()
    push(server, timeline._replace(events=timeline.events[: count // 100]))
    seconds = time.perf_counter() - start
    print(f"{count // 100:,} of them again: {seconds:.1f} s, {count // 100 / seconds:,.0f} a second")
    server.close()
    kept = {"question": "push", "a_second": round(count / seconds), "client_cpu_s": round(cpu, 1)}
    return url, {"events": count, **kept, "megabytes": round(size / 1e6)}


def explain(database: Database) -> None:
    """Print the plan of each statement before it runs."""

    @sql_event.listens_for(database._server._engine, "before_cursor_execute", retval=True)
    def before(_connection: Any, cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> Any:
        if statement.lstrip().lower().startswith(("select", "with")):
            cursor.execute(f"explain (analyze, buffers) {statement}", parameters)
            print("    " + "\n    ".join(row[0] for row in cursor.fetchall()))
        return statement, parameters


def first_frame(url: str) -> dict[str, Any]:
    """The time and the CPU of the app until its first screen is complete."""
    with Terminal([sys.executable, "-m", "timeline_tui", url, "-q", ""], os.environ) as terminal:
        seconds = terminal.seconds_until_whole()
        return {"question": "first screen", "ms": seconds * 1000, "cpu_ms": round(terminal.cpu * 1000)}


def ask(url: str, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Ask a database all questions and print the figures. Return the figures to keep."""
    database = Database(url, seconds=None)
    total = database.count(Asked())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    with database.streamed(Asked()) as (_, events):
        read = sum(1 for _ in islice(events, 100_000))
    seconds = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"\n{total:,} events; streamed: {read / seconds:,.0f} a second; {grown / 1000:,.0f} MB more memory")
    frame = first_frame(url)
    print(f"first screen {frame['ms']:.0f} ms, {frame['cpu_ms']:.0f} of CPU in the app")
    rows = [{"events": total, **frame}]
    if options.explain:
        explain(database)
    for name, text in QUERIES.items():
        asked = Asked(parse_query(text))
        found = database.count(asked)
        print(f"\n  {name} ({text or 'no query'}): {found:,} events")
        for question, answer in questions(database, asked):
            took = milliseconds(answer, 1 if options.explain else RUNS)
            print(f"  {question:24} {took:8.1f} ms", flush=True)
            if question in OF_A_KEY:
                rows.append({"events": total, "query": text, "found": found, "question": question, "ms": took})
    database.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("events", nargs="*", type=int, default=[])
    parser.add_argument("--database", action="append", default=[], metavar="URL")
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} of {os.cpu_count()} processors")
    rows = [row for url in options.database for row in ask(url, options)]
    counts = options.events or ([] if options.database else [10_000, 100_000])
    postgres = PostgresServer({"shared_buffers": "512MB", "work_mem": "32MB"}) if counts else None
    try:
        for count in counts:
            assert postgres
            url, pushed = fill(postgres, count)
            rows += [pushed, *ask(url, options)]
    finally:
        if postgres:
            postgres.remove()
    if options.keep:
        keep_figures("database", [{**row, "ms": round(row["ms"], 1)} if "ms" in row else row for row in rows])


if __name__ == "__main__":
    main()
