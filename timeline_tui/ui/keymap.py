"""All keys, each declared once, for the footer, the help, the palette, the manual and the user's keymap.

A binding has an ``id``, which the ``keymap`` of the config file uses, a description for footer and palette, and a
tooltip for the help. ``SECTIONS`` groups the bindings by the place where they work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from textual.app import App
from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from timeline_tui.model.problems import NotForDatabaseError

_FACETS = Binding.Group("Facets")
_UNDO = Binding.Group("Undo")
_COMPLETE = Binding.Group("Complete")


def _key(key: str, action: str, description: str, id: str, tooltip: str = "", **more: object) -> Binding:
    return Binding(key, action, description, show=False, id=id, tooltip=tooltip, **more)  # type: ignore[arg-type]  # passed on as given


MOVE = (
    _key("down,j", "move(1)", "Down", "move.down", "Next line"),
    _key("up,k", "move(-1)", "Up", "move.up", "Previous line"),
    _key("home,g", "first", "First", "move.first", "First line"),
    _key("end,G", "last", "Last", "move.last", "Last line"),
    _key("pagedown", "page(1)", "Page down", "move.page-down"),
    _key("pageup", "page(-1)", "Page up", "move.page-up"),
    _key("ctrl+d", "page(0.5)", "Half a page down", "move.half-down"),
    _key("ctrl+u", "page(-0.5)", "Half a page up", "move.half-up"),
)

SPACE_PAGES = (_key("space", "page(1)", "Page down", "move.space", "Page down, except among facets and in the grid"),)

TIMELINE = (
    _key("enter", "choose", "Read", "timeline.read", "Open the detail of the event"),
    _key("right_curly_bracket", "next_day(1)", "Next day", "timeline.next-day"),
    _key("left_curly_bracket", "next_day(-1)", "Previous day", "timeline.previous-day"),
    _key("right_square_bracket", "next_gap(1)", "Next gap", "timeline.next-gap", "Next time without an event"),
    _key(
        "left_square_bracket", "next_gap(-1)", "Previous gap", "timeline.previous-gap", "Previous time without an event"
    ),
)

FACETS = (
    _key("space", "include", "Include", "facet.include", "Include this value, or stop including it"),
    _key("x", "exclude", "Exclude", "facet.exclude", "Exclude this value, or stop excluding it"),
    _key("enter", "only", "Only this", "facet.only", "Only this value of the facet"),
    _key("a", "mode", "Any / all", "facet.mode", "Events with any, or with all, of the included values"),
)

DETAIL = (_key("enter", "choose", "Open", "detail.open", "Open this source, or go to this related event"),)

HISTOGRAM = (
    _key("right,l", "cursor(1)", "Next bar", "histogram.next"),
    _key("left,h", "cursor(-1)", "Previous bar", "histogram.previous"),
    _key("shift+right", "extend(1)", "Extend", "histogram.extend", "Extend the span to the right"),
    _key("shift+left", "extend(-1)", "Extend left", "histogram.extend-left", "Extend the span to the left"),
    _key("home,g", "first", "First bar", "histogram.first"),
    _key("end,G", "last", "Last bar", "histogram.last"),
    _key("escape", "leave", "Leave", "histogram.leave", "Reduce a span of several bars to one, then leave"),
    _key("enter", "pick", "Only this span", "histogram.pick", "Show only this span, date:a..b, and go to its events"),
    _key("down,j", "events", "Events", "histogram.events", "Go to the events"),
)

GRID = (
    _key("enter", "pick", "Only this", "grid.pick", "Show only the events of this cell, row or column"),
    _key("space", "peek", "Read", "grid.peek", "Read the events of this cell one after another"),
    _key(
        "t", "swap", "Swap rows", "grid.swap", "Use countries, topics, people, sources or dates of publication as rows"
    ),
    _key("s", "sort", "Order", "grid.order", "Sort rows by number of events, or by first event"),
    _key("plus,equals_sign", "unit(1)", "Finer", "grid.finer", "Finer unit of time: days instead of weeks"),
    _key("minus", "unit(-1)", "Coarser", "grid.coarser", "Coarser unit of time: weeks instead of days"),
    _key("down,j", "rows(1)", "Next row", "grid.down"),
    _key("up,k", "rows(-1)", "Previous row", "grid.up"),
    _key("right,l", "columns(1)", "Next column", "grid.right"),
    _key("left,h", "columns(-1)", "Previous column", "grid.left"),
    _key("home", "first_column", "First column", "grid.first-column"),
    _key("end", "last_column", "Total of the row", "grid.last-column"),
    _key("g", "first_row", "First row", "grid.first-row"),
    _key("G", "last_row", "Last row", "grid.last-row"),
    _key("pagedown", "page(1)", "Page down", "grid.page-down"),
    _key("pageup", "page(-1)", "Page up", "grid.page-up"),
    _key("ctrl+d", "page(0.5)", "Half a page down", "grid.half-down"),
    _key("ctrl+u", "page(-0.5)", "Half a page up", "grid.half-up"),
    _key("ctrl+right", "page_columns(1)", "Page right", "grid.page-right"),
    _key("ctrl+left", "page_columns(-1)", "Page left", "grid.page-left"),
)

QUOTES = (
    _key("enter", "choose", "Go to event", "quotes.go", "Go to the event that the quote belongs to"),
    _key("s", "sort", "By speaker / date", "quotes.sort", "Group the quotes by speaker, or by date"),
    _key("right_curly_bracket", "next_group(1)", "Next speaker or day", "quotes.next"),
    _key("left_curly_bracket", "next_group(-1)", "Previous speaker or day", "quotes.previous"),
)

SOURCES = (
    _key("enter", "choose", "Only this", "sources.only", "Show only the events with this source, or all again"),
    _key("s", "sort", "Order", "sources.sort", "Sort the sources by events in view, by name, by date, or by origin"),
    _key("right_curly_bracket", "next_group(1)", "Next group", "sources.next", "Next group of sources"),
    _key("left_curly_bracket", "next_group(-1)", "Previous group", "sources.previous", "Previous group of sources"),
)

DISPUTES = (
    _key("enter", "choose", "Go to event", "disputes.go", "Go to the event that is disputed"),
    _key("s", "sort", "By event / source", "disputes.sort", "Group the disputes by event, or by disputing source"),
    _key("right_curly_bracket", "next_group(1)", "Next day or source", "disputes.next"),
    _key("left_curly_bracket", "next_group(-1)", "Previous day or source", "disputes.previous"),
)

EDIT = _key("E", "edit", "Edit", "edit", "Open $VISUAL or $EDITOR at the line of this event, source or problem")

QUERY = (
    _key("tab", "accept", "Complete", "query.accept", "Insert the completion", group=_COMPLETE),
    _key("enter", "take", "Complete", "query.take", "Insert the completion under the cursor", group=_COMPLETE),
    _key("down", "suggestion(1)", "Next completion", "query.next"),
    _key("up", "suggestion(-1)", "Previous completion", "query.previous"),
    _key("enter", "submit", "Done", "query.submit", "Keep what was typed, and go to the events"),
    _key(
        "escape", "leave", "Cancel", "query.leave", "Close the list of completions, then go back without what was typed"
    ),
)

EXPLORER = (
    _key("question_mark", "help", "Help", "help", "Show all keys"),
    _key("q", "app.quit", "Quit", "quit", "Quit the program"),
    _key("1", "view('timeline')", "Timeline", "screen.timeline", "Events by day"),
    _key("2", "view('grid')", "Grid", "screen.grid", "Countries or topics by day"),
    _key("3", "view('quotes')", "Quotes", "screen.quotes", "Quotes of these events"),
    _key("4", "view('sources')", "Sources", "screen.sources", "Sources of these events"),
    _key("5", "view('disputes')", "Disputes", "screen.disputes", "Which of these events are disputed, by whom and why"),
    _key("slash", "query", "Query", "query", "Type a query, with completion of fields and values"),
    _key("c", "facet('country')", "Countries", "facet.country", "Go to the countries", group=_FACETS),
    _key("t", "facet('topic')", "Topics", "facet.topic", "Go to the topics", group=_FACETS),
    _key("p", "facet('person')", "People", "facet.person", "Go to the people", group=_FACETS),
    _key("S", "facet('source')", "Sources as a facet", "facet.source", "Go to the sources as a facet"),
    _key("tab,right,l", "pane(1)", "Next pane", "pane.next"),
    _key("shift+tab,left,h", "pane(-1)", "Previous pane", "pane.previous"),
    _key("escape", "back", "Back", "back", "Go back one level; at the last one, clear the filter"),
    _key("u", "undo", "Undo", "undo", "Undo the last change of the filter", group=_UNDO),
    _key(
        "U",
        "redo",
        "Redo",
        "redo",
        "Redo the undone change of the filter, or bring back a dropped text",
        group=_UNDO,
    ),
    _key("b", "compare", "Compare", "compare", "Compare values: events with all, with only one, with any"),
    _key("B", "lanes", "Lanes", "lanes", "Show the compared values side by side, or in one list again"),
    _key("n", "match(1)", "Next match", "match.next", "Go to the next match of the query, also inside the detail"),
    _key("N", "match(-1)", "Previous match", "match.previous", "Go to the previous match of the query"),
    _key("v", "views", "Views", "views", "Open, rename or delete a saved view"),
    _key("V", "save_view", "Save view", "views.save", "Save this filter as a view"),
    _key("m", "star", "Star", "star", "Star this event, quote or source, or remove the star"),
    _key("y", "copy", "Copy", "copy", "Copy what is under the cursor to the clipboard (OSC 52)"),
    _key("Y", "copy_as", "Copy as", "copy.as", "Copy for a file: an id, a line for related, a key, or YAML"),
    _key("o", "open_source", "Source", "open", "Open a source: address, archive or copy; 1–9 choose among several"),
    _key("O", "order", "Before or after", "order", "Only the events certainly, or possibly, before or after this one"),
    _key("r", "follow", "Related", "follow", "Go to a related event"),
    _key("backspace", "come_back", "Come back", "come-back", "Go back to the event that you came from"),
    _key("e", "export", "Export", "export", "Export what is shown to a file"),
    EDIT,
    _key("s", "sort", "Newest or oldest first", "sort", "Reverse the order"),
    _key("i", "histogram", "Histogram", "histogram", "Choose a span of time in the histogram"),
    _key("z", "zoom", "Zoom", "zoom", "Show only this pane, or all panes again"),
    _key("R", "reload", "Reload", "reload", "Read the files again"),
    _key("D", "versions", "Changes", "versions", "Compare two open files as an old and a new version, or end that"),
    _key("C", "columns", "Columns", "columns", "Say what the columns of a file mean, and how its dates are read"),
    _key("exclamation_mark", "problems", "Problems", "problems", "Show the problems in the files"),
    _key("ctrl+p,colon", "app.command_palette", "Palette", "palette", "Find a command, a view or a theme by name"),
    _key("ctrl+l", "app.draw_again", "Draw again", "draw-again", "Draw the screen again"),
    _key("ctrl+z", "app.suspend_process", "Suspend", "suspend", "Go back to the shell; fg returns"),
)

# The bindings by the title of their section. The tables of the manual have the same sections.
SECTIONS: Mapping[str, tuple[Binding, ...]] = {
    "Anywhere": EXPLORER,
    "Moving": MOVE + SPACE_PAGES,
    "Timeline": TIMELINE,
    "Facets": FACETS,
    "Detail": DETAIL,
    "Histogram": HISTOGRAM,
    "Grid": GRID,
    "Quotes": QUOTES,
    "Sources": SOURCES,
    "Disputes": DISPUTES,
    "Query bar": QUERY,
}

FOOTER = (
    *("query.accept", "query.take", "query.submit", "query.leave", "timeline.read", "detail.open", "quotes.go"),
    *("facet.include", "facet.exclude", "facet.only", "facet.mode", "histogram.pick", "histogram.extend"),
    *("grid.pick", "grid.peek", "grid.swap", "grid.order", "grid.finer", "grid.coarser"),
    *("quotes.sort", "sources.only", "sources.sort", "disputes.go", "disputes.sort"),
    *("come-back", "compare", "lanes", "back", "query", "facet.country", "facet.topic", "facet.person"),
    *("copy", "star", "follow", "open", "edit", "views", "export", "palette", "undo", "redo", "match.next"),
)
"""The ids of the bindings in the footer, the most important one first. The last ones are left out without room."""

FOOTER_END = ("problems", "help", "quit")
"""The ids of the bindings at the right end of the footer. The number of problems is first, because it is known last."""


def every_binding() -> tuple[Binding, ...]:
    """All bindings, in the order of ``SECTIONS``."""
    return tuple(binding for bindings in SECTIONS.values() for binding in bindings)


_BY_ID = {binding.id: binding for binding in every_binding()}


def palette_bindings() -> tuple[Binding, ...]:
    """The bindings in the palette: all but the keys of the query bar."""
    return tuple(binding for section, bindings in SECTIONS.items() if section != "Query bar" for binding in bindings)


def shown_key(app: App[Any], id: str) -> str:
    """The first key of a binding, as it is shown; the user's own key, if there is one."""
    assert isinstance(app, KeyedApp)
    return app.keys_of(_BY_ID[id]).split()[0]


class KeyedApp(App[int]):
    """An app whose keys the user can change: ``user_keys`` maps ids of bindings to keys, separated by commas."""

    user_keys: Mapping[str, str] = {}

    async def run_action(self, *arguments: Any, **options: Any) -> bool:
        """Textual: run the action of a key, or show that a database does not have it."""
        try:
            return await super().run_action(*arguments, **options)
        except NotForDatabaseError as error:
            self.notify(str(error), severity="warning", markup=False)
            return True

    def keys_of(self, binding: Binding) -> str:
        """The keys of a binding as they are shown: "↓ j". They are the user's own keys, if there are any."""
        keys = self.user_keys.get(binding.id or "", binding.key)
        one_each = Binding.make_bindings([binding.with_key(keys)])
        return " ".join(self.get_key_display(one_key) for one_key in one_each)


def check_keys(keys: str) -> str | None:
    """The first of some keys, separated by commas, that does not exist; None if all do. The names are Textual's."""
    return next((key for key in map(str.strip, keys.split(",")) if not _is_key(key)), None)


def key_name(character: str) -> str:
    """Textual's name for the key of a character: `a` for "a", `slash` for "/"."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, character).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _is_key(key: str) -> bool:
    *modifiers, base = key.split("+") if len(key) > 1 else [key]
    if not set(modifiers) <= {"ctrl", "shift", "alt", "super", "meta", "hyper"}:
        return False
    return len(base) == 1 or base in _named() or re.fullmatch(r"f([1-9]|1\d|2[0-4])", base) is not None


@cache
def _named() -> set[str]:
    """The names of all keys that have one."""
    return {key.value for key in Keys} | {key_name(chr(code)) for code in range(0x21, 0x7F)}


def clashes(user_keys: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(key, id, id) for each key that two bindings have in the same place because of ``user_keys``."""
    pairs = []
    for section, bindings in SECTIONS.items():
        seen: dict[str, str] = {}
        around = EXPLORER if section not in ("Anywhere", "Query bar") else ()
        for binding in (*bindings, *around):
            id = binding.id or ""
            for key in map(str.strip, user_keys.get(id, binding.key).split(",")):
                first = seen.setdefault(key_name(key) if len(key) == 1 else key, id)
                if first != id and (first in user_keys or id in user_keys):
                    pairs.append((key, first, id))
    return list(dict.fromkeys(pairs))
