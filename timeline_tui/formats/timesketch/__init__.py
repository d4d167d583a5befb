"""Timesketch, as JSON lines and as CSV."""
