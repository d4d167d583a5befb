"""The thumb of a scroll bar."""

from hypothesis import example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.ui.style.scrolling import thumb_lines


@each_row(
    ("height", "share", "position", "lines"),
    [
        (10, 0.5, 0.0, (0, 5)),
        (10, 0.5, 1.0, (5, 10)),
        (10, 0.5, 0.001, (1, 6)),
        (10, 0.5, 0.999, (4, 9)),
        (10, 0.99, 0.0, (0, 9)),
        (10, 0.0, 0.5, (4, 5)),
        (2, 0.9, 1.0, (1, 2)),
        (1, 0.5, 0.5, (0, 1)),
    ],
)
def test_the_thumb_has_the_size_of_the_share_in_view(
    height: int, share: float, position: float, lines: tuple[int, int]
) -> None:
    assert thumb_lines(height, share, position) == range(*lines)


@given(st.integers(2, 60), st.floats(0, 1, exclude_max=True), st.floats(0, 1))
@example(10, 0.99, 0.0)
def test_the_thumb_never_fills_the_bar_and_stays_inside(height: int, share: float, position: float) -> None:
    thumb = thumb_lines(height, share, position)
    assert 1 <= len(thumb) < height
    assert thumb.start >= 0
    assert thumb.stop <= height
    if height - len(thumb) > 1:
        assert (thumb.start == 0) == (position == 0)
        assert (thumb.stop == height) == (position == 1)
