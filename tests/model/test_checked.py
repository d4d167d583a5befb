"""Checks of events: the hash changes with what the event says, and with nothing else."""

import strategies
from hypothesis import given
from tables import each_row

from timeline_tui import formats
from timeline_tui.model.checked import check_texts, fingerprint, is_checked, outdated
from timeline_tui.model.timeline import Check, Event

TEXT = """
sources:
  {key}: {{title: A, url: "https://example.org/a"{more}}}
events:
  - id: {id}
    date: {date}
    title: Talks
    sources:
      - {{source: {key}, at: {at}}}
"""
SAME = {"key": "a", "more": "", "id": "talks", "date": "2024-06-13", "at": "¶2"}


def event(**changed: str) -> Event:
    (only,) = formats.read(TEXT.format(**{**SAME, **changed}).encode(), "my.yaml").timeline.events
    return only


def test_the_hash_is_stable() -> None:
    assert fingerprint(event()) == "1da4ccd5"


@each_row(
    ("changed", "is_same"),
    [
        ({"key": "b"}, True),
        ({"id": "x"}, True),
        ({"more": ", archived: https://archive.example/1"}, True),
        ({"date": "2024-06"}, False),
        ({"at": "¶3"}, False),
        ({"more": ", publisher: AP"}, False),
    ],
)
def test_the_hash_changes_with_the_content(changed: dict[str, str], is_same: bool) -> None:
    assert (fingerprint(event(**changed)) == fingerprint(event())) == is_same


@given(strategies.timelines())
def test_the_hash_is_the_same_when_the_file_is_written_and_read_again(timeline) -> None:
    again = formats.read(formats.write(timeline, "yaml"), "again.yaml").timeline
    assert [fingerprint(each) for each in again.events] == [fingerprint(each) for each in timeline.events]


def test_a_check_holds_until_the_event_changes() -> None:
    plain = event()
    now, old, unknown = Check("Anna", hash=fingerprint(plain)), Check("Ben", hash="00000000"), Check("Cleo")
    for checks, holds in [((), False), ((now,), True), ((old,), False), ((unknown,), True), ((old, now), True)]:
        checked = plain._replace(checked=checks)
        assert is_checked(checked) == holds
        assert outdated(checked) == [check for check in checks if check is old]
    texts = [text for _, text in check_texts(plain._replace(checked=(old, unknown)))]
    assert texts == ["Ben, the event has changed since then", "Cleo"]
