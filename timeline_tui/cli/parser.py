"""The parser of each command: its options and its help text."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from timeline_tui import __version__
from timeline_tui.cli.options import Parser
from timeline_tui.cli.parser_parts import (
    add_files,
    add_format,
    add_no_cache,
    add_output,
    add_reading,
    add_screen,
    add_selection,
    add_view,
    make_parser,
)
from timeline_tui.formats import FORMATS

TOPICS = ("keys", "query", "file", "evidence", "formats", "config", "database")
"""The pages of the manual."""
OTHER_TOPICS = {"disputes": "evidence"}
"""Other names of pages."""


def parser_of(name: str) -> Parser:
    """The parser of a command; the name is empty for the screen."""
    if name in _PARSERS:
        return _PARSERS[name](name)
    # 0.2 ms, and the usual commands do not need them
    from timeline_tui.cli import parsers_of_program, parsers_of_two

    return {**parsers_of_program.PARSERS, **parsers_of_two.PARSERS}[name](name)


def _open(name: str) -> Parser:
    parser = make_parser(
        name,
        "Explore a sourced chronology in the terminal.\nWithout FILE: the week around the G7 summit of 2024.",
        """examples:
  timeline-tui                              the bundled week
  timeline-tui week.yaml more.csv           your files, as one timeline
  timeline-tui notes/                       all timelines and notes in a folder
  timeline-tui week.yaml -q country:Japan   only the events of Japan
  some-command | timeline-tui -             from a pipe
  timeline-tui new my-events.yaml           begin a timeline of your own
  timeline-tui export week.yaml -o week.md  write it in another format""",
        """other commands (timeline-tui COMMAND --help):
  new       write an example of a timeline to a new file, and open it
  export    write the timeline, or the events that a query finds, in any format
  push      write the events into a PostgreSQL database
  diff      show what changed from one version of a timeline to the next
  merge     merge the chronologies of two or more sides into one
  validate  list all errors and doubtful points of a file, by line
  hash      print the lines copy and sha256, for the copy of a source
  columns   show how the columns of a sheet are understood
  schema    print the JSON Schema of the file format
  formats   list the formats that can be read and written
  config    print the settings in effect, or check the config file
  help      explain a topic: keys, query, file, evidence, formats, …
  completion, info   completion for a shell; versions for a bug report

To open a file with the name of a command, write ./NAME, for example ./export.""",
    )
    add_files(parser)
    add_selection(parser)
    parser.add_argument(
        "--fresh", action="store_true", help="forget the query, event and screen at which you left these files"
    )
    add_screen(parser)
    parser.add_argument("--wait", action="store_true", help="if a file does not exist, wait until it does")
    add_no_cache(parser)
    parser.add_argument("--version", action="version", version=f"timeline-tui {__version__}")
    return parser


def _new(name: str) -> Parser:
    parser = make_parser(
        name,
        "Write an example of a timeline to a new file, and open it.",
        """examples:
  timeline-tui new my-events.yaml        three invented events to replace
  timeline-tui new notes/strike.yaml     in another folder, which exists
  timeline-tui new ~/timelines/1848.yml  the ending is .yaml or .yml""",
        """A file that exists is not overwritten. The command also writes the schema,
timeline.schema.json, beside it. With the schema, many editors complete and
check what you write. The program shows each change when you save the file.""",
        words="FILE",
    )
    parser.add_argument("files", nargs=1, metavar="FILE", help="the file to write")
    return parser


def _export(name: str) -> Parser:
    parser = make_parser(
        name,
        "Write a timeline, or only the events that a query finds.",
        """examples:
  timeline-tui export week.yaml -q 'country:Japan -topic:oil'  as text
  timeline-tui export week.yaml --view Disputed -o page.html   as a web page
  timeline-tui export week.yaml --as grid -f csv               a sheet of counts
  timeline-tui export postgresql:///week -o week.jsonl         from a database""",
    )
    add_files(parser)
    add_selection(parser)
    add_format(parser, [format.name for format in FORMATS if format.writes])
    add_view(parser)
    parser.add_argument(
        "--gaps", action="store_true", help="in text, Markdown and HTML: name long times without an event"
    )
    add_output(parser)
    add_no_cache(parser)
    return parser


def _push(name: str) -> Parser:
    parser = make_parser(
        name,
        "Write the events of files into a PostgreSQL database.",
        """examples:
  timeline-tui push week.yaml postgresql://db.example/week    with your own name
  timeline-tui push - postgresql://ana@db.example/week        from a pipe
  timeline-tui push more.csv 'postgresql:///?service=week'    a service file
  timeline-tui push postgresql:///week                        add waiting rows""",
        """All events are written in one transaction. An event replaces the event with the
same id; all others are kept. Pushing a file again changes nothing. Title,
description and views are those of the file that was pushed last. Without a
file, push adds the rows that other programs inserted into new_events.

The password comes from PGPASSWORD, ~/.pgpass or a service file. This command
needs pip install 'timeline-tui[postgres]'. timeline-tui help database says
more.

Exit code 1: nothing was written.""",
        words="[FILE ...] URL",
    )
    parser.add_argument(
        "files", nargs="+", metavar="[FILE ...] URL", help="timeline file(s) or folder(s), then postgresql://HOST/NAME"
    )
    add_reading(parser)
    parser.add_argument(
        "--lenient", action="store_true", help="push the events without errors, even if the files have errors"
    )
    add_no_cache(parser)
    return parser


def _validate(name: str) -> Parser:
    parser = make_parser(
        name,
        "List all errors of a file by line, and the points that an editor would check.",
        """examples:
  timeline-tui validate week.yaml           errors, warnings and notes, by line
  timeline-tui validate week.yaml --strict  exit code 1 for warnings too
  timeline-tui validate week.yaml --json    for other programs
  timeline-tui validate week.yaml --watch   again after each change""",
        """An error means that data is lost when the file is read. A warning means that
a value looks like a mistake, or that an editor would check it: an event without
a source, a source that nothing cites, a quote without speaker or source, an
approximate date without a date_note, an event or a name that may occur twice.
For such names, the hint is the line to add to “aliases”. An event with a
single source is a note: it is listed, but it does not change the exit code.

If a source names a copy, validate checks that the copy exists, has the stated
hash, and contains the quoted words. To read the text of a PDF or a web archive
(WARC), it needs pip install 'timeline-tui[copies]'. Differences in white space,
letter case, kinds of quotation marks and dashes, ligatures and divided words do
not count; “…” in a quote stands for any words, [words] for a few.

Exit code 1: errors; with --strict, errors or warnings.

With --watch, findings that have changed come after a line with the time. With
--json, each line is then a list of findings. The command ends with Ctrl+C (exit
code 130), or when standard input ends.

In a repository: .github/validate-timeline.yml of this project is a workflow for
GitHub, and its .pre-commit-hooks.yaml says how to check before each commit.""",
    )
    add_files(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object for each finding")
    parser.add_argument("--strict", action="store_true", help="exit with 1 for warnings too, but not for notes")
    parser.add_argument("--watch", action="store_true", help="list the findings again after each change of the files")
    add_no_cache(parser)
    return parser


def _hash(name: str) -> Parser:
    parser = make_parser(
        name,
        "Print the lines copy and sha256, for the copy of a source.",
        """examples:
  timeline-tui hash copies/accord.pdf                          lines to paste
  timeline-tui hash copies/*.html                              several files
  timeline-tui hash copies/accord.pdf --for notes/strike.yaml  path from there""",
        """Paste the lines under a source:

  sources:
    kantei:
      url: https://example.org/a
      copy: copies/accord.pdf
      sha256: 2c26b46b68ffc68ff99b453c1d30413413422d70…

timeline-tui validate then says if the file is missing or has changed, and which
quotes are not in its text.

Exit code 1: a file cannot be read.""",
        words="FILE ...",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="the copy of a source: any file")
    parser.add_argument(
        "--for",
        dest="timeline",
        metavar="TIMELINE",
        help="write paths from the folder of this timeline; default: from the current folder",
    )
    return parser


def _columns(name: str) -> Parser:
    parser = make_parser(
        name,
        "Show how each column of a sheet, or each key of YAML and JSON, is understood.",
        """examples:
  timeline-tui columns sheet.csv                       meanings and values
  timeline-tui columns sheet.csv --columns 'date=Day'  what an option changes
  timeline-tui columns events.json                     the keys of its events
  timeline-tui columns sheet.csv --forget              forget your choices""",
        """A choice made in the app (C) is kept for the file. The meanings of columns also
apply to files with the same headings or keys. Options take precedence.""",
    )
    add_files(parser)
    parser.add_argument(
        "--forget", action="store_true", help="forget the choices made in the app for these files and their headings"
    )
    return parser


def _help(name: str) -> Parser:
    parser = make_parser(
        name,
        "Explain a topic or a command.",
        """examples:
  timeline-tui help keys         every key, and its name for the config file
  timeline-tui help query        the language of the query bar and of -q
  timeline-tui help file | less  every field of a timeline file
  timeline-tui help export       the options of a command""",
        words="[TOPIC]",
    )
    parser.add_argument(
        "topic",
        nargs="?",
        default="",
        metavar="TOPIC",
        type=_topic,
        help=f"{', '.join(TOPICS)}, or a command; default: the help of timeline-tui",
    )
    return parser


def _topic(name: str) -> str:
    """The topic or command with this name. Raises ArgumentTypeError, which argparse reports."""
    name = OTHER_TOPICS.get(name, name)
    names = list(filter(None, dict.fromkeys((*TOPICS, *COMMANDS))))
    if name and name not in names:
        # 0.3 ms, and only a misspelt topic needs it
        from timeline_tui.text.spelling import did_you_mean, nearest

        hint = did_you_mean(nearest(name, names), f"there are {', '.join(names)}")
        raise argparse.ArgumentTypeError(f"there is no topic {name!r}; {hint}")
    return name


_PARSERS: Mapping[str, Callable[[str], Parser]] = {
    "": _open,
    "new": _new,
    "export": _export,
    "push": _push,
    "validate": _validate,
    "hash": _hash,
    "columns": _columns,
    "help": _help,
}
"""The function that makes the parser of each command that is declared here."""

COMMANDS = (
    *("", "new", "export", "push", "diff", "merge", "validate", "hash", "schema", "columns", "formats", "config"),
    *("info", "completion", "help"),
)
"""The names of all commands; the empty name is the screen."""
