"""Reads large files in blocks, and notices if another program changes them meanwhile."""

from __future__ import annotations

import os
import stat

from timeline_tui.storage.inputs import fingerprint, is_unchanged

SMALLEST = 1 << 22
"""The size in bytes from which a file is read in blocks. A smaller one is read whole."""


class ReadWholeError(Exception):
    """The file cannot be read in blocks: it is too small, is not a regular file, or has changed. Read it whole."""


class StableFile:
    """A large file that is read in blocks. It is of the type `Bytes`, which the readers accept.

    `read` raises ReadWholeError if the file has changed since it was opened. A context manager: it closes the file. A
    copy of this process may read at the same time.
    """

    def __init__(self, path: str) -> None:
        """Open the file. Raises ReadWholeError if it cannot be opened, is too small or is not a regular file."""
        try:
            status = os.stat(path)
            if not stat.S_ISREG(status.st_mode) or status.st_size < SMALLEST:
                raise ReadWholeError
            self._file = open(path, "rb")  # noqa: SIM115  # this is a context manager
        except (OSError, ValueError) as error:  # reading it whole will report the problem
            raise ReadWholeError from error
        self._seen = fingerprint(self._file.fileno())
        self.size = self._seen.size if self._seen else 0

    def __enter__(self) -> StableFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def read(self, start: int, size: int) -> bytes:
        """``size`` bytes from offset ``start``, fewer at the end. Raises ReadWholeError if the file has changed."""
        data = self.peek(start, size)
        self.check()
        return data

    def peek(self, start: int, size: int) -> bytes:
        """Like `read`, but call `check` before the bytes are used. For a line, this takes a third of the time."""
        try:
            if hasattr(os, "pread"):  # the offset of the file is shared with copies of this process
                return os.pread(self._file.fileno(), size, start)
            self._file.seek(start)
            return self._file.read(size)
        except (OSError, ValueError) as error:
            raise ReadWholeError from error

    def check(self) -> None:
        """Raise ReadWholeError if the file has changed since it was opened."""
        if not (self._seen and is_unchanged(self._file.fileno(), self._seen)):
            raise ReadWholeError
