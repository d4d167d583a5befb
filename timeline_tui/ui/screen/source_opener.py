"""Opens a source in another program: its copy, an archive or its address."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline_tui.analysis.targets import Target, event_targets
from timeline_tui.text.text import clean_line
from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.dialogs import asking
from timeline_tui.ui.event_views import EventsView
from timeline_tui.ui.screen.host import Host

if TYPE_CHECKING:  # the first screen does not need it
    from timeline_tui.ui.browser import Address


class SourceOpener:
    """Opens the source under the cursor, or one of the current event."""

    def __init__(self, host: Host) -> None:
        self._host = host

    async def open_here(self) -> None:
        """Open the source under the cursor, or a source of the event. If there are several ways, the reader chooses."""
        event, focused = self._host.event, self._host.focused
        targets: Sequence[Target] = ()
        if isinstance(focused, Detail) and focused.card:
            targets = focused.card.targets
        elif isinstance(focused, EventsView):
            targets = focused.targets
        if not targets and event:
            targets = [target for ways in event_targets(event).values() for target in ways]
        if targets:
            await self.open_one_of(targets)
        elif not event:
            self._host.show_message("No event is in view")
        else:
            self._host.show_message("No source of this event has a web address, an archive or a copy")

    async def open_one_of(self, targets: Sequence[Target]) -> None:
        """Open the only target, or the one that the reader chooses."""
        chosen: int | None = 0
        if len(targets) > 1:
            is_one = len({target.source for target in targets}) == 1
            choices = [_choice(target, is_one) for target in targets]
            chosen = await asking.choose(self._host.app, "Open" if is_one else "Open a source", choices)
        if chosen is not None:
            target = targets[chosen]
            await (self._open_copy(target) if target.kind == "copy" else self._open_address(target))

    async def _open_address(self, target: Target) -> None:
        """Open an address in the browser, or show it if there is no browser.

        Asks first if the address leads to another host than it seems to.
        """
        # 1 ms, and the first screen does not need it
        from timeline_tui.ui import browser

        try:
            address = browser.check(target.place.strip() + target.fragment)
        except browser.Refused as refused:
            self._host.show_message(f"Not opened: {refused}", "warning")
            return
        if self._host.app.is_web:  # a browser would start on the server, not at the reader
            leads = f", which leads to {address.host}" if address.suspicious else ""
            self._host.show_message(f"Not opened from a browser. The address is {address.url}{leads}", "warning")
            return
        if address.suspicious:
            detail = f"It is written as {address.shown_host}. Open it?"
            if not await asking.confirm(self._host.app, f"This address leads to {address.host}", detail):
                return
        self._start(address, f"Opening {address.host}", f"The address is {address.url}")

    async def _open_copy(self, target: Target) -> None:
        """Open a copy in the program that the desktop has for it. Asks first if it is outside of the folder."""
        # 3 ms, and the first screen does not need them
        from timeline_tui.storage.copies import CopyError, to_open
        from timeline_tui.storage.inputs import shown_name
        from timeline_tui.ui import browser

        if self._host.app.is_web:
            self._host.show_message("A copy can be opened from a terminal, but not from a browser", "warning")
            return
        if self._host.slice.is_remote:  # a file of that name here may be any file
            reason = "it is a path on the computer that the events were pushed from"
            self._host.show_message(f"Not opened: {clean_line(target.place)}: {reason}", "warning")
            return
        paths = {shown_name(path): path for path in self._host.session.files}
        try:
            place = to_open(target.place, paths.get(target.file, target.file))
        except CopyError as error:
            self._host.show_message(f"Not opened: {clean_line(target.place)}: {error.message}", "warning")
            return
        path = clean_line(place.path)
        if not place.is_inside:
            question = "This copy is outside of the folder of the timeline"
            if not await asking.confirm(self._host.app, question, f"It is {path}. Open it?"):
                return
        address = browser.file_address(place.path, target.fragment)
        self._start(address, f"Opening {clean_line(os.path.basename(path))}", f"The copy is {path}")

    def _start(self, address: Address, opening: str, instead: str) -> None:
        # 1 ms, and the first screen does not need it
        from timeline_tui.ui import browser

        try:
            browser.open_in_browser(address)
        except browser.NoBrowser:
            self._host.show_message(f"No browser can be started here. {instead}", "warning")
        else:
            self._host.show_message(opening)


def _choice(target: Target, is_one_source: bool) -> tuple[str, str]:
    """The line of a target, and the detail below it. An address alone needs no label."""
    at = target.at if target.fragment.startswith(("#page=", "#t=")) else ""  # the words of a quote are too long
    detail = ", ".join(filter(None, (target.place, at)))
    if is_one_source:
        return target.label, detail
    return target.source.label, detail if target.kind == "address" else f"{target.label}: {detail}"
