"""What changed from one version of a timeline to the next."""

# ruff: noqa: E501  # a row of the table is one line

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from textwrap import dedent

import random_timelines
import strategies
from filled import filled
from hypothesis import given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui import formats
from timeline_tui.analysis.differences import Difference
from timeline_tui.analysis.merged_sides import merged_sides
from timeline_tui.analysis.version_diff import VersionDiff, version_diff
from timeline_tui.formats.views.diff_export import diff_text
from timeline_tui.model.timeline import Timeline

ALL = st.one_of(random_timelines.timelines(), strategies.timelines())
OLD = """
title: A week
description: What happened.
views: [{name: All, query: ""}, {name: Oil, query: "topic:oil"}]
aliases: {U.S.: United States}
sources:
  kantei: {title: Accord, publisher: Kantei, url: "https://example.org/a", date: 2024-06-13}
  ap: {title: AP on goods, url: "https://example.org/ap"}
  spare: {title: Not cited}
events:
  - id: accord
    date: 2024-06-12
    title: Japan and Ukraine sign an accord
    summary: The two leaders signed in Rome on Wednesday.
    countries: [Japan, Ukraine]
    people: [Fumio Kishida]
    sources: [kantei, {source: ap, at: ¶6}]
    quotes: [{text: We stand together, speaker: Fumio Kishida, source: kantei}, {text: No comment}]
    importance: 7
  - {date: 2024-06-14, title: The summit ends, related: [accord]}
"""
SAME = """
# The same record, written in another way.
events:
  - title: 'The summit   ends'
    date: "2024-06-14"
    related: [{event: accord}]
  - importance: "7"
    quotes: [{text: No comment}, {source: {url: "https://example.org/a", publisher: Kantei, title: Accord,
      date: 2024-06-13}, speaker: Fumio Kishida, text: "We stand\\n together"}]
    sources: [{at: ¶6, source: agency}, {title: Accord, publisher: Kantei, url: "https://example.org/a",
      date: 2024-06-13}]
    people: [Fumio Kishida]
    countries: [Ukraine, Japan, Japan]
    summary: >
      The two leaders
      signed in Rome on Wednesday.
    title: Japan and Ukraine sign an accord
    date: 2024-06-12
    id: accord
sources:
  other: {title: Not cited}
  agency: {url: "https://example.org/ap", title: AP on goods}
aliases: {U.S.: United States}
views: [{name: All, query: ""}, {name: Oil, query: "topic:oil"}]
description: |
  What happened.
title: A week
"""


def read(text: str) -> Timeline:
    reading = formats.read(dedent(text).encode(), "a.yaml")
    assert not [problem for problem in reading.problems if problem.severity == "error"]
    return reading.timeline


def compare(old: str, new: str) -> VersionDiff:
    return version_diff(read(old), read(new))


def test_what_does_not_change_the_record_is_not_a_difference() -> None:
    diff = compare(OLD, SAME)
    assert diff_text(diff) == ""
    assert diff.is_same


@each_row(
    ("before", "after", "said"),
    [
        ("title: A week", "title: Five days", "The timeline|  wording of the title: [-A week-] {+Five days+}"),
        ('query: "topic:oil"', 'query: "topic:gas"', "The timeline|  query of the view “Oil” changed from topic:oil to topic:gas"),
        (
            'views: [{name: All, query: ""}, {name: Oil, query: "topic:oil"}]',
            'views: [{name: Oil, query: "topic:oil"}, {name: All, query: ""}]',
            "The timeline|  the first view is “Oil”, not “All”",
        ),
        ("{U.S.: United States}", "{}", "The timeline|  alias “U.S.” withdrawn: United States"),
        ("AP on goods", "AP on oil", "Sources|  title of “AP on oil” changed from “AP on goods” to “AP on oil”"),
        ("  spare: {title: Not cited}\n", "", "Sources|  source withdrawn: Not cited"),
        ("date: 2024-06-13}", "date: 2024-06-14}", "Sources|  date of “Kantei: Accord” changed from 13 to 14 June 2024"),
        ("date: 2024-06-12", "date: 2024-06-13", "ACCORD|  date moved from 12 to 13 June 2024"),
        ("date: 2024-06-12", "date: 2024-07-02", "ACCORD|  date moved from 12 June to 2 July 2024"),
        ("date: 2024-06-12", "date: 2024-06", "ACCORD|  date widened from 12 June 2024 to June 2024"),
        ("date: 2024-06-12", "date: 2024-06-12~", "ACCORD|  date changed from 12 June 2024 to about 12 June 2024"),
        ("in Rome on", "in Paris on", "ACCORD|  wording of the summary: The two leaders signed in [-Rome-] {+Paris+} on Wednesday."),
        ("[Japan, Ukraine]", "[Italy, Spain]", "ACCORD|  countries withdrawn: Japan, Ukraine|  countries added: Italy, Spain"),
        ("    people: [Fumio Kishida]\n", "", "ACCORD|  person withdrawn: Fumio Kishida"),
        ("[kantei, {", "[{", "ACCORD|  source withdrawn: Kantei: Accord"),
        ("[kantei, {", "[https://example.org/b, kantei, {", "ACCORD|  source added: https://example.org/b"),
        ("at: ¶6", "at: ¶8, stance: disputes", "ACCORD|  place in “AP on goods” changed from ¶6 to ¶8|  stance of “AP on goods” changed from reports to disputes"),
        ("at: ¶6", "note: Not the day", "ACCORD|  place in “AP on goods” withdrawn: ¶6|  note on “AP on goods” added: Not the day"),
        ("We stand together", "We stand with you", "ACCORD|  quote “We stand together” by Fumio Kishida: We stand [-together-] {+with you+}"),
        ("{text: No comment}", "{text: No comment, speaker: Joe Biden}", "ACCORD|  speaker of the quote “No comment” added: Joe Biden"),
        ("{text: No comment}", "{text: No comment, at: p. 2}", "ACCORD|  place of the quote “No comment” added: p. 2"),
        (", {text: No comment}", "", "ACCORD|  quote withdrawn: “No comment”"),
        ("importance: 7", "importance: 8", "ACCORD|  “importance” changed from 7 to 8"),
        ("importance: 7", 'importance: "7\\n8"', "ACCORD|  “importance” changed from 7 to “7 8”"),
        ("related: [accord]", "related: [{event: accord, as: after}]", "14 June 2024 — The summit ends|  relation to “Japan and Ukraine sign an accord” added: after"),
        (", related: [accord]", "", "14 June 2024 — The summit ends|  related event withdrawn: Japan and Ukraine sign an accord"),
        ("id: accord", "id: deal", "14 June 2024 — The summit ends|  …"),
        ("2024-06-14, title: The summit", "2031-06-14, title: The summit", "14 June 2024 — The summit ends|  date moved from 14 June 2024 to 14 June 2031|  (taken for the same event: more than a year apart, same title)"),
        ("The summit ends", "A whale is seen", "14 June 2024 — The summit ends: removed||14 June 2024 — A whale is seen: added"),
        ("The summit ends", "The summit is over", "14 June 2024 — The summit ends|  wording of the title: The summit [-ends-] {+is over+}|  (taken for the same event: same day, 57 % of the words of the title)"),
    ],
)  # fmt: skip
def test_each_change_in_words(before: str, after: str, said: str) -> None:
    assert before in OLD
    new = OLD.replace(before, after, 1)
    text = diff_text(compare(OLD, new))
    if after == "id: deal":  # the relation that names the old id has another meaning now
        assert "id changed from accord to deal" in text
        return
    assert text == said.replace("ACCORD", "12 June 2024 — Japan and Ukraine sign an accord").replace("|", "\n") + "\n\n"


def test_a_new_id_is_not_a_change_of_the_events_that_name_it() -> None:
    diff = compare(OLD, OLD.replace("id: accord", "id: deal").replace("[accord]", "[deal]"))
    assert [change.differences for change in diff.changed] == [(Difference("id", "changed", "accord", "deal"),)]


def without_each_field(plain: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    """Copies of a document, each without one entry of a list or one value of a mapping, and the path of that."""
    items = (
        list(plain.items()) if isinstance(plain, dict) else list(enumerate(plain)) if isinstance(plain, list) else []
    )
    for key, value in items:
        here = (*path, str(key))
        rest = [item for item in items if item[0] != key]
        yield here, dict(rest) if isinstance(plain, dict) else [item for _, item in rest]
        for deeper, copy in without_each_field(value, here):
            both = [(name, copy if name == key else old) for name, old in items]
            yield deeper, dict(both) if isinstance(plain, dict) else [item for _, item in both]


def test_no_field_is_forgotten() -> None:
    """Whatever is left out of a timeline in which every field is filled is a difference."""
    whole = json.loads(formats.write(filled(), "json"))
    del whole["events"][2:]  # the third one has no other fields
    timeline = formats.read(json.dumps(whole).encode(), "a.json").timeline
    seen: set[tuple[str, ...]] = set()
    for path, copy in without_each_field(whole):
        kind = tuple(part for part in path if not part.isdigit() and "{" not in part)
        if kind in seen:  # the same field of another event
            continue
        seen.add(kind)
        other = formats.read(json.dumps(copy).encode(), "a.json").timeline
        assert other == timeline or not version_diff(timeline, other).is_same, path
    assert len(seen) > 60


def test_sources_of_the_same_name_are_distinguished_by_their_addresses() -> None:
    """In a real chronology, a hundred sources have the title "Archive link"."""
    old = """
    events:
      - {date: 2020-05-31, title: One, sources: [{title: Archive link, url: "https://a.org/1"}]}
      - {date: 2020-06-01, title: Two, sources: [{title: Archive link, url: "https://a.org/2"}]}
    """
    diff = compare(old, old.replace("a.org/1", "b.org/1"))
    assert diff_text(diff) == (
        "31 May 2020 — One\n"
        "  source withdrawn: Archive link (https://a.org/1)\n"
        "  source added: Archive link (https://b.org/1)\n\n"
    )


@given(ALL)
def test_a_timeline_does_not_differ_from_itself(timeline: Timeline) -> None:
    assert version_diff(timeline, timeline).is_same


@given(ALL)
def test_a_timeline_does_not_differ_after_it_is_written_and_read(timeline: Timeline) -> None:
    written = formats.read(formats.write(timeline, "yaml"), "a.yaml").timeline
    backwards = written._replace(events=tuple(reversed(written.events)), sources=tuple(reversed(written.sources)))
    assert version_diff(written, backwards).is_same or len({event.id for event in written.events}) < len(written.events)


@given(ALL, ALL)
def test_exchanged_versions_mirror(old: Timeline, new: Timeline) -> None:
    there, back = version_diff(old, new), version_diff(new, old)
    assert sorted(there.added) == sorted(back.removed)
    assert sorted(there.removed) == sorted(back.added)
    assert {(pair.old, pair.new) for pair in there.pairs} == {(pair.new, pair.old) for pair in back.pairs}
    assert every(there) == Counter({mirrored(one): count for one, count in every(back).items()})


def every(diff: VersionDiff) -> Counter[Difference]:
    """All differences, without the names of entries, which only one version may have."""
    found = (*diff.whole, *diff.sources, *(difference for pair in diff.pairs for difference in pair.differences))
    return Counter(
        difference if difference.field in ("views", "aliases") else difference._replace(entry="")
        for difference in found
    )


def mirrored(difference: Difference) -> Difference:
    kinds = {"added": "withdrawn", "withdrawn": "added", "changed": "changed"}
    return difference._replace(kind=kinds[difference.kind], old=difference.new, new=difference.old)


def test_two_ways_to_write_the_same_are_not_a_difference() -> None:
    text = "title: A\nevents: [{date: %s, title: %s, place: %s}]\n"
    for old, new in (("2020-01-01T10:00+00:00", "2020-01-01T10:00Z"), ("2020-01-01/2020-01-01", "2020-01-01")):
        before, after = (
            formats.read((text % (date, *words)).encode(), "a.yaml").timeline
            for date, words in ((old, ("Cafe\u0301", "Ko\u0308ln")), (new, ("Caf\xe9", "K\xf6ln")))
        )
        assert version_diff(before, after).is_same
        assert all(event.is_agreed for event in merged_sides("AB", (before, after)).events)
    other = formats.read((text % ("2020-01-01T10:00+01:00", "Caf\xe9", "K\xf6ln")).encode(), "a.yaml").timeline
    assert not version_diff(before, other).is_same
