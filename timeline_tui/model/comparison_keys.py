"""The keys that ``diff`` and ``merge`` write. Readers keep them as any other key that the schema does not have.

By them, the facets Changes and Sides and ``is:added|removed|changed|agreed`` also work in a saved comparison.
"""

CHANGE, DIFFERENCES, SIDES, DIFFERS, SAME_EVENT = "change", "differences", "sides", "differs", "same event"
TOLD_BY, SIDE = "as told by", "side"

CHANGES = ("added", "removed", "changed", "same")
"""The values of `CHANGE`."""

NOTHING = "nothing"
"""The value of `DIFFERS` of an event that all sides have and about which nothing differs."""

COMPARISON_KEYS = {
    "event": {
        CHANGE: "What became of it between two versions: added, removed, changed or same.",
        DIFFERENCES: "What changed between two versions, in words.",
        SIDES: "The sides of a merged chronology that have it.",
        DIFFERS: "In what the sides differ; “nothing” if all have it and agree.",
        TOLD_BY: "The side whose date, words, names and remarks these are. Its sources say what others say.",
        SAME_EVENT: "Why the events of the sides are taken for the same event.",
    },
    "quote": {SIDES: "The sides that have the quote, if not all sides of the event do."},
    "citation": {SIDES: "The sides that cite the source so, if not all sides of the event do."},
    "source": {SIDE: "The side whose chronology this source is. It is no evidence for what the side says."},
}
"""Each key and what it means, by the noun of its entry."""
