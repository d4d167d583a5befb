"""Gives meanings to columns about the evidence: about the source of a row, or about the check of its event.

Such a column has no other meaning. If several columns have sources, the numbers in the headings show which one it is
about: ``archive_2`` is about ``source_2``.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.column_values import HALF, Profile
from timeline_tui.formats.reading.meanings_lookup import evidence, words
from timeline_tui.formats.reading.meanings_taken import Meanings, Taken
from timeline_tui.formats.reading.meanings_words import OF_SOURCE, Meaning
from timeline_tui.formats.reading.understanding import in_words, quoted

RATING = re.compile(r"([A-Fa-f])[ -]?([1-6])?")
"""A reliability, with or without a credibility after it: B, B2."""
SHA256 = re.compile("[0-9A-Fa-f]{64}")
_DAYS: tuple[Meaning, ...] = ("accessed", "checked_on")
_FORMS: dict[Meaning, re.Pattern[str]] = {
    "sha256": SHA256,
    "reliability": RATING,
    "credibility": re.compile("[1-6]"),
    "copy": re.compile(r"(?!\w+://).*[./\\]\S.*"),
}


class EvidenceMeanings(Meanings):
    """The meanings of the columns, with the steps for the evidence."""

    def by_evidence(self, *, without_days: bool = False) -> None:
        """Give these meanings to columns that have no other one, if their values fit.

        With ``without_days``, not the meanings of days: a day of access may be the only date of a table.
        """
        for index, name in enumerate(self.names):
            meaning = evidence(name)
            if meaning is None or index in self.taken or meaning in self.closed or (without_days and meaning in _DAYS):
                continue
            if meaning not in OF_SOURCE and self.has_meaning(meaning):
                self._give(index, Taken(None, "sure", f"another column gives the {in_words(meaning)}"))
            elif not _fits(self.profiles[index], meaning):
                if self.profiles[index].filled:
                    self._give(index, Taken(None, "sure", f"its values do not fit “{in_words(meaning)}”"))
            else:
                phrase = " ".join(words(name))
                reason = "the heading says" if phrase == in_words(meaning) else f"“{phrase}” is another word for"
                self._give(index, Taken(meaning, "sure", f"{reason} {in_words(meaning)}"))

    def pair_evidence(self) -> None:
        """For each column about a source, find the column with that source. Without one, it has no meaning.

        If several columns have sources, and none of them has the same number, each row shows which source is meant.
        """
        sources: dict[tuple[str, ...], list[int]] = {}
        for index, known in self.taken.items():
            if known.meaning == "sources":
                sources.setdefault(numbers_in(words(self.names[index])), []).append(index)
        every = [index for indexes in sources.values() for index in indexes]
        for index, known in list(self.taken.items()):
            if known.meaning not in OF_SOURCE:
                continue
            partners = every if len(every) == 1 else sources.get(numbers_in(words(self.names[index])), [])
            if not every:
                self._give(index, Taken(None, "sure", "there is no column with its source", known.is_given))
            elif known.meaning == "credibility" and not (known.is_given or self.has_meaning("reliability")):
                why = "without a reliability from A to F, the scale of these values is not known"
                self._give(index, Taken(None, "sure", why))
            elif len(partners) == 1:
                why = f"{known.why}; its source is in {quoted(self.names[partners[0]])}"
                self._give(index, known._replace(why=why, partner=partners[0]))
        if self.has_meaning("checked_on") and not self.has_meaning("checked_by"):
            for index in [i for i, sense in self.taken.items() if sense.meaning == "checked_on"]:
                self._give(index, Taken(None, "sure", "there is no column that says who checked the event"))


def numbers_in(name: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers among the words of a heading, which belong together: ``source_2`` and ``archive_2``."""
    return tuple(word for word in name if word.isdecimal())


def _fits(facts: Profile, meaning: Meaning) -> bool:
    """Whether half of the values of a column may have the meaning."""
    if meaning == "archived":
        return facts.addresses >= HALF
    if meaning in _DAYS:
        return facts.dates >= HALF
    if facts.is_flags or not facts.filled:
        return False
    if meaning in _FORMS:
        form = _FORMS[meaning]
        return sum(form.fullmatch(value) is not None for value in facts.values) >= HALF * facts.filled
    return facts.is_text
