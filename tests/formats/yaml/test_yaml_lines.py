"""Events that are read by their lines are exactly those that libyaml finds."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import timelines

from timeline_tui.formats.reading.document import Document
from timeline_tui.formats.reading.nodes import Builder
from timeline_tui.formats.writing.dump import dump
from timeline_tui.formats.yaml import yaml_lines, yaml_syntax
from timeline_tui.formats.yaml.yaml import write


class Sink:
    """Keeps what it is told."""

    def __init__(self):
        self.told = []

    def begin(self, root):
        self.told.append(dict(root))

    def event(self, node, offset):
        self.told.append((node, offset))


def built(text, *, by_lines, worth_it=1):
    """All that reading ``text`` tells: the nodes with their offsets, the root, the problems; and how many by lines."""
    document, sink, counts = Document("f", text), Sink(), []
    builder, read = Builder(document, sink), yaml_lines.Lines.read

    def counted(self, offset):
        before = len(sink.told)
        end = read(self, offset)
        counts.append(len(sink.told) - before)
        return end

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_lines, "LARGE", 0 if by_lines else len(text) + 1)
        patch.setattr(yaml_lines, "_WORTH_IT", worth_it)
        patch.setattr(yaml_lines, "_MOST_LEFT", 0 if worth_it == 1 else 64)
        patch.setattr(yaml_lines.Lines, "read", counted)
        yaml_syntax.parse(document, builder)
    return (sink.told, builder.root, document.problems()), sum(counts)


def same(text):
    """Check that both ways tell the same; how many events were read by lines."""
    found, by_lines = built(text, by_lines=True)
    expected, _ = built(text, by_lines=False)
    assert found == expected
    return by_lines


FORMS = """\
title: a
events:
  - date: 2024-06-13
    title: Japan's no#1 "accord":signed 12:30 \u00a0
    countries: [Japan, Côte d’Ivoire]
    sources: [a, {source: b, at: ¶6, note: "x: y"}, "c, d", 'it''s']
    quotes: [{text: So it was., speaker: 'a''b'}]

  - title: 'it''s: so'
    date: "2024"
    note:
    summary: >-
      One line
      and another: # no comment
    countries:
    - Japan
    - "Ukraine"
    quotes:
      - text: |
          One.

          Two.

        speaker: Someone said
          to be someone
      - text: >
          Clipped
    sources:
      - a
      - {source: b}
      - source:
          title: c
        at: p. 1
    related: []
    importance: {}
  -   date: 2024-01-01
  - date: -0753
    title: x
  - date: 2024
    title: y
views: []
"""


def test_the_forms_are_read():
    assert same(FORMS) == 3
    listed = FORMS[FORMS.index("  - ") : FORMS.index("views")]
    assert same(listed) == 3
    assert same("\n".join(line[2:] for line in listed.split("\n"))) == 3


BEGINNINGS = ("", "title: a\n", "---\n", "%YAML 1.1\n---\n", "# a\n", "{", "- - ", "a: &e\n  b: *e\n")
WAYS = (
    *("events:\n  ", "events:\n", "events:  # all\n  ", '"events":\n  '),
    *("events:\n\n    ", "  events:\n    ", "events: &a\n ", ""),
)
KEYS = ("date", "title", "a", "a b", "null", "<<", "é", '"a"', "? a", "&k a", "!!str a", "- a", "x" * 40)
# Of the texts on these lines, any may follow a key or a dash.
VALUES = r"""
2024  a b  a:b#c  a: b  a #b  #  a:  x?  ,a  -1  -  - a  --- a  =  <<  ~  null  nullable  Null x  ? a  é¶  > # a
"a"  'a'  'it''s'  "a\n"  "a  'a' b  "a": b  >-  >  >2  |-  |  |+  &a b  *a  !!str a  @a  %a  `a`
[a, b]  [a,b]  [a , b]  [null, a]  [a, b  [a, ]  [a]b  [[a]]  [a: b]  [12:30]  [a#b, c?]  [-1, -]  []
{}  {a}  {a: b}  {a: [b]}  [{a: b, c: 'd'}, e]  [{a: b, a: c}]  {a: b, }
"""
VALUES = [value for line in VALUES.split("\n") for value in line.split("  ")]
VALUES += ["a\tb", "a ", "|  ", "a\u00a0", "\u00a0a", "a\u2028b", "a\u0085b", "a\rb", "x" * 200]
LINES = (
    *("", " ", "      ", "    more", "      more", "        more: of it", "    # a comment", "# a", "  ---", "---"),
    "...",
    *("\t", "    - b", "      - b", "      - b: c", "        d: e", "   x", "  x: y", "x: y", "      'a'", "      :a"),
    *("      #a", "  - ", "  -", "  - - a", "  - a", "      a: b", "        [a,", "        b]"),
)
SOUND = (
    *("  - date: 2024\n    title: a", "  - date: 2024", "    title: b", "    countries: [a, b]", "    note:"),
    "    note: >-\n      a\n      b",
)

keyed = st.builds(
    "{}{}:{}".format,
    st.sampled_from(("    ", "  - ", "  - ", "      ", "- ", "  ", "      - ")),
    st.sampled_from(KEYS),
    st.one_of(st.just(""), st.sampled_from(VALUES).map(" {}".format)),
)
items = st.builds("{}- {}".format, st.sampled_from(("    ", "      ", "  ")), st.sampled_from(VALUES))
sound = st.sampled_from(SOUND)
texts = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(BEGINNINGS),
    st.sampled_from(WAYS),
    st.lists(st.one_of(sound, sound, keyed, items, st.sampled_from(LINES)), min_size=1, max_size=9)
    .map("\n".join)
    .map(str.lstrip),
    st.sampled_from(("\n", "", "\nviews: []\n", "\n...\n", "\n---\na\n", "\n @\n")),
)


@given(texts)
@example("events:\n  - title: a\n  - title: b\n@\n")
def test_any_lines_are_read_as_libyaml_reads_them(text):
    same(text)


@given(timelines(), st.sampled_from((20, 80, 1000)), st.booleans(), st.sampled_from((None, False, True)))
def test_what_programs_write_is_read_alike(timeline, width, allow_unicode, flow):
    plain = dump(timeline)
    same(write(timeline))
    same(yaml.safe_dump(plain, width=width, allow_unicode=allow_unicode, default_flow_style=flow, sort_keys=False))


@pytest.mark.parametrize("by_lines", [True, False])
def test_a_fault_is_where_it_is_whatever_was_read_before_it(by_lines):
    events = "  - date: 2024\n    title: a\n"
    (_, _, problems), count = built(f'events:\n{events * 9}  - title: "b\n', by_lines=by_lines)
    assert [(one.line, one.column, one.message) for one in problems] == [
        (20, 12, "this quote is never closed; reading stops here")
    ]
    assert count == (9 if by_lines else 0)


@pytest.mark.parametrize(("row", "by_lines"), [(3, 0), (4, 4), (9, 9)])
def test_rows_that_are_too_short_are_left_to_libyaml(row, by_lines):
    events = "  - date: 2024\n    title: a\n"
    assert built(f"events:\n{events * row}  - {{}}\n{events * 2}", by_lines=True, worth_it=4)[1] == by_lines
