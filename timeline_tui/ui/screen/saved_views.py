"""Saved views: the reader opens one, saves the filter as one, and renames, deletes and restores own ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from timeline_tui.model.timeline import View
from timeline_tui.query.syntax import QueryError, format_query, parse_query
from timeline_tui.storage.state_content import LONGEST_NAME, is_same_name
from timeline_tui.text.text import clean_line, shorten
from timeline_tui.ui.dialogs import asking
from timeline_tui.ui.keymap import shown_key
from timeline_tui.ui.screen.display import shows
from timeline_tui.ui.screen.filter import Filter
from timeline_tui.ui.screen.host import Host
from timeline_tui.ui.screen.toasts import show_done, warn_unkept
from timeline_tui.ui.textual_fixes.left_once import answer

if TYPE_CHECKING:
    from timeline_tui.ui.dialogs.views_dialog import Owner, ViewRow

_IN_NOTE = 30  # cells of a name in a note of the dialog
_FILES, _DATABASE, _OWN = "a view of the file", "a view of the database", "another of your views"


class SavedViews:
    """The views of the file and the reader's own. An own view cannot have the name of a view of the file."""

    def __init__(self, host: Host, filter: Filter) -> None:
        self._host, self._session, self._filter = host, host.session, filter
        self._deleted: list[tuple[int, View]] = []  # own views, each with its former index among them

    async def choose(self) -> None:
        """Let the reader open a view, and rename, delete and restore own views until then."""
        # 2 ms, and the first screen needs no dialog
        from timeline_tui.ui.dialogs.views_dialog import ViewsDialog

        self._session.state.refresh()
        at = self._current_place()
        note = self._deleted_note
        while True:
            views = self._listed
            first_own = len(views) - len(self._session.state.views)
            dialog = ViewsDialog([self._row(place, view) for place, view in enumerate(views)], at, note)
            chosen = await answer(self._host.app, dialog)
            if chosen is None:
                return
            at, note = chosen, self._deleted_note
            if dialog.command == "open":
                self.open(views[chosen])
                return
            if dialog.command == "delete":
                note = self._delete_view(chosen - first_own)
            elif dialog.command == "rename":
                await self._rename_view(views[chosen])
            elif dialog.command == "save":
                await self.save()
                at = self._current_place()
            elif self._deleted:
                place, note = self._restore_view()
                at = first_own + place

    async def save(self) -> None:
        """Save the filter as a view under a name that the reader types."""
        self._session.state.refresh()
        text = format_query(self._filter.query)
        own_views = {view.name.casefold(): view for view in self._session.state.views}
        name = ""
        while name := await self._free_name(
            "Save this filter as a view", text or "no filter", name, self._names_of_file()
        ):
            name, known = own_views.get(name.casefold(), View(name, text))[:2]
            if known == text or await asking.confirm(
                self._host.app, f"Replace your view “{name}”?", f"{known or 'no filter'} becomes {text or 'no filter'}"
            ):
                self._session.state.save_view(View(name, text))
                self._host.describe()
                show_done(self._host, f"Saved the view {name}", f"{shown_key(self._host.app, 'views')} opens it")
                return

    async def _free_name(self, title: str, hint: str, value: str, taken: Mapping[str, str]) -> str:
        """A name that the reader types; "" if cancelled.

        ``taken`` maps names that cannot be used, with their case folded, to what has them.
        """

        def fault(typed: str) -> str:
            name = clean_line(typed)
            if not name:
                return "A view needs a name"
            if len(name) > LONGEST_NAME:
                return f"This name has {len(name):,} characters; {LONGEST_NAME} is the most"
            owner = taken.get(name.casefold())
            return f"“{name}” is {owner}: type another name" if owner else ""

        return clean_line(await asking.ask(self._host.app, title, hint, value, fault) or "")

    def _names_of_file(self) -> dict[str, str]:
        owner = _DATABASE if self._host.asker else _FILES
        return dict.fromkeys((view.name.casefold() for view in self._session.timeline.views), owner)

    @property
    def _listed(self) -> list[View]:
        """Everything, the views of the file, and the reader's own."""
        return [View("Everything", ""), *self._session.views]

    def _row(self, place: int, view: View) -> ViewRow:
        """The view at a place of the list as it is shown, with the number of events that its query finds."""
        from timeline_tui.ui.dialogs.views_dialog import ViewRow  # as in `choose`

        shared: Owner = "database" if self._host.asker else "file"
        owner: Owner = "" if not place else shared if place <= len(self._session.timeline.views) else "mine"
        try:
            query = parse_query(view.query)
            events = "" if self._host.asker else f"{len(self._host.slice.with_query(query)):,}"
        except QueryError:
            events = "wrong"
        return ViewRow(view.name, view.query, owner, events, shows(view, self._filter.query))

    def _current_place(self) -> int:
        """The place in the list of the view that is on the screen; 0 if there is none."""
        return next((place for place, view in enumerate(self._listed) if shows(view, self._filter.query)), 0)

    def open(self, view: View) -> None:
        """Show the events of a view."""
        try:
            self._filter.narrow(parse_query(view.query))
        except QueryError as error:
            self._host.show_message(f"The query of this view is wrong: {error.message}", "warning")

    @property
    def _deleted_note(self) -> str:
        return f"u restores {shorten(self._deleted[-1][1].name, _IN_NOTE)}" if self._deleted else ""

    def _delete_view(self, place: int) -> str:
        """Delete the own view at this place among own views. Returns a note for the dialog."""
        view = self._session.state.views[place]
        self._deleted.append((place, view))
        self._session.state.delete_view(view.name)
        warn_unkept(self._host, f"Deleted the view {view.name}")
        self._host.describe()
        return self._deleted_note

    def _restore_view(self) -> tuple[int, str]:
        """Restore the view that was deleted last. Returns its place among own views, and a note for the dialog."""
        place, view = self._deleted[-1]
        for taken, own_view in enumerate(self._session.state.views):
            if is_same_name(own_view.name, view.name):
                return taken, f"rename this {shorten(own_view.name, _IN_NOTE)} first"
        self._deleted.pop()
        self._session.state.save_view(view, place)
        warn_unkept(self._host, f"Restored the view {view.name}")
        self._host.describe()
        note = self._deleted_note or f"{shorten(view.name, _IN_NOTE)} is restored"
        return min(place, len(self._session.state.views) - 1), note

    async def _rename_view(self, view: View) -> None:
        others = (own_view.name.casefold() for own_view in self._session.state.views if own_view.name != view.name)
        taken = {**dict.fromkeys(others, _OWN), **self._names_of_file()}
        name = await self._free_name("Rename this view", view.query or "no filter", view.name, taken)
        if name and name != view.name:
            self._session.state.rename_view(view.name, name)
            warn_unkept(self._host, f"Renamed the view {view.name} to {name}")
            self._host.describe()
