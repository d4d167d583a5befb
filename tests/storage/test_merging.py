"""Several files as one timeline: references between them, and names that clash."""

from __future__ import annotations

from pathlib import Path

from timeline_tui.dates.when import parse, undated
from timeline_tui.model.problems import Problem
from timeline_tui.model.timeline import Citation, Event, Extract, Quote, Relation, Source, Timeline, View
from timeline_tui.storage.files import load_timeline
from timeline_tui.storage.merging import merge

PAPER = Source(key="paper", title="The Paper")
OTHER_PAPER = Source(key="paper", title="Another Paper")


def event(name: str, file: str = "", line: int = 1, **values: object) -> Event:
    return Event(id=name, date=parse("2024-06-13"), title=name, file=file, line=line, given_id=True, **values)  # type: ignore[arg-type]


def test_one_timeline_stays_as_it_is() -> None:
    timeline = Timeline(title="A", extract=Extract("topic:oil", 9))
    merged, problems = merge([("a.yaml", timeline)])
    assert merged is timeline
    assert problems == ()


def test_titles_and_descriptions() -> None:
    def title(*titles: str) -> str:
        return merge([(f"{n}.yaml", Timeline(title=title)) for n, title in enumerate(titles)])[0].title

    assert title("A", "B") == "A · B"
    assert title("A", "A") == "A"
    assert title("", "B") == "", "the title of one file is not the title of both"
    assert title("", "") == ""
    assert title("A", "B", "B", "C") == "A and 2 more"
    parts = [("a", Timeline(description="One.")), ("b", Timeline()), ("c", Timeline(description="Two."))]
    assert merge(parts)[0].description == "One.\n\nTwo."


def test_several_files_start_with_everything_unless_all_start_with_the_same() -> None:
    week, oil = View("Week", "date:2024"), View("Oil", "topic:oil")
    one, other, none = Timeline(views=(week, oil)), Timeline(views=(week,)), Timeline()
    assert merge([("a", one)])[0].views == (week, oil)
    assert merge([("a", one), ("b", other)])[0].views == (week, oil)
    assert merge([("a", one), ("b", none)])[0].views == (View("Everything", ""), week, oil)
    assert merge([("a", none), ("b", none)])[0].views == ()


def test_views_are_in_the_order_of_the_files() -> None:
    first = Timeline(title="A", views=(View("Week", "date:2024"), View("Oil", "topic:oil")))
    second = Timeline(title="B", views=(View("Week", "date:2025"), View("Oil", "topic:oil"), View("New", "is:starred")))
    third = Timeline(title="B", views=(View("Week", "date:2026"),))
    fourth = Timeline(views=(View("Week", "date:2027"),))
    merged, problems = merge([("a", first), ("b", second), ("c", third), ("d.yaml", fourth)])
    assert [(view.name, view.query) for view in merged.views] == [
        ("Everything", ""),
        ("Week", "date:2024"),
        ("Oil", "topic:oil"),
        ("Week (B)", "date:2025"),
        ("New", "is:starred"),
        ("Week (B 2)", "date:2026"),
        ("Week (d.yaml)", "date:2027"),
    ]
    assert problems == ()


def test_aliases_of_all() -> None:
    first = Timeline(aliases=(("U.S.", "United States"), ("UK", "United Kingdom")))
    second = Timeline(aliases=(("u.s.", "united states"), ("uk", "Ukraine"), ("DE", "Germany")))
    merged, problems = merge([("a.yaml", first), ("b.yaml", second)])
    assert merged.aliases == (("U.S.", "United States"), ("UK", "United Kingdom"), ("DE", "Germany"))
    (problem,) = problems
    assert problem.file == "b.yaml"
    assert problem.message == "“uk” means “Ukraine” here, and “United Kingdom” in a.yaml"
    assert problem.severity == "warning"


def test_the_same_source_counts_once() -> None:
    same = Source(key="paper", title="The Paper")
    assert same is not PAPER
    first = Timeline(sources=(PAPER,), events=(event("a", sources=(Citation(PAPER),)),))
    second = Timeline(sources=(same,), events=(event("b", sources=(Citation(same),)),))
    merged, problems = merge([("a.yaml", first), ("b.yaml", second)])
    assert merged.sources == (PAPER,)
    assert merged.events == (*first.events, *second.events)
    assert problems == ()


def test_different_sources_with_the_same_key_get_different_keys() -> None:
    third_paper = Source(key="paper-2", title="Has the name that the second would get")
    first = Timeline(sources=(PAPER, third_paper), events=(event("a", sources=(Citation(PAPER),)),))
    cited = (Citation(OTHER_PAPER, at="¶1"), Citation(Source(title="in place")))
    quotes = (Quote("…", source=OTHER_PAPER), Quote("…"))
    second = Timeline(sources=(OTHER_PAPER,), events=(event("b", sources=cited, quotes=quotes),))
    merged, problems = merge([("a.yaml", first), ("b.yaml", second)])
    renamed = Source(key="paper-3", title="Another Paper")
    assert merged.sources == (PAPER, third_paper, renamed)
    assert merged.events[0] == first.events[0]
    assert merged.events[1].sources == (Citation(renamed, at="¶1"), cited[1])
    assert merged.events[1].quotes == (Quote("…", source=renamed), Quote("…"))
    (problem,) = problems
    assert problem.file == "b.yaml"
    assert problem.message == "the source “paper” differs from the source with this key in a.yaml"
    assert problem.hint == "its key here becomes “paper-3”; give it another key"
    assert problem.severity == "error"


def test_events_with_the_same_id_get_different_ids() -> None:
    first = Timeline(events=(event("a", "a.yaml", 7), event("a-2", "a.yaml", 9)))
    tied = event("b", "b.yaml", 5, related=(Relation("a", "before"), Relation("a-2")))
    second = Timeline(events=(event("a", "b.yaml", 3), tied))
    merged, problems = merge([("a.yaml", first), ("b.yaml", second)])
    assert [event.id for event in merged.events] == ["a", "a-2", "a-3", "b"]
    assert merged.events[:2] == first.events
    assert merged.events[3].related == (Relation("a-3", "before"), Relation("a-2"))
    (problem,) = problems
    assert str(problem) == "b.yaml:3:1: the id “a” is also the id of the event at a.yaml:7"
    assert problem.hint == "its id here becomes “a-3”; give it another id"


def test_each_of_many_gets_a_name_of_its_own() -> None:
    parts = []
    for n in range(4):
        paper = Source(key="paper", title=f"Paper {n}")
        parts.append((f"{n}.yaml", Timeline(sources=(paper,), events=(event("a", sources=(Citation(paper),)),))))
    merged, problems = merge(parts)
    assert [source.key for source in merged.sources] == ["paper", "paper-2", "paper-3", "paper-4"]
    assert [event.id for event in merged.events] == ["a", "a-2", "a-3", "a-4"]
    assert [event.cited[0].title for event in merged.events] == [f"Paper {n}" for n in range(4)]
    assert len(problems) == 6


def test_the_same_event_twice_is_only_a_warning() -> None:
    made = Event(id="2024-06-13-a", date=parse("2024-06-13"), title="A", file="a.yaml", line=2)
    again = Event(id="2024-06-13-a", date=parse("2024-06-13"), title="A", file="b.yaml", line=4)
    merged, problems = merge([("a.yaml", Timeline(events=(made,))), ("b.yaml", Timeline(events=(again,)))])
    assert [event.id for event in merged.events] == ["2024-06-13-a", "2024-06-13-a-2"]
    (problem,) = problems
    assert str(problem) == "b.yaml:4:1: warning: an event of this date and title is also at a.yaml:2"
    lost = [made._replace(id="a", date=undated()), again._replace(id="a", date=undated())]
    _, (problem,) = merge([("a.yaml", Timeline(events=(lost[0],))), ("b.yaml", Timeline(events=(lost[1],)))])
    assert str(problem) == "b.yaml:4:1: warning: an undated event of this title is also at a.yaml:2"


def test_keys_that_the_schema_does_not_know_are_all_kept() -> None:
    first = Timeline(other=(("licence", "CC0"), ("author", "Ada")))
    second = Timeline(other=(("licence", "CC0"), ("author", "Bob")))
    merged, _ = merge([("a.yaml", first), ("b.yaml", second)])
    assert merged.other == (("licence", "CC0"), ("author", "Ada"), ("author (b.yaml)", "Bob"))


def test_an_extract_among_others_is_not_an_extract_of_the_whole() -> None:
    assert merge([("a", Timeline(extract=Extract("x", 3))), ("b", Timeline())])[0].extract is None


def test_unknown_keys_of_a_view_are_kept() -> None:
    view = View("Week", "date:2024", (("colour", "red"),))
    other = View("Week", "date:2024", (("colour", "blue"),))
    merged, _ = merge([("a.yaml", Timeline(views=(view,))), ("b.yaml", Timeline(views=(view, other)))])
    assert merged.views == (view, View("Week (b.yaml)", "date:2024", (("colour", "blue"),)))


def test_clashing_sources_are_pointed_at() -> None:
    first = Timeline(sources=(Source("paper", "The Paper", file="a.yaml", line=3),))
    second = Timeline(sources=(Source("paper", "Another", file="b.yaml", line=7),))
    (problem,) = merge([("a.yaml", first), ("b.yaml", second)])[1]
    assert str(problem) == "b.yaml:7:1: the source “paper” differs from the source with this key in a.yaml:3"


def test_an_id_that_another_file_would_make_is_only_a_warning() -> None:
    made = Event(id="2024-06-13-a", date=parse("2024-06-13"), title="A!", file="a.yaml", line=2)
    again = Event(id="2024-06-13-a", date=parse("2024-06-13"), title="A", file="b.yaml", line=4)
    (problem,) = merge([("a.yaml", Timeline(events=(made,))), ("b.yaml", Timeline(events=(again,)))])[1]
    assert str(problem) == "b.yaml:4:1: warning: the id “2024-06-13-a” is also the id of the event at a.yaml:2"


# References from one file to another

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


def test_a_reference_to_nothing_is_reported_at_its_place(tmp_path: Path) -> None:
    citing = "- {date: 2024, title: A, sources: [paper, news], related: [b, gone]}\n"
    timeline, problems = loaded(tmp_path, citing, SOURCES)
    assert [(Path(problem.file).name, problem.column, problem.message) for problem in problems] == [
        ("a.yaml", 43, "no source has the key “news”; it is kept as the title of a source"),
        ("a.yaml", 63, "no event has the id “gone”"),
    ]
    assert timeline.events[0].cited == (Source("paper", "The Paper"), Source(title="news"))


def test_a_source_in_place_is_not_replaced(tmp_path: Path) -> None:
    citing = "- {date: 2024, title: A, sources: [paper, {title: paper}]}\n"
    timeline, _ = loaded(tmp_path, citing, SOURCES)
    assert timeline.events[0].cited == (Source("paper", "The Paper"), Source(title="paper"))


def test_a_sheet_tells_no_key_from_a_title(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOURCES)
    (tmp_path / "b.csv").write_text("date,title,sources,related\n2024-06-13,C,paper; The News,b\n")
    found = load_timeline([str(tmp_path / "a.yaml"), str(tmp_path / "b.csv")])
    assert found.problems == ()
    assert found.timeline.events[1].cited == (Source("paper", "The Paper"), Source(title="The News"))


def test_an_id_is_not_a_key_and_a_key_is_not_an_id(tmp_path: Path) -> None:
    problems = loaded(tmp_path, "- {date: 2024, title: A, sources: [b], related: [paper]}\n", SOURCES)[1]
    assert len(problems) == 2


def test_a_reference_means_the_first_file_that_has_it(tmp_path: Path) -> None:
    other = SOURCES.replace("The Paper", "Another")
    citing = "- {date: 2024, title: A, sources: [paper], related: [b]}\n"
    timeline, problems = loaded(tmp_path, citing, SOURCES, other)
    assert timeline.events[0].cited == (Source("paper", "The Paper"),)
    assert [event.id for event in timeline.events] == ["2024-a", "b", "b-2"]
    assert [(problem.line, problem.severity) for problem in problems] == [(2, "error"), (4, "error")]
    assert problems[0].message == f"the source “paper” differs from the source with this key in {tmp_path / 'b.yaml'}:2"


def test_a_single_file_resolves_only_its_own_references(tmp_path: Path) -> None:
    problems = loaded(tmp_path, "- {date: 2024, title: A, sources: [paper], related: [b]}\n")[1]
    assert [problem.severity for problem in problems] == ["error", "warning"]
