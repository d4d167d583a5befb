"""Gives meanings to columns about the evidence, and finds the columns that are about the same sources.

Sources may have their titles, publishers and addresses in several columns. A column about a source, or about the check
of an event, has no other meaning. If several columns have sources, the numbers in the headings show which one it is
about: ``archive_2`` is about ``source_2``.
"""

from __future__ import annotations

import re

from timeline_tui.formats.reading.column_values import HALF, Profile
from timeline_tui.formats.reading.meanings_lookup import evidence, words
from timeline_tui.formats.reading.meanings_taken import Meanings, Taken
from timeline_tui.formats.reading.meanings_words import OF_SOURCE, URL_WORDS, Meaning
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
    """The meanings of the columns, with the steps for sources and other evidence."""

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
        for index, taken in self.taken.items():
            if taken.meaning == "sources":
                sources.setdefault(numbers_in(words(self.names[index])), []).append(index)
        every = [index for indexes in sources.values() for index in indexes]
        for index, taken in list(self.taken.items()):
            if taken.meaning not in OF_SOURCE:
                continue
            partners = every if len(every) == 1 else sources.get(numbers_in(words(self.names[index])), [])
            if not every:
                self._give(index, Taken(None, "sure", "there is no column with its source", taken.is_given))
            elif taken.meaning == "credibility" and not (taken.is_given or self.has_meaning("reliability")):
                why = "without a reliability from A to F, the scale of these values is not known"
                self._give(index, Taken(None, "sure", why))
            elif len(partners) == 1:
                why = f"{taken.why}; its source is in {quoted(self.names[partners[0]])}"
                self._give(index, taken._replace(why=why, partner=partners[0]))
        if self.has_meaning("checked_on") and not self.has_meaning("checked_by"):
            for index in [i for i, sense in self.taken.items() if sense.meaning == "checked_on"]:
                self._give(index, Taken(None, "sure", "there is no column that says who checked the event"))

    def pair_sources(self) -> None:
        """For each column with titles or publishers of sources, find the column with their addresses."""
        links = [i for i, taken in self.taken.items() if taken.meaning == "sources" and self._is_link(i)]
        addressed = frozenset(links)
        by_stem: dict[tuple[str, ...], int] = {}
        by_name: dict[tuple[str, ...], int] = {}  # the links of the cells of “URL” are in “URL link”
        by_number: dict[tuple[str, ...], int] = {}
        for link in sorted(links, key=self.order.__getitem__):
            parts = words(self.names[link])
            by_stem.setdefault(tuple(word for word in parts if word not in URL_WORDS), link)
            by_number.setdefault(numbers_in(parts), link)
            if parts[-1:] and parts[-1] in URL_WORDS:
                by_name.setdefault(parts[:-1], link)
        for index, name in enumerate(self.names):
            known = self.taken.get(index, Taken(None, "likely", ""))
            if index in addressed or known.meaning not in (None, "sources", "source_title", "publisher"):
                continue
            heading_words = words(name)
            partner = by_name.get(heading_words, by_stem.get(heading_words)) if heading_words else None
            if partner is None and known.meaning:
                partner = (
                    by_number.get(numbers_in(heading_words)) if len(links) == 1 or numbers_in(heading_words) else None
                )
            if partner is not None and not (known.is_given and known.meaning is None):
                self._pair(index, known, partner)
            elif known.meaning == "source_title":
                self._as_source(index, known)
        self._pair_with_names()

    def _pair_with_names(self) -> None:
        """Pair publishers without an address, and locators, with the column of the titles of their sources."""
        named = {numbers_in(words(self.names[i])): i for i, taken in self.taken.items() if taken.meaning == "sources"}
        for index, known in list(self.taken.items()):
            if known.partner is not None or known.meaning not in ("publisher", "locator"):
                continue
            numbers = numbers_in(words(self.names[index]))
            partner = named.get(numbers) if len(named) == 1 or numbers else None
            partner = next(iter(named.values())) if partner is None and len(named) == 1 else partner
            if partner is not None:
                why = f"{known.why}; its source is in {quoted(self.names[partner])}"
                self._give(index, known._replace(why=why, partner=partner))
            elif known.meaning == "publisher":
                self._as_source(index, known)
            elif not known.is_given:
                self._give(index, Taken(None, "sure", "there is no column with the sources of these places"))

    def _as_source(self, index: int, known: Taken) -> None:
        """Take titles or publishers of sources for the sources, because no column has the addresses."""
        why = known.why.replace(f" for {in_words(known.meaning)}", " for sources")
        self._give(index, known._replace(meaning="sources", why=f"{why}, here without an address"))

    def _is_link(self, index: int) -> bool:
        facts = self.profiles[index]
        is_named = names_address(self.names[index])
        return facts.addresses >= HALF or (is_named and (facts.addresses > 0 or not facts.filled))

    def _pair(self, index: int, known: Taken, partner: int) -> None:
        meaning: Meaning = "publisher" if known.meaning == "publisher" else "source_title"
        address = f"its address is in {quoted(self.names[partner])}"
        why = f"{known.why}; {address}" if known.why else address
        self._give(index, Taken(meaning, known.confidence, why, known.is_given, partner))


def names_address(heading: str) -> bool:
    """Whether a heading says that its values are addresses: ``source_url``."""
    return not URL_WORDS.isdisjoint(words(heading))


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
