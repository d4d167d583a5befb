from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.model.problems import Extent, LoadError, Problem, in_order
from timeline_tui.storage import file_bytes, inputs
from timeline_tui.storage.file_bytes import read_bytes
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import bundled, fingerprint

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and devices as POSIX has them")


@pytest.fixture(autouse=True)
def fresh_streams() -> Iterator[None]:
    yield
    file_bytes._read_stream.cache_clear()


def timeline(title: str, *events: str) -> str:
    listed = "".join(f"  - {{date: 2024-06-13, title: {event}}}\n" for event in events)
    return f"title: {title}\nevents:\n{listed}"


def make(path: Path, *events: str) -> str:
    path.write_text(timeline(path.stem.upper(), *events))
    return str(path)


def refused(*paths: str) -> tuple[Problem, ...]:
    with pytest.raises(LoadError) as caught:
        load_timeline(paths)
    return caught.value.problems


def titles(*paths: str, **options: Any) -> list[str]:
    return [event.title for event in load_timeline(paths, **options).timeline.events]


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


class TestLoading:
    def test_one_file(self, tmp_path: Path) -> None:
        path = make(tmp_path / "a.yaml", "One", "Two")
        loaded = load_timeline([path])
        assert loaded.timeline.title == "A"
        assert [event.title for event in loaded.timeline.events] == ["One", "Two"]
        assert [event.file for event in loaded.timeline.events] == [path, path]
        assert loaded.problems == ()
        assert loaded.files == (path,)
        assert loaded.seen == (fingerprint(path),)
        assert loaded.key == path
        assert loaded.extent is Extent.WHOLE

    def test_without_paths_it_is_the_bundled_timeline(self) -> None:
        loaded = load_timeline([])
        assert Path(bundled()).name == "events.yaml"
        assert loaded.files == (bundled(),)
        assert loaded.key == "bundled"
        assert loaded.timeline.events

    def test_several_files_are_one_timeline(self, tmp_path: Path) -> None:
        paths = [make(tmp_path / "b.yaml", "One"), make(tmp_path / "a.yaml", "Two", "Three")]
        loaded = load_timeline(paths)
        assert loaded.timeline.title == "B · A"
        assert [event.title for event in loaded.timeline.events] == ["One", "Two", "Three"]
        assert [event.file for event in loaded.timeline.events] == [paths[0], paths[1], paths[1]]
        assert [event.line for event in loaded.timeline.events] == [3, 3, 4]
        assert loaded.files == tuple(paths)

    def test_the_key_depends_on_the_files_and_not_on_how_they_are_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        a, b = make(tmp_path / "a.yaml", "One"), make(tmp_path / "b.yaml", "Two")
        monkeypatch.chdir(tmp_path)
        assert load_timeline([a, b]).key == load_timeline(["b.yaml", "./a.yaml"]).key
        assert load_timeline([a]).key != load_timeline([a, b]).key
        assert load_timeline([a]).key == load_timeline(["a.yaml"]).key

    def test_a_file_named_twice_is_read_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = make(tmp_path / "a.yaml", "One")
        monkeypatch.chdir(tmp_path)
        assert titles(path, "a.yaml", f"{tmp_path}/./a.yaml") == ["One"]

    def test_the_format_can_be_given(self, tmp_path: Path) -> None:
        make(tmp_path / "a.txt", "One")
        assert titles(str(tmp_path / "a.txt"), options=ReadOptions("yaml")) == ["One"]

    def test_progress_is_reported(self, tmp_path: Path) -> None:
        steps: list[tuple[int, int]] = []
        path = make(tmp_path / "a.yaml", "One")
        load_timeline([path], progress=lambda done, whole, _: steps.append((done, whole)))
        size = Path(path).stat().st_size
        assert steps[-1] == (size, size)

    def test_names_are_cleaned_before_they_are_shown(self, tmp_path: Path) -> None:
        path = make(tmp_path / "\x1b]0;owned\x07\n.yaml", "One")
        loaded = load_timeline([path])
        assert loaded.timeline.events[0].file == f"{tmp_path}/␛]0;owned␇ .yaml"
        assert loaded.files == (path,)


class TestTrouble:
    def test_a_missing_file_does_not_keep_the_others_out(self, tmp_path: Path) -> None:
        path, missing = make(tmp_path / "events.yaml", "One"), str(tmp_path / "event.yaml")
        loaded = load_timeline([missing, path])
        (problem,) = loaded.problems
        assert str(problem) == f"{missing}: there is no such file"
        assert problem.hint == f"did you mean {path}?"
        assert [event.title for event in loaded.timeline.events] == ["One"]
        assert loaded.files == (missing, path)
        assert loaded.seen[0] is None
        assert loaded.extent < Extent.WHOLE

    def test_not_a_single_event_is_a_failure(self, tmp_path: Path) -> None:
        for text in ("", "{", "title: nothing else\n", "events: [{date: 2024}]\n"):
            (tmp_path / "a.yaml").write_text(text)
            assert refused(str(tmp_path / "a.yaml"))
            assert titles(str(tmp_path / "a.yaml"), make(tmp_path / "b.yaml", "One")) == ["One"]

    def test_every_missing_file_is_named(self, tmp_path: Path) -> None:
        problems = refused(str(tmp_path / "b.yaml"), str(tmp_path / "a.yaml"))
        assert [Path(problem.file).name for problem in problems] == ["a.yaml", "b.yaml"]

    def test_a_folder_without_files(self, tmp_path: Path) -> None:
        (problem,) = refused(str(tmp_path))
        assert str(problem) == f"{tmp_path}: no file in this folder is a timeline"

    @posix
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("a\0b", "no file can have this name"),
            ("\ud800", "no file can have this name"),
            ("n" * 300, "the name is too long"),
            ("file/under", "there is no such file: a part of its path is not a folder"),
            ("circle", "its symbolic links lead in a circle"),
            ("dangling", "there is no such file"),
        ],
    )
    def test_names_of_files_that_cannot_be_read(self, tmp_path: Path, name: str, message: str) -> None:
        make(tmp_path / "file", "One")
        (tmp_path / "circle").symlink_to("circle")
        (tmp_path / "dangling").symlink_to("nowhere")
        (problem,) = refused(f"{tmp_path}/{name}")
        assert problem.message == message
        assert problem.file.isprintable()

    def test_no_name(self) -> None:
        (problem,) = refused("")
        assert problem.message

    @posix
    @pytest.mark.parametrize("device", ["/dev/zero", "/dev/null"])
    def test_a_device(self, device: str) -> None:
        assert refused(device)[0].message == "it is a device"

    def test_a_file_that_may_not_be_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path, read = make(tmp_path / "a.yaml", "One"), file_bytes._content

        def denied(name: str) -> bytes:
            if name == path:
                raise PermissionError(errno.EACCES, "Permission denied")
            return read(name)

        monkeypatch.setattr(file_bytes, "_content", denied)  # root may read anything
        assert refused(path)[0].message == "no permission to read it"

    def test_an_unexpected_fault(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(name: str) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

        path = make(tmp_path / "a.yaml", "One")
        monkeypatch.setattr(file_bytes, "_content", broken)
        assert refused(path)[0].message == "Input/output error"

    def test_the_problems_of_several_files_are_sorted(self, tmp_path: Path) -> None:
        for name in ("b", "a"):
            (tmp_path / f"{name}.yaml").write_text(timeline(name, "One") + "  - {date: 2024-06-31, title: Wrong}\n")
        loaded = load_timeline([str(tmp_path / "b.yaml"), str(tmp_path / "a.yaml")])
        errors = [problem for problem in loaded.problems if problem.severity == "error"]
        assert [(Path(problem.file).name, problem.line) for problem in errors] == [("a.yaml", 4), ("b.yaml", 4)]
        assert list(loaded.problems) == in_order(loaded.problems)


class TestStreams:
    def test_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        feed(monkeypatch, timeline("T", "One").encode())
        loaded = load_timeline(["-"])
        assert loaded.timeline.events[0].file == "<stdin>"
        assert (loaded.files, loaded.seen, loaded.key) == ((), (), "")

    def test_it_is_read_only_once(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        feed(monkeypatch, timeline("T", "One").encode())
        path = make(tmp_path / "a.yaml", "Two")
        assert titles("-", path) == ["One", "Two"]
        assert titles("-", path, "-") == ["One", "Two"]
        assert load_timeline(["-", path]).files == (path,)
        assert load_timeline(["-", path]).key == ""

    def test_no_standard_input(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", None)
        assert str(refused("-")[0]) == "<stdin>: it is closed"

    @posix
    @pytest.mark.parametrize(("redirection", "told"), [("</dev/null", "the file is empty"), ("<&-", "it is closed")])
    def test_an_empty_or_closed_standard_input(self, redirection: str, told: str) -> None:
        script = (
            "from timeline_tui.storage.files import load_timeline, LoadError\n"
            "try: load_timeline(['-'])\n"
            "except LoadError as error: print(error)"
        )
        run = subprocess.run(
            ["sh", "-c", f'"$0" -c "$1" {redirection}', sys.executable, script],
            capture_output=True,
            text=True,
            check=True,
        )
        assert run.stdout.startswith("<stdin>:")
        assert run.stdout.endswith(f"{told}\n")

    @posix
    def test_a_pipe_is_read_once_and_not_watched(self, tmp_path: Path) -> None:
        pipe = tmp_path / "pipe.yaml"
        os.mkfifo(pipe)
        writer = threading.Thread(target=pipe.write_text, args=(timeline("T", "One"),))
        writer.start()
        loaded = load_timeline([str(pipe)])
        writer.join()
        assert [event.title for event in loaded.timeline.events] == ["One"]
        assert (loaded.files, loaded.key) == ((), "")
        assert titles(str(pipe)) == ["One"]


class TestWholeness:
    """A file is read as it was at one moment."""

    @pytest.fixture(autouse=True)
    def _quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module in (file_bytes, inputs):
            monkeypatch.setattr(module, "PAUSE", 0.0)

    def reading(self, monkeypatch: pytest.MonkeyPatch, *changes: Any) -> list[int]:
        """Have each reading of a file followed by the next of ``changes``; how often it was read."""
        read, count, left = file_bytes._content, [0], list(changes)

        def read_and_change(name: str) -> bytes:
            data = read(name)
            count[0] += 1
            if left:
                left.pop(0)()
            return data

        monkeypatch.setattr(file_bytes, "_content", read_and_change)
        return count

    def test_an_old_file_is_read_once_without_a_pause(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = make(tmp_path / "a.yaml", "One")
        status = Path(path).stat()
        count = self.reading(monkeypatch)
        monkeypatch.setattr(time, "time_ns", lambda: status.st_ctime_ns + 10_000_000_000)
        monkeypatch.setattr(time, "sleep", lambda seconds: pytest.fail("paused"))
        assert read_bytes(path) == Path(path).read_bytes()
        assert count == [1]

    @posix
    def test_a_recently_changed_file_is_checked_again_with_any_mtime(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = tmp_path / "a.yaml"
        file.write_text("half")
        os.utime(file, ns=(5, 5))  # as cp -p does while it goes on
        pauses = iter([lambda: file.write_text("the whole")])
        monkeypatch.setattr(time, "time_ns", lambda: file.stat().st_ctime_ns + 1_000_000)
        monkeypatch.setattr(time, "sleep", lambda seconds: next(pauses, int)())
        assert read_bytes(str(file)) == b"the whole"

    def test_a_file_rewritten_meanwhile_is_read_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "a.yaml"
        file.write_text("half")
        count = self.reading(monkeypatch, lambda: file.write_text("the whole"))
        assert read_bytes(str(file)) == b"the whole"
        assert count == [2]

    def test_a_file_replaced_meanwhile_is_read_again(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
        file.write_text("old")
        other.write_text("new")
        for path in (file, other):
            os.utime(path, ns=(5, 5))
        self.reading(monkeypatch, lambda: other.replace(file))
        assert read_bytes(str(file)) == b"new"

    def test_a_short_read_is_not_used(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file, read = tmp_path / "a.yaml", file_bytes._content
        file.write_text("the whole")
        short = iter([b"the"])
        monkeypatch.setattr(file_bytes, "_content", lambda name: next(short, None) or read(name))
        assert read_bytes(str(file)) == b"the whole"

    def test_deleted_while_it_is_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = make(tmp_path / "a.yaml", "One")
        self.reading(monkeypatch, Path(path).unlink)
        assert refused(path)[0].message == "there is no such file"

    def test_a_file_that_keeps_changing_is_a_problem_and_not_read_in_part(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = make(tmp_path / "a.yaml", "One")
        sizes = iter(range(10_000))
        self.reading(monkeypatch, *[lambda: Path(path).write_text("x" * next(sizes))] * 1000)
        (problem,) = refused(path)
        assert problem.message == "it keeps changing while it is read"

    @pytest.mark.skipif(sys.platform != "linux", reason="Linux has /proc")
    def test_a_file_without_a_size(self) -> None:
        assert b"Linux" in read_bytes("/proc/version")

    def test_a_writer_who_truncates_first(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each time the reader waits, a writer that empties and fills the file does its next step."""
        file = tmp_path / "a.yaml"
        whole = b"x" * 40_000
        file.write_bytes(whole)

        def rewrite() -> Iterator[None]:
            for _ in range(10):
                with file.open("wb", buffering=0) as out:
                    for start in range(0, len(whole), 10_000):
                        yield
                        out.write(whole[start : start + 10_000])
                yield from [None] * 3  # it rests

        steps = rewrite()
        monkeypatch.setattr(inputs, "RECENT", 1 << 62)  # a busy machine may take its time between two steps
        monkeypatch.setattr(time, "sleep", lambda _: next(steps, None))
        readings = []
        for _ in range(30):
            next(steps, None)
            readings.append(read_bytes(str(file)))
        assert set(readings) == {whole}


def test_fingerprint(tmp_path: Path) -> None:
    file = tmp_path / "a"
    assert fingerprint(str(file)) is None
    assert fingerprint("a\0b") is None
    file.write_text("one")
    first = fingerprint(str(file))
    assert first
    assert first == fingerprint(str(file))
    assert first.size == 3
    file.write_text("four")
    assert fingerprint(str(file)) != first


def test_the_bundled_file_is_found_in_the_package_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "timeline_tui"
    (package / "storage").mkdir(parents=True)
    monkeypatch.setattr(inputs, "__file__", str(package / "storage" / "inputs.py"))
    assert bundled() == str(tmp_path / "events.yaml")
    (package / "events.yaml").write_text("")
    assert bundled() == str(package / "events.yaml")


def test_a_sparse_file_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "sparse.yaml"
    file.touch()
    os.truncate(file, 100 << 30)
    with pytest.raises(LoadError) as caught:
        load_timeline([str(file)])
    assert str(caught.value) == f"{file}: it is too large: the limit is 1,073,741,824 bytes"


def test_an_endless_file_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_bytes, "LARGEST", 1000)
    monkeypatch.setattr(file_bytes, "_PIECE", 100)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = subprocess.Popen(["sh", "-c", f"yes > {pipe}"], stderr=subprocess.DEVNULL)
    try:
        with pytest.raises(LoadError, match="it is too large"):
            load_timeline([str(pipe)])
    finally:
        writer.wait()


def test_without_memory_the_other_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = tmp_path / "sound.json"
    sound.write_text('[{"date": "2024", "title": "One"}]')
    other = tmp_path / "other.yaml"
    other.write_text("events: []")

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("timeline_tui.formats.yaml.yaml_syntax.parse", fail)
    loaded = load_timeline([str(sound), str(other)])
    assert [event.title for event in loaded.timeline.events] == ["One"]
    assert [problem.message for problem in loaded.problems] == ["there is not enough memory to read it"]


def test_of_a_binary_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    file = tmp_path / "zeros.yaml"
    with file.open("wb") as zeros:
        zeros.truncate(1 << 29)
    assert len(read_bytes(str(file))) <= 1 << 16
    with pytest.raises(LoadError, match="not a text file"):
        load_timeline([str(file)])
