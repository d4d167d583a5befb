"""Quotes, sources and the grid, written instead of the events."""
