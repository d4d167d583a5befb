"""The grid: a cross table of values and time."""
