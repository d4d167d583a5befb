"""The list of contested claims: who confirms or reports each, who disputes it, where and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.reactive import reactive

from timeline_tui.analysis.disputes import DISPUTED, By, Claim, Disputes
from timeline_tui.analysis.slice import Slice
from timeline_tui.analysis.targets import Target, targets
from timeline_tui.model import wording
from timeline_tui.model.timeline import Citation, Event, Source, Stance
from timeline_tui.text.cells import width
from timeline_tui.text.text import plural
from timeline_tui.ui import keymap
from timeline_tui.ui.detail.card import SIGNS
from timeline_tui.ui.lists.event_items import READABLE, EventItemsList
from timeline_tui.ui.lists.evidence_list import NARROW, NO_EVENTS, ROOMY
from timeline_tui.ui.lists.pieces import Piece, cells, fitted, spread, wrapped
from timeline_tui.ui.lists.rows import TITLE_LINES, fitted_names
from timeline_tui.ui.style.painter import Line
from timeline_tui.ui.style.plain import is_plain

if TYPE_CHECKING:
    from timeline_tui.formats.views.disputes_export import DisputesExport

INDENT = 2  # cells before each line except the lines of the title
REASON_LINES = 3  # of a reason; in a low list one less
MOST_REASONS = 4  # citations against a claim that are shown

_SUPPORT: dict[Stance, tuple[str, str]] = {"confirms": ("confirmed by", "confirms"), "reports": ("reported by", "dim")}
_MEANING = "A claim is disputed if a source has the stance “disputes”, or gives another date for it."


class DisputesList(EventItemsList[str]):
    """Every contested claim of the events in ``slice``, by event or by disputing source."""

    BINDINGS: ClassVar[list[BindingType]] = [*keymap.MOVE, *keymap.SPACE_PAGES, *keymap.DISPUTES]

    counted = DISPUTED
    exports_few = True
    no_key = ""
    items: Disputes
    by: reactive[By] = reactive[By]("event", repaint=False)

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.items = Disputes(NO_EVENTS)

    @property
    def claim(self) -> Claim | None:
        """The claim under the cursor; None in an empty list, and until the claim has arrived."""
        return self.at_cursor(self.items)

    @property
    def copy_text(self) -> str:
        """The claim under the cursor, the sources that dispute it, and why; "" in an empty list."""
        return wording.dispute_text(self.claim.event, self.claim.against) if self.claim else ""

    @property
    def targets(self) -> tuple[Target, ...]:
        """The ways to open the sources that dispute the claim under the cursor, at the place that disputes it."""
        if not self.claim:
            return ()
        places: dict[Source, str] = {}
        for citation in self.claim.against:
            places.setdefault(citation.source, citation.at)
        file = self.claim.event.file
        return tuple(target for source, at in places.items() for target in targets(source, file, at))

    @property
    def citation(self) -> Citation | None:
        """The first citation that disputes the claim under the cursor."""
        return self.claim.against[0] if self.claim else None

    @property
    def counts(self) -> str:
        """The number of claims: "13 disputed claims"; "" until it is known."""
        self.ensure_derived()
        return self.items.claims if self.is_here else ""

    @property
    def description(self) -> str:
        """The number of claims and their order: "13 disputed claims by event"."""
        self.ensure_derived()
        return self.items.description

    @property
    def content(self) -> DisputesExport | None:
        """The view for an export. For a database, None if many events are shown, or they have not arrived."""
        from timeline_tui.formats.views.disputes_export import DisputesExport  # 5 ms, and only an export needs it

        self.ensure_derived()
        few = self.few_events
        return DisputesExport(Disputes(few, self.by)) if few else None

    def items_of(self, whole: Slice) -> Disputes:
        """The claims of a slice."""
        if whole.is_remote:
            from timeline_tui.analysis.remote.remote_disputes import RemoteDisputes  # only a database needs it

            return RemoteDisputes(whole, self.by)
        return Disputes(whole, self.by)

    def changed_key(self, event: Event, old: Event) -> str | None:
        """The name of the source of the first dispute of an event that ``old`` did not have."""
        return next((citation.source.name for citation in event.disputes if citation not in old.disputes), None)

    def action_sort(self) -> None:
        """Group by disputing source instead of by event, or by event again."""
        self.by = "source" if self.by == "event" else "event"

    # Content

    def heading_line(self, item: int, columns: int) -> Line:
        """The day, or the publisher and title of the source; and the number of claims."""
        number, source = len(self.group(item)), self.items.source(item)
        if not source:
            return self.headed((self.heading(item), "heading"), "", number if number > 1 else 0, "claim", columns)
        note = source.label if source.publisher else ""
        return self.headed((wording.short_name(source), "disputes"), note, number, "claim", columns)

    def lines_of(self, item: int, columns: int) -> Sequence[Line]:
        """The claim, who confirms or reports it, who disputes it and why; a single line if the list is flat."""
        claim, room = self.items[item], max(1, columns - 2)
        if self.flat:
            return [self.line(self._single_line(claim, room))]
        inner = max(1, room - INDENT)
        lines = wrapped(claim.event.title, room, TITLE_LINES, self.needles)
        rest = [*self._dating(claim, inner), *self._support(claim, inner), *self._against(claim, inner)]
        return [*map(self.line, [*lines, *([(" " * INDENT, ""), *line] for line in rest)]), *self.blank()]

    def _single_line(self, claim: Claim, columns: int) -> list[Piece]:
        """The claim; at the right who disputes it, or by source its day."""
        by_event = self.items.by == "event"
        names = [wording.citing_name(citation) for citation in claim.against]
        other = f"{self.sign_or_word(SIGNS['disputes'], 'disputed by')} {names[0]}" if by_event else ""
        other = other or claim.event.date.label
        has_room = columns >= NARROW and width(other) < columns // 2
        aside: list[Piece] = [(f" {other}", "disputes" if by_event else "dim")] if has_room else []
        return spread(fitted(claim.event.title, columns - cells(aside) - 1, self.needles), aside, columns)

    def _dating(self, claim: Claim, columns: int) -> list[list[Piece]]:
        """The part of the date that is not in the heading."""
        date = claim.event.date
        note = date.row_note if self.items.by == "event" else date.label
        return [fitted(note, columns, (), "time")] if note else []

    def _support(self, claim: Claim, columns: int) -> Iterator[list[Piece]]:
        """Who confirms the claim, and who reports it, a line each."""
        for stance, (words, style) in _SUPPORT.items():
            named = dict.fromkeys(
                (wording.citing_name(citation), citation.source) for citation in claim.support(stance)
            )
            names = Counter(name for name, _ in named)
            if not names:
                continue
            sources = [source for _, source in named]
            if origins := self.items.slice.index.origins.fewer(sources):
                words = f"{words} {plural(len(sources), 'source')} of {plural(origins, 'origin')}"
            sign = "" if is_plain(self.app) else f"{SIGNS[stance]} "
            room = columns - width(sign) - width(words) - (2 if origins else 1)
            shown = fitted_names([f"{name} ×{n}" if n > 1 else name for name, n in names.items()], room)
            names_after = f"{': ' if origins else ' '}{shown}" if shown else ""
            pieces: list[Piece] = fitted(f"{words}{names_after}", columns - width(sign), self.needles, "dim")
            yield [(sign, style), *pieces] if sign else pieces

    def _against(self, claim: Claim, columns: int) -> Iterator[list[Piece]]:
        """Who disputes the claim, where and why, each on some lines beside its sign."""
        reasons = self._reasons(claim)
        for words, where, why in reasons[:MOST_REASONS]:
            sign = self.sign_or_word(f"{SIGNS['disputes']} ", words)
            hang = " " * (0 if is_plain(self.app) else width(sign))
            room = max(1, min(columns, READABLE) - width(sign))
            text = ": ".join(filter(None, (where, why)))
            first, *more = wrapped(text, room, REASON_LINES - (self.fitted.height < ROOMY), self.needles)
            yield [(sign, "disputes"), *_emphasized(first, where)]
            yield from ([(hang, ""), *line] for line in more)
        if len(reasons) > MOST_REASONS:
            yield [(f"{len(reasons) - MOST_REASONS:,} more disputing citations", "dim")]

    def _reasons(self, claim: Claim) -> list[tuple[str, str, str]]:
        """For each citation words in place of the sign, who or where, and why; "" if its date is the reason.

        By event, the dates that sources give are together in one line with their span, if one of them is the only
        reason of its source.
        """
        event, is_by_event = claim.event, self.items.by == "event"
        only_dated = is_by_event and any(citation.stance != "disputes" for citation in claim.against)
        reasons = [("dates differ: ", "", wording.date_spread(event))] if only_dated else []
        for citation in claim.against:
            why = citation.note if only_dated else wording.why_disputed(citation, event)
            if not why and not (only_dated and citation.date):
                why = "no reason is given"
            if not is_by_event:
                reasons.append(("why: ", ", ".join(filter(None, (wording.sides_text(citation), citation.at))), why))
            elif citation.stance == "disputes" or citation.note:
                where = " ".join(filter(None, (wording.citing_name(citation), citation.at)))
                reasons.append(("disputed by ", where, why))
        return reasons

    def empty(self) -> Text:
        """A message, what a dispute is, and the number of disputed events without each clause of the query."""
        removals = [f"Without {clause}: {plural(number, 'disputed event')}" for clause, number in self.items.why_empty]
        shown = self.items.slice
        sentence = f"No disputes{' in view' if shown.query else ''}{shown.so_far}."
        return self.nothing(f"{sentence}\n\n{_MEANING}", removals)


def _emphasized(line: list[Piece], where: str) -> list[Piece]:
    """A line with ``where`` at its beginning in the colour of disputes, unless words of the query are marked in it."""
    text, style = line[0]
    if not where or not text.startswith(where):
        return line
    return [(where, "disputes"), (text[len(where) :], style), *line[1:]]
