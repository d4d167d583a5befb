"""The card of an event of compared timelines: the result of the comparison, with the old and the new words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from timeline_tui.analysis.differences import ComparisonOutcome, Contrast, Difference
from timeline_tui.formats.views.difference_words import label, side_sentence, values
from timeline_tui.text.word_changes import Piece, word_changes
from timeline_tui.ui.detail.card import Card
from timeline_tui.ui.detail.parts import LABELS, PROSE_CHARACTERS, TITLE_CHARACTERS, BarBeside, TextWriter, more
from timeline_tui.ui.lists.rows import CHANGES

_SIGNS = {"old": "−", "new": "+"}
_ENDS = {"old": ("[-", "-]"), "new": ("{+", "+}")}
"""The marks of a plain screen, the same as in the output of ``diff``."""


def outcome_card(outcome: ComparisonOutcome, writer: TextWriter, *, beside: bool) -> Card:
    """The status, then each difference: its name, and below it the words of both timelines.

    ``beside``: in two columns, else one below the other. Words that only one timeline has are marked: struck after
    "−", or underlined after "+".
    """
    styles = writer.styles
    sign = CHANGES.get(outcome.mark, "")
    status = writer.signed(sign, outcome.status) if sign else outcome.status
    body: list[RenderableType] = [writer.text(status, styles.heading, TITLE_CHARACTERS)]
    body += [writer.text(outcome.reason, styles.dim)] if outcome.reason else []
    for contrast in outcome.contrasts:
        shown = contrast._replace(differences=contrast.differences[:LABELS])
        body += _pair(contrast, writer) if len(outcome.contrasts) > 1 and not beside else ()
        body += _beside(shown, writer) if beside else _below(shown, writer)
        body += more(len(contrast.differences) - LABELS, styles)
    if any(documents for _, documents in outcome.documents):
        pairs = [(f"Sources of {side}", "\n".join(lines) or "none") for side, lines in outcome.documents]
        body.append(writer.labelled(pairs))
    return Card("outcome", BarBeside(Group(*body), styles.border), _copied(outcome))


def _pair(contrast: Contrast, writer: TextWriter) -> Iterator[RenderableType]:
    """A line with the names of both timelines. Their differences are below it."""
    yield writer.text(f"{contrast.first} and {contrast.other}", writer.styles.heading, TITLE_CHARACTERS)


def _beside(contrast: Contrast, writer: TextWriter) -> Iterator[RenderableType]:
    """The differences in two columns, with the names of the timelines above them."""
    heading = writer.styles.heading
    yield _columns(writer.text(contrast.first, heading), writer.text(contrast.other, heading))
    for name, differences in groupby(contrast.differences, label):
        yield writer.text(name, writer.styles.dim, TITLE_CHARACTERS)
        for difference in differences:
            yield _columns(*_texts(difference, writer))


def _columns(left: Text, right: Text) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    table.add_row(left, right)
    return table


def _below(contrast: Contrast, writer: TextWriter) -> Iterator[RenderableType]:
    """The differences, each with the words of each timeline after its name."""
    dim, sides = writer.styles.dim, (contrast.first, contrast.other)
    for name, differences in groupby(contrast.differences, label):
        yield writer.text(name, dim, TITLE_CHARACTERS)
        texts = (pair for difference in differences for pair in zip(sides, _texts(difference, writer), strict=True))
        for side, text in texts:
            if text:
                yield Text.assemble("  ", writer.text(side, dim, TITLE_CHARACTERS), (": ", dim), text, overflow="fold")


def _texts(difference: Difference, writer: TextWriter) -> tuple[Text, Text]:
    """The old and the new words. Words that changed are marked. A side without words is an empty text."""
    pieces = word_changes(*values(difference))
    old, new = (_marked([piece for piece in pieces if piece.kind in ("same", own)], writer) for own in ("old", "new"))
    return (old if difference.old else Text()), (new if difference.new else Text())


def _marked(pieces: list[Piece], writer: TextWriter) -> Text:
    """One of the two texts. A very long one is cut."""
    styles = {"old": writer.styles.removed, "new": writer.styles.added}
    text = Text(overflow="fold")
    for kind, words in pieces:
        if kind == "same":
            text.append_text(writer.text(words))
            continue
        opening, closing = _ENDS[kind] if writer.plain else (_SIGNS[kind], "")
        text.append(opening, styles[kind]).append_text(writer.text(words.rstrip(), styles[kind]))
        text.append(closing, styles[kind]).append(" " if words != words.rstrip() else "")
    text.rstrip()
    return text if len(text) <= PROSE_CHARACTERS else text[:PROSE_CHARACTERS].append("…")


def _copied(outcome: ComparisonOutcome) -> str:
    lines = [outcome.status]
    for part in outcome.contrasts:
        lines += [side_sentence(difference, part.first, part.other) for difference in part.differences]
    return "\n".join((*lines, *(f"{side}: {'; '.join(cited)}" for side, cited in outcome.documents)))
