"""Dates as people write them: each form, each language, and what a column decides."""

from datetime import date, datetime, timedelta, timezone

from hypothesis import assume, example, given
from hypothesis import strategies as st
from tables import each_row

from timeline_tui.dates.calendar import civil
from timeline_tui.dates.month_names import CODES
from timeline_tui.dates.when import parse
from timeline_tui.dates.written_cells import Cell
from timeline_tui.dates.written_dates import read_column
from timeline_tui.dates.written_parts import join_parts, join_range


def read(*texts, **told):
    return [cell.value for cell in read_column(texts, **told).cells]


def one(text):
    return read_column([text]).cells[0]


@each_row(
    ("text", "value"),
    [
        # ISO 8601, and what programs write in its place
        ("2024-06-13 15:05", "2024-06-13T15:05"),
        ("2024-06-13T15:05:30.000Z", "2024-06-13T15:05:30Z"),
        ("2024-06-13T15:05:30.900Z", "2024-06-13T15:05:30.900Z"),
        ("2024-06-13 15:05:30,123", "2024-06-13T15:05:30.123"),
        ("2024-06-13T15:05:30.12345678901Z", "2024-06-13T15:05:30.123456789Z"),
        ("2024-06-13 15:05 UTC", "2024-06-13T15:05Z"),
        ("2024-06-13 15:05:00 UTC+2", "2024-06-13T15:05:00+02:00"),
        ("2024-06-13 15:05:00+00", "2024-06-13T15:05:00+00:00"),
        ("2024-06-13T15:05:00+0200", "2024-06-13T15:05:00+02:00"),
        ("2024-06-13 15:05:00-05:00", "2024-06-13T15:05:00-05:00"),
        ("2024-06-13T15:05 CEST", "2024-06-13T15:05+02:00"),
        ("13 June 2024 3:05 PM EST", "2024-06-13T15:05-05:00"),
        ("Jun 13 2024 CST", "2024-06-13"),
        ("2024-06-13 UTC", "2024-06-13"),
        ("6/13/24 20:00 PM", "2024-06-13T20:00"),
        ("2024年6月13日前後", "2024-06-13~"),
        ("20240613T150500Z", "2024-06-13T15:05:00Z"),
        ("2024:06:13 10:00:00", "2024-06-13T10:00:00"),
        ("2024-06-13T00:00:00.000Z", "2024-06-13"),
        ("Thu, 13 Jun 2024 10:00:00 +0200", "2024-06-13T10:00:00+02:00"),
        ("Thu Jun 13 10:00:00 UTC 2024", "2024-06-13T10:00:00Z"),
        ("Thu Jun 13 2024 10:00:00 GMT+0200 (Central European Summer Time)", "2024-06-13T10:00:00+02:00"),
        ("13/Jun/2024:10:00:00 +0200", "2024-06-13T10:00:00+02:00"),
        # times of day in other languages
        ("13 juin 2024 à 15h05", "2024-06-13T15:05"),
        ("le 13 juin 2024, à 15h", "2024-06-13T15:00"),
        ("13 juin 2024, 10h00 à 12h00", "2024-06-13T10:00/2024-06-13T12:00"),
        ("13 giugno 2024, ore 15.05", "2024-06-13T15:05"),
        ("13 giugno 2024 alle 15:05", "2024-06-13T15:05"),
        ("13. Juni 2024 um 9.30 Uhr", "2024-06-13T09:30"),
        ("Donnerstag, 13. Juni 2024, 15 Uhr", "2024-06-13T15:00"),
        ("13 de junio de 2024 a las 15:05", "2024-06-13T15:05"),
        ("13 de junho de 2024 às 15h05", "2024-06-13T15:05"),
        ("13 июня 2024 в 15:05", "2024-06-13T15:05"),
        ("13 червня 2024 о 15:05", "2024-06-13T15:05"),
        ("13.6.2024 9.30", "2024-06-13T09:30"),
        ("13.6.2024 klo 9.05", "2024-06-13T09:05"),
        ("um 1900", "1900~"),
        ("du 13 au 15 juin 2024", "2024-06-13/2024-06-15"),
        ("dal 13 al 15 giugno 2024", "2024-06-13/2024-06-15"),
        # decades, centuries and halves
        ("anni Settanta", "197X"),
        ("primi anni '90", "1990/1993~"),
        ("gli anni 90", "199X"),
        ("the early seventies", "1970/1973~"),
        ("90er Jahre", "199X"),
        ("siebziger Jahre", "197X"),
        ("17th c.", "16XX"),
        ("late 18th c.", "1767~/1799"),
        ("first half of the 19th century", "1800/1849"),
        ("zweite Hälfte des 19. Jahrhunderts", "1850/1899"),
        ("première moitié du XIXe siècle", "1800/1849"),
        ("prima metà del XIX secolo", "1800/1849"),
        ("second half of the 1920s", "1925/1929"),
        ("second half of February 2024", "2024-02-16/2024-02-29"),
        ("first half of 2024", "2024-01/2024-06"),
        ("Summer of '68", "1968-22"),
        # until, after, either
        ("by 1900", "../1900"),
        (">1910", "1911/.."),
        ("<1910", "../1909"),
        ("1900 or 1901", "1900?/1901?"),
        ("12 oder 13 Juni 1940", "1940-06-12?/1940-06-13?"),
        # signs and tags
        ("1° maggio 1947", "1947-05-01"),
        ("March 1<sup>st</sup>, 2019", "2019-03-01"),
        ("<p>13 June<br>2024</p>", "2024-06-13"),
        # numbers
        ("2024/06/13", "2024-06-13"),
        ("2024.06.13", "2024-06-13"),
        ("2024-6-3", "2024-06-03"),
        ("２０２４/６/３", "2024-06-03"),
        ("20240613", "2024-06-13"),
        ("20240613.0", "2024-06-13"),
        ("20240613100530", "2024-06-13T10:05:30"),
        ("13/06/2024", "2024-06-13"),
        ("06/13/2024", "2024-06-13"),
        ("13.06.2024", "2024-06-13"),
        ("5. 1. 2024", "2024-01-05"),
        ("1/20/2025 14:05", "2025-01-20T14:05"),
        ("1/20/2025, 2:05 PM", "2025-01-20T14:05"),
        ("1/20/2025 12:05 a.m.", "2025-01-20T00:05"),
        ("20/01/2025 15h30", "2025-01-20T15:30"),
        ("06/2024", "2024-06"),
        ("06.2024", "2024-06"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        ("1718272800", "2024-06-13T10:00:00Z"),
        ("1718272800.5", "2024-06-13T10:00:00.5Z"),
        ("1718272800000", "2024-06-13T10:00:00Z"),
        ("1718272800900000", "2024-06-13T10:00:00.9Z"),
        ("1718272800900000007", "2024-06-13T10:00:00.900000007Z"),
        ("45456", "2024-06-13"),
        ("45456.4166666667", "2024-06-13T10:00"),
        ("45456.999999", "2024-06-14"),
        # names of months
        ("Friday, January 5, 2024", "2024-01-05"),
        ("5 Jan 2024", "2024-01-05"),
        ("Jan 5th 2024", "2024-01-05"),
        ("Sept. 3, 2024", "2024-09-03"),
        ("5Jan2024", "2024-01-05"),
        ("2024 June 13", "2024-06-13"),
        ("2024-Jun-13", "2024-06-13"),
        ("5th of May, 1999", "1999-05-05"),
        ("13-Jun-24", "2024-06-13"),
        ("11-Mar-15", "2015-03-11"),
        ("13 VI 2024", "2024-06-13"),
        ("8 a.m. 5 Jan 2024", "2024-01-05T08:00"),
        ("June 2024", "2024-06"),
        ("June '24", "2024-06"),
        ("mar 4 giu 2024", "2024-06-04"),
        # ranges
        ("Jan 5 - 8, 2024", "2024-01-05/2024-01-08"),
        ("13.–15. Juni 2024", "2024-06-13/2024-06-15"),
        ("13.-15.6.2024", "2024-06-13/2024-06-15"),
        ("30.5.–15.6.2024", "2024-05-30/2024-06-15"),
        ("13/06-15/06/2024", "2024-06-13/2024-06-15"),
        ("13/14 June 2024", "2024-06-13/2024-06-14"),
        ("25 Dec – 2 Jan 2016", "2015-12-25/2016-01-02"),
        ("30 May to 2 June 2024", "2024-05-30/2024-06-02"),
        ("del 5 al 8 de junio de 2024", "2024-06-05/2024-06-08"),
        ("from 5 to 8 June 2024", "2024-06-05/2024-06-08"),
        ("vom 5. bis zum 8. Juni 2024", "2024-06-05/2024-06-08"),
        ("am 5. Juni 2024 - am 8. Juni 2024", "2024-06-05/2024-06-08"),
        ("between 1910 and 1915", "1910/1915"),
        ("1914-1918", "1914/1918"),
        ("1923/24", "1923/1924"),
        ("1999/00", "1999/2000"),
        ("1923–24", "1923/1924"),
        ("2019 – present", "2019/.."),
        ("2024-", "2024/.."),
        ("13 June 2024 14:00 - 16:00", "2024-06-13T14:00/2024-06-13T16:00"),
        ("10:00 - 12:00 13 June 2024", "2024-06-13T10:00/2024-06-13T12:00"),
        ("12/2023 - 02/2024", "2023-12/2024-02"),
        ("2024年6月13日〜15日", "2024-06-13/2024-06-15"),
        ("44-40 BC", "-0043/-0039"),
        ("44 BC – AD 14", "-0043/0014"),
        # what is not exact
        ("c. 1910", "1910~"),
        ("circa September 1985", "1985-09~"),
        ("~1910", "1910~"),
        ("1910?", "1910?"),
        ("c. 1910?", "1910%"),
        ("before 1855", "../1854"),
        ("before June 2024", "../2024-05"),
        ("before 17th century", "../1599"),
        ("after 1855", "1856/.."),
        ("after 31 Dec 2024", "2025-01-01/.."),
        ("since 2024", "2024/.."),
        ("until June 2024", "../2024-06"),
        ("1920s", "192X"),
        ("1920's", "192X"),
        ("1920er Jahre", "192X"),
        ("1920-е", "192X"),
        ("1920年代", "192X"),
        ("early 1920s", "1920/1923~"),
        ("mid-1920s", "1924~/1926~"),
        ("late 1920s", "1927~/1929"),
        ("early 2024", "2024-01/2024-04~"),
        ("late 17th century", "1667~/1699"),
        ("end of February 2024", "2024-02-21~/2024-02-29"),
        ("17th century", "16XX"),
        ("circa 17th century", "16XX~"),
        ("XVIIe siècle", "16XX"),
        ("siglo XVII", "16XX"),
        ("17. Jahrhundert", "16XX"),
        ("XVII век", "16XX"),
        ("17世紀", "16XX"),
        ("1st century", "0001/0100"),
        ("5th century BC", "-04XX"),
        ("Q2 2024", "2024-04/2024-06"),
        ("2024-Q4", "2024-10/2024-12"),
        ("H1 2024", "2024-01/2024-06"),
        ("spring 2024", "2024-21"),
        ("2024年春", "2024-21"),
        ("winter 2023/24", "2023-24"),
        # eras
        ("3300 BC", "-3299"),
        ("10,000 BC", "-9999"),
        ("1 BCE", "0000"),
        ("AD 476", "0476"),
        ("79 CE", "0079"),
        ("March 44 BC", "-0043-03"),
        ("March 15, 44 BC", "-0043-03-15"),
        ("343-02-03 BC", "-0342-02-03"),
        ("44 v. Chr.", "-0043"),
        ("44 av. J.-C.", "-0043"),
        ("44 a. C.", "-0043"),
        ("753 до н. э.", "-0752"),
        ("紀元前44年", "-0043"),
        ("令和6年6月13日", "2024-06-13"),
        ("2024年6月13日(木)", "2024-06-13"),
        ("terça-feira, 18 de junho de 2024", "2024-06-18"),
        ("3ª feira, 18 de junho de 2024", "2024-06-18"),
        ("6.ª-feira 14 junho 2024", "2024-06-14"),
        ("2024年6月16日(日・祝)", "2024-06-16"),
        # EDTF itself
        ("1910~", "1910~"),
        ("2024-06-13/2024-06-15", "2024-06-13/2024-06-15"),
        ("2024/..", "2024/.."),
        ("../2024", "../2024"),
        ("2024-06-XX", "2024-06-XX"),
        ("2024-06-??", "2024-06-XX"),
        # a zero stands for a month or a day that is not known
        ("2024-06-00", "2024-06"),
        ("2024-00-00", "2024"),
        ("2024/06/00", "2024-06"),
        ("00/06/2024", "2024-06"),
        ("06.00.2024", "2024-06"),
        ("00/00/2024", "2024"),
        # day, month and year without marks
        ("30092020", "2020-09-30"),
        ("-0500", "-0500"),
        ("Y-170000000", "Y-170000000"),
    ],
)
def test_a_form(text, value):
    assert one(text).value == value
    parse(value)


@each_row("text", ["", " ", "-", "–", "n/a", "N/A", "unknown", "TBD", "?", "0", "00/00/0000", "NaT"])
def test_no_date_is_not_an_error(text):
    assert one(text) == Cell(None)


@each_row(
    ("text", "reason", "readings"),
    [
        ("Junk 2024", "“junk” is not a known word of dates", ""),
        ("2024-06-31", "there is no 2024-06-31", ""),
        ("31 June 2024", "there is no such day", ""),
        ("31/02/2024", "there is no such day", ""),
        ("2024-13-06", "there is no 2024-13-06", "2024-06-13"),
        ("Monday, January 5, 2024", "5 January 2024 is a Friday", ""),
        ("2024年6月13日(月)", "13 June 2024 is a Thursday", ""),
        ("6月13日", "the year is missing", ""),
        ("2ª feira, 18 de junho de 2024", "18 June 2024 is a Tuesday", ""),
        ("June 13", "the year is missing", ""),
        ("13/06", "the year is missing", ""),
        ("Jan-24", "the year is missing", ""),
        ("today", "it names no day of the calendar", ""),
        ("1900s", "it may be between 1900 and 1909 or between 1900 and 1999", "190X 19XX"),
        ("1923-24", "it may be 1923–1924 or winter 1923", "1923/1924 1923-24"),
        ("2005–06", "it may be June 2005 or 2005–2006", "2005-06 2005/2006"),
        ("1911/12", "it may be December 1911 or 1911–1912", "1911-12 1911/1912"),
        ("1920-21/1923-24", "it may be 1920–1924 or spring 1920 – winter 1923", "1920/1924 1920-21/1923-24"),
        ("1923-24/..", "it may name seasons or years", "1923-24/.."),
        ("-500", "the number is unlikely to be a date", "-0499 -0500"),
        ("-1200", "the number is unlikely to be a date", "-1199 -1200"),
        ("94", "the number is unlikely to be a date", ""),
        ("9999", "the number is unlikely to be a date", ""),
        ("2024061310", "the number is unlikely to be a date", "2024-06-13T10:00 2034-02-20T15:15:10Z"),
        ("2024-06-13 24:00", "there is no 2024-06-13 24:00", ""),
        ("2024-06-13 15:05 CST", "its time zone has several meanings; write the offset, as in UTC-6", ""),
        ("13/06/2024 25:61", "there is no time 25:61", ""),
        ("13 June 2024 10:00:75", "there is no time 10:00:75", ""),
        ("12.06.2024 15.06", "there is no such day", ""),
        ("12.06.2024 bis 15.06", "there is no such day", ""),
        ("2024-06-13-05:00", "there is no such day", ""),
        ("2024-06-13+02:00", "there is no such day", ""),
        ("3114:05:30", "not a date in a form that this reader knows", ""),
        ("June 13 2414:05:30", "there is no such day", ""),
        ("2:05 - 4:05 PM June 13 2024", "there is no such day", ""),
        ("12 - 14 June 2024 10:00", "there is no such day", ""),
        ("13/06/2004 - 15", "there is no such day", ""),
        ("15 Jan 2024 - 8 Jan 2024", "there is no such day", ""),
        ("1.71827E+12", "not a date in a form that this reader knows", ""),
        ("1 2 3 4 5 6 7 8 9", "not a date in a form that this reader knows", ""),
        ("2024-06-13 " + "x" * 200, "longer than 200 characters", ""),
    ],
)
def test_texts_that_are_not_dates(text, reason, readings):
    assert one(text) == Cell(None, reason, tuple(readings.split()))


def test_until_another_time_or_in_a_zone():
    assert one("2024-06-13 10:00-12:00").readings == ("2024-06-13T10:00/2024-06-13T12:00", "2024-06-13T10:00-12:00")
    assert read("2024-06-13 10:00-12:00", "2024-06-13 10:00-16:00")[0] == "2024-06-13T10:00/2024-06-13T12:00"
    assert read("2024-06-13 10:00-05:00") == ["2024-06-13T10:00-05:00"]


# Columns


def test_one_row_decides_for_day_first():
    column = read_column(["05/06/2024", "n/a", "13/06/2024"], rows=[5, 6, 7])
    assert [cell.value for cell in column.cells] == ["2024-06-05", None, "2024-06-13"]
    assert column.notes == ("2 dates read day first, because of 13/06/2024 in row 7",)


def test_one_row_decides_for_month_first():
    column = read_column(["2/3/2025", "1/4/2025", "1/20/2025"])
    assert [cell.value for cell in column.cells] == ["2025-02-03", "2025-01-04", "2025-01-20"]
    assert column.notes == ("3 dates read month first, because of 1/20/2025 in row 3",)


def test_a_weekday_decides():
    assert read("07/01/2024", "Fri 05/01/2024") == ["2024-01-07", "2024-01-05"]


@each_row(
    ("text", "date"),
    [
        ("2e trimestre 2021", "2021-04/2021-06"),
        ("1er trimestre 2021", "2021-01/2021-03"),
        ("2ème trimestre 2021", "2021-04/2021-06"),
        ("II квартал 2021", "2021-04/2021-06"),
        ("17e siècle", "16XX"),
        ("1er juin 2021", "2021-06-01"),
        ("a mediados de marzo de 2021", "2021-03-11~/2021-03-20~"),
        ("a metà marzo 2021", "2021-03-11~/2021-03-20~"),
        ("2021年3月中旬", "2021-03-11~/2021-03-20~"),
        ("mi-mars 2021", "2021-03-11~/2021-03-20~"),
        ("2021-06-13 1430 hrs", "2021-06-13T14:30"),
        ("13 de junio de 2021 9:00 h", "2021-06-13T09:00"),
        ("2021-06-13 9 h 30", "2021-06-13T09:30"),
    ],
)
def test_ordinals_quarters_and_hours_of_other_languages(text: str, date: str) -> None:
    assert read(text) == [date]


def test_no_date_is_read_if_no_row_decides():
    column = read_column(["2024-06-01", "06/06/2024", "05/06/2024", "", "junk"])
    assert column.ambiguous
    assert [cell.value for cell in column.cells] == [None] * 5
    assert (column.example, column.orders) == (2, {"dmy": "2024-06-05", "mdy": "2024-05-06"})
    assert column.notes == (
        "05/06/2024 in row 3 may be 5 June 2024 or 6 May 2024, and no row decides: no date of this column is read",
    )
    assert column.cells[3] == Cell(None)
    assert "junk" in column.cells[4].reason


def test_the_given_order_decides():
    column = read_column(["05/06/2024", "13/06/2024"], "mdy")
    assert [cell.value for cell in column.cells] == ["2024-05-06", None]
    assert column.cells[1] == Cell(None, "read month first, there is no such day", ("2024-06-13",))
    assert column.notes == ("1 date read month first, as you chose",)
    assert column.against
    assert column.against.sentence() == "you chose month first, but 13/06/2024 in row 2 is day first"
    assert column.orders == {"dmy": "2024-06-05", "mdy": "2024-05-06"}
    assert read_column(["05/06/2024", "06/13/2024"], "mdy").notes[0].endswith("because of 06/13/2024 in row 2")


def test_the_order_that_rows_show_contradict_or_leave_open_is_returned():
    decided = read_column(["13/06/2024", "05/06/2024"])
    assert (decided.decided, decided.orders, decided.contradiction) == ("dmy", {}, ())
    torn = read_column(["13/06/2024", "06/14/2024", "05/06/2024"])
    assert torn.contradiction == (("13/06/2024", "day first"), ("06/14/2024", "month first"))
    assert (torn.ambiguous, torn.decided, torn.example) == (False, "", 2)
    assert torn.orders == {"dmy": "2024-06-05", "mdy": "2024-05-06"}
    clear = read_column(["13/06/2024", "06/14/2024"])
    assert (len(clear.contradiction), clear.orders, clear.example) == (2, {}, None)
    few = read_column(["2024-06-05", "2024-06-06", "05/06/2024"])
    assert (few.ambiguous, few.contradiction, few.example, len(few.orders)) == (False, (), 2, 2)


def test_rows_that_contradict_each_other():
    column = read_column(["05/06/2024", "13/06/2024", "06/14/2024", "07/07/2024"])
    assert [cell.value for cell in column.cells] == [None, "2024-06-13", "2024-06-14", "2024-07-07"]
    assert column.cells[0].readings == ("2024-06-05", "2024-05-06")
    assert not column.ambiguous
    (note,) = column.notes
    assert note.startswith("13/06/2024 in row 2 is read day first but 06/14/2024 in row 3 is read month first:")


def test_dates_that_a_spreadsheet_has_probably_swapped_are_noted():
    column = read_column(["13/04/2024", "2024-02-01", "25/04/2024", "2024-05-04"])
    assert [cell.value for cell in column.cells] == ["2024-04-13", "2024-02-01", "2024-04-25", "2024-05-04"]
    assert column.notes[-1].startswith("the days of all 2 dates such as 2024-02-01 are at most 12")
    assert column.notes[-1].endswith("a spreadsheet program may have swapped day and month of these dates")
    for other in ("2024-02-13", "05/06/2024"):
        assert not any(
            "swapped" in note for note in read_column(["13/04/2024", "25/04/2024", "2024-02-01", other]).notes
        )


def test_a_number_that_is_not_a_date_has_no_time_of_1970_as_hint():
    assert one("31132024").readings == ()


def test_dates_with_other_marks_do_not_decide():
    assert read("13.06.2024", "05/06/2024") == [None, None]
    assert read("13.06.2024", "06/14/2024") == ["2024-06-13", "2024-06-14"]


def test_dots_are_day_first_unless_a_row_shows_otherwise():
    assert read("05.06.2024") == ["2024-06-05"]
    assert read("05.06.2024", "06.13.2024") == ["2024-05-06", "2024-06-13"]


@each_row(
    ("texts", "values"),
    [
        (["13-06-24"], [None]),
        (["13-06-24", "5-1-24"], ["2024-06-13", "2024-01-05"]),
        (["13-06-24", "01-06-99"], ["2024-06-13", "1999-06-01"]),
        (["13-06-24", "99-01-02"], ["2013-06-24", "1999-01-02"]),
        (["01-20-29", "01-20-30"], ["2029-01-20", "1930-01-20"]),
        (["13-Jun-24", "98-Mar-15"], ["2013-06-24", "1998-03-15"]),
        (["2005-06", "2024-03"], ["2005-06", "2024-03"]),
        (["2005-06", "1923-24", "1914-18"], ["2005/2006", "1923/1924", "1914/1918"]),
        (["2009-10", "2010-11", "2011-12"], [None] * 3),  # months, or seasons
        (["2009-10", "2010-11", "2012-13"], ["2009/2010", "2010/2011", "2012/2013"]),
        (["2009-10", "2010-11", "2010-12"], ["2009-10", "2010-11", "2010-12"]),
        (["2009-10", "2010-11", "2010-11-05"], ["2009-10", "2010-11", "2010-11-05"]),
        (["2009-10", "2009-10"], ["2009-10"] * 2),
        (["2009-10~", "2010-11?"], [None] * 2),
        (["2009-10~", "2010-11", "2010-11-05"], ["2009-10~", "2010-11", "2010-11-05"]),
        (["1911/12", "1923/24"], ["1911/1912", "1923/1924"]),
        (["1911/12", "1911/03"], ["1911-12", "1911-03"]),
        (["476", "1066", "94"], ["0476", "1066", "0094"]),
        (["1914", "7", "1918", "1939"], ["1914", None, "1918", "1939"]),
        (["1", "2", "3"], [None] * 3),
        (["1718272800", "949363200"], ["2024-06-13T10:00:00Z", "2000-02-01T00:00:00Z"]),
        (["45456", "12024"], ["2024-06-13", "1932-12-01"]),
        (["12024"], [None]),
        (["20240613", "20241301"], ["2024-06-13", None]),
        (["12345678", "23456789", "20240613"], [None] * 3),
        # as seconds it is 23 August 1970
        (["1718400000", "20240613", "1718400001"], ["2024-06-14T21:20:00Z", None, "2024-06-14T21:20:01Z"]),
        (["200612"], [None]),
        (["200612", "202407"], ["2006-12", "2024-07"]),
        (["1995", "45456"], ["1995", "2024-06-13"]),
        (["2024-06-13 00:00:00", "2024-06-14 00:00:00"], ["2024-06-13", "2024-06-14"]),
        (["2024-06-13 00:00:00", "2024-06-14 10:00:00"], ["2024-06-13T00:00:00", "2024-06-14T10:00:00"]),
        (["2024-06-13 00:00:00"] * 4 + ["2024-06-14 10:00"], ["2024-06-13"] * 4 + ["2024-06-14T10:00"]),
        (["2024/13/06", "2024/05/06"], ["2024-06-13", "2024-06-05"]),
        (["2024/05/06", "2024/06/13", "2024/13/06"], ["2024-05-06", "2024-06-13", None]),
        (["2024/05/06", "2024/06/05"], ["2024-05-06", "2024-06-05"]),
        (["01022020", "30092020"], ["2020-02-01", "2020-09-30"]),
        (["01022020", "03042020"], [None, None]),
        (["31132024"], [None]),
    ],
)
def test_readings_that_the_column_decides(texts, values):
    assert read(*texts) == values


def test_a_month_and_two_digits_are_a_day_unless_a_row_can_only_have_a_year():
    assert read("Jun-24", "Mar-25") == [None, None]
    assert read("June 24", "June 31") == [None, None]  # a day that does not exist is not a year
    assert read("Jun-98", "12 June", "Jun-24") == [None, None, None]
    column = read_column(["März 24", "Dezember 98", "2024-05"])
    assert [cell.value for cell in column.cells] == ["2024-03", "1998-12", "2024-05"]
    assert column.notes == (
        "2 dates read as month and year, because of Dezember 98 in row 2",
        "years of two digits are 1930 to 2029",
    )


def test_years_before_christ_beside_other_years():
    column = read_column(["-44", "-753", "476"])
    assert [cell.value for cell in column.cells] == ["-0043", "-0752", "0476"]
    assert column.notes == ("2 numbers read as years BC: -1 is 1 BC",)
    assert read("-44", "0", "476")[0] == "-0044"
    assert read("-44", "-753") == [None, None]


def test_two_dates_with_others_between_them_and_short_decades_of_two_centuries_are_not_read():
    assert read("1900 or 1910", "1910 or present", "anni '20", "the 20s", "90", "'90") == [None] * 6


def test_a_note_names_years_of_two_digits():
    assert read_column(["13/06/24", "5/1/24"]).notes == (
        "2 dates read day first, because of 13/06/24 in row 1 and 5/1/24 in row 2",
        "years of two digits are 1930 to 2029",
    )


# What is written is read

LANGUAGES = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
NAMED = {
    "en": ("{w}, {n} {d}, {y}", "{d} {n} {y}", "{n} {d}, {y}", "{d}-{s}-{y}", "{s} {d} {y}", "{y} {n} {d}"),
    "de": ("{d}. {n} {y}", "am {d}. {n} {y}", "{d}. {s}. {y}"),
    "fr": ("{d} {n} {y}", "le {d} {n} {y}"),
    "es": ("{d} de {n} de {y}", "el {d} de {n} de {y}", "{d} {s}. {y}"),
    "it": ("{d} {n} {y}", "{d} {s} {y}"),
    "pt": ("{d} de {n} de {y}", "{d}/{s}/{y}"),
    "ru": ("{d} {n} {y} г.", "{d} {n} {y} года", "{d} {n} {y}"),
    "uk": ("{d} {n} {y} року", "{d} {n} {y}"),
}
PLAIN = ("{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}.{m:02}.{d:02}", "{y}{m:02}{d:02}", "{y}年{m}月{d}日")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FORMS = [("en", form) for form in PLAIN] + [(language, form) for language, forms in NAMED.items() for form in forms]
DAYS = st.dates(date(1500, 1, 1), date(2099, 12, 31))


def written(day, language, form):
    name = LANGUAGES[language].split()[day.month - 1]
    # Calendars of before 1924 may be Julian: a weekday is checked only after that.
    return form.format(y=f"{day.year:04}", m=day.month, d=day.day, n=name, s=name[:3], w=WEEKDAYS[day.weekday()])


@given(DAYS, st.sampled_from(FORMS))
def test_a_day_in_each_form_is_read_back(day, form):
    assert read(written(day, *form)) == [day.isoformat()]


@given(DAYS, st.integers(0, 400), st.sampled_from(FORMS[:3] + FORMS[4:]), st.sampled_from([" - ", " – ", " to ", "–"]))
def test_a_range_in_each_form_is_read_back(day, length, form, joint):
    last = day + timedelta(length)
    assume(last.year < 2100)
    value = one(written(day, *form) + joint + written(last, *form)).value
    assert value == (f"{day}/{last}" if length else str(day))


@given(DAYS, st.integers(1, 40), st.sampled_from(["en", "de", "es"]))
@example(date(2015, 12, 25), 8, "en")
def test_a_short_range_is_read_back(day, length, language):
    last = day + timedelta(length)
    names = LANGUAGES[language].split()
    dot = "." if language == "de" else ""
    start = f"{day.day}{dot}" if day.month == last.month else f"{day.day}{dot} {names[day.month - 1]}"
    text = f"{start} – {last.day}{dot} {names[last.month - 1]} {last.year}"
    assert read(text) == [f"{day}/{last}"]


CLOCKS = ("{t:%H:%M}", "{t:%H:%M:%S}", "{t:%I:%M %p}", "{t:%I:%M:%S%p}", "{t:%H:%M:%S}.250")
ZONES = {"": "", "Z": "Z", " UTC": "Z", "+02:00": "+02:00", " -0330": "-03:30", " UTC+2": "+02:00", " JST": "+09:00"}


@given(
    st.datetimes(datetime(1930, 1, 1), datetime(2099, 12, 31)),
    st.sampled_from([form for form in FORMS if "/{s}/" not in form[1]]),
    st.sampled_from([" ", ", "]),
    st.sampled_from(CLOCKS),
    st.sampled_from([*ZONES]),
)
def test_a_time_behind_each_form_is_read_back(moment, form, joint, clock, zone):
    assume(zone != " -0330" or "%S" in clock)  # without seconds it may be a range
    said = clock.format(t=moment)
    assume(zone != "Z" or said[-1].isdigit())
    parts = 8 if "%S" in clock else 5
    time = moment.isoformat()[11 : 11 + parts] + (".250" if said.endswith(".250") else "")
    assume(set(time) - {*":0"})
    assert read(f"{written(moment, *form)}{joint}{said}{zone}") == [f"{moment.date()}T{time}{ZONES[zone]}"]


ORDERS = {"dmy": "{d:02}{s}{m:02}{s}{y:04}", "mdy": "{m:02}{s}{d:02}{s}{y:04}"}


def ordered(day, order, mark):
    return ORDERS[order].format(d=day.day, m=day.month, y=day.year, s=mark)


def decides(day):
    return day.day > 12


@given(st.lists(DAYS, min_size=1, max_size=8), st.sampled_from(["dmy", "mdy"]), st.sampled_from("/-"))
def test_a_column_is_read_whole_or_not_at_all(days, order, mark):
    texts = [ordered(day, order, mark) for day in days]
    column = read_column(texts)
    values = [cell.value for cell in column.cells]
    if any(map(decides, days)) or all(day.day == day.month for day in days):
        assert values == [day.isoformat() for day in days]
        assert not column.ambiguous
    else:
        assert values == [None] * len(days)
        assert column.ambiguous
        assert set(column.orders) == {"dmy", "mdy"}
        day = days[column.example]
        assert column.orders[order] == day.isoformat()
    assert read(*texts, order=order) == [day.isoformat() for day in days]


@given(st.lists(DAYS.filter(decides), min_size=1, max_size=4), st.lists(DAYS.filter(decides), min_size=1, max_size=4))
def test_columns_that_contradict_themselves(first, second):
    texts = [ordered(day, "dmy", "/") for day in first] + [ordered(day, "mdy", "/") for day in second]
    column = read_column([*texts, "05/06/2024"])
    assert [cell.value for cell in column.cells] == [day.isoformat() for day in first + second] + [None]
    assert texts[0] in column.notes[0]
    assert texts[len(first)] in column.notes[0]


@given(
    st.lists(st.dates(date(1930, 1, 1), date(2029, 12, 31)), min_size=1, max_size=6),
    st.sampled_from(["dmy", "mdy", "ymd"]),
)
def test_years_of_two_digits_are_never_read_in_another_order(days, order):
    form = {"dmy": "%d-%m-%y", "mdy": "%m-%d-%y", "ymd": "%y-%m-%d"}[order]
    texts = [day.strftime(form) for day in days]
    assert read(*texts, order=order) == [day.isoformat() for day in days]
    column = read_column(texts)
    if not column.ambiguous:
        conventions = [f for f in ("%d-%m-%y", "%m-%d-%y", "%y-%m-%d") if all(_fits(text, f) for text in texts)]
        assert len({tuple(_fits(text, f) for text in texts) for f in conventions}) == 1
        assert [cell.value for cell in column.cells] == [day.isoformat() for day in days]


def _fits(text, form):
    try:
        day = datetime.strptime(text, form)
    except ValueError:
        return None
    return (day.year - 100 if day.year >= 2030 else day.year, day.month, day.day)


@given(st.datetimes(datetime(2001, 9, 10), datetime(2099, 1, 1)), st.sampled_from([1, 1000, 10**6]))
def test_moments_are_read_back(moment, unit):
    moment = moment.replace(microsecond=0)
    assume(moment.hour or moment.minute or moment.second)
    seconds = int(moment.replace(tzinfo=timezone.utc).timestamp())
    assume(unit > 1 or not _fits(str(seconds)[:8], "%Y%m%d"))  # 1918080100 may be a day and an hour
    assert read(str(seconds * unit)) == [moment.isoformat() + "Z"]


@given(st.dates(date(1958, 1, 1), date(2049, 12, 31)))
def test_days_of_a_workbook_are_read_back(day):
    assert read(str((day - date(1899, 12, 30)).days)) == [day.isoformat()]


@given(st.integers(1, 9999))
def test_years_before_christ_are_read_back(year):
    (value,) = read(f"{year} BC")
    assert civil(parse(value).earliest) == (1 - year, 1, 1)
    assert civil(parse(value).latest) == (1 - year, 12, 31)


@given(st.integers(101, 209), st.sampled_from(["{}s", "c. {}s", "the {}s", "années {}"]))
def test_decades_are_read_back(tens, form):
    assume(tens % 10)
    when = parse(one(form.format(tens * 10)).value)
    assert (civil(when.earliest), civil(when.latest)) == ((tens * 10, 1, 1), (tens * 10 + 9, 12, 31))


@given(st.integers(1, 2099), st.sampled_from([("before", -1), ("after", 1), ("vor", -1), ("después de", 1)]))
def test_before_and_after_leave_out_the_year_itself(year, word):
    when = parse(one(f"{word[0]} {year:04}").value)
    assert civil(when.latest)[:2] == (year - 1, 12) if word[1] < 0 else civil(when.earliest)[:2] == (year + 1, 1)


PIECES = (
    *"0123456789-/.:~?,–年月日 ",
    *(
        " of ",
        "Jan",
        "june",
        "c. ",
        " BC",
        "AD ",
        "th",
        "s",
        " to ",
        "before ",
        "late ",
        "century",
        "T",
        "Z",
        "PM",
        "Q",
    ),
    *("2024", "1914", "13", "06", " - ", "10:00", "+02:00", "Fri", "spring ", "present"),
)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), max_size=6))
def test_all_that_is_read_is_edtf(texts):
    column = read_column(texts)
    assert len(column.cells) == len(texts)
    for cell in column.cells:
        for value in (*cell.readings, *filter(None, [cell.value])):
            parse(value)
        assert not (cell.value and cell.reason)


@given(st.lists(st.text(max_size=20), max_size=4))
def test_any_text_is_read_or_refused(texts):
    assert len(read_column(texts).cells) == len(texts)


def test_hostile_cells_end():
    texts = [
        " - ".join("12" * 30),
        "1 jan " * 33,
        "1:00 pm " * 25,
        "-" * 199,
        "1/" * 99,
        "9" * 200,
        "(" * 200,
        "~" * 200,
    ]
    assert read(*texts) == [None] * len(texts)


def test_every_month_of_every_language_has_its_own_words():
    for names in LANGUAGES.values():
        assert [CODES[name.lower()] for name in names.split()] == [f"M{number:02}" for number in range(1, 13)]


# Several columns


@each_row(
    ("parts", "value"),
    [
        (("2024", "6", "13"), "2024-06-13"),
        (("2024", "June", "13", "2:05 PM"), "2024-06-13T14:05"),
        (("2024.0", "6.0", ""), "2024-06"),
        (("2024", "00", "0"), "2024"),
        (("1910", "juin"), "1910-06"),
        (("44 BC", "3", "15"), "-0043-03-15"),
        (("c. 1910",), "1910~"),
        (("2024", "2", "31"), None),
        (("2024", "13"), None),
        (("24", "6"), None),
        (("2024", "", "13"), None),
        (("2024", "6", "", "10:00"), None),
        (("", "6"), None),
    ],
)
def test_parts_in_columns_of_their_own(parts, value):
    cell = join_parts(*parts)
    assert cell.value == value
    assert value or cell.reason


def test_no_parts_are_not_an_error():
    assert join_parts("", "0", "n/a") == Cell(None)


@each_row(
    ("start", "end", "value", "reason"),
    [
        ("2024-06-13", "2024-06-15", "2024-06-13/2024-06-15", ""),
        ("2024-06-13", "", "2024-06-13", ""),
        ("2024-06-13", "2024-06-13", "2024-06-13", ""),
        ("", "2024", "/2024", ""),
        ("", "", None, ""),
        ("2019", "present", "2019/..", ""),
        ("Jan 5 - 8, 2024", "10 Jan 2024", "2024-01-05/2024-01-10", ""),
        ("2024-06-13", "2024-06-12", "2024-06-13", "its end is left out: the end is before the start"),
        ("2024-06-13", "31 June 2024", "2024-06-13", "its end is left out: there is no such day"),
        ("31 June 2024", "2024-07-02", None, "there is no such day"),
    ],
)
def test_a_range_of_two_columns(start, end, value, reason):
    assert join_range(one(start), one(end))[:2] == (value, reason)
