"""The actions of keys that helpers of the explorer do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Protocol

from timeline_tui.ui.screen.event_actions import EventActions
from timeline_tui.ui.screen.filter import HOW_TO_COMPARE, Filter
from timeline_tui.ui.screen.follower import Follower
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.screen.late_helpers import LateHelpers
from timeline_tui.ui.screen.navigation import Navigation
from timeline_tui.ui.screen.panes import Panes
from timeline_tui.ui.screen.problem_list import ProblemList


class Helped(Host, Protocol):
    """The explorer with its helpers."""

    panes: Panes
    filter: Filter
    navigation: Navigation
    event_actions: EventActions
    follower: Follower
    problem_list: ProblemList
    late: LateHelpers


def actions(screen: Helped) -> dict[str, Callable[..., object]]:
    """The names of actions in the keymap, each with the function that it calls."""
    return {
        "pane": screen.panes.go_on,
        "facet": screen.panes.go_to_facet,
        "query": screen.panes.go_to_query,
        "histogram": screen.panes.go_to_histogram,
        "zoom": screen.panes.zoom,
        "match": screen.navigation.go_to_match,
        "view": screen.navigation.show_view,
        "sort": screen.navigation.sort,
        "back": screen.navigation.go_back,
        "undo": screen.filter.undo,
        "redo": screen.navigation.redo,
        "compare": screen.filter.compare,
        "lanes": partial(_toggle_lanes, screen),
        "star": screen.event_actions.toggle_star,
        "copy": screen.event_actions.copy,
        "come_back": screen.event_actions.come_back,
        "reload": screen.follower.reload,
        "versions": screen.follower.compare,
        "problems": screen.problem_list.show,
        **{name: partial(_start, screen, action) for name, action in _waiting_actions(screen).items()},
    }


def _waiting_actions(screen: Helped) -> dict[str, Callable[[], Coroutine[None, None, None]]]:
    """Actions that wait for the answers of dialogs."""
    late = screen.late
    return {
        "views": lambda: late.saved_views.choose(),
        "save_view": lambda: late.saved_views.save(),
        "open_source": lambda: late.source_opener.open_here(),
        "copy_as": screen.event_actions.copy_as,
        "follow": screen.event_actions.follow,
        "order": screen.filter.choose_order,
        "edit": lambda: late.editing.open_here(),
        "columns": lambda: late.column_choice.choose(),
        "export": lambda: late.exports.choose(),
    }


def _toggle_lanes(screen: Helped) -> None:
    if screen.panes.toggle_lanes():
        screen.navigation.show_view("timeline")
    else:
        screen.show_message(HOW_TO_COMPARE)


def _start(screen: Helped, action: Callable[[], Coroutine[None, None, None]]) -> None:
    """Start an action of `_waiting_actions`."""
    screen.run_worker(action())
