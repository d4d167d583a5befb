"""The commands of the palette: one for each action that has a key, each saved view, each facet, and each theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.dom import DOMNode

from timeline_tui.model.timeline import View
from timeline_tui.query.query_fields import FACETS
from timeline_tui.ui import keymap
from timeline_tui.ui.screen.explorer import Explorer


class KeyCommands(Provider):
    """The actions of keys as commands. Each runs on the focused widget, else on the first widget that has the key."""

    def _commands(self) -> Iterator[tuple[Binding, DOMNode]]:
        focused = self.screen.focused
        chain = list(focused.ancestors_with_self) if focused else [self.screen]
        shown = [widget for widget in self.screen.walk_children() if widget.display]
        seen: set[str] = set()
        for binding in keymap.palette_bindings():
            owner = next((node for node in [*chain, *shown] if binding in node.BINDINGS), None)
            if owner is not None and binding.action not in seen:
                seen.add(binding.action)
                yield binding, owner

    async def discover(self) -> Hits:
        """Textual: all commands, in the order of the keymap."""
        for binding, owner in self._commands():
            run = partial(self.app.run_action, binding.action, owner)
            yield DiscoveryHit(Content(binding.description), run, text=binding.description, help=self._help(binding))

    async def search(self, query: str) -> Hits:
        """Textual: the commands whose name or explanation matches, each with a score."""
        matcher = self.matcher(query)
        for binding, owner in self._commands():
            score = max(matcher.match(binding.description), matcher.match(binding.tooltip) * 0.8)
            if score > 0:
                run = partial(self.app.run_action, binding.action, owner)
                name = matcher.highlight(binding.description)
                yield Hit(score, name, run, text=binding.description, help=self._help(binding))

    def _help(self, binding: Binding) -> str:
        assert isinstance(self.app, keymap.KeyedApp)
        keys = self.app.keys_of(binding)
        return f"{keys}  {binding.tooltip}" if binding.tooltip else keys


class NamedCommands(Provider):
    """Saved views, facets and themes by name: ``View: Disputed``, ``Facet: Origins``, ``Theme: nord``.

    Without a search only the views.
    """

    def _views(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        if isinstance(self.screen, Explorer):
            saved = self.screen.late.saved_views
            for view in (View("Everything", ""), *self.screen.session.views):
                yield f"View: {view.name}", view.query or "no filter", partial(saved.open, view)

    def _facets(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        if isinstance(self.screen, Explorer):
            whole = self.screen.slice
            for field in FACETS.values():
                if not field.compared if whole.is_remote else whole.facet(field.name).values:
                    yield f"Facet: {field.title}", "", partial(self.screen.panes.go_to_facet, field.name)

    def _themes(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        for name in sorted(self.app.available_themes):
            yield f"Theme: {name}", "", partial(setattr, self.app, "theme", name)

    async def discover(self) -> Hits:
        """Textual: the saved views."""
        for name, detail, run in self._views():
            yield DiscoveryHit(Content(name), run, text=name, help=detail)

    async def search(self, query: str) -> Hits:
        """Textual: the views, facets and themes whose name matches, each with a score."""
        matcher = self.matcher(query)
        for name, detail, run in (*self._views(), *self._facets(), *self._themes()):
            if (score := matcher.match(name)) > 0:
                yield Hit(score, matcher.highlight(name), run, text=name, help=detail or None)
