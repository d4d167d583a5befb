"""Ids that a database cannot hold."""

from __future__ import annotations

from collections.abc import Sequence

from timeline_tui.index.database.event_rows import LONGEST_ID, event_number
from timeline_tui.index.questions import AnswerError
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event


def id_problem(event: Event) -> Problem | None:
    """The problem that a database cannot hold the id of an event; None if it can."""
    if len(event.id) <= LONGEST_ID:
        return None
    message = f"the id {event.id[:40]}… is longer than {LONGEST_ID} characters, which a database cannot hold"
    return Problem(event.file, event.line, min(event.line, 1), message, "give the event a shorter one")


def check_ids(events: Sequence[Event]) -> None:
    """Raise AnswerError if an id is too long, or two events have the same id or number."""
    known: set[int] = set()  # only the numbers: the events and their ids need not be in memory
    for event in events:
        if problem := id_problem(event):
            raise AnswerError(f"{problem}: {problem.hint}")
        number = event_number(event.id)
        if number in known:
            other = next(event.id for event in events if event_number(event.id) == number)
            if other == event.id:
                raise AnswerError(f"two events have the id {event.id}: give one of them another")
            raise same_number(event.id, other)
        known.add(number)


def same_number(one: str, other: str) -> AnswerError:
    """The error that two ids have the same number."""
    return AnswerError(f"the ids {one} and {other} have the same number in a database: change one of them")
