"""The words of the command line, and the options that they become."""

import re
import shlex
from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.cli.parser import COMMANDS, parser_of

Capture = pytest.CaptureFixture[str]


def read(name: str, *words: str) -> Mapping[str, object]:
    """The options that differ from the defaults."""
    return {
        option: value for option, value in vars(parser_of(name).read(words)).items() if value not in (None, False, [])
    }


def refused(name: str, *words: str) -> bool:
    with pytest.raises(SystemExit) as ended:
        read(name, *words)
    return ended.value.code == 2


@each_row(
    ("name", "words", "expected"),
    [
        ("", [], {}),
        ("", ["a.yaml", "-"], {"files": ["a.yaml", "-"]}),
        ("", ["--no-watch", "--theme", "nord", "-q", ""], {"no_watch": True, "theme": "nord", "query": ""}),
        (
            "export",
            ["a.yaml", "-q", "country:Japan topic:oil"],
            {"files": ["a.yaml"], "query": "country:Japan topic:oil"},
        ),
        ("export", ["-f", "json", "--output", "-", "a", "b"], {"format": "json", "output": "-", "files": ["a", "b"]}),
        ("export", ["a", "-q", "x", "b", "--force", "c"], {"query": "x", "force": True, "files": ["a", "b", "c"]}),
        ("export", ["-qy", "-fjson"], {"query": "y", "format": "json"}),
        ("export", ["-q", "x", "--", "-odd.yaml", "--force"], {"query": "x", "files": ["-odd.yaml", "--force"]}),
        ("validate", ["--json", "a.yaml"], {"json": True, "files": ["a.yaml"]}),
        ("schema", [], {}),
    ],
)
def test_words_become_options(name: str, words: list[str], expected: Mapping[str, object]) -> None:
    assert read(name, *words) == expected


@given(st.sampled_from(["-q", "--query", "--view", "-o"]), st.text(max_size=8))
@example("-q", "-topic:oil")
@example("-q", "-f")
@example("-q", "-1")
@example("--view", "- mine -")
@example("-q", "-a=b c=d")
def test_a_value_may_begin_with_a_dash(flag: str, text: str) -> None:
    option = {"-q": "query", "-o": "output"}.get(flag, flag.lstrip("-"))
    value = f"-{text.lstrip('-')}"
    assert read("export", "a.yaml", flag, value, "b.yaml") == {"files": ["a.yaml", "b.yaml"], option: value}


@pytest.mark.parametrize(
    "words",
    [["-q"], ["-q", "--"], ["-o", "--force"], ["-f", "nope"], ["--formt", "json"], ["--lenien"], ["-x"], ["--json"]],
)
def test_unknown_options_and_missing_values_are_wrong_usage(words: list[str], capfd: Capture) -> None:
    assert refused("export", *words)
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("usage: timeline-tui export [FILE ...] [options]\ntimeline-tui export: error: ")


@pytest.mark.parametrize(("word", "meant"), [("--plian", "--plain"), ("--theem=nord", "--theme"), ("--xyz", "")])
def test_a_misspelt_option_is_asked_about(word: str, meant: str, capfd: Capture) -> None:
    assert refused("", word)
    assert capfd.readouterr().err.partition("\n  ")[2] == (f"did you mean {meant}?\n" if meant else "")


@pytest.mark.parametrize("words", [["a.yaml"], ["--", "a.yaml"]])
def test_a_command_without_files_takes_none(words: list[str]) -> None:
    assert refused("schema", *words)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_leads_with_examples_that_can_be_read(name: str) -> None:
    text = parser_of(name).format_help()
    lines = re.split(r"\n\n(?:positional arguments|options):", text)[0].splitlines()
    heading = next(line for line in lines if line in ("example:", "examples:"))
    examples = lines[lines.index(heading) + 1 :]
    assert (len(examples) > 1) == (heading == "examples:")
    for line in examples:
        example, _, meaning = line.strip().partition("  ")
        assert meaning
        words = shlex.split(re.split("[>|]", example.partition("timeline-tui")[2])[0])
        command = words.pop(0) if words and words[0] in COMMANDS else ""
        assert command == name or not name
        read(command, *words)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_fits_into_80_columns(name: str) -> None:
    assert [line for line in parser_of(name).format_help().splitlines() if len(line) > 80] == []


def test_help_names_every_command() -> None:
    text = parser_of("").format_help()
    assert [name for name in COMMANDS if not re.search(rf"(?m)^  (\w+, )?{name}\b", text) and name] == []
