"""The messages from the query bar to the screen."""

from __future__ import annotations

from textual.message import Message

from timeline_tui.query.query import Query


class Changed(Message):
    """The text is another query now. The screen answers with ``show``, perhaps later."""

    def __init__(self, query: Query) -> None:
        super().__init__()
        self.query = query


class Entered(Message):
    """The reader went to the bar."""


class Done(Message):
    """The reader left the bar with Enter. The text is a query, which was posted before."""


class Cancelled(Message):
    """The reader left the bar with Escape. The screen answers with ``reset``.

    ``unapplied`` is the text of the bar if a part of it was not applied, else "".
    """

    def __init__(self, unapplied: str) -> None:
        super().__init__()
        self.unapplied = unapplied


class Dropped(Message):
    """The reader left the bar, and ``text`` has a fault: the bar shows the query in force instead."""

    def __init__(self, text: str, fault: str) -> None:
        super().__init__()
        self.text, self.fault = text, fault


class Unapplied(Message):
    """A part of the text is not applied, and ``showing`` says what is still shown; "" if all is applied."""

    def __init__(self, showing: str) -> None:
        super().__init__()
        self.showing = showing


class Advised(Message):
    """There is other advice on the query in force, as lines; "" if there is none."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
