"""The sample in each format, as in its golden file."""

from __future__ import annotations

from collections.abc import Callable

from golden.sample import SAMPLE
from golden_files import check_golden
from tables import each_row

from timeline_tui.formats.csv import csv
from timeline_tui.formats.icalendar import icalendar
from timeline_tui.formats.markwhen import markwhen
from timeline_tui.formats.pages import html_page, markdown_page, text_page
from timeline_tui.formats.timelinejs import timelinejs, timelinejs_csv
from timeline_tui.formats.timesketch import timesketch, timesketch_csv
from timeline_tui.model.timeline import Timeline


@each_row(
    ("write", "ending"),
    [
        (csv.write, "csv"),
        (html_page.write, "html"),
        (icalendar.write, "ics"),
        (markdown_page.write, "md"),
        (markwhen.write, "mw"),
        (text_page.write, "txt"),
        (timelinejs.write, "timelinejs.json"),
        (timelinejs_csv.write, "timelinejs.csv"),
        (timesketch.write, "timesketch.jsonl"),
        (timesketch_csv.write, "timesketch.csv"),
    ],
)
def test_the_sample_is_written_as_in_the_golden_file(write: Callable[[Timeline], str], ending: str) -> None:
    check_golden(f"sample.{ending}", write(SAMPLE))
