"""The origins of sources, also against a simple definition: two sources are one origin if both lead to it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.model.origins import Origin, Origins, first_publisher
from timeline_tui.model.timeline import Source

KEYS = "abcdef"
UNKNOWN = "u"


def origins_of(based_on: dict[str, str]) -> Origins:
    return Origins.among(Source(key, based_on=tuple(others)) for key, others in based_on.items())


def names(origins: Origins, *keys: str) -> list[str]:
    return [origin.name for origin in origins.of(Source("x", based_on=keys))]


@each_row(
    ("publisher", "found"),
    [
        ("Reuters, via Japan Today", "Reuters"),
        ("Reuters via Japan Today", "Reuters"),
        ("Reuters (via Japan Today)", "Reuters"),
        ("Reuters [via Japan Today]", "Reuters"),
        ("PA, via the Evening Standard", "PA"),
        ("Agence France-Presse — via CNA", "Agence France-Presse"),
        ("Reuters", ""),
        ("Via Rail Canada", ""),
        ("via nippon.com", ""),
        ("Trivia Post", ""),
        ("Rai, Via Mazzini 14", ""),
        ("Reuters, via ", ""),
    ],
)
def test_the_publisher_before_via_is_the_first(publisher: str, found: str) -> None:
    assert first_publisher(publisher) == found


@each_row(
    ("based_on", "asked", "found"),
    [
        ({"a": ""}, "a", ["a"]),
        ({"a": "b", "b": "c", "c": ""}, "a", ["c"]),
        ({"a": "bc", "b": "", "c": ""}, "a", ["b", "c"]),
        ({"a": "u"}, "a", ["u"]),
        ({}, "ab", ["a", "b"]),
        ({"a": "a"}, "a", ["a"]),
        ({"b": "c", "c": "b"}, "c", ["b"]),
        ({"b": "c", "c": "ba", "a": ""}, "b", ["a"]),
    ],
)
def test_the_roots_of_keys(based_on: dict[str, str], asked: str, found: list[str]) -> None:
    assert names(origins_of(based_on), *asked) == found


GRAPHS = st.dictionaries(st.sampled_from(KEYS), st.text(st.sampled_from(KEYS + UNKNOWN), max_size=3))


@given(GRAPHS, st.permutations(KEYS + UNKNOWN))
@example({"a": "bc", "b": "a", "c": "d", "d": "cu"}, list("abcdefu"))
def test_roots_equal_those_of_a_simple_search(based_on: dict[str, str], order: list[str]) -> None:
    reached = {key: _reached(based_on, key) for key in KEYS + UNKNOWN}
    origins = origins_of(based_on)
    for key in order:  # what was asked before must not change an answer
        ends = [one for one in reached[key] if all(one in reached[beyond] for beyond in reached[one])]
        expected = {min(reached[end]) for end in ends}  # what an end leads to is one cycle, or the end alone
        assert set(names(origins, key)) == expected


def _reached(based_on: dict[str, str], start: str) -> set[str]:
    reached = {start}
    for _ in range(len(KEYS) + 1):
        reached |= {far for near in reached for far in based_on.get(near, "")}
    return reached


def test_a_chain_may_be_long() -> None:
    size = 20_000
    keys = [f"k{number}" for number in range(size)]
    chain = {key: Source(key, based_on=(below,)) for key, below in pairwise(keys)}
    assert names(Origins.among(chain.values()), keys[0]) == [keys[-1]]
    ring = {**chain, keys[-1]: Source(keys[-1], based_on=(keys[0],))}
    assert names(Origins.among(ring.values()), keys[9]) == [min(keys)]


PAPER = Source("paper", publisher="Reuters, via Japan Today")
SITE = Source("site", publisher="REUTERS (via gCaptain)")
AGENCY = Source("agency", "Story", publisher="Reuters")
OTHER = Source("other", publisher="Reuters")
COPY = Source(title="Copy", based_on=("paper",))
BOTH = Source(title="Both", based_on=("agency", "paper"))


@each_row(
    ("sources", "fewer", "single"),
    [
        ((), 0, False),
        ((PAPER,), 0, True),
        ((BOTH,), 0, True),
        ((PAPER, SITE), 1, True),
        ((PAPER, COPY, SITE), 1, True),
        ((PAPER, AGENCY), 0, False),
        ((AGENCY, OTHER), 0, False),
        ((AGENCY, OTHER, COPY, PAPER), 3, False),
        ((AGENCY, BOTH, PAPER), 2, False),
        ((AGENCY, BOTH), 0, False),
        ((Source(title="Copy"), Source(title="Copy", publisher="X")), 0, False),
    ],
)
def test_counts(sources: tuple[Source, ...], fewer: int, single: bool) -> None:
    origins = Origins.among((PAPER, SITE, AGENCY, OTHER))
    assert origins.fewer(sources) == fewer
    assert origins.is_single(sources) is single
    assert origins.is_single((*sources, *sources)) is single


def test_publishers_are_one_origin_in_any_spelling_and_sources_have_labels() -> None:
    origins = Origins.among((AGENCY,))
    assert list(origins.of_all((PAPER, SITE)).items()) == [(Origin("Reuters", "reuters"), [PAPER, SITE])]
    assert [origin.label for origin in origins.of(Source(based_on=("agency", "gone")))] == ["Reuters: Story", "gone"]
