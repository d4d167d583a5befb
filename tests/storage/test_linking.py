"""Keys and ids that another file has."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Source, Timeline
from timeline_tui.storage.files import load_timeline

SOURCES = "sources:\n  paper: {title: The Paper}\nevents:\n  - {date: 2024-06-12, title: B, id: b}\n"


def loaded(folder: Path, *texts: str) -> tuple[Timeline, list[Problem]]:
    """The timeline of files a, b, … and the problems, under these names."""
    paths = [folder / f"{name}.yaml" for name, _ in zip("abc", texts, strict=False)]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text)
    found = load_timeline(list(map(str, paths)))
    return found.timeline, list(found.problems)


def test_a_source_of_another_file(tmp_path: Path) -> None:
    citing = "- {date: 2024, title: A, sources: [paper, {source: paper, at: ¶1}], quotes: [{text: W, source: paper}]}\n"
    for texts in ((citing, SOURCES), (SOURCES, citing)):
        timeline, problems = loaded(tmp_path, *texts)
        assert problems == []
        assert timeline.sources == (Source("paper", "The Paper"),)
        (event,) = [event for event in timeline.events if event.title == "A"]
        assert event.cited == (Source("paper", "The Paper"),)
        assert event.sources[1].at == "¶1"


def test_a_relation_to_an_event_of_another_file(tmp_path: Path) -> None:
    for texts in (
        ("- {date: 2024, title: A, related: b}\n", SOURCES),
        (SOURCES, "- {date: 2024, title: A, related: b}\n"),
    ):
        assert loaded(tmp_path, *texts)[1] == []
    made = "- {date: 2023, title: C, related: 2024-a}\n"
    assert loaded(tmp_path, made, "- {date: 2024, title: A}\n")[1] == []


def test_what_no_file_has_is_reported_where_it_stands(tmp_path: Path) -> None:
    citing = "- {date: 2024, title: A, sources: [paper, news], related: [b, gone]}\n"
    timeline, problems = loaded(tmp_path, citing, SOURCES)
    assert [(Path(one.file).name, one.column, one.message) for one in problems] == [
        ("a.yaml", 43, "no source has the key “news”; it is kept as the title of a source"),
        ("a.yaml", 63, "no event has the id “gone”"),
    ]
    assert timeline.events[0].cited == (Source("paper", "The Paper"), Source(title="news"))


def test_a_source_in_place_stays_what_it_is(tmp_path: Path) -> None:
    citing = "- {date: 2024, title: A, sources: [paper, {title: paper}]}\n"
    timeline, _ = loaded(tmp_path, citing, SOURCES)
    assert timeline.events[0].cited == (Source("paper", "The Paper"), Source(title="paper"))


def test_a_sheet_tells_no_key_from_a_title(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOURCES)
    (tmp_path / "b.csv").write_text("date,title,sources,related\n2024-06-13,C,paper; The News,b\n")
    found = load_timeline([str(tmp_path / "a.yaml"), str(tmp_path / "b.csv")])
    assert found.problems == ()
    assert found.timeline.events[1].cited == (Source("paper", "The Paper"), Source(title="The News"))


def test_an_id_does_not_stand_for_a_source_nor_a_key_for_an_event(tmp_path: Path) -> None:
    problems = loaded(tmp_path, "- {date: 2024, title: A, sources: [b], related: [paper]}\n", SOURCES)[1]
    assert len(problems) == 2


def test_of_several_files_that_have_it_the_first_is_meant(tmp_path: Path) -> None:
    other = SOURCES.replace("The Paper", "Another")
    citing = "- {date: 2024, title: A, sources: [paper], related: [b]}\n"
    timeline, problems = loaded(tmp_path, citing, SOURCES, other)
    assert timeline.events[0].cited == (Source("paper", "The Paper"),)
    assert [one.id for one in timeline.events] == ["2024-a", "b", "b-2"]
    assert [(one.line, one.severity) for one in problems] == [(2, "error"), (4, "error")]
    assert problems[0].message == f"the source “paper” is not the one of {tmp_path / 'b.yaml'}:2"


def test_a_single_file_has_nobody_to_ask(tmp_path: Path) -> None:
    problems = loaded(tmp_path, "- {date: 2024, title: A, sources: [paper], related: [b]}\n")[1]
    assert [one.severity for one in problems] == ["error", "warning"]
