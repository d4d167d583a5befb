"""Bibliographies: lists of sources in CSL-JSON, BibTeX and RIS, which a timeline cites by their keys."""
