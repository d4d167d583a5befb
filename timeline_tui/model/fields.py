"""The table of all fields of a timeline file. Readers, writers, the JSON Schema, hints and docs use it.

The *kind* of a field says which values it can have. A number or a boolean is accepted instead of text, and read as it
is written in the file. Null and empty text mean the same as no field, unless the field is required.
"""

from typing import Literal, NamedTuple

Kind = Literal[
    "line",  # text; line breaks become spaces
    "text",  # text that may have several lines
    "address",  # one web address; other text is kept, too
    "lines",  # a list of lines; a single one counts as a list of one
    "query",  # a valid query; the empty one finds everything
    "date",  # EDTF
    "stance",  # one of model.STANCES
    "count",  # a whole number
    "aliases",  # a mapping: alias → name
    "sources",  # a mapping: key → source; or the path of a bibliography; or a list of these
    "source",  # a key of ``sources``, an address, or a mapping with the fields of a source
    "views",  # this and the next kinds: a list of mappings; a single mapping counts as a list of one
    "events",
    "quotes",  # an item may also be the text of the quote
    "citations",  # an item may also be a key or an address
    "relations",  # an item may also be an id
    "extract",  # one mapping
]


BIBLIOGRAPHY_ENDINGS = (".json", ".bib", ".bibtex", ".ris")
"""How the name of a bibliography ends: CSL-JSON, BibTeX, RIS."""


class Field(NamedTuple):
    """One key of a mapping in the file: its name, the kind of its value, and a description.

    An entry without a ``required`` field is dropped. ``attribute`` is the name of the attribute in the model, if it
    differs from ``name``.
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


class EntryType(NamedTuple):
    """One type of mapping in the file: its name in messages, its fields in the order of writing, and a description."""

    noun: str
    fields: tuple[Field, ...]
    description: str

    @property
    def by_name(self) -> dict[str, Field]:
        """The fields by their names in the file."""
        return {field.name: field for field in self.fields}


VIEW = EntryType(
    "view",
    (
        Field("name", "line", "Name of the view.", required=True, examples=("10–14 June",)),
        Field(
            "query",
            "query",
            "The query, as in the query bar. Empty: all events.",
            required=True,
            examples=("date:2024-06-10..2024-06-14", "country:Japan,Ukraine -topic:oil"),
        ),
    ),
    "A named query. The first view is shown at the start.",
)

EXTRACT = EntryType(
    "extract",
    (
        Field("query", "query", "The query that chose these events.", required=True),
        Field("total", "count", "Number of events in the whole timeline.", required=True),
    ),
    "In an exported part of a timeline: the query that selected its events. Written by export.",
)

SOURCE = EntryType(
    "source",
    (
        Field("title", "line", "Title of the source."),
        Field("publisher", "line", "Publisher of the source.", examples=("Reuters",)),
        Field("date", "date", "Date of publication (EDTF).", examples=("2024-06-13",)),
        Field("url", "address", "Web address of the source.", examples=("https://example.org/statement",)),
        Field("kind", "line", "Type of source.", examples=("official", "news")),
        Field("language", "line", "Language of the source.", examples=("en", "ja")),
        Field("note", "text", "A remark."),
    ),
    "A publication, page or document in which a statement can be checked.",
)

# If a citation is written as a mapping with the fields of a source, its ``note`` is the note of the citation.
CITATION = EntryType(
    "citation",
    (
        Field("source", "source", "A key of `sources`, an address, or a mapping with the fields of a source."),
        Field("at", "line", "Place in the source.", examples=("¶6–8", "p. 12", "12:30")),
        Field("stance", "stance", "Whether the source reports (the default), confirms or disputes the event."),
        Field("note", "text", "A remark on what this source says about the event."),
    ),
    "A source that reports, confirms or disputes the event.",
)

QUOTE = EntryType(
    "quote",
    (
        Field("text", "text", "The words, without quotation marks.", required=True),
        Field("speaker", "line", "Speaker or author of the words.", examples=("Janet Yellen",)),
        Field("role", "line", "Office or role of the speaker.", examples=("U.S. Treasury Secretary",)),
        Field(
            "source",
            "source",
            "Source of the quote: a key of `sources`, an address, or a mapping with the fields of a source.",
        ),
        Field("at", "line", "Place in the source.", examples=("¶19",)),
        Field("original", "text", "The words in the original language, if the text is a translation."),
        Field("note", "text", "A remark."),
    ),
    "Words that were said or written.",
)

RELATION = EntryType(
    "relation",
    (
        Field("event", "line", "Id of the other event.", required=True),
        Field("as", "line", "How the events are related.", examples=("signed the same day",), attribute="kind"),
    ),
    "A relation to another event: its id, or a mapping that also says how they are related.",
)

EVENT = EntryType(
    "event",
    (
        Field("id", "line", "Id by which other events refer to this one. Default: made from date and title."),
        Field(
            "date",
            "date",
            "Date in EDTF, only as precise as it is known.",
            required=True,
            examples=("2024-06-13", "2024-06", "2024", "2024-06-13T15:05+02:00", "2024-06-13/2024-06-15", "2024~"),
        ),
        Field("date_note", "text", "Reason for the date, if it is inferred."),
        Field("title", "line", "What happened, in one line.", required=True),
        Field("summary", "text", "What happened, in one paragraph."),
        Field("countries", "lines", "Countries that the event is about.", examples=("Japan",)),
        Field("topics", "lines", "Topics of the event.", examples=("sanctions",)),
        Field("people", "lines", "People who took part.", examples=("Fumio Kishida",)),
        Field("organizations", "lines", "Organizations that took part.", examples=("G7",)),
        Field("place", "line", "Where it happened.", examples=("Fasano, Italy",)),
        Field("quotes", "quotes", "Quotes that belong to the event."),
        Field("sources", "citations", "Sources that report, confirm or dispute the event."),
        Field("related", "relations", "Related events."),
        Field("note", "text", "A remark."),
    ),
    "Something that happened.",
)

TIMELINE = EntryType(
    "timeline",
    (
        Field("title", "line", "Title of the timeline. Default: the name of the file."),
        Field("description", "text", "What the timeline covers."),
        Field("extract", "extract", EXTRACT.description),
        Field("views", "views", "Named queries. The first is shown at the start; without views, all events are shown."),
        Field("aliases", "aliases", "Other names of countries, topics and people, each with the name to use instead."),
        Field(
            "sources",
            "sources",
            "Sources, each under the key by which events cite it; or the path of a bibliography in the folder of the "
            "file (CSL-JSON, BibTeX, RIS); or a list of both.",
        ),
        Field("events", "events", "Events, in any order.", required=True),
    ),
    "A chronology of events with quotes and sources.",
)

ENTRIES = (TIMELINE, EVENT, QUOTE, CITATION, SOURCE, RELATION, VIEW, EXTRACT)
"""Every type of mapping, beginning with the whole file."""
