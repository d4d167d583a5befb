"""A terminal explorer for sourced chronologies: who did what on which day, who said so, where to check."""

__version__ = "0.1.0"
