"""Who said what: every quote of a timeline by number, in order of time, with its event and its speaker."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, groupby
from typing import NamedTuple

from timeline_tui.index.facet import Facet
from timeline_tui.model.timeline import Event
from timeline_tui.text.text import fold

Groups = tuple[Sequence[int], Sequence[int]]
"""Quotes, those of a speaker together; and where each speaker's begin, and the end."""


class Voice(NamedTuple):
    """A speaker, by the name that the facet shows; nobody: "". ``role`` is set if the timeline gives only that one."""

    name: str
    role: str


class Said:
    """The quotes of all events, numbered from 0.

    ``positions`` has the event of each quote, ``starts`` the first quote of each event and the end, ``spoken`` which of
    the ``voices``, by name, each quote is of. ``groups`` are all of them by speaker, as `grouped` makes them.
    """

    def __init__(
        self,
        positions: Sequence[int],
        starts: Sequence[int],
        spoken: Sequence[int],
        voices: Sequence[Voice],
        groups: Groups | None = None,
    ) -> None:
        self.positions = positions
        self.starts = starts
        self.spoken = spoken
        self.voices = voices
        self.groups = groups or self.grouped(range(len(positions)))

    @classmethod
    def of(cls, events: Iterable[Event], facet: Facet) -> Said:
        """The quotes of events in order of time; ``facet`` is that of their speakers."""
        positions, starts = array("I"), array("I")
        speakers: list[str] = []
        roles: list[str] = []
        for position, event in enumerate(events):
            starts.append(len(speakers))
            for quote in event.quotes:
                positions.append(position)
                speakers.append(quote.speaker)
                roles.append(quote.role)
        starts.append(len(speakers))
        shown = {speaker: facet.shown_name(speaker) or "" for speaker in set(speakers)}
        played: defaultdict[str, set[str]] = defaultdict(set)
        for speaker, role in set(zip(speakers, roles, strict=True)):
            played[shown[speaker]].add(role)
        names = sorted(played, key=lambda name: (fold(name), name))
        voices = [Voice(name, "".join(played[name]) if name and len(played[name]) == 1 else "") for name in names]
        numbers = {name: voice for voice, name in enumerate(names)}
        return cls(positions, starts, array("I", (numbers[shown[speaker]] for speaker in speakers)), voices)

    def grouped(self, quotes: Iterable[int]) -> Groups:
        """Quotes, given in order of time, by speaker: who has most of them first, then by name, nobody last."""
        speaker = self.spoken.__getitem__
        groups = [list(group) for _, group in groupby(sorted(quotes, key=speaker), speaker)]
        groups.sort(key=lambda group: (not self.voices[speaker(group[0])].name, -len(group)))
        return array("I", chain.from_iterable(groups)), array("I", accumulate(map(len, groups), initial=0))
