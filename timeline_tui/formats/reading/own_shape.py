"""Whether events are in our own format, by their keys alone."""

from collections.abc import Collection

from timeline_tui.formats.reading.meanings_lookup import ORDER, senses, suggestion
from timeline_tui.formats.reading.meanings_words import PARTS_OF_DATES
from timeline_tui.model.fields import EVENT


def is_own(keys: Collection[str]) -> bool:
    """Whether events with these keys (or a table with these headings) are in our own format.

    They are if they have ``title`` and ``date`` (or ``after`` or ``before``), and no unknown key means a field that is
    missing:

    - ``date, title, casualties``: ours, with an unknown key.
    - ``date, title, tags``: another format, because ``tags`` means ``topics``.
    - ``date, title, topics, tags``: ours, because ``topics`` is there too.
    - ``date, title, end``: another format, because in ours the end is a part of ``date``.
    """
    known = set(keys)
    is_placed = not known.isdisjoint(("date", *ORDER))
    return "title" in known and is_placed and not any(_is_foreign(key, known) for key in known - EVENT.by_name.keys())


def _is_foreign(key: str, known: set[str]) -> bool:
    """Whether an unknown key means a part of a date, or a field that is not in ``known``."""
    field = suggestion(key, "event")
    return field is not None and (field not in known or senses(key)[0].meaning in PARTS_OF_DATES)
