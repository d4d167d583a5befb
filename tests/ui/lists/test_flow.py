"""The arithmetic of scrolling, compared with a plain list of all lines."""

from hypothesis import given
from hypothesis import strategies as st

from timeline_tui.ui.lists.flow import Block, Flow

SHAPES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=30)


def flow_of(shape, height):
    blocks = [Block(lead, lines) for lead, lines in shape]
    flow = Flow(blocks.__getitem__)
    flow.count, flow.height = len(blocks), height
    flow.top = (0, -blocks[0].lead)
    every = [(k, n) for k, block in enumerate(blocks) for n in range(-block.lead, block.size)]
    return flow, every


@given(SHAPES, st.integers(1, 12), st.data())
def test_scrolling_agrees_with_a_list_of_all_lines(shape, height, data):
    flow, every = flow_of(shape, height)
    end = max(0, len(every) - height)
    assert every.index(flow.end) == end
    at = data.draw(st.integers(0, len(every) - 1))
    by = data.draw(st.integers(-40, 40))
    assert flow.step(every[at], by) == every[min(max(at + by, 0), len(every) - 1)]
    assert flow.before_end(every[at]) == (at < end)
    flow.top = every[min(at, end)]
    flow.scroll(by)
    top = min(max(min(at, end) + by, 0), end)
    assert flow.spots() == every[top : top + height]


@given(SHAPES, st.integers(1, 12), st.integers(0, 1), st.data())
def test_reveal_scrolls_no_more_than_needed(shape, height, margin, data):
    flow, every = flow_of(shape, height)
    flow.scroll(data.draw(st.integers(0, 100)))
    before = flow.spots()
    item = data.draw(st.integers(0, len(shape) - 1))
    own = [(item, n) for n in range(shape[item][1])]
    flow.reveal(item, margin)
    after = flow.spots()
    below = after[margin:] if every.index(own[0]) >= margin else after
    if len(own) <= height - margin:
        assert set(own) <= set(below)
        if set(own) <= set(before[margin:]):
            assert after == before
    elif height > margin:
        assert own[0] in below
    assert len(after) == min(height, len(every))


@given(SHAPES, st.integers(1, 12), st.integers(0, 60))
def test_the_thumb_touches_an_end_only_if_the_list_does(shape, height, down):
    flow, every = flow_of(shape, height)
    flow.scroll(down)
    thumb = flow.thumb()
    if len(every) <= height:
        assert not thumb
        return
    assert thumb.start >= 0
    assert thumb.stop <= max(height, 1)
    if height - len(thumb) > 1:
        assert (thumb.start == 0) == (flow.top == every[0])
        assert (thumb.stop == height) == (flow.top == flow.end)
    assert flow.top_at(0.0) == every[0]
    assert flow.top_at(1.0) == flow.end


def test_far_from_its_ends_a_long_list_asks_only_for_the_items_in_view():
    asked = set()

    def block(item):
        asked.add(item)
        return Block(item % 2, 3)

    flow = Flow(block)
    flow.count, flow.height = 1_000_000, 40
    flow.place(500_000, 10)
    flow.reveal(500_000, 1)
    flow.page(40, 1)
    flow.spots()
    thumb = flow.thumb()
    assert thumb.start in (19, 20, 21)
    assert max(asked) - min(asked) < 40


def test_a_page_begins_with_a_whole_item():
    flow, _ = flow_of([(1, 3), (0, 3), (1, 3), (0, 3), (0, 3), (0, 3)], 6)
    flow.page(5, 1)
    assert flow.top == (2, -1), "the heading is on the first line"
    flow.page(5, 1)
    assert flow.step(flow.top, 1) == (4, 0), "the line below the sticky heading is the first of an item"


def test_an_empty_list_has_no_lines_and_no_thumb():
    flow = Flow([].__getitem__)
    flow.height = 5
    assert flow.spots() == []
    assert not flow.thumb()


def test_the_thumb_has_the_share_of_the_items_in_view():
    flow, _ = flow_of([(0, 1)] * 20, 10)
    assert flow.thumb() == range(5)


def test_a_page_does_not_begin_with_the_last_line_of_an_item():
    flow, _ = flow_of([(0, 2)] * 6, 4)
    flow.page(1, 0)
    assert flow.top == (1, 0)
