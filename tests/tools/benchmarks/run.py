"""Benchmarks: ``python tests/tools/benchmarks/run.py [NAME…]`` (default: all; ``--list`` prints the names).

Every figure is the ratio of two medians: two commands are run in turns on this machine. There is no pass or fail.
``--keep`` puts the figures into ``figures.json``, from which the table in the README is made. The generated
chronologies and the cache are in the system's folder for temporary files.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple

from figures import keep_figures
from generate import FOLDER, folder_of_notes, timeline_file
from peers import filters, screens
from terminal import Cost, Terminal

from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.opening.cache import Cache

PYTHON = sys.executable
PROGRAM = [PYTHON, "-m", "timeline_tui"]
NOTHING = [PYTHON, "-c", "pass"]
_EMPTY = """
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("READY")

Empty().run()
"""
EMPTY_APP = [PYTHON, "-c", _EMPTY]
# An app with the same number and layout of widgets as ours, which show plain text.
_PLAIN = """
from textual.app import App
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

LINES = "\\n".join(f"line {n} of a pane, with some text" for n in range(40))


class Plain(App):
    CSS = "Screen > Horizontal, .pane { height: 1fr; width: 1fr; } .line, Input { height: 1; } .chart { height: 4; }"

    def compose(self):
        yield Static("title", classes="line")
        with Horizontal(classes="line"):
            yield Input("query", compact=True)
        with Horizontal():
            with Vertical(classes="pane"):
                yield Static(LINES, classes="pane")
                yield Static(LINES, classes="pane")
            with Vertical(classes="pane"):
                yield Static("chart", classes="chart")
                with Horizontal(classes="pane"):
                    yield Static(LINES, classes="pane")
                    yield Static(LINES, classes="pane")
        yield Static("status", classes="line")
        yield Static("keys", classes="line")


Plain().run()
"""
PLAIN_APP = [PYTHON, "-c", _PLAIN]
READER = "import sys, gc; gc.disable(); data = open(sys.argv[1], 'rb').read(); "
SAFE_NOTES = (
    "import pathlib; [yaml.load(one.read_text(encoding='utf-8').split('---\\n')[1], yaml.CSafeLoader)"
    " for one in sorted(pathlib.Path(sys.argv[1]).iterdir())]"
)
SAFE_LOADER = READER + "import yaml; yaml.load(data, yaml.CSafeLoader)"
LOADS = READER + "import json; lines = [json.loads(line) for line in data.splitlines()]"
READ = READER + "from timeline_tui import formats; formats.read(data, sys.argv[1])"
LOAD = "import sys, gc; gc.disable(); from timeline_tui.storage.files import load_timeline; load_timeline(sys.argv[1:])"
LIST = (
    "import sys, gc, os, tempfile; gc.disable(); from timeline_tui.storage.inputs import find_inputs;"
    "from timeline_tui.formats.read_options import DEFAULTS;"
    "from timeline_tui.storage.opening.line_stream import LineStream;"
    "folder = tempfile.TemporaryDirectory();"
    "stream = LineStream(find_inputs(sys.argv[1:]), DEFAULTS, folder.name); stream.list_events();"
    "stream.part(()).write(open(os.devnull, 'wb'), {'problems': []}, lambda _: None)"
)
INDEX = READ.replace("formats.read(", "found = formats.read(") + (
    "; from timeline_tui.index.index import Index; index = Index(found.timeline); index.intervals; index.vocabulary"
    "; [index.facet(field) for field in ('country', 'topic', 'person', 'org', 'place', 'source', 'speaker')]"
)
WHOLE_OPENING = (
    "import sys; from timeline_tui.storage.files import find_inputs; "
    "from timeline_tui.storage.opening.opening import Opening; "
    "path = sys.argv[1:]; Opening(path, find_inputs(path), keep=True).wait(whole=True)"
)
QUERY = 'country:Kenya topic:"grain vote"'
ENV = {
    "TERM": "xterm-256color",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
    "XDG_CACHE_HOME": str(FOLDER / "cache"),
    "XDG_STATE_HOME": str(FOLDER / "state"),
    "XDG_CONFIG_HOME": str(FOLDER / "config"),
    "COLUMNS": "",
    "LINES": "",
}
Measure = Callable[[], float]
"""A function that measures something once and returns seconds."""

BENCHMARKS: dict[str, Callable[[], None]] = {}


def benchmark(function: Callable[[], None]) -> Callable[[], None]:
    """Make a function a benchmark that can be named on the command line."""
    BENCHMARKS[function.__name__.replace("_", "-")] = function
    return function


class Figure(NamedTuple):
    """A result: ``ratio`` to ``base``, and our own median in ``unit``."""

    what: str
    ratio: float
    base: str
    ours: float
    unit: str


FIGURES: list[Figure] = []
"""The figures of this run, in the order of the measurements."""


@dataclass
class Row:
    """A line of the result."""

    what: str
    ratio: float
    base: str
    target: str = ""

    def tell(self, ours: float, unit: str = "ms", more: str = "") -> None:
        """Print the line, with our median and ``more`` about it, and keep the figure."""
        FIGURES.append(Figure(self.what, round(self.ratio, 2), self.base, round(ours, 1), unit))
        result = f"{self.ratio:8.2f} × {self.base:24} {ours:9.1f} {unit:4} {more}{self.target}"
        print(f"{self.what:58} {result}".rstrip(), flush=True)


def compare(what: str, ours: Measure, base: Measure, named: str, target: str, runs: int) -> None:
    """Run both in turns and print the ratio of their medians; both return seconds."""
    pairs = [(base(), ours()) for _ in range(runs)]
    reference, own = (median(column) for column in zip(*pairs, strict=True))
    Row(what, own / reference, named, target).tell(own * 1e3)


def shell(*command: str) -> Measure:
    """Measures the time of a command."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment())
        return time.perf_counter() - start

    return run


def screen(command: list[str], mark: bytes = b"") -> Measure:
    """Measures the time until ``mark`` is on the screen; default: until the first screen is complete."""

    def run() -> float:
        with Terminal(command, environment()) as terminal:
            return terminal.seconds_until(mark) if mark else terminal.seconds_until_whole()

    return run


def environment() -> dict[str, str]:
    """Our environment, but Python always writes compiled modules."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **ENV}


def opened(count: int) -> list[str]:
    """The command that opens a file with this number of events, which are in the cache."""
    path = str(timeline_file(count, "yaml" if count < 1_000_000 else "jsonl"))  # JSON is read faster
    command = [*PROGRAM, path, "-q", ""]
    if count >= 10_000:  # else the file is too small for the cache
        cache = Cache(str(Path(ENV["XDG_CACHE_HOME"]) / "timeline-tui"))
        with Terminal(command, environment()) as terminal:
            while not cache.load(find_inputs([path]), DEFAULTS):
                terminal.settle(0.5)
    return command


@benchmark
def help() -> None:
    """``--help``."""
    compare("--help", shell(*PROGRAM, "--help"), shell(*NOTHING), "python -c pass", "≤ 3", 21)


@benchmark
def export_bundled() -> None:
    """``export`` of the bundled file."""
    compare("export, bundled file", shell(*PROGRAM, "export"), shell(*NOTHING), "python -c pass", "≤ 6", 21)


@benchmark
def open_small() -> None:
    """The first full frame of a file too small for the cache."""
    command = [*PROGRAM, str(timeline_file(1000)), "-q", "", "--no-cache"]
    compare("first full frame, 1,000 events", screen(command), screen(EMPTY_APP), "an empty app", "≤ 1.15", 11)


@benchmark
def floor() -> None:
    """The first full frame of an app with the same number of Textual's own widgets, which show plain text."""
    compare("first full frame, as many plain widgets", screen(PLAIN_APP), screen(EMPTY_APP), "an empty app", "", 11)


def _reopen(count: int, target: str) -> None:
    command = opened(count)
    what = f"first full frame, {count:,} events from the cache"
    compare(what, screen(command), screen(EMPTY_APP), "an empty app", target, 11)


@benchmark
def reopen_100k() -> None:
    """The first full frame of 100,000 events from the cache."""
    _reopen(100_000, "≤ 1.10")


@benchmark
def reopen_1m() -> None:
    """The first full frame of a million events from the cache."""
    _reopen(1_000_000, "≤ 1.25")


@benchmark
def first_rows() -> None:
    """The first rows of 100,000 events that are not in the cache."""
    command = [*PROGRAM, str(timeline_file(100_000)), "-q", "", "--no-cache"]
    rows = screen(command, b"reading")
    compare("first rows, 100,000 events not read yet", rows, screen(EMPTY_APP), "an empty app", "≤ 1.5", 7)


class Work(NamedTuple):
    """What some Python code cost, without its imports."""

    wall: float  # seconds that it took
    cpu: float  # seconds of the processors, of the process that worked most
    all_cpu: float  # of all processes
    memory: float  # the largest memory in bytes, of all processes


def _child(code: str, path: str) -> Work:
    """The cost of some Python code in a process of its own, which may start another one."""
    measured = (
        "import resource, time, yaml, timeline_tui.formats.yaml.yaml, timeline_tui.index.index;"
        "most = lambda who: resource.getrusage(who).ru_maxrss;"
        "before = most(resource.RUSAGE_SELF); start = time.process_time(); wall = time.perf_counter();"
        f"{code};"
        "wall = time.perf_counter() - wall; own = time.process_time() - start;"
        "other = resource.getrusage(resource.RUSAGE_CHILDREN); its = other.ru_utime + other.ru_stime;"
        "memory = most(resource.RUSAGE_SELF) - before + max(0, other.ru_maxrss - before);"
        "print(wall, max(own, its), own + its, memory * 1024)"
    )
    run = subprocess.run([PYTHON, "-c", measured, path], check=True, capture_output=True, text=True, env=environment())
    return Work(*map(float, run.stdout.split()))


@benchmark
def read_100k() -> None:
    """Reading 100,000 events, alone and with the index, against a loader that only makes dicts.

    The time is right only if two processors are idle.
    """
    path = str(timeline_file(100_000))
    rounds = [[_child(code, path) for code in (SAFE_LOADER, READ, INDEX)] for _ in range(3)]
    safe, read, whole = (Work(*map(median, zip(*each))) for each in zip(*rounds))  # noqa: B905  # alike
    base = "CSafeLoader, gc off"
    Row("read and validated, 100,000 events", read.wall / safe.wall, base, "≤ 0.60").tell(read.wall * 1e3)
    Row("read, validated and indexed", whole.wall / safe.wall, base, "≤ 0.70").tell(whole.wall * 1e3)
    Row("CPU time of the longer process for that", whole.cpu / safe.cpu, base).tell(whole.cpu * 1e3)
    Row("CPU time of all processes for that", whole.all_cpu / safe.cpu, base).tell(whole.all_cpu * 1e3)
    Row("memory for that, at most", whole.memory / safe.memory, base, "≤ 0.30").tell(whole.memory / 1e6, "MB")


@benchmark
def read_notes() -> None:
    """Reading a folder of 2,000 Markdown files with front matter, against reading them and loading the front matter."""
    path = str(folder_of_notes(2_000))
    code = "from timeline_tui.storage.files import load_timeline; load_timeline([sys.argv[1]])"
    rounds = [[_child(f"import sys; {one}", path).cpu for one in (SAFE_NOTES, code)] for _ in range(5)]
    safe, ours = map(median, zip(*rounds))  # noqa: B905  # alike
    Row("read and validated, a folder of 2,000 notes", ours / safe, "CSafeLoader", "≤ 3").tell(ours * 1e3)


def _kept(count: int) -> Measure:
    return shell(PYTHON, "-c", WHOLE_OPENING, str(timeline_file(count)))


@benchmark
def keep_100k() -> None:
    """The time until 100,000 events are in the cache. Wall-clock time, because two processes work."""
    loader = shell(PYTHON, "-c", SAFE_LOADER, str(timeline_file(100_000)))
    compare("read, indexed and kept, 100,000 events", _kept(100_000), loader, "CSafeLoader, gc off", "", 3)


@benchmark
def keep_1m() -> None:
    """The time until a million events are in the cache; it takes minutes."""
    compare("read, indexed and kept, 1,000,000 events", _kept(1_000_000), _kept(100_000), "the same of 100,000", "", 1)


@benchmark
def read_lines_100k() -> None:
    """Reading 100,000 events from JSON lines, against ``json.loads`` for each line."""
    path = str(timeline_file(100_000, "jsonl"))
    rounds = [[_child(code, path) for code in (LOADS, READ, LOAD)] for _ in range(3)]
    loads, read, load = (Work(*map(median, zip(*each))) for each in zip(*rounds))  # noqa: B905  # alike
    base = "json.loads, gc off"
    Row("read and validated, 100,000 JSON lines", read.cpu / loads.cpu, base, "").tell(read.cpu * 1e3)
    Row("memory for that, at most", read.memory / loads.memory, base, "").tell(read.memory / 1e6, "MB")
    Row("the same from the file, block by block", load.cpu / loads.cpu, base, "").tell(load.cpu * 1e3)
    Row("memory for that, at most", load.memory / loads.memory, base, "≤ 0.42").tell(load.memory / 1e6, "MB")


@benchmark
def list_lines_1m() -> None:
    """The CPU time until all of a million JSON lines can be scrolled, against ``json.loads`` for each line.

    It is the time of the process that works most: the two of them wait for each other only once.
    """
    path = str(timeline_file(1_000_000, "jsonl"))
    loads, ours = (_child(code, path).cpu for code in (LOADS, LIST))
    Row("all of a million JSON lines listed", ours / loads, "json.loads, gc off", "≤ 1.5").tell(ours * 1e3)


LETTERS = ("juno", "said", "to", "a")
FIELD_LETTERS = (
    *("before:1990-05-13", "after:2001-07", "known:2005-03-1", "published:1999-05", "origin:Reter", "origin:source-1"),
    *("checked:Anter", "reliability:B", "is:single-origin", "is:unarchived", "is:unchecked", "is:disputed"),
)
"""Words for the query bar; of these the letters after the colon are measured."""
LANES = "country:Kenya,Japan"


def _typed(terminal: Terminal, word: str) -> list[Cost]:
    """The cost of each letter typed into the query bar, from the colon on if there is one. Empties it afterwards."""
    start = max(0, word.find(":"))
    terminal.press(b"/" + word[:start].encode())
    costs = [terminal.press(letter.encode()) for letter in word[start:]]
    terminal.press(b"\x15")
    terminal.settle(0.3)
    terminal.press(b"\x1b")
    terminal.press(b"\x1b")
    return costs


def _session(count: int) -> dict[str, list[Cost]]:
    """The costs of keys in a timeline with this number of events, in a new process that has no answers yet."""
    with Terminal(opened(count), environment()) as terminal:
        terminal.seconds_until(b"events")
        terminal.settle(1.5)

        def first(*keys: bytes) -> list[Cost]:
            return [terminal.press(key, answers=True) for key in keys][-1:]

        def often(key: bytes, before: bytes = b"") -> list[Cost]:
            costs = []
            for _ in range(7):
                if before:
                    terminal.press(before)
                costs.append(terminal.press(key))
            return costs

        found = {
            "first look at the disputes": first(b"5"),
            "disputes by source": first(b"s"),
            "first look at the quotes": first(b"3"),
            "first look at the sources": first(b"4"),
            "sources by origin": first(b"s", b"s", b"s"),
        }
        terminal.press(b"1")
        for word in LETTERS:
            found.setdefault("letter in the query bar", []).extend(_typed(terminal, word))
        found |= {f"letter of {word}": _typed(terminal, word) for word in FIELD_LETTERS}
        found |= {"cursor down": often(b"\x1b[B"), "page down": often(b"\x1b[6~"), "next gap": often(b"]")}
        found["End"] = often(b"G", b"g")
        terminal.press(b"/" + LANES.encode())
        terminal.press(b"\r")
        found["lanes"] = [terminal.press(key) for key in (b"B", b"B") * 4][::2]
        terminal.press(b"B")
        found["cursor down in lanes"] = often(b"\x1b[B")
        return found


def _middle(costs: Iterable[Cost]) -> Cost:
    return Cost(*map(median, zip(*costs, strict=True)))


def _keys(count: int) -> Iterator[tuple[str, Cost]]:
    """The median costs of keys in a timeline with this number of events; of letters also the slowest."""
    sessions = [_session(count) for _ in range(3)]
    for name in sessions[0]:
        costs = [_middle(each) for each in zip(*(session[name] for session in sessions), strict=True)]
        yield name, _middle(costs)
        if name.startswith("letter"):
            yield f"{name}, slowest", Cost(*map(max, zip(*costs, strict=True)))


def _compare_keys(count: int, letter: str) -> None:
    """Compare keys in ``count`` events with the same in 1,000. ``letter`` is the target for a letter."""
    targets = {"next gap": "≤ 25 ms", "first look at the disputes": "≤ 100 ms"}
    targets |= dict.fromkeys(("cursor down", "page down", "End"), "≤ 1.2")
    small = dict(_keys(1000))
    for name, cost in _keys(count):
        target = letter if name.startswith("letter") else targets.get(name, "")
        row = Row(f"{name}, {count:,} events", cost.seconds / small[name].seconds, "the same at 1,000", target)
        row.tell(cost.seconds * 1e3, more=f"{cost.cpu * 1e3:7.1f} ms of CPU  ")


@benchmark
def keys_100k() -> None:
    """Keys in 100,000 events: from the key to the last frame."""
    _compare_keys(100_000, "≤ 16 ms")


@benchmark
def keys_1m() -> None:
    """Keys in a million events."""
    _compare_keys(1_000_000, "≤ 25 ms")


@benchmark
def memory() -> None:
    """Memory of 100,000 events from the cache."""
    command = opened(100_000)
    with Terminal(EMPTY_APP, environment()) as empty, Terminal(command, environment()) as ours:
        empty.settle(2)
        ours.settle(2)
        beyond = (ours.memory - empty.memory) / 100_000
        Row("memory, 100,000 events", ours.memory / empty.memory, "an empty app", "").tell(beyond, "B an event (≤ 200)")


@benchmark
def export_reopened() -> None:
    """A query from the shell on 100,000 events that were opened before."""
    path = str(timeline_file(100_000))
    opened(100_000)
    ours = shell(*PROGRAM, "export", path, "-q", QUERY)
    compare("export of a query, 100,000 events reopened", ours, shell(*NOTHING), "python -c pass", "≤ 4", 11)


@benchmark
def peers() -> None:
    """The same question to other programs, and the first screen of others: 100,000 events as JSON lines and CSV."""
    ours = opened(100_000)
    lines = str(timeline_file(100_000, "jsonl"))
    export = shell(*PROGRAM, "export", ours[len(PROGRAM)], "-q", QUERY)
    for name, command in filters(lines).items():
        if isinstance(command, str):
            print(f"  {name}: {command}")
        else:
            compare(f"{name}: the same question", shell(*command), export, "our export, reopened", "", 5)
    for name, command in screens(lines).items():
        if isinstance(command, str):
            print(f"  {name}: {command}")
        else:
            compare(f"{name}: first screen", screen(command), screen(ours), "our first screen, reopened", "", 5)


def main() -> None:
    """Run the benchmarks named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run")
    parser.add_argument("--list", action="store_true", help="say which there are")
    parser.add_argument("--keep", action="store_true", help="put the figures into figures.json")
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{name:18} {(function.__doc__ or '').strip()}" for name, function in BENCHMARKS.items()))
        return
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; --list says which there are")
    for name in options.names or BENCHMARKS:
        FIGURES.clear()
        BENCHMARKS[name]()
        if options.keep:
            keep_figures(name, [figure._asdict() for figure in FIGURES])


if __name__ == "__main__":
    main()
