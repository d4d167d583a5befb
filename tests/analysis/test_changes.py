"""What a new version of the files changed, by comparing all pairs of events."""

import io
from unittest.mock import Mock

import pytest
from chronology import when
from hypothesis import given
from hypothesis import strategies as st
from random_timelines import timelines

from timeline_tui.analysis import changes as module
from timeline_tui.analysis.changes import changes
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index
from timeline_tui.index.mapped.image import Image
from timeline_tui.index.mapped.index_writer import write_image
from timeline_tui.index.mapped.mapped_index import MappedIndex
from timeline_tui.model.timeline import Citation, Event, Source, Timeline


class Bytes(io.BytesIO):
    @property
    def size(self) -> int:
        return len(self.getvalue())

    def read(self, start: int, size: int) -> bytes:
        return self.getvalue()[start : start + size]


def mapped(timeline: Timeline) -> MappedIndex:
    file = io.BytesIO()
    write_image(Index(timeline), file, {})
    return MappedIndex(Image(Bytes(file.getvalue())))


def event(id: str, date: str = "2024-06-13", title: str = "A", **fields) -> Event:
    return Event(id=id, date=when(date), title=title, **fields)


def found(old: list[Event], new: list[Event]) -> tuple[list[str], list[str], list[str]]:
    """The ids of the events that came, changed and went."""
    before, after = Index(Timeline(events=tuple(old))), Index(Timeline(events=tuple(new)))
    result = changes(before, after)
    added, changed = ([after.event(p).id for p in Positions(bits)] for bits in (result.added, result.changed))
    return added, changed, [event.id for event in result.removed]


@st.composite
def versions(draw: st.DrawFn) -> tuple[Timeline, Timeline]:
    old = draw(timelines())
    other = {event.id: event for event in draw(timelines()).events}
    kept = [event for event in old.events if draw(st.booleans())]
    new = [other.pop(event.id, event) if draw(st.booleans()) else event for event in kept]
    known = {event.id for event in new}
    new += [event for id, event in other.items() if id not in known]
    lined = [event._replace(line=event.line + 7) for event in draw(st.permutations(new))]
    return old, old._replace(events=tuple(lined))


@given(versions())
def test_changes_equal_those_of_each_pair_in_memory_and_in_images(both: tuple[Timeline, Timeline]) -> None:
    old, new = both
    before = {event.id: event._replace(file="", line=0) for event in old.events}
    after = {event.id: event._replace(file="", line=0) for event in new.events}
    result = changes(Index(old), Index(new))
    order = Index(new).events
    added, changed = ({order[p].id for p in Positions(bits)} for bits in (result.added, result.changed))
    alike = {id for id in before.keys() & after.keys() if before[id] == after[id]}
    assert added == after.keys() - before.keys() - set(result.moved.values())
    assert changed == after.keys() - added - alike
    assert {event.id for event in result.removed} == before.keys() - after.keys() - set(result.moved)
    for one, other in ((mapped(old), mapped(new)), (Index(old), mapped(new)), (mapped(old), Index(new))):
        assert changes(one, other) == result


def test_an_event_without_an_id_is_found_by_its_date_or_title() -> None:
    assert found([event("1", title="A")], [event("2", title="B")]) == ([], ["2"], [])
    assert found([event("1", "2024")], [event("2", "2025")]) == ([], ["2"], [])
    assert found([event("1", "2024", "A")], [event("2", "2025", "B")]) == (["2"], [], ["1"])
    two = [event("2", title="B"), event("3", title="C")]
    assert found([event("1", title="A")], two) == (["2", "3"], [], ["1"])


def test_an_event_that_got_an_id_is_found_by_date_and_title_only() -> None:
    assert found([event("1")], [event("x", given_id=True)]) == ([], ["x"], [])
    assert found([event("1")], [event("x", title="B", given_id=True)]) == (["x"], [], ["1"])


def test_a_changed_source_changes_the_events_that_cite_it() -> None:
    def cited(title: str) -> tuple[Citation, ...]:
        return (Citation(Source("key", title=title)),)

    old = [event("1", sources=cited("A")), event("2")]
    new = [event("1", sources=cited("B")), event("2")]
    assert found(old, new) == ([], ["1"], [])
    assert changes(mapped(Timeline(events=tuple(old))), mapped(Timeline(events=tuple(new)))).changed == 1


def test_events_of_two_images_are_read_only_where_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [event(f"e{n}", f"{1900 + n}", f"Title {n}", line=n) for n in range(100)]
    old = mapped(Timeline(events=tuple(events)))
    edited = [event._replace(line=event.line + 5) for event in events]
    edited[40] = edited[40]._replace(title="Another")
    new = mapped(Timeline(events=tuple(edited)))
    content = Mock(wraps=module._content)
    monkeypatch.setattr(module, "_content", content)
    assert changes(old, new).changed == 1 << 40
    assert content.call_count == 2
