"""A session with some files: the timeline, its problems, the user's stars and views, and reloading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

from timeline_tui.analysis.slice import Slice
from timeline_tui.formats.read_options import DEFAULTS, ReadOptions
from timeline_tui.index.index import Index, index_of
from timeline_tui.index.mapped.records import MappedEvents
from timeline_tui.model.problems import DamagedError, Extent, LoadError, Problem
from timeline_tui.model.timeline import Timeline, View
from timeline_tui.query.query import Query
from timeline_tui.storage import reloading
from timeline_tui.storage.inputs import Foreign, Loaded, NoEventsError, Watcher, find_inputs, title_of, without_events
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import Visit
from timeline_tui.storage.timeline_state import TimelineState

if TYPE_CHECKING:  # imported when they are first needed
    from timeline_tui.formats.reading.columns_draft import ColumnsDraft
    from timeline_tui.storage.comparing import Comparing
    from timeline_tui.storage.news import News
    from timeline_tui.storage.opening.opening import Opening


class Session:
    """The files of ``paths`` (none: the bundled timeline), as they were last read; ``state`` has stars and views."""

    def __init__(
        self,
        paths: Sequence[str],
        loaded: Loaded,
        state: State,
        *,
        watch: bool = True,
        options: ReadOptions = DEFAULTS,
        noted: tuple[Problem, ...] = (),
        opening: Opening | None = None,
        cached: bool = False,
        comparing: Comparing | None = None,
    ) -> None:
        """``comparing``: ``loaded`` is the comparison of the files, and how they are compared.

        ``noted`` are problems from elsewhere, such as the user's config; they are listed with the others.

        If ``loaded`` is only the beginning of the files, ``opening`` reads the rest. ``cached``: large files may be
        saved in the cache.
        """
        self._paths, self._options, self._state, self._noted = paths, options, state, noted
        self._loaded = loaded
        self._opening, self._cached = opening, cached
        self._comparing, self.is_compared = comparing, comparing is not None
        self._one_reading = RLock()  # a reload and the key that compares the files may happen at once, in threads
        self._is_beginning = opening is not None  # the content is only the first part of the files
        self._news: News | None = None
        self._unclear: tuple[Foreign, ...] = ()  # the files that the last reload could not understand
        self._faults: tuple[Problem, ...] = ()  # why the last reload failed; the earlier content stays
        self._watch = watch
        self._watcher: Watcher | None = None
        self._follow(self._loaded)

    @property
    def timeline(self) -> Timeline:
        """The content of the last reading that succeeded."""
        return self._loaded.timeline

    def slice(self, query: Query, event: str = "") -> Slice:  # noqa: ARG002  # for subclasses
        """The events that a query finds in the content, with the user's stars. ``event`` is the id of one to show."""
        return Slice(index_of(self.timeline), query, stars=self.state.stars)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems: of a reload that failed, of the content, of the user's state, and ``noted``."""
        of_content = self._loaded.problems if self.timeline.events or not self._faults else ()
        return (*self._faults, *of_content, *self._state.problems, *self._noted)

    @property
    def fault(self) -> str:
        """Why the last reload failed, in a few words; empty if it did not."""
        return reloading.in_words(self._faults, self.files) if self._faults else ""

    @property
    def title(self) -> str:
        """The title of the timeline; if it has none, the names of its files."""
        return self.timeline.title or title_of(self._paths)

    @property
    def paths(self) -> Sequence[str]:
        """The paths as the user typed them; none for the bundled timeline."""
        return self._paths

    @property
    def file(self) -> str:
        """The first file on the disk; empty if there is only standard input."""
        return next(iter(self.files), "")

    @property
    def files(self) -> tuple[str, ...]:
        """The files on the disk; none if there is only standard input."""
        return self._loaded.files

    @property
    def is_whole(self) -> bool:
        """Whether the content is complete: everything was read, and no reload has failed since."""
        return self._loaded.extent is Extent.WHOLE and not self._faults and not self.is_loading

    @property
    def watched(self) -> bool:
        """Whether changes of the files are noticed."""
        return self._watcher is not None

    @property
    def state(self) -> TimelineState:
        """The stars and views of the user for the timeline, and the settings."""
        return TimelineState(self._state, self._loaded.key)

    @property
    def views(self) -> tuple[View, ...]:
        """The views of the file, then those saved by the user. A name can occur in both."""
        return (*self.timeline.views, *self.state.views)

    def set_visit(self, visit: Visit) -> None:
        """Keep where the user is, unless files are compared: they open as one timeline. Any thread may call it."""
        if not self.is_compared:
            self.state.set_visit(visit)

    def changed(self) -> bool:
        """Whether the files have changed; see `Watcher.poll`. Call it on a timer."""
        return self._watcher is not None and self._watcher.poll()

    def reload(self, progress: Callable[[float], object] = lambda _: None) -> Index:
        """Read the files again, and return their index. ``progress`` gets the part of large files that is read so far.

        Raises LoadError, and keeps the content, if they cannot be used. If there is content, also if a file that was
        read to its end before is not read to its end now, or has only faults now.
        """
        # 1 ms, and the first screen does not need it
        from timeline_tui.storage.news import news_of

        with self._one_reading, self._keeping_content():
            loaded = self._read(progress)
            self._follow(loaded)  # even if it is incomplete, because a missing bibliography may appear later
            if self.timeline.events and reloading.lose_events(self._loaded, loaded):
                raise LoadError(loaded.problems)
            index = index_of(loaded.timeline)
            before = None if self._is_beginning else index_of(self.timeline)
            known = (*self._loaded.problems, *self._faults)
            self._news = news_of(before, index, known, loaded.problems, self.state)
            self._loaded, self._faults, self._unclear = loaded, (), ()
            self._is_beginning = False
            return index

    def compare(self) -> Index:
        """Compare the two files as versions of one timeline, or in the way of the start; or end that.

        Returns the index of the other timeline. Raises LoadError, and changes nothing, if the files cannot be used.
        """
        with self._one_reading:
            before = self.is_compared
            self.is_compared = not before
            self._is_beginning = True  # the content is no new version of the one before
            try:
                return self.reload()
            except LoadError:
                self.is_compared = before
                raise
            finally:
                self._is_beginning = False

    @property
    def news(self) -> News:
        """What the last reload brought."""
        from timeline_tui.storage.news import News  # the first screen does not need it

        return self._news or News()

    @contextmanager
    def _keeping_content(self) -> Iterator[None]:
        """Turn every error into a LoadError that ``problems`` lists: a bug ends this reading, not the session."""
        try:
            yield
        except LoadError as error:
            self._faults = error.problems
            self._unclear = error.foreign if isinstance(error, NoEventsError) else ()
            raise
        except Exception as error:
            self._faults = (reloading.of_program(self._paths, error),)
            raise LoadError(self._faults) from error

    def _follow(self, loaded: Loaded) -> None:
        """Watch the files of a reading for changes since it began."""
        files = loaded.all_files
        if self._watcher and self._watcher.paths == files:
            self._watcher.mark_read(loaded.all_seen)
        elif self._watch and files:
            self._watcher = Watcher(files, loaded.all_seen)

    # Files in other shapes than ours

    @property
    def foreign(self) -> tuple[Foreign, ...]:
        """The files in other shapes than ours, and how they were read."""
        return self._unclear or self._loaded.foreign

    @property
    def size(self) -> int:
        """The bytes of all files when they were last read."""
        return sum(seen.size for seen in self._loaded.seen if seen)

    def draft(self, file: str) -> ColumnsDraft | None:
        """The first rows of one of these files, and the choices for it; None if it is no longer such a file.

        It reads the file: call it in a thread. Raises LoadError.
        """
        # 15 ms, and only the dialog of columns needs them
        from timeline_tui.formats.reading.columns_draft import ColumnsDraft
        from timeline_tui.storage.files import reading_of

        known = reading_of(file, self._options).understanding
        return ColumnsDraft(known) if known and known.sample else None

    def choose_columns(self, foreign: Foreign, columns: str, dates: str) -> None:
        """Keep the user's choices for one of these files; nothing if both are empty. `reload` then uses them."""
        from timeline_tui.storage.remembered import remember_choice  # few readers choose

        self._options, problems = remember_choice(foreign, columns, dates, self._options)
        self._noted += tuple(problem for problem in problems if problem not in self._noted)

    # Large files

    @property
    def is_loading(self) -> bool:
        """Whether files are still being read."""
        return self._opening is not None

    @property
    def most_events(self) -> int:
        """The number of events in the files that are being read, at most; 0 if it is not known."""
        return self._opening.most_events if self._opening else 0

    def continue_loading(self) -> Iterator[tuple[float, Index]]:
        """Take new events as they are read. Yields the fraction that is read, from 0 to 1, and the index so far.

        Raises LoadError.
        """
        opening = self._opening
        try:
            with self._keeping_content():
                while opening and (step := next(opening.steps, None)) and opening is self._opening:
                    loaded = step.loaded or self._loaded
                    index = index_of(loaded.timeline)
                    self._loaded, self._is_beginning = loaded, step.fraction < 1
                    self._follow(self._loaded)
                    yield step.fraction, index
        finally:
            if opening is self._opening:
                self._opening = None

    def cache_is_sound(self) -> bool:
        """Check all of the image from the cache; delete it if it is damaged. It takes seconds: call it in a thread."""
        events = self.timeline.events
        try:
            if isinstance(events, MappedEvents):
                events.check()
        except DamagedError:
            Cache().delete(find_inputs(self._paths), self._options)
            return False
        return True

    def close(self) -> None:
        """Stop reading."""
        if self._opening:
            self._opening.stop()
            self._opening = None

    def _read(self, progress: Callable[[float], object]) -> Loaded:
        """Read all files. While there are no events, files without events are no error."""
        self.close()
        try:
            if not self.is_compared:
                return reloading.read_all(self._paths, self._options, progress, keep=self._cached)
            # 20 ms, and only a comparison needs it
            from timeline_tui.storage.comparing import Comparing

            self._comparing = self._comparing or Comparing()
            return self._comparing.read(self._paths, self._options)
        except NoEventsError as error:
            if self.timeline.events:
                raise
            return without_events(error)
