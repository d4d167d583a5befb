"""Stars as texts, which the user's state keeps: of an event its id, of a quote or a source a text with a line break."""

from typing import NamedTuple

from timeline_tui.model.timeline import Event, Quote, Source


class Star(NamedTuple):
    """What a star is on: an event, or the quote of an event, or a source. The other fields are empty.

    A quote is known by its words, so that it keeps its star when others are added or moved. A source is known by its
    name in queries.
    """

    event: str = ""
    quote: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """The text that the state keeps. An id has no line break."""
        return f"\n{self.source}" if self.source else f"{self.event}\n{self.quote}" if self.quote else self.event


def star_of(text: str) -> Star:
    """The star that the state keeps as ``text``."""
    event, _, rest = text.partition("\n")
    return Star(event, quote=rest) if event else Star(source=rest)


def quote_star(event: Event, quote: Quote) -> str:
    """The text of the star of a quote."""
    return Star(event.id, quote=quote.text).text


def source_star(source: Source) -> str:
    """The text of the star of a source."""
    return Star(source=source.name).text
