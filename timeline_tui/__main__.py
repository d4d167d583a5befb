"""``python -m timeline_tui`` is the ``timeline-tui`` command."""

import sys

from timeline_tui.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
