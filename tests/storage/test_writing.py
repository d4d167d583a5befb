from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from timeline_tui.storage import locking, writing
from timeline_tui.storage.writing import WriteError, write_atomic

OLD, NEW = b"old " * 1000, b"new " * 5000
POSIX = pytest.mark.skipif(os.name != "posix", reason="modes, links and devices as POSIX has them")


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def somebody() -> Iterator[None]:
    """Run as another user than root, who has all permissions. This user cannot reach the folders of pytest."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(path: str | os.PathLike[str], **options: bool) -> WriteError:
    with pytest.raises(WriteError) as caught:
        write_atomic(path, NEW, **options)
    for line in (caught.value.message, caught.value.hint):
        assert line.isprintable()
    assert caught.value.message
    return caught.value


class TestOrdinaryFiles:
    def test_a_new_file(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        assert write_atomic(file, NEW) == file
        assert file.read_bytes() == NEW
        assert names(tmp_path) == ["notes.txt"]

    def test_no_bytes_make_an_empty_file(self, tmp_path: Path) -> None:
        write_atomic(tmp_path / "empty", b"")
        assert (tmp_path / "empty").read_bytes() == b""

    def test_line_breaks_are_written_unchanged(self, tmp_path: Path) -> None:
        data = bytes(range(256)) + b"\r\n\n"
        assert write_atomic(tmp_path / "all", data).read_bytes() == data

    def test_an_existing_file_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        file.write_bytes(OLD)
        error = refusal(file)
        assert error.message == f"{file} exists"
        assert error.hint == "--force replaces it"
        assert error.exists
        assert file.read_bytes() == OLD
        assert names(tmp_path) == ["notes.txt"]

    def test_an_existing_file_is_replaced_on_demand(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        file.write_bytes(OLD)
        write_atomic(file, NEW, overwrite=True)
        assert file.read_bytes() == NEW
        assert names(tmp_path) == ["notes.txt"]

    def test_an_open_old_file_stays_readable(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        file.write_bytes(OLD)
        with file.open("rb") as reader:
            write_atomic(file, NEW, overwrite=True)
            assert reader.read() == OLD

    def test_a_name_taken_at_the_last_moment_is_not_overwritten(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file, link = tmp_path / "notes.txt", os.link

        def late(*arguments: Any, **options: Any) -> None:
            file.write_bytes(OLD)
            link(*arguments, **options)

        monkeypatch.setattr(os, "link", late)
        assert refusal(file).message == f"{file} exists"
        assert file.read_bytes() == OLD
        assert names(tmp_path) == ["notes.txt"]

    @POSIX
    def test_the_mode_is_kept(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        for mode in (0o600, 0o644, 0o777, 0o640):
            file.write_bytes(OLD)
            file.chmod(mode)
            with umask(0o077):
                write_atomic(file, NEW, overwrite=True)
            assert stat.S_IMODE(file.stat().st_mode) == mode

    @POSIX
    @pytest.mark.parametrize("mask", [0o000, 0o022, 0o027, 0o077])
    def test_a_new_file_follows_the_umask(self, tmp_path: Path, mask: int) -> None:
        with umask(mask):
            write_atomic(tmp_path / "plain", NEW)
            write_atomic(tmp_path / "forced", NEW, overwrite=True)
            write_atomic(tmp_path / "private", NEW, mode=0o600)
        for name, mode in (("plain", 0o666), ("forced", 0o666), ("private", 0o600)):
            assert stat.S_IMODE((tmp_path / name).stat().st_mode) == mode & ~mask

    @POSIX
    def test_a_private_file_is_never_readable_by_others(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file, write, modes = tmp_path / "diary", os.write, []

        def watched(fd: int, data: bytes) -> int:
            modes.append(stat.S_IMODE(os.fstat(fd).st_mode))
            return write(fd, data)

        file.write_bytes(OLD)
        file.chmod(0o600)
        monkeypatch.setattr(os, "write", watched)
        with umask(0):
            write_atomic(file, NEW, overwrite=True)
        assert modes == [0o600]

    @POSIX
    @pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
    def test_the_owner_is_kept(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        file.write_bytes(OLD)
        os.chown(file, 12345, 23456)
        write_atomic(file, NEW, overwrite=True)
        assert (file.stat().st_uid, file.stat().st_gid) == (12345, 23456)

    def test_the_umask_is_never_touched(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "umask", lambda mask: pytest.fail("other threads would create files with it"))
        write_atomic(tmp_path / "notes.txt", NEW)

    def test_simultaneous_writers_leave_one_complete_file(self, tmp_path: Path) -> None:
        file = tmp_path / "notes.txt"
        contents = [bytes([65 + n]) * 50_000 for n in range(8)]

        def write(content: bytes) -> None:
            for _ in range(5):
                write_atomic(file, content, overwrite=True)

        threads = [threading.Thread(target=write, args=(content,)) for content in contents]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert file.read_bytes() in contents
        assert names(tmp_path) == ["notes.txt"]


class TestLinks:
    pytestmark = POSIX

    def test_a_link_is_followed_and_stays(self, tmp_path: Path) -> None:
        target, link = tmp_path / "deep" / "target.txt", tmp_path / "link.txt"
        target.parent.mkdir()
        target.write_bytes(OLD)
        link.symlink_to("deep/target.txt")
        assert write_atomic(link, NEW, overwrite=True) == target
        assert link.is_symlink()
        assert target.read_bytes() == NEW
        assert names(tmp_path) == ["deep", "link.txt"]
        assert names(target.parent) == ["target.txt"]

    def test_a_link_to_a_file_counts_as_existing(self, tmp_path: Path) -> None:
        (tmp_path / "target.txt").write_bytes(OLD)
        (tmp_path / "link.txt").symlink_to("target.txt")
        assert refusal(tmp_path / "link.txt").message.endswith("link.txt exists")
        assert (tmp_path / "target.txt").read_bytes() == OLD

    def test_a_dangling_link_gets_its_target(self, tmp_path: Path) -> None:
        (tmp_path / "link.txt").symlink_to("target.txt")
        assert write_atomic(tmp_path / "link.txt", NEW) == tmp_path / "target.txt"
        assert (tmp_path / "link.txt").is_symlink()
        assert (tmp_path / "target.txt").read_bytes() == NEW

    def test_a_link_into_a_missing_folder_names_that_folder(self, tmp_path: Path) -> None:
        (tmp_path / "link.txt").symlink_to("nowhere/target.txt")
        message = refusal(tmp_path / "link.txt").message
        assert message == f"{tmp_path}/link.txt: the folder {tmp_path}/nowhere does not exist"

    def test_a_circle_of_links(self, tmp_path: Path) -> None:
        (tmp_path / "a").symlink_to("b")
        (tmp_path / "b").symlink_to("a")
        assert "links lead in a circle" in refusal(tmp_path / "a", overwrite=True).message


class TestRefusals:
    def test_a_missing_folder(self, tmp_path: Path) -> None:
        error = refusal(tmp_path / "no" / "such" / "notes.txt")
        assert error.message == f"{tmp_path}/no/such/notes.txt: the folder {tmp_path}/no/such does not exist"
        assert "make it first" in error.hint
        assert names(tmp_path) == []

    def test_a_missing_folder_of_a_relative_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        assert refusal("no/notes.txt").message == "no/notes.txt: the folder no does not exist"

    @POSIX
    def test_a_working_folder_that_is_gone(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "gone").mkdir()
        monkeypatch.chdir(tmp_path / "gone")
        (tmp_path / "gone").rmdir()
        assert refusal("notes.txt").message == "notes.txt: the folder . does not exist"

    @pytest.mark.parametrize("overwrite", [False, True])
    @pytest.mark.parametrize("ending", ["", "/", "/.", "/..", "/new/", "/new/."])
    def test_a_folder(self, tmp_path: Path, ending: str, overwrite: bool) -> None:
        assert "a folder" in refusal(f"{tmp_path}{ending}", overwrite=overwrite).message
        assert names(tmp_path) == []

    @POSIX
    def test_a_file_in_place_of_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(OLD)
        assert refusal(tmp_path / "file" / "notes.txt").message.endswith("a part of its path is not a folder")

    def test_no_name(self) -> None:
        assert refusal("").message == "the file name is empty"

    def test_nul(self, tmp_path: Path) -> None:
        assert refusal(f"{tmp_path}/a\0b").message == f"{tmp_path}/a␀b: a file name cannot contain a NUL character"
        assert names(tmp_path) == []

    def test_names_that_no_file_can_have(self, tmp_path: Path) -> None:
        assert "cannot hold that name" in refusal(f"{tmp_path}/\ud800").message

    @POSIX
    def test_a_name_of_300_bytes(self, tmp_path: Path) -> None:
        error = refusal(tmp_path / ("n" * 300))
        assert error.message.endswith(": the name is too long")
        assert len(error.message) < 300

    @POSIX
    def test_a_name_of_255_bytes_is_not_too_long(self, tmp_path: Path) -> None:
        assert write_atomic(tmp_path / ("n" * 255), NEW).read_bytes() == NEW

    def test_a_read_only_file(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "notes.txt"
        file.write_bytes(OLD)
        # Root may write anything, so the answer is given for it.
        monkeypatch.setattr(os, "access", lambda path, mode: not (Path(path) == file and mode == os.W_OK))
        error = refusal(file, overwrite=True)
        assert error.message == f"{file} is read-only"
        assert not error.exists
        assert file.read_bytes() == OLD

    @POSIX
    def test_no_permission(self) -> None:
        with somebody(), TemporaryDirectory() as folder:
            locked = Path(folder) / "locked"
            locked.mkdir(mode=0o555)
            error = refusal(locked / "notes.txt")
            assert error.message == f"{locked}/notes.txt: no permission to write there"
            assert names(locked) == []

    def test_names_are_cleaned_before_they_are_shown(self, tmp_path: Path) -> None:
        message = refusal(tmp_path / "\x1b]0;owned\x07" / "a\nb").message
        assert "␛]0;owned␇" in message

    def test_the_home_folder_is_expanded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        assert write_atomic("~/notes.txt", NEW) == tmp_path / "notes.txt"
        assert (tmp_path / "notes.txt").read_bytes() == NEW


class TestSpecialFiles:
    pytestmark = POSIX

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has /dev/full")
    def test_a_full_device(self) -> None:
        before = Path("/dev/full").stat()
        assert refusal("/dev/full").message == "/dev/full: the disk is full"
        assert Path("/dev/full").stat().st_ino == before.st_ino

    def test_a_device_is_written_to_and_not_replaced(self) -> None:
        assert write_atomic("/dev/null", NEW) == Path("/dev/null")
        assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)

    def test_a_pipe_gets_everything(self, tmp_path: Path) -> None:
        pipe, got = tmp_path / "pipe", []
        os.mkfifo(pipe)
        reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
        reader.start()
        data = NEW * 20  # more than a pipe holds at once
        write_atomic(pipe, data)
        reader.join()
        assert got == [data]
        assert names(tmp_path) == ["pipe"]

    def test_standard_output_as_a_file(self, tmp_path: Path) -> None:
        script = "from timeline_tui.storage.writing import write_atomic; write_atomic('/dev/stdout', b'to the pipe')"
        run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
        assert run.stdout == b"to the pipe"

    def test_a_disk_device_is_never_written_to(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        try:
            os.mknod(tmp_path / "disk", stat.S_IFBLK | 0o600, os.makedev(259, 250))
        except PermissionError:
            pytest.skip("only root makes devices")
        assert refusal(tmp_path / "disk", overwrite=True).message.endswith("is a disk")


CALLS = ("open", "write", "fsync", "replace", "link", "chmod", "close")


def failing(call: Callable[..., Any], nth: int, after: bool) -> Callable[..., Any]:
    """``call``, but the ``nth`` time it fails: before it did anything, or, as close and fsync may, after it did."""
    calls = 0

    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls != nth:
            return call(*arguments, **options)
        if after:
            call(*arguments, **options)
        raise OSError(errno.EIO, "Input/output error")

    return wrapped


@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
@pytest.mark.parametrize("name", CALLS)
def test_any_fault_leaves_the_old_file_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, nth: int, there: bool
) -> None:
    file = tmp_path / "notes.txt"
    if there:
        file.write_bytes(OLD)
    real_write = os.write
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda fd, data: real_write(fd, data[:7000]))  # short writes, as full disks give
        patch.setattr(os, name, failing(getattr(os, name), nth, after=name == "close"))
        message = ""
        try:
            write_atomic(file, NEW, overwrite=there)
        except WriteError as error:
            message = error.message
    content = file.read_bytes() if file.exists() else None
    assert message in ("", f"{file}: Input/output error")
    assert content in (NEW, (OLD if there else None) if message else NEW)
    assert names(tmp_path) == ([] if content is None else ["notes.txt"])


@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
@pytest.mark.parametrize("name", ["write", "fsync"])
def test_a_fault_of_the_content_is_never_overlooked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, there: bool
) -> None:
    file = tmp_path / "notes.txt"
    if there:
        file.write_bytes(OLD)
    monkeypatch.setattr(os, name, failing(getattr(os, name), 1, after=False))
    refusal(file, overwrite=True)
    assert names(tmp_path) == (["notes.txt"] if there else [])
    assert not there or file.read_bytes() == OLD


@pytest.mark.parametrize("taken", [False, True])
def test_a_disk_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken: bool) -> None:
    file = tmp_path / "notes.txt"

    def unsupported(*_: Any, **__: Any) -> None:
        if taken:  # meanwhile, by somebody else
            file.write_bytes(OLD)
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", unsupported)
    if taken:
        assert refusal(file).exists
    else:
        write_atomic(file, NEW)
    assert file.read_bytes() == (OLD if taken else NEW)
    assert names(tmp_path) == ["notes.txt"]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="Linux lists the open files")
@pytest.mark.parametrize("name", ["none", "write", "fsync", "link", "replace", "chmod"])
def test_nothing_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    if name != "none":
        monkeypatch.setattr(os, name, failing(getattr(os, name), 1, after=False))
    for overwrite in (False, True, True):
        with suppress(WriteError):
            write_atomic(tmp_path / "notes.txt", NEW, overwrite=overwrite)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(fd: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "notes.txt", NEW)
    assert names(tmp_path) == []


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
from timeline_tui.storage.writing import WriteError, write_atomic
try:
    write_atomic(sys.argv[1], b"new " * 5000, overwrite=True)
except WriteError as error:
    print(error.message)
"""


@POSIX
@pytest.mark.parametrize("there", [False, True], ids=["new", "replaced"])
def test_a_disk_that_runs_full(tmp_path: Path, there: bool) -> None:
    file = tmp_path / "notes.txt"
    if there:
        file.write_bytes(OLD)
    run = subprocess.run([sys.executable, "-B", "-c", LIMITED, str(file)], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == f"{file}: the system allows no file of that size here"
    assert names(tmp_path) == (["notes.txt"] if there else [])
    assert not there or file.read_bytes() == OLD


KILLED = """
import itertools, sys
from timeline_tui.storage.writing import write_atomic
print("ready", flush=True)
for n in itertools.count():
    write_atomic(sys.argv[1], b"%d" % (n % 10) * 300_000, overwrite=True)
"""


@POSIX
def test_killed_while_it_writes(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    for n in range(0, 15, 2):
        with subprocess.Popen([sys.executable, "-c", KILLED, str(file)], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(0.003 * n)
            process.send_signal(signal.SIGKILL)
        if file.exists():
            content = file.read_bytes()
            assert len(content) == 300_000
            assert content == content[:1] * 300_000
    # What the kill may have left between two system calls goes when the next file is written there.
    write_atomic(file, NEW, overwrite=True)
    assert names(tmp_path) == ["notes.txt"]


@POSIX
def test_only_temporary_files_of_ended_processes_are_removed(tmp_path: Path) -> None:
    dead, alive = (Path(writing.temporary_path(str(tmp_path))) for _ in range(2))
    others = [tmp_path / ".timeline-tui-x", tmp_path / "a.tmp"]
    link = Path(writing.temporary_path(str(tmp_path)))
    link.symlink_to("a.tmp")
    for path in (dead, alive, *others):
        path.write_bytes(OLD)
    with alive.open("rb") as held:
        assert locking.lock_new(held.fileno())
        write_atomic(tmp_path / "notes.txt", NEW)
        assert names(tmp_path) == sorted([*(path.name for path in (alive, *others, link)), "notes.txt"])
    write_atomic(tmp_path / "more.txt", NEW)
    assert not alive.exists()


@POSIX
def test_a_disk_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unsupported(*_: Any) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(locking.fcntl, "flock", unsupported)
    somebodys = Path(writing.temporary_path(str(tmp_path)))
    somebodys.write_bytes(OLD)
    write_atomic(tmp_path / "notes.txt", NEW)
    assert names(tmp_path) == [somebodys.name, "notes.txt"]


def test_a_temporary_file_that_was_removed_too_early_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True])
    monkeypatch.setattr(writing, "lock_new", lambda fd: next(answers))
    write_atomic(tmp_path / "notes.txt", NEW)
    assert (tmp_path / "notes.txt").read_bytes() == NEW


def test_writing_imports_little() -> None:
    script = "import sys, timeline_tui.storage.writing; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"json", "platformdirs", "tempfile", "random", "subprocess", "textual"} & set(run.stdout.split())
