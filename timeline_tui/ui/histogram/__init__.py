"""The histogram: events over time as bars."""
