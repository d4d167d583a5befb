"""Quotes, sources, disputes and the grid, written instead of the events."""
