"""The history of the filter: what typing, Escape, undo and redo do to the query."""

from types import SimpleNamespace
from typing import Any

from tables import each_row

from timeline_tui.query.query import Query
from timeline_tui.query.syntax import format_query, parse_query
from timeline_tui.ui.screen.filter import Filter


class Host:
    """A screen that shows each slice at once. A slice is its query here."""

    def __init__(self) -> None:
        self.newest = SimpleNamespace(with_query=lambda query: SimpleNamespace(query=query))
        self.shown: list[Query] = []

    def show_slice(self, slice: Any) -> None:
        self.shown.append(slice.query)


def do(filter: Filter, step: str) -> None:
    verb, _, text = step.partition(" ")
    if verb == "show":
        filter.narrow(parse_query(text))
    elif verb == "type":
        filter.type(parse_query(text))
    elif verb == "fail":  # a typed query of a database that is not answered
        filter.unanswered()
    else:
        {
            "enter": filter.begin_typing,
            "esc": lambda: filter.cancel_typing(""),
            "undo": filter.undo,
            "redo": filter.redo,
        }[verb]()


@each_row(
    ("steps", "query"),
    [
        ("show a, enter, type b, type c, esc", "a"),
        ("show a, enter, type b, type c, esc, redo", "c"),
        ("show a, enter, type b, type c, enter, undo", "a"),
        ("show a, show b, enter, type c, undo, esc", "b"),  # undo from the palette, with the focus in the bar
        ("enter, type a, undo, esc", ""),
        ("enter, type a, fail, esc", ""),
        ("show a, show b, enter, type c, fail, esc", "b"),
        ("show a, enter, type b, type a, esc, undo", ""),  # what was typed and deleted is no step
        ("show a, enter, type b, type a, enter, undo", ""),
        ("show a, undo, enter, type b, type , esc, redo", "a"),
        ("show a, enter, type b, show c, esc", "c"),  # a facet that was clicked ends the visit
    ],
)
def test_escape_undo_and_redo(steps: str, query: str) -> None:
    host = Host()
    filter = Filter(host, Query())  # type: ignore[arg-type]  # only these parts of a host are used
    all_steps = steps.split(", ")
    for step, following in zip(all_steps, [*all_steps[1:], ""], strict=True):
        do(filter, step)
        if "fail" not in (step, following):
            filter.answered(filter.query)
    assert format_query(filter.query) == query
