"""The parsers of the commands that describe the program itself: its formats, settings, versions and completions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from timeline_tui.cli.options import Parser
from timeline_tui.cli.parser_parts import make_parser

SHELLS = ("bash", "zsh", "fish")


def schema_parser(name: str) -> Parser:
    """The parser of ``schema``."""
    return make_parser(
        name,
        "Print the JSON Schema (2020-12) of the file format.",
        """example:
  timeline-tui schema > timeline.schema.json  for an editor that checks""",
        words="",
    )


def formats_parser(name: str) -> Parser:
    """The parser of ``formats``."""
    return make_parser(
        name,
        "List the formats that can be read and written.",
        """example:
  timeline-tui formats   which endings are read, and what -f and --from accept""",
        words="",
    )


def config_parser(name: str) -> Parser:
    """The parser of ``config``."""
    parser = make_parser(
        name,
        "Print the settings in effect, or check the config file.",
        """examples:
  timeline-tui config                                the settings in effect
  timeline-tui config --check                        what is wrong, by line
  timeline-tui config --schema > config.schema.json  for an editor""",
        """Exit code 1 of --check: a setting is wrong, and has no effect.

timeline-tui help config explains each setting.""",
        words="",
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--check", action="store_true", help="list what is wrong in the config file")
    group.add_argument("--path", action="store_true", help="print the path of the config file")
    group.add_argument("--schema", action="store_true", help="print the JSON Schema of the config file")
    return parser


def info_parser(name: str) -> Parser:
    """The parser of ``info``."""
    parser = make_parser(
        name,
        "Print versions, terminal and folders, for a bug report.",
        """examples:
  timeline-tui info         to paste into a report
  timeline-tui info --json  for other programs""",
        "It prints no content of your files, and ~ in place of your home folder.",
        words="",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    return parser


def completion_parser(name: str) -> Parser:
    """The parser of ``completion``."""
    parser = make_parser(
        name,
        "Print the code with which a shell completes commands, options and values.",
        """examples:
  timeline-tui completion bash  for bash
  timeline-tui completion zsh   for zsh
  timeline-tui completion fish  for fish""",
        """bash, in ~/.bashrc:
  source <(timeline-tui completion bash)

zsh, with a folder of your own, before compinit is called in ~/.zshrc:
  timeline-tui completion zsh > ~/.zfunc/_timeline-tui
  fpath+=~/.zfunc; autoload -Uz compinit; compinit

fish, in ~/.config/fish/config.fish:
  timeline-tui completion fish | source""",
        words="SHELL",
    )
    parser.add_argument("shell", metavar="SHELL", choices=SHELLS, help=", ".join(SHELLS))
    return parser


PARSERS: Mapping[str, Callable[[str], Parser]] = {
    "schema": schema_parser,
    "formats": formats_parser,
    "config": config_parser,
    "info": info_parser,
    "completion": completion_parser,
}
"""The function that makes the parser of each of these commands."""
