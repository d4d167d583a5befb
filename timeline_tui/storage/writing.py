"""Atomic writing: a file is written whole or not at all. A fault leaves the old file, and no temporary file."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from timeline_tui.storage.locking import lock_new, remove_abandoned
from timeline_tui.text.text import clean_line

_PREFIX, _SUFFIX = ".timeline-tui-", ".tmp"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn \n into \r\n without it

# The message (after "NAME: ") and the hint for each error number of the system.
_FAULTS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "make room, or write to another disk"),
    errno.EDQUOT: ("your disk quota is used up", "make room, or write to another disk"),
    errno.EFBIG: ("the system allows no file of that size here", "see ulimit -f"),
    errno.EACCES: ("no permission to write there", "name another folder"),
    errno.EPERM: ("the system does not permit writing there", "name another folder"),
    errno.EROFS: ("the disk is read-only", "name another folder"),
    errno.ENAMETOOLONG: ("the name is too long", "give a shorter one"),
    errno.ELOOP: ("its symbolic links lead in a circle", ""),
    errno.EISDIR: ("it is a folder", "add a file name"),
    errno.ENOTDIR: ("a part of its path is not a folder", ""),
    errno.ENXIO: ("no program reads from it", ""),
    errno.EPIPE: ("the program that read from it has ended", ""),
}


Data: TypeAlias = "bytes | Iterable[bytes]"


class WriteError(Exception):
    """A file could not be written, and the old one is unchanged. ``message`` and ``hint`` are one clean line each.

    As a string, it has both on lines of their own.

    ``exists``: the only reason is that the file exists, and ``overwrite`` would replace it.
    """

    def __init__(self, message: str, hint: str = "", *, exists: bool = False) -> None:
        self.message = message
        self.hint = hint
        self.exists = exists
        super().__init__(f"{message}\n  {hint}" if hint else message)


def write_atomic(path: str | os.PathLike[str], data: Data, *, overwrite: bool = False, mode: int = 0o666) -> Path:
    """Write all of ``data`` to ``path`` or change nothing. Returns the path that was written, without links.

    The data may come in parts. If making a part raises an exception, the file is not changed either.

    ``~`` is expanded, and a symbolic link is followed, also if its target does not exist. An existing file is replaced
    only with ``overwrite``; it keeps its mode and, if the system permits it, its owner. A new file gets ``mode`` minus
    the umask. A device or a pipe is written to directly, which waits for the reader of the pipe.

    Raises WriteError.
    """
    name = os.path.expanduser(os.fspath(path))  # a Path loses the final slash that names a folder
    shown = _shown(name)
    _check_name(name, shown)
    try:
        old = _stat(name)
        if old and not stat.S_ISREG(old.st_mode):
            return _write_special(name, shown, data, old)
        if old and not overwrite:
            raise FileExistsError
        # A rename succeeds even if the old file is read-only.
        if old and not os.access(name, os.W_OK):
            raise WriteError(f"{shown} is read-only", "make it writable, or name another file")
        target = os.path.realpath(name)
        _write_regular(target, data, old, exclusive=not overwrite, mode=mode)
    except FileExistsError:
        raise WriteError(f"{shown} exists", "--force replaces it", exists=True) from None
    except FileNotFoundError:
        raise _missing_folder(name, shown) from None
    except OSError as error:
        message, hint = _FAULTS.get(error.errno or 0, (error.strerror or str(error), ""))
        raise WriteError(f"{shown}: {clean_line(message)}", hint) from error
    return Path(target)


def _shown(name: str) -> str:
    line = clean_line(name)
    return line if len(line) <= 200 else f"{line[:99]}…{line[-100:]}"


def _check_name(name: str, shown: str) -> None:
    if not name:
        raise WriteError("the file name is empty", "name a file")
    if "\0" in name:
        raise WriteError(f"{shown}: a file name cannot contain a NUL character")
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        raise WriteError(f"{shown}: this system cannot hold that name") from None
    if os.path.basename(name) in ("", ".", ".."):
        raise WriteError(f"{shown} names a folder", "add a file name")


def _missing_folder(name: str, shown: str) -> WriteError:
    file = os.path.realpath(name) if Path(name).is_symlink() else name
    folder = os.path.dirname(file) or "."
    if os.path.isdir(folder) and Path(folder).stat().st_nlink:  # such as /proc; a removed folder has no links
        return WriteError(
            f"{shown}: the system makes no new file in the folder {_shown(folder)}", "name another folder"
        )
    return WriteError(f"{shown}: the folder {_shown(folder)} does not exist", "make it first, or name another")


def _stat(name: str) -> os.stat_result | None:
    try:
        return Path(name).stat()
    except FileNotFoundError:
        return None


def _write_special(name: str, shown: str, data: Data, old: os.stat_result) -> Path:
    if stat.S_ISDIR(old.st_mode):
        raise WriteError(f"{shown} is a folder", "add a file name")
    if stat.S_ISBLK(old.st_mode):
        raise WriteError(f"{shown} is a disk", "name a file")
    fd = os.open(name, os.O_WRONLY | _BINARY)
    try:
        _write_all(fd, data)
    finally:
        os.close(fd)
    return Path(name)


def _write_all(fd: int, data: Data) -> None:
    for part in [data] if isinstance(data, bytes) else data:
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(fd, rest) :]


def _write_regular(target: str, data: Data, old: os.stat_result | None, *, exclusive: bool, mode: int) -> None:
    """Write a temporary file in the target's folder, then rename it to the target in one step.

    The temporary file is locked as long as this process lives. If it is killed, the next call in this folder removes
    the file. ``exclusive``: the target must not exist.
    """
    folder = os.path.dirname(target)
    remove_abandoned(folder, beginning=_PREFIX, ending=_SUFFIX)
    # A file that is replaced may be private: nobody else may read the new content before its mode is set.
    fd, temporary = _open_temporary(folder, 0o600 if old else mode)
    try:
        _write_all(fd, data)
        if old:
            _copy_owner_and_mode(temporary, old)
        os.fsync(fd)
        if os.name == "nt":  # Windows renames no open file; elsewhere the lock is held until the end
            os.close(fd)
            fd = -1
        _rename(temporary, target, exclusive=exclusive)
    finally:
        with suppress(OSError):  # it was renamed
            os.unlink(temporary)
        if fd >= 0:
            os.close(fd)
    _sync_folder(folder)


def _open_temporary(folder: str, mode: int) -> tuple[int, str]:
    """A new open file with a lock, and its path.

    The system subtracts the umask from ``mode``. Python can read the umask only by setting it, for all threads.
    """
    while True:
        path = temporary_path(folder)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        if lock_new(fd):
            return fd, path
        os.close(fd)


def temporary_path(folder: str) -> str:
    """A path for a temporary file in ``folder``, with a random name that `remove_abandoned` recognizes."""
    return os.path.join(folder, f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}")


def _copy_owner_and_mode(path: str, old: os.stat_result) -> None:
    """Copy owner and mode if the system permits it. Only root may change the owner, and some disks store neither."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)
    with suppress(PermissionError):
        os.chmod(path, stat.S_IMODE(old.st_mode) & 0o777)


def _rename(temporary: str, target: str, *, exclusive: bool) -> None:
    if exclusive:
        try:
            os.link(temporary, target)  # unlike a rename, it fails if the target exists
            return
        except OSError:  # the target exists, or the disk has no hard links (FAT); then another process may still win
            if os.path.lexists(target):
                raise FileExistsError from None
    os.replace(temporary, target)


def _sync_folder(folder: str) -> None:
    """Save the new name on the disk, if the system can sync folders, so that it survives a power cut."""
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
