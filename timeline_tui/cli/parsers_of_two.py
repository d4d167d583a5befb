"""The parsers of the commands that compare two or more chronologies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from timeline_tui.cli.options import Parser
from timeline_tui.cli.parser_parts import (
    add_format,
    add_judgements,
    add_no_cache,
    add_open,
    add_output,
    add_reading,
    make_parser,
)

MERGED_FORMATS = ("text", "markdown", "html", "csv", "json", "yaml")
"""The formats of a merged chronology."""

_DIFF_EXAMPLES = """\
examples:
  timeline-tui diff old.yaml new.yaml                     a log of corrections
  timeline-tui diff old.yaml new.yaml --stat              only the numbers
  git show HEAD~1:week.yaml | timeline-tui diff - week.yaml  since a commit
  timeline-tui diff a.csv b.csv --pair e1=e7              e1 became e7
  timeline-tui diff old.yaml new.yaml --open              on the screen"""

_DIFF_RULES = """\
It compares what the files say, in any format that can be read: events added
and removed, dates moved, words, sources added and withdrawn, stances, quotes
and every other field. The order of keys, events and values, white space and
comments do not count, and neither does the key of a source or the place where
it is written. Letter case in names does not count, and aliases are used.

An event of NEW is found in OLD by its id. Without a written id, it is found by
its date, words, names and sources; the text then says why. --ids shows the ids,
for --pair and --apart.

[-words-] were in OLD, {+words+} are in NEW.

With --open, is:added, is:removed and is:changed find these events, and the
detail of a changed event shows its old and new words. The key D does the same
with two open files. A change of a file is shown at once.

Exit code 0: nothing differs; 1: something differs; 2: a file cannot be read, or
has errors, so that a part of it is not compared. The text and --stat begin with
a line about such a file, because its unread events look removed or added. With
--json, this line is in “unread”, and “problems” lists all errors.

In a git repository, to see the differences of commits:
  git difftool --no-prompt --extcmd "timeline-tui diff" HEAD~1 -- week.yaml

To make git diff show the text of timelines in place of their YAML:
  echo "week.yaml diff=timeline" >> .gitattributes
  git config diff.timeline.textconv "timeline-tui diff --textconv"
"""

_MERGE_EXAMPLES = """\
examples:
  timeline-tui merge claimant.yaml defendant.csv          a table, as text
  timeline-tui merge a.yaml b.yaml --as A=Claimant,B=Defendant  name the sides
  timeline-tui merge a.yaml b.yaml c.yaml -o table.html   three sides
  timeline-tui merge a.yaml b.yaml -o both.yaml           as one timeline
  timeline-tui merge a.yaml b.yaml --open                 on the screen"""

_MERGE_RULES = """\
Each event is agreed, or only one side has it, or the sides differ in date,
wording, sources, stance or details (people, places and other fields). The table
has the title, summary, quotes, notes and documents of each side, and all
differences: [-words-] are of the first side, {+words+} of the other. YAML and
JSON have all fields. Each side is read with its own aliases; an alias with two
meanings is replaced by the full names. The sides also differ in sources if they
describe the same document with different dates, authors or reliability.

Events are the same if they have the same id and are alike, or if their dates,
words, names and sources are alike. Ids that are only numbers do not count.
Where the sides differ, the table says why the events are taken for the same.
--ids shows the ids, for --pair and --apart; CSV and JSON always have them.

In YAML, an event of several sides is one event with all their sources. If not
all of these sides have a source or quote, “sides” names the sides that have it.
The event has the words of the first side, which “as told by” names. If another
side says something else or more, its chronology becomes a source of the event,
with these words in a note. This source disputes the event if its date excludes
the date of the first side, if title or summary differ, or if the side itself
cites a source that disputes its version. It is not evidence: is:single-source
does not count it. If a side cites a source for another date or other words, a
note of this source says so.

With --open, side:Claimant finds the events of this side, is:agreed the events
that all sides have without a difference, and is:disputed the events about which
the sides contradict each other. These queries also work in the saved YAML,
whose events have the keys “sides” and “differs”."""


def diff_parser(name: str) -> Parser:
    """The parser of ``diff``."""
    parser = make_parser(
        name,
        "Show what changed from one version of a timeline to the next.",
        _DIFF_EXAMPLES,
        _DIFF_RULES,
        words="OLD NEW",
    )
    _add_sides(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object, with every difference")
    parser.add_argument("--stat", action="store_true", help="only the number of differences, by field")
    parser.add_argument("--ids", action="store_true", help="show the ids of the events")
    parser.add_argument(
        "--textconv",
        action="store_true",
        help="write one FILE as text, for git; a file that cannot be read is written unchanged",
    )
    add_judgements(parser)
    add_open(parser, "both as one timeline with + − ✎")
    add_no_cache(parser)
    return parser


def merge_parser(name: str) -> Parser:
    """The parser of ``merge``."""
    parser = make_parser(
        name,
        "Merge the chronologies of two or more sides into one.",
        _MERGE_EXAMPLES,
        _MERGE_RULES,
        words="FILE FILE [FILE ...]",
    )
    _add_sides(parser)
    parser.add_argument(
        "--as",
        dest="sides",
        metavar="NAMES",
        help="names of the sides: A=Claimant,B=Defendant, in the order of the files, or with the names of the files; "
        "default: the names of the files",
    )
    add_format(parser, MERGED_FORMATS)
    add_output(parser)
    parser.add_argument("--ids", action="store_true", help="show the ids of the events; CSV and JSON always have them")
    add_judgements(parser)
    add_open(parser, "the merged chronology")
    add_no_cache(parser)
    return parser


def _add_sides(parser: Parser) -> None:
    """Add the files to compare, and the options for reading them."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="a timeline file or folder; `-` for standard input")
    add_reading(parser)


PARSERS: Mapping[str, Callable[[str], Parser]] = {"diff": diff_parser, "merge": merge_parser}
"""The function that makes the parser of each of these commands."""
