"""The command line: arguments in, data on stdout, everything else on stderr, an exit code.

Exit codes: 0 done; 1 bad data or I/O; 2 usage; 70 an error of the program; 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; ``argv`` without the program's name, by default the process's own."""
    gc.disable()  # what is imported and read stays: to look through it for waste takes a tenth of the time …
    try:
        _occupy_descriptors()
        from timeline_tui.arguments import COMMANDS, DONE, INTERRUPTED, read_plain

        argv = sys.argv[1:] if argv is None else argv
        name = argv[0] if argv and argv[0] in COMMANDS else ""
        words = argv[1:] if name else argv
        options = read_plain(COMMANDS[name], words)
        if options is None:
            from timeline_tui import usage

            options = usage.read(COMMANDS[name], words)
        # Not before, because --help and a wrong option are answered without what the commands need.
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
        gc.freeze()  # … and as much again at exit
        gc.enable()


def _occupy_descriptors() -> None:
    """Let no file that is opened later take the place of a standard stream that was closed."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:  # the lowest that is free
        pass
    os.close(descriptor)


def _write_no_more() -> None:
    from timeline_tui.output import write_no_more

    write_no_more(sys.stdout)
