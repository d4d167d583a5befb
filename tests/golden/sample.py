"""A timeline that uses everything the model has: what the golden files beside it are made from."""

from timeline_tui.dates.when import parse
from timeline_tui.model.timeline import (
    Archive,
    Check,
    Citation,
    Entries,
    Event,
    Extract,
    Quote,
    Relation,
    Source,
    Timeline,
)

ARTICLE = Source(
    key="article",
    title="Japan and the United States cooperate to support Ukraine at G7",
    publisher="A news site",
    url="https://redcensor.com/japan-and-the-united-states-cooperate-to-support-ukraine-at-g7-sanctions-to-assist-russian-and-chinese-entities",
    kind="article",
    language="en",
    note="A public copy; the first six paragraphs were compared and are the same.",
)
KANTEI = Source(
    key="kantei-accord",
    title="Japan–Ukraine summit meeting and signing of the accord",
    publisher="Prime Minister’s Office of Japan",
    date=parse("2024-06-13"),
    url="https://japan.kantei.go.jp/101_kishida/diplomatic/202406/13ukraine.html",
    kind="official",
    author=("Cabinet Public Affairs Office",),
    accessed=parse("2024-06-20"),
    archived=(Archive("https://archive.example/1", parse("2024-06-14")), Archive("https://archive.example/2")),
    copy="copies/accord.html",
    sha256="0123456789abcdef" * 4,
    reliability="B",
    based_on=("vilnius",),
    other=(("checksum", "yes"),),
)
VILNIUS = Source(
    key="vilnius",
    title="Joint Declaration of Support for Ukraine",
    publisher="President of Ukraine",
    date=parse("2023-07-12"),
    url="https://www.president.gov.ua/en/news/za-uchastyu-volodimira-zelenskogo-lideri-krayin-g7-pogodili-84281",
)
BARE = Source(url="https://g7.utoronto.ca/evaluations/2024apulia/kirton-performance-240617.html")
ARCHIVE = Source(key="box-7", title="Box 7, folder 2.", kind="archive", url="ftp://archive.example/box-7")
DESK = Source(key="desk-notes")

ACCORD = Event(
    id="japan-ukraine-accord",
    date=parse("2024-06-13T15:05+02:00"),
    title="Japan and Ukraine sign a ten-year support accord",
    summary=(
        "Kishida and Zelenskyy sign an accord on support for Ukraine: consultations within 24 hours of a new Russian "
        "attack, non-lethal equipment, demining, and the care of wounded soldiers.\n\n"
        "It stays within Japan’s constitution and is not legally binding."
    ),
    countries=("Japan", "Ukraine", "Russia", "Italy"),
    topics=("security agreement", "reconstruction", "demining", "intelligence"),
    people=("Fumio Kishida", "Volodymyr Zelenskyy"),
    organizations=("G7",),
    place="Fasano, Italy",
    quotes=(
        Quote(
            text="A unique document with one of the world's most economically and technologically advanced countries.",
            speaker="Volodymyr Zelenskyy",
            role="President of Ukraine",
            source=BARE,
            at="post of 13 June",
            original="Унікальний документ",
            language="uk",
            translator="The office of the President",
            note="From his own channel.",
            other=(("mood", "cheerful"),),
        ),
        Quote(text="«We stand with Ukraine»", at="said to reporters"),
        Quote(text="First line,\nsecond line."),
    ),
    sources=(
        Citation(KANTEI, at="¶2", note="The accord’s full name is here.", credibility="2"),
        Citation(
            ARTICLE,
            at="¶8",
            stance="disputes",
            note="It places the joint declaration at the Hiroshima summit; it was issued in Vilnius on 12 July 2023.",
        ),
        Citation(ARTICLE, at="¶6–7", date=parse("2024-06-14")),
        Citation(VILNIUS, stance="confirms", other=(("checked by", "two people"),)),
    ),
    related=(
        Relation("vilnius-declaration", "follows from"),
        Relation("us-ukraine-agreement", "signed the same day"),
        Relation("g7-50bn"),
    ),
    note="The accord is one of more than 15.",
    other=(
        ("casualties", None),
        ("map", Entries((("lat", "40.8"), ("long", "17.3"), ("seen", ("day", "night"))))),
        ("tags", ("one", "two", ("deep", "deeper"))),
    ),
    given_id=True,
    file="events.yaml",
    line=120,
    after=("2024-06-12",),
    checked=(Check("Anna Example", parse("2024-06-21"), "Both pages read."),),
)

EVENTS = (
    ACCORD,
    Event(
        id="vilnius-declaration",
        date=parse("2023-07-12"),
        title="Leaders of the G7 declare their support for Ukraine in Vilnius",
        countries=("Ukraine", "Lithuania"),
        topics=("security agreement",),
        sources=(Citation(VILNIUS),),
    ),
    Event(id="summit", date=parse("2024-06-13/2024-06-15"), title="The G7 meets in Italy", countries=("Italy",)),
    Event(
        id="six-signed",
        date=parse("2024-02-24~"),
        date_note="“by late February” in the article",
        title="All of the G7 but Japan and the United States have signed agreements with Ukraine",
        countries=("Canada", "France", "Germany", "Italy", "Japan", "Ukraine", "United Kingdom", "United States"),
        sources=(Citation(ARCHIVE, at="sheet 3"), Citation(DESK, stance="disputes")),
    ),
    Event(
        id="rumour",
        date=parse("2024-05?"),
        title="日本とウクライナが協定の交渉を始めたと伝えられる",
        countries=("Japan",),
    ),
)

SAMPLE = Timeline(
    title="The G7 week, 10–14 June 2024",
    description=(
        "Who did what around the G7 summit in Italy, who said so, and where that can be checked. "
        "Where the record and the article disagree, both are kept."
    ),
    sources=(ARTICLE, KANTEI, VILNIUS, ARCHIVE, DESK),
    events=EVENTS,
    extract=Extract('country:Japan,Ukraine,Italy -topic:"shadow fleet"', 24),
    other=(("licence", "CC BY 4.0"),),
)
