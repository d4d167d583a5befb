"""Columns of other shapes whose heading or separator misleads."""

from __future__ import annotations

from tables import each_row

from timeline_tui import formats


@each_row(
    ("text", "dates", "title", "other"),
    [
        ("Date|Event|Place\n2024-06-13|Talks, at last|Rome\n", ["2024-06-13"], "Talks, at last", {}),
        ("From,To,Subject,Date\nAna,Bob,Budget,2024-06-13\n", ["2024-06-13"], "Budget", {"From": "Ana", "To": "Bob"}),
        ("From,To,Event\n2024-06-13,ongoing,Talks\n", ["2024-06-13/.."], "Talks", {}),
        ("Date,Start,End,Event\n2024-06-13,09:00,10:00,Talks\n", ["2024-06-13T09:00/2024-06-13T10:00"], "Talks", {}),
        (
            "Date,Start,End,Event\n2024-06-13,09:00,10:00,Talks\n2024-06-14,11:00,,Rest\n2024-06-15,,,End\n",
            ["2024-06-13T09:00/2024-06-13T10:00", "2024-06-14T11:00", "2024-06-15"],
            "Talks",
            {},
        ),
    ],
)
def test_columns_that_mislead(text: str, dates: list[str], title: str, other: dict[str, str]) -> None:
    events = formats.read(text.encode(), "f.csv").timeline.events
    assert [event.date.text for event in events] == dates
    assert (events[0].title, dict(events[0].other)) == (title, other)


def test_the_title_of_a_line_of_a_log_is_its_message() -> None:
    text = '{"ts": "2024-06-13T10:00:00Z", "level": "info", "msg": "Login failed", "user": "bob"}\n'
    (event,) = formats.read(text.encode(), "f.jsonl").timeline.events
    assert (event.title, event.people) == ("Login failed", ("bob",))
