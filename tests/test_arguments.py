"""What is read without argparse is read as argparse reads it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline_tui import usage
from timeline_tui.arguments import COMMANDS, Command, Options, read_plain

_FLAGS = sorted({flag for command in COMMANDS.values() for option in command.options for flag in option.flags})
_WORDS = [
    "a.yaml",
    "b",
    "-",
    "",
    "--",
    "text",
    "yaml",
    "grid",
    "topic",
    "country:Japan -oil",
    "-1",
    "-qx",
    "-x",
    "--for",
]
_WORDS += ["--help", "--version", "--query=x", "-q=", "--json=1", "a b", "-a b", "@a", "export"]


def told(options: Options) -> dict[str, object]:
    return {name: getattr(options, name) for name in Options.__annotations__}


def read(command: Command, words: Sequence[str]) -> Options:
    return usage.parser(command).parse_args(words, Options())


@pytest.mark.parametrize(
    ("name", "words", "expected"),
    [
        ("", [], {"files": []}),
        ("", ["a.yaml", "-"], {"files": ["a.yaml", "-"]}),
        ("", ["--no-watch", "--theme", "nord", "-q", ""], {"no_watch": True, "theme": "nord", "query": ""}),
        ("export", ["a.yaml", "-q", "country:Japan topic:oil"], {"query": "country:Japan topic:oil"}),
        ("export", ["-f", "json", "--output", "-", "a", "b"], {"format": "json", "output": "-", "files": ["a", "b"]}),
        ("export", ["--query", "x", "-q", "y", "--force", "--lenient"], {"query": "y", "force": True, "lenient": True}),
        ("validate", ["--json", "a.yaml"], {"json": True, "files": ["a.yaml"]}),
        ("schema", [], {}),
    ],
)
def test_what_is_plain_is_read_at_once(name: str, words: list[str], expected: dict[str, object]) -> None:
    options = read_plain(COMMANDS[name], words)
    assert options is not None
    assert told(options).items() >= expected.items()
    assert told(options) == told(read(COMMANDS[name], words))


@pytest.mark.parametrize(
    "words",
    [
        ["-q"],
        ["-q", "-x"],
        ["--query=x"],
        ["-qx"],
        ["--"],
        ["a", "-q", "x", "b"],
        ["-f", "nope"],
        ["--help"],
        ["--json"],
    ],
)
def test_what_is_not_plain_is_left_to_argparse(words: list[str]) -> None:
    assert read_plain(COMMANDS["export"], words) is None


def test_a_command_without_files_takes_none() -> None:
    assert read_plain(COMMANDS["schema"], ["a.yaml"]) is None


@given(
    st.sampled_from(sorted(COMMANDS)), st.lists(st.sampled_from([*_FLAGS, *_WORDS]) | st.text(max_size=5), max_size=6)
)
def test_both_ways_of_reading_agree(name: str, words: list[str]) -> None:
    options = read_plain(COMMANDS[name], words)
    if options is not None:
        assert told(options) == told(read(COMMANDS[name], words))
