"""Files of the package that are generated from its parsers and its manual: completions of shells, and the man page."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator

from timeline_tui import __version__
from timeline_tui.cli.manual_pages import PagePart, page, table
from timeline_tui.cli.options import Parser
from timeline_tui.cli.parser import COMMANDS, OTHER_TOPICS, TOPICS, parser_of
from timeline_tui.cli.parser_parts import READABLE
from timeline_tui.ui.app import theme_names

MAN_WIDTH = 72  # columns of a terminal of 80 that man leaves beside its indent
_SECTIONS = {"Exit codes": "EXIT STATUS", "Environment": "ENVIRONMENT", "Files": "FILES"}
"""Headings of the manual that are sections of their own in a man page, with their usual names."""


def completion(shell: str) -> str:
    """The code that completes our command line in ``shell``. The first word is a command or a file."""
    import shtab  # the man page does not need it

    text = shtab.complete(_combined_parser(shtab.FILE), shell=shell)
    # shtab itself offers commands as the first word, and no files.
    if shell == "bash":
        files = "_shtab_timeline_tui_pos_0_COMPGEN=_shtab_compgen_files"
        text = _replaced(text, r"(?m)^_shtab_timeline_tui_pos_0_choices=.*", rf"\g<0>\n{files}")
        # shtab splits a name at its spaces. Bash itself completes what is quoted, escaped or expanded.
        plain = '[[ "$1" != *[^[:alnum:]_./+=,@%-]* ]] && compgen -f -- "$1"'
        text = _replaced(text, r"compgen -f -- \$1  # files", plain)
        text = _replaced(text, "complete -o bashdefault -F", "complete -o bashdefault -o default -F")
    if shell == "zsh":
        text = re.sub(r'"\(\*\)::?', '"*:', text)  # shtab offers only options after the first of several files
        text = _replaced(text, "_describe 'timeline-tui commands' _commands", r"\g<0>\n  _files")
        options = "${_shtab_timeline_tui_options:#(: :*|\\\\*:::*)}"
        text = _replaced(
            text, r"(?m)^( *)validate\) .* ;;$", rf"\g<0>\n\1*) _arguments -C -s {options} '*:file:_files' ;;"
        )
    if shell == "fish":
        text = f"{text.rstrip()}\ncomplete -c timeline-tui -n _shtab_timeline_tui_using -F\n"
        # With the function that shtab calls, fish completes no names with spaces. -F: files, -r: an option has a value.
        files = '"(__fish_complete_path (commandline -ct))"'
        text = text.replace(f"-xka {files}", "-rF").replace(f"-ka {files}", "-F")
    return f"{text.rstrip()}\n"


def _replaced(text: str, pattern: str, replacement: str) -> str:
    text, count = re.subn(pattern, replacement, text)
    assert count == 1, f"shtab writes {pattern} {count} times"
    return text


def _combined_parser(file: object) -> argparse.ArgumentParser:
    """A parser with all commands as subparsers, and the options of the screen. Files are completed by ``file``."""
    combined = argparse.ArgumentParser(prog="timeline-tui", add_help=False)
    commands = combined.add_subparsers()
    for name in filter(None, COMMANDS):
        parser = parser_of(name)
        _add_completions(parser, file)
        commands.add_parser(name, parents=[parser], add_help=False, help=_summary(parser))
    screen = parser_of("")
    _add_completions(screen, file)
    for action in screen._actions:
        if action.option_strings:
            combined._add_action(action)
    return combined


def _add_completions(parser: Parser, file: object) -> None:
    choices = {
        "source": READABLE,
        "theme": theme_names(),
        "topic": list(dict.fromkeys((*TOPICS, *OTHER_TOPICS, *COMMANDS))),
    }
    for action in parser._actions:
        if action.dest == "files" or action.metavar in ("FILE", "PATH"):
            action.complete = file  # type: ignore[attr-defined]  # this is how shtab reads it
        elif action.dest in choices:
            action.choices = list(filter(None, choices[action.dest]))


def _summary(parser: Parser) -> str:
    return (parser.description or "").partition("\n")[0]


def man_page() -> str:
    """The man page: the commands with their options, then all pages of the manual."""
    lines = [
        "'\\\" -*- coding: utf-8 -*-",
        f'.TH TIMELINE-TUI 1 "" "timeline-tui {__version__}" "User Commands"',
        ".SH NAME",
        _roff("timeline-tui - terminal explorer for sourced chronologies"),
        ".SH SYNOPSIS",
    ]
    for name in COMMANDS:
        usage = parser_of(name).format_usage().removeprefix("usage: ").strip()
        lines += [".B " + _roff(usage), ".br"]
    lines += [".SH DESCRIPTION", *_description("")]
    lines += [".SH OPTIONS", *_options("")]
    lines.append(".SH COMMANDS")
    for name in filter(None, COMMANDS):
        lines += [".SS " + _roff(f"timeline-tui {name}"), *_description(name), *_options(name)]
    for topic in TOPICS:
        for part in page(topic):
            lines += _part(part)
    return re.sub(r"(?m)^(\.S[HS] .*)\n\.PP$", r"\1", "\n".join(lines)) + "\n"  # no empty paragraph


def _description(name: str) -> Iterator[str]:
    """The help text of a command, without usage and options."""
    parser = parser_of(name)
    after = parser.epilog or "" if name else ""  # the epilog of the screen lists the commands
    for paragraph in filter(None, [*(parser.description or "").split("\n\n"), *after.split("\n\n")]):
        first, *lines = paragraph.splitlines()
        if first in ("example:", "examples:"):
            for line in lines:
                command, _, meaning = line.strip().partition("  ")
                yield from (".TP", ".B " + _roff(command), _roff(meaning.strip()))
        elif lines and lines[0].startswith(" "):
            yield from (".PP", _roff(first), *_verbatim(map(str.strip, lines)))
        else:
            yield from (".PP", _roff(" ".join([first, *lines])))


def _options(name: str) -> Iterator[str]:
    for action in parser_of(name)._actions:
        if action.dest != "help":
            words = " ".join(filter(None, [", ".join(action.option_strings), action.metavar]))
            yield from (".TP", ".B " + _roff(words), _roff(action.help or ""))


def _part(part: PagePart) -> Iterator[str]:
    if part.kind == "title":
        yield ".SH " + _roff(part.lines[0].upper())
    elif part.kind == "heading":
        section = _SECTIONS.get(part.lines[0])
        yield f".SH {section}" if section else ".SS " + _roff(part.lines[0])
    elif part.kind == "subheading":
        yield from (".PP", ".B " + _roff(part.lines[0]))
    elif part.kind == "paragraph":
        yield from (".PP", _roff(part.lines[0]))
    elif part.kind == "list":
        for line in part.lines:
            yield from (".IP \\(bu 2", _roff(line))
    elif part.kind == "code":
        yield from _verbatim(part.lines)
    else:
        yield from _verbatim(table(part.rows, MAN_WIDTH))


def _verbatim(lines: Iterable[str]) -> Iterator[str]:
    yield from (".PP", ".nf", *map(_roff, lines), ".fi")


def _roff(text: str) -> str:
    """A line of roff that shows ``text`` as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    escaped = escaped.replace("^", "\\(ha").replace("~", "\\(ti").replace('"', "\\(dq")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
