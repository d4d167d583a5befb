"""``python -m timeline_tui`` and the command ``timeline-tui``."""

import gc
import sys


def run() -> None:
    """Run one command and exit with its code."""
    gc.disable()
    # after gc.disable, because imports make objects that stay: 4 of the 205 million instructions of an export
    from timeline_tui.cli.main import main

    sys.exit(main())


if __name__ == "__main__":
    run()
