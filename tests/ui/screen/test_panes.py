"""The panes: they are shown before they get the focus, so that the next key can act in them at once."""

from pathlib import Path

from screens import NARROW, NORMAL, WIDE, reading

from timeline_tui.ui.detail.detail import Detail
from timeline_tui.ui.histogram.histogram_bar import HistogramBar
from timeline_tui.ui.lists.facet_list import FacetList
from timeline_tui.ui.lists.facets import Facets


async def test_a_pane_is_shown_at_once(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NARROW) as reader:
        panes, detail, facets = (
            reader.explorer.panes,
            reader.explorer.query_one(Detail),
            reader.explorer.query_one(Facets),
        )
        panes.go("detail")
        assert (panes.pane, detail.display, reader.explorer.focused) == ("detail", True, detail)
        panes.go_to_facet("topic")
        focused = reader.explorer.focused
        assert (panes.pane, facets.display, detail.display) == ("facets", True, False)
        assert isinstance(focused, FacetList)
        assert focused.field == "topic"


async def test_the_drawer_of_facets_covers_the_detail_and_not_the_list(tmp_path: Path) -> None:
    async with reading(tmp_path, size=NORMAL) as reader:
        timeline, facets = reader.explorer.timeline, reader.explorer.query_one(Facets)
        detail, histogram = reader.explorer.query_one(Detail), reader.explorer.query_one(HistogramBar)
        before, covered = timeline.region, detail.region
        await reader.press("c")
        assert timeline.region == before
        assert facets.region == covered
        assert not facets.region.overlaps(histogram.region)
        await reader.pilot.resize_terminal(100, 30)
        await reader.pilot.pause()
        assert (facets.region, facets.region.right) == (detail.region, 100)
        await reader.pilot.resize_terminal(*WIDE)
        await reader.pilot.pause()
        assert facets.size.width < timeline.region.x + 1
        await reader.pilot.resize_terminal(*NORMAL)
        await reader.press("escape", "tab")
        assert (detail.region, facets.display) == (covered, False)
