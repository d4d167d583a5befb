"""The parsers of the commands that compare two or more chronologies."""

from __future__ import annotations

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
comments are no differences, nor are the key of a source or the place where it
is written. Names are compared without case, and by the aliases of both files.

An event is found again by its id. Without an id, or if its date or title gave
it another one, it is found by its date, words, names and sources; the text then
says why. --ids shows the ids, for --pair and --apart.

[-words-] were in OLD, {+words+} are in NEW.

With --open, is:added, is:removed and is:changed find these events, and the
detail of a changed event has its old and new words. D does the same with two
files that are open in the program. A change of a file is shown at once.

Exit code 0: nothing differs; 1: something does; 2: a file cannot be read, or
has errors, so that a part of it is not compared. The text and --stat begin with
a line about such a file, because what is not read looks removed or added. With
--json, that line is in “unread”, and “problems” lists all errors.

In a git repository, to see the differences of commits:
  git difftool --no-prompt --extcmd "timeline-tui diff" HEAD~1 -- week.yaml

So that git diff itself shows the text of timelines in place of their YAML:
  echo "week.yaml diff=timeline" >> .gitattributes
  git config diff.timeline.textconv "timeline-tui diff --textconv"
"""

_MERGE_EXAMPLES = """\
examples:
  timeline-tui merge claimant.yaml defendant.csv          a table, as text
  timeline-tui merge a.yaml b.yaml --as A=Claimant,B=Defendant  name the sides
  timeline-tui merge a.yaml b.yaml c.yaml -o table.html   three sides
  timeline-tui merge a.yaml b.yaml -o both.yaml           as one timeline
  timeline-tui merge a.yaml b.yaml --open                    on the screen"""

_MERGE_RULES = """\
Each event is agreed, or only one side has it, or the sides differ in date,
wording, sources, stance or details (people, places and all else). The table has
the title, summary, quotes, notes and documents of each side, and whatever
differs: [-words-] are of the first side, {+words+} of the other. YAML and JSON
have everything. Each side is read by its own aliases: a name that means two
things is written out. The sides differ in sources, too, if one of them
describes the same document with another date, author or reliability.

Events are the same if they have the same id and are alike, or if their dates,
words, names and sources are alike. Ids that are only numbers do not count.
The table says why, where the sides differ. --ids shows the ids, for --pair and
--apart; csv and json have them anyway.

In YAML, an event that several sides have is one event with the sources of all.
A source or quote that not all of them have names its sides under “sides”. The
event says only what the first side says, which “as told by” names. If another
side says something else or more, its chronology is a source of the event, with
a note of these words. This source disputes the event if its date excludes that
of the first side, if title or summary have other words, or if the side itself
cites a source that disputes its version. It does not count as evidence, as in
is:single-source. A source that a side cites for another date or other words has
a note that says so.

side:Claimant finds the events that this side has, is:agreed those about which
nothing differs, and is:disputed those about which the sides contradict each
other: with --open, and in the saved YAML by the keys “sides” and “differs” of
each event."""


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
        "--textconv", action="store_true", help="write one FILE as text, for git; one that cannot be read, as it is"
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
    parser.add_argument("--ids", action="store_true", help="show the ids of the events; CSV and JSON have them anyway")
    add_judgements(parser)
    add_open(parser, "the merged chronology")
    add_no_cache(parser)
    return parser


def _add_sides(parser: Parser) -> None:
    """Add the files to compare, and the options for reading them."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="a timeline file or folder; `-` for standard input")
    add_reading(parser)
