"""The user's choices for files in another shape than ours: the meanings of columns and the order of dates.

They are kept in ``columns.json`` in the user's folder for state, the newest last: ``{"version": 1, "answers":
[{"file": …, "headings": …, "columns": …, "dates": …, "day": …}, …]}``. An answer applies to its file. Its
meanings of columns also apply to every file with the same set of headings or keys. Its order of dates does not, because
such a file may have another one: it is only suggested. Options on the command line take precedence. It is reported if
rows contradict the order of dates that was chosen.
"""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from time import strftime
from typing import TYPE_CHECKING, NamedTuple

from timeline_tui.formats.read_options import ReadOptions
from timeline_tui.model.problems import Problem, in_order
from timeline_tui.model.timeline import Event
from timeline_tui.storage.inputs import STDIN, Foreign, key_of, shown_name
from timeline_tui.storage.user_folders import choices_file
from timeline_tui.text.text import clean_line

if TYPE_CHECKING:  # reading from the cache does not need them
    from timeline_tui.formats.reading.results import Reading
    from timeline_tui.formats.reading.understanding import Understanding

VERSION = 1
MOST = 500
"""The most answers that are kept; the oldest are dropped."""
_LARGEST = 1 << 24  # bytes of the file; 500 answers have about 100,000


class Answer(NamedTuple):
    """The choices for one file. ``columns`` and ``dates`` are as in `ReadOptions`; empty: not chosen."""

    file: str
    """Its real path, with the sheet of a workbook; empty for standard input."""
    headings: str
    """A digest of its headings or keys; see `digest`."""
    columns: str
    dates: str
    day: str
    """The day of the choice, as YYYY-MM-DD."""


class Memory:
    """The answers in the user's folder for state. They are read when they are first needed."""

    def __init__(self) -> None:
        self.path = choices_file()

    def of_file(self, file: str) -> Answer | None:
        """The answer for a file."""
        return next(
            (answer for answer in reversed(self._answers) if file and answer.file == file and _is_sound(answer)), None
        )

    def of_headings(self, headings: str) -> Answer | None:
        """The last answer for a file with these headings."""
        alike = (answer for answer in reversed(self._answers) if headings and answer.headings == headings)
        return next(filter(_is_sound, alike), None)

    @property
    def is_empty(self) -> bool:
        """Whether there are no answers."""
        return not self._answers

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the file of answers."""
        return (self._problem(self._read[1]),) if self._read[1] else ()

    def answers(self, file: str, headings: Collection[str]) -> tuple[Answer, ...]:
        """The answers for a file, or for all files in a folder, and for files with any of these headings."""
        return tuple(answer for answer in self._answers if _is_about(answer, file, headings))

    def remember(self, answer: Answer) -> tuple[Problem, ...]:
        """Keep an answer. It replaces an answer for the same file. Returns problems of saving it."""
        return self._change(lambda old: [*_without_file(old, answer.file), answer])

    def forget(self, file: str, headings: Collection[str]) -> tuple[Problem, ...]:
        """Forget what `answers` returns. Returns problems of saving this."""
        return self._change(lambda old: [answer for answer in old if not _is_about(answer, file, headings)])

    @property
    def _answers(self) -> tuple[Answer, ...]:
        return self._read[0]

    @cached_property
    def _read(self) -> tuple[tuple[Answer, ...], str]:
        """The answers, and the fault of their file (may be empty)."""
        try:
            with open(self.path, "rb") as file:
                return _parse(file.read(_LARGEST))
        except (FileNotFoundError, NotADirectoryError):
            return (), ""
        except OSError as error:
            return (), clean_line(error.strerror or str(error))

    def _change(self, change: Callable[[tuple[Answer, ...]], list[Answer]]) -> tuple[Problem, ...]:
        # 12 ms, and few sessions change an answer
        from timeline_tui.storage.state import locked
        from timeline_tui.storage.writing import WriteError, write_atomic

        try:
            with locked(os.path.dirname(self.path)):
                self.__dict__.pop("_read", None)  # another session may have changed it
                answers, fault = self._read
                if fault.startswith("a later version"):
                    return self.problems
                if fault:
                    os.replace(self.path, f"{self.path}.broken")
                changed = change(answers)[-MOST:]
                if fault or changed != [*answers]:
                    write_atomic(self.path, _dump(changed), overwrite=True, mode=0o600)
                self.__dict__.pop("_read", None)
        except (OSError, WriteError) as error:
            return (self._problem(str(error)),)
        return ()

    def _problem(self, message: str) -> Problem:
        hint = "earlier choices for columns are not known, and new ones last for this session only"
        return Problem(clean_line(self.path), 0, 0, clean_line(message), hint, severity="warning")


def recalled(
    file: str, shown: str, options: ReadOptions, memory: Memory, read: Callable[[ReadOptions], "Reading"]
) -> "Reading":
    """The result of ``read`` with the answer for ``file``, else with an answer for its headings, else with ``options``.

    An answer that no longer fits the file is reported and not used. The order of dates of another file is not used.
    """
    if memory.is_empty or (options.columns and options.dates):
        return read(options)
    stale: list[Problem] = []
    answer = memory.of_file(file)
    if answer:
        reading = read(_with(options, answer))
        if reading.understanding or options.columns or not answer.columns:
            return reading
        messages = (problem.message for problem in reading.problems if problem.severity == "error")
        message = next(messages, "").partition(";")[0]  # without the hint for an option that was typed
        stale.append(
            Problem(
                shown,
                0,
                0,
                f"your choice for its columns no longer fits: {message}" if message else _NO_COLUMNS,
                "choose again in the app (C), or forget it: “timeline-tui columns FILE --forget”",
                severity="warning",
            )
        )
    reading = read(options)
    known = reading.understanding
    answer = memory.of_headings(digest(known)) if known else None
    if answer and not stale:
        reading = read(_with(options, answer, is_own=False))
    return reading._replace(problems=tuple(in_order([*stale, *reading.problems]))) if stale else reading


_NO_COLUMNS = "your choice for its columns no longer fits: its format has none"


def remember_choice(
    foreign: Foreign, columns: str, dates: str, options: ReadOptions
) -> tuple[ReadOptions, tuple[Problem, ...]]:
    """Keep the user's choices for a file; forget them if both are empty.

    Returns the options with which the file is read again, and problems of saving. What cannot be kept is in the
    options. Until now, an option of the command line took precedence over what is remembered.
    """
    memory, key = Memory(), key_of(foreign.file)
    options = options._replace(columns="", dates="")
    if columns or dates:
        problems = memory.remember(Answer(key, foreign.headings, columns, dates, strftime("%Y-%m-%d")))
    else:
        problems = memory.forget(key, (foreign.headings,))
    if problems or not (key or foreign.headings):
        options = options._replace(columns=columns, dates=dates)
    elif not key:  # a stream: the order of dates is not found again by its headings
        options = options._replace(dates=dates)
    return options, problems


def _with(options: ReadOptions, answer: Answer, *, is_own: bool = True) -> ReadOptions:
    """The options with the answer for the file itself, or for another file with the same headings."""
    columns, dates = options.columns or answer.columns, options.dates or (answer.dates if is_own else "")
    day = answer.day if (columns, dates) != (options.columns, options.dates) else ""
    merged = options._replace(columns=columns, dates=dates, remembered=day)
    if is_own:
        return merged
    return merged._replace(likely_dates=answer.dates, chosen_for=shown_name(answer.file or STDIN))


def foreign_of(file: str, known: "Understanding", events: Sequence[Event]) -> Foreign:
    """The record of a file in another shape than ours, which was understood as ``known``."""
    options = known.options
    is_undated = not options.adapts and bool(events) and all(event.date.is_undated for event in events)
    needs_answer = known.needs_answer or is_undated
    against = known.against.sentence() if known.against else ""
    return Foreign(file, digest(known), options.columns, options.dates, needs_answer, against)


def is_current(foreign: Iterable[Foreign], options: ReadOptions) -> bool:
    """Whether the files would be read again with the same choices."""
    memory = Memory()
    for record in foreign:
        answer_for_file = memory.of_file(record.file)
        answer = answer_for_file or memory.of_headings(record.headings)
        current = _with(options, answer, is_own=answer_for_file is not None) if answer else options
        if (current.columns, current.dates) != (record.columns, record.dates):
            return False
    return True


def digest(known: "Understanding") -> str:
    """A digest of the set of headings or keys; empty if no column has a heading."""
    names = sorted({column.heading for column in known.columns} - {""})
    if not names:
        return ""
    from hashlib import sha256  # 2 ms, and files in our own shape do not need it

    return sha256("\n".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _without_file(answers: Iterable[Answer], file: str) -> list[Answer]:
    return [answer for answer in answers if not file or answer.file != file]


def _is_about(answer: Answer, file: str, headings: Collection[str]) -> bool:
    """Whether an answer is for this file, for a file in this folder, or for a file with one of these headings."""
    is_inside = bool(file) and (answer.file == file or answer.file.startswith(os.path.join(file, "")))
    return is_inside or (answer.headings != "" and answer.headings in headings)


def _dump(answers: Iterable[Answer]) -> bytes:
    import json  # few sessions change an answer

    content = {"version": VERSION, "answers": [answer._asdict() for answer in answers]}
    return json.dumps(content, indent=1).encode() + b"\n"


def _parse(data: bytes) -> tuple[tuple[Answer, ...], str]:
    """The answers in the file, and its fault (may be empty)."""
    import json  # 3 ms, and most users have no such file

    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return (), "it is cut short: not complete JSON"
    version = content.get("version") if isinstance(content, dict) else None
    if type(version) is int and version > VERSION:
        return (), "a later version of timeline-tui wrote it"
    listed = content.get("answers") if version == VERSION else None
    if not isinstance(listed, list):
        return (), "it is not a file of timeline-tui"
    answers = [
        Answer(**entry)
        for entry in listed
        if isinstance(entry, dict)
        and set(entry) == set(Answer._fields)
        and all(isinstance(v, str) for v in entry.values())
    ]
    return tuple(answers), "" if len(answers) == len(listed) else "some of its entries are not valid"


def _is_sound(answer: Answer) -> bool:
    """Whether an answer can be used. It is checked then, because to check 500 answers takes 7 ms."""
    # 5 ms, and most users have no such file
    from timeline_tui.dates.date_orders import ORDERS
    from timeline_tui.dates.edtf import is_date
    from timeline_tui.formats.reading.columns_option import ColumnsError, parse_columns

    try:
        if answer.columns:
            parse_columns(answer.columns)
    except ColumnsError:
        return False
    return answer.dates in ("", *ORDERS) and is_date(answer.day)
