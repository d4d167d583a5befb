"""What a reload brought: changed events, new errors, and stars that could not follow their events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from timeline_tui.analysis.changes import Changes, changes, is_quick
from timeline_tui.index.index import Index
from timeline_tui.model.problems import DamagedError, Problem
from timeline_tui.model.starred import star_of
from timeline_tui.model.timeline import Event
from timeline_tui.storage.timeline_state import TimelineState


class News(NamedTuple):
    """The difference between two readings of the files.

    ``changes`` are None if the events were not compared: the old ones are incomplete or damaged, or there are too many.
    ``errors`` are new. ``old_errors`` have been reported before. ``is_mended``: there were errors in lines, and there
    are none now. ``lost_stars`` are the starred events without an id that were changed or removed, so that their stars
    were lost.
    """

    changes: Changes | None = None
    errors: tuple[Problem, ...] = ()
    old_errors: tuple[Problem, ...] = ()
    is_mended: bool = False
    lost_stars: tuple[Event, ...] = ()


def news_of(
    old: Index | None, new: Index, old_problems: Sequence[Problem], problems: Sequence[Problem], state: TimelineState
) -> News:
    """The news of a reading with the index ``new``. The events are not compared if ``old`` is None.

    Stars in ``state`` of events whose ids have changed move to the new ids.
    """
    errors = _new_errors(old_problems, problems)
    old_errors = tuple(problem for problem in problems if problem.severity == "error" and problem not in errors)
    had_errors = any(problem.severity == "error" and problem.line for problem in old_problems)
    news = News(None, errors, old_errors, had_errors and not errors and not old_errors)
    stars = {text: star_of(text) for text in state.stars}
    ids = {star.event for star in stars.values() if star.event}
    changes = _compared(old, new, ids) if old is not None else None
    if not changes:
        return news
    for text, star in stars.items():
        if star.event in changes.moved:
            state.set_star(star._replace(event=changes.moved[star.event]).text, on=True)
            state.set_star(text, on=False)
    # A removed event with an id of its own may come back.
    lost = tuple(event for event in changes.removed if not event.given_id and event.id in ids)
    return news._replace(changes=changes, lost_stars=lost)


def _compared(old: Index, new: Index, starred: Collection[str]) -> Changes | None:
    """The changes from ``old`` to ``new``; None if too many events are to be compared, or a record is damaged.

    They are compared in any case if an event of ``starred``, a set of ids, is missing in ``new``.
    """
    with suppress(DamagedError):
        if is_quick(old, new) or any(new.position(id) is None for id in starred):
            return changes(old, new)
    return None


def _new_errors(old: Iterable[Problem], new: Iterable[Problem]) -> tuple[Problem, ...]:
    """The errors of ``new`` that are not in ``old``. Their lines do not count, because every edit moves them."""
    known = Counter(_content(problem) for problem in old)
    errors = []
    for problem in new:
        if problem.severity == "error":
            known[_content(problem)] -= 1
            if known[_content(problem)] < 0:
                errors.append(problem)
    return tuple(errors)


def _content(problem: Problem) -> tuple[str, str]:
    return problem.file, problem.message
