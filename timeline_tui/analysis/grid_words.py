"""The rows and cells of a grid in words."""

from __future__ import annotations

from timeline_tui.analysis.grid import ELSE, Grid
from timeline_tui.dates.when import parse
from timeline_tui.query.query_fields import FIELDS
from timeline_tui.text.text import plural, series

_NAMED = 3  # countries of an event that are named


def row_name(grid: Grid, row: int) -> str:
    """The name of a row in a sentence: for a source its label, for a date "13 June 2024"."""
    return parse(grid.rows[row].value).label if FIELDS[grid.field].dates else grid.name(row)


def cell_in_words(grid: Grid, row: int | None, column: int | None) -> str:
    """A cell with what `Grid.pick` finds in addition: "Japan, 13 June 2024: 4 events + 1 begun earlier"."""
    place = [] if row is None else [row_name(grid, row)]
    if place and FIELDS[grid.field].dates:
        place = [f"{grid.field} {place[0]}"]
    count = grid.count(row, column)
    if column == ELSE:
        counts = ", ".join(f"{n:,} {reason}" for reason, n in grid.elsewhere(row).items())
        of = f", of {plural(grid.count(row, None), 'event')}" if count else ""
        return f"{', '.join([*place, 'in no column'])}: {counts or 'no event'}{of}"
    if column is not None:
        place.append(grid.columns[column].label)
    text = f"{', '.join(place)}: " if place else ""
    text += plural(count, "event") if count else "no event"
    if column is not None:
        vague = grid.approximate(row, column)
        text += f" ({vague:,} approximate)" if vague else ""
        text += "".join(f" + {n:,} {reason}" for reason, n in grid.uncounted(row, column).items())
    return text + ("" if row is None else _first_words(grid, row, column))


def _first_words(grid: Grid, row: int, column: int | None) -> str:
    """Words about the first event of a row, if ``column`` is its column or None."""
    first = grid.first_column(row)
    if first is None or column not in (None, first):
        return ""
    if column is None:
        return f", first: {grid.columns[first].label}"
    if first != grid.earliest_column:
        rank = "its first"
    else:
        rank = "first of all" if grid.one_row_begins_first else "among the first"
    if grid.field == "country":
        return f" · {rank}"
    event = grid.first_event(row, column)
    if event is None:  # it has not arrived yet
        return f" · {rank}"
    named = series(event.countries[:_NAMED])
    more = f" +{len(event.countries) - _NAMED}" if len(event.countries) > _NAMED else ""
    return f" · {rank}: {named}{more}" if named else f" · {rank}"
