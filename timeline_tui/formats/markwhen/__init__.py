"""Markwhen."""
