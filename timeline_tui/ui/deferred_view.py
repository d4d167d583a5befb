"""A view of the events that is derived only while it is shown. The timeline is not one."""

from __future__ import annotations

from timeline_tui.ui.event_views import EventsView


class DeferredView(EventsView):
    """A view that derives its content only when it is needed: while it is hidden, a new slice costs nothing.

    A subclass defines ``derive`` and ``post_cursor``, and calls ``invalidate`` when something changed. Its methods call
    ``ensure_derived`` before they read the content.
    """

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.is_shown = False
        self._is_stale = False

    def derive(self) -> None:
        """Derive the content from the slice, and keep the cursor where it was."""
        raise NotImplementedError

    def post_cursor(self) -> None:
        """Post the item under the cursor, if it changed and the view is shown. By default nothing is posted."""

    def invalidate(self) -> None:
        """Something changed: derive the content again, at once if the view is shown, else when it is needed."""
        self._is_stale = True
        if self.is_shown:
            self.ensure_derived()
            self.post_cursor()

    def ensure_derived(self) -> None:
        """Derive the content if something changed since the last time."""
        if self._is_stale:
            self._is_stale = False
            self.derive()

    def on_show(self) -> None:
        """Textual: the view is shown now."""
        self.is_shown = True
        self.ensure_derived()
        self.post_cursor()

    def on_hide(self) -> None:
        """Textual: the view is hidden now."""
        self.is_shown = False
