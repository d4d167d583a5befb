"""A timeline that is still being read while it is on the screen."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from screens import WIDE, Reader
from textual.widgets import Input

from timeline_tui.dates.when import parse
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.index.index import Index
from timeline_tui.model.problems import DamagedError, LoadError, Problem
from timeline_tui.model.timeline import Event, Source, Timeline
from timeline_tui.query.query import Query
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.opening.cache import Cache
from timeline_tui.storage.opening.cache_key import cache_key
from timeline_tui.storage.opening.opening import Step
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import Visit
from timeline_tui.ui.app import TimelineApp

EVENTS = tuple(
    Event(f"e{n}", parse(f"2024-06-{n + 1:02}"), f"Title {n}", countries=("Japan" if n % 2 else "Italy",))
    for n in range(20)
)


def loaded(title: str, events: tuple[Event, ...]) -> Loaded:
    return Loaded(Timeline(title, events=events), (), (), (), "", True)


class _Beginning(tuple[Event, ...]):
    """The first events of a file."""

    @property
    def whole(self) -> Index:
        index = Index(Timeline("Begun", events=tuple(self)))
        index.is_beginning = True
        return index


class _Listed(tuple[Event, ...]):
    """All events of a file; only the first five can be searched."""

    @property
    def whole(self) -> Index:
        source = Source("uncited", "Uncited")
        index = Index(Timeline("Begun", events=tuple(self), sources=(source,)))
        index.indexed = 0b11111
        return index


class Opening:
    """Returns the next step each time that ``go`` is released."""

    def __init__(self, *steps: Step | LoadError) -> None:
        self._steps = steps
        self.go = threading.Semaphore(0)
        self.stopped = False
        self.most_events = 0
        self.steps = self._run()

    def stop(self) -> None:
        self.stopped = True
        self.go.release()

    def _run(self) -> Iterator[Step]:
        for step in self._steps:
            self.go.acquire()
            if self.stopped:
                return
            if isinstance(step, LoadError):
                raise step
            yield step


def app(tmp_path: Path, opening: Opening, visit: Visit | None = None) -> TimelineApp:
    session = Session((), loaded("Begun", EVENTS[5:10]), State.load(tmp_path), watch=False, opening=opening)  # type: ignore[arg-type]  # has the methods that are used
    return TimelineApp(session, Query(), visit=visit)


def total_of_bars(reader: Reader) -> int:
    chart = reader.explorer.panes.histogram.chart
    assert chart
    return sum(bar.total for bar in chart.counts.bars)


async def step(reader: Reader, opening: Opening, status: str) -> None:
    opening.go.release()
    await reader.until(lambda: reader.status.startswith(status))


async def test_new_events_appear_under_the_same_filter_and_cursor(tmp_path: Path) -> None:
    whole = loaded("Whole", EVENTS)
    opening = Opening(Step(0.3), Step(0.6, loaded("Begun", EVENTS[2:12])), Step(1, whole))
    async with app(tmp_path, opening).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await pilot.pause()
        assert reader.status == "5 events · reading ▱▱▱▱▱▱▱▱▱▱ 0%"
        await reader.press("down")
        assert reader.event == "e6"
        await step(reader, opening, "5 events · reading ▰▰▰▱▱▱▱▱▱▱ 30%")
        await step(reader, opening, "10 events · reading ▰▰▰▰▰▰▱▱▱▱ 60%")
        assert reader.event == "e6"
        reader.explorer.filter.narrow(Query().include("country", "Italy"))
        await pilot.pause()
        assert reader.status.startswith("5 of 10 events")
        await step(reader, opening, "10 of 20 events")
        assert "reading" not in reader.status
        assert reader.event == "e6"
        assert "Whole" in reader.text
        assert not reader.explorer.session.is_loading


async def test_no_count_looks_final_while_events_are_being_read(tmp_path: Path) -> None:
    opening = Opening(Step(0.3, loaded("Begun", _Beginning(EVENTS[2:12]))), Step(1, loaded("Whole", EVENTS)))
    opening.most_events = 1234
    async with app(tmp_path, opening).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await pilot.pause()
        await step(reader, opening, "10 events so far · reading ▰▰▰▱▱▱▱▱▱▱ 30% · 10 of at most 1,234 events")
        assert "Countries · so far ─" in reader.text
        reader.explorer.filter.narrow(Query().include("country", "Italy").include("topic", "x"))
        await pilot.pause()
        assert reader.status.startswith("0 of 10 searched so far")
        assert "No event matches so far." in reader.text
        await pilot.resize_terminal(50, 15)
        await pilot.pause()
        assert reader.text.splitlines()[0].endswith("0 of 10 so far")
        assert "reading 30% · 10 of at most 1,234 events" in reader.text
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert reader.text.splitlines()[0].endswith(" 0 of 10 so far")
        await pilot.resize_terminal(14, 5)
        await pilot.pause()
        assert reader.text.splitlines()[0].endswith(" 0 so far"), "never a number that looks final"
        await pilot.resize_terminal(50, 15)
        await reader.press("3")
        assert "0 quotes so far" in reader.text
        assert "No quotes in view so far." in reader.text
        await step(reader, opening, "0 quotes · 0 of 20 events")
        assert "so far" not in reader.text


async def test_events_that_are_not_read_yet_are_not_reported_as_missing(tmp_path: Path) -> None:
    opening = Opening(Step(0.3, loaded("Begun", _Listed(EVENTS))), LoadError([Problem("f", 0, 0, "gone")]))
    async with app(tmp_path, opening).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await pilot.pause()
        await step(reader, opening, "20 events · reading ▰▰▰▱▱▱▱▱▱▱ 30% · searched 5 of 20 events")
        await reader.press("2")
        assert "Countries by day · so far · most events first" in reader.text
        assert reader.status.startswith("5 events so far · ")
        assert total_of_bars(reader) == 5, "bars and grid count the same events"
        assert re.search(r"Italy( +▸?[1·]){5} +3 ", reader.text)
        assert re.search(r" all( +1){5} +5 ", reader.text)
        await reader.press("4")
        assert "Cited by no event so far ─" in reader.text
        assert "∅ no event cites it so far" in reader.text
        await reader.press("e")
        assert "not all of the file is read: the export has only what is found so far" in reader.text
        await reader.press("escape", "1")
        assert total_of_bars(reader) == 20, "as many as in the list"
        await reader.press("e")
        assert "not all of the file" not in reader.text, "all events are listed"
        await reader.press("escape", "5")
        assert "Countries · so far · disputed" in reader.text
        await pilot.resize_terminal(50, 15)
        await pilot.pause()
        assert "30% · searched 5 of 20 events" in reader.text
        await step(reader, opening, "0 disputed claims so far")  # as it was before the step
        await reader.until(lambda: "ended · searched 5 of 20 events" in reader.text)


async def test_an_export_of_what_is_read_so_far_says_so(tmp_path: Path) -> None:
    opening = Opening(Step(0.3, loaded("Begun", _Listed(EVENTS))), LoadError([Problem("f", 0, 0, "gone")]))
    async with app(tmp_path, opening).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await pilot.pause()
        await step(reader, opening, "20 events")
        reader.explorer.filter.narrow(Query().include("country", "Japan"))
        target = tmp_path / "japan.txt"
        await reader.press("e")
        assert "Export 2 events so far" in reader.text
        await pilot.resize_terminal(20, 5)
        await pilot.pause()
        assert "partly read" in reader.text, "the message has no room"
        reader.app.screen.query_one(Input).value = str(target)
        await reader.press("enter")
        await reader.until(lambda: reader.toasts == [f"Wrote {target} · only what was read so far"])
        written = target.read_text(encoding="utf-8")
        assert "Query: country:Japan\n2 of 5 searched so far\n" in written
        assert "Not all of the file was read: 5 of 20 events were searched" in written
        opening.go.release()


async def test_reading_stops_when_the_app_ends(tmp_path: Path) -> None:
    opening = Opening(Step(0.3, loaded("Begun", EVENTS)), Step(1))
    async with app(tmp_path, opening).run_test(size=WIDE) as pilot:
        await pilot.pause()
        pilot.app.exit()
        assert opening.stopped


@pytest.mark.parametrize(("keys", "event"), [((), "e14"), (("down",), "e6"), (("down", "up"), "e14")])
async def test_the_cursor_goes_to_the_event_of_the_last_visit_when_it_has_arrived(
    tmp_path: Path, keys: tuple[str, ...], event: str
) -> None:
    opening = Opening(Step(0.6, loaded("Begun", EVENTS[2:12])), Step(1, loaded("Whole", EVENTS)))
    async with app(tmp_path, opening, Visit("", "e14", "timeline")).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await pilot.pause()
        assert reader.event == "e5"
        await step(reader, opening, "10 events · reading ▰▰▰▰▰▰▱▱▱▱ 60%")
        await reader.press(*keys)
        await step(reader, opening, "20 events")
        await pilot.pause()
        assert reader.event == event


async def test_events_stay_if_the_rest_of_the_file_cannot_be_read(tmp_path: Path) -> None:
    opening = Opening(LoadError([Problem("f", 0, 0, "gone")]))
    async with app(tmp_path, opening).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await step(reader, opening, "5 events")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert reader.status.startswith("5 events · ! 1 problem")
        assert not reader.explorer.session.is_loading


async def test_quitting_stops_the_reading(tmp_path: Path) -> None:
    opening = Opening(Step(0.5), Step(1, loaded("Whole", EVENTS)))
    async with app(tmp_path, opening).run_test(size=WIDE) as pilot:
        await pilot.pause()
        Reader(pilot.app, pilot).explorer.session.close()  # type: ignore[arg-type]  # it is a TimelineApp
        assert opening.stopped
        await pilot.app.workers.wait_for_complete()


def test_a_session_keeps_the_newest_content_of_the_steps(tmp_path: Path) -> None:
    opening = Opening(Step(0.5, loaded("Half", EVENTS[:9])), Step(0.7), Step(1, loaded("Whole", EVENTS)))
    for _ in range(3):
        opening.go.release()
    session = Session((), loaded("", ()), State.load(tmp_path), watch=False, opening=opening)  # type: ignore[arg-type]  # has the methods that are used
    told = [(part, len(session.timeline.events)) for part, _ in session.continue_loading()]
    assert told == [(0.5, 9), (0.7, 9), (1, 20)]
    assert session.timeline._replace(events=EVENTS) == session.timeline


async def test_a_damaged_cache_is_replaced_by_reading_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = tmp_path / "events.yaml"
    days = (f"- {{date: {1000 + n}, title: Right {n}, summary: {'long ' * 20}}}\n" for n in range(1, 400))
    file.write_text("".join(days))
    inputs = find_inputs([str(file)])
    made_of = cache_key(inputs, DEFAULTS)
    assert made_of
    read = load_timeline([str(file)])
    image = Cache().save(made_of, Index(read.timeline), ())
    assert image
    path = Path(image)
    path.write_bytes(path.read_bytes().replace(b"Right 250", b"Wrong 250"))
    kept = Cache().load(inputs, DEFAULTS)
    assert kept
    assert kept.timeline.events[0].title == "Right 1", "the block of the first events is sound"
    with pytest.raises(DamagedError):
        kept.timeline.events[249]
    session = Session([str(file)], kept, State.load(tmp_path), watch=False)
    monkeypatch.setattr("timeline_tui.ui.screen.explorer.CHECK_SECONDS", 0.01)
    async with TimelineApp(session, Query()).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await reader.until(lambda: not path.exists())
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Right 1" in reader.text
        assert session.timeline.events[249].title == "Right 250"


async def test_reading_a_large_file_again_shows_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "events.yaml"
    file.write_text("events:\n- {date: 2024, title: Small}\n")
    session = Session([str(file)], load_timeline([str(file)]), State.load(tmp_path), watch=False)
    monkeypatch.setattr("timeline_tui.storage.inputs._LARGE", 0)
    opening = Opening(Step(0.4), Step(1, loaded("Whole", EVENTS)))
    monkeypatch.setattr("timeline_tui.storage.opening.opening.Opening", lambda *_, **__: opening)
    async with TimelineApp(session, Query()).run_test(size=WIDE) as pilot:
        reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]  # it is a TimelineApp
        await reader.press("R")
        await reader.until(lambda: "reading ▱▱▱▱▱▱▱▱▱▱ 0%" in reader.status)
        await step(reader, opening, "1 event · reading ▰▰▰▰▱▱▱▱▱▱ 40%")
        await step(reader, opening, "20 events")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "reading" not in reader.status
