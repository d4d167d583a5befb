"""The related events of an event: before it, after it, in contradiction with it."""

from __future__ import annotations

from hypothesis import given
from random_timelines import timelines
from tables import each_row

from timeline_tui.analysis.relations import DEPTH, WAYS, Chain, Node, chain, is_contradiction, way
from timeline_tui.dates.when import parse
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import Event, Relation, Timeline


def event(id: str, date: str, *related: str) -> Event:
    """``related``: "id: words"."""
    ties = (each.partition(": ") for each in related)
    return Event(id, parse(date), id, related=tuple(Relation(other, kind) for other, _, kind in ties))


def around(id: str, *events: Event, **bounds: int) -> Chain:
    index = Index(Timeline(events=events))
    return chain(index, index.event(index.position(id) or 0), **bounds)


def shape(nodes: tuple[Node, ...]) -> list[object]:
    """Ids, with lists of those below."""
    return [[node.id, *shape(node.nodes)] if node.nodes else node.id for node in nodes]


def ways(found: Chain) -> dict[str, list[object]]:
    return {way: shape(mine) for way in WAYS if (mine := tuple(node for node in found.nodes if node.way == way))}


ACCORD = (
    event("hiroshima", "2023-05-19/2023-05-21"),
    event("vilnius", "2023-07-12", "hiroshima: placed at"),
    event("talks", "2024-02", "accord: prepares"),
    event("accord", "2024-06-13", "vilnius: based on", "us: signed the same day", "gone: see"),
    event("us", "2024-06-13", "vilnius: based on"),
    event("denial", "2024-06-14", "accord: denies"),
    event("aid", "2024-07", "accord: outcome of"),
    event("thanks", "2024-08", "aid: answer to"),
)


def test_only_before_and_after_continue() -> None:
    assert ways(around("accord", *ACCORD)) == {
        "contradicts": ["denial"],
        "before": [["vilnius", "hiroshima"], "talks"],
        "after": [["aid", "thanks"]],
        "beside": ["us"],
        "absent": ["gone"],
    }
    assert ways(around("vilnius", *ACCORD)) == {"before": ["hiroshima"], "after": [["accord", ["aid", "thanks"]], "us"]}


@each_row(
    ("here", "there", "stands"),
    [
        ("2024-06-13", "2024-06-12", "before"),
        ("2024-06-13", "2024-06-14", "after"),
        ("2024-06-13T09:00", "2024-06-13T15:00", "after"),
        ("2024-06-13T15:00", "2024-06-13T09:00/2024-06-13T10:00", "before"),
        ("2024-06-13T15:00", "2024-06-13", "beside"),
        ("2024-06-13T15:00Z", "2024-06-13T09:00", "beside"),  # an offset is missing
        ("2024-06-13T02:00Z", "2024-06-13T09:00+09:00", "before"),
        ("2024-06-12T20:00Z", "2024-06-13T01:00+09:00", "before"),
        ("2024-06-13T01:00+09:00/2024-06-12T20:00Z", "2024-06-13T03:00Z", "after"),
        ("2024-06-13", "2024-06", "beside"),  # it may have been before or after
        ("2024-06-13", "2024-06-13/2024-06-15", "beside"),
        ("2024-06-13", "2022-02-24/..", "beside"),
        ("2024-06-13", "/2024-06-12", "before"),
        ("2024-06-13", "2025?", "beside"),  # nothing is certain by an uncertain date
    ],
)
def test_only_dates_decide_the_order_of_events(here: str, there: str, stands: str) -> None:
    assert way(event("a", here), event("b", there), ["outcome of"]) == stands


@each_row(
    ("kind", "against"),
    [
        *[(words, True) for words in ("contradicts", "Disputed by", "dispute with", "a denial of", "denied in")],
        *[(words, True) for words in ("refutes", "rebuttal of", "CONTRADICTION")],
        *[(words, False) for words in ("", "based on", "does not contradict", "undisputed", "dense", "denizens of")],
    ],
)
def test_words_decide_on_contradiction_alone(kind: str, against: bool) -> None:
    assert is_contradiction(kind) is against


def test_a_contradiction_counts_in_both_directions_and_for_missing_events() -> None:
    both = (event("claim", "2024-06-13"), event("reply", "2024-06-20", "claim: contradicts", "lost: disputes"))
    assert ways(around("claim", *both)) == {"contradicts": ["reply"]}
    assert ways(around("reply", *both)) == {"contradicts": ["claim", "lost"]}


def test_all_ties_between_two_events_are_one_node_with_their_directions() -> None:
    (node,) = around("b", event("a", "2024-06-12", "b: leads to"), event("b", "2024-06-13", "a: based on")).nodes
    assert [(tie.kind, tie.outgoing) for tie in node.ties] == [("based on", True), ("leads to", False)]


def test_a_chain_follows_instants_even_across_stated_days() -> None:
    found = around(
        "now",
        event("tokyo", "2024-06-13T01:00+09:00"),
        event("utc", "2024-06-12T20:00Z", "tokyo"),
        event("now", "2024-06-14", "utc"),
    )
    assert ways(found) == {"before": [["utc", "tokyo"]]}


def test_each_event_is_in_the_tree_once_where_it_is_nearest() -> None:
    found = around(
        "d",
        event("a", "2024-06-10"),
        event("b", "2024-06-11", "a", "d"),
        event("c", "2024-06-12", "a", "b"),
        event("d", "2024-06-13", "c", "b", "d"),
    )
    assert shape(found.nodes) == ["b", ["c", "a"]]
    assert sorted(node.id for node, _ in found.walk()) == ["a", "b", "c"]


def test_depth_and_number_are_bounded_and_the_nearest_in_time_stay() -> None:
    row = [event(f"e{n}", f"2024-06-{n:02}", *([f"e{n - 1}: follows"] if n > 1 else [])) for n in range(1, 10)]
    assert shape(around("e9", *row).nodes) == [["e8", ["e7", "e6"]]]
    assert around("e9", *row).more == 0
    hub = event("hub", "2024-06-30", *(each.id for each in row), "gone")
    found = around("hub", hub, *row, most=4)
    assert shape(found.nodes) == ["e6", "e7", "e8", "e9"]
    assert found.more == 6
    assert shape(around("e9", *row, most=2).nodes) == [["e8", "e7"]], "the number counts on all levels together"
    assert around("e9", *row, most=2).more == 1
    against = event("no", "2020", "hub: denies")
    assert shape(around("hub", hub, against, *row, most=2).nodes) == ["no", "e9"]


def test_the_walk_says_where_lines_continue() -> None:
    walked = [(node.id, going_on) for node, going_on in around("accord", *ACCORD).walk()]
    assert walked == [
        ("denial", (False,)),
        ("vilnius", (True,)),
        ("hiroshima", (True, False)),
        ("talks", (False,)),
        ("aid", (False,)),
        ("thanks", (False, False)),
        ("us", (False,)),
        ("gone", (False,)),
    ]


@given(timelines())
def test_every_direct_relation_is_in_the_tree(timeline: Timeline) -> None:
    index = Index(timeline)
    for one in index.events:
        found = chain(index, one, most=1000)
        assert {tie for node in found.nodes for tie in node.ties} == set(index.related(one))
        walked = [node.id for node, _ in found.walk()]
        assert len(walked) == len(set(walked))
        assert one.id not in walked
        assert all(len(going_on) <= DEPTH for _, going_on in found.walk())
