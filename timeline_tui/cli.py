"""The command line: arguments in, data on stdout, everything else on stderr, an exit code.

Exit codes: 0 done; 1 bad data or I/O; 2 usage; 70 an error of the program; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from timeline_tui.arguments import DONE, INTERRUPTED, PARSERS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``argv`` without the program's name, by default the process's own."""
    argv = sys.argv[1:] if argv is None else argv
    name = argv[0] if argv and argv[0] in PARSERS else ""
    options = PARSERS[name]().parse_args(argv[1:] if name else argv)
    gc.disable()  # what is imported and read stays; looking through it for waste would take a tenth of the time
    try:
        # imported here, because --help and a wrong option are answered without what the commands need
        from timeline_tui import commands

        return commands.run(name, options)
    except BrokenPipeError:
        # the reader of our output has enough; without this, Python complains again when it flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        gc.enable()
