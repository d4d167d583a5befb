"""Saved views on the screen: choosing one, saving the filter as one, and renaming and deleting one's own."""

from __future__ import annotations

from collections.abc import Mapping

from textual import work

from timeline_tui.model.timeline import View
from timeline_tui.query.query import Query
from timeline_tui.query.syntax import QueryError, format_query, parse_query
from timeline_tui.storage.session import Session
from timeline_tui.text.text import clean_line
from timeline_tui.ui.screen.filtering import FilteringScreen, is_of
from timeline_tui.ui.textual_fixes.key_queue import answer

_FILES, _OWN = "a view of the file", "another of your views"


class SavedViewsScreen(FilteringScreen):
    """A screen with the file's views and the reader's own. A name that the file uses is not given to an own view."""

    def __init__(self, session: Session, query: Query) -> None:
        """``query`` is what to open on."""
        super().__init__(session, query)
        self._deleted: list[tuple[int, View]] = []  # own views, each with its place among them

    @work
    async def action_views(self) -> None:
        """Choose among everything, the file's views and the reader's own; rename and delete own ones."""
        # 2 ms, and the first screen needs no dialog
        from timeline_tui.ui.dialogs.dialogs import ChooseView

        at = self._current_place()
        note = self._deleted_note
        while True:
            views = [View("Everything", ""), *self.session.views]
            first_own = len(views) - len(self.session.own_views)
            dialog = ChooseView(
                [(view.name, view.query, self._owner(place)) for place, view in enumerate(views)], at, note
            )
            chosen = await answer(self.app, dialog)
            if chosen is None:
                return
            at, note = chosen, self._deleted_note
            if dialog.wish == "open":
                self._open_view(views[chosen])
                return
            if dialog.wish == "delete":
                note = self._delete_view(chosen - first_own)
            elif dialog.wish == "rename":
                await self._rename_view(views[chosen])
            elif self._deleted:
                place, note = self._restore_view()
                at = first_own + place

    @work
    async def action_save_view(self) -> None:
        """Name this filter and keep it beside the user's other state."""
        text = format_query(self._history.now)
        own = {view.name: view.query for view in self.session.own_views}
        name = ""
        while name := await self._free_name("Save this view", text or "everything", name, self._names_of_file()):
            known = own.get(name, text)
            if known == text or await self.confirm(
                f"Replace your view “{name}”?", f"{known or 'everything'} becomes {text or 'everything'}"
            ):
                self.session.save_view(View(name, text))
                self.describe()
                self.say(f"Saved as {name}; v chooses it")
                return

    async def _free_name(self, title: str, hint: str, value: str, taken: Mapping[str, str]) -> str:
        """A name that the reader types; "" for none. ``taken`` are the names that cannot be used, and what has them."""
        while value := clean_line(await self.ask(title, hint, value) or ""):
            if value not in taken:
                break
            hint = f"“{value}” is {taken[value]}: type another name"
        return value

    def _names_of_file(self) -> dict[str, str]:
        return dict.fromkeys((view.name for view in self.session.timeline.views), _FILES)

    def _owner(self, place: int) -> str:
        """Whose view stands at a place of the list, which begins with everything."""
        return "" if not place else "file" if place <= len(self.session.timeline.views) else "mine"

    def _current_place(self) -> int:
        """The place of the view that shows what the screen shows; 0 if none does."""
        places = (place for place, view in enumerate(self.session.views, 1) if is_of(view, self._history.now))
        return next(places, 0)

    def _open_view(self, view: View) -> None:
        try:
            self.narrow(parse_query(view.query))
        except QueryError as error:
            self.say(f"The query of that view is wrong: {error.message}", "warning")

    @property
    def _deleted_note(self) -> str:
        return f"u brings {self._deleted[-1][1].name} back" if self._deleted else ""

    def _delete_view(self, place: int) -> str:
        """Delete the own view at a place among them; what to say of it."""
        view = self.session.own_views[place]
        self._deleted.append((place, view))
        self.session.delete_view(view.name)
        self.describe()
        return self._deleted_note

    def _restore_view(self) -> tuple[int, str]:
        """Bring back the view that was deleted last; its place among the own views, and what to say of it."""
        place, view = self._deleted[-1]
        for taken, own in enumerate(self.session.own_views):
            if own.name == view.name:
                return taken, f"rename this {own.name} first"
        self._deleted.pop()
        self.session.save_view(view, place)
        self.describe()
        return min(place, len(self.session.own_views) - 1), self._deleted_note or f"{view.name} is back"

    async def _rename_view(self, view: View) -> None:
        others = (own.name for own in self.session.own_views if own.name != view.name)
        taken = {**dict.fromkeys(others, _OWN), **self._names_of_file()}
        name = await self._free_name("Rename this view", view.query or "everything", view.name, taken)
        if name and name != view.name:
            self.session.rename_view(view.name, name)
            self.describe()
