"""Readers and writers of JSON and JSON lines."""
