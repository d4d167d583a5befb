"""The user's stars, saved views, last visits and settings, in the system's folder for state.

The timeline's file is never changed. The content of the state file is described in `state_content.py`.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import View
from timeline_tui.storage import locking
from timeline_tui.storage.state_content import Kept, StateContent, Visit, cleaned, dump, is_same_name, parse
from timeline_tui.storage.user_folders import user_folder
from timeline_tui.storage.writing import WriteError, write_atomic
from timeline_tui.text.text import clean_line

LOCK_TIMEOUT = 1.0  # seconds; another session holds the lock for milliseconds
_Change = Callable[[StateContent], StateContent]


class State:
    """Stars, saved views and the last visit by the timeline's key, and settings.

    With an empty key, stars and views last for the session only.

    No method raises an error of the disk. The session continues with the values in memory, and ``problems`` says what
    was not saved. Each change is applied to the current content of the file, so that two sessions do not lose each
    other's changes. A change that could not be written is written with the next one. Threads may call any method.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "state.json"
        self._content = StateContent()
        self._unwritten: list[_Change] = []
        self._found: tuple[Problem, ...] = ()
        self._failed: tuple[Problem, ...] = ()
        self._changing = threading.Lock()

    @classmethod
    def load(cls, folder: Path | None = None) -> State:
        """Read the state in ``folder``, by default the user's folder for state."""
        state = cls(folder or Path(user_folder("state")))
        state.refresh()
        return state

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of reading the file and of writing the last change."""
        return tuple(dict.fromkeys(self._found + self._failed))

    def why_unkept(self, key: str) -> str:
        """Why the last change for a timeline lasts for this session only; "" if it is on the disk."""
        if not key:
            return "standard input is not a file"
        return next((f"{problem.file}: {problem.message}" for problem in self._failed), "")

    def stars(self, key: str) -> frozenset[str]:
        """The stars of a timeline, also for events, quotes and sources that are gone; see `model/starred.py`."""
        return self._content.of(key).stars

    def set_star(self, key: str, star: str, on: bool) -> tuple[Problem, ...]:
        """Set a star or remove it. Returns problems of saving this."""
        stars = frozenset((star,))
        return self._change_kept(
            key, lambda kept: kept._replace(stars=kept.stars | stars if on else kept.stars - stars)
        )

    def views(self, key: str) -> tuple[View, ...]:
        """The saved views of a timeline, the oldest first."""
        return self._content.of(key).views

    def save_view(self, key: str, view: View, place: int | None = None) -> tuple[Problem, ...]:
        """Save a view. It replaces one of the same name, else it is inserted at ``place`` (from 0; default: the end).

        Returns problems of saving this.
        """
        view = cleaned(view.name, view.query)
        return self._change_kept(key, lambda kept: kept._replace(views=_with(kept.views, view, place)))

    def rename_view(self, key: str, old: str, new: str) -> tuple[Problem, ...]:
        """Rename a view, unless another view has that name, in upper or lower case. Returns problems of saving this."""
        old, new = clean_line(old), clean_line(new)
        return self._change_kept(key, lambda kept: kept._replace(views=_renamed(kept.views, old, new)))

    def delete_view(self, key: str, name: str) -> tuple[Problem, ...]:
        """Delete a view. Returns problems of saving this."""
        name = clean_line(name)
        return self._change_kept(key, lambda kept: kept._replace(views=tuple(v for v in kept.views if v.name != name)))

    def visit(self, key: str) -> Visit | None:
        """The last visit to a timeline."""
        visit = self._content.visits.get(key)
        return visit and Visit(*map(clean_line, visit))  # only this one: all of them take 1 ms

    def set_visit(self, key: str, visit: Visit | None) -> tuple[Problem, ...]:
        """Keep the last visit to a timeline; None forgets it. Returns problems of saving this."""
        return self._change(lambda content: content.with_visit(key, visit)) if key else ()

    def setting(self, name: str) -> str:
        """The value of a setting; empty if it was never set."""
        return self._content.settings.get(name, "")

    def set_settings(self, **values: str) -> tuple[Problem, ...]:
        """Keep settings. Returns problems of saving this."""
        cleaned = {name: clean_line(value) for name, value in values.items()}
        return self._change(lambda content: content._replace(settings={**content.settings, **cleaned}))

    def refresh(self) -> None:
        """Read the file again: another session may have changed it."""
        with self._changing:
            try:
                content, fault = self._read()
                if fault:
                    with locked(self._folder):
                        content = self._repaired()
            except (OSError, WriteError) as error:
                self._found = tuple(dict.fromkeys((*self._found, self._problem(error))))
            else:
                self._take(self._changed(content))

    def _change_kept(self, key: str, change: Callable[[Kept], Kept]) -> tuple[Problem, ...]:
        def change_content(content: StateContent) -> StateContent:
            return content.with_timeline(key, change(content.of(key)))

        if not key:
            self._content = change_content(self._content)
            return ()
        return self._change(change_content)

    def _change(self, change: _Change) -> tuple[Problem, ...]:
        with self._changing:
            self._content = change(self._content)
            self._unwritten.append(change)
            try:
                with locked(self._folder):
                    content = self._changed(self._repaired())
                    self._write(content)
            except (OSError, WriteError) as error:
                self._failed = (self._problem(error),)
            else:
                self._failed = ()
                self._unwritten.clear()
                self._take(content)
            return self._failed

    def _changed(self, content: StateContent) -> StateContent:
        """A content of the file with the changes that are not yet written."""
        for change in self._unwritten:
            content = change(content)
        return content

    def _take(self, content: StateContent) -> None:
        """Use a content of the file. What has no key is not in the file."""
        self._content = content.with_timeline("", self._content.of(""))

    def _read(self) -> tuple[StateContent, str]:
        """Read the file. Returns its valid entries, and its fault (may be empty). Raises OSError, WriteError."""
        try:
            return parse(self._file.read_bytes())
        except FileNotFoundError:
            return StateContent(), ""

    def _repaired(self) -> StateContent:
        """Read the file; if it is damaged, rename it and write its valid entries again. The lock must be held."""
        content, fault = self._read()
        if fault:
            aside = next(path for n in count(1) if not os.path.lexists(path := f"{self._file}.broken-{n}"))
            os.rename(self._file, aside)  # noqa: PTH104 - as the other renames
            self._found += (
                Problem(self._shown, 0, 0, fault, f"it is kept as {clean_line(aside)}", severity="warning"),
            )
            self._write(content)
        return content

    def _write(self, content: StateContent) -> None:
        write_atomic(self._file, dump(content), overwrite=True, mode=0o600)

    @property
    def _shown(self) -> str:
        return clean_line(str(self._file))

    def _problem(self, error: OSError | WriteError) -> Problem:
        message = error.message if isinstance(error, WriteError) else clean_line(error.strerror or str(error))
        if isinstance(error, (FileExistsError, NotADirectoryError)):
            message = "a part of its path is not a folder"
        hint = "stars and saved views last for this session only"
        return Problem(self._shown, 0, 0, message.removeprefix(f"{self._shown}: "), hint, severity="warning")


def _with(views: tuple[View, ...], view: View, place: int | None) -> tuple[View, ...]:
    if view.name in {known.name for known in views}:
        return tuple(view if known.name == view.name else known for known in views)
    place = len(views) if place is None else place
    return (*views[:place], view, *views[place:])


def _renamed(views: tuple[View, ...], old: str, new: str) -> tuple[View, ...]:
    if any(view.name != old and is_same_name(view.name, new) for view in views):
        return views
    return tuple(View(new, view.query) if view.name == old else view for view in views)


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
