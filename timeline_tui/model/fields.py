"""The fields of the file, each declared once. The readers, the writers, the JSON Schema, hints and docs use this table.

The *kind* of a field says which values it can have. Instead of text, a number or a boolean is accepted too, and taken
as the text in the file. Null and empty text mean the same as no field, unless the field is required.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Kind = Literal[
    "line",  # text; line breaks become spaces
    "text",  # text that may have several lines
    "address",  # one web address; any other line is kept as well
    "lines",  # a list of lines; a single one counts as a list of one
    "query",  # text that parses as a query; may be empty, which is everything
    "date",  # EDTF
    "stance",  # one of model.STANCES
    "count",  # a whole number
    "aliases",  # a mapping: other name → name
    "sources",  # a mapping: key → source
    "source",  # a key of that mapping, an address, or a source in place
    "views",  # from here on: a list of mappings; a single one counts as a list of one
    "events",
    "quotes",  # an item may also be the text of the quote
    "citations",  # an item may also be a key or an address
    "relations",  # an item may also be an id
    "extract",  # one mapping
]


class Field(NamedTuple):
    """One key of a mapping in the file: its name, the kind of its value, and a description.

    An entry without a ``required`` field is dropped. ``attribute`` is the name of the attribute in the model if it is
    not the same.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    examples: tuple[str, ...] = ()
    attribute: str = ""

    @property
    def stored(self) -> str:
        """The name of the attribute in the model."""
        return self.attribute or self.name


class Entry(NamedTuple):
    """One type of mapping in the file: the noun for messages, the fields in the order of writing, a description."""

    noun: str
    fields: tuple[Field, ...]
    description: str

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by their names in the file."""
        return {field.name: field for field in self.fields}


VIEW = Entry(
    "view",
    (
        Field("name", "line", "What the view is called.", required=True, examples=("10–14 June",)),
        Field(
            "query",
            "query",
            "What it shows, in the language of the query bar. Empty: everything.",
            required=True,
            examples=("date:2024-06-10..2024-06-14", "country:Japan,Ukraine -topic:oil"),
        ),
    ),
    "A named query. The first one is what opens.",
)

EXTRACT = Entry(
    "extract",
    (
        Field("query", "query", "The query that chose these events.", required=True),
        Field("total", "count", "How many events the whole timeline has.", required=True),
    ),
    "What a narrowed timeline was taken from. Written by export.",
)

SOURCE = Entry(
    "source",
    (
        Field("title", "line", "What the source is called."),
        Field("publisher", "line", "Who published it.", examples=("Reuters",)),
        Field("date", "date", "When it was published (EDTF).", examples=("2024-06-13",)),
        Field("url", "address", "Its address.", examples=("https://example.org/statement",)),
        Field("kind", "line", "What sort of source it is.", examples=("official", "news")),
        Field("language", "line", "The language it is in.", examples=("en", "ja")),
        Field("note", "text", "A remark."),
    ),
    "Where something can be checked.",
)

# In a source in place, ``note`` is the note of the citation.
CITATION = Entry(
    "citation",
    (
        Field("source", "source", "A key of the file's sources, an address, or a source in place."),
        Field("at", "line", "Where in the source.", examples=("¶6–8", "p. 12", "12:30")),
        Field("stance", "stance", "Whether the source reports (the default), confirms or disputes the event."),
        Field("note", "text", "A remark on what this source says of the event."),
    ),
    "That a source reports, confirms or disputes an event: by its key, or given in place.",
)

QUOTE = Entry(
    "quote",
    (
        Field("text", "text", "The words, without quotation marks.", required=True),
        Field("speaker", "line", "Who said or wrote them.", examples=("Janet Yellen",)),
        Field("role", "line", "In what capacity.", examples=("U.S. Treasury Secretary",)),
        Field("source", "source", "Where they can be checked: a key, an address, or a source in place."),
        Field("at", "line", "Where in the source.", examples=("¶19",)),
        Field("original", "text", "The wording before translation."),
        Field("note", "text", "A remark."),
    ),
    "Words that somebody said or wrote.",
)

RELATION = Entry(
    "relation",
    (
        Field("event", "line", "The id of the other event.", required=True),
        Field("as", "line", "How they belong together.", examples=("signed the same day",), attribute="kind"),
    ),
    "A tie to another event: its id, or a mapping that says how.",
)

EVENT = Entry(
    "event",
    (
        Field("id", "line", "What other events refer to it by; made from date and title if absent."),
        Field(
            "date",
            "date",
            "When it happened, in EDTF, as precisely as it is known and no more.",
            required=True,
            examples=("2024-06-13", "2024-06", "2024", "2024-06-13T15:05+02:00", "2024-06-13/2024-06-15", "2024~"),
        ),
        Field("date_note", "text", "Why this date, when it is inferred."),
        Field("title", "line", "What happened, in a line.", required=True),
        Field("summary", "text", "What happened, in a paragraph."),
        Field("countries", "lines", "Countries that it is about.", examples=("Japan",)),
        Field("topics", "lines", "What it is about.", examples=("sanctions",)),
        Field("people", "lines", "People who took part.", examples=("Fumio Kishida",)),
        Field("organizations", "lines", "Organizations that took part.", examples=("G7",)),
        Field("place", "line", "Where it happened.", examples=("Fasano, Italy",)),
        Field("quotes", "quotes", "What was said."),
        Field("sources", "citations", "Who says so, and where it can be checked."),
        Field("related", "relations", "Other events that belong to it."),
        Field("note", "text", "A remark."),
    ),
    "Something that happened.",
)

TIMELINE = Entry(
    "timeline",
    (
        Field("title", "line", "What the timeline is called; the name of the file if absent."),
        Field("description", "text", "What it covers."),
        Field("extract", "extract", EXTRACT.description),
        Field("views", "views", "Named queries; the first one is what opens. None: everything."),
        Field("aliases", "aliases", "Other names of countries, topics and people, each with the name it stands for."),
        Field("sources", "sources", "Each source once, under the key that events cite it by."),
        Field("events", "events", "What happened, in any order.", required=True),
    ),
    "A sourced chronology: who did what on which day, who said so, and where that can be checked.",
)

ENTRIES = (TIMELINE, EVENT, QUOTE, CITATION, SOURCE, RELATION, VIEW, EXTRACT)
"""Every type of mapping, from the whole to its parts."""
