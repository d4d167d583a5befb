"""For the commands that ask a database: opening it, and one line of error if it cannot be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from timeline_tui.cli import BAD
from timeline_tui.cli.options import Options
from timeline_tui.cli.streams import write_message
from timeline_tui.index.questions import AnswerError
from timeline_tui.model.problems import Extent, Problem, UsageError
from timeline_tui.storage.inputs import Loaded
from timeline_tui.text.database_urls import PACKAGES, is_database_url, masked
from timeline_tui.text.text import plural

if TYPE_CHECKING:
    from timeline_tui.index.database.database import Database


def check_alone(options: Options) -> None:
    """Raise UsageError if a database is among several files, or has options for files."""
    url = next(word for word in options.files if is_database_url(word))
    if len(options.files) > 1:
        raise UsageError(f"{masked(url)}: a database is opened by itself, without other files")
    given = {"--from": options.source, "--columns": options.columns, "--dates": options.dates}
    given["--sources"] = options.sources
    for name in (name for name, value in given.items() if value):
        raise UsageError(f"{masked(url)}: {name} is for files, not for databases")


def asking(use: Callable[[], int]) -> int:
    """Call ``use`` and return its exit code; BAD after a message, if a database gives no answer or cannot be asked."""
    try:
        return use()
    except AnswerError as error:
        write_message(str(error))
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("sqlalchemy", "psycopg"):
            raise
        write_message(f"a database needs more packages: {PACKAGES}")
    return BAD


def open_database(url: str, seconds: float | None = None) -> Database:
    """The database at a URL. ``seconds`` is the longest time of an answer. Raises AnswerError."""
    # 0.4 s, and only a database needs it
    from timeline_tui.index.database.database import Database

    return Database(url, seconds=seconds)


def loaded_head(database: Database) -> Loaded:
    """The chronology of a database without its events. Its key identifies the reader's stars and views."""
    return Loaded(database.chronology(), (), (), (), database.identity(), Extent.WHOLE)


def waiting_rows(database: Database) -> tuple[Problem, ...]:
    """A warning if other programs have inserted rows that are not pushed yet."""
    rows, has_more = database.waiting_rows()
    if not rows:
        return ()
    number = f"more than {rows:,} new rows" if has_more else plural(rows, "new row")
    message = f"{number} of other programs cannot be found yet: “timeline-tui push URL” adds them"
    return (Problem(database.name, 0, 0, message, severity="warning"),)
