"""The content of the state file: stars, saved views and the last visit of each timeline, and settings.

The file is JSON, and the last two parts may be missing:

    {"version": 1,
     "timelines": {KEY: {"stars": [STAR, …], "views": [{"name": …, "query": …}, …]}},
     "visits": {KEY: {"query": …, "event": ID, "screen": …}, …},
     "settings": {NAME: VALUE, …}}

KEY identifies a timeline (see `Loaded`), and STAR an event, a quote or a source (see `model/starred.py`). The newest
visit is the last one. An example of a setting is the folder of the last export.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from timeline_tui.model.timeline import View
from timeline_tui.storage.writing import WriteError
from timeline_tui.text.text import clean_line

VERSION = 1
LONGEST_NAME = 80
"""The most characters in the name of a saved view."""
MOST_VISITS = 200
"""The most timelines whose last visit is kept."""

_T = TypeVar("_T")


class Visit(NamedTuple):
    """Where the user was when a timeline was last closed."""

    query: str
    event: str
    """The id of the event under the cursor; empty if there was none."""
    screen: str
    """The name of the screen: timeline, grid, quotes or sources."""


class Kept(NamedTuple):
    """The stars and views of one timeline."""

    stars: frozenset[str] = frozenset()
    views: tuple[View, ...] = ()


class StateContent(NamedTuple):
    """The content of the file. The mappings are never changed."""

    timelines: Mapping[str, Kept] = {}
    visits: Mapping[str, Visit] = {}
    settings: Mapping[str, str] = {}

    def of(self, key: str) -> Kept:
        """The stars and views of a timeline."""
        return self.timelines.get(key, Kept())

    def with_timeline(self, key: str, kept: Kept) -> "StateContent":
        """The content with other stars and views of a timeline."""
        return self._replace(timelines={**self.timelines, key: kept})

    def with_visit(self, key: str, visit: Visit | None) -> "StateContent":
        """The content with this last visit to a timeline, as the newest visit; None removes the visit."""
        others = {known: last for known, last in self.visits.items() if known != key}
        visits = {**others, key: visit} if visit else others
        return self._replace(visits=dict([*visits.items()][-MOST_VISITS:]))


def cleaned(name: str, query: str) -> View:
    """A view whose texts are clean lines."""
    return View(clean_line(name), clean_line(query))


def is_same_name(one: str, other: str) -> bool:
    """Whether two names of views differ at most by upper and lower case."""
    return one.casefold() == other.casefold()


def dump(content: StateContent) -> bytes:
    """The content of the file as JSON."""
    timelines = {
        key: {"stars": sorted(kept.stars), "views": [{"name": view.name, "query": view.query} for view in kept.views]}
        for key, kept in sorted(content.timelines.items())
        if kept.stars or kept.views
    }
    written: dict[str, object] = {"version": VERSION, "timelines": timelines}
    if content.visits:
        written["visits"] = {key: visit._asdict() for key, visit in content.visits.items()}
    if content.settings:
        written["settings"] = content.settings
    return json.dumps(written, indent=1).encode() + b"\n"


def parse(data: bytes) -> tuple[StateContent, str]:
    """The valid entries of a state file, and its fault or "". Raises WriteError if it must not be overwritten."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return StateContent(), "it is cut short: not complete JSON"
    version = content.get("version") if isinstance(content, dict) else None
    if type(version) is int and version > VERSION:
        raise WriteError("a later version of timeline-tui wrote it")
    timelines = content.get("timelines") if version == VERSION else None
    if not isinstance(timelines, dict):
        return StateContent(), "it is not a state file of timeline-tui"
    kept, sound_kept = _valid(timelines, _parse_kept)
    visits, sound_visits = _valid(content.get("visits", {}), _parse_visit)
    settings, sound_settings = _valid(content.get("settings", {}), lambda value: _checked(str, value))
    sound = sound_kept and sound_visits and sound_settings
    return StateContent(kept, visits, settings), "" if sound else "some of its entries are not valid"


def _valid(part: Any, parse: Callable[[Any], _T]) -> tuple[dict[str, _T], bool]:
    """The valid entries of a part of the file, and whether all are valid."""
    entries = part.items() if isinstance(part, dict) else ()
    valid = {}
    for key, entry in entries:
        with suppress(KeyError, TypeError):
            valid[key] = parse(entry)
    return valid, isinstance(part, dict) and len(valid) == len(entries)


def _parse_kept(entry: Any) -> Kept:
    stars = frozenset(_checked(str, star) for star in _checked(list, entry["stars"]))
    views = _checked(list, entry["views"])
    return Kept(stars, tuple(cleaned(_checked(str, v["name"]), _checked(str, v["query"])) for v in views))


def _parse_visit(entry: Any) -> Visit:
    return Visit(*(_checked(str, entry[field]) for field in Visit._fields))


def _checked(kind: type[_T], value: Any) -> _T:
    if not isinstance(value, kind):
        raise TypeError
    return value
