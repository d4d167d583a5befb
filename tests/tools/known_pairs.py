"""Chronologies with known pairs of events that are the same, and how well these pairs are found.

Run it for a table of precision and recall: ``python tests/tools/known_pairs.py [EVENTS]``.
"""

# ruff: noqa: SIM905  # words in one text are easier to read than lists of a hundred short texts

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

from timeline_tui.analysis.pairing import grouped
from timeline_tui.dates.edtf_writer import edtf_day
from timeline_tui.dates.when import day_number, parse
from timeline_tui.model.timeline import Citation, Event, Source

_VERBS = "signs visits rejects approves announces delays condemns opens closes extends blocks reports".split()
_ACTORS = "Kishida Zelensky Yellen Scholz Meloni Biden Macron Sunak Trudeau Michel Leyen Guterres Modi Erdogan".split()
_OBJECTS = (
    "security agreement|sanctions package|aid programme|loan from frozen assets|export controls|peace summit|"
    "trade talks|grain corridor|nuclear plant|drone factory|border crossing|court ruling|budget vote|oil price cap"
).split("|")
_PLACES = "Rome Tokyo Kyiv Berlin Bari Fasano Washington Ottawa Paris London Brussels Geneva Ankara Delhi".split()
_LINKS = "with over despite after before amid against for".split()
_MORE = "new second joint bilateral secret disputed long-term emergency draft final revised annual".split()
_SUMMARY = (
    "officials said that the talks lasted until midnight and a further meeting was planned for the autumn while the "
    "opposition asked for the text and the press was not admitted although two agencies quoted from a draft"
).split()


class KnownPairs(NamedTuple):
    """Two chronologies, and for each event of the second the position of the same event in the first, or None."""

    old: tuple[Event, ...]
    new: tuple[Event, ...]
    truth: tuple[int | None, ...]


class Quality(NamedTuple):
    """How many of the pairs that were found are true, and how many of the true pairs were found, from 0 to 1."""

    precision: float
    recall: float


def chronology(size: int, chance: random.Random, days: int = 365) -> list[Event]:
    """Events that share their few actors, objects and places, as the events of one chronology do."""
    return [_event(chance, edtf_day(day_number(2024, 1, 1) + chance.randrange(days))) for _ in range(size)]


def _event(chance: random.Random, date: str) -> Event:
    actor, other = chance.sample(_ACTORS, 2)
    thing, place = chance.choice(_OBJECTS), chance.choice(_PLACES)
    title = f"{actor} {chance.choice(_VERBS)} {chance.choice(_MORE)} {thing} {chance.choice(_LINKS)} {other} in {place}"
    summary = " ".join([actor, *chance.sample(_SUMMARY, 14), thing, place])
    sources = tuple(Citation(_source(chance)) for _ in range(chance.randrange(3)))
    return Event("", parse(date), title, summary=summary, people=(actor, other), place=place, sources=sources)


def _source(chance: random.Random) -> Source:
    return Source(url=f"https://example.org/{chance.randrange(10**6)}")


Change = Callable[[Event, random.Random], list[Event]]


def moved(event: Event, chance: random.Random) -> list[Event]:
    """The event a day earlier or later."""
    return [event._replace(date=parse(edtf_day(event.date.earliest + chance.choice((-1, 1)))))]


def reworded(event: Event, chance: random.Random) -> list[Event]:
    """The event with a third of the words of its title replaced, and others in its summary."""
    words = event.title.split()
    for at in chance.sample(range(len(words)), len(words) // 3):
        words[at] = chance.choice(_VERBS + _LINKS + _MORE)
    return [event._replace(title=" ".join(words), summary=" ".join(chance.sample(_SUMMARY, 12)))]


def half_reworded(event: Event, chance: random.Random) -> list[Event]:
    """The event with half of the words of its title replaced, and without its summary."""
    words = event.title.split()
    for at in chance.sample(range(len(words)), len(words) // 2):
        words[at] = chance.choice(_VERBS + _LINKS + _MORE)
    return [event._replace(title=" ".join(words), summary="")]


def moved_far(event: Event, chance: random.Random) -> list[Event]:
    """The event some days or weeks earlier or later."""
    return [event._replace(date=parse(edtf_day(event.date.earliest + chance.choice((-20, -7, -3, 3, 7, 20)))))]


def other_sources(event: Event, chance: random.Random) -> list[Event]:
    """The event with other sources, as the other side would cite."""
    return [event._replace(sources=(Citation(_source(chance)), Citation(_source(chance))))]


def split(event: Event, chance: random.Random) -> list[Event]:
    """Two events, each with a half of the words. The first one counts as the same."""
    words = event.title.split()
    second = [*words[:1], *words[-3:], *chance.sample(_MORE, 2)]
    return [event._replace(title=" ".join(words[:-2])), event._replace(title=" ".join(second), summary="", sources=())]


def copied(event: Event, chance: random.Random) -> list[Event]:
    """The event, and a copy of it on another day, as when a row of a sheet serves as a pattern."""
    there = parse(edtf_day(event.date.earliest + chance.randrange(5, 60)))
    return [event, event._replace(date=there, sources=())]


def removed(_event: Event, _chance: random.Random) -> list[Event]:
    """Nothing."""
    return []


CHANGES: dict[str, tuple[Change, ...]] = {
    "moved": (moved,),
    "reworded": (reworded,),
    "other sources": (other_sources,),
    "split": (split,),
    "copied": (copied,),
    "removed": (removed,),
    "moved and reworded": (moved, reworded),
    "reworded, other sources": (reworded, other_sources),
    "half reworded, moved": (half_reworded, moved, other_sources),
    "moved by weeks": (moved_far,),
    "reworded, by weeks": (reworded, moved_far),
}
"""Name → the changes, one after the other. Each is made to half of the events."""


def known_pairs(size: int, changes: Sequence[Change], seed: int, days: int = 365) -> KnownPairs:
    """A chronology and its changed copy, in another order, with a tenth of new events."""
    chance = random.Random(seed)
    old = chronology(size, chance, days)
    new: list[tuple[int | None, Event]] = []
    for at, event in enumerate(old):
        made = [event]
        if chance.random() < 0.5:
            for change in changes:
                made = [one for each in made for one in change(each, chance)]
        new += [(None if number else at, one) for number, one in enumerate(made)]
    new += [(None, event) for event in chronology(size // 10, chance, days)]
    chance.shuffle(new)
    before = tuple(event._replace(id=f"a-{at}") for at, event in enumerate(old))
    after = tuple(event._replace(id=f"b-{at}") for at, (_, event) in enumerate(new))
    return KnownPairs(before, after, tuple(at for at, _ in new))


def quality(known: KnownPairs, *, versions: bool) -> Quality:
    """How well the pairs are found."""
    groups = grouped((known.old, known.new), versions=versions)
    found = [(i, j) for i, j in (group.positions for group in groups) if i is not None and j is not None]
    right = sum(known.truth[j] == i for i, j in found)
    wanted = sum(at is not None for at in known.truth)
    return Quality(right / max(1, len(found)), right / max(1, wanted))


def main() -> None:
    """Print precision and recall for each change, for versions of one timeline and for two sides."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{size} events{'':21}versions                sides")
    for name, changes in CHANGES.items():
        cells = []
        for versions in (True, False):
            one = quality(known_pairs(size, changes, 1), versions=versions)
            cells.append(f"precision {one.precision:.3f} recall {one.recall:.3f}")
        print(f"{name:25} {'   '.join(cells)}")


if __name__ == "__main__":
    main()
