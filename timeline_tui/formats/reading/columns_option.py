"""The option ``--columns``, which gives meanings to columns: ``date=Event Date, title=What, sources=Link``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import islice

from timeline_tui.formats.reading.key_meanings import key_meaning
from timeline_tui.formats.reading.meanings_lookup import MAX_HEADING, evidence, words
from timeline_tui.formats.reading.meanings_words import FIELDS, SEVERAL, Meaning
from timeline_tui.text.spelling import did_you_mean, nearest
from timeline_tui.text.text import clean_line

OTHER = "other"
"""The word for “no meaning”: ``other=Date updated``."""

_PAIR = re.compile(r'\s*([^=,"]*?)\s*=\s*(?:"((?:[^"]|"")*)"\s*|([^,"][^,]*|))(,|$)')
_MEANINGS: dict[str, Meaning] = {"_".join(words(meaning)): meaning for meaning in FIELDS}
_COMPARED = 1_000  # the most headings that a wrong name is compared with


class ColumnsError(ValueError):
    """The option is wrong, or does not fit the columns of a file. The message is one line."""


def parse_columns(text: str) -> dict[str, Meaning | None]:
    """Parse the option: a meaning for each heading, or for ``#3``, the third column; None for ``other``.

    A heading with a comma or an equals sign must be in double quotes; a quote inside is written twice. Several columns
    may have the same meaning: ``sources=Link 1, sources=Link 2``. Raises ColumnsError.
    """
    meanings: dict[str, Meaning | None] = {}
    at = 0
    while at < len(text) or not meanings:
        pair = _PAIR.match(text, at)
        if not pair:
            raise ColumnsError(f"write meaning=heading, as in date=Event Date, not {_shown(text[at:])}")
        name, quoted, plain, comma = pair.groups()
        heading = clean_line(plain if quoted is None else quoted.replace('""', '"'))
        if not heading:
            raise ColumnsError(f"there is no heading after “{clean_line(name)}=”")
        meaning = _meaning(name)
        if meanings.get(heading, meaning) != meaning:
            raise ColumnsError(
                f"{_shown(heading)} is given two meanings: {meanings[heading] or OTHER} and {meaning or OTHER}"
            )
        meanings[heading] = meaning
        at = pair.end()
        if not comma:
            break
    return meanings


def format_columns(headings: Sequence[str], given: Mapping[int, Meaning | None]) -> str:
    """The option that gives these meanings to columns, by index: `parse_columns` and `chosen` return them again.

    A column without a heading of its own is left out if another one is called ``#`` and its number.
    """
    cleaned = [clean_line(heading[:MAX_HEADING]) for heading in headings]
    pairs = []
    for index, meaning in sorted(given.items()):
        heading = cleaned[index]
        is_found = heading and cleaned.index(heading) == index  # `chosen` finds the first column with a heading
        name = heading.replace('"', '""') if is_found else f"#{index + 1}"
        if is_found or name not in cleaned:
            pairs.append(f'{meaning or OTHER}="{name}"')
    return ", ".join(pairs)


def chosen(headings: Sequence[str], given: Mapping[str, Meaning | None]) -> dict[int, Meaning | None]:
    """The meanings in ``given`` by the index of the column. Raises ColumnsError if there is no such column."""
    meanings: dict[int, Meaning | None] = {}
    columns: dict[Meaning, int] = {}
    cleaned = [clean_line(heading[:MAX_HEADING]) for heading in headings] if given else []
    for name, meaning in given.items():
        index = _index(cleaned, name)
        if meanings.get(index, meaning) != meaning:
            both = f"{meanings[index] or OTHER} and {meaning or OTHER}"
            raise ColumnsError(f"column {index + 1} is given two meanings: {both}")
        if meaning and meaning not in SEVERAL and columns.setdefault(meaning, index) != index:
            other = cleaned[columns[meaning]] or f"#{columns[meaning] + 1}"
            raise ColumnsError(f"{_shown(other)} and {_shown(name)} cannot both be {meaning}")
        meanings[index] = meaning
    return meanings


def _index(headings: list[str], name: str) -> int:
    """The index of the column with this heading, of ``#3``, or of the only heading with the same words."""
    name = clean_line(name[:MAX_HEADING])
    if name in headings:
        return headings.index(name)
    number = name[1:]
    if name[:1] == "#" and number.isascii() and number.isdecimal() and 0 < len(number) < 7:
        if 1 <= int(number) <= len(headings):
            return int(number) - 1
        raise ColumnsError(f"there is no column {name}; the table has {len(headings):,}")
    alike = [n for n, heading in enumerate(headings) if words(heading) == words(name)] if words(name) else []
    if len(alike) == 1:
        return alike[0]
    near = nearest(name, islice(filter(None, headings), _COMPARED))
    first_headings = ", ".join(_shown(heading) for heading in islice(filter(None, headings), 6))
    hint = did_you_mean(
        near and _shown(near), f"the headings are {first_headings}" if first_headings else "no column has a heading"
    )
    raise ColumnsError(f"no column is called {_shown(name)}; {hint}")


def _meaning(name: str) -> Meaning | None:
    plain = "_".join(words(name))
    if plain == OTHER:
        return None
    if plain in _MEANINGS:
        return _MEANINGS[plain]
    meaning = key_meaning(name) or evidence(name)
    if meaning:
        return meaning
    near = nearest(plain[:MAX_HEADING], (*FIELDS, OTHER)) if plain else None
    hint = did_you_mean(near, f"a column can be {', '.join(FIELDS)} or {OTHER}")
    raise ColumnsError(f"{_shown(name)} is not a meaning of a column; {hint}")


def _shown(text: str) -> str:
    line = clean_line(text[:MAX_HEADING])
    return f"“{line if len(line) <= 60 else line[:59] + '…'}”"
