"""Makes ids for events without an id in the file: from date and title, with a number if two are equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain

from timeline_tui.dates.when import When
from timeline_tui.model.timeline import Event
from timeline_tui.text.text import fold

_MAX_ID = 64  # the most characters of a made id: enough to recognise it, few enough to type
_MAX_TITLE = 1024  # characters of a title that are used
# For bytes.translate: ASCII letters in lower case, digits unchanged, everything else a space.
_ASCII = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else ord(" ") for code in range(256))
_NUMBER = r"-[1-9][0-9]*"


def made_id(date: When, title: str) -> str:
    """An id like ``"2024-06-13-japan-and-ukraine-sign"``, at most _MAX_ID characters, cut between words if possible.

    Accents are removed. Letters of other scripts stay. The id of an undated event is made from its title alone.
    """
    name = _slug(f"{'' if date.is_undated else date.text} {title[:_MAX_TITLE]}") or "undated"
    if len(name) <= _MAX_ID:
        return name
    between_words = name.rfind("-", _MAX_ID // 2, _MAX_ID + 1)
    return name[: between_words if between_words > 0 else _MAX_ID]


def is_made(event_id: str, date: When, title: str) -> bool:
    """Whether ``event_id`` is the id made from ``date`` and ``title``, with or without a number after it."""
    if not (date.is_undated or event_id.startswith(_slug(date.text)[: _MAX_ID // 2])):
        return False  # without folding the title, which takes 0.4 ms the first time
    new_id = made_id(date, title)
    return event_id == new_id or (event_id.startswith(new_id) and bool(re.fullmatch(_NUMBER, event_id[len(new_id) :])))


def _slug(text: str) -> str:
    """The words of ``text`` in lower case, without accents, joined by hyphens."""
    folded = text if text.isascii() else fold(text)
    if folded.isascii():
        words = folded.encode().translate(_ASCII).decode()  # twice as fast as on text
    else:
        words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in folded)
    return "-".join(words.split())


class Ids:
    """The ids in use in one timeline, each only once."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}  # id → the next number to try after it

    def __contains__(self, event_id: object) -> bool:
        return event_id in self._taken

    def reserve(self, preferred: str) -> str:
        """Mark an id as used and return it: ``preferred`` if it is free, else the first free one with -2, -3, …"""
        id = preferred
        if id in self._taken:
            number = self._next.get(preferred, 2)
            while (id := f"{preferred}-{number}") in self._taken:
                number += 1
            self._next[preferred] = number + 1
        self._taken.add(id)
        return id

    def reserve_all(self, ids: Sequence[str]) -> bool:
        """Mark ids as used. Return False, and mark none, if one is in use or there twice."""
        new = {*ids}
        if len(new) < len(ids) or not new.isdisjoint(self._taken):
            return False
        self._taken |= new
        return True


def assigned(events: Sequence[Event], written: Sequence[int]) -> list[str]:
    """The id of each event. An event keeps its id where ``written`` is true; the others get made ids that are free."""
    ids = Ids(event.id for event, is_written in zip(events, written, strict=True) if is_written)
    return [
        event.id if is_written else ids.reserve(made_id(event.date, event.title))
        for event, is_written in zip(events, written, strict=True)
    ]


def to_write(events: Sequence[Event]) -> list[bool]:
    """For each event, whether a file must contain its id so that all events have the same ids when it is read again.

    An id that another event names is written too: a made id would change with the date or the title of its event.
    """
    named = {tie.event for event in events for tie in event.related}
    named.update(chain.from_iterable((*event.after, *event.before) for event in events if event.after or event.before))
    written = [event.given_id or event.id in named for event in events]
    while True:  # writing one id can change the made ids of others; this ends after a few rounds
        new = assigned(events, written)
        wrong = [i for i, event in enumerate(events) if event.id != new[i]]
        if not wrong:
            return written
        for i in wrong:
            written[i] = True
