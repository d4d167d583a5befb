"""The paths of copies for a timeline that is written into another folder than its files."""

from __future__ import annotations

import os
from collections.abc import Iterable

from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.storage.inputs import shown_name


def folder_for(output: str | None) -> str | None:
    """The folder of a file to write; None for standard output, a pipe, and a text that is not a path."""
    path = os.path.expanduser(output or "")
    try:
        if not path or (os.path.exists(path) and not os.path.isfile(path)):
            return None
        return os.path.dirname(os.path.realpath(path))
    except ValueError:  # a NUL, or a letter that this system cannot encode
        return None


def with_moved_copies(timeline: Timeline, files: Iterable[str], folder: str | None) -> Timeline:
    """The timeline with the path of each copy relative to ``folder``, into which it is written.

    ``files`` are the paths that it was read from. Absolute paths, and those below ``~/``, stay. Without a folder, the
    paths stay too if all copies are relative to the same folder; if not, they become relative to the current one.
    """
    moved = _MovedCopies(files, folder)
    folders = {os.path.realpath(os.path.dirname(file)) for file in moved.files_of(timeline)}
    if not folders or (len(folders) == 1 and (folder is None or folder in folders)):
        return timeline
    events = tuple(map(moved.event, timeline.events))
    return timeline._replace(sources=tuple(map(moved.source, timeline.sources)), events=events)


def with_files_of_copies(timeline: Timeline) -> Timeline:
    """The timeline where each source in place that has a copy names the file of its event.

    Paths of copies then stay right when events of several files are merged into one.
    """

    def with_file(event: Event) -> Event:
        if not event.copied:
            return event
        return event.with_sources(lambda source: source if source.file else source._replace(file=event.file))

    return timeline._replace(events=tuple(map(with_file, timeline.events)))


class _MovedCopies:
    def __init__(self, files: Iterable[str], folder: str | None) -> None:
        self._paths = {shown_name(path): path for path in files}
        self._folder = os.path.realpath(folder or os.curdir)

    def files_of(self, timeline: Timeline) -> set[str]:
        """The paths of the files in which a copy is named."""
        files = {source.file for source in timeline.sources if source.copy}
        for event in timeline.events:
            files.update(source.file or event.file for source in event.copied)
        return {self._path(file) for file in files}

    def event(self, event: Event) -> Event:
        """The event with the new paths in its sources."""
        if not event.copied:
            return event
        return event.with_sources(lambda source: self.source(source, event.file))

    def source(self, source: Source, file: str = "") -> Source:
        """The source with the new path; ``file`` is where it is written if it does not name its file."""
        copy = source.copy
        if not copy or copy.startswith("~/") or os.path.join("folder", copy) == copy:  # the last: an absolute path
            return source
        # 3 ms, and few timelines have copies
        from timeline_tui.storage.copies import CopyError, place_of

        try:
            place = place_of(copy, self._path(source.file or file))
            # Only the folder is resolved: the copy itself may be a link.
            path = os.path.join(os.path.realpath(os.path.dirname(place.path)), os.path.basename(place.path))
            return source._replace(copy=os.path.relpath(path, self._folder).replace(os.sep, "/"))
        except (CopyError, ValueError):  # no path, or on another drive
            return source

    def _path(self, file: str) -> str:
        """The path of a file, from its name in problems."""
        return self._paths.get(file, file)
