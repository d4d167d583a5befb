"""What events are called that the file gives no id: made from date and title, stable while those stay."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from timeline_tui.model.timeline import Event
from timeline_tui.text.text import fold

# Long enough to tell events apart and to be recognised, short enough to be typed.
_LONGEST = 64
_READ = 1024  # characters of a title that are looked at
_ASCII = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
_NAMESAKE = re.compile(r"-[1-9][0-9]*")


def made_id(date: str, title: str) -> str:
    """``"2024-06-13-japan-and-ukraine-sign"``: in ASCII where the title can be, else in its own letters."""
    name = _slug(f"{date} {title[:_READ]}")
    if len(name) <= _LONGEST:
        return name
    between_words = name.rfind("-", _LONGEST // 2, _LONGEST + 1)
    return name[: between_words if between_words > 0 else _LONGEST]


def is_made(event_id: str, date: str, title: str) -> bool:
    """Whether that is what such an event, or a namesake of it, is called anyway."""
    made = made_id(date, title)
    return event_id == made or (event_id.startswith(made) and bool(_NAMESAKE.fullmatch(event_id, len(made))))


def _slug(text: str) -> str:
    folded = text if text.isascii() else fold(text)
    if folded.isascii():
        words = folded.encode().translate(_ASCII).decode()  # as bytes: that is twice as fast
    else:
        words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded)
    return "-".join(words.split())


class Ids:
    """The ids of one timeline: no two alike."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def __contains__(self, event_id: object) -> bool:
        return event_id in self._taken

    def take(self, wanted: str) -> str:
        """``wanted``, or with -2, -3, … behind it the first that is free."""
        found = wanted
        if found in self._taken:
            number = self._next.get(wanted, 2)
            while (found := f"{wanted}-{number}") in self._taken:
                number += 1
            self._next[wanted] = number + 1
        self._taken.add(found)
        return found


def assigned(events: Sequence[Event], written: Sequence[bool]) -> list[str]:
    """The id of each event: its own where the file has it ``written``; the others take what those leave, in order."""
    ids = Ids(event.id for event, own in zip(events, written, strict=True) if own)
    return [
        event.id if own else ids.take(made_id(event.date.text, event.title))
        for event, own in zip(events, written, strict=True)
    ]


def to_write(events: Sequence[Event]) -> list[bool]:
    """For each event whether a file must state its id, so that all are called the same when it is read again."""
    written = [event.given_id for event in events]
    while True:  # stating one id can change what its namesakes are called; a few rounds settle that
        new = assigned(events, written)
        wrong = [i for i, event in enumerate(events) if event.id != new[i]]
        if not wrong:
            return written
        for i in wrong:
            written[i] = True
