"""One sitting with some files: what was read, what the reader keeps beside them, and whether they have changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from timeline_tui.index.mapped.mapped_index import MappedEvents
from timeline_tui.model.problems import DamagedError, LoadError, Problem
from timeline_tui.model.timeline import Timeline, View
from timeline_tui.storage.failures import kept_details
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.opening import Opening
from timeline_tui.storage.state import State
from timeline_tui.storage.watching import Watcher
from timeline_tui.text.text import clean_line


class Session:
    """The opened ``paths`` (none: the bundled timeline), read again on demand; ``state`` keeps stars and views."""

    def __init__(
        self,
        paths: Sequence[str],
        loaded: Loaded,
        state: State,
        *,
        watch: bool = True,
        format: str | None = None,
        noted: tuple[Problem, ...] = (),
        opening: Opening | None = None,
        cached: bool = False,
    ) -> None:
        """``noted`` are problems found elsewhere, in the user's config say, to be listed with the others.

        ``opening`` still reads what ``loaded`` is the beginning of. ``cached``: large files may be kept in the cache.
        """
        self._paths, self._format, self._state, self._noted = paths, format, state, noted
        self._loaded = loaded
        self._opening, self._cached = opening, cached
        self._faults: tuple[Problem, ...] = ()  # why the last reading failed, while the last good one stays
        self._watcher = Watcher(loaded.files, loaded.seen) if watch and loaded.files else None

    @property
    def timeline(self) -> Timeline:
        """The last good content."""
        return self._loaded.timeline

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong: in a reading that failed, in the content shown, in the reader's own state."""
        return (*self._faults, *self._loaded.problems, *self._state.problems, *self._noted)

    @property
    def watched(self) -> bool:
        """Whether there is anything to watch."""
        return self._watcher is not None

    @property
    def stars(self) -> frozenset[str]:
        """Ids of the starred events."""
        return self._state.stars(self._loaded.key)

    @property
    def views(self) -> tuple[View, ...]:
        """The file's views, then those that the reader saved; a name may occur in both."""
        return (*self.timeline.views, *self.own_views)

    @property
    def own_views(self) -> tuple[View, ...]:
        """The views that the reader saved."""
        return self._state.views(self._loaded.key)

    def set_star(self, event_id: str, on: bool) -> None:
        """Star an event, or take its star away."""
        self._state.set_star(self._loaded.key, event_id, on)

    def save_view(self, view: View, place: int | None = None) -> None:
        """Keep an own view; one of that name is replaced. ``place``: where among them, by default at the end."""
        self._state.save_view(self._loaded.key, view, place)

    def rename_view(self, old: str, new: str) -> None:
        """Give an own view another name, which no own view has."""
        self._state.rename_view(self._loaded.key, old, new)

    def delete_view(self, name: str) -> None:
        """Forget an own view."""
        self._state.delete_view(self._loaded.key, name)

    def changed(self) -> bool:
        """Whether the files are other than when last asked, and at rest. To be called now and then."""
        return self._watcher is not None and self._watcher.poll()

    def reload(self) -> None:
        """Read the files again. Raises LoadError, keeping the last good content, when they are torn or cannot be used.

        Content that was torn from the first may be replaced by other torn content.
        """
        try:
            loaded = self._read()
            if self._loaded.whole and not loaded.whole:
                raise LoadError(loaded.problems)
        except LoadError as error:
            self._faults = error.problems
            raise
        except Exception as error:  # whatever it is, it costs the reload and not the session
            self._faults = (_failed(self._paths, error),)
            raise LoadError(self._faults) from error
        self._loaded, self._faults = loaded, ()

    # Large files

    @property
    def is_loading(self) -> bool:
        """Whether there is more to come of what is being opened."""
        return self._opening is not None

    def continue_loading(self) -> Iterator[float]:
        """Take what comes; how far it is by then, from 0 to 1. Raises LoadError when nothing can be used after all."""
        opening = self._opening
        try:
            while opening and (step := next(opening.steps, None)) and opening is self._opening:
                self._loaded = step.loaded or self._loaded
                yield step.fraction
        except LoadError as error:
            self._faults = error.problems
            raise
        finally:
            if opening is self._opening:
                self._opening = None

    def cache_is_sound(self) -> bool:
        """Whether what was kept in the cache is as it was written; if not, it is dropped. To be called in a thread."""
        events = self.timeline.events
        try:
            if isinstance(events, MappedEvents):
                events.whole.check()
        except DamagedError:
            Cache().delete(find_inputs(self._paths), self._format)
            return False
        return True

    def close(self) -> None:
        """Stop what is still being read."""
        if self._opening:
            self._opening.stop()
            self._opening = None

    def _read(self) -> Loaded:
        """All of the files. Large ones are read elsewhere, so that the screen does not have to wait."""
        self.close()
        inputs = find_inputs(self._paths)
        if not inputs.large:
            return load_timeline(self._paths, self._format, inputs=inputs)
        *_, last = Opening(self._paths, inputs, self._format, keep=self._cached).steps
        assert last.loaded is not None
        return last.loaded


def _failed(paths: Sequence[str], error: Exception) -> Problem:
    """What is told of an error of the program, the details of which go to the log."""
    file = clean_line(paths[0]) if paths else "the timeline"
    return Problem(
        file, 0, 0, f"reading it again failed: an error of the program ({type(error).__name__})", kept_details(error)
    )
