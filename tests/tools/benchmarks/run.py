"""Benchmarks: ``python tests/tools/benchmarks/run.py [NAME…]`` (default: all; ``--list`` prints the names).

Every figure is the ratio of two medians: two commands are run in turns on this machine. There is no pass or fail. The
generated chronologies and the cache are in the system's folder for temporary files.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from generate import FOLDER, folder_of_notes, timeline_file
from terminal import Terminal

from timeline_tui.formats.reading.read_options import DEFAULTS
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


@dataclass
class Row:
    """A line of the result."""

    what: str
    ratio: float
    base: str
    target: str = ""

    def tell(self, ours: float, unit: str = "ms") -> None:
        """Print the line, with our median."""
        print(f"{self.what:58} {self.ratio:8.2f} × {self.base:24} {ours:9.1f} {unit:4} {self.target}", flush=True)


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
    path = str(timeline_file(count))
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


def _child(code: str, path: str) -> tuple[float, float]:
    """The seconds and the largest memory in bytes of some Python code, without those of its imports."""
    measured = (
        "import resource, time, yaml, timeline_tui.formats.yaml.yaml, timeline_tui.index.index;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; start = time.process_time();"
        f"{code};"
        "print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    run = subprocess.run([PYTHON, "-c", measured, path], check=True, capture_output=True, text=True, env=environment())
    seconds, memory = map(float, run.stdout.split())
    return seconds, memory * 1024


@benchmark
def read_100k() -> None:
    """Reading 100,000 events, alone and with the index, against a loader that only makes dicts."""
    path = str(timeline_file(100_000))
    rounds = [[_child(code, path) for code in (SAFE_LOADER, READ, INDEX)] for _ in range(3)]
    (safe, memory), (read, _), (whole, most) = ([median(one) for one in zip(*each)] for each in zip(*rounds))  # noqa: B905  # alike
    Row("read and validated, 100,000 events", read / safe, "CSafeLoader, gc off", "≤ 0.40").tell(read * 1e3)
    Row("read, validated and indexed", whole / safe, "CSafeLoader, gc off", "≤ 0.60").tell(whole * 1e3)
    Row("memory for that, at most", most / memory, "CSafeLoader, gc off", "≤ 0.30").tell(most / 1e6, "MB")


@benchmark
def read_notes() -> None:
    """Reading a folder of 2,000 Markdown files with front matter, against reading them and loading the front matter."""
    path = str(folder_of_notes(2_000))
    code = "from timeline_tui.storage.files import load_timeline; load_timeline([sys.argv[1]])"
    rounds = [[_child(f"import sys; {one}", path)[0] for one in (SAFE_NOTES, code)] for _ in range(5)]
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
    (loads, memory), (read, most), (load, least) = ([median(one) for one in zip(*each)] for each in zip(*rounds))  # noqa: B905  # alike
    Row("read and validated, 100,000 JSON lines", read / loads, "json.loads, gc off", "").tell(read * 1e3)
    Row("memory for that, at most", most / memory, "json.loads, gc off", "").tell(most / 1e6, "MB")
    Row("the same from the file, block by block", load / loads, "json.loads, gc off", "").tell(load * 1e3)
    Row("memory for that, at most", least / memory, "json.loads, gc off", "≤ 0.42").tell(least / 1e6, "MB")


def _typed(terminal: Terminal, words: tuple[str, ...]) -> list[float]:
    """Seconds for each letter typed into the query bar; it is emptied after each word."""
    times = []
    for word in words:
        terminal.press(b"/")
        times += [terminal.press(letter.encode()) for letter in word]
        terminal.press(b"\x15")
        terminal.settle(0.3)
        terminal.press(b"\x1b")
        terminal.press(b"\x1b")
    return times


def _keys(count: int) -> dict[str, float]:
    """The median seconds for keys in a timeline with this number of events."""
    with Terminal(opened(count), environment()) as terminal:
        terminal.seconds_until(b"events")
        terminal.settle(1.5)
        typed = _typed(terminal, ("juno", "said", "to", "a"))
        moves = {"cursor down": b"\x1b[B", "page down": b"\x1b[6~", "next gap": b"]"}
        found = {name: median([terminal.press(key) for _ in range(9)]) for name, key in moves.items()}
        found["End"] = median([(terminal.press(b"g"), terminal.press(b"G"))[1] for _ in range(7)])
        for view, key in {"quotes": b"3", "sources": b"4", "disputes": b"5"}.items():
            found[f"first look at the {view}"] = terminal.press(key, answers=True)
        letters = {"letter in the query bar": median(typed), "slowest letter": max(typed)}
        return {**letters, "letter of a before:": median(_typed(terminal, ("before:1990-05", "after:2"))), **found}


def _compare_keys(count: int, targets: tuple[str, ...]) -> None:
    small, large = _keys(1000), _keys(count)
    for (name, seconds), target in zip(large.items(), targets, strict=True):
        Row(f"{name}, {count:,} events", seconds / small[name], "the same at 1,000", target).tell(seconds * 1e3)


@benchmark
def keys_100k() -> None:
    """Keys in 100,000 events: from the key to the last frame."""
    _compare_keys(100_000, ("≤ 16 ms", "", "≤ 16 ms", "≤ 1.2", "≤ 1.2", "≤ 25 ms", "≤ 1.2", "", "", "≤ 100 ms"))


@benchmark
def keys_1m() -> None:
    """Keys in a million events."""
    _compare_keys(1_000_000, ("≤ 25 ms", "", "≤ 25 ms", "≤ 1.2", "≤ 1.2", "≤ 25 ms", "≤ 1.2", "", "", "≤ 100 ms"))


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
    """A query from the shell on 100,000 events that were opened before, and what others make of it."""
    path, lines = str(timeline_file(100_000)), str(timeline_file(100_000, "jsonl"))
    opened(100_000)
    ours = shell(*PROGRAM, "export", path, "-q", QUERY)
    compare("export of a query, 100,000 events reopened", ours, shell(*NOTHING), "python -c pass", "≤ 3", 11)
    others = {
        "jq": ["jq", "-c", 'select((.countries|index("Kenya")) and (.topics|index("grain vote")))', lines],
        "fzf": ["fzf", "--filter", "Kenya grain"],
        "lnav": ["lnav", "-n", "-q", "-c", ":filter-in Kenya", "-c", ":filter-in grain vote", lines],
        "rg": ["rg", "-c", "Kenya.*grain vote", lines],
        "vd": ["vd", "-b", "-f", "jsonl", lines, "-o", "-"],
    }
    for name, command in others.items():
        if not shutil.which(name):
            print(f"  {name} is not installed")
        elif name == "fzf":
            compare(name, shell("sh", "-c", f"fzf --filter 'Kenya grain' < {lines}"), ours, "the export above", "", 3)
        else:
            compare(name, shell(*command), ours, "the export above", "", 3)


def main() -> None:
    """Run the benchmarks named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run")
    parser.add_argument("--list", action="store_true", help="say which there are")
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{name:18} {(function.__doc__ or '').strip()}" for name, function in BENCHMARKS.items()))
        return
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; --list says which there are")
    for name in options.names or BENCHMARKS:
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
