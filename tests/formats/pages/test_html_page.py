"""The html format: what a parser finds in the page, and what a real browser makes of it."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from golden.sample import SAMPLE
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.when import parse
from timeline_tui.formats.pages.html_page import write
from timeline_tui.formats.yaml import yaml
from timeline_tui.model.timeline import Archive, Check, Citation, Event, Extract, Quote, Relation, Source, Timeline
from timeline_tui.text.text import clean, clean_line

BUNDLED = yaml.read((Path(__file__).parents[3] / "events.yaml").read_bytes(), "events.yaml").timeline

VOID = {"meta", "input", "br"}
TAGS = {
    *("html", "head", "meta", "title", "style", "script", "body", "header", "main", "section", "article", "form"),
    *("h1", "h2", "h3", "p", "br", "div", "span", "a", "b", "strong", "code", "ul", "ol", "li", "dl", "dt", "dd"),
    *("figure", "blockquote", "figcaption", "fieldset", "legend", "label", "input", "button", "details", "summary"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "dir", "href", "rel", "cite", "value", "type"),
    *("data-country", "data-topic", "data-sources", "role", "aria-label", "aria-live", "autocomplete", "hidden"),
    *("placeholder", "checked", "disabled", "open"),
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: list["Element | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.inside)

    def all(self, tag: str, kind: str = "") -> list["Element"]:
        """The elements inside with this tag and, if given, this class."""
        found = []
        for part in self.inside:
            if isinstance(part, Element):
                if part.tag == tag and (not kind or kind in (part.attributes.get("class") or "").split()):
                    found.append(part)
                found += part.all(tag, kind)
        return found

    def one(self, tag: str, kind: str = "") -> "Element":
        (only,) = self.all(tag, kind)
        return only

    @property
    def is_hidden(self) -> bool:
        return "hidden" in self.attributes


class Page(HTMLParser):
    """The elements of a page; every one that opens closes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self.open = [self.root]
        self.feed(text)
        self.close()
        assert self.open == [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        assert len(attrs) == len(element.attributes), "an attribute twice"
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("there are no comments")


def page(timeline: Timeline) -> Element:
    return Page(write(timeline)).root


def every(element: Element) -> list[Element]:
    children = [part for part in element.inside if isinstance(part, Element)]
    return [*children, *(inner for child in children for inner in every(child))]


def sha(code: str) -> str:
    return f"'sha256-{b64encode(sha256(code.encode()).digest()).decode()}'"


# What stands in the page


def test_the_page_has_everything_in_the_timeline() -> None:
    root = page(BUNDLED)
    articles = root.all("article")
    assert root.one("h1").text == root.one("title").text == BUNDLED.title
    assert len(articles) == len(BUNDLED.events)
    events = sorted(BUNDLED.events, key=lambda event: event.date.sort_key)
    for article, event in zip(articles, events, strict=True):
        assert article.one("h3").text == event.title
        assert [li.text for li in article.one("ul", "tags").all("li")] == [*event.countries, *event.topics]
        assert ("disputed" in (article.attributes.get("class") or "")) is event.disputed
        assert len(article.all("div", "dispute-note")) == len(event.disputes)
        assert len(article.all("blockquote")) == len(event.quotes)
        for quote, element in zip(event.quotes, article.all("figure"), strict=True):
            assert quote.text in element.one("blockquote").text
            assert quote.speaker in element.one("figcaption").text
    cited = dict.fromkeys(source for event in events for source in event.cited)
    sources = root.one("section", "sources").all("li")
    assert len(sources) == len(cited)
    assert {a.text for li in sources for a in li.all("a")} == {source.url for source in cited if source.url}


def test_the_days_are_headings_in_order() -> None:
    headings = [h2.text for h2 in page(SAMPLE).one("main").all("h2")]
    assert headings == ["Wednesday 12 July 2023", "Saturday 24 February 2024", "May 2024", "Thursday 13 June 2024"]


def test_an_extract_says_its_query_and_how_many_there_were() -> None:
    said = page(SAMPLE).one("p", "extent").text
    assert said == '5 of 24 events · Query: country:Japan,Ukraine,Italy -topic:"shadow fleet"'
    assert page(SAMPLE._replace(extract=None)).one("p", "extent").text == "5 events"


def test_parts_of_the_date_beyond_the_heading_are_above_the_title() -> None:
    def when(edtf: str) -> list[str]:
        return [p.text for p in page(Timeline(events=(Event("x", parse(edtf), "T"),))).all("p", "when")]

    assert when("2024-06-13") == []
    assert when("2024-06-13T15:05+02:00") == ["15:05 UTC+2"]
    assert when("2024-06-13/2024-06-15") == ["13–15 June 2024"]
    assert when("2024-06-13~") == ["about 13 June 2024 · ~ approximate date"]


def test_an_empty_timeline_says_no_events() -> None:
    root = page(Timeline(title="Nothing"))
    assert root.one("p", "empty").text == "No events."
    assert not root.all("p", "extent")
    assert not root.all("form")
    assert not root.all("script")


def test_numbers_link_to_sources_and_relations_to_events() -> None:
    root = page(SAMPLE)
    ids = {element.attributes["id"] for element in every(root) if "id" in element.attributes}
    inner = [a.attributes["href"] for a in root.all("a") if (a.attributes["href"] or "").startswith("#")]
    assert inner
    assert {(href or "")[1:] for href in inner} <= ids
    assert [li.attributes["value"] for li in root.one("ol").all("li")] == ["1", "2", "3", "4", "5", "6"]


def test_links_match_anchors_for_ids_with_any_characters() -> None:
    events = (Event("a b/日本\"'", parse("2024"), "T", related=(Relation("a b/日本\"'"),)),)
    root = page(Timeline(events=events))
    href = root.one("dl", "remarks").one("a").attributes["href"]
    assert href == f"#{root.one('article').attributes['id']}" == "#event-a%20b%2F%E6%97%A5%E6%9C%AC%22%27"


def test_the_filter_counts_an_alias_under_its_full_name() -> None:
    events = (
        Event("a", parse("2024"), "T", countries=("U.S.", "Japan")),
        Event("b", parse("2024"), "T", countries=("United States", "JAPAN", "US")),
    )
    aliases = (("U.S.", "United States"), ("US", "United States"))
    choices = [label.text for label in page(Timeline(aliases=aliases, events=events)).all("label")]
    assert choices == ["Japan 2", "United States 2"]


# What keeps it safe


def test_no_other_code_runs_and_nothing_is_fetched() -> None:
    text = write(SAMPLE)
    root = Page(text).root
    style, script = root.one("style").text, root.one("script").text
    policy = next(m.attributes["content"] for m in root.all("meta") if "http-equiv" in m.attributes)
    assert policy == (
        f"default-src 'none'; style-src {sha(style)}; script-src {sha(script)}; base-uri 'none'; form-action 'none'"
    )
    assert not re.search(r"url\(|@import|https?:", style)
    assert not re.search(r"https?:|fetch|XMLHttpRequest|innerHTML|eval|import", script)
    for element in every(root):
        assert "src" not in element.attributes
        assert not any(name.startswith("on") or name == "style" for name in element.attributes)


@each_row(
    ("url", "linked"),
    [
        ("https://a.example/b?c=d&e=f#g", True),
        ("http://a.example", True),
        ("https://ja.wikipedia.org/wiki/日本", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("ftp://a.example/b", False),
        ("https://user@a.example/", False),
        ("https://exаmple.org/", False),  # a Cyrillic а
        ('https://a.example/"onclick=x', False),
    ],
)
def test_only_web_addresses_become_links_and_all_stay_readable(url: str, linked: bool) -> None:
    source = Source(title="S", url=url)
    event = Event("x", parse("2024"), "T", quotes=(Quote("Q", source=source),), sources=(Citation(source),))
    item = page(Timeline(events=(event,))).one("section", "sources").one("li")
    assert url in item.text
    assert [(a.attributes["href"], a.attributes["rel"]) for a in item.all("a")] == (
        [(url, "noreferrer noopener")] if linked else []
    )


hostile = st.lists(
    st.sampled_from(
        ["<", ">", '"', "'", "&", "&amp;", "&lt;", "</script>", "</style>", "<!--", "-->", "]]>", "\n", "\n\n"]
    )
    | st.sampled_from(
        ["<b>", "<img src=x onerror=y>", "javascript:", "http://x.example", "</article>", "é", "日本", "${x}"]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)


@given(line=hostile.map(clean_line).filter(bool), prose=hostile.map(clean))
@example(line="</title><script>alert(1)</script>", prose='"><img src=x onerror=alert(1)>')
def test_data_is_text_and_nothing_else(line: str, prose: str) -> None:
    source = Source(key=line, title=line, publisher=line, url=line, note=prose, other=((line, prose),))
    source = source._replace(author=(line,), archived=(Archive(line),), copy=line, based_on=(line,))
    event = Event(
        id=line,
        date=parse("2024-06-13~"),
        title=line,
        date_note=prose,
        summary=prose,
        countries=(line,),
        topics=(line,),
        people=(line,),
        place=line,
        quotes=(Quote(prose, line, line, source, line, prose, prose, ((line, prose),), line, line),),
        sources=(
            Citation(source, line, "disputes", prose),
            Citation(source, line, "confirms", prose, ((line, prose),), "2", parse("2024")),
        ),
        related=(Relation(line, line),),
        note=prose,
        after=(line,),
        checked=(Check(line, None, prose, ((line, prose),)),),
        other=((line, prose),),
    )
    root = page(Timeline(line, prose, events=(event,), extract=Extract(line, 3), other=((line, prose),)))
    elements = every(root)
    assert {element.tag for element in elements} <= TAGS
    assert {name for element in elements for name in element.attributes} <= ATTRIBUTES
    assert len(root.all("script")) == len(root.all("style")) == len(root.all("article")) == 1
    assert root.one("h1").text == root.one("h3").text == root.one("title").text == line
    assert root.one("code").text == line
    assert [box.attributes["value"] for box in root.all("input") if box.attributes["type"] == "checkbox"] == [line] * 2
    summary = "".join(div.text for div in root.all("div", "summary"))
    assert "".join(summary.split()) == "".join(prose.split())


# In a browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


def in_chromium(test: Callable[..., None]) -> Callable[..., None]:
    """A test in a real browser, which takes a second to start."""
    return pytest.mark.slow(pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")(test))


FILTERS = {
    "none": "",
    "a country": "#country=Switzerland",
    "facets and a word": "#country=china&country=Italy&topic=sanctions&text=YELLEN",
    "an umlaut": "#text=burgenstock",
    "a dash": "#text=DUAL%E2%80%91use",
    "no such word": "#text=no-such-word",
    "an event": f"#event-{BUNDLED.events[0].id}",
}
# Shows the pages in frames. When all are loaded it puts their elements into its own, as text.
FRAMES = """<!doctype html><meta charset="utf-8"><body><script>
const pages = PAGES;
addEventListener("load", () => document.querySelectorAll("iframe").forEach((frame) => {
  const text = document.createElement("pre");
  text.textContent = frame.contentDocument.documentElement.outerHTML;
  frame.replaceWith(text);
}));
for (const page of pages) document.body.append(Object.assign(document.createElement("iframe"), {src: page}));
</script>"""


def browse(path: Path, *flags: str) -> Element:
    """The page after its script has run."""
    assert CHROMIUM
    run = subprocess.run(
        [
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={path.parent / 'profile'}", *flags, "--dump-dom", path.as_uri()),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    return Page(run.stdout.decode()).root


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    """The page of the bundled timeline with each filter in its address, and without its script.

    One browser shows all of them, because to start it takes most of the time.
    """
    folder = tmp_path_factory.mktemp("pages")
    text = write(BUNDLED)
    (folder / "bundled.html").write_text(text, encoding="utf-8")
    quiet = text.replace("script-src 'sha256-", "script-src 'sha256-A")  # the policy is that for another script
    (folder / "quiet.html").write_text(quiet, encoding="utf-8")
    pages = {name: f"bundled.html{fragment}" for name, fragment in FILTERS.items()}
    pages["without its script"] = "quiet.html#country=Switzerland"
    frames = folder / "frames.html"
    frames.write_text(FRAMES.replace("PAGES", json.dumps(list(pages.values()))), encoding="utf-8")
    roots = [Page(part.text).root for part in browse(frames, "--allow-file-access-from-files").all("pre")]
    return dict(zip(pages, roots, strict=True))


def visible(root: Element) -> list[str]:
    return [article.one("h3").text for article in root.all("article") if not article.is_hidden]


def titles(holds: str, field: str = "countries") -> list[str]:
    events = sorted(BUNDLED.events, key=lambda event: event.date.sort_key)
    return [event.title for event in events if holds in getattr(event, field)]


def counts(root: Element) -> dict[str, int]:
    return {
        str(label.one("input").attributes["value"]): int(label.one("span", "n").text) for label in root.all("label")
    }


@in_chromium
def test_with_its_script_the_filter_appears_and_hides_nothing(shown: dict[str, Element]) -> None:
    root = shown["none"]
    assert not root.one("form").is_hidden
    assert root.one("span", "status").text == f"{len(BUNDLED.events)} events"
    assert len(visible(root)) == len(BUNDLED.events)
    assert counts(root)["Japan"] == len(titles("Japan"))


@in_chromium
def test_a_country_in_the_address_filters_and_the_counts_follow(shown: dict[str, Element]) -> None:
    root = shown["a country"]
    expected = titles("Switzerland")
    assert visible(root) == expected
    assert 0 < len(expected) < len(BUNDLED.events)
    assert root.one("span", "status").text == f"{len(expected)} of {len(BUNDLED.events)} events"
    assert counts(root)["Japan"] == len(titles("Japan"))  # another one of the same facet: either will do
    both = [event for event in BUNDLED.events if "Switzerland" in event.countries and "sanctions" in event.topics]
    assert counts(root)["sanctions"] == len(both)
    days = [day for day in root.all("section", "day") if not day.is_hidden]
    assert all(any(not article.is_hidden for article in day.all("article")) for day in days)
    left = {source.url for event in BUNDLED.events if event.title in expected for source in event.cited}
    assert {li.one("a").text for li in root.one("ol").all("li") if not li.is_hidden} == left


@in_chromium
def test_facets_and_words_narrow_each_other(shown: dict[str, Element]) -> None:
    root = shown["facets and a word"]
    expected = [
        event.title
        for event in sorted(BUNDLED.events, key=lambda event: event.date.sort_key)
        if {"China", "Italy"} & set(event.countries) and "sanctions" in event.topics
    ]
    found = visible(root)
    assert set(found) < set(expected)
    assert all("yellen" in article.text.lower() for article in root.all("article") if not article.is_hidden)
    assert root.one("span", "status").text == f"{len(found)} of {len(BUNDLED.events)} events"


@in_chromium
def test_words_are_found_however_their_dashes_and_accents_are_written(shown: dict[str, Element]) -> None:
    articles = page(BUNDLED).all("article")
    for typed, stands in (("an umlaut", "Bürgenstock"), ("a dash", "dual-use")):
        found = [article.one("h3").text for article in articles if stands in article.text]
        assert visible(shown[typed]) == found != []


@in_chromium
def test_the_page_says_if_no_event_fits_the_filter(shown: dict[str, Element]) -> None:
    root = shown["no such word"]
    assert not visible(root)
    assert not root.one("p", "empty").is_hidden


@in_chromium
def test_an_address_that_names_an_event_hides_nothing(shown: dict[str, Element]) -> None:
    assert len(visible(shown["an event"])) == len(BUNDLED.events)


@in_chromium
def test_without_its_script_everything_is_shown(shown: dict[str, Element]) -> None:
    root = shown["without its script"]
    assert root.one("form").is_hidden
    assert len(visible(root)) == len(BUNDLED.events)


@in_chromium
def test_the_browser_runs_no_script_but_ours(tmp_path: Path) -> None:
    """Not even a script in the page; the test puts some there."""
    path = tmp_path / "tampered.html"
    take_over = "document.querySelector('h1').textContent = 'taken over'"
    intruders = f'<main><script>{take_over}</script><input autofocus onfocus="{take_over}">'
    path.write_text(write(SAMPLE).replace("<main>", intruders), encoding="utf-8")
    root = browse(path)
    assert root.one("h1").text == SAMPLE.title
    assert not root.one("form").is_hidden
