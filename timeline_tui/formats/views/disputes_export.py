"""The disputes view as a report, a table and objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline_tui.analysis.disputes import Claim, Disputes
from timeline_tui.formats.views.view_export import RowsExport, view_report
from timeline_tui.formats.writing.desk import Desk
from timeline_tui.formats.writing.report import Report
from timeline_tui.model.timeline import Citation, Stance
from timeline_tui.model.wording import citing, date_span, date_spread, why_disputed

_SUPPORT: dict[Stance, str] = {"confirms": "Confirmed by", "reports": "Reported by"}


class DisputeRow(NamedTuple):
    """One citation of a disputed event. ``event`` and ``date`` are the title and the EDTF date of the event.

    ``disputes``: whether it disputes the event, by its stance or by its date. ``source`` is the name of the source in
    queries. ``why`` is the note of the citation, and ``gives`` the date that it gives (EDTF). ``dates`` is the span of
    the dates that sources give, if these differ (EDTF). ``sides`` are the sides that cite it so, if not all do.
    ``origin`` are the names of the origins of the source: its own name if it repeats no other source.
    """

    date: str
    event: str
    id: str
    disputes: bool
    stance: str
    source: str
    title: str
    publisher: str
    at: str
    gives: str
    why: str
    dates: str
    url: str
    sides: str
    origin: str


class DisputesExport(RowsExport):
    """The disputes view, in the order in which it is shown."""

    title = "Disputes"
    row_type = DisputeRow

    def __init__(self, disputes: Disputes) -> None:
        self.disputes = disputes

    @property
    def counts(self) -> str:
        """The number of claims: "13 disputed claims"."""
        return self.disputes.claims

    def report(self, name: str = "") -> Report:
        """The claims as a table, in which sources are numbers. The sources come last."""
        disputes, desk = self.disputes, Desk(())
        desk.origins = disputes.slice.index.origins
        rows = tuple(_cells(desk, claim) for claim in disputes)
        words = ((("Date",), ("Claim",), ("Disputed by, where and why",)), *rows) if rows else ()
        references = desk.references(disputes.slice.index.timeline.sources)
        return view_report(disputes.slice, disputes.description, name, references=references, words=words)

    def rows(self) -> Iterator[DisputeRow]:
        """Each citation once, in the order of the view. The others of an event follow its first disputing citation.

        A list of the others in each row would grow with the square of their number.
        """
        spans: dict[str, str] = {}  # id of an event with a row → the span of its dates
        for claim in self.disputes:
            event = claim.event
            others: list[Citation] = []
            if claim.event.id not in spans:
                span = date_span(event)
                spans[claim.event.id] = span.text if span else ""
                disputing = set(event.disputes)
                others = [
                    citation for stance in _SUPPORT for citation in claim.support(stance) if citation not in disputing
                ]
            for citation, disputes in (
                *((citation, True) for citation in claim.against),
                *((other, False) for other in others),
            ):
                yield DisputeRow(
                    date=event.date.text,
                    event=event.title,
                    id=event.id,
                    disputes=disputes,
                    stance=citation.stance,
                    source=citation.source.name,
                    title=citation.source.title,
                    publisher=citation.source.publisher,
                    at=citation.at,
                    gives=citation.date.text if citation.date else "",
                    why=citation.note,
                    dates=spans[claim.event.id],
                    url=citation.source.url,
                    sides=", ".join(citation.sides),
                    origin="; ".join(origin.name for origin in self.disputes.slice.index.origins.of(citation.source)),
                )


def _cells(desk: Desk, claim: Claim) -> tuple[tuple[str, ...], ...]:
    """The date; the claim with who supports it, and the origins; who disputes it, with the dates that sources give."""
    event = claim.event
    support = ((label, _mentions(desk, claim.support(stance))) for stance, label in _SUPPORT.items())
    cited = [(_mentions(desk, [citation]), citation) for citation in claim.against]
    spread = date_spread(event, lambda citation: citing(citation) + desk.mention(citation.source))
    against = [(mention, citation.note if spread else why_disputed(citation, event)) for mention, citation in cited]
    supported = [f"{label} {cited}" for label, cited in support if cited]
    origins = [words for _, words in desk.origin_remarks(event)]
    return (
        (event.date.label,),
        (event.title, *supported, *origins),
        (*(f"{cited}: {why}" if why else cited for cited, why in against), *((spread,) if spread else ())),
    )


def _mentions(desk: Desk, citations: Iterable[Citation]) -> str:
    return "; ".join(citing(citation) + desk.mention(citation.source, citation.at) for citation in citations)
