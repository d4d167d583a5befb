"""The keys that ``diff`` and ``merge`` write. Readers keep them like any key that the schema does not have.

With them, the facets Changes and Sides and ``is:added|removed|changed|agreed`` also work in a saved comparison.
"""

CHANGE, DIFFERENCES, SIDES, DIFFERS, SAME_EVENT = "change", "differences", "sides", "differs", "same event"
TOLD_BY, SIDE = "as told by", "side"

CHANGES = ("added", "removed", "changed", "same")
"""The values of `CHANGE`."""

NOTHING = "nothing"
"""The value of `DIFFERS` for an event that all sides have without a difference."""

COMPARISON_KEYS = {
    "event": {
        CHANGE: "How the event differs between two versions: added, removed, changed or same.",
        DIFFERENCES: "What changed between two versions, in words.",
        SIDES: "The sides of a merged chronology that have the event.",
        DIFFERS: "The fields in which the sides differ; “nothing” if all sides have the event and agree.",
        TOLD_BY: "The side that the date, words, names and remarks are from. "
        "The notes of the sources have the words of other sides.",
        SAME_EVENT: "Why the events of the sides count as the same event.",
    },
    "quote": {SIDES: "The sides that have the quote, if not all sides of the event do."},
    "citation": {SIDES: "The sides that cite the source in this way, if not all sides of the event do."},
    "source": {SIDE: "The side whose chronology this source is. It does not count as evidence."},
}
"""Each key and what it means, by the noun of its entry."""
