"""Copies of sources on the disk: where they are, their hash, and which may be opened in another program.

The path of a copy is written in a timeline, which may come from a stranger. So only regular files are opened, never
devices and pipes, and nothing is followed to the network. A copy may be outside of the folder of its timeline, but then
no words and no hash of it are shown: the timeline could name a file with a secret.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from timeline_tui.storage.file_bytes import why_unread
from timeline_tui.storage.inputs import STDIN, shown_name
from timeline_tui.text.web_addresses import is_address

LARGEST = 4 << 30
"""The most bytes of a copy whose hash is checked: a long video. `hash` has no limit."""

DOCUMENTS = (".pdf", ".html", ".htm", ".xhtml", ".txt", ".md")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
RECORDINGS = (".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm", ".mov")
_OPENED = (*DOCUMENTS, *PICTURES, *RECORDINGS)  # no file with these endings is run as a program
# The first bytes of programs, whatever the ending is: ELF, Windows, scripts, macOS, desktop entries.
_PROGRAMS = (b"\x7fELF", b"MZ", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"[Desktop Entry]")
_PIECE = 1 << 20  # bytes of one read


class CopyError(Exception):
    """A copy cannot be read, or is not opened. ``message`` says why, ``hint`` may say what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class CopyPlace(NamedTuple):
    """Where a copy is: its path, and whether that is in the folder of the timeline or in a folder below."""

    path: str
    is_inside: bool


def place_of(copy: str, file: str) -> CopyPlace:
    """The place of ``copy``, a path relative to the folder of ``file``, which is a path too.

    An absolute path is used unchanged; ``~/`` is the user's home folder. Raises CopyError if ``copy`` is not a path
    of a local file.
    """
    if is_address(copy):
        raise CopyError("it is an address, not a path", "write addresses under “url” or “archived”")
    if copy.startswith(("\\\\", "//")):
        raise CopyError("it is a path on another computer", "save the copy on this one")
    folder = "" if file in (STDIN, shown_name(STDIN)) else os.path.dirname(file)
    path = os.path.join(folder, os.path.expanduser(copy) if copy.startswith("~/") else copy)
    if os.sep == "/" and "\\" in path and not os.path.lexists(path):
        path = path.replace("\\", "/")  # written on Windows
    try:
        real, inside = os.path.realpath(path), os.path.realpath(folder or ".")
        return CopyPlace(path, os.path.commonpath([real, inside]) == inside)
    except ValueError as error:  # a NUL in the name, or another drive
        if "\0" in path:
            raise CopyError(*why_unread(path, error)) from error
        return CopyPlace(path, is_inside=False)


def open_copy(path: str) -> tuple[BinaryIO, int]:
    """A regular file that is open for reading, and its size in bytes. Raises CopyError."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # to open some devices and pipes has effects
            raise CopyError("it is a folder, not a file" if os.path.isdir(path) else "it is a device or a pipe")
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise CopyError(*why_unread(path, error)) from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):  # it was replaced meanwhile
        os.close(descriptor)
        raise CopyError("it is a device or a pipe")
    return os.fdopen(descriptor, "rb"), status.st_size


def pieces(file: BinaryIO, size: int) -> Iterator[bytes]:
    """The first ``size`` bytes of a file, in pieces: a file may grow, and some in /proc never end. Raises CopyError."""
    try:
        while size > 0 and (piece := file.read(min(_PIECE, size))):
            yield piece
            size -= len(piece)
    except OSError as error:
        raise CopyError(*why_unread("", error)) from error


def hash_of(file: BinaryIO, size: int) -> str:
    """The SHA-256 of the first ``size`` bytes of a file, in lower case. Raises CopyError."""
    from hashlib import sha256  # 2 ms, and a timeline without copies does not need it

    digest = sha256()
    for piece in pieces(file, size):
        digest.update(piece)
    return digest.hexdigest()


def to_open(copy: str, file: str) -> CopyPlace:
    """The place of a copy that another program may open, after symbolic links are followed. Raises CopyError."""
    path, is_inside = place_of(copy, file)
    real = os.path.realpath(path)
    opened, size = open_copy(real)
    with opened:
        head = next(pieces(opened, min(size, _PIECE)), b"")
    kinds = {os.path.splitext(name)[1].lower() for name in (path, real)}
    if not kinds <= set(_OPENED):
        raise CopyError("only documents, pictures and recordings are opened, such as .pdf, .html, .txt, .png and .mp4")
    if head.startswith(_PROGRAMS):
        raise CopyError("it is a program")
    return CopyPlace(real, is_inside)
