"""Keys that the schema does not have, and their values, in words."""

from timeline_tui.model.comparison_keys import SIDES
from timeline_tui.model.timeline import Citation, Entries, Other, Quote, Value

_NAME_PARTS = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")  # in the order of a name


def value_text(value: Value) -> str:
    """The value of an unknown key on one line: lists separated by commas, mappings as "key: value"."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, Entries):
        return _person_name(value) or "; ".join(f"{key}: {_inner(part)}" for key, part in value.pairs)
    return ", ".join(map(_inner, value))


def _person_name(value: Entries) -> str:
    """The name that a mapping states as CSL does: "Anna de Rossi"; empty if the mapping is not such a name."""
    parts = {key: part for key, part in value.pairs if isinstance(part, str)}
    is_name = {"family", "given"} <= parts.keys() or parts.keys() == {"literal"}
    if not is_name or len(parts) != len(value.pairs) or not parts.keys() <= {"literal", *_NAME_PARTS}:
        return ""
    return parts.get("literal") or " ".join(filter(None, map(parts.get, _NAME_PARTS)))


def _inner(value: Value) -> str:
    is_plain = value is None or isinstance(value, str) or (isinstance(value, Entries) and _person_name(value))
    return value_text(value) if is_plain else f"({value_text(value)})"


def other_texts(other: Other) -> tuple[tuple[str, str], ...]:
    """The unknown keys as (key, text of the value), with a dash for empty values."""
    return tuple((key, words if (words := value_text(value)).strip() else value_text(None)) for key, value in other)


def further_texts(entry: Citation | Quote) -> tuple[tuple[str, str], ...]:
    """The unknown keys of a citation or a quote as (key, text of the value), without its sides, which have words."""
    return other_texts(tuple([pair for pair in entry.other if pair[0] != SIDES])) if entry.other else ()


def citation_others(citation: Citation) -> tuple[tuple[str, str], ...]:
    """The unknown keys of a citation whose source is given in place, as (key, text of the value); else nothing.

    In such a citation the fields of source and citation are in one mapping, so the unknown keys describe the source.
    """
    return () if citation.source.key else further_texts(citation)
