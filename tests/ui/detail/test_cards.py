"""The cards of the detail: their content and order, at any width."""

import re
import runpy
from dataclasses import replace
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from costs import lines
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.style import Style
from tables import each_row

from timeline_tui.analysis.compare import Comparison
from timeline_tui.analysis.differences import ComparisonOutcome, Contrast, Difference
from timeline_tui.analysis.relations import Chain, Node, chain
from timeline_tui.analysis.slice import Slice
from timeline_tui.dates.when import parse, undated
from timeline_tui.index.index import Index
from timeline_tui.index.tie import Tie
from timeline_tui.model.origins import Origins
from timeline_tui.model.timeline import Archive, Check, Citation, Event, Quote, Relation, Source, Timeline
from timeline_tui.query.syntax import parse_query
from timeline_tui.ui.detail.card import SECTIONS, Card
from timeline_tui.ui.detail.cards import CARDS_PER_SECTION, EventCards, cards, titles
from timeline_tui.ui.detail.outcome_card import outcome_card
from timeline_tui.ui.detail.parts import DetailStyles, TextWriter
from timeline_tui.ui.detail.source_cards import event_sources

SAMPLE = runpy.run_path(str(Path(__file__).parents[2] / "golden" / "sample.py"))
ACCORD: Event = SAMPLE["ACCORD"]
OTHERS: dict[str, Event] = {event.id: event for event in SAMPLE["EVENTS"]}
PLAIN = DetailStyles.plain()
OTHERS["summit"] = (OTHERS["summit"])._replace(related=(Relation(ACCORD.id, "part of"),))
OUTCOME = ComparisonOutcome(
    "changed",
    "changed",
    ("changed",),
    reason="(taken for the same event: same day)",
    contrasts=(
        Contrast(
            "Old",
            "New",
            (
                Difference("summary", "changed", "Signed in Rome", "Signed in [bold]Bari"),
                Difference("topics", "withdrawn", old="loans"),
                Difference("topics", "added", new="aid"),
            ),
        ),
    ),
    documents=(("Claimant", ("AP",)), ("Defendant", ())),
)
AROUND = chain(Index(Timeline(events=tuple(OTHERS.values()))), ACCORD)


def drawn(renderable: RenderableType, width: int = 80, colours: str | None = None) -> str:
    file = StringIO()
    Console(width=width, file=file, color_system=colours, force_terminal=bool(colours), legacy_windows=False).print(
        renderable
    )
    return file.getvalue()


def words(card: Card, width: int = 80, unfolded: bool = True) -> str:
    """The words of a card, without its frame and line breaks."""
    lines = drawn((unfolded and card.unfolded) or card.renderable, width).splitlines()
    return " ".join(" ".join(line.strip("│▌╭╮╰╯─ ") for line in lines).split())


def made(event: Event) -> EventCards:
    return EventCards(event, TextWriter(PLAIN), {})


def of(kind: str, event: Event = ACCORD) -> list[Card]:
    return [card for card in cards(event, AROUND, PLAIN) if card.kind == kind]


def test_cards_come_in_reading_order() -> None:
    kinds = [card.kind for card in cards(ACCORD, AROUND, PLAIN)]
    assert kinds == sorted(kinds, key=list(SECTIONS).index)
    assert [kinds.count(kind) for kind in SECTIONS] == [1, 0, 2, 0, 3, 4, 4, 1, 1, 1]


def test_a_bare_event_has_a_card_and_its_id() -> None:
    card, facts = cards(Event("x", parse("2024-06~"), "Something happens"), Chain(), PLAIN)
    assert words(card) == "about June 2024 Something happens ~ approximate date · §0 no source"
    assert card.copy_text == "about June 2024 — Something happens (approximate date)"
    assert (facts.kind, words(facts), facts.copy_text) == ("facts", "Id x", "Id: x")


def test_a_comparison_marks_the_part_that_is_shown_and_the_one_of_the_event() -> None:
    names = (*("Japan,Italy,Peru", "Japan", "Italy", "Japan,Italy"), "Peru")
    events = tuple(
        Event(f"e{n}", parse(f"2024-06-{n + 1:02}"), "T", countries=tuple(each.split(",")))
        for n, each in enumerate(names)
    )
    index = Index(Timeline(events=events))

    def card(number: int, query: str) -> Card:
        comparison = Comparison.from_slice(Slice(index, parse_query(query)))
        return cards(events[number], Chain(), PLAIN, (), comparison)[1]

    def lines(card: Card) -> list[str]:
        return [line.removeprefix("▌ ").rstrip() for line in drawn(card.renderable, 60).splitlines()]

    both = card(1, "country:Japan country:Italy")
    assert lines(both) == ["Japan and Italy", "▸ 2 together", "  1 only Japan ← this event", "  1 only Italy"]
    assert (both.kind, both.copy_text) == ("compare", "Japan and Italy: 2 together, 1 only Japan, 1 only Italy")
    assert lines(card(3, "country:Japan,Italy,Peru"))[1:] == [
        *("  1 together", "  1 only Japan", "  1 only Italy", "  1 only Peru", "  1 with some of them ← this event")
    ]


@each_row("width", [1, 2, 5, 12, 20, 36, 47, 48, 63, 64, 100, 200])
def test_cards_fit_any_width(width: int) -> None:
    for card in cards(ACCORD, AROUND, PLAIN, ("japan",)):
        lines = drawn(card.renderable, width).splitlines()
        assert lines
        assert width < 5 or max(map(cell_len, lines)) <= width


def test_the_event_and_its_facts_have_all_fields() -> None:
    event = ACCORD._replace(date_note="By the record.")
    for width in (36, 100):
        first, last = words(made(event).event_card(), width), words(made(event).facts_card(), width)
        for part in ("13 June 2024, 15:05 UTC+2", ACCORD.title, "It stays within Japan’s constitution"):
            assert part in first
        for part in (
            *("Japan, Ukraine, Russia, Italy", "Fumio Kishida", "G7", "Fasano, Italy", "By the record."),
            *("events.yaml:120", ACCORD.id),
        ):
            assert part in last
    folded = [line.rstrip() for line in drawn(made(event).facts_card().renderable, 60).splitlines()]
    assert folded[0] == f"Japan, Ukraine, Russia, Italy{'Fasano, Italy':>31}"
    assert folded[1].endswith(" events.yaml:120")
    assert folded[3:] == ["Checked: Anna Example, 21 June 2024: Both pages read."]


def test_the_event_card_has_the_marks_in_words() -> None:
    one, two = Citation(Source("a")), Citation(Source("b"), stance="disputes")
    for sources, marks in (
        ((), "T ~ approximate date · ? uncertain date · §0 no source"),
        ((one,), "T ~ approximate date · ? uncertain date · §1 a single source"),
        ((one, two), "T ~ approximate date · ? uncertain date"),
    ):
        assert words(made(Event("x", parse("2024%"), "T", sources=sources)).event_card()).endswith(marks)


def test_a_date_that_is_too_long_for_the_border_is_not_cut() -> None:
    event = Event("x", parse("2024-05-30T10:00~/2024-06-02?"), "T")
    for width in range(20, 80, 3):
        assert "about 30 May 2024, 10:00 – possibly 2 June 2024" in words(made(event).event_card(), width)


@pytest.mark.parametrize(
    ("written", "date", "why"),
    [
        ("", "undated", "no date is given"),
        (
            "14 June 2024",
            "undated, written “14 June 2024”",
            "“14 June 2024”: not understood as a date; write 2024-06-14",
        ),
        ("2024-06-31", "undated, written “2024-06-31”", "“2024-06-31”: June 2024 has 30 days"),
        ("x" * 70, f"undated, written “{'x' * 59}…”", f"“{'x' * 59}…”: not understood as a date"),
    ],
)
def test_an_undated_event_says_what_is_written_and_why_it_is_not_a_date(written: str, date: str, why: str) -> None:
    (card,) = of("event", Event("x", undated(written), "Talks"))
    shown = words(card, 120)
    assert shown.startswith(f"{date} Talks §0 no source {why}")


def test_a_dispute_says_who_where_and_why_on_two_lines() -> None:
    card, dated = of("dispute")
    assert words(dated, 90) == "≠ [2] A news site ¶6–7: Says 14 June 2024."
    for width in (30, 48, 90):
        lines = drawn(card.renderable, width).splitlines()
        assert len(lines) <= 2
        assert lines[0].startswith("▌ ≠ [2] A news site ¶8: ")
    assert drawn(card.renderable, 48).splitlines()[1].rstrip().endswith("…")
    assert "It places the joint declaration" in words(card, 40)
    assert "It places the joint declaration" in card.copy_text
    assert card.address == ACCORD.cited[1].url
    assert not of("dispute", ACCORD._replace(sources=ACCORD.sources[:1]))


def test_an_event_is_called_disputed_once() -> None:
    text = "".join(drawn(card.renderable) for card in cards(ACCORD, Chain(), PLAIN))
    assert "disputed" not in text
    assert text.count("≠") == 3, "both disputes, and the stance of the source"


def test_a_quote_card_has_speaker_source_and_original() -> None:
    card, bare, _ = of("quote")
    text = "“A unique document with one of the world's most economically and technologically advanced countries.”"
    lines = drawn(card.renderable, 80).splitlines()
    assert lines[0].startswith("╭─ Volodymyr Zelenskyy, President of Ukraine ──")
    assert lines[3].startswith("│ Original (uk): “Унікальний документ” ")
    assert lines[4].endswith("── [4], post of 13 June ─╯")
    assert len(lines) == 5
    assert words(card, 40).startswith("Volodymyr Zelenskyy, President of Ukraine “A unique")
    assert "From his own channel. Translated by The office of the President mood cheerful" in words(card)
    assert "From his own channel." not in words(card, unfolded=False)
    assert text in words(card)
    assert card.address == "https://g7.utoronto.ca/evaluations/2024apulia/kirton-performance-240617.html"
    assert card.copy_text.endswith(f"post of 13 June\n{card.address}")
    assert words(bare) == "«We stand with Ukraine» said to reporters"
    assert bare.targets == ()


def test_a_speaker_that_is_too_long_for_the_border_is_not_cut() -> None:
    quote = Quote("Words", "A senior official of the ministry", "unnamed", ACCORD.cited[0], "¶2")
    for width in range(16, 70, 3):
        shown = words(made(ACCORD._replace(quotes=(quote,))).quote_card(0), width, unfolded=False).replace(" ", "")
        assert shown == "AseniorofficialoftheMinistry,unnamed“Words”[1],¶2".replace("M", "m"), width


def test_a_source_is_a_line_with_its_stance_and_all_its_places() -> None:
    lines = [drawn(card.renderable, 72).rstrip() for card in of("source")]
    assert all(len(line.splitlines()) == 1 for line in lines)
    assert [line[:6] for line in lines] == ["· [1] ", "≠ [2] ", "✓ [3] ", "“ [4] "]
    assert " ¶2 " in lines[0]
    assert " ¶8, ¶6–7 " in lines[1]
    assert lines[2].endswith("  President of Ukraine, 12 Ju…")


def test_a_source_unfolds_its_citations_notes_and_address() -> None:
    kantei, disputing, vilnius, quoted = of("source")
    assert words(kantei).startswith("· [1] Japan–Ukraine summit meeting and signing of the accord Cabinet Publ")
    assert "The accord’s full name is here." in words(kantei)
    assert "A news site (article, en)" in words(disputing)
    assert "≠ disputes, ¶8: It places the joint declaration" in words(disputing)
    assert words(disputing).count("[2]") == 1
    assert "✓ confirms" in words(vilnius)
    assert "checked by two people" in words(vilnius)
    assert words(quoted) == f"“ [4] {quoted.address} “ quoted"
    for card in (kantei, disputing, vilnius, quoted):
        assert card.address
        assert card.unfolded
        whole = drawn(card.unfolded, 36).replace("\n", "").replace(" ", "")
        assert card.address in whole
        assert card.copy_text.endswith(card.address)


def test_the_title_of_the_sources_counts_stances_only_if_there_are_several() -> None:
    assert titles(ACCORD, AROUND, PLAIN)["source"].plain == "Sources 4  ✓ 1  · 1  ≠ 1  “ 1"
    plain = ACCORD._replace(sources=ACCORD.sources[:1], quotes=())
    assert titles(plain, AROUND, PLAIN)["source"].plain == "Sources 1"


def test_a_source_with_another_date_has_the_sign_of_a_dispute() -> None:
    late = parse("2024-06-14")
    cited = (
        Citation(Source("a", "A"), "¶1"),
        Citation(Source("b", "B"), "¶2", date=late),
        Citation(Source("c", "C"), "¶3", "confirms", date=late),
    )
    event = Event("x", parse("2024-06-13"), "X", sources=cited)
    found = [card for card in cards(event, Chain(), PLAIN) if card.kind == "source"]
    assert [words(card, unfolded=False) for card in found] == [
        "· [1] A ¶1",
        "≠ [2] B ¶2 dated 14 June 2024",
        "≠ [3] C ✓ ¶3 ≠ ¶3 dated 14 June 2024",
    ]
    assert [words(card).partition("] ")[2] for card in found[1:]] == [
        "B ≠ reports, ¶2, dated 14 June 2024",
        "C ≠ confirms, ¶3, dated 14 June 2024",
    ]
    assert titles(event, Chain(), PLAIN)["source"].plain == "Sources 3  · 1  ≠ 2"


def test_sources_of_one_origin_are_counted_and_joined() -> None:
    wire = Source("wire", "Story", "Reuters")
    paper, site = Source("p", "A", "Reuters, via Paper"), Source("s", "B", "Reuters (via Site)")
    copy, both = Source("c", "C", "Blog", based_on=("wire",)), Source("d", "D", based_on=("wire", "p"))
    sources = tuple(map(Citation, (paper, site, copy, both, wire)))
    event, origins = Event("x", parse("2024"), "X", sources=sources), Origins.among((wire, paper, site, copy))
    found = cards(event, Chain(), PLAIN, origins=origins)
    lines = [words(card, unfolded=False) for card in found if card.kind == "source"]
    assert lines == [
        "· [1] A Reuters, via Paper",
        "· [2] B origin as [1]",
        "· [3] C Blog",
        "· [4] D in part origin as [1]",
        "· [5] Story origin as [3]",
    ]
    unfolded = [words(card) for card in found if card.kind == "source"]
    assert unfolded[1].endswith("Reuters (via Site) · reports Origin Reuters (same origin as [1])")
    assert unfolded[2].endswith("Based on wire Origin Reuters: Story")
    assert unfolded[4].endswith("Origin same origin as [3]")
    assert titles(event, Chain(), PLAIN, origins=origins)["source"].plain == "Sources 5, 2 origins"
    assert titles(event, Chain(), PLAIN, True, origins)["source"].plain == "Sources 5, 2 origins"
    alike = cards(event._replace(sources=sources[:2]), Chain(), PLAIN, origins=origins)
    assert "§2/1 a single origin" in words(alike[0])


def test_the_text_of_all_disputes_is_made_once() -> None:
    cited = tuple(Citation(Source(f"s{number}", "S"), stance="disputes", note="No.") for number in range(20))
    found = cards(Event("e", parse("2024"), "E", sources=cited), Chain(), PLAIN)
    assert len({id(card.copy_text) for card in found if card.kind == "dispute"}) == 1


def test_sources_of_an_event_are_compared_in_linear_time() -> None:
    costs = []
    for size in (50, 500):
        sources = [Source(f"s{number}", "S", "Site") for number in range(size)]
        event = Event("e", parse("2024"), "E", sources=tuple(map(Citation, sources)))
        costs.append(lines(partial(event_sources, event, Origins.among(sources))))
    assert costs[1] < 12 * costs[0]


def test_sources_are_numbered_in_the_order_of_citation() -> None:
    for card in of("source"):
        number = int(words(card)[3])
        assert ACCORD.cited[number - 1].url == card.address


def test_relations_lead_to_events_of_this_timeline() -> None:
    before, beside, unknown, _ = of("related")
    assert words(before, 100, unfolded=False) == (
        "└ → Leaders of the G7 declare their support for Ukraine in Vilnius follows from"
    )
    assert words(before).endswith("Vilnius follows from · 12 July 2023")
    assert (before.branch, before.event_id) == ("Before", "vilnius-declaration")
    assert words(beside) == "└ ← The G7 meets in Italy part of · 13–15 June 2024"
    assert (beside.branch, beside.event_id) == ("About the same time", "summit")
    assert words(unknown) == "├ → us-ukraine-agreement signed the same day"
    assert (unknown.branch, unknown.event_id) == ("Not in this timeline", None)
    assert titles(ACCORD, AROUND, PLAIN)["related"].plain == "Related 2", "the events to go to"


def test_relations_are_drawn_as_a_tree() -> None:
    def node(id: str, *nodes: Node, kinds: tuple[tuple[str, bool], ...] = (("", True),)) -> Node:
        event = Event(id, parse("2024"), f"{id} word word", sources=(Citation(Source("s"), stance="disputes"),))
        return Node(id, event, tuple(Tie(0, id, *kind) for kind in kinds), "before", nodes)

    tree = Chain((node("a", node("b", node("c")), node("d")), node("e", kinds=(("x", True), ("y", False)))), more=2)
    found = cards(Event("here", parse("2025"), "T"), tree, PLAIN)[1:-1]
    folded = [line.rstrip() for card in found for line in drawn(card.renderable, 26).splitlines()]
    assert folded == [
        *("├ → a word word ≠   2024", "│ ├ → b word wo… ≠  2024", "│ │ └ → c word … ≠  2024"),
        *("│ └ → d word wo… ≠  2024", "└ ↔ e word word ≠  x / y", "… 2 more"),
    ]
    lines = [line.rstrip() for card in found for line in drawn(card.unfolded or card.renderable, 19).splitlines()]
    assert lines == [
        *("├ → a word word ≠", "│ │ 2024"),
        *("│ ├ → b word word", "│ │ │ ≠", "│ │ │ 2024"),
        *("│ │ └ → c word", "│ │     word ≠", "│ │     2024"),
        *("│ └ → d word word", "│     ≠", "│     2024"),
        *("└ ↔ e word word ≠", "    x / y · 2024"),
        "… 2 more",
    ]


@pytest.mark.parametrize("hostile", ["[/]", "[red]x", ":smile:", "[@click=app.quit]x", "[b", "\\[x]"])
def test_markup_in_data_is_shown_as_text(hostile: str) -> None:
    source = Source(
        title=hostile, publisher=hostile, url=hostile, kind=hostile, note=hostile, other=((hostile, hostile),)
    )
    event = Event(
        hostile, parse("2024"), hostile, hostile, hostile, (hostile,), (hostile,), (hostile,), (hostile,), hostile,
        quotes=(Quote(hostile, hostile, hostile, source, hostile, hostile, hostile, ((hostile, hostile),)),),
        sources=(Citation(source, hostile, "disputes", hostile, ((hostile, hostile),)),),
        note=hostile, other=((hostile, hostile),), file="a.yaml", line=1,
    )  # fmt: skip
    near = Node(hostile, event, (Tie(0, hostile, hostile, False),), "beside")
    gone = Node(hostile, None, (Tie(None, hostile, hostile, True),), "absent")
    found = cards(event, Chain((near, gone)), PLAIN)
    counts = [words(card, 200).count(hostile) for card in found]
    #        event, dispute, quote, source, both ties, note, other, facts
    assert counts == [2, 3, 9, 11, 2, 2, 1, 2, 7]
    assert all(hostile in card.copy_text for card in found)


def test_a_safe_address_is_a_link_of_the_terminal() -> None:
    def linked(url: str) -> bool:
        (card,) = of("source", Event("x", parse("2024"), "T", sources=(Citation(Source(title="S", url=url)),)))
        assert card.unfolded
        folded, whole = (drawn(each, colours="truecolor") for each in (card.renderable, card.unfolded))
        assert (f";{url}\x1b\\" in folded) is (f";{url}\x1b\\" in whole)
        return f";{url}\x1b\\" in folded

    assert linked("https://a.example/b?c=d")
    assert not linked("javascript:alert(1)")
    assert not linked("https://user@a.example/")


def test_needles_are_highlighted_in_every_card() -> None:
    styles = PLAIN._replace(match=Style(bgcolor="red"))
    for card in cards(ACCORD, AROUND, styles, ("ukraine", "accord", "casualties")):
        text = drawn(card.unfolded or card.renderable, colours="standard")
        marked = "\x1b[1;41m" in text or "\x1b[41m" in text
        assert marked is any(word in text.casefold() for word in ("ukraine", "accord", "casualties"))


def test_all_colours_come_from_the_styles() -> None:
    drawing = "".join(
        drawn(card.unfolded or card.renderable, colours="truecolor")
        for card in cards(ACCORD, AROUND, PLAIN, ("japan",))
    )
    codes = {code for each in re.findall("\x1b\\[([0-9;]*)m", drawing) for code in each.split(";")}
    assert codes == {"0", "1", "4", "7"}  # off, bold, underline, reverse


def test_every_role_of_the_styles_is_used() -> None:
    event = ACCORD._replace(date=parse("2024-06-13~"))
    for role in DetailStyles._fields:
        styles = PLAIN._replace(**{role: Style(color="#123456")})
        drawing = "".join(
            drawn(card.unfolded or card.renderable, colours="truecolor")
            for card in cards(event, AROUND, styles, ("japan",), outcome=OUTCOME)
        )
        assert "38;2;18;52;86" in drawing, role


def test_the_words_of_two_timelines_are_beside_or_below_each_other() -> None:
    card = outcome_card(OUTCOME, TextWriter(PLAIN), beside=True)
    lines = [" ".join(line.split()) for line in drawn(card.renderable, 50).splitlines()]
    assert lines == [
        "▌ ✎ changed",
        "▌ (taken for the same event: same day)",
        "▌ Old New",
        "▌ summary",
        "▌ Signed in −Rome Signed in +[bold]Bari",
        "▌ topic",
        "▌ −loans",
        "▌ +aid",
        "▌ Sources of Claimant AP",
        "▌ Sources of Defendant none",
    ]
    assert card.copy_text.splitlines()[1:4] == [
        "summary, [-Old-] {+New+}: Signed in [-Rome-] {+[bold]Bari+}",
        "topic, Old but not New: loans",
        "topic, New but not Old: aid",
    ]
    below = outcome_card(OUTCOME, TextWriter(PLAIN, plain=True), beside=False)
    lines = [" ".join(line.split()) for line in drawn(below.renderable, 50).splitlines()]
    assert lines[0] == "▌ changed"
    assert lines[2:8] == [
        "▌ summary",
        "▌ Old: Signed in [-Rome-]",
        "▌ New: Signed in {+[bold]Bari+}",
        "▌ topic",
        "▌ Old: [-loans-]",
        "▌ New: {+aid+}",
    ]
    third = OUTCOME.contrasts[0]._replace(other="Third")
    three = replace(OUTCOME, contrasts=(*OUTCOME.contrasts, third))
    lines = drawn(outcome_card(three, TextWriter(PLAIN), beside=False).renderable, 50).splitlines()
    assert [line.rstrip() for line in lines if " and " in line] == ["▌ Old and New", "▌ Old and Third"]
    very_long = OUTCOME.contrasts[0]._replace(
        differences=(Difference("summary", "changed", "old " * 100_000, "new " * 100_000),)
    )
    card = outcome_card(replace(OUTCOME, contrasts=(very_long,)), TextWriter(PLAIN), beside=True)
    assert len(drawn(card.renderable)) < 100_000
    many = OUTCOME.contrasts[0]._replace(differences=(Difference("topics", "added", new="aid"),) * 150)
    card = outcome_card(replace(OUTCOME, contrasts=(many,)), TextWriter(PLAIN), beside=True)
    assert (drawn(card.renderable).count("+aid"), "… 50 more" in drawn(card.renderable)) == (100, True)


def test_very_long_data_is_cut_on_the_screen_and_copied_whole() -> None:
    quote = Quote("line\n" * 50_000)
    card = made(ACCORD._replace(quotes=(quote,))).quote_card(0)
    assert len(drawn(card.renderable).splitlines()) < 510
    assert "more characters" in words(card)
    assert quote.text in card.copy_text
    title = made(ACCORD._replace(title="x" * 100_000)).event_card()
    assert "… 99,500 more characters" in words(title)


def test_very_many_cards_end_with_the_number_of_the_others() -> None:
    sources = tuple(Citation(Source(title=f"Source {number}")) for number in range(CARDS_PER_SECTION + 1234))
    found = cards(Event("x", parse("2024"), "T", sources=sources), Chain(), PLAIN)
    assert len(found) == 1 + CARDS_PER_SECTION + 2
    assert words(found[-2]) == "… 1,234 more"
    assert found[-2].copy_text == ""


def test_a_source_has_its_rating_and_where_it_can_be_checked() -> None:
    source = Source(
        title="T",
        publisher="P",
        date=parse("2024-06-14"),
        author=("Anna", "Ben"),
        accessed=parse("2024-06-20"),
        archived=(Archive("https://archive.ph/1", parse("2024-06")), Archive("https://archive.ph/2")),
        copy="a.pdf",
        sha256="0123456789abcdef" * 4,
        reliability="B",
        based_on=("wire",),
    )
    cited = (Citation(source, credibility="2", date=parse("2024-06-12")), Citation(Source("k"), date=parse("2024")))
    first, second = of("source", Event("x", parse("2024"), "X", sources=cited))
    assert words(first, 100, unfolded=False) == "· [1] T B2 dated 12 June 2024, P"
    assert words(second, 100, unfolded=False) == "· [2] k"
    assert words(first, 100) == (
        "· [1] T Anna; Ben P, 14 June 2024 · reports, dated 12 June 2024, B2 Archived June 2024: https://archive.ph/1 "
        "Archived: https://archive.ph/2 Accessed 20 June 2024 Copy a.pdf SHA-256 0123456789abcdef… Reliability B "
        "Based on wire"
    )
    assert "https://archive.ph/2" in drawn(first.unfolded or "", 100, "truecolor").partition("8;id")[2]


def test_an_event_says_its_place_in_the_order_and_who_checked_it() -> None:
    event = Event("x", undated(""), "X", after=("y", "2024-06"), checked=(Check("Anna", parse("2024-06-20"), "n"),))
    assert words(of("event", event)[0]) == (
        "undated X §0 no source only its place in the order is given After y; June 2024"
    )
    (facts,) = of("facts", event)
    assert "Checked Anna, 20 June 2024: n" in words(facts)
    assert "Checked: Anna, 20 June 2024: n" in words(facts, unfolded=False)


def test_a_translated_quote_says_from_which_language_and_by_whom() -> None:
    (card,) = of("quote", Event("x", parse("2024"), "X", quotes=(Quote("t", original="o", language="ja"),)))
    assert "Original (ja): “o”" in words(card)
    (card,) = of("quote", Event("x", parse("2024"), "X", quotes=(Quote("t", language="ja", translator="Ben"),)))
    assert "Language ja Translated by Ben" in words(card)
