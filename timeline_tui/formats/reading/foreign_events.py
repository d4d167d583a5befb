"""Makes events of the rows of a table in another shape than ours, by the meanings of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from timeline_tui.dates.date_orders import order_named
from timeline_tui.formats.reading import cell_lists, cell_texts
from timeline_tui.formats.reading.foreign_dates import Dates
from timeline_tui.formats.reading.foreign_evidence import Evidence
from timeline_tui.formats.reading.foreign_names import column_separators, kept_comma
from timeline_tui.formats.reading.foreign_sources import are_all_quotes, quote_with_key, quotes
from timeline_tui.formats.reading.foreign_table import Row, Table, all_text, is_only_names, names_in, only_text, text_of
from timeline_tui.formats.reading.key_meanings import key_meaning
from timeline_tui.formats.reading.meanings import TITLE_FROM
from timeline_tui.formats.reading.meanings_words import Meaning
from timeline_tui.formats.reading.meant_cells import MeantCells
from timeline_tui.formats.reading.nodes import List, Map
from timeline_tui.formats.reading.row_sources import RowSources
from timeline_tui.formats.reading.timeline_reader import TimelineReader
from timeline_tui.formats.reading.understanding import Understanding
from timeline_tui.formats.reading.values import KEPT_UNDATED
from timeline_tui.text.text import clean_line
from timeline_tui.text.web_addresses import is_address

_NAMES: tuple[Meaning, ...] = ("countries", "topics", "people", "organizations")
_TEXTS: tuple[Meaning, ...] = ("title", "summary", "note", "date_note")
_QUALIFIED = re.compile("[~?%]")
_LETTER = re.compile(r"[^\W\d_]")
_READABLE = "dates are read in forms such as 2024-06-13, 13 June 2024, June 2024, c. 1910"
_DAY_LENGTH = len("2024-06-13")


_LONGEST_TITLE = 120
_SENTENCE = re.compile(r"(.{12,}?[.!?。！？])(?=[\s\"”»)]|$)")  # the last three are full-width, as in Japanese
_ABBREVIATION = re.compile(
    r"(?:^|[\s(.])(?:[^\W\d_]|Mr|Mrs|Ms|Dr|St|vs|No|Gen|Sen|Gov|Rep|Lt|Col|Sgt|Prof|Jr|Inc|Co)\.$"
)


class ForeignEvents:
    """Makes the events of a table. The meanings of its columns and its dates are known."""

    def __init__(self, table: Table, known: Understanding, dates: Dates, timeline_reader: TimelineReader) -> None:
        self.table, self.known, self.dates, self.timeline_reader = table, known, dates, timeline_reader
        self.document = timeline_reader.document
        self.meant = MeantCells(known, self.document)
        lists: tuple[Meaning, ...] = (*_NAMES, "sources")
        listed = {index: meaning for meaning in lists for index in self.meant.columns(meaning)}
        self.separators = column_separators(table, listed)
        self.separators |= dict.fromkeys(self.meant.columns("countries"), cell_lists.COUNTRIES)
        self.other_names = unique_names(table.names)
        self.evidence = Evidence(table, known, order_named(known.options.dates or dates.decided), self.document)
        self.sources = RowSources(known, self.meant, self.separators, self.evidence, timeline_reader)

    def read(self) -> None:
        """Pass each row to the reader as an event."""
        for number, row in enumerate(self.table.rows):
            if number in self.dates.headings:
                continue
            used = set(self.dates.used[number])
            node = self.node(row, used)
            written = self.put_date(node, number, used)
            unused = [i for i in row.cells if i not in used]
            used.update(i for i in unused if self.known.columns[i].meaning and not all_text(row.cells[i]).strip())
            other: Map = {self.other_names[i]: entry for i, entry in row.cells.items() if i not in used}
            if node.keys() == {"date"} and not other:  # nothing else is lost, so it is not an error
                self.document.warning(row.offset, "only a date; the row is left out", group="rows with only a date")
            elif node or other:
                self.timeline_reader.event(node, row.offset, other, written)
            elif written:
                message = f"only “{written[:60]}”, which is not a date; the row is left out"
                self.document.warning(row.offset, message, group="rows with only a date")

    def kept_commas(self) -> tuple[str, ...]:
        """A sentence for each column of names in which a name has a comma; see `foreign_names.kept_comma`."""
        indexes = [i for meaning in ("topics", "people", "organizations") for i in self.meant.columns(meaning)]
        sentences = (
            kept_comma(
                [row.cells[index] for row in self.table.rows if index in row.cells],
                self.separators[index],
                self.other_names[index],
                self.document,
            )
            for index in indexes
        )
        return tuple(filter(None, sentences))

    def node(self, row: Row, used: set[int]) -> Map:
        """The fields of one event without its date. Adds its columns to ``used``."""
        node: Map = {}
        extra: list[cell_texts.CellText] = []
        for meaning in _TEXTS:
            for index, (place, at, value) in self.meant.cells(row, meaning):
                text = only_text((place, at, value))
                if text and (meaning == "title" or text.casefold() not in cell_lists.NOTHING | {"na"}):
                    read = cell_texts.written(text)
                    extra.append(read)
                    _, _, before = node.get(meaning, (0, 0, None))
                    joined = f"{before}\n\n{read.text or text}" if before else read.text or text
                    node[meaning] = (place, at, joined)
                    used.add(index)
        for meaning in _NAMES:
            self.put_names(node, row, meaning, used)
        for meaning in ("id", "place"):
            self.put_line(node, row, meaning, used)
        self.put_parts_of_place(node, row, used)
        for index, (place, at, value) in self.meant.cells(row, "related"):
            relations: List = value if isinstance(value, list) else [(at, value)]
            if not any(isinstance(item, dict) and "event" in item for _, item in relations):
                relations = [(at, name) for name in names_in(value)]
            if relations:
                node["related"] = (place, at, relations)
                names = [name for _, name in relations if isinstance(name, str)]
                used.update([index] if not names or is_only_names(value, names) else [])
        self.sources.put_into(node, row, extra, used)
        self.put_quotes(node, row, extra, used)
        self.evidence.put_checks(node, row, used)
        self.put_title(node, row)
        return node

    def put_date(self, node: Map, number: int, used: set[int]) -> str | None:
        """Put the date into ``node``. Without one, return the text in its place, and warn if the row is an event."""
        cell, at = self.dates.cells[number], self.dates.offsets[number]
        if cell.value is not None:
            node["date"] = (at, at, cell.value)
            written = clean_line(self.dates.texts[number])
            if _QUALIFIED.search(cell.value) and written != cell.value and not written.isdecimal():
                node.setdefault("date_note", (at, at, written))  # “c. 1910” says itself why the date is 1910~
            return None
        text = clean_line(self.dates.texts[number])
        if "title" not in node and len(self.table.rows[number].cells) > 1 and _LETTER.search(text):
            node["title"] = (at, at, text)  # such as “Total”
        if "title" in node:
            fault = f"{text[:60]}: {cell.reason or 'no date'}" if text else "no date"
            hint = f"write {' or '.join(cell.readings)}" if cell.readings else _READABLE if cell.reason else ""
            if len(cell.readings) > 1 and all(len(date) == _DAY_LENGTH for date in cell.readings):
                hint += ", or say with --dates which comes first, day or month"
            group = "dates that cannot be read" if cell.reason else "events without a date"
            self.document.warning(at, f"{fault}; {KEPT_UNDATED}", hint, group=group)
        column = self.dates.column
        if column is not None and only_text(self.table.rows[number].cells.get(column)):
            used.add(column)  # a list of dates stays under its key
        return text

    def put_names(self, node: Map, row: Row, meaning: Meaning, used: set[int]) -> None:
        """Put the names in all columns with this meaning into one list."""
        names: list[str] = []
        place = at = row.offset
        for index, entry in self.meant.cells(row, meaning):
            cell_names = names_in(entry[2], self.separators[index])
            if cell_names:
                place, at = (place, at) if names else entry[:2]
                single_names = (
                    chain.from_iterable(map(cell_lists.hashtags, cell_names)) if meaning == "topics" else cell_names
                )
                names += [name for name in dict.fromkeys(single_names) if name not in names]
            if (cell_names and is_only_names(entry[2], cell_names)) or not entry[2]:
                used.add(index)
        if names:
            items: List = [(at, name) for name in names]
            node[meaning] = (place, at, items)

    def put_line(self, node: Map, row: Row, meaning: Meaning, used: set[int]) -> None:
        """Put a text on one line; if the value is a mapping, its name."""
        for index, (place, at, value) in self.meant.cells(row, meaning):
            lines = [value] if isinstance(value, str) else names_in(value)
            if len(lines) == 1 and clean_line(lines[0]).casefold() not in cell_lists.NOTHING:
                node[meaning] = (place, at, lines[0])
                if is_only_names(value, lines):
                    used.add(index)

    def put_parts_of_place(self, node: Map, row: Row, used: set[int]) -> None:
        """Put the country and the place of a mapping: ``{country: Italy, city: Bari}``."""
        for index, (_, _, value) in self.meant.cells(row, "place"):
            if not isinstance(value, dict):
                continue
            parts = {key: (entry, key_meaning(key)) for key, entry in value.items() if text_of(entry)}
            countries = [entry for entry, meaning in parts.values() if meaning == "countries"]
            places = [entry for entry, meaning in parts.values() if meaning == "place"]
            if countries and "countries" not in node:
                place, at, _ = countries[0]
                node["countries"] = (place, at, [(at, text_of(countries[0]))])
            if places and "place" not in node:
                place, at, _ = places[0]
                node["place"] = (place, at, ", ".join(map(text_of, places)))
                if len(places) + len(countries[:1]) == len(parts):
                    used.add(index)

    def put_quotes(self, node: Map, row: Row, extra: Sequence[cell_texts.CellText], used: set[int]) -> None:
        """Put the quotes from the columns of quotes, with the speaker of the row, and from the HTML texts."""
        all_quotes: List = []
        speaker = next(iter(self.meant.cells(row, "speaker")), None)
        for index, (_, at, value) in self.meant.cells(row, "quotes"):
            new_quotes = quotes(value, at, speaker[1] if speaker else None)
            if isinstance(value, str) and is_address(value.strip()):
                message = f"the quote is only an address: {clean_line(value)[:60]}"
                hint = "if the row is shifted, put the cell with the separator in double quotes"
                self.document.warning(at, message, hint, group="quotes that are addresses")
            if new_quotes:
                all_quotes += new_quotes
                used.update([index] if are_all_quotes(value) else [])
                if speaker and any(isinstance(quote, dict) and "speaker" in quote for _, quote in new_quotes):
                    used.add(speaker[0])
        for text in extra:
            for passage in text.quotes:
                all_quotes += quotes(passage, row.offset)
        if all_quotes:
            all_quotes = [(at, quote_with_key(quote, self.timeline_reader.keys)) for at, quote in all_quotes]
            node["quotes"] = (all_quotes[0][0], all_quotes[0][0], all_quotes)

    def put_title(self, node: Map, row: Row) -> None:
        """If the row has no title, make one from the first sentence of a text."""
        if "title" in node:
            return
        index = self.known.title_from
        meaning = self.known.columns[index].meaning if index is not None else "summary"
        if index is None or (meaning == "summary" and "summary" in node):
            place, at, value = node.get("summary", (row.offset, row.offset, ""))
        else:
            place, at, value = row.cells.get(index, (row.offset, row.offset, ""))
        text = text_of((place, at, value)) or "; ".join(names_in(value))
        if not text or is_address(text):
            meaning, place, at, text = self.any_text(row)
        if text:
            title = first_sentence(cell_texts.written(text).text or text)
            if meaning in _NAMES and "place" in node:
                title = f"{title}, {node['place'][2]}"
            node["title"] = (place, at, title)
            if meaning == "summary" and title == clean_line(text):
                node.pop("summary", None)

    def any_text(self, row: Row) -> tuple[Meaning | None, int, int, str]:
        """The first text of a row that can be its title, by meaning, else of any column: (meaning, offsets, text)."""
        for meaning in ("title", *TITLE_FROM):  # a list of titles is not a title
            for _, (place, at, value) in self.meant.cells(row, meaning):
                text = text_of((place, at, value)) or "; ".join(names_in(value))
                if text and not is_address(text):
                    return meaning, place, at, text
        for index, (place, at, value) in sorted(row.cells.items()):
            if self.known.columns[index].meaning is None and _LETTER.search(text_of((place, at, value))):
                return None, place, at, f"{self.other_names[index]}: {text_of((place, at, value))}"
        return None, row.offset, row.offset, ""


def unique_names(names: Sequence[str]) -> list[str]:
    """A different name for each column: its heading, with a number if it is empty or occurs twice."""
    taken: dict[str, int] = {}
    unique = []
    for number, name in enumerate(names, start=1):
        name = name or f"column {number}"
        taken[name] = taken.get(name, 0) + 1
        unique.append(name if taken[name] == 1 else f"{name} ({taken[name]})")
    return unique


def first_sentence(text: str) -> str:
    """The first sentence of ``text``, cut between words after 120 characters, with an ellipsis."""
    line = clean_line(text.strip().split("\n\n")[0])
    # The pattern takes quadratic time, and a longer sentence is cut anyway. The two more characters show that it is.
    for found in _SENTENCE.finditer(line[: _LONGEST_TITLE + 2]):
        sentence = line[: found.end(1)]
        if not _ABBREVIATION.search(sentence):
            line = sentence
            break
    if len(line) <= _LONGEST_TITLE:
        return line
    return f"{line[: _LONGEST_TITLE - 1].rsplit(' ', 1)[0].rstrip(' ,;:')}…"
