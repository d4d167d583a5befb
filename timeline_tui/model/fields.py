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
    "stance",  # one of model.STANCES, in any case
    "reliability",  # one of model.RELIABILITIES, in either case
    "credibility",  # one of model.CREDIBILITIES
    "sha256",  # 64 hexadecimal digits
    "fingerprint",  # FINGERPRINT_DIGITS hexadecimal digits
    "count",  # a whole number
    "keys",  # a list of keys of ``sources``; a single one counts as a list of one
    "order",  # a list of ids of events and dates; a single one counts as a list of one
    "aliases",  # a mapping: alias → name
    "sources",  # a mapping: key → source; or the path of a bibliography; or a list of these
    "source",  # a key of ``sources``, an address, or a mapping with the fields of a source
    "views",  # this and the next kinds: a list of mappings; a single mapping counts as a list of one
    "events",
    "quotes",  # an item may also be the text of the quote
    "citations",  # an item may also be a key or an address
    "relations",  # an item may also be an id
    "archives",  # an item may also be an address
    "checks",
    "extract",  # one mapping
]


BIBLIOGRAPHY_ENDINGS = (".json", ".bib", ".bibtex", ".ris")
"""How the name of a bibliography ends: CSL-JSON, BibTeX, RIS."""

SCHEMA_FILE = "timeline.schema.json"
"""The name of the schema, in the folder of a timeline. ``timeline-tui new`` and ``timeline-tui schema`` write it."""


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
        Field(
            "searched",
            "count",
            "Only if the file was still being read at the export: the number of events that had been searched.",
        ),
    ),
    "In an exported part of a timeline: the query that selected its events. Written by export.",
)

ARCHIVE = EntryType(
    "archive",
    (
        Field("url", "address", "Web address of the archived page.", required=True),
        Field("date", "date", "Date on which it was archived (EDTF).", examples=("2024-06-14",)),
    ),
    "A copy of a source in an archive: its address, or a mapping that also says when it was made.",
)

SOURCE = EntryType(
    "source",
    (
        Field("title", "line", "Title of the source."),
        Field("author", "lines", "Author or authors of the source.", examples=("Andrea Shalal",)),
        Field("publisher", "line", "Publisher of the source.", examples=("Reuters",)),
        Field("date", "date", "Date of publication (EDTF).", examples=("2024-06-13",)),
        Field("url", "address", "Web address of the source.", examples=("https://example.org/statement",)),
        Field("kind", "line", "Type of source.", examples=("official", "news")),
        Field("language", "line", "Language of the source.", examples=("en", "ja")),
        Field("accessed", "date", "Date on which the source was read (EDTF).", examples=("2024-06-20",)),
        Field("archived", "archives", "Address of an archived page, or a list of addresses and `{url, date}`."),
        Field("copy", "line", "Path of a copy, relative to this file.", examples=("copies/statement.pdf",)),
        Field("sha256", "sha256", "SHA-256 of the copy: 64 hexadecimal digits."),
        Field(
            "reliability",
            "reliability",
            "How reliable the source is, from A (completely) to E (not at all); F: it cannot be judged.",
            examples=("B",),
        ),
        Field("based_on", "keys", "Key or keys of the sources that this source repeats.", examples=("reuters",)),
        Field("note", "text", "A remark."),
    ),
    "A publication, page or document in which a statement can be checked.",
)

# If a citation is written as a mapping with the fields of a source, its ``note`` is the note of the citation, and its
# ``date`` the date of the source.
CITATION = EntryType(
    "citation",
    (
        Field("source", "source", "A key of `sources`, an address, or a mapping with the fields of a source."),
        Field("at", "line", "Place in the source.", examples=("¶6–8", "p. 12", "12:30")),
        Field("stance", "stance", "Whether the source reports (the default), confirms or disputes the event."),
        Field("date", "date", "Date that this source gives for the event (EDTF).", examples=("2024-06-12",)),
        Field(
            "credibility",
            "credibility",
            "How credible the statement is, from 1 (confirmed) to 5 (improbable); 6: it cannot be judged.",
            examples=("2",),
        ),
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
        Field("language", "line", "Language of the original words.", examples=("ja",)),
        Field("original", "text", "The words in the original language, if the text is a translation."),
        Field("translator", "line", "Who translated the words."),
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

CHECK = EntryType(
    "check",
    (
        Field("by", "line", "Who checked the event.", required=True),
        Field("on", "date", "Date of the check (EDTF).", examples=("2024-06-20",)),
        Field("hash", "fingerprint", "Short hash of the event at the check; `Y` copies it with the line to paste."),
        Field("note", "text", "A remark."),
    ),
    "A check of an event against its sources.",
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
        Field("after", "order", "Ids of events, or dates, after which it happened. Then `date` may be missing."),
        Field("before", "order", "Ids of events, or dates, before which it happened. Then `date` may be missing."),
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
        Field("checked", "checks", "Who checked the event, and when."),
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

ENTRIES = (TIMELINE, EVENT, QUOTE, CITATION, SOURCE, ARCHIVE, RELATION, CHECK, VIEW, EXTRACT)
"""Every type of mapping, beginning with the whole file."""
