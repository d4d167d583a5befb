"""The command line. `parser.py` declares the options; each command is a module with `run(options) -> int`."""

DONE, BAD, USAGE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: done; bad data or I/O; wrong usage; interrupted."""
