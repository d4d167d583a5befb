"""The part of a slice that can be searched while files are still being read."""

from __future__ import annotations

from functools import cached_property

from timeline_tui.analysis.slice import Slice


class SearchedSlice(Slice):
    """The events of a slice whose values are known. Counts of values are of these events only."""

    @cached_property
    def mask(self) -> int:
        """The positions of the events, as a set of bits."""
        return self.index.query_bits(self.query, self.stars) & self.index.indexed

    @property
    def is_final(self) -> bool:
        """False, because reading goes on."""
        return False


def searched(whole: Slice) -> Slice:
    """The events of ``whole`` that can be searched: ``whole`` itself, unless some of its events cannot be yet."""
    if whole.is_remote or whole.index.indexed == whole.index.all:
        return whole
    return SearchedSlice(whole.index, whole.query, whole.all_mode, whole.stars, whole.compared)
