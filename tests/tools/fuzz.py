"""Random input for all readers: ``python tests/tools/fuzz.py [SECONDS] [TARGET...]``.

Hypothesis makes bytes or text for each target: pieces of its syntax, valid files with random changes, and random data.
The target must return a value or raise its own error, and both must keep the promises that are checked here. The
smallest example that fails is printed, and the exit code is 1.

With ``--guided`` before the seconds, Atheris (``pip install atheris``) makes the input. It prefers input that reaches
new lines of code. Input that fails is saved as fuzz-crash-…
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pieces import PIECES

from timeline_tui import formats
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import DateError, parse
from timeline_tui.index.index import Index
from timeline_tui.query.syntax import QueryError, format_query, parse_query
from timeline_tui.text.matches import matches
from timeline_tui.text.text import changes, clean, clean_line, fold, shorten, width, wrap
from timeline_tui.ui import browser

GOLDEN = Path(__file__).parents[1] / "golden"
HERE = Path(__file__).parents[2]
ONLY_READ = {
    "feed": b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title><item><title>One</title>
<link>https://example.org/1</link><pubDate>Thu, 13 Jun 2024 10:00:00 GMT</pubDate><category>oil</category>
<description>Text &lt;b&gt;bold&lt;/b&gt;</description></item></channel></rss>""",
    "front-matter": b"---\ndate: 2024-06-13\ntitle: One\ncountries: [Japan]\nsources: [https://example.org/1]\n---\nText\n",
}
STEP = 50  # examples between two checks of the time

# ruff: noqa: PT017  # these checks are not tests, and the attributes of an expected error are checked too


def texts(pieces: Sequence[str]) -> st.SearchStrategy[str]:
    """Pieces of a syntax in random order, with random characters between them."""
    return st.lists(st.one_of(st.sampled_from(pieces), st.text(max_size=4)), max_size=60).map("".join)


def spoiled(honest: bytes) -> st.SearchStrategy[bytes]:
    """A valid file with a few spans removed, repeated or replaced."""
    spans = st.tuples(st.integers(0, len(honest)), st.integers(0, 40), st.binary(max_size=6), st.booleans())

    def spoil(edits: list[tuple[int, int, bytes, bool]]) -> bytes:
        data = honest
        for at, length, put, doubled in edits:
            data = data[:at] + put + data[at : at + length] * doubled + data[at + length * (not doubled) :]
        return data

    return st.lists(spans, min_size=1, max_size=6).map(spoil)


def honest(name: str) -> bytes:
    """The sample written in a format; of a format that is only read, a file."""
    if name in ONLY_READ:
        return ONLY_READ[name]
    sample = formats.read((GOLDEN / "sample.csv").read_bytes(), "sample.csv").timeline
    return formats.write(sample, name)


def check_reading(data: bytes, name: str) -> None:
    """Check a result of reading: faults have places, text is clean, and YAML written from it is read back."""
    reading = formats.read(data, f"fuzz.{name}", name)
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for problem in reading.problems:
        said = f"{problem}\n{problem.hint}\n{problem.excerpt}"
        assert clean(said) == said, said
        assert 0 <= problem.line <= lines, problem
    timeline = reading.timeline
    for event in timeline.events:
        assert event.title, event
        assert clean(event.title) == event.title
    assert Slice(Index(timeline)).total == len(timeline.events)
    again = formats.read(formats.write(timeline, "json"), "fuzz.json", "json")
    assert [event.title for event in again.timeline.events] == [event.title for event in timeline.events], (
        again.problems
    )


def check_writing(data: bytes, name: str) -> None:
    """Check that a timeline that was read can be written, without characters that control a terminal."""
    timeline = formats.read(data, f"fuzz.{name}", name).timeline
    for format in formats.FORMATS:
        if format.writes:
            formats.losses(timeline, format.name)
            text = formats.write(timeline, format.name).decode()
            assert "\x1b" not in text, format.name
            assert "\u202e" not in text, format.name


def check_query(text: str) -> None:
    """Check that the text is a query that is formatted and parsed to the same query, or an error with a place."""
    try:
        query = parse_query(text)
    except QueryError as error:
        assert 1 <= error.column <= len(text) + 1, error.column
        assert error.column <= error.end, error.end
        return
    assert parse_query(format_query(query)) == query
    assert len(Slice(BUNDLED, query)) <= BUNDLED.total


def check_date(text: str) -> None:
    """Check that the text is a date with days and labels, or an error with a place."""
    try:
        when = parse(text)
    except DateError as error:
        assert 0 <= error.offset <= len(text), error.offset
        return
    assert when.earliest <= when.latest
    assert parse(when.text) == when
    assert when.label
    assert when.heading
    assert clean_line(when.label) == when.label
    _ = when.row_note, when.weekday, when.sort_key


def check_address(text: str) -> None:
    """Check that the address is refused, or is plain ASCII with the host that it shows."""
    with suppress(browser.Refused):
        address = browser.check(text)
        assert address.url.isascii()
        assert address.url.isprintable()
        assert " " not in address.url
        assert address.url.startswith(("http://", "https://"))
        assert address.suspicious or address.host in text.lower()


def check_text(text: str) -> None:
    """Check that any text can be cleaned, folded, searched and shortened."""
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert (cleaned == text) or any(changes(text)) or any(c in text for c in "\t\r\x85\u2028\u2029")
    assert fold(fold(text)) == fold(text)
    assert all(0 <= start < end <= len(cleaned) for start, end in matches(cleaned, ["a", "é", text[:3]]))
    line = clean_line(text)
    assert width(shorten(line, 10)) <= 10
    assert all(piece == clean(piece) for piece in wrap(cleaned, 20))


BUNDLED = Index(formats.read((HERE / "events.yaml").read_bytes(), "events.yaml").timeline)


def targets() -> dict[str, tuple[Callable[..., None], st.SearchStrategy[object]]]:
    """All targets by name, each with the function that checks an example and the strategy of the examples."""
    found: dict[str, tuple[Callable[..., None], st.SearchStrategy[object]]] = {
        "text": (
            check_text,
            st.one_of(st.text(), texts(["\u0301", "\u200d", "\ufe0f", "\U000e0041", "\x1b[", "\r\n", "👩", "葛"])),
        ),
        "query": (check_query, st.one_of(texts(PIECES["query"]), st.text())),
        "date": (check_date, st.one_of(texts(PIECES["date"]), st.text())),
        "address": (check_address, st.one_of(texts(PIECES["address"]), st.text())),
    }
    for format in formats.FORMATS:
        if format.reads and format.is_text:  # each workbook takes a process of its own
            pieces = PIECES.get(format.name, PIECES["json" if "json" in format.name else "csv"])
            data = texts(pieces).map(lambda text: text.encode("utf-8", "surrogatepass"))
            examples = st.one_of(data, spoiled(honest(format.name)), st.binary(max_size=200))
            name = st.just(format.name)
            found[format.name] = (_pair(check_reading), st.tuples(examples, name))
            if format.writes:
                found[f"{format.name}, written"] = (_pair(check_writing), st.tuples(spoiled(honest(format.name)), name))
    return found


def _pair(check: Callable[[bytes, str], None]) -> Callable[[tuple[bytes, str]], None]:
    return lambda example: check(*example)


def fuzz(name: str, seconds: float, seed: int = 0) -> int:
    """Try examples of one target for this time, but at least one step. Return how many. Raises their errors."""
    check, examples = targets()[name]
    tried, end = 0, time.monotonic() + seconds
    while True:
        step = settings(
            max_examples=STEP,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )(given(examples)(check))
        step._hypothesis_internal_use_seed = seed + tried  # type: ignore[attr-defined]  # as its @seed does
        step()
        tried += STEP
        if time.monotonic() >= end:
            return tried


# Each target has its own process, because Atheris ends the process it runs in. It instruments only later imports.
GUIDED = f"""
import sys, tempfile
sys.path[:0] = {[str(HERE / "tests"), str(HERE / "tests" / "tools"), str(HERE)]!r}
import atheris
with atheris.instrument_imports(include=["timeline_tui"]):
    import fuzz
    one, seeds = fuzz.bytewise(sys.argv[1])
    for seed in seeds:
        one(seed)
with tempfile.TemporaryDirectory() as corpus:
    for n, seed in enumerate(seeds):
        open(f"{{corpus}}/{{n}}", "wb").write(seed)
    limits = ["-timeout=20", "-rss_limit_mb=1000", "-max_len=4096", f"-max_total_time={{sys.argv[2]}}"]
    atheris.Setup([sys.argv[0], *limits, "-artifact_prefix=fuzz-", corpus], one)
    atheris.Fuzz()
"""


def bytewise(name: str) -> tuple[Callable[[bytes], None], list[bytes]]:
    """The function that checks input of a target in bytes, and the first inputs."""
    check, _ = targets()[name]
    format = name.partition(",")[0]
    seeds = [piece.encode("utf-8", "surrogatepass") for piece in PIECES.get(format, ("a",))]
    if name in ("text", "query", "date", "address"):
        return lambda data: check(data.decode("utf-8", "replace")), seeds
    return lambda data: check((data, format)), [honest(format), *seeds]


def guided(name: str, seconds: float) -> int:
    """Let Atheris try inputs of one target for this time. Return how many. Raises AssertionError with its message."""
    command = [sys.executable, "-c", GUIDED, name, str(max(1, round(seconds)))]
    done = subprocess.run(command, capture_output=True)
    said = (done.stdout + done.stderr).decode(errors="replace")
    runs = re.search(r"Done (\d+) runs", said)
    assert runs, said[-3000:]
    assert done.returncode == 0, said[-3000:]
    return int(runs[1])


def main(arguments: Sequence[str]) -> int:
    """Fuzz the named targets, or all, for the given seconds together. Return the exit code."""
    how = guided if "--guided" in arguments else fuzz
    seconds, *names = [argument for argument in arguments if argument != "--guided"] or ["60"]
    names = names or list(targets())
    failed = 0
    for name in names:
        try:
            print(f"{name}: {how(name, float(seconds) / len(names)):,} examples", flush=True)
        except Exception as error:  # noqa: PERF203  # the other targets are run too
            failed += 1
            notes = "\n".join(getattr(error, "__notes__", ()))
            print(f"{name}: {type(error).__name__}: {error}\n{notes}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
