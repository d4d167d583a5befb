"""The merged chronology of several sides as a report with a table, a table of cells and objects.

A row has the date, the words of each side, and what differs. In the report, the documents of a side are numbers at the
end of its words; in the table of cells, they are columns of their own, and so are ids and the reason of a pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline_tui.analysis.differences import Difference
from timeline_tui.analysis.event_differences import citation_line
from timeline_tui.analysis.merged_sides import MergedEvent, MergedSides
from timeline_tui.analysis.source_pairs import without_key
from timeline_tui.formats.views.difference_words import side_sentence
from timeline_tui.formats.writing.desk import Desk
from timeline_tui.formats.writing.dump import Dumper
from timeline_tui.formats.writing.report import Report
from timeline_tui.model.timeline import Citation, Event, Quote, Source
from timeline_tui.model.unknown_keys import other_texts
from timeline_tui.model.wording import citation_detail, facts, quote_line, quote_remarks
from timeline_tui.text.text import on_a_line, plural


class MergeRow(NamedTuple):
    """One event of the merged chronology. ``wordings`` and ``documents`` have one item for each side.

    ``wordings`` are lines, none where a side does not have the event: its date if the dates differ, its title, its
    summary, its quotes, its notes, and if only one side has it, its names and other keys. ``difference`` has a line for
    each difference. Documents of only one side are in ``documents``; disputing documents are in both.
    ``reason`` is why the events of the sides are the same, in words, and ``ids`` their ids; an empty one where a side
    does not have the event.
    """

    date: str
    status: str
    wordings: tuple[tuple[str, ...], ...]
    difference: tuple[str, ...]
    documents: tuple[tuple[Citation, ...], ...]
    reason: str
    ids: tuple[str, ...]

    @property
    def comparison(self) -> tuple[str, ...]:
        """The status, what differs, and why the events are the same if anything differs."""
        why = (f"(taken for the same event: {self.reason})",) if self.reason and self.status != "agreed" else ()
        return self.status, *self.difference, *why


def merge_rows(merged: MergedSides) -> Iterator[MergeRow]:
    """The rows of the table, in order of time."""
    for merged_event in merged.events:
        events = [merged.event(merged_event, side) for side in range(len(merged.names))]
        yield MergeRow(
            date=merged.first(merged_event).date.label,
            status=merged.status(merged_event),
            wordings=tuple(tuple(_wording(event, merged_event)) for event in events),
            difference=tuple(_difference(merged, merged_event)),
            documents=tuple(tuple(documents_of(event)) for event in events),
            reason="; ".join(merged_event.reasons),
            ids=tuple(event.id if event else "" for event in events),
        )


class MergeExport:
    """The merged chronology, in order of time."""

    title = "Merged chronology"

    def __init__(self, merged: MergedSides, *, with_ids: bool) -> None:
        self.merged = merged
        self._with_ids = with_ids
        self._dumpers = [Dumper(timeline) for timeline in merged.timelines]
        self._first: dict[Source, Source] = {}  # content of a source → the first source with it

    @property
    def counts(self) -> str:
        """The number of events, and the number for each kind of pair."""
        return merge_extent(self.merged)

    def report(self, name: str = "") -> Report:  # noqa: ARG002  # it always has a title
        """The table, in which documents are numbers, and the list of documents."""
        merged, desk = self.merged, Desk(())
        headings = [(name,) for name in ("Date", *merged.names, "Difference")]
        rows: list[tuple[tuple[str, ...], ...]] = [tuple(headings)]
        for row in merge_rows(merged):
            cells = zip(row.wordings, row.documents, row.ids, strict=True)
            sides = (
                (*lines, *self._numbered(desk, documents), *([f"id: {id}"] if id and self._with_ids else []))
                for lines, documents, id in cells
            )
            rows.append(((row.date,), *sides, row.comparison))
        title = f"{self.title}: {' · '.join(merged.names)}"
        known = [source for timeline in merged.timelines for source in timeline.sources]
        references = desk.references(known)
        return Report(title=title, extent=merge_extent(merged), references=references, words=tuple(rows))

    def table(self) -> list[list[str | int]]:
        """For each event: date, status, words of each side, what differs, documents and id of each side, the reason."""
        names = self.merged.names
        headings = ["date", "status", *names, "difference", *(f"documents of {name}" for name in names)]
        headings += [*(f"id of {name}" for name in names), "taken for the same event"]
        rows: list[list[str | int]] = [[*headings]]
        for row in merge_rows(self.merged):
            words = ["\n".join(lines) for lines in row.wordings]
            documents = ["\n".join(map(_with_address, cited)) for cited in row.documents]
            rows.append([row.date, row.status, *words, "\n".join(row.difference), *documents, *row.ids, row.reason])
        return rows

    def objects(self) -> list[dict[str, object]]:
        """One object for each event: its status, and what each side that has it says."""
        return [self._object(merged_event) for merged_event in self.merged.events]

    def _numbered(self, desk: Desk, documents: tuple[Citation, ...]) -> list[str]:
        """The documents as one line of numbers: "[1] ¶6; [2] disputes", and a line for each note: "[2]: In Rome.".

        A document of two sides has one number.
        """
        sources = [self._first.setdefault(without_key(citation.source), citation.source) for citation in documents]
        cited = [
            desk.mention(source, citation_detail(citation)) for source, citation in zip(sources, documents, strict=True)
        ]
        pairs = zip(sources, documents, strict=True)
        noted = [f"{desk.mention(source, citation.at)}: {citation.note}" for source, citation in pairs if citation.note]
        return [f"Documents: {'; '.join(cited)}", *noted] if cited else []

    def _object(self, merged_event: MergedEvent) -> dict[str, object]:
        merged = self.merged
        return {
            "status": merged.status(merged_event),
            "agreed": merged_event.is_agreed,
            "differs": list(merged_event.aspects),
            "reasons": list(merged_event.reasons),
            "sides": {
                merged.names[side]: _object(event, self._dumpers[side])
                for side in merged_event.sides
                if (event := merged.event(merged_event, side))
            },
            "differences": [
                {"first": merged.names[part.first], "other": merged.names[part.other], **difference._asdict()}
                for part in merged_event.differing
                for difference in part.differences
            ],
        }


def merge_extent(merged: MergedSides) -> str:
    """The number of events, also by status: "9 events: 2 agreed, 3 differing, 4 only Claimant"."""
    counts = ", ".join(f"{number:,} {status}" for status, number in merged.counts().items())
    return f"{plural(len(merged.events), 'event')}: {counts}" if merged.events else "No events."


def _object(event: Event, dumper: Dumper) -> dict[str, object]:
    """All fields of an event as in its file, its documents in words, and its place."""
    return {
        "id": event.id,
        "date": event.date.text,
        "title": event.title,
        "summary": event.summary,
        **dumper.event(event),
        "documents": [_with_address(citation) for citation in documents_of(event)],
        "file": event.file,
        "line": event.line,
    }


def _wording(event: Event | None, merged_event: MergedEvent) -> Iterator[str]:
    if event:
        dated = [event.date.label] if "date" in merged_event.aspects else []
        notes = {"Date note": event.date_note, "Note": event.note}
        noted = (f"{label}: {note}" for label, note in notes.items() if note)
        yield from filter(None, [*dated, event.title, event.summary, *map(_quote, event.quotes), *noted])
        alone = (*facts(event), *other_texts(event.other)) if len(merged_event.sides) == 1 else ()
        yield from (f"{label}: {text}" for label, text in alone)


def _quote(quote: Quote) -> str:
    """A quote in a line, with its place in the source and its remarks: “Wet” — Ann, p. 1 (Original: “nass”)."""
    remarks = "; ".join(f"{label}: {on_a_line(text)}" for label, text in quote_remarks(quote))
    placed = ", ".join(filter(None, (quote_line(quote), quote.at)))
    return f"{placed} ({remarks})" if remarks else placed


def documents_of(event: Event | None) -> Iterator[Citation]:
    """The citations of an event, then the sources of its quotes that it does not cite."""
    if event:
        yield from event.sources
        cited = {citation.source for citation in event.sources}
        quoted = (Citation(quote.source, quote.at) for quote in event.quotes if quote.source)
        yield from dict.fromkeys(citation for citation in quoted if citation.source not in cited)


def _difference(merged: MergedSides, merged_event: MergedEvent) -> Iterator[str]:
    for part in merged_event.differing:
        names = merged.names[part.first], merged.names[part.other]
        yield from (side_sentence(difference, *names) for difference in _without_documents(part.differences))


def _without_documents(differences: Iterable[Difference]) -> Iterator[Difference]:
    return (
        difference
        for difference in differences
        if difference.field != "sources" or difference.part or difference.stance == "disputes"
    )


def _with_address(citation: Citation) -> str:
    """A citation with its address, if it has a title, too."""
    source = citation.source
    return citation_line(citation, address=source.url if source.title else "")
