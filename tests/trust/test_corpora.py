"""Collections of difficult input: each text gives a value, or a problem with a place."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import corpora
import fuzz
import hostile
import pytest
import yaml

from timeline_tui import formats
from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.formats.reading.builder import Builder
from timeline_tui.formats.reading.decoding import decode
from timeline_tui.formats.reading.nodes import Map, Node
from timeline_tui.formats.yaml import yaml_parser, yaml_syntax
from timeline_tui.model.timeline import Event
from timeline_tui.storage import inputs
from timeline_tui.storage.config import load_config
from timeline_tui.storage.files import load_timeline
from timeline_tui.text.text import changes, clean, clean_line, fold

pytestmark = pytest.mark.slow

Corpus = TypeVar("Corpus")


@pytest.fixture(scope="module")
def fetched(pytestconfig: pytest.Config) -> Callable[[Callable[[Path], Corpus]], Corpus]:
    """A function that returns a corpus, or skips the test with a reason if it cannot be had."""

    def get(corpus: Callable[[Path], Corpus]) -> Corpus:
        assert pytestconfig.cache is not None
        try:
            return corpus(Path(pytestconfig.cache.mkdir("corpora")))
        except corpora.Missing as reason:
            pytest.skip(str(reason))

    return get


def unicode_texts(name: str, column: int = 0) -> Iterator[str]:
    """The characters in one column of one of Unicode's files."""
    try:
        for line in corpora.unicode_lines(name):
            yield corpora.characters(line.split(";")[column])
    except corpora.Missing as reason:
        pytest.skip(str(reason))


# YAML's test suite


class Collected:
    """A sink that keeps the events."""

    def __init__(self) -> None:
        self.nodes: list[Node] | None = None

    def begin(self, root: Map) -> None:
        self.nodes = []

    def event(self, node: Node, offset: int) -> None:
        assert self.nodes is not None
        self.nodes.append(node)


def plain(node: Any) -> Any:
    """Nodes, or what PyYAML makes of a text, without positions, names of null and ways to write a key."""
    if isinstance(node, dict):
        return {clean_line(key): plain(value[2] if isinstance(value, tuple) else value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value[1] if isinstance(value, tuple) else value) for value in node]
    return "" if node in (None, "~", "null", "Null", "NULL") else node


@pytest.mark.parametrize("parser", ["libyaml", "PyYAML"])
def test_the_yaml_test_suite(parser: str, fetched: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    if parser == "PyYAML":
        monkeypatch.setattr(yaml_parser, "make_parser", yaml_parser.PythonParser)
    cases: dict[str, str] = fetched(corpora.yaml_cases)
    agreed = 0
    for name, text in cases.items():
        for problem in formats.read(text.encode(), f"{name}.yaml", "yaml").problems:
            assert problem.message, name
            assert problem.line <= text.count("\n") + 1, name
        document, events = decode(text.encode(), name), Collected()
        builder = Builder(document, events)
        yaml_syntax.parse(document, builder)
        if document.problems():
            continue
        with suppress(yaml.YAMLError):  # an anchor given twice, which PyYAML takes for a fault
            # spaces replace the tabs of blank lines in document.text, because libyaml refuses some of these lines
            expected = yaml.load(document.text, yaml.BaseLoader)
            assert plain(builder.root if events.nodes is None else events.nodes) == plain(expected), name
            agreed += 1
    assert len(cases) > 380
    assert agreed > 150  # the others have tags, several documents, keys that are not text, or are no YAML


# The big list of naughty strings


def placeless(reading: formats.Reading) -> list[Event]:
    """The events without their lines."""
    return [event._replace(file="", line=0) for event in reading.timeline.events]


def test_naughty_strings_in_every_field_of_every_format(fetched: Any) -> None:
    strings: list[str] = fetched(corpora.naughty_strings)
    assert len(strings) > 450
    events = [
        {
            "id": text,
            "date": "2024",
            "title": text,
            **dict.fromkeys(("date_note", "summary", "place", "note", text or "other"), text),
            **{field: [text] for field in ("countries", "topics", "people", "organizations")},
            "quotes": [dict.fromkeys(("text", "speaker", "role", "at", "original", "note"), text)],
            "sources": [{"title": text, "url": text, "date": text, "note": text}, text],
            "related": [{"event": text, "as": text}],
        }
        for text in strings
    ]
    reading = formats.read(json.dumps({"title": strings[5], "events": events}).encode(), "naughty.json")
    titles = [clean_line(text) for text in strings]
    assert [event.title for event in reading.timeline.events] == [title for title in titles if title]
    for format in formats.FORMATS:
        if format.writes:
            data = formats.write(reading.timeline, format.name)
            unfolded = data.decode().replace("\r\n ", "") if format.name == "icalendar" else data.decode()
            assert hostile.steering(unfolded.replace("\r\n", "\n").replace("\t", " ")) == "", format.name
        if format.writes and format.reads and format.name in ("yaml", "json", "jsonl", "csv"):
            assert placeless(formats.read(data, "again", format.name)) == placeless(reading), format.name


def test_naughty_strings_as_query_date_address_and_text(fetched: Any) -> None:
    for text in fetched(corpora.naughty_strings):
        for check in (fuzz.check_query, fuzz.check_date, fuzz.check_address, fuzz.check_text):
            check(text)


@pytest.mark.parametrize("format", [format.name for format in formats.FORMATS if format.reads])
def test_naughty_strings_as_files(format: str, fetched: Any) -> None:
    for text in fetched(corpora.naughty_strings):
        fuzz.check_reading(text.encode(), format)


def test_naughty_strings_as_names_of_files_and_config(
    fetched: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "PAUSE", 0.0)  # nobody else writes these
    for n, text in enumerate(fetched(corpora.naughty_strings)):
        name = text.encode()[:200].decode(errors="ignore").replace("/", "_")
        if name in ("", ".", ".."):
            continue
        folder = tmp_path / str(n)
        folder.mkdir()
        (folder / name).write_text("events:\n  - {date: 2024, title: One, spam: x}\n")
        loaded = load_timeline([str(folder / name)], ReadOptions("yaml"))
        assert clean(str(loaded.problems[0])) == str(loaded.problems[0])
        assert clean_line(loaded.timeline.events[0].file) == loaded.timeline.events[0].file
        (folder / "config.yaml").write_text(json.dumps({"theme": text, "keymap": {text: text}, text: text}))
        for problem in load_config(folder / "config.yaml").problems:
            assert clean(f"{problem}{problem.hint}") == f"{problem}{problem.hint}"


# Unicode's tests


def test_every_emoji_comes_through() -> None:
    emoji = [text for name in ("emoji/emoji-test.txt", "emoji/emoji-zwj-sequences.txt") for text in unicode_texts(name)]
    assert len(emoji) > 6000
    assert [text for text in emoji if clean(text) != text or any(changes(text))] == []


@pytest.mark.parametrize("name", ["emoji/emoji-variation-sequences.txt", "StandardizedVariants.txt"])
def test_every_variant_comes_through(name: str) -> None:
    variants = list(unicode_texts(name))
    assert len(variants) > 700
    # Mongolian has selectors of its own, which are marks; a space has no look to vary.
    assert [text for text in variants if clean(text) != text] == []


def test_every_sequence_with_a_name_comes_through() -> None:
    assert [text for text in unicode_texts("NamedSequences.txt", 1) if clean(text) != text] == []


def test_canonically_equivalent_texts_are_found_alike() -> None:
    tested = 0
    try:
        for line in corpora.unicode_lines("NormalizationTest.txt.bz2"):
            if line.startswith("@"):
                continue
            forms = [corpora.characters(form) for form in line.split(";")[:5]]
            if all(unicodedata.category(c) != "Cn" for form in forms for c in form):  # a younger Unicode's
                assert len({fold(form) for form in forms}) == 1, forms
                tested += 1
    except corpora.Missing as reason:
        pytest.skip(str(reason))
    assert tested > 15_000


@pytest.mark.parametrize("name", ["GraphemeBreak", "LineBreak", "SentenceBreak", "WordBreak"])
def test_texts_of_the_unicode_break_tests_are_read(name: str) -> None:
    try:
        lines = [line.replace("÷", "").replace("×", "") for line in corpora.unicode_lines(f"auxiliary/{name}Test.txt")]
    except corpora.Missing as reason:
        pytest.skip(str(reason))
    texts = [corpora.characters(line) for line in lines]
    for text in texts[:: max(1, len(texts) // 1000)]:
        fuzz.check_text(text)
    fuzz.check_reading(
        "\n".join(f'- {{date: 2024, title: "{text}"}}' for text in texts).encode(errors="replace"), "yaml"
    )


def test_texts_of_two_directions() -> None:
    texts = list(unicode_texts("BidiCharacterTest.txt"))
    for text in texts[::91]:
        fuzz.check_text(text)
        assert not set(clean(text)) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
