"""The Markdown format: what a CommonMark parser makes of it is what the data says."""

from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.pages.markdown_page import escape, paragraphs, write
from timeline_tui.model.timeline import Citation, Event, Extract, Quote, Source, Timeline
from timeline_tui.text.text import clean, clean_line

# Strict CommonMark, and with what GitHub adds to it.
PARSERS = (MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["table", "strikethrough"]))
PLAIN = {"paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak", "hardbreak"}


def tokens(markdown: str, parser: MarkdownIt = PARSERS[1]) -> Iterator[Token]:
    for token in parser.parse(markdown):
        yield token
        yield from token.children or ()


def shown(markdown: str) -> str:
    """The words that a reader sees, white space as single spaces."""
    found = (
        " " if each.type in ("softbreak", "hardbreak", "inline") else each.content
        for each in tokens(markdown)
        if each.type in ("text", "text_special", "code_inline", "softbreak", "hardbreak", "inline")
    )
    return " ".join("".join(found).split())


# Much of what has a meaning in Markdown or HTML, to be found by chance more often than single characters would.
snippet = st.sampled_from([
    "# ", "- ", "+ ", "* ", "> ", "1. ", "2) ", "---", "===", "```", "~~~", "    ", "\n", "|", "[a](b)", "![x](y)",
    "<b>", "<!--", "<https://x.example>", "&amp;", "&#35;", "\\", "`", "**", "__", "_", "*", "~~", "$", "[1]: /u",
    "[1]", "(", "[", ":", "word", " ", "é", "日本", "\u00a0", "“", "http://x.example", "a@b.example", "[^1]", "{.x}",
])  # fmt: skip
hostile = st.lists(snippet | st.text(max_size=3), max_size=12).map("".join)


@given(hostile.map(clean))
@example("1. one\n2) two\n- three\n=====\n+ four")
@example("a | b\n--- | ---\nc | d")
@example("&copy; &#0; AT&T <b>bold</b> \\* `code` ![x](http://evil.example/a.png)")
@example("[link]: https://evil.example\n[link]")
@example("[1]: https://evil.example\n[1] and [1](https://evil.example) and [1][1] and [x][1]")
@example("    four spaces\n\tand a tab")
def test_data_is_text_and_nothing_else(data: str) -> None:
    for parser in PARSERS:
        assert {each.type for each in tokens(paragraphs(data), parser)} <= PLAIN
    assert shown(paragraphs(data)) == " ".join(data.split())


@given(hostile.map(clean_line))
@example("trailing hashes ##")
@example("# not a heading")
def test_a_heading_has_the_text_of_the_title(title: str) -> None:
    found = [each.type for each in PARSERS[1].parse(f"### {escape(title)}")]
    assert found == ["heading_open", "inline", "heading_close"]
    assert shown(f"### {escape(title)}") == " ".join(title.split())


@given(line=hostile.map(clean_line), prose=hostile.map(clean), url=hostile.map(clean_line))
def test_a_whole_file_has_no_html_no_image_and_only_the_links_of_its_sources(line: str, prose: str, url: str) -> None:
    source = Source(title=line, publisher=line, url=url, note=prose, other=((line, prose),))
    told = Event(
        id="x",
        date=parse("2024-06-13~"),
        title=line or "Something happens",
        date_note=prose,
        summary=prose,
        countries=(line,),
        quotes=(Quote(prose, line, line, source, line, prose, prose),),
        sources=(Citation(source, line, "disputes", prose), Citation(source, line, "confirms", prose)),
        note=prose,
        other=((line, prose),),
    )
    timeline = Timeline(line, prose, events=(told,), extract=Extract(line, 3), other=((line, prose),))
    allowed = PLAIN | {"code_inline"}
    allowed |= {f"{block}_{end}" for block in ("heading", "blockquote", "strong") for end in ("open", "close")}
    allowed |= {f"{block}_{end}" for block in ("bullet_list", "ordered_list", "list_item") for end in ("open", "close")}
    links = [each for each in tokens(write(timeline)) if each.type == "link_open"]
    assert {each.type for each in tokens(write(timeline))} <= allowed | {"link_open", "link_close"}
    assert len(links) <= 1
    assert all(str(each.attrs["href"]).startswith(("http://", "https://")) for each in links)
    assert [each.tag for each in tokens(write(timeline)) if each.type == "heading_open"] == ["h1", "h2", "h3", "h2"]


@each_row(
    ("url", "linked"),
    [
        ("https://a.example/b?c=d&e=f#g", True),
        ("http://a.example", True),
        ("https://www.nippon.com/en/china's-support.html", True),
        ("https://ja.wikipedia.org/wiki/日本", True),
        ("javascript:alert(1)", False),
        ("ftp://a.example/b", False),
        ("https://user@a.example/", False),
        ("https://a.example/<script>", False),
        ("https://a.example/ b", False),
        ("https://exаmple.org/", False),  # a Cyrillic а
        ("https://a.example/&lt;b", False),
    ],
)
def test_only_web_addresses_become_links_and_all_stay_readable(url: str, linked: bool) -> None:
    cited = Event(id="x", date=parse("2024"), title="T", sources=(Citation(Source(title="S", url=url)),))
    written = write(Timeline(events=(cited,)))
    assert url in written
    assert any(each.type == "link_open" for each in tokens(written)) is linked


def test_two_quotes_are_two_block_quotes() -> None:
    written = write(Timeline(events=(Event("x", parse("2024"), "T", quotes=(Quote("One\n\nmore"), Quote("Two"))),)))
    assert [each.type for each in tokens(written)].count("blockquote_open") == 2


def test_adjacent_facts_and_remarks_are_one_list() -> None:
    bare = Event("x", parse("2024"), "T", countries=("Japan",), note="A note", sources=(Citation(Source(title="S")),))
    lists = [each.type for each in tokens(write(Timeline(events=(bare,))))].count("bullet_list_open")
    assert lists == 1


def test_the_page_of_an_empty_timeline_says_so() -> None:
    assert write(Timeline(title="Nothing *yet*")) == "# Nothing \\*yet\\*\n\nNo events.\n"
