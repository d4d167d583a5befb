"""Another process reads the files with the same result as this one. If it fails, this process reads them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline_tui.analysis.slice import Slice
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.index.index import index_of
from timeline_tui.index.mapped.records import MappedEvents
from timeline_tui.model.problems import LoadError
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.opening import stable_file
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.first_events import first_events, most_events
from timeline_tui.storage.opening.line_stream import LineStream
from timeline_tui.storage.opening.opening import Opening
from timeline_tui.storage.opening.worker import Reporter

MANY = "title: Many\nviews: [{name: V, query: event}]\nevents:\n" + "".join(
    f"- {{date: 2024-06-{1 + n % 28:02}, title: Event {n}, contries: [Japan]}}\n" for n in range(600)
)
LARGE = MANY + "# and so on\n" * 100_000  # so large that its parts are handed over


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "many.yaml"
    path.write_text(MANY)
    return str(path)


def open_file(*files: str, keep: bool = False) -> Opening:
    return Opening(files, find_inputs(files), DEFAULTS, keep=keep)


def no_reading_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Loaded:
        raise AssertionError("the other process did not do it")

    monkeypatch.setattr("timeline_tui.storage.files.load_timeline", refuse)


def plain(timeline: Timeline) -> tuple[object, ...]:
    return (timeline.title, timeline.views, tuple(timeline.sources), tuple(timeline.events))


def test_the_last_step_has_the_whole_timeline(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    no_reading_here(monkeypatch)
    opening = open_file(file)
    loaded, read = opening.wait(whole=True), load_timeline([file])
    assert opening.done
    assert plain(loaded.timeline) == plain(read.timeline)
    assert loaded.problems == read.problems
    assert (loaded.files, loaded.seen, loaded.key, loaded.extent) == (read.files, read.seen, read.key, read.extent)
    assert isinstance(loaded.timeline.events, MappedEvents)
    assert Cache().load(find_inputs([file]), DEFAULTS) is None, "it was not to be kept"


def test_the_first_events_of_a_large_file_come_before_the_last(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    no_reading_here(monkeypatch)
    Path(file).write_text(LARGE)
    opening = open_file(file)
    begun = opening.wait().timeline
    assert 10 < len(begun.events) < 600
    assert (begun.title, [view.name for view in begun.views]) == ("Many", ["V"])
    assert [event.title for event in begun.events[:2]] == ["Event 0", "Event 1"]
    steps = list(opening.steps)
    parts = [step.fraction for step in steps]
    assert parts == sorted(parts)
    assert [part == 1 for part in parts] == [False] * (len(parts) - 1) + [True]
    assert steps[-1].loaded
    assert len(steps[-1].loaded.timeline.events) == 600
    assert len(begun.events[:5]) == 5, "what was handed over first can still be used"


def test_the_first_events_come_before_a_large_header_of_json_lines_is_read(tmp_path: Path) -> None:
    sources = {f"s{n}": {"title": f"Source {n}" * 20} for n in range(2000)}
    sources["s7"]["based_on"] = "s1999"
    lines = [{"timeline": {"title": "Long", "sources": sources}}]
    lines += [{"date": "2024-06-13", "title": f"Event {n}", "sources": ["s7"]} for n in range(20_000)]
    path = tmp_path / "long.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    begun = first_events(str(path), DEFAULTS)
    assert begun
    assert (begun.title, [source.key for source in begun.sources]) == ("Long", ["s7", "s1999"])
    read = load_timeline([str(path)]).timeline
    assert 100 < len(begun.events) < len(read.events)
    assert begun.events == tuple(read.events[: len(begun.events)])


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ('{"timeline": {}}\n{"date": "2024", "title": "A"}\n\n{"date": "2024", "title": "B"}', 3),
        ('{"date": "2024", "title": "A"}\n', 1),
        ('{"timeline": {}, "date": "2024", "title": "A"}\n{"date": "2024", "title": "B"}\n', 2),
        ('{"timeline"\n', 1),
    ],
)
def test_there_are_at_most_as_many_events_as_lines_without_the_header(text: str, most: int, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(text)
    assert most_events(str(tmp_path / "a.jsonl")) == most


def test_all_events_are_listed_before_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_reading_here(monkeypatch)
    path = tmp_path / "long.jsonl"
    lines = [{"date": f"{2000 + n % 20}", "title": f"Event {n}", "note": "long " * 90} for n in range(9_000)]
    path.write_text("\n" + "".join(json.dumps(line) + "\n" for line in lines))
    opening = open_file(str(path))
    steps = list(opening.steps)
    assert opening.most_events == 9_001, "with the blank line"
    begun, listed, *read = [index_of(step.loaded.timeline) for step in steps if step.loaded]
    assert begun.is_beginning
    assert 10 < begun.total == listed.indexed.bit_count() < 9_000
    assert (listed.total, listed.is_beginning, listed.is_partial) == (9_000, False, True)
    assert listed.event(8_999).title == "Event 8999"
    assert [listed.event(listed.place(event)) for event in begun.events] == list(begun.events)
    assert listed.place(read[-1].event(7_000)) == 7_000, "an event that is not read is known by its line"
    assert Slice(listed).description == "9,000 events"
    assert Slice(listed, parse_query("long")).description == f"{begun.total} of {begun.total} searched so far"
    assert Slice(listed, parse_query("date:2001")).description == "450 of 9,000 events"
    assert (read[-1].total, read[-1].is_partial) == (9_000, False)


def test_a_cached_timeline_opens_from_the_cache(file: str) -> None:
    open_file(file, keep=True).wait(whole=True)
    kept = Cache().load(find_inputs([file]), DEFAULTS)
    assert kept
    assert plain(kept.timeline) == plain(load_timeline([file]).timeline)


def test_several_files_come_as_one(file: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("- {date: 2025, title: Other}")
    loaded = open_file(file, str(other)).wait(whole=True)
    assert plain(loaded.timeline) == plain(load_timeline([file, str(other)]).timeline)


@pytest.mark.parametrize("text", [MANY, LARGE])
def test_no_temporary_file_is_left(text: str, file: str, tmp_path: Path) -> None:
    Path(file).write_text(text)
    opening = open_file(file)
    opening.wait()
    opening.stop()
    assert opening._process.output.read() == b"", "it goes on"
    assert list(opening.steps) == []
    assert not list((tmp_path / "tmp").iterdir())
    opening.stop()


def test_no_file_is_left_after_reading(file: str, tmp_path: Path) -> None:
    opening = open_file(file)
    assert len(opening.wait().timeline.events) == 600
    assert not list((tmp_path / "tmp").iterdir())


@pytest.mark.parametrize(
    "program", ["import sys; sys.exit(1)", "print('{')", "print('{}')", "print('{\"fraction\": 0.5}')"]
)
def test_the_files_are_read_however_the_other_process_fails(
    program: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{program.replace(chr(34), chr(92) + chr(34))}"\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    opening = open_file(file)
    assert plain(opening.wait(whole=True).timeline) == plain(load_timeline([file]).timeline)
    assert opening.done


@pytest.mark.parametrize("call", ["tempfile.mkdtemp", "subprocess.Popen"])
def test_without_room_for_another_process_the_files_are_read(
    call: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, full)
    assert plain(open_file(file).wait(whole=True).timeline) == plain(load_timeline([file]).timeline)
    assert not list((tmp_path / "tmp").iterdir())


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
from timeline_tui.storage.files import find_inputs
from timeline_tui.storage.opening.first_events import first_events
from timeline_tui.storage.opening.opening import Opening
print(len(Opening(sys.argv[1:], find_inputs(sys.argv[1:]), keep=True).wait(whole=True).timeline.events))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits as POSIX has them")
def test_on_a_full_disk_the_files_are_read(file: str, tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", FULL, file], capture_output=True, check=True).stdout == b"600\n"
    assert not list((tmp_path / "tmp").iterdir())


def test_problems_are_passed_on(tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("- {date: 2024-06-31}\n")
    with pytest.raises(LoadError) as ours:
        open_file(str(file)).wait()
    with pytest.raises(LoadError) as here:
        load_timeline([str(file)])
    assert ours.value.problems == here.value.problems


def test_modules_beside_the_file_are_not_run(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    no_reading_here(monkeypatch)
    monkeypatch.chdir(Path(file).parent)
    for name in ("json", "yaml", "platformdirs", "timeline_tui"):
        Path(f"{name}.py").write_text("import os; os._exit(3)")
    assert len(open_file("many.yaml").wait(whole=True).timeline.events) == 600


def test_a_cache_that_cannot_be_written_is_done_without(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    no_reading_here(monkeypatch)
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert len(open_file(file, keep=True).wait(whole=True).timeline.events) == 600


def test_no_image_is_written_shortly_before_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    telling = Reporter(str(tmp_path), 1000, in_parts=True)
    for done in range(0, 1001, 5):
        telling.progress(done, 1000, Timeline)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    fractions = [round(message["fraction"] / told[-1]["fraction"], 2) for message in told if "image" in message]
    assert fractions == [0.01, 0.12]


def test_no_image_with_fewer_events_follows_the_list_of_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stable_file, "SMALLEST", 0)
    path = tmp_path / "a.jsonl"
    path.write_text('{"date": "2024", "title": "One"}\n{"date": "2025", "title": "Two"}\n')
    stream = LineStream(find_inputs([str(path)]), DEFAULTS, str(tmp_path))
    telling = Reporter(str(tmp_path), 1000, in_parts=True)
    stream.list_events()
    telling.list(stream)
    stream.stop()
    telling.restart()  # the file has changed
    for done in range(0, 1001, 5):
        telling.progress(done, 1000, Timeline)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["image" in message for message in told] == [True, *(False for _ in told[1:])]
    assert len(told) > 10


KILLED = """
import sys, time
from timeline_tui.storage.inputs import find_inputs
from timeline_tui.storage.opening.first_events import first_events
from timeline_tui.storage.opening.opening import Opening
opening = Opening(sys.argv[1:], find_inputs(sys.argv[1:]), keep=False)
next(opening.steps)
print(opening._folder, opening._process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
@pytest.mark.parametrize("group", [False, True], ids=["the process", "its group"])
def test_a_kill_leaves_neither_the_folder_nor_the_other_process(file: str, group: bool) -> None:
    command = [sys.executable, "-c", KILLED, file]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout
        folder, other = process.stdout.readline().decode().split()
        assert Path(folder).exists()
        os.killpg(process.pid, signal.SIGKILL) if group else process.kill()
    until(lambda: not Path(folder).exists())
    until(lambda: not Path(f"/proc/{other}").exists() if Path("/proc").exists() else True)


BUSY = """
import os, sys
from timeline_tui.storage.opening.process import end_with_parent
if os.fork():
    sys.stdin.read()
end_with_parent()
print(os.getpid(), flush=True)
try:
    while True:
        pass
finally:
    print("cleaned up", flush=True)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_a_process_ends_in_the_middle_of_its_work_when_its_parent_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", BUSY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        int(process.stdout.readline())
        process.kill()
        assert process.stdout.read() == "cleaned up\n"


def until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds, for 20 seconds at most."""
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")
