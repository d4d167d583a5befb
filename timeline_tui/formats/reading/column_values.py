"""What the values of one column look like: dates, times of day, addresses, numbers, short or long texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from timeline_tui.text.text import clean_line, fold

MAX_VALUES = 200
"""Values of a column that are looked at."""
MAX_SHEET = 20_000
"""Values of a whole sheet that are looked at, however many columns it has; each column gives at least MIN_VALUES."""
MIN_VALUES = 8
MAX_LENGTH = 1_000
"""Characters of a value that are looked at."""

_NOTHING = frozenset(("", "-", "–", "—", "n/a", "na", "none", "null", "nan", "?", "unknown", "tbd", "."))
_CLOCK = re.compile(
    r"\d{1,2}(?:[:.h]\d{2}){1,2}(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:z|utc|gmt"
    r"|[+-]\d{2}:?\d{2}))?|\d{1,2}\s*[ap]\.?m\.?"
)
_NUMBER = re.compile(r"[+-]?[\d.,' ]*\d%?")
_ADDRESS = re.compile(r"https?://\S", re.IGNORECASE)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]{3}")
_WORDS_AROUND = 60  # characters beside an address that still name it

_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec mai okt dez marz janv fevr avr juin juil "
    "aout ene abr ago dic gen mag "
    "giu lug set ott fev out янв фев мар апр мая май июн июл авг сен окт ноя дек січ лют бер "
    "кві тра чер лип сер вер жов "
    "лис гру"
)
_MONTH = "|".join(sorted(_MONTHS.split(), key=len, reverse=True))
_BEFORE = r"(?:[^\W\d]+(?:\.,? ?|, ?| |(?=[~\d]))){0,3}~?"  # c. · before · Friday, · early
_DATES = re.compile(
    "|".join(
        (
            rf"{_BEFORE}-?\d{{4,6}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?:[t ,].*|z|[?~%/].*)?",
            rf"{_BEFORE}\d{{1,2}}[-/.] ?\d{{1,2}}[-/.] ?(?:\d{{4}}|\d{{2}})(?:[t ,].*|[?~%].*)?",
            rf"{_BEFORE}\d{{1,2}}[-/.]\d{{4}}",
            rf".*\b(?:{_MONTH})[^\W\d]*\b.*\d.*|.*\d.*\b(?:{_MONTH})[^\W\d]*\b.*",
            rf"{_BEFORE}(?:1\d|20|21)(?:\d\d|\dx|xx)(?: ?s)?[?~%]?(?: ?[-/–] ?.*)?",
            r".*\d\s*(?:b\.?c\.?(?:e\.?)?|a\.?d\.?|c\.?e\.?)|(?:ad|bc) ?\d+",
            rf"{_BEFORE}\d{{1,2}}(?:st|nd|rd|th) (?:century|c\.).*|.*\d{{1,2}}(?:st|nd|rd|th) century.*",
            r"q[1-4][ /-]?\d{4}|\d{4}[ /-]?q[1-4]|(?:spring|summer|autumn|fall|winter|early|mid|late)[ -].*\d{4}",
            r"(?:19|20)\d{2}[01]\d[0-3]\d(?:t?\d{4,6}z?)?|1\d{9}(?:\d{3}|\d{6})?(?:\.\d+)?|[1-6]\d{4}",
            r"[^\W\d]{0,3}\d{1,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?.{0,8}|\d{1,2}月\d{1,2}日",
        )
    )
)
_DIGIT = re.compile(r"\d")
_PLAIN_NUMBER = re.compile(r"\d{5}|\d{10}(?:\d{3}|\d{6})?")


class Profile(NamedTuple):
    """What was found in the values of a column. Shares are of the filled cells, 0 if there are none."""

    values: tuple[str, ...]
    """The first values that are not empty, on one line each."""
    filled: int
    distinct: int
    dates: float
    clocks: float
    addresses: float
    numbers: float
    plain_numbers: float
    """Numbers that could be an epoch or a day of a spreadsheet, and anything else as well."""
    length: float
    """Characters of a value, on average."""
    spaces: float
    """Spaces between words in a value, on average; Japanese and Chinese, which have none, count by their letters."""

    @property
    def is_text(self) -> bool:
        """Whether these are words: mostly no dates, times, addresses or numbers."""
        return self.filled > 0 and self.dates + self.clocks + self.addresses + self.numbers < 0.5


def looks_like_date(text: str) -> bool:
    """Whether ``text`` may be a date as people write one. Cheap and generous: it reads nothing."""
    return len(text) <= 60 and _DIGIT.search(text) is not None and _DATES.fullmatch(fold(text)) is not None


def profile(cells: Sequence[str], columns: int, is_date: Callable[[str], bool]) -> Profile:
    """The profile of one of ``columns`` columns."""
    limit = min(MAX_VALUES, max(MIN_VALUES, MAX_SHEET // max(1, columns)))
    values = []
    for cell in cells[: 4 * limit]:
        value = clean_line(cell[:MAX_LENGTH])
        if value.casefold() not in _NOTHING:
            values.append(value)
            if len(values) == limit:
                break
    filled = len(values)
    share = 1 / filled if filled else 0.0
    folded = [fold(value) for value in values]
    return Profile(
        tuple(values),
        filled,
        len(set(folded)),
        dates=share * sum(map(is_date, values)),
        clocks=share * sum(_CLOCK.fullmatch(value) is not None for value in folded),
        addresses=share * sum(map(is_source_like, values)),
        numbers=share * sum(_NUMBER.fullmatch(value) is not None for value in values),
        plain_numbers=share * sum(_PLAIN_NUMBER.fullmatch(value) is not None for value in values),
        length=share * sum(map(len, values)),
        spaces=share * sum(value.count(" ") + len(_UNSPACED.findall(value)) for value in values),
    )


def is_source_like(value: str) -> bool:
    """Whether ``value`` is an address, alone or with a few words that name it."""
    found = _ADDRESS.search(value)
    return found is not None and found.start() <= _WORDS_AROUND
