"""A timeline as a report: all words of a page, in parts."""

from timeline_tui.dates.when import parse
from timeline_tui.formats.writing.report import report
from timeline_tui.model.narrowing import narrowed
from timeline_tui.model.timeline import Citation, Event, Quote, Relation, Source, Timeline

FIRST, SECOND, THIRD = (Source(title=name) for name in ("First", "Second", "Third"))


def test_sources_are_numbered_as_they_are_mentioned_from_the_top() -> None:
    quoted = Event(
        "quoted",
        parse("2024-06-13"),
        "Quoted",
        quotes=(Quote("Yes", source=SECOND, at="p. 4"),),
        sources=(Citation(THIRD), Citation(FIRST, "¶2", "disputes", "No."), Citation(FIRST, note="Maybe.")),
    )
    early = Event("early", parse("2024-06-12"), "Early", sources=(Citation(THIRD, stance="confirms"),))
    told = report(Timeline(events=(quoted, early)))
    (day_before,), (entry,) = (day.entries for day in told.days)
    assert day_before.remarks == (("Sources", "[1] confirms"),)
    assert entry.disputes == (("Disputed by [2] ¶2", "No."),)
    assert entry.quotes[0].credit == "[3] p. 4"
    assert entry.remarks == (("Sources", "[1]; [2] ¶2, disputes; [2]"), ("[2]", "Maybe."))
    assert [(each.number, each.citation) for each in told.references] == [(1, "Third"), (2, "First"), (3, "Second")]


def test_a_date_is_shown_only_if_it_says_more_than_its_heading() -> None:
    dates = ("2024-06-13", "2024-06-13~", "2024-06-13/2024-06-14", "2024-06-13T15:05Z", "2024-06", "../2023", "2020/..")
    events = tuple(Event(date, parse(date), date) for date in dates)
    told = {
        entry.title.split(" (")[0]: entry.facts for day in report(Timeline(events=events)).days for entry in day.entries
    }
    assert told == {
        "2024-06-13": (),
        "2024-06-13~": (("Date", "about 13 June 2024"),),
        "2024-06-13/2024-06-14": (("Date", "13–14 June 2024"),),
        "2024-06-13T15:05Z": (("Date", "13 June 2024, 15:05 UTC"),),
        "2024-06": (),
        "../2023": (),
        "2020/..": (("Date", "from 2020"),),
    }


def test_coarser_dates_stand_before_the_days_within() -> None:
    events = tuple(Event(date, parse(date), date) for date in ("2024-06-01", "2024", "2024-06", "-0753"))
    assert [day.heading for day in report(Timeline(events=events)).days] == [
        "754 BC",
        "2024",
        "June 2024",
        "Saturday 1 June 2024",
    ]


def test_an_extract_still_names_the_events_that_it_left_out() -> None:
    first = Event("a", parse("2024-06-12"), "Cause")
    second = Event("b", parse("2024-06-13"), "Effect", related=(Relation("a", "answer to"), Relation("gone")))
    extract = narrowed(Timeline(events=(first, second)), (second,), "effect")
    (day,) = report(extract).days
    assert day.entries[0].remarks == (("Related", "Cause (12 June 2024) — answer to"), ("Related", "gone"))


def test_unknown_keys_are_shown_with_the_entry_they_describe() -> None:
    in_place = Citation(SECOND, other=(("archive_url", "x"), ("seen", ())))
    keyed = Citation(Source("k", "Third"), other=(("seen", "y"),))
    event = Event(
        "a",
        parse("2024"),
        "A",
        sources=(Citation(FIRST), in_place, keyed),
        related=(Relation("gone", "cause", (("sure", "no"),)),),
        other=(("mood", "calm"),),
    )
    told = report(Timeline(events=(event,)))
    assert told.days[0].entries[0].remarks == (
        ("Related", "gone — cause (sure: no)"),
        ("mood", "calm"),
        ("Sources", "[1]; [2]; [3]"),
        ("[3] seen", "y"),
    )
    assert [each.remarks for each in told.references] == [(), (("archive_url", "x"), ("seen", "–")), ()]


def test_an_origin_among_the_references_has_their_number() -> None:
    first, second = (Source(key, "Same", "Pub") for key in ("s1", "s2"))
    cited = (second, Source("copy", "Copy", based_on=("s1", "s2", "gone")))
    event = Event("e", parse("2024"), "E", sources=tuple(map(Citation, cited)))
    references = report(Timeline(sources=(first, *cited), events=(event,))).references
    assert ("Based on", "Pub: Same; Pub: Same [1]; gone") in references[1].remarks
