"""The helpers of the explorer that open dialogs or other programs. Each is imported when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from timeline_tui.ui.screen.filter import Filter
from timeline_tui.ui.screen.follower import Follower
from timeline_tui.ui.screen.host import Host

if TYPE_CHECKING:
    from timeline_tui.ui.screen.column_choice import ColumnChoice
    from timeline_tui.ui.screen.editing import Editing
    from timeline_tui.ui.screen.exports import Exports
    from timeline_tui.ui.screen.saved_views import SavedViews
    from timeline_tui.ui.screen.source_opener import SourceOpener


class LateHelpers:
    """They are not imported before the first screen, which needs none of them."""

    def __init__(self, host: Host, filter: Filter, follower: Follower, editor: str) -> None:
        """``editor`` is the command of the editor in the config."""
        self._host, self._filter, self._follower, self._editor = host, filter, follower, editor

    @cached_property
    def saved_views(self) -> SavedViews:
        """Opens, saves, renames and deletes views."""
        from timeline_tui.ui.screen.saved_views import SavedViews  # see the class

        return SavedViews(self._host, self._filter)

    @cached_property
    def source_opener(self) -> SourceOpener:
        """Opens sources in other programs."""
        from timeline_tui.ui.screen.source_opener import SourceOpener  # see the class

        return SourceOpener(self._host)

    @cached_property
    def editing(self) -> Editing:
        """Opens the editor."""
        from timeline_tui.ui.screen.editing import Editing  # see the class

        return Editing(self._host, self._editor, self._follower.reload)

    @cached_property
    def column_choice(self) -> ColumnChoice:
        """Asks what the columns of files mean."""
        from timeline_tui.ui.screen.column_choice import ColumnChoice  # see the class

        return ColumnChoice(self._host, self._follower)

    def ask_needed(self) -> None:
        """Ask what the columns of files mean that need an answer."""
        if self._host.session.foreign:
            self.column_choice.ask_soon()

    def column_news(self) -> str:
        """What to say about columns after the files were read; see `ColumnChoice.news`."""
        return self.column_choice.news() if self._host.session.foreign else ""

    def follow_columns(self) -> None:
        """After the files were read again: show the columns of the changed file in the open dialog."""
        self.column_choice.follow_soon()

    @cached_property
    def exports(self) -> Exports:
        """Exports what is shown."""
        from timeline_tui.ui.screen.exports import Exports  # see the class

        return Exports(self._host)
