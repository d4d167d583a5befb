"""What the values of one column look like: dates, times of day, addresses, numbers, short or long texts.

The values decide the meaning of a column without a known heading. They also exclude some meanings (see `misfit`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from timeline_tui.dates.written_cells import OPEN_END, Cell, cell_reading
from timeline_tui.dates.written_forms import DateReading
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.text.text import clean_line, fold, plural, with_article

MAX_VALUES = 200
"""The most values of a column that are read."""
MAX_SHEET = 20_000
"""The most values of all columns together, but at least MIN_VALUES of each column."""
MIN_VALUES = 8
MAX_LENGTH = 1_000
"""The most characters of a value that are read."""
MOSTLY = 0.8
"""The share of values that decides without a heading."""
HALF = 0.5
"""The share of values below which they contradict a heading."""

_NOTHING = frozenset(("", "-", "–", "—", "n/a", "na", "none", "null", "nan", "?", "unknown", "tbd", "."))
_CLOCK = re.compile(
    r"(?:(?:at|ore|um|kl)\.? )?\d{1,2}(?:(?:[:.h]| h )\d{2}){1,2}(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:z|utc|gmt"
    r"|[+-]\d{2}:?\d{2}|uhr|h|hrs|hours))?|\d{4}\s*(?:h|hrs|hours)|\d{1,2}\s*(?:[ap]\.?m\.?|uhr|h)"
)
FOUR_DIGITS = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
"""A time of day without a colon: 0930."""
_NUMBER = re.compile(r"[+-]?[\d.,' ]*\d%?")
_ADDRESS = re.compile(r"(?:https?://|(?<!\S)www\.[\w-]+\.)\S+", re.IGNORECASE)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]{3}")
_WORDS_AROUND = 60  # characters beside an address that may be the name of the source

_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec mai okt dez marz janv fevr avr juin juil "
    "aout ene abr ago dic gen mag "
    "giu lug set ott fev out янв фев мар апр мая май июн июл авг сен окт ноя дек січ лют бер "
    "кві тра чер лип сер вер жов "
    "лис гру"
)
_MONTH = "|".join(sorted(_MONTHS.split(), key=len, reverse=True))
# c. · before · Friday, · early · c1910 · jan2024; but not smith2020, the key of a reference
_BEFORE = rf"(?:[^\W\d]+(?:\.,? ?|, ?| )|(?:[^\W\d]{{1,2}}|(?:{_MONTH})[^\W\d]{{0,6}})(?=[~\d])){{0,3}}~?"
_DATES = re.compile(
    "|".join(
        (
            rf"{_BEFORE}-?\d{{4,6}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?:[t ,].*|z|[?~%/].*)?",
            rf"{_BEFORE}\d{{1,2}}[-/.] ?\d{{1,2}}[-/.] ?(?:\d{{4}}|\d{{2}})(?:[t ,].*|[?~%].*)?",
            rf"{_BEFORE}\d{{1,2}}[-/.]\d{{4}}",
            rf".*\b(?:{_MONTH})[^\W\d]*\b.*\d.*|.*\d.*\b(?:{_MONTH})[^\W\d]*\b.*",
            rf"{_BEFORE}(?:1\d|20|21)(?:\d\d|\dx|xx)(?: ?s)?[?~%]?(?: ?[-/–] ?.*)?",
            r"[<>] ?\d{4}|\d{4}(?: (?:or|oder|ou) \d{4})",
            r"(?:spring|summer|autumn|fall|winter) (?:of )?'\d\d|(?:[^\W\d]+ ){0,3}'[3-9]0(?:s|er)?",
            r".*\d\s*(?:b\.?c\.?(?:e\.?)?|a\.?d\.?|c\.?e\.?)|(?:ad|bc) ?\d+",
            rf"{_BEFORE}\d{{1,2}}(?:st|nd|rd|th) (?:century|c\.).*|.*\d{{1,2}}(?:st|nd|rd|th) century.*",
            r"q[1-4][ /-]?\d{4}|\d{4}[ /-]?q[1-4]|(?:spring|summer|autumn|fall|winter|early|mid|late)[ -].*\d{4}",
            r"(?:19|20)\d{2}[01]\d[0-3]\d(?:t?\d{4,6}z?)?|1\d{9}(?:\d{3}|\d{6})?(?:\.\d+)?|[1-6]\d{4}",
            r"[^\W\d]{0,3}\d{1,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?.{0,8}|\d{1,2}月\d{1,2}日",
        )
    )
)
_YEARLESS = re.compile(r"\d{1,2}[-/.]\d{1,2}\.?")
_PARTS = re.compile("[;,|\n\u3001\uff1b]")
_SHOWN = 20  # values that are looked at to see whether all are dates
_SENTENCE = 4.0
"""The average number of words of a part of a value from which values are sentences, not names of topics."""
_NEEDS_TEXT = frozenset(
    ("title", "summary", "people", "organizations", "place", "speaker", "quotes", "source_title", "publisher")
)
_SOURCES = frozenset(("sources", "source_title", "publisher", "locator"))
_FLAG_WORDS = "yes no y n true false ja nein j oui non o sí si s sim não да нет д н так ні はい いいえ ✓ ✔ ✗"
_FLAGS = frozenset(_FLAG_WORDS.split())
_SHORT_NUMBER = 5  # characters; a longer number may be the number of a document
_LONGEST_LOCATOR = 30  # characters
_SENTENCES = frozenset(("title", "summary", "quotes"))  # may have an address between their words
_DIGIT = re.compile(r"\d")
_MAYBE_YEAR = re.compile(r"\d{1,4}(?:\.0+)?")
_PLAIN_NUMBER = re.compile(r"\d{5}|\d{10}(?:\d{3}|\d{6})?")


class Profile(NamedTuple):
    """Facts about the values of a column. ``dates`` to ``plain_numbers`` are shares of the filled cells, 0 to 1."""

    values: tuple[str, ...]
    """The first values that are not empty, each on one line."""
    filled: int
    distinct: int
    dates: float
    whole_dates: float
    """Dates without other words, counted in the first values only."""
    yearless: float
    """Days and months in numbers, without a year: 28/06."""
    clocks: float
    addresses: float
    bare_addresses: float
    """Addresses without words around them."""
    numbers: float
    plain_numbers: float
    """Numbers that may be dates: seconds since 1970 or days of a spreadsheet."""
    years: float
    """Numbers of at most four digits, which may be years, or anything else."""
    length: float
    """The average number of characters of a value."""
    spaces: float
    """The average number of spaces in a value. In Japanese and Chinese, letters count instead."""
    words: float
    """The average number of words in a part of a value, between commas and semicolons."""

    @property
    def is_text(self) -> bool:
        """Whether these are words: mostly no dates, times, addresses or numbers."""
        return self.filled > 0 and self.dates + self.clocks + self.addresses + self.numbers < 0.5

    @property
    def is_unique(self) -> bool:
        """Whether most values occur only once."""
        return self.distinct >= MOSTLY * self.filled

    @property
    def is_repeated(self) -> bool:
        """Whether there are few different values, which occur often, as in a facet."""
        return self.is_text and self.filled >= 6 and 1 < self.distinct <= self.filled / 2 and self.length <= 40

    @property
    def has_ends(self) -> bool:
        """Whether a value is a date, or a word such as “ongoing”. In the heading of an e-mail, “To” is not an end."""
        return max(self.dates, self.yearless) > 0 or any(
            isinstance(reading := cell_reading(value), Cell) and reading.reason == OPEN_END for value in self.values
        )

    @property
    def four_digits(self) -> float:
        """The share of values such as 0930, which are times of day if the heading says so."""
        return sum(FOUR_DIGITS.fullmatch(value) is not None for value in self.values) / max(1, self.filled)

    @property
    def is_flags(self) -> bool:
        """Whether all values say yes or no, so that the heading is a question: “Link?”."""
        return self.filled > 0 and all(map(is_flag, self.values))

    @property
    def is_locators(self) -> bool:
        """Whether these may be places in a document: short texts, mostly with a number, such as “p. 12”."""
        numbered = sum(_DIGIT.search(value) is not None for value in self.values)
        return numbered >= HALF * self.filled and self.length <= _LONGEST_LOCATOR and not self.addresses

    def counted(self, share: float, noun: str, nouns: str) -> str:
        """``12 of 14 values are dates``; ``its only value is a date`` or ``is not a date``."""
        if self.filled == 1:
            return f"its only value is {'' if share else 'not '}{with_article(noun)}"
        return f"{round(share * self.filled)} of {plural(self.filled, 'value')} are {nouns}"


def is_flag(text: str) -> bool:
    """Whether ``text`` only says yes or no."""
    return text.casefold() in _FLAGS


def looks_like_date(text: str) -> bool:
    """Whether ``text`` may be a date. This is a quick test with a pattern; some texts that pass are not dates."""
    return len(text) <= 60 and _DIGIT.search(text) is not None and _DATES.fullmatch(fold(text)) is not None


def profile(cells: Sequence[str], columns: int, is_date: Callable[[str], bool]) -> Profile:
    """The profile of a column with these cells, in a table with this number of columns."""
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
        whole_dates=sum(map(is_whole_date, values[:_SHOWN])) / max(1, len(values[:_SHOWN])),
        yearless=share * sum(_YEARLESS.fullmatch(value) is not None for value in folded),
        clocks=share * sum(_CLOCK.fullmatch(value) is not None for value in folded),
        addresses=share * sum(map(is_source_like, values)),
        bare_addresses=share * sum(_is_bare_address(value) for value in values),
        numbers=share * sum(_NUMBER.fullmatch(value) is not None for value in values),
        plain_numbers=share * sum(_PLAIN_NUMBER.fullmatch(value) is not None for value in values),
        years=share * sum(_MAYBE_YEAR.fullmatch(value) is not None for value in values),
        length=share * sum(map(len, values)),
        words=share * sum(len(value.split()) / len(_PARTS.split(value)) for value in values),
        spaces=share * sum(value.count(" ") + len(_UNSPACED.findall(value)) for value in values),
    )


def is_whole_date(text: str) -> bool:
    """Whether a text is only a date. A plain number is not a date."""
    if not looks_like_date(text):
        return False
    reading = cell_reading(text)
    return isinstance(reading, DateReading) or (isinstance(reading, Cell) and reading.value is not None)


def is_source_like(value: str) -> bool:
    """Whether ``value`` is one or more web addresses, each alone or with a few words around it.

    In HTML, the addresses of links count, but not the addresses of pictures.
    """
    if "<" in value and "href" not in value.lower():
        return False
    words, count = _ADDRESS.subn("", value)
    return count > 0 and len(words) <= count * _WORDS_AROUND


def _is_bare_address(value: str) -> bool:
    """Whether ``value`` is one or more web addresses without words."""
    words, count = _ADDRESS.subn("", value)
    return count > 0 and not any(map(str.isalnum, words))


def misfit(facts: Profile, meaning: Meaning) -> str:
    """How the values of a column contradict a meaning; empty if they do not. "never": the meaning is impossible."""
    if not facts.filled:
        return "the column is empty"
    if meaning == "end" and not facts.has_ends:
        return "never"
    if meaning in ("date", "end") and max(facts.dates, facts.yearless) < HALF:
        return facts.counted(facts.dates, "date", "dates")
    if meaning in ("time", "end_time") and facts.clocks + facts.four_digits < HALF:
        return "never" if facts.dates >= HALF else "its values are not times of day"
    if meaning in ("day", "end_day", "latitude", "longitude") and facts.numbers < HALF:
        return "never"
    if meaning in ("month", "end_month") and facts.dates >= HALF:
        return "never"
    if _is_no_text(facts, meaning):
        return "never"
    if meaning == "topics" and facts.words >= _SENTENCE and facts.is_unique and facts.filled >= MIN_VALUES:
        return "its values are sentences, all different"
    if meaning in _NEEDS_TEXT | _SOURCES and facts.whole_dates >= MOSTLY:
        return facts.counted(facts.dates, "date", "dates") if meaning == "title" else "never"
    if meaning == "id" and facts.distinct < facts.filled:
        return "never"
    addresses = facts.bare_addresses if meaning in _SENTENCES else facts.addresses
    if meaning in _NEEDS_TEXT and max(addresses, facts.numbers) >= MOSTLY:
        return "never"
    return ""


def _is_no_text(facts: Profile, meaning: Meaning) -> bool:
    """Whether the values do not fit this meaning: yes or no, numbers (sources), dates (topics), no places (locator)."""
    if meaning == "sources" and facts.numbers >= MOSTLY and facts.length <= _SHORT_NUMBER:
        return True
    if meaning == "topics" and facts.whole_dates > HALF:  # a column “Period” has decades, or the names of periods
        return True
    is_flag = facts.is_flags and meaning in _NEEDS_TEXT | _SOURCES
    return is_flag or (meaning == "locator" and not facts.is_locators)
