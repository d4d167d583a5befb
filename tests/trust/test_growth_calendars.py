"""The cost of reading iCalendar and Markwhen is linear: three times as much input costs about three times as much.

Costs are the number of lines that are executed, and the peak of memory.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from costs import lines, peak
from tables import each_row

from timeline_tui.formats.icalendar import icalendar
from timeline_tui.formats.markwhen import markwhen

SMALL = 20  # units of an input; the other has three times as many
MORE = 3.4  # times as much as three times the input may cost
FIXED_LINES, FIXED_BYTES = 250, 50_000  # what does not depend on the size of the input


def check_growth(read: Callable[[bytes, str], object], text: Callable[[int], str]) -> None:
    read(text(3).encode(), "f")  # what is imported, compiled and cached once
    for cost, fixed in ((lines, FIXED_LINES), (peak, FIXED_BYTES)):
        small, large = (cost(lambda n=n: read(text(n).encode(), "f")) for n in (SMALL, 3 * SMALL))  # type: ignore[misc]
        assert large <= MORE * small + fixed, (cost.__name__, small, large)


def each(n: int, unit: str) -> str:
    """``unit`` n times, with the number in the place of $."""
    return "".join(unit.replace("$", str(number)) for number in range(n))


def calendar(*parts: str) -> str:
    return "\n".join(("BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""))


def vevent(lines: str) -> str:
    return f"BEGIN:VEVENT\nSUMMARY:T\nDTSTART:20240613\n{lines}END:VEVENT\n"


def zone(lines: str) -> str:
    return f"BEGIN:VTIMEZONE\nTZID:z\n{lines}END:VTIMEZONE"


AT = "BEGIN:VEVENT\nSUMMARY:T\nDTSTART;TZID=z:1$0613T090000\nEND:VEVENT\n"
FIXED = "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0100\nEND:STANDARD\n"
PART = "BEGIN:DAYLIGHT\nDTSTART:2000$T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"


def days(n: int, unit: str) -> str:
    """``unit`` n times, with month and day in the place of $."""
    return "".join(unit.replace("$", f"{1 + number % 12:02}{1 + number // 12:02}") for number in range(n))


def years(n: int) -> str:
    """An event in the zone "z" in each of n years from 1900 on."""
    return "".join(AT.replace("1$", str(1900 + number)) for number in range(n))


CALENDARS: dict[str, Callable[[int], str]] = {
    "offsets of one zone": lambda n: calendar(
        zone("BEGIN:STANDARD\n" + each(n, "TZID:z$\nTZOFFSETTO:+0$00\n") + "END:STANDARD\n"), years(n)
    ),
    "parts of one zone": lambda n: calendar(zone(FIXED + days(n, PART + "END:DAYLIGHT\n")), years(n)),
    "rules of one zone": lambda n: calendar(
        zone(FIXED + days(n, PART + "RRULE:FREQ=YEARLY;UNTIL=20010101T000000Z\nEND:DAYLIGHT\n")), years(n)
    ),
    "dates of one zone": lambda n: calendar(
        zone(FIXED + PART.replace("$", "0101") + days(n, "RDATE:2001$T000000,2002$T000000\n") + "END:DAYLIGHT\n"),
        years(n),
    ),
    "one zone for each event": lambda n: calendar(
        each(n, zone(FIXED).replace("TZID:z", "TZID:z$") + "\n" + AT.replace("=z:1$", "=z$:2024"))
    ),
    "a zone below each event": lambda n: calendar(each(n, AT.replace("1$", "2024") + zone(FIXED) + "\n")),
    "zones that are not known": lambda n: calendar(each(n, AT.replace("=z:1$", "=q$:2024"))),
    "a zone with many parts": lambda n: calendar(AT.replace("=z:1$", f"={'a/' * n}:2024")),
    "zones with many parts": lambda n: calendar(each(n, AT.replace("=z:1$", "=a/b/c/d/e/$/f/g:2024"))),
    "people": lambda n: calendar(vevent(each(n, "ATTENDEE;CN=p$:mailto:x\n"))),
    "topics": lambda n: calendar(vevent(each(n, "CATEGORIES:a$,b$\n"))),
    "topics in one line": lambda n: calendar(vevent("CATEGORIES:" + each(n, "a$,") + "\n")),
    "sources": lambda n: calendar(vevent(each(n, "ATTACH:https://example.org/$\n"))),
    "relations": lambda n: calendar(vevent(each(n, "RELATED-TO:e$\n"))),
    "parameters": lambda n: calendar(vevent("X-A" + each(n, ";p$=v,w") + ":x\n")),
    "parameters without end": lambda n: calendar(vevent("X-A" + each(n, ";p$=v,w") + "\n")),
    "folds": lambda n: calendar(vevent("COMMENT:" + each(n, "a$\n ") + "\n")),
    "components that are passed over": lambda n: calendar(each(n, "BEGIN:X$\nEND:X$\n")),
    "components without end": lambda n: calendar(each(n, "BEGIN:VEVENT\nDTSTART:20240613\nSUMMARY:T\n")),
    "ends": lambda n: calendar(each(n, "END:VEVENT\n")),
    "days with a time": lambda n: calendar(each(n, vevent("").replace(":2024", ";VALUE=DATE:2024T1"))),
}

MARKWHEN: dict[str, Callable[[int], str]] = {
    "groups that stay open": lambda n: each(n, "group g$\n2024: e$\n") + "end\n",
    "groups without a name": lambda n: each(n, "group\n2024: e$\n") + "end\n",
    "groups that stay open, then events": lambda n: each(n, "group g$\n") + "end\n" + each(n, "2024: e$\n"),
    "a long heading": lambda n: f"# {'x' * n * 20}\n" + each(n, "2024: e$\n"),
    "tags of a heading": lambda n: "# h" + each(n, " #t$") + "\n" + each(n, "2024: e$\n"),
    "headings": lambda n: each(n, "# h$\n2024: e$\n"),
    "zones that are not known": lambda n: each(n, "2024-06-13 10:00: e\ntz: q$\n"),
    "lines like dates": lambda n: "2024: e\n\n" + each(n, "1.1.2$: x\n"),
    "a line like a date": lambda n: "2024: e\n\n" + "1 " * n + ": x\n",
    "lines like dates above all events": lambda n: each(n, "1.1.2$: x\n") + "2024: e\n",
    "properties of the header": lambda n: each(n, "key$: x\n") + "2024: e\n",
    "properties of an event": lambda n: "2024: e\n" + each(n, "key$: x\n"),
    "dashes": lambda n: each(n, "2024: e$\n---\nkey: x\n---\n"),
    "dashes without end": lambda n: each(n, "2024: e$\n\n---\n"),
    "events that depend on the one above": lambda n: "2024-06-13: e\n" + each(n, "1 day: e$\n"),
    "events that depend on a far one": lambda n: "2024-06-13: e !a\n" + each(n, "after !a $ days: e$\n"),
    "events that depend on none": lambda n: each(n, "after !a$ 1 day: e$\n"),
    "amounts": lambda n: "2024-06-13: e\n" + "1 day " * n + ": e\n",
    "tags": lambda n: "2024: e" + each(n, " #t$") + "\n",
    "links": lambda n: "2024: e\n\n" + each(n, "[a$](https://example.org/$)\n"),
    "brackets": lambda n: "2024: e " + "[" * n + "](" * n + "\n",
    "text outside of events": lambda n: "# h\n" + each(n, "text $\n") + "2024: e\n",
}


@pytest.mark.slow
@each_row("name", CALENDARS)
def test_reading_a_calendar_is_linear_in_its_size(name: str) -> None:
    check_growth(icalendar.read, CALENDARS[name])


@pytest.mark.slow
@each_row("name", MARKWHEN)
def test_reading_a_markwhen_file_is_linear_in_its_size(name: str) -> None:
    check_growth(markwhen.read, MARKWHEN[name])
