"""The marks of the screen and what they mean: the legend of the help."""

from __future__ import annotations

from timeline_tui.analysis.binning import EARLIER, LESS_PRECISE
from timeline_tui.ui.detail.card import SIGNS as STANCES
from timeline_tui.ui.histogram.chart import SHADE
from timeline_tui.ui.lists.facet_list import SIGNS as CHOICES
from timeline_tui.ui.lists.rows import CHANGES, GAP, MOVABLE

LEGEND: tuple[tuple[str, str], ...] = (
    ("●", "an event with a known day"),
    ("○", "a date that is not exact"),
    ("~ ?", "an approximate, an uncertain date"),
    (MOVABLE, "may be later than events below it"),
    ("★ ☆", "your star; on a quote or source"),
    (" ".join(CHANGES[change] for change in ("added", "removed", "changed")), "added, removed, changed"),
    (CHANGES["agreed"], "of merged sides: agreed"),
    (STANCES["disputes"], "a source disputes it or its date"),
    (STANCES["confirms"], "a source confirms it"),
    (STANCES["reports"], "a source reports it"),
    ("❝2", "two quotes"),
    ("§3", "three sources; §1 stands out"),
    ("§5/2", "five sources with two origins"),
    (f"{CHOICES['included']} {CHOICES['excluded']}", "among facets: included, excluded"),
    ("14 more", "values without events in view"),
    (SHADE, "events that the filter left out"),
    ("+1", "events that began earlier and go on"),
    ("▲ ┗━┛", "the bar, the span under the cursor"),
    ("▸", "first to act (grid); shown (compare)"),
    (LESS_PRECISE, "a date longer than a column"),
    (EARLIER, "events from before the column"),
    ("else", "events in no column"),
    (GAP, "long without an event (help keys)"),
    ("→ ←", "relations: to, and from an event"),
    ("▌", "the line under the cursor"),
)
"""Marks with their meanings, in the order in which a reader meets them."""
