"""Reads cells that contain several names.

Semicolons, bars and line breaks always separate names. Commas, and slashes with spaces around them, separate countries;
other names only if the other cells of the column show it (see `separators`). So “Washington, D.C.” and “Smith, John”
are not split.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from timeline_tui.formats.csv.flat_records import list_of_texts
from timeline_tui.text.text import fold

MAX_CELLS = 2_000
"""The most cells of a column that `separators` reads."""
MAX_LENGTH = 10_000
"""The most characters of a cell that `separators` reads."""

_ALWAYS = re.compile("[;|\n\u3001\uff1b]")  # the last two are the Japanese comma and the wide semicolon
_SLASH = re.compile(r"(?<=\s)/(?=\s)")
_COMMA = re.compile(  # not in 1,000; Korea, South; Virgin Islands, U.S.
    r",(?!(?<=\d,)\d{3}(?!\d)|(?<=korea,) *(?:north|south)\b|(?<=islands,) *(?:british|u\.?s))", re.IGNORECASE
)
# Text after a comma that belongs to the name before the comma.
_TAIL = re.compile(
    r"[^\W\d].* of(?: the)?|the|(?:[^\W\d].* )?rep\.?|fed\. sts\.?|province of .*"
    r"|d\.? ?c\.?|jr\.?|sr\.?|i{2,3}|iv|esq\.?|inc\.?|ltd\.?|llc|l\.l\.c\.|llp|plc"
    r"|co\.?|corp\.?|gmbh|s\.?a\.?|s\.p\.a\.|ph\.?d\.?|m\.?d\.?|m\.p\.|mp|etc\.?",
    re.IGNORECASE,
)
_AND = re.compile(r"\s(?:and|&|\+|und|et|y|e|и|і|та)\s")
_SPACED_COMMA = re.compile(r",\s")
_HALF = 0.5
_TAG_WORDS = 3

NOTHING = frozenset(("", "-", "--", "---", "–", "—", "?", "??", "n/a", "n.a.", "none", "null", "nan", "tbd", "tba"))
"""Texts for “no value”, in lower case."""

_HASHTAG = re.compile(r"#([^\W\d_][\w/-]*)([\s,;]+|$)")
_HASHTAGS = re.compile(rf"(?:{_HASHTAG.pattern})+")


class Separators(NamedTuple):
    """Whether commas and slashes separate names in the cells of a column.

    ``alone`` are folded names without a comma in other cells. A comma between two of them always separates. A comma
    beside a name of ``decisive`` separates, whatever text is on the other side. “And” beside a name of ``people``
    separates.
    """

    comma: bool = False
    slash: bool = False
    alone: frozenset[str] = frozenset()
    decisive: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


COUNTRIES = Separators(comma=True, slash=True)
"""The separators in a column of countries. The few names with a comma end as in “Korea, Republic of”."""


def separators(cells: Sequence[str], listed: Sequence[str] = (), noun: str = "") -> Separators:
    """The separators in a column with these cells. Names that occur in several cells decide.

    A comma separates names if the same names occur before and after commas, or alone: “Japan, Ukraine” and “Ukraine,
    Italy”. Half of the cells with a comma must have such a name, and half of the names that occur more than once must
    be such names. “Smith, John” and “Smith, Jane” have none, and neither have “Paris, France” and “Lyon, France”. A
    comma also separates tags, which are in lower case, and commas without a space after them always separate.

    ``noun`` is “topics” or “people” in a column of these. Then a name that is alone in another cell decides: “Krieg,
    Abzug” is two topics if another cell is “Krieg”. “Smith” decides nothing about “Smith, John”, because it may be a
    family name; for people, the name must have several words, as in “Ana Vidal”.

    ``listed`` are names from cells that are lists. If one of them has a comma, or a name between semicolons, bars or
    line breaks has one, commas belong to the names.
    """
    plain = list(dict.fromkeys(cell[:MAX_LENGTH].strip() for cell in cells[:MAX_CELLS]))
    texts = [text for text in plain if text and list_of_texts(text, 0) is None and "://" not in text]
    names = [*listed, *(name for text in texts if separates_always(text) for name in split(text))]
    if any(map(has_comma, names)):
        return Separators()
    texts = [text for text in texts if not separates_always(text)]
    alone = frozenset(fold(name) for name in (*names, *texts) if "," not in name)
    decisive = (
        () if names else alone if noun == "topics" else (n for n in alone if " " in n) if noun == "people" else ()
    )
    full = (name for name in alone if " " in name) if noun == "people" else ()
    return Separators(
        *(_separates(texts, _by_comma) or _are_tags(texts), not names and _separates(texts, _by_slash)),
        *(alone, frozenset(decisive), frozenset(full)),
    )


def separates_always(cell: str) -> bool:
    """Whether a cell has a semicolon, bar or line break, so that commas belong to the names of its column."""
    return _ALWAYS.search(cell) is not None


def has_comma(cell: str) -> bool:
    """Whether a cell is several names if commas separate them."""
    return len(_by_comma(cell)) > 1


def split(cell: str, known: Separators = Separators()) -> list[str]:  # noqa: B008  # a NamedTuple is immutable
    """The names in a cell, in order, without repetition. A list in JSON or Python is read as such."""
    text = cell.strip()
    listed = list_of_texts(text, 0)
    if listed is not None:
        names = [item for _, item in listed if isinstance(item, str)]
    else:
        names = _outside_brackets(_ALWAYS, text)
        if known.slash:
            names = [part for name in names for part in _by_slash(name)]
        if known.comma or "," in text:
            names = [part for name in names for part in _parts(name, known)]
        if known.people:
            names = [part for name in names for part in _by_and(name, known.people)]
    return [name for name in dict.fromkeys(map(str.strip, names)) if name.casefold() not in NOTHING]


def hashtags(name: str) -> list[str]:
    """The tags in ``#war #peace``; any other name stays as it is."""
    return [tag for tag, _ in _HASHTAG.findall(name)] if _HASHTAGS.fullmatch(name) else [name]


def _by_slash(text: str) -> list[str]:
    return list(filter(None, map(str.strip, _SLASH.split(text))))


def _by_and(name: str, people: frozenset[str]) -> list[str]:
    """The two people in ``Ana Vidal and Bo Day``, if one of them is in ``people``. Both begin with a capital letter."""
    parts = list(map(str.strip, _AND.split(name)))
    are_names = all(part[:1].isupper() or not part[:1].isascii() for part in parts)
    return parts if len(parts) > 1 and are_names and not people.isdisjoint(map(fold, parts)) else [name]


def _outside_brackets(separator: re.Pattern[str], text: str) -> list[str]:
    """``text`` split at a separator, but not in brackets: ``Ana Vidal (Foo; Bar)`` is one name."""
    if "(" not in text:
        return separator.split(text)
    parts, start = [], 0
    for found in re.finditer(rf"\([^()\n]*\)|(?P<mark>{separator.pattern})", text, separator.flags):
        if found["mark"]:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _by_comma(text: str) -> list[str]:
    """The parts between commas; a part such as “Inc.” stays with the name before it."""
    parts: list[str] = []
    for name in map(str.strip, _outside_brackets(_COMMA, text)):
        if parts and _TAIL.fullmatch(name):
            parts[-1] += f", {name}"
        elif name:
            parts.append(name)
    return parts


def _parts(name: str, known: Separators) -> list[str]:
    """The parts of a name between commas, if commas separate these."""
    parts = _by_comma(name)
    folded = [*map(fold, parts)]
    return parts if known.comma or known.alone.issuperset(folded) or known.decisive.intersection(folded) else [name]


def _separates(texts: list[str], parts: Callable[[str], list[str]]) -> bool:
    """Whether the cells are lists of names, given ``parts``, which splits a cell."""
    cells = [list(map(fold, parts(text))) for text in texts]
    lists = [cell for cell in cells if len(cell) > 1]
    heads = {cell[0] for cell in cells if cell}
    tails = {part for cell in lists for part in cell[1:]}
    fluid = heads & tails
    recurring = [part for part, times in Counter(part for cell in cells for part in set(cell)).items() if times > 1]
    cells_with = sum(not fluid.isdisjoint(cell) for cell in lists)
    return bool(fluid) and cells_with >= _HALF * len(lists) and len(fluid) >= _HALF * len(recurring)


def _are_tags(texts: list[str]) -> bool:
    """Whether the parts between commas are words in lower case, or no comma has a space after it."""
    lists = [parts for text in texts if len(parts := _by_comma(text)) > 1]
    tags = sum(all(part[0].islower() and part.count(" ") < _TAG_WORDS for part in parts) for parts in lists)
    tight = any(len(parts) > 2 for parts in lists) and not any(_SPACED_COMMA.search(text) for text in texts)
    return tight or tags >= max(2, _HALF * len(lists))
