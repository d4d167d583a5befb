"""The index: which events a query finds."""
