"""From the bytes of a file to a `Document`: finds the encoding, and decodes."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.not_timelines import kind_of, stop_as_binary
from timeline_tui.text.text import unusual_characters

# Characters that show that a text is not Windows-1252 but in another encoding, such as Windows-1251 or Mac Roman: three
# accented letters in a row, a sign other than an apostrophe, dash or dot between letters, a capital letter in a word.
_ACCENTED = "À-ÖØ-öø-ÿŠšŽžŒœŸƒ"
# Not compiled here: that takes 1 ms, and only sheets that are not UTF-8 need it.
_NOT_WESTERN = (
    rf"[{_ACCENTED}]{{3}}|(?<=[a-z{_ACCENTED}])[^\x00-\x7Fªº{_ACCENTED}’‘–—·](?=[A-Za-z{_ACCENTED}])|[a-z][À-ÖØ-ÞŠŽŒŸ]"
)

HEAD = 4096
"""Bytes at the beginning of a file that are enough to detect its encoding."""


def decode(data: bytes, file: str) -> Document:
    """The text of ``data``: UTF-8, or UTF-16 or UTF-32 as `encoding_of` finds. Undecodable bytes become U+FFFD.

    Binary data gives an empty document that is ``broken``.
    """
    encoding, start = encoding_of(data)
    if not encoding:
        document = Document(file, "")
        stop_as_binary(document, data)
        return document
    return decoded(data[start:] if start else data, encoding, file)


def decode_sheet(data: bytes, file: str) -> Document:
    """The text of ``data`` as `decode` gives it; or Windows-1252, in which Excel saves CSV in Western Europe.

    It is read as Windows-1252 if no character is UTF-8, except for ASCII, and if no character shows that it is in a
    third encoding. A warning at the first such character says so.
    """
    document = decode(data, file)
    if not document.undecoded or encoding_of(data) != ("utf-8", 0):
        return document
    if {character for character in set(document.text) if not character.isascii()} != {"\ufffd"}:
        return document
    with suppress(UnicodeDecodeError):
        text = data.decode("cp1252")
        first = re.search(r"[^\x00-\x7F]", text)
        # The last characters alone may be UTF-8 that is cut off.
        if first and any(map(str.isascii, text[first.start() :][:4])) and not re.search(_NOT_WESTERN, text):
            document = Document(file, text)
            message = "read as Windows-1252, because it is not UTF-8"
            document.warning(first.start(), message, "if letters are wrong here, save the file as CSV in UTF-8")
    return document


def decoded(data: bytes, encoding: str, file: str, line: int = 1) -> Document:
    """The text of ``data`` in ``encoding``, without a byte order mark. ``line`` is the number of its first line.

    Undecodable bytes become U+FFFD and are reported.
    """
    try:
        document = Document(file, data.decode(encoding), line)
    except UnicodeDecodeError as error:
        document = Document(file, data.decode(encoding, "replace"), line)
        offset = len(data[: error.start].decode(encoding, "replace"))
        places = document.text.count("\ufffd") - data.count("\ufffd".encode(encoding))
        document.undecoded = offset, f"not {encoding.upper()} text (byte 0x{data[error.start]:02X})", places
    else:
        if encoding == "utf-8":
            document.unusual_characters = unusual_characters(
                data
            )  # set here, where the bytes need not be encoded again
    return document


def encoding_of(data: bytes) -> tuple[str, int]:
    """(encoding, bytes of the byte order mark). The encoding is empty if ``data`` is binary.

    The first HEAD bytes of a file are enough.
    """
    encoding, start = _stated(data)
    is_binary = b"\0" in data[:HEAD] or (not start and kind_of(data) != "")
    return "" if encoding == "utf-8" and is_binary else encoding, start


def _stated(data: bytes) -> tuple[str, int]:
    """(encoding, bytes of the byte order mark). UTF-16 without a mark is known by the zero bytes of ASCII text."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return encoding, len(mark)
    head = data[:64]
    if len(head) > 3 and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le", 0
    if len(head) > 3 and not any(head[0::2]) and all(head[1::2]):
        return "utf-16-be", 0
    return "utf-8", 0
