"""In which events words and phrases occur."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from timeline_tui.index.bits import Positions, bits_of, first_bits
from timeline_tui.index.vocabulary import Vocabulary
from timeline_tui.model.timeline import Event
from timeline_tui.query.aliases import Aliases
from timeline_tui.query.matching import TEXTS, occurs_in
from timeline_tui.query.query import Term
from timeline_tui.text.text import fold


class Texts(Protocol):
    """The folded texts of events."""

    def folded(self, field: str, among: int) -> Iterator[tuple[int, str]]:
        """The positions of a set, each with the text of its event that is searched for terms of ``field``."""
        ...

    def with_shared_text(self, needle: str, prefix: bool) -> int:
        """The events with a shared text that contains a folded needle. None if `folded` also has the shared texts."""
        ...


class EventTexts:
    """The texts of events in memory, folded when they are searched."""

    def __init__(self, events: Sequence[Event], aliases: Aliases) -> None:
        self._events = events
        self._aliases = aliases

    def folded(self, field: str, among: int) -> Iterator[tuple[int, str]]:
        """The positions of a set, each with the text of its event that is searched for terms of ``field``."""
        texts = TEXTS[field]
        for position in Positions(among):
            yield position, "\n".join(map(fold, texts(self._events[position], self._aliases)))

    def with_shared_text(self, needle: str, prefix: bool) -> int:  # noqa: ARG002  # as in Texts
        """0, because `folded` has all texts."""
        return 0


class TextSearch:
    """Finds terms of a field of `TEXTS` in ``total`` events. Texts are read only if the word index is not enough."""

    def __init__(self, total: int, words: Vocabulary, texts: Texts) -> None:
        self._total = total
        self._words = words
        self._texts = texts

    def found(self, field: str, terms: Iterable[Term]) -> dict[Term, int]:
        """For each term, the events in which it occurs. An event is read at most once for all terms."""
        found: dict[Term, int] = {}
        uncertain: dict[Term, int] = {}
        for term in terms:
            bits, is_certain = self._may_occur(field, term)
            (found if is_certain else uncertain)[term] = bits
        return {**found, **self._read(field, uncertain)} if uncertain else found

    def _may_occur(self, field: str, term: Term) -> tuple[int, bool]:
        """The events in which a term may occur, and whether that is certain."""
        needle = fold(term.text)
        if not needle:
            return first_bits(self._total), not field
        if " " in needle:
            return self._words.phrase(needle), False
        return self._words.word(needle, term.prefix), not field

    def _read(self, field: str, candidates: dict[Term, int]) -> dict[Term, int]:
        """For each term, the candidates of any term whose texts contain it."""
        among = 0
        for bits in candidates.values():
            among |= bits
        needles: list[tuple[str, bool, list[int]]] = [(fold(term.text), term.prefix, []) for term in candidates]
        for position, text in self._texts.folded(field, among):
            for needle, prefix, positions in needles:
                if occurs_in(needle, prefix, text):
                    positions.append(position)
        bits_by_term = {}
        for term, (needle, prefix, positions) in zip(candidates, needles, strict=True):
            bits = bits_of([positions], self._total)
            bits_by_term[term] = bits if field else bits | among & self._texts.with_shared_text(needle, prefix)
        return bits_by_term
