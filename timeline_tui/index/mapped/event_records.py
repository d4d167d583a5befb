"""Events and sources as JSON arrays: the fields of a model type in their order, with a source given by its number.

The arrays follow the fields of the model, so that a new field of text, or of several texts, needs no change here. They
are arrays rather than objects because there are millions of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from timeline_tui.dates.when import Precision, When, parse, undated
from timeline_tui.model.timeline import (
    Archive,
    Check,
    Citation,
    Entries,
    Event,
    Extract,
    Other,
    Quote,
    Relation,
    Source,
    Timeline,
    Value,
    View,
)

PARTS = ("title", "quote")
"""The search text of an event begins with the text of these query fields, each followed by SEPARATOR."""
SEPARATOR = "\0"
"""A character that cleaned text cannot contain."""

Row = list[Any]
Function = Callable[[Any], Any]

_TEXT = attrgetter("text")


def encoder(kind: type[Any], **functions: Function) -> Callable[[Any], Row]:
    """Returns a function that makes a row of a value of the named tuple ``kind``.

    ``functions`` make JSON of the fields that are not JSON themselves. They are not called for None and ``()``. A row
    ends before the last fields if they have their default values, unless the last one is the line, which is left out of
    digests.
    """
    places = sorted((kind._fields.index(name), function) for name, function in functions.items())
    defaults = [kind._field_defaults.get(name, ...) for name in kind._fields]
    defaults[-1] = ... if kind._fields[-1] == "line" else defaults[-1]

    def encode(value: Any) -> Row:
        row = list(value)
        while row and row[-1] == defaults[len(row) - 1]:
            del row[-1]
        length = len(row)
        for i, function in places:
            if i < length and row[i]:
                row[i] = function(row[i])
        return row

    return encode


def decoder(kind: type[Any], **functions: Function) -> Callable[[Row], Any]:
    """The reverse of `encoder`; fields that are empty tuples by default become tuples without a function."""
    tuples = {name: tuple for name, default in kind._field_defaults.items() if default == ()}
    places = sorted((kind._fields.index(name), function) for name, function in {**tuples, **functions}.items())

    def decode(row: Row) -> Any:
        length = len(row)
        for i, function in places:
            if i >= length:
                break
            if row[i] is not None:
                row[i] = function(row[i])
        return kind(*row)

    return decode


def event_encoder(number: Callable[[Source], int]) -> Callable[[Event], Row]:
    """Returns a function that makes a row of an event; ``number`` returns the number of a source."""
    citation = encoder(Citation, source=number, date=_TEXT, other=_other_row)
    plain = Citation(Source())[1:]

    def short(value: Citation) -> Row | int:  # most citations have a source and nothing else
        return number(value.source) if value[1:] == plain else citation(value)

    return encoder(
        Event,
        date=_date_row,
        quotes=_list(encoder(Quote, source=number, other=_other_row)),
        sources=_list(short),
        related=_list(encoder(Relation, other=_other_row)),
        checked=_list(encoder(Check, on=_TEXT, other=_other_row)),
        other=_other_row,
    )


def event_decoder(source: Callable[[int], Source], files: Mapping[str, str]) -> Callable[[Row], Event]:
    """Returns a function that makes an event of a row.

    ``source`` returns the source with a number, ``files`` has the new name of a file that was renamed.
    """
    citation = decoder(Citation, source=source, date=parse, other=_other_of)

    def long(row: Row | int) -> Citation:
        return Citation(source(row)) if isinstance(row, int) else citation(row)

    return decoder(
        Event,
        date=_date_of,
        quotes=_tuple(decoder(Quote, source=source, other=_other_of)),
        sources=_tuple(long),
        related=_tuple(decoder(Relation, other=_other_of)),
        checked=_tuple(decoder(Check, on=parse, other=_other_of)),
        other=_other_of,
        file=lambda name: files.get(name, name),
    )


def source_decoder(files: Mapping[str, str]) -> Callable[[Row], Source]:
    """Returns a function that makes a source of a row; ``files`` as for `event_decoder`."""
    return decoder(
        Source,
        date=parse,
        accessed=parse,
        archived=_tuple(decoder(Archive, date=parse, other=_other_of)),
        other=_other_of,
        file=lambda name: files.get(name, name),
    )


def head_row(timeline: Timeline) -> Row:
    """A timeline without its events and sources as a row."""
    extract = timeline.extract and timeline.extract._replace(around=())
    return _head_row(timeline._replace(events=(), sources=(), extract=extract))


def _date_row(date: When) -> str | Row:
    """The text of a date; in a list if it is undated, or with what the order of events says about it."""
    if date.place:
        return [date.text, date.is_undated, date.earliest, date.latest, date.precision, date.place, date.rough]
    return [date.text] if date.is_undated else date.text


def _date_of(row: str | Row) -> When:
    if not isinstance(row, list):
        return parse(row)
    if len(row) == 1:
        return undated(*row)
    text, is_undated, earliest, latest, precision, place, rough = row
    date = undated(text) if is_undated else parse(text)
    return date._replace(
        earliest=earliest, latest=latest, precision=Precision(precision), place=tuple(place), rough=rough
    )


def _list(function: Function) -> Function:
    return lambda values: [function(value) for value in values]


def _tuple(function: Function) -> Function:
    return lambda rows: tuple([function(row) for row in rows])


def _other_row(other: Other) -> Row:
    return [[key, _value_row(value)] for key, value in other]


def _other_of(row: Row) -> Other:
    return tuple([(key, _value_of(value)) for key, value in row])


def _value_row(value: Value) -> Any:
    if isinstance(value, Entries):
        return {"pairs": _other_row(value.pairs)}
    return [_value_row(part) for part in value] if isinstance(value, tuple) else value


def _value_of(value: Any) -> Value:
    if isinstance(value, dict):
        return Entries(_other_of(value["pairs"]))
    if isinstance(value, list):
        return tuple([_value_of(part) for part in value])
    assert value is None or isinstance(value, str)
    return value


source_row = encoder(
    Source, date=_TEXT, accessed=_TEXT, archived=_list(encoder(Archive, date=_TEXT, other=_other_row)), other=_other_row
)
"""Makes a row of a source."""

_head_row = encoder(
    Timeline, views=_list(encoder(View, other=_other_row)), extract=encoder(Extract, other=_other_row), other=_other_row
)

timeline_of = decoder(
    Timeline,
    views=_tuple(decoder(View, other=_other_of)),
    aliases=_tuple(tuple),
    extract=decoder(Extract, other=_other_of),
    other=_other_of,
)
"""Makes a timeline without events and sources of the row that `head_row` made."""
