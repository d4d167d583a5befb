"""Differences in words, as in a log of corrections: "date moved from 12 to 13 June 2024"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from timeline_tui.analysis.differences import Difference
from timeline_tui.dates.when import DateError, When, parse, undated
from timeline_tui.model import fields
from timeline_tui.model.wording import quoted
from timeline_tui.text.word_changes import marked, word_changes

_FEW_WORDS = 6
"""The most words of a value that is written out twice, old and new; a longer one is marked word by word."""
_SINGULAR = {
    "countries": "country",
    "topics": "topic",
    "people": "person",
    "organizations": "organization",
    "quotes": "quote",
    "sources": "source",
    "related": "related event",
    "views": "view",
    "aliases": "alias",
}
_NAMES = {"date_note": "note on the date", "checked": "check", "after": "earlier event", "before": "later event"}
_PARTS = {
    "at": "place in",
    "note": "note on",
    "as": "relation to",
    "based_on": "origin of",
    "accessed": "day of access of",
    "archived": "archived page of",
    "sha256": "SHA-256 of",
}
_OF_QUOTES = {"at": "place"}
_KNOWN = {field.name for entry in (fields.EVENT, fields.TIMELINE) for field in entry.fields}
_WORDED = ("title", "summary", "description")
_DATES = {field.name for entry in fields.ENTRIES for field in entry.fields if field.kind == "date"}
_LISTS = {field.name for field in fields.EVENT.fields if field.kind == "lines"}


def sentences(differences: Iterable[Difference]) -> Iterator[str]:
    """The differences in words, one line each. Values that were added to a list are one line, and withdrawn ones."""
    for (field, kind), group in groupby(differences, key=lambda difference: (difference.field, difference.kind)):
        several = list(group)
        if field in _LISTS and len(several) > 1:
            yield f"{field} {kind}: {', '.join(difference.new or difference.old for difference in several)}"
        else:
            yield from map(sentence, several)


def sentence(difference: Difference) -> str:
    """A difference in words."""
    if difference.field == "date" and not difference.entry:
        return _date(difference.old, difference.new)
    if difference.field == "views" and difference.part == "first":
        return f"the first view is “{difference.new}”, not “{difference.old}”"
    if difference.field in ("views", "aliases") and not difference.part:
        return _named(difference)
    if difference.part:
        return f"{_part(difference)}{_how(difference)}"
    name = _name(difference.field)
    if difference.kind == "changed":
        prefix = "wording of the " if difference.field in _WORDED else ""
        return f"{prefix}{name}{_how(difference, words=bool(prefix))}"
    return f"{name} {difference.kind}: {difference.new or difference.old}"


def side_sentence(difference: Difference, first: str, other: str) -> str:
    """A difference between two sides in words: "date: Claimant 12 June 2024; Defendant 13 June 2024".

    It always names both sides, because there may be more than two: "topic, Claimant but not Defendant: loans". Where
    words are marked, the marks are around the names, too: "title, [-Claimant-] {+Defendant+}: [-Four-] {+Five+} sign".
    """
    name = label(difference)
    old, new = (_value(difference, text) for text in (difference.old, difference.new))
    if not difference.old or not difference.new:
        having, missing = (first, other) if difference.old else (other, first)
        return f"{name}, {having} but not {missing}: {old or new}"
    if difference.field != "date" and (
        difference.field in _WORDED or max(len(old.split()), len(new.split())) > _FEW_WORDS
    ):
        return f"{name}, [-{first}-] {{+{other}+}}: {marked(word_changes(difference.old, difference.new))}"
    return f"{name}: {first} {old}; {other} {new}"


def label(difference: Difference) -> str:
    """What differs, in words: "date", "topic", "stance of “Reuters: Accord”"."""
    return _part(difference) if difference.part else _name(difference.field)


def values(difference: Difference) -> tuple[str, str]:
    """The old and the new value: dates in words, all else as it is."""
    is_date = (difference.part or difference.field) in _DATES
    old, new = (_when(text).label if text and is_date else text for text in (difference.old, difference.new))
    return old, new


def _name(field: str) -> str:
    return _NAMES.get(field) or _SINGULAR.get(field) or (field if field in _KNOWN else f"“{field}”")


def _part(difference: Difference) -> str:
    """What of an entry differs: "stance of “Reuters: Accord”", "quote “We are…” by Janet Yellen"."""
    if difference.field == "quotes":
        return (
            f"quote {difference.entry}"
            if difference.part == "text"
            else f"{_OF_QUOTES.get(difference.part, difference.part)} of the quote {difference.entry}"
        )
    if not difference.entry:
        return f"{difference.part} of the {difference.field}"
    entry = f"the view {quoted(difference.entry)}" if difference.field == "views" else quoted(difference.entry)
    return f"{_PARTS.get(difference.part, f'{difference.part} of')} {entry}"


def _how(difference: Difference, *, words: bool = False) -> str:
    """How a value differs, in continuation of its name."""
    if difference.kind == "changed" and difference.part and not difference.old:
        return f" added: {_value(difference, difference.new)}"
    if difference.kind == "changed" and difference.part and not difference.new:
        return f" withdrawn: {_value(difference, difference.old)}"
    if words or difference.part == "text" or max(len(difference.old.split()), len(difference.new.split())) > _FEW_WORDS:
        return f": {marked(word_changes(difference.old, difference.new))}"
    old, new = _without_common_end(_value(difference, difference.old), _value(difference, difference.new))
    return f" changed from {old} to {new}"


def _value(difference: Difference, text: str) -> str:
    """A value as it is shown: a date in words, several words in quotation marks."""
    if (difference.part or difference.field) in _DATES:
        return _when(text).label
    return quoted(text) if " " in text and difference.kind == "changed" and difference.old and difference.new else text


def _named(difference: Difference) -> str:
    """A view or an alias, with its query or its name."""
    noun = f"{_SINGULAR[difference.field]} “{difference.entry}”"
    if difference.kind == "changed":
        return f"{noun} changed from {quoted(difference.old)} to {quoted(difference.new)}"
    return f"{noun} {difference.kind}: {difference.new or difference.old or '“”'}"


def _date(old: str, new: str) -> str:
    before, after = _when(old), _when(new)
    verb = "changed" if before.is_undated or after.is_undated else _verb(before, after)
    from_, to = _without_common_end(before.label, after.label)
    return f"date {verb} from {from_} to {to}"


def _verb(before: When, after: When) -> str:
    if after.earliest > before.latest or after.latest < before.earliest:
        return "moved"
    spans = (before.earliest, before.latest), (after.earliest, after.latest)
    if spans[0] == spans[1]:
        return "changed"
    if after.earliest >= before.earliest and after.latest <= before.latest:
        return "narrowed"
    return "widened" if after.earliest <= before.earliest and after.latest >= before.latest else "changed"


def _when(text: str) -> When:
    try:
        return parse(text)
    except DateError:
        return undated(text)


def _without_common_end(old: str, new: str) -> tuple[str, str]:
    """Two dates without what both end with, in the first: ("12", "13 June 2024"). Other texts are unchanged."""
    before, after = old.split(), new.split()
    if len(before) != 3 or len(after) != 3 or not (before[0] + after[0]).isdigit() or before[2] != after[2]:
        return old, new
    return (before[0] if before[1] == after[1] else " ".join(before[:2])), new
