"""Writing a file whole or not at all: on any fault what was there stays, and nothing else is left behind."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from timeline_tui.storage.locking import hold, remove_abandoned
from timeline_tui.text.text import clean_line

_PREFIX, _SUFFIX = ".timeline-tui-", ".tmp"
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would turn \n into \r\n without it

# What a failed system call means to the reader: (message after "NAME: ", hint).
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
    errno.ENXIO: ("nobody reads from it", ""),
    errno.EPIPE: ("its reader has gone", ""),
}


class WriteError(Exception):
    """A file could not be written; what was there is unchanged. One clean line each: ``message`` and ``hint``.

    ``exists``: only because there is a file already, which ``overwrite`` would replace.
    """

    def __init__(self, message: str, hint: str = "", *, exists: bool = False) -> None:
        self.message = message
        self.hint = hint
        self.exists = exists
        super().__init__(message)


def write_atomic(path: str | os.PathLike[str], data: bytes, *, overwrite: bool = False, mode: int = 0o666) -> Path:
    """Write ``data`` to ``path`` whole, or leave what was there; return the file that was really written.

    ``~`` is expanded and a symbolic link is followed to its target, dangling or not. A file that exists is replaced
    only with ``overwrite``, and keeps its mode and, where the system permits it, its owner. A new file gets ``mode``
    less the umask. A device or a pipe is written to as it stands, which waits for the pipe's reader.

    Raises WriteError.
    """
    name = os.path.expanduser(os.fspath(path))  # noqa: PTH111 - a Path loses the final slash that names a folder
    shown = _shown(name)
    _check_name(name, shown)
    try:
        old = _stat(name)
        if old and not stat.S_ISREG(old.st_mode):
            return _write_special(name, shown, data, old)
        if old and not overwrite:
            raise FileExistsError
        # A rename does not ask whether the file it replaces may be written.
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
        raise WriteError(f"{shown}: a file name cannot hold a NUL character")
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        raise WriteError(f"{shown}: this system cannot hold that name") from None
    if os.path.basename(name) in ("", ".", ".."):
        raise WriteError(f"{shown} names a folder", "add a file name")


def _missing_folder(name: str, shown: str) -> WriteError:
    file = os.path.realpath(name) if Path(name).is_symlink() else name
    folder = os.path.dirname(file) or "."
    return WriteError(f"{shown}: the folder {_shown(folder)} does not exist", "make it first, or name another")


def _stat(name: str) -> os.stat_result | None:
    try:
        return Path(name).stat()
    except FileNotFoundError:
        return None


def _write_special(name: str, shown: str, data: bytes, old: os.stat_result) -> Path:
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


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]


def _write_regular(target: str, data: bytes, old: os.stat_result | None, *, exclusive: bool, mode: int) -> None:
    """Fill a temporary file in the target's folder, then give it the target's name in one step."""
    folder = os.path.dirname(target)
    remove_abandoned(folder, beginning=_PREFIX, ending=_SUFFIX)
    # A replaced file may be private: nobody else may read its new content even before its mode is set.
    fd, temporary = _open_temporary(folder, 0o600 if old else mode)
    try:
        _write_all(fd, data)
        if old:
            _keep_owner_and_mode(temporary or fd, old)
        os.fsync(fd)
        if not temporary:
            temporary = _give_name(fd, target, exclusive=exclusive)
        if os.name == "nt":  # no open file can be renamed there; elsewhere it is held until it has its name
            os.close(fd)
            fd = -1
        if temporary:
            _rename(temporary, target, exclusive=exclusive)
    finally:
        if temporary:
            with suppress(OSError):  # gone when it was renamed
                os.unlink(temporary)
        if fd >= 0:
            os.close(fd)
    _sync_folder(folder)


def _open_temporary(folder: str, mode: int) -> tuple[int, str]:
    """An open new file and its name: an empty one where the system has nameless files, which nothing can leave behind.

    The kernel takes the umask off ``mode``: reading the umask in Python means to set it, in all threads.
    """
    nameless = getattr(os, "O_TMPFILE", 0)
    if nameless:
        with suppress(OSError):  # NFS and FAT have none; any other fault shows again below
            fd = os.open(folder, nameless | os.O_WRONLY, mode)
            if Path(f"/proc/self/fd/{fd}").exists():
                hold(fd)  # before it has a name
                return fd, ""
            os.close(fd)
    while True:
        name = _temporary_name(folder)
        fd = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
        if hold(fd):
            return fd, name
        os.close(fd)


def _temporary_name(folder: str) -> str:
    return os.path.join(folder, f"{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}")


def _keep_owner_and_mode(file: str | int, old: os.stat_result) -> None:
    """As far as the system permits: only root gives files away, and some disks know neither owner nor mode."""
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(file, old.st_uid, old.st_gid)
    with suppress(PermissionError):
        os.chmod(file, stat.S_IMODE(old.st_mode) & 0o777)


def _give_name(fd: int, target: str, *, exclusive: bool) -> str:
    """Name a nameless file (Linux): ``target`` at once if that has to be new, else a temporary name, returned."""
    name = target if exclusive else _temporary_name(os.path.dirname(target))
    # A dir_fd, unused for an absolute path, makes Python call linkat, which alone follows the link in /proc.
    os.link(f"/proc/self/fd/{fd}", name, src_dir_fd=fd, follow_symlinks=True)
    return "" if exclusive else name


def _rename(temporary: str, target: str, *, exclusive: bool) -> None:
    if exclusive:
        try:
            os.link(temporary, target)
            return
        except OSError:  # the name was taken, or there are no hard links here (FAT): then this check is a moment early
            if os.path.lexists(target):
                raise FileExistsError from None
    os.replace(temporary, target)


def _sync_folder(folder: str) -> None:
    """Make the new name survive a power cut, where the system lets folders be synced."""
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
