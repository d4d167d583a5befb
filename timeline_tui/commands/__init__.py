"""The commands, one module each with ``run(options) -> exit code``. The parser of their options is in ``cli``."""

DONE, BAD, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; bad data or I/O; wrong usage; interrupted."""
