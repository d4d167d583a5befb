"""Shared by the writers of all formats: plain data, reports, paragraphs and messages about losses."""
