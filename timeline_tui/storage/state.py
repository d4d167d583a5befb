"""The user's stars and saved views, in the system's folder for state. The timeline's file is never changed.

The file is JSON: ``{"version": 1, "timelines": {KEY: {"stars": [ID, …], "views": [{"name": …, "query": …}, …]}}}``,
where KEY identifies the timeline (see `Loaded`).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from platformdirs import user_state_path

from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import View
from timeline_tui.storage import locking
from timeline_tui.storage.writing import WriteError, write_atomic
from timeline_tui.text.text import clean_line

VERSION = 1
LOCK_TIMEOUT = 1.0  # seconds; another session holds the lock for milliseconds


class _Kept(NamedTuple):
    """The stars and views of one timeline."""

    stars: frozenset[str] = frozenset()
    views: tuple[View, ...] = ()


_T = TypeVar("_T")
_Change = Callable[[_Kept], _Kept]


class State:
    """Stars and saved views by the timeline's key. With an empty key they last for the session only.

    No method raises an error of the disk. The session continues with the values in memory, and ``problems`` says what
    was not saved. Each change is applied to the current content of the file, so that two sessions do not lose each
    other's changes. A change that could not be written is written with the next one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "state.json"
        self._kept: dict[str, _Kept] = {}
        self._unwritten: list[tuple[str, _Change]] = []
        self._found: tuple[Problem, ...] = ()
        self._failed: tuple[Problem, ...] = ()

    @classmethod
    def load(cls, folder: Path | None = None) -> State:
        """Read the state in ``folder``, by default the user's folder for state."""
        state = cls(folder or user_state_path("timeline-tui", appauthor=False))
        state._open()
        return state

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of reading the file and of writing the last change."""
        return tuple(dict.fromkeys(self._found + self._failed))

    def stars(self, key: str) -> frozenset[str]:
        """The ids of the starred events of a timeline, also of events that it no longer has."""
        return self._of(key).stars

    def set_star(self, key: str, event_id: str, on: bool) -> tuple[Problem, ...]:
        """Star an event or remove its star. Returns problems of saving this."""
        star = frozenset((event_id,))
        return self._change(key, lambda kept: kept._replace(stars=kept.stars | star if on else kept.stars - star))

    def views(self, key: str) -> tuple[View, ...]:
        """The saved views of a timeline, the oldest first."""
        return self._of(key).views

    def save_view(self, key: str, view: View, place: int | None = None) -> tuple[Problem, ...]:
        """Save a view. It replaces one of the same name, else it is inserted at ``place`` (from 0; default: the end).

        Returns problems of saving this.
        """
        view = _cleaned(view.name, view.query)
        return self._change(key, lambda kept: kept._replace(views=_with(kept.views, view, place)))

    def rename_view(self, key: str, old: str, new: str) -> tuple[Problem, ...]:
        """Rename a view, unless another view has that name. Returns problems of saving this."""
        old, new = clean_line(old), clean_line(new)
        return self._change(key, lambda kept: kept._replace(views=_renamed(kept.views, old, new)))

    def delete_view(self, key: str, name: str) -> tuple[Problem, ...]:
        """Delete a view. Returns problems of saving this."""
        name = clean_line(name)
        return self._change(key, lambda kept: kept._replace(views=tuple(v for v in kept.views if v.name != name)))

    def _of(self, key: str) -> _Kept:
        return self._kept.get(key, _Kept())

    def _open(self) -> None:
        try:
            self._kept, fault = self._read()
            if fault:
                with locked(self._folder):
                    self._kept = self._repaired()
        except (OSError, WriteError) as error:
            self._found += (self._problem(error),)

    def _change(self, key: str, change: _Change) -> tuple[Problem, ...]:
        self._kept[key] = change(self._of(key))
        if not key:
            return ()
        self._unwritten.append((key, change))
        try:
            with locked(self._folder):
                kept = self._repaired()
                for changed, later in self._unwritten:
                    kept[changed] = later(kept.get(changed, _Kept()))
                self._write(kept)
        except (OSError, WriteError) as error:
            self._failed = (self._problem(error),)
        else:
            self._failed = ()
            self._unwritten.clear()
            self._kept = {**kept, "": self._of("")}
        return self._failed

    def _read(self) -> tuple[dict[str, _Kept], str]:
        """Read the file. Returns its valid entries, and its fault (may be empty). Raises OSError, WriteError."""
        try:
            return _parse(self._file.read_bytes())
        except FileNotFoundError:
            return {}, ""

    def _repaired(self) -> dict[str, _Kept]:
        """Read the file; if it is damaged, rename it and write its valid entries again. The lock must be held."""
        kept, fault = self._read()
        if fault:
            aside = next(path for n in count(1) if not os.path.lexists(path := f"{self._file}.broken-{n}"))
            os.rename(self._file, aside)  # noqa: PTH104 - as the other renames
            self._found += (
                Problem(self._shown, 0, 0, fault, f"it is kept as {clean_line(aside)}", severity="warning"),
            )
            self._write(kept)
        return kept

    def _write(self, kept: Mapping[str, _Kept]) -> None:
        write_atomic(self._file, _dump(kept), overwrite=True, mode=0o600)

    @property
    def _shown(self) -> str:
        return clean_line(str(self._file))

    def _problem(self, error: OSError | WriteError) -> Problem:
        message = error.message if isinstance(error, WriteError) else clean_line(error.strerror or str(error))
        hint = "stars and saved views last for this session only"
        return Problem(self._shown, 0, 0, message.removeprefix(f"{self._shown}: "), hint, severity="warning")


def _cleaned(name: str, query: str) -> View:
    return View(clean_line(name), clean_line(query))


def _with(views: tuple[View, ...], view: View, place: int | None) -> tuple[View, ...]:
    if view.name in {known.name for known in views}:
        return tuple(view if known.name == view.name else known for known in views)
    place = len(views) if place is None else place
    return (*views[:place], view, *views[place:])


def _renamed(views: tuple[View, ...], old: str, new: str) -> tuple[View, ...]:
    if new in {view.name for view in views}:
        return views
    return tuple(View(new, view.query) if view.name == old else view for view in views)


def _dump(kept: Mapping[str, _Kept]) -> bytes:
    timelines = {
        key: {
            "stars": sorted(one.stars),
            "views": [{"name": view.name, "query": view.query} for view in one.views],
        }
        for key, one in sorted(kept.items())
        if one.stars or one.views
    }
    return json.dumps({"version": VERSION, "timelines": timelines}, indent=1).encode() + b"\n"


def _parse(data: bytes) -> tuple[dict[str, _Kept], str]:
    """The valid entries of a state file, and its fault or "". Raises WriteError if it must not be overwritten."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return {}, "it is cut short: not complete JSON"
    version = content.get("version") if isinstance(content, dict) else None
    if type(version) is int and version > VERSION:
        raise WriteError("a later version of timeline-tui wrote it")
    timelines = content.get("timelines") if version == VERSION else None
    if not isinstance(timelines, dict):
        return {}, "it is not a state file of timeline-tui"
    read = {key: _parse_entry(entry) for key, entry in timelines.items()}
    kept = {key: one for key, one in read.items() if one}
    return kept, "" if len(kept) == len(read) else "some of its entries are not valid"


def _parse_entry(entry: Any) -> _Kept | None:
    try:
        stars = frozenset(_checked(str, star) for star in _checked(list, entry["stars"]))
        views = _checked(list, entry["views"])
        return _Kept(stars, tuple(_cleaned(_checked(str, v["name"]), _checked(str, v["query"])) for v in views))
    except (KeyError, TypeError):
        return None


def _checked(kind: type[_T], value: Any) -> _T:
    if not isinstance(value, kind):
        raise TypeError
    return value


@contextmanager
def locked(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Hold the lock of the folder, which is made if it is missing. Raises OSError, WriteError."""
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd = os.open(folder / "state.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + LOCK_TIMEOUT
        while not _is_locked(fd):
            if time.monotonic() > deadline:
                raise WriteError("another session holds it")
            time.sleep(0.01)
        yield
    finally:
        os.close(fd)  # releases the lock; the file stays, because otherwise two sessions could lock two different files


def _is_locked(fd: int) -> bool:
    try:
        return locking.try_lock(fd)
    except OSError:
        return True  # without locks, the state is written without one
