"""The parts that cards are made of."""

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.style import Style
from rich.text import Text

from timeline_tui.ui.detail.parts import (
    IS_MATCH,
    PROSE_CHARACTERS,
    PROSE_LINES,
    TITLE_CHARACTERS,
    BarBeside,
    ByWidth,
    DetailStyles,
    Spread,
    TextWriter,
)

PLAIN = DetailStyles.plain()


def drawn(renderable: RenderableType, width: int = 40, encoding: str = "utf-8") -> str:
    class File(StringIO):
        @property
        def encoding(self) -> str:
            return encoding

    file = File()
    Console(width=width, file=file, color_system=None).print(renderable, end="")
    return file.getvalue()


@pytest.mark.parametrize("hostile", ["[/]", "[red]x", ":smile:", "[@click=app.quit]x[/]", "[link=https://e.example]x"])
def test_markup_in_data_is_shown_as_text(hostile: str) -> None:
    writer = TextWriter(PLAIN)
    assert hostile in drawn(writer.text(hostile))
    assert drawn(writer.labelled([(hostile, hostile)]), 100).count(hostile) == 2
    assert drawn(writer.labelled([(hostile, hostile)]), 30).replace("\n", "").count(hostile) == 2


def test_every_line_has_a_bar_and_fits_the_width() -> None:
    text = Text("one two three four five six seven 日本語日本語")
    for width in (1, 2, 3, 10, 40):
        lines = drawn(BarBeside(text, Style()), width).splitlines()
        assert all(line.startswith("▌") for line in lines)
        assert width < 4 or all(cell_len(line) <= width for line in lines)
    assert all(line.startswith("| ") for line in drawn(BarBeside(text, Style()), 10, "ascii").splitlines())


def test_by_width_chooses_the_shape_that_fits() -> None:
    both = ByWidth(20, Text("wide"), Text("narrow"))
    assert drawn(both, 20).strip() == "wide"
    assert drawn(both, 19).strip() == "narrow"


def test_a_long_text_is_cut_and_the_rest_is_counted() -> None:
    writer = TextWriter(PLAIN)
    assert writer.text("x" * TITLE_CHARACTERS, None, TITLE_CHARACTERS).plain == "x" * TITLE_CHARACTERS
    title = writer.text("x" * (TITLE_CHARACTERS + 1234), None, TITLE_CHARACTERS)
    assert title.plain.endswith("x… 1,234 more characters")
    assert writer.text("x" * (PROSE_CHARACTERS + 1)).plain.endswith("x… 1 more character")
    cut = writer.text("x\n" * 50_000).plain
    assert cut.count("\n") == PROSE_LINES - 1
    assert cut.endswith("x… 99,001 more characters")


def test_matches_are_highlighted_without_regard_to_case_and_accents() -> None:
    match = PLAIN.match + IS_MATCH
    text = TextWriter(PLAIN, ("kyiv", "cafe")).text("KYIV and the Café")
    assert [(span.start, span.end, span.style) for span in text.spans] == [(0, 4, match), (13, 17, match)]


def test_an_address_is_shown_whole_and_is_a_link_if_it_is_safe() -> None:
    writer = TextWriter(PLAIN)
    links = [str(span.style.link) for span in writer.address("https://a.example/日本?q=a%20b").spans]
    assert links == ["https://a.example/%E6%97%A5%E6%9C%AC?q=a%20b"]
    for unsafe in ("javascript:alert(1)", "https://user@a.example/", "ftp://a.example/"):
        assert writer.address(unsafe).plain == unsafe
        assert not writer.address(unsafe).spans
    folded = drawn(writer.address("https://a.example/" + "long-" * 30), 30)
    assert folded.replace("\n", "") == "https://a.example/" + "long-" * 30


def test_very_many_labels_end_with_the_number_of_the_others() -> None:
    assert drawn(TextWriter(PLAIN).labelled([("key", "value")] * 1334), 60).splitlines()[-1].strip() == "… 1,234 more"


def test_the_plain_styles_have_no_colour() -> None:
    styles = [getattr(PLAIN, role) for role in DetailStyles._fields]
    assert all(style.color is None and style.bgcolor is None for style in styles)
    assert PLAIN.match.reverse
    assert PLAIN.disputes.bold


def test_the_end_of_a_line_never_touches_the_text_before_it() -> None:
    for columns in range(1, 60):
        line = Spread(Text("· [1] "), Text("The title"), Text(" credibility 2"), Text("Customs, 20 March 2024"))
        shown = drawn(line, columns)
        assert "credibility 2C" not in shown, columns
        assert len(shown.rstrip("\n")) <= columns
