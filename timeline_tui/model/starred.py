r"""Stars as texts, which the user's state keeps: of an event its id, of a quote or a source a text with a line break.

The text of a quote's star is ``EVENT\nWORDS``. Only if an earlier quote of the event has the same words, it is
``EVENT\n\nNUMBER\nSPEAKER\nWORDS``; NUMBER counts the quotes with these words and this speaker, from 1.
"""

from typing import NamedTuple

from timeline_tui.model.timeline import Event, Quote, Source


class Star(NamedTuple):
    """What a star is on: an event, or the quote of an event, or a source. The other fields are empty.

    A quote is known by its words, so that it keeps its star when others are added or moved; the first quote of its
    event with these words has no ``speaker`` and the ``number`` 0. A source is known by its name in queries.
    """

    event: str = ""
    quote: str = ""
    source: str = ""
    speaker: str = ""
    number: int = 0

    @property
    def text(self) -> str:
        """The text that the state keeps. An id has no line break."""
        if self.source:
            return f"\n{self.source}"
        repeated = f"\n{self.number}\n{self.speaker}\n" if self.number else ""
        return f"{self.event}\n{repeated}{self.quote}" if self.quote else self.event


def star_of(text: str) -> Star:
    """The star that the state keeps as ``text``."""
    event, _, rest = text.partition("\n")
    if not event:
        return Star(source=rest)
    if rest.startswith("\n"):
        number, speaker, words = (*rest[1:].split("\n", 2), "", "")[:3]
        if number.isdecimal() and words:
            return Star(event, quote=words, speaker=speaker, number=int(number))
    return Star(event, quote=rest)


def quote_star(event: Event, place: int) -> str:
    """The text of the star of a quote of an event; ``place`` is its index in ``event.quotes``."""
    quote = event.quotes[place]
    equal = [quoted for quoted in event.quotes[:place] if quoted.text == quote.text]
    if not equal:
        return Star(event.id, quote=quote.text).text
    speaker = _line(quote)
    number = 1 + sum(_line(quoted) == speaker for quoted in equal)
    return Star(event.id, quote=quote.text, speaker=speaker, number=number).text


def has_quote(event: Event, star: Star) -> bool:
    """Whether the quote of a star is among the quotes of ``event``."""
    return any(
        quote.text == star.quote and quote_star(event, place) == star.text for place, quote in enumerate(event.quotes)
    )


def _line(quote: Quote) -> str:
    return " ".join(quote.speaker.split())


def source_star(source: Source) -> str:
    """The text of the star of a source."""
    return Star(source=source.name).text
