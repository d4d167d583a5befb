"""Styles by name, and drawing with them."""
