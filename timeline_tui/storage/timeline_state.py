"""What the user keeps for one timeline: stars, saved views, the last visit; and the settings, which all share."""

from __future__ import annotations

from timeline_tui.model.timeline import View
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import Visit


class TimelineState:
    """The part of ``state`` under the ``key`` of a timeline. `State` says how changes are saved."""

    def __init__(self, state: State, key: str) -> None:
        self._state = state
        self._key = key

    @property
    def stars(self) -> frozenset[str]:
        """The user's stars, as in `model/starred.py`."""
        return self._state.stars(self._key)

    @property
    def views(self) -> tuple[View, ...]:
        """The views saved by the user."""
        return self._state.views(self._key)

    @property
    def why_unkept(self) -> str:
        """Why the last change of stars and views lasts for this session only; "" if it is on the disk."""
        return self._state.why_unkept(self._key)

    def set_star(self, star: str, on: bool) -> None:
        """Set a star or remove it."""
        self._state.set_star(self._key, star, on)

    def save_view(self, view: View, place: int | None = None) -> None:
        """Save a view of the user, replacing one of the same name; see `State.save_view`."""
        self._state.save_view(self._key, view, place)

    def rename_view(self, old: str, new: str) -> None:
        """Rename a view of the user. No other view of the user may have the new name, in upper or lower case."""
        self._state.rename_view(self._key, old, new)

    def delete_view(self, name: str) -> None:
        """Delete a view of the user."""
        self._state.delete_view(self._key, name)

    def set_visit(self, visit: Visit) -> None:
        """Keep where the user is. Any thread may call it."""
        self._state.set_visit(self._key, visit)

    def setting(self, name: str) -> str:
        """The value of a setting of the user that the program keeps; empty if it was never set."""
        return self._state.setting(name)

    def set_settings(self, **values: str) -> None:
        """Keep settings of the user."""
        self._state.set_settings(**values)

    def refresh(self) -> None:
        """Read the stars and views again: another session may have changed them."""
        self._state.refresh()
