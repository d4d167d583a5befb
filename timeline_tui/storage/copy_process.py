"""The process that reads the text of a PDF or a web archive (WARC), and the packages that it needs.

A hostile PDF can keep the library busy for hours, and a compressed archive can unpack to terabytes. So they are read in
a process of its own, with limits of memory and time.

The process reads the file from standard input. It writes JSON to standard output, one value per line: a text for each
page or record. The last line is ``{}``, ``{"fault": …}``, or ``{"cut": …}``, if the text goes on; with ``needs``, a
package is missing. If there is no such line, the process was killed.
"""

from __future__ import annotations

import io
import sys
from importlib.util import find_spec
from typing import Any

from timeline_tui.formats.reading.library_process import limit, run_alone, send
from timeline_tui.storage.page_text import plain_text

PACKAGES = {"pdf": "pypdf", "warc": "warcio"}
"""The package that reads each kind."""
MAX_TEXT = 10_000_000
"""The most characters of text that are searched."""
SECONDS = 20
"""The most seconds for one file."""
_MEMORY = 1 << 30  # bytes of the address space of the process
_MAX_RECORD = 8 << 20  # bytes of one page in a web archive
_WITH_TEXT = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf")


def command(kind: str) -> list[str]:
    """The command of the process that reads a file of this kind, which is a key of PACKAGES."""
    return run_alone(__name__, kind)


def main(kind: str) -> None:
    """Read a file from standard input and write its text to standard output."""
    limit(_MEMORY, SECONDS)
    try:
        sender = _Sender()
        last = {"pdf": _read_pdf, "warc": _read_warc}[kind](sender)
    except MemoryError:
        last = {"fault": "there is not enough memory to read it"}
    send(last)
    sys.stdout.flush()


class _Sender:
    """Sends texts, up to MAX_TEXT characters."""

    def __init__(self) -> None:
        self.room = MAX_TEXT

    def send(self, text: str) -> bool:
        """Send a text; returns whether there is room for more."""
        send(text[: self.room])
        sys.stdout.flush()  # what was read counts, if the process is killed
        self.room -= len(text)
        return self.room > 0


def _read_pdf(sender: _Sender) -> dict[str, str]:
    return _send_pages(io.BytesIO(sys.stdin.buffer.read()), sender)


def _send_pages(file: io.BytesIO, sender: _Sender) -> dict[str, str]:
    """Send the text of each page of a PDF, and return the last message."""
    # 80 ms, and a web archive may have no PDF
    import pypdf
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = pypdf.PdfReader(file)
        for number, page in enumerate(reader.pages, 1):
            if not sender.send(page.extract_text()):
                return {"cut": f"after page {number:,}"}
    except FileNotDecryptedError:
        return {"fault": "it is protected by a password"}
    except DependencyError:
        return {"fault": "it is encrypted with AES, which pypdf reads only with the package cryptography"}
    except MemoryError:
        raise
    except Exception as error:  # a library for damaged files raises anything
        if type(error).__name__ == "LimitReachedError":  # not in all versions that are allowed
            return {"fault": "it unpacks to more than pypdf reads"}
        return {"fault": f"it is a damaged PDF ({type(error).__name__})"}
    return {}


def _read_warc(sender: _Sender) -> dict[str, str]:
    """Send the text of each page in a web archive, and return the last message."""
    from warcio.archiveiterator import ArchiveIterator  # a PDF does not need it

    last: dict[str, str] = {}
    try:
        for record in ArchiveIterator(sys.stdin.buffer):
            media, _, rest = _media_of(record).partition(";")
            if record.rec_type not in ("response", "resource", "conversion") or media not in _WITH_TEXT:
                continue
            data = _first_bytes(record.content_stream())
            last = _send_record(data, media, rest, sender) or last
            if sender.room <= 0:
                return {"cut": f"after {record.rec_headers.get_header('WARC-Target-URI')}"}
    except MemoryError:
        raise
    except Exception as error:  # as in _send_pages
        return {"fault": f"it is a damaged web archive ({type(error).__name__})"}
    return last


def _first_bytes(stream: Any) -> bytes:
    data = bytearray()
    while len(data) < _MAX_RECORD and (piece := stream.read(_MAX_RECORD - len(data))):
        data += piece
    return bytes(data)


def _media_of(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").lower().replace(" ", "")


def _send_record(data: bytes, media: str, parameters: str, sender: _Sender) -> dict[str, str]:
    if media == "application/pdf":
        if find_spec("pypdf"):
            return _send_pages(io.BytesIO(data), sender)
        return {"cut": "at a PDF, for which pypdf is not installed", "needs": "pypdf"}
    sender.send(plain_text(data, f"page.{media.rpartition('/')[2]}", parameters))
    return {"cut": "in a long page"} if len(data) == _MAX_RECORD else {}
