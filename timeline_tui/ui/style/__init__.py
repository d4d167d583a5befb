"""Styles by name, and text painted with them."""
