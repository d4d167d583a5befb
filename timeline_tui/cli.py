"""The command line: arguments in, data on stdout, everything else on stderr, an exit code.

Exit codes: 0 done; 1 bad data or I/O; 2 usage; 70 an error of the program; 130 interrupted.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from timeline_tui.arguments import DONE, INTERRUPTED, PARSERS, USAGE, WrongUsage


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``argv`` without the program's name, by default the process's own."""
    argv = sys.argv[1:] if argv is None else argv
    name = argv[0] if argv and argv[0] in PARSERS else ""
    gc.disable()  # what is imported and read stays; looking through it for waste would take a tenth of the time
    try:
        _occupy_descriptors()
        options = _parsed(name, argv[1:] if name else argv)
        # imported here, because --help and a wrong option are answered without what the commands need
        from timeline_tui import commands

        return commands.run(name, options)
    except BrokenPipeError:  # the reader of our output has enough
        _write_no_more()
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # whatever it is, nobody sees a traceback, which may quote what was read
        _write_no_more()
        from timeline_tui.storage.failures import report

        return report(error)
    finally:
        gc.enable()


def _parsed(name: str, argv: Sequence[str]) -> argparse.Namespace:
    """The options of a command. Raises SystemExit after --help and at wrong usage."""
    try:
        return PARSERS[name]().parse_args(argv)
    except WrongUsage as error:
        from timeline_tui.text import clean

        if sys.stderr is not None:
            sys.stderr.write(clean(str(error)))
        raise SystemExit(USAGE) from None
    finally:
        if sys.stdout is not None:
            sys.stdout.flush()  # the help, or a closed pipe would be noticed only at exit


def _occupy_descriptors() -> None:
    """Let no file that is opened later take the place of a standard stream that was closed."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # the lowest that is free
        pass
    os.close(descriptor)


def _write_no_more() -> None:
    """Drop what is still to be written to stdout; without this, Python complains when it flushes at exit."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):  # ValueError: in place of stdout is something without a descriptor
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
