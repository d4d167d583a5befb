"""Compared files as one timeline: what its index finds, and what an export of it says."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from random_timelines import timelines
from ui.test_versions import NEW, OLD

from timeline_tui import formats
from timeline_tui.analysis.advice import advise
from timeline_tui.analysis.compared_index import outcome_of, saved_mark, summary_of
from timeline_tui.analysis.completion import complete
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.version_diff import version_diff
from timeline_tui.formats.read_options import DEFAULTS
from timeline_tui.index.bits import Positions
from timeline_tui.index.index import Index, index_of
from timeline_tui.model.problems import Extent, LoadError
from timeline_tui.model.timeline import Timeline
from timeline_tui.query.query_fields import COMPARED
from timeline_tui.query.syntax import parse_query
from timeline_tui.storage.comparing import Comparing
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.inputs import Loaded, find_inputs
from timeline_tui.storage.session import Session
from timeline_tui.storage.state import State
from timeline_tui.storage.state_content import Visit

SIDES = Comparing(("Claimant", "Defendant"))
ONLY = ("only Claimant", "only Defendant")


def compared(folder: Path, how: Comparing, *texts: str) -> Loaded:
    paths = [str(folder / f"{number}.yaml") for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        Path(path).write_text(text)
    return how.read(paths, DEFAULTS)


def found(index: Index, query: str) -> list[str]:
    """The titles of the events that a query finds."""
    return [index.event(at).title for at in Positions(index.query_bits(parse_query(query)))]


def test_queries_find_what_changed(tmp_path: Path) -> None:
    index = index_of(compared(tmp_path, Comparing(), OLD, NEW).timeline)
    assert found(index, "is:added") == found(index, "change:added") == ["Peace summit opens in Switzerland"]
    assert (
        found(index, "is:removed") == found(index, "change:removed") == ["The Pope speaks on artificial intelligence"]
    )
    assert found(index, "is:changed") == found(index, "change:changed") == ["Japan and Ukraine sign an accord"]
    assert found(index, "change:same -is:removed") == ["Leaders agree on a loan from frozen assets"]
    assert found(index, "is:agreed OR side:Claimant") == []
    assert index.facet("side").values == ()
    assert summary_of(index) == "1 added, 1 removed, 1 changed, 1 same"
    offered = {completion.label for completion in complete("is:", 3, Slice(index))}
    assert {"added", "removed", "changed"} <= offered
    assert "agreed" not in offered


def test_queries_find_what_each_side_says(tmp_path: Path) -> None:
    loaded = compared(tmp_path, SIDES, OLD, NEW)
    index = index_of(loaded.timeline)
    assert loaded.timeline.title == "A week in June: Claimant · Defendant"
    assert found(index, "is:agreed") == ["Leaders agree on a loan from frozen assets"]
    assert found(index, "side:Claimant side:Defendant -is:agreed") == ["Japan and Ukraine sign an accord"]
    assert found(index, "-side:Defendant") == ["The Pope speaks on artificial intelligence"]
    assert found(index, "is:disputed") == ["Japan and Ukraine sign an accord"]
    outcome = outcome_of(index, 0)
    assert outcome
    assert outcome.contrasts[0][:2] == ("Claimant", "Defendant")
    assert [side for side, _ in outcome.documents] == ["Claimant", "Defendant"]
    assert not any(event.other for event in index.events)
    exported = Slice(index, parse_query("is:disputed")).narrowed().events[0].other
    assert exported == (
        ("sides", ("Claimant", "Defendant")),
        ("differs", ("date", "wording", "sources", "stance")),
        ("as told by", "Claimant"),
        ("same event", "same id, 1 day apart, same title, 1 source in common"),
    )


def test_facets_find_an_event_by_the_values_of_every_side(tmp_path: Path) -> None:
    texts = [
        f"events: [{{date: 2021, title: A, place: {p}, people: [{n}, Bo]}}]" for p, n in (("X", "Al"), ("Y", "Cy"))
    ]
    index = index_of(compared(tmp_path, SIDES, *texts).timeline)
    for query in ("place:X", "place:Y", "person:Al person:Cy", "file:0.yaml file:1.yaml", "Cy"):
        assert found(index, query) == ["A"], query
    assert (index.facet("person").total("Bo"), index.facet("place").values) == (1, ("X", "Y"))


def test_elsewhere_nothing_is_compared_and_a_hint_says_so(tmp_path: Path) -> None:
    index = index_of(compared(tmp_path, SIDES, OLD, NEW).timeline)
    plain = Index(index.timeline._replace(events=tuple(index.events)))
    for state, field in COMPARED.items():
        assert found(plain, f"is:{state}") == []
        (hint,) = advise(f"is:{state}", plain)
        assert "here" in hint.message
        messages = [other_hint.message for other_hint in advise(f"is:{state}", index)]
        assert messages == [hint.message] * (field != "side")
    (hint,) = advise("change:added", plain)
    assert (hint.message, hint.hint) == (
        "no versions are compared here",
        "timeline-tui diff OLD NEW --open compares two",
    )
    assert [problem.message for problem in advise("side:Claimant side:Police", index)] == ["no side is “Police”"]
    assert not {"added", "agreed"} & {completion.label for completion in complete("is:", 3, Slice(plain))}


def test_equal_versions_and_what_no_event_has(tmp_path: Path) -> None:
    assert summary_of(index_of(compared(tmp_path, Comparing(), OLD, OLD).timeline)) == "nothing differs"
    loaded = compared(tmp_path, Comparing(), OLD, OLD.replace("A week", "Weeks").replace("date: 2024-06-13}", "}"))
    assert summary_of(index_of(loaded.timeline)) == "0 added, 0 removed, 0 changed, 3 same; ! lists what else differs"
    notes = [problem.message.partition(": ")[2] for problem in loaded.problems if problem.severity == "note"]
    assert notes[0] == "wording of the title: [-A week-] {+Weeks+} in June"
    assert notes[1:] == ["date of “AP: Accord signed in Bari” withdrawn: 13 June 2024"]


def test_an_export_has_what_changed(tmp_path: Path) -> None:
    loaded = compared(tmp_path, Comparing(), OLD, NEW)
    for query in ("", "is:changed"):
        timeline = Slice(index_of(loaded.timeline), parse_query(query)).narrowed()
        (event,) = (event for event in timeline.events if event.id == "accord")
        assert event.other[0] == ("change", "changed")
        assert "date moved from 12 to 13 June 2024" in (event.other[1][1] or ())
        for format in ("text", "markdown", "html", "csv", "json", "yaml"):
            written = formats.write(timeline, format).decode()
            assert "changed" in written, format
            assert "date moved from 12 to 13 June 2024" in written, format


def test_a_saved_comparison_has_its_facet_again(tmp_path: Path) -> None:
    saved = formats.write(Slice(index_of(compared(tmp_path, Comparing(), OLD, NEW).timeline)).narrowed(), "yaml")
    reading = formats.read(saved, "saved.yaml")
    assert not [problem for problem in reading.problems if "schema" in problem.message]
    index = Index(reading.timeline)
    assert found(index, "is:added") == found(index, "change:added") == ["Peace summit opens in Switzerland"]
    assert [len(found(index, f"is:{state}")) for state in ("removed", "changed", "agreed")] == [1, 1, 0]


def test_a_saved_comparison_has_the_marks_of_its_rows_again(tmp_path: Path) -> None:
    for how, marks in ((Comparing(), {"added", "removed", "changed", ""}), (SIDES, {"agreed", "differs", *ONLY})):
        index = index_of(compared(tmp_path, how, OLD, NEW).timeline)
        outcomes = {index.event(at).id: outcome_of(index, at) for at in range(index.total)}
        live = {id: one.mark for id, one in outcomes.items() if one}
        saved = formats.read(formats.write(Slice(index).narrowed(), "yaml"), "saved.yaml").timeline
        assert {event.id: saved_mark(event) for event in saved.events} == live
        assert {*live.values()} == marks


def test_a_removed_event_names_the_new_ids_of_others(tmp_path: Path) -> None:
    old = OLD + "  - {id: gone, date: 2024-06-16, title: Nobody knows, after: [accord], related: [{event: accord}]}\n"
    index = index_of(compared(tmp_path, Comparing(), old, NEW.replace("id: accord", "id: signed")).timeline)
    position = index.position("gone")
    assert position is not None
    gone = index.event(position)
    assert (gone.related[0].event, gone.after) == ("signed", ("signed",))


def test_the_problems_of_all_files_are_kept(tmp_path: Path) -> None:
    loaded = compared(tmp_path, Comparing(), NEW, OLD + "  - {date: 2024-06-31, title: Never}\n")
    assert "June 2024 has 30 days" in loaded.problems[0].message
    assert (loaded.extent, len(loaded.files), len(loaded.seen)) == (Extent.WHOLE, 2, 2)
    assert loaded.key == find_inputs(loaded.files).key == find_inputs(loaded.files[::-1]).key
    with pytest.raises(LoadError):
        Comparing().read([loaded.files[0], str(tmp_path / "none.yaml")], DEFAULTS)
    only = Comparing().read([os.devnull, loaded.files[0]], DEFAULTS)
    assert (summary_of(index_of(only.timeline)), only.key) == (
        "3 added, 0 removed, 0 changed, 0 same; ! lists what else differs",
        "",
    )


@given(timelines(), timelines())
def test_each_event_is_there_once_with_what_became_of_it(old: Timeline, new: Timeline) -> None:
    loaded = [Loaded(timeline, (), (), (), "", Extent.WHOLE) for timeline in (old, new)]
    index, diff = index_of(Comparing().compared(["old", "new"], loaded).timeline), version_diff(old, new)
    facet = index.facet("change")
    assert [facet.total(change) for change in ("added", "removed", "changed")] == [
        len(diff.added),
        len(diff.removed),
        len(diff.changed),
    ]
    kept = [index.event(at)._replace(id="") for at in Positions(index.all ^ facet.value_bits("removed"))]
    expected = sorted(new.events, key=lambda event: event.date.sort_key)
    assert [event.title for event in kept] == [event.title for event in expected]
    assert index.total == len(new.events) + len(diff.removed)


def test_a_comparison_waits_for_a_reload_that_has_begun(tmp_path: Path) -> None:
    paths = compared(tmp_path, Comparing(), OLD, NEW).files
    session = Session(paths, load_timeline(paths), State.load(tmp_path / "state"), watch=False)
    read, begun, may_end = session._read, threading.Event(), threading.Event()

    def slow(progress: Callable[[float], object]) -> Loaded:
        is_first = not begun.is_set()
        begun.set()
        loaded = read(progress)
        if is_first:
            may_end.wait(5)
        return loaded

    with patch.object(session, "_read", slow):
        reload, compare = threading.Thread(target=session.reload), threading.Thread(target=session.compare)
        reload.start()
        begun.wait(5)
        compare.start()
        compare.join(0.1)
        may_end.set()
        reload.join(5)
        compare.join(5)
    assert session.is_compared
    assert summary_of(index_of(session.timeline))


def test_a_query_about_a_comparison_is_not_a_last_visit(tmp_path: Path) -> None:
    loaded, state = compared(tmp_path, Comparing(), OLD, NEW), State.load(tmp_path / "state")
    session = Session(loaded.files, loaded, state, watch=False, comparing=Comparing())
    session.set_visit(Visit("is:added", "accord", "timeline"))
    assert state.visit(loaded.key) is None
    session.compare()
    session.set_visit(Visit("country:Italy", "accord", "timeline"))
    assert state.visit(loaded.key) == Visit("country:Italy", "accord", "timeline")
