"""HTML from untrusted files as text, quotations and links."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.formats.timelinejs.html_text import (
    Link,
    Prose,
    Quotation,
    embedded_address,
    on_a_line,
    paragraphs,
    quotation,
    read_html,
    source_list,
)

snippets = st.sampled_from((
    *("<p>", "</p>", "<br>", "<a href='https://x.example'>", "</a>", "<blockquote>", "</blockquote>"),
    *("<b>", "</b>", "<ul class=sources>", "<ul>", "</ul>", "<li>", "</li>", "<small>", "</small>", "<footer>"),
    *("</footer>", "<cite>", "</cite>"),
    *("<script>", "</script>", "<!--", "-->", "<", ">", "&", "&amp;", "&#0;", '"', "'", "word", " ", "\n", "é"),
))  # fmt: skip
hostile = st.lists(snippets | st.text(max_size=3), max_size=20).map("".join)
plain = st.text(st.sampled_from("ab<>&\"'\n é&amp;<br>")).map(lambda text: re.sub(" +", " ", text))


def tidied(text: str) -> str:
    return re.sub("\n{2,}", "\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()


@each_row(
    ("html", "text"),
    [
        ("", ""),
        ("AT&amp;T &lt;b&gt; &copy;", "AT&T <b> ©"),
        ("one\ntwo\n\n\nthree", "one\ntwo\n\nthree"),
        ("one\n<b>two</b>\nthree", "one\ntwo\nthree"),
        ("<p>one\n two</p><p>three</p>", "one two\n\nthree"),
        ("one<br/>two<BR>three", "one\ntwo\nthree"),
        ("<div>a<ul><li>b</li><li>c</ul></div>d", "a\n\n• b\n• c\n\nd"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a b\n\nc"),
        ("a<script>alert('</p>')</script><style>p{}</style>b<!-- c --><!--d", "ab"),
        ("a<script>never closed", "a"),
        ("3 < 4 and 5 > 4, a<b", "3 < 4 and 5 > 4, a<b"),
        ("<img src=x onerror=alert(1)>a<iframe src='https://x.example'></iframe>", "a"),
        ("<p class='lead'>a <span>b</span><span>c</span>", "a bc"),
    ],
)
def test_html_as_text(html: str, text: str) -> None:
    assert read_html(html).text == text


def test_quotations_are_not_part_of_the_text() -> None:
    html = "<p>Before</p><blockquote>So <i>it</i> was.<cite>— Edith Clarke, engineer</cite></blockquote>after"
    assert read_html(html) == Prose("Before\n\nafter", (Quotation("So it was.", "Edith Clarke, engineer"),))


@pytest.mark.parametrize(
    ("inner", "passage"),
    [
        ("<p>a</p><p>b<br>c</p>", Quotation("a\n\nb\nc")),
        ("a<footer>Who</footer>", Quotation("a", "Who")),
        ("a<footer>— <cite>Who</cite></footer>", Quotation("a", "Who")),
        ("<p>a</p><p>— <cite>Who</cite></p>", Quotation("a", "Who")),
        ("a<br>- <cite>Who</cite>", Quotation("a", "Who")),
        ("<p>a</p><p>— <cite>Who</cite>, what</p>", Quotation("a", "Who", "what")),
        ("<p>a</p><p>— <cite>Who</cite> (what)</p>", Quotation("a", "Who", "what")),
        ("<p>a</p><cite>Who</cite>, what", Quotation("a", "Who", "what")),
        ("<p>So <cite>The Paper</cite> said it.</p>", Quotation("So The Paper said it.")),
        ("<p>So <cite>The Paper</cite> said.</p><footer>Who</footer>", Quotation("So The Paper said.", "Who")),
        ("<cite>Who</cite>: a", Quotation("a", "Who")),
        ("<p>But I—</p><p><cite>Who</cite></p>", Quotation("But I—", "Who")),
        ("<p>a —</p><footer><cite>Who</cite></footer>", Quotation("a —", "Who")),
        ("<p>a</p><p>—</p>", Quotation("a\n\n—")),
        ("a<cite>Who, <small>what</small></cite>", Quotation("a", "Who", "what")),
        ("a<cite><a href='https://x.example'>Who</a></cite>", Quotation("a", "Who", "", Link("Who", "https://x.example"))),
        ("a <a href='http://x.example/1'>day</a>", Quotation("a day", "", "", Link("day", "http://x.example/1"))),
        ("a<blockquote>b</blockquote>c", Quotation("abc")),
    ],
)  # fmt: skip
def test_the_parts_of_a_quotation(inner: str, passage: Quotation) -> None:
    assert read_html(f"<blockquote>{inner}</blockquote>").passages == (passage,)
    assert read_html(f"<blockquote>{inner}").passages == (passage,)


def test_only_web_addresses_are_links() -> None:
    html = "<a href='https://x.example/?a=1&amp;b=2'>One <b>two</b></a> <a href=javascript:x>no</a> <a href='/a'>no</a>"
    assert read_html(html) == Prose("One two no no", (), (Link("One two", "https://x.example/?a=1&b=2"),))


def test_text_on_one_line_and_embedded_addresses() -> None:
    assert on_a_line("<p>a</p>b") == "a b"
    assert embedded_address('<iframe width="1" src="https://x.example/?a&amp;b"></iframe>') == "https://x.example/?a&b"
    assert embedded_address("<b>none</b>") == ""


@given(hostile)
def test_broken_html_raises_nothing(html: str) -> None:
    found = read_html(html)
    assert all(link.url.startswith("https://") or not link.url for link in found.links)
    assert all(passage.text for passage in found.passages)


@given(plain)
def test_text_is_read_back_from_html(text: str) -> None:
    assert read_html(paragraphs(text)) == Prose(tidied(text))
    assert not re.search("<(?!/?p>|br>)", paragraphs(text))


@given(plain, plain.map(on_a_line), plain.map(on_a_line))
def test_quotations_and_sources_are_read_back_from_html(text: str, name: str, more: str) -> None:
    name, more = escape(" ".join(name.split())), " ".join(more.split())
    passage = Quotation(tidied(text), name, more, Link(name or "x", "https://x.example/?a=1&b='2'"))
    if passage.text:
        assert read_html(quotation(passage)) == Prose("", (passage,))
    links = (Link(name or "x", "https://x.example/", more), Link(name or "x", "", tidied(text)))
    assert read_html(f"<p>a</p>{source_list(links)}") == Prose("a", (), links)


@pytest.mark.slow
@each_row(
    "part",
    [
        "<",
        "<a ",
        "<!--",
        "<script>",
        "<blockquote>",
        "<a href='",
        "<ul class=sources><li><a>",
        "&",
        "<p class",
        " \n",
        "<b>",
    ],
)
def test_reading_is_linear(part: str) -> None:
    """With quadratic time, a text of 200,000 characters would take an hour."""
    assert isinstance(read_html(part * (200_000 // len(part))), Prose)
