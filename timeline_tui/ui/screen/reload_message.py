"""The message after the files were read again: what came, and what could not be read."""

from __future__ import annotations

from timeline_tui.analysis.changes import Changes
from timeline_tui.dates.edtf import is_date
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Event
from timeline_tui.storage.news import News
from timeline_tui.text.cells import width
from timeline_tui.text.text import listed, plural, shorten

_STARS_NAMED = 3  # if several are lost
_TITLE = 40  # cells of a title
_ADVICE = 80  # cells of what is wrong, or how to mend it


def reload_message(news: News, total: int, shown: int, one_file: bool) -> str:
    """The message; empty if nothing has changed. ``shown`` are the events that the filter shows, as bits.

    ``total`` is the number of events. ``one_file``: errors are shown without the name of the file.
    """
    changes = news.changes
    parts = [_events(changes, shown) if changes else f"Files read again: {plural(total, 'event')}"]
    if total:  # else the list of events shows the problems
        parts.append("no errors left" if news.is_mended else _errors(news.errors, one_file))
    summary = ", ".join(filter(None, parts))
    summary = summary[:1].upper() + summary[1:]
    return ". ".join(filter(None, (summary, _stars(news.lost_stars))))


def _events(changes: Changes, shown: int) -> str:
    """“2 events added, 1 changed, 1 removed”."""
    added, changed = changes.added.bit_count(), changes.changed.bit_count()
    parts: list[str] = []
    for word, count in (("added", added), ("changed", changed), ("removed", len(changes.removed))):
        if count:
            parts.append(f"{f'{count:,}' if parts else plural(count, 'event')} {word}")
    if changes.new_or_changed and not changes.new_or_changed & shown:
        it = "it" if added + changed == 1 else "them"
        parts.insert(-1 if changes.removed else len(parts), f"the filter hides {it}")
    return ", ".join(parts)


def unchanged_message(news: News, total: int, one_file: bool) -> str:
    """The message if the user asked to read the files again, and `reload_message` is empty."""
    if not total:
        return "No event can be read yet"
    errors = _errors(news.old_errors, one_file)
    return f"Still {errors}" if errors else "Nothing has changed"


def _errors(errors: tuple[Problem, ...], one_file: bool) -> str:
    """“1 error: line 7: this [ is not closed; close it”, and for a date “1 error: line 7, write 1969-07-20”."""
    if not errors:
        return ""
    first = errors[0]
    place = f"line {first.line}" if one_file and first.line else first.where
    more = "" if len(errors) == 1 else " first"
    return f"{plural(len(errors), 'error')}:{more} {place}{_fault(first)}"


def _fault(problem: Problem) -> str:
    """What is wrong, and the hint if there is room for it. The hint alone, if it is a date to write."""
    verb, _, rest = problem.hint.partition(" ")
    if verb == "write" and is_date(rest.partition(" ")[0].rstrip(",")):
        return f", {shorten(problem.hint, _ADVICE)}"
    fault = problem.message.partition("; ")[0]
    both = f"{fault}; {problem.hint}"
    return f": {both if problem.hint and width(both) <= _ADVICE else shorten(fault, _ADVICE)}"


def _stars(lost: tuple[Event, ...]) -> str:
    if not lost:
        return ""
    names = listed([f"“{shorten(event.title, _TITLE)}”" for event in lost], _STARS_NAMED)
    return f"Stars of changed events without an id are lost: {names}"
