"""The text of a copy: plain text, Markdown and HTML by ourselves, PDF and web archives (WARC) in another process."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from typing import BinaryIO, NamedTuple

from timeline_tui.formats.reading.decoding import HEAD
from timeline_tui.formats.reading.not_timelines import kind_of
from timeline_tui.storage.copies import CopyError, pieces
from timeline_tui.storage.copy_process import MAX_TEXT, PACKAGES, SECONDS, command
from timeline_tui.storage.page_text import plain_text, text_kind

_LARGEST = 64 << 20  # bytes of a copy that is read as text


class CopyText(NamedTuple):
    """The text of a copy.

    ``cut`` says where reading ended, if there is more. ``needs`` is the package that is missing. ``fault`` says why
    there is no text. ``is_text`` is false for a copy that has no text by its kind, such as a picture. ``is_slow``:
    reading it took all of the time that there is for a copy.
    """

    text: str = ""
    cut: str = ""
    needs: str = ""
    fault: str = ""
    is_text: bool = True
    is_slow: bool = False


def text_of(file: BinaryIO, size: int, name: str, *, may_be_slow: bool = True) -> CopyText:
    """The text of a copy that is open at its beginning. ``name`` is its path, for the ending.

    Without ``may_be_slow``, no copy is read that needs another process. Raises CopyError.
    """
    head = file.read(min(size, HEAD))
    file.seek(0)
    kind = text_kind(head, name)
    if not kind:
        return CopyText(is_text=False, fault=kind_of(head) or "it has no text")
    if kind in PACKAGES and not may_be_slow:
        return CopyText(fault="other copies have taken too long")
    if kind in PACKAGES:
        return _sent_text(file, kind)
    if size > _LARGEST:
        return CopyText(fault=f"it is too large: the limit for a text is {_LARGEST:,} bytes")
    text = plain_text(b"".join(pieces(file, size)), name)
    return CopyText(text[:MAX_TEXT], f"after {MAX_TEXT:,} characters" if len(text) > MAX_TEXT else "")


def _sent_text(file: BinaryIO, kind: str) -> CopyText:
    """The text of a PDF or web archive, from the process that reads it."""
    if find_spec(PACKAGES[kind]) is None:
        return CopyText(needs=PACKAGES[kind])
    os.lseek(file.fileno(), 0, os.SEEK_SET)  # the process does not get what is in the buffer of `file`
    null = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command(kind), stdin=file, stdout=subprocess.PIPE, stderr=null)  # noqa: S603
    except OSError as error:
        raise CopyError(f"the process that reads it cannot be started: {error.strerror}") from error
    with process:
        try:
            output, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
    texts: list[str] = []
    last: dict[str, str] | None = None
    for message in _messages(output):
        if isinstance(message, str):
            texts.append(message)
        else:
            last = message
    ended = last if last is not None else {"fault": "it takes too much time or memory"}
    text = "\n".join(texts)
    if not text.strip() and "needs" in ended:
        return CopyText(needs=ended["needs"])
    if not text.strip():
        return CopyText(fault=ended.get("fault") or "it has no text; is it a scan?", is_slow=last is None)
    cut = ended.get("cut") or (f"before the end: {ended['fault']}" if "fault" in ended else "")
    return CopyText(text, cut, is_slow=last is None)


def _messages(output: bytes) -> Iterator[str | dict[str, str]]:
    for line in output.splitlines():
        with suppress(ValueError):  # the process was killed while it wrote a line
            yield json.loads(line)
