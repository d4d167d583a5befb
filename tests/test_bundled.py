"""The bundled timeline is whole and sourced, and marks what is disputed or inferred.

Ids, dates, words and addresses are written out here a second time, so that a slip in events.yaml fails a test.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from tables import each_row

from timeline_tui import formats
from timeline_tui.analysis.relations import is_contradiction
from timeline_tui.analysis.slice import Slice
from timeline_tui.index.index import Index
from timeline_tui.model.timeline import STANCES, Event, Quote, Timeline
from timeline_tui.query.syntax import parse_query

EVENTS_FILE = Path(__file__).parents[1] / "events.yaml"

THE_SEVEN = {"Italy", "United States", "Japan", "United Kingdom", "France", "Germany", "Canada"}

# Events that cite the article.
FROM_ARTICLE = {
    "emanuel-needs-japan": "2024-06-10",
    "kishida-departure": "2024-06-12",
    "nhk-japan-weighs-sanctions": "2024-06-12",
    "us-sanctions-300": "2024-06-12",
    "yellen-supply-routes": "2024-06-12",
    "g7-opens": "2024-06-13",
    "g7-50bn": "2024-06-13",
    "g7-draft-largely-settled": "2024-06-13",
    "kishida-tells-g7": "2024-06-13",
    "japan-ukraine-accord": "2024-06-13",
    "us-ukraine-agreement": "2024-06-13",
    "g7-communique-china": "2024-06-14",
    "hiroshima-summit": "2023-05-19/2023-05-21",
    "vilnius-declaration": "2023-07-12",
    "five-of-g7-signed": "2024-02-24",
    "kishida-biden-washington": "2024-04-10",
    "nikkei-editorial": "2024-04-11?",
    "us-nitrocellulose": "2024-04-26",
    "kihara-shangri-la": "2024-06-01",
    "peace-summit": "2024-06-15/2024-06-16",
    "japan-sanctions": "2024-06-21",
}

# Events of the public record alone; none cites the article.
FROM_RECORD = {
    "dicas-groups": "2024-06-10",
    "ukraine-recovery-conference": "2024-06-11/2024-06-12",
    "white-house-preview": "2024-06-11",
    "uk-shadow-fleet": "2024-06-13",
    "china-objects-sanctions": "2024-06-13",
    "kishida-biden-talk": "2024-06-14T12:25+02:00",
    "putin-terms": "2024-06-14",
    "zelenskyy-switzerland": "2024-06-14",
}

# Every paragraph of the article: the events that cite it, or why none does.
PARAGRAPHS: dict[int, set[str] | str] = {
    1: {"japan-ukraine-accord", "us-ukraine-agreement", "japan-sanctions"},
    2: {"g7-opens", "g7-50bn"},
    3: {"g7-50bn"},
    4: {"g7-draft-largely-settled"},
    5: {"g7-communique-china"},
    6: {"japan-ukraine-accord"},
    7: {"japan-ukraine-accord"},
    8: {"hiroshima-summit", "vilnius-declaration", "japan-ukraine-accord"},
    9: {"hiroshima-summit", "kishida-departure"},
    10: {"kishida-departure", "peace-summit"},
    11: {"peace-summit"},
    12: {"five-of-g7-signed", "japan-ukraine-accord", "us-ukraine-agreement", "peace-summit"},
    13: {"nhk-japan-weighs-sanctions"},
    14: {"nhk-japan-weighs-sanctions", "us-nitrocellulose"},
    15: {"nhk-japan-weighs-sanctions", "kishida-tells-g7"},
    16: {"nhk-japan-weighs-sanctions"},
    17: {"us-sanctions-300"},
    18: {"us-sanctions-300"},
    19: {"yellen-supply-routes"},
    20: "opinion",
    21: {"kishida-biden-washington"},
    22: {"nikkei-editorial"},
    23: "opinion",
    24: "without a date",
    25: "without a date",
    26: {"kihara-shangri-la"},
    27: {"emanuel-needs-japan"},
}

# Where article and record differ, and the paragraph of the article in which they do.
DISPUTED = {
    "emanuel-needs-japan": "¶27",
    "kishida-departure": "¶9",
    "nhk-japan-weighs-sanctions": "¶15",
    "yellen-supply-routes": "¶19",
    "g7-50bn": "¶3",
    "g7-draft-largely-settled": "¶4",
    "japan-ukraine-accord": "¶8",
    "g7-communique-china": "¶5",
    "hiroshima-summit": "¶8",
    "vilnius-declaration": "¶8",
    "kishida-biden-washington": "¶21",
    "japan-sanctions": "¶1",
}

INFERRED = {
    "nhk-japan-weighs-sanctions",
    "yellen-supply-routes",
    "g7-50bn",
    "g7-draft-largely-settled",
    "us-ukraine-agreement",
    "g7-communique-china",
    "five-of-g7-signed",
    "kishida-biden-washington",
    "nikkei-editorial",
    "us-nitrocellulose",
    "dicas-groups",
    "kishida-tells-g7",
}

# How titles and summaries name a country: by its name, its people, or its capital for its government.
NAMED = {
    "Canada": "Canada",
    "China": "China|Chinese|Beijing",
    "France": "France",
    "Germany": "Germany",
    "India": "India",
    "Italy": "Italy",
    "Japan": "Japan|Tokyo",
    "Kazakhstan": "Kazakhstan",
    "Russia": "Russia",
    "Switzerland": "Switzerland",
    "Ukraine": "Ukraine|Kyiv",
    "United Arab Emirates": "United Arab Emirates",
    "United Kingdom": "UK|United Kingdom|British",
    "United States": "US|United States|America|Washington",
    "Uzbekistan": "Uzbekistan",
}


class Said(NamedTuple):
    event: str
    speaker: str
    source: str
    at: str
    words: str


QUOTES = [
    Said(
        "yellen-supply-routes",
        "Janet Yellen",
        "article",
        "¶19",
        "Today’s action cuts off their pathways to international materials and equipment, including their reliance on "
        "key materials from third countries.",
    ),
    Said(
        "kishida-biden-washington",
        "Fumio Kishida",
        "article",
        "¶21",
        "deepen the Japan-U.S. alliance at all levels to contribute to global stability.",
    ),
    Said("nikkei-editorial", "Nikkei", "article", "¶22", "strengthening the Japan-U.S. alliance is indispensable."),
    Said("nikkei-editorial", "Nikkei", "article", "¶22", "Japan under an unprecedented important responsibility."),
    Said("kihara-shangri-la", "Minoru Kihara", "article", "¶26", "prepare for contingencies."),
    Said(
        "emanuel-needs-japan",
        "Rahm Emanuel",
        "ap-emanuel",
        "",
        "The goal here is not more meetings. The goal is production",
    ),
    Said(
        "kishida-departure",
        "Fumio Kishida",
        "kantei-0612",
        "",
        "In any case, I intend to make this an opportunity to demonstrate our stance that the G7 will lead the "
        "discussions on how to address the various challenges facing the international community.",
    ),
    Said(
        "kishida-tells-g7",
        "Fumio Kishida",
        "kantei-0615",
        "",
        "I explained that Japan is now considering a new package of sanctions, including measures to be taken against "
        "entities in third-party countries such as China.",
    ),
    Said(
        "g7-50bn",
        "Senior administration official",
        "wh-call-0613",
        "",
        "And it's only fair that we close the gap by making Russia pay, not our taxpayers.",
    ),
    Said(
        "g7-50bn",
        "G7 leaders",
        "communique",
        "",
        "In the presence of President Zelenskyy, we decided to make available approximately USD 50 billion leveraging "
        "the extraordinary revenues of the immobilized Russian sovereign assets, sending an unmistakable signal to "
        "President Putin.",
    ),
    Said(
        "g7-communique-china",
        "G7 leaders",
        "communique",
        "",
        "We call on China to press Russia to stop its military aggression and immediately, completely and "
        "unconditionally withdraw its troops from Ukraine.",
    ),
    Said(
        "g7-communique-china",
        "G7 leaders",
        "communique",
        "",
        "We remain seriously concerned about the situation in the East and South China Seas and reiterate our strong "
        "opposition to any unilateral attempt to change the status quo by force or coercion.",
    ),
    Said(
        "g7-opens",
        "Prime Minister's Office of Japan",
        "kantei-session3",
        "",
        "Japan will continue to strongly promote sanctions against Russia and support for Ukraine, with the idea that "
        "“Ukraine today may be East Asia tomorrow.”",
    ),
    Said(
        "us-ukraine-agreement",
        "Joe Biden",
        "wh-pressconf-copy",
        "",
        "A lasting peace for Ukraine must be underwritten by Ukraine's own ability to defend itself now and to deter "
        "future aggression anytime in the — in the future.",
    ),
    Said(
        "japan-ukraine-accord",
        "Volodymyr Zelenskyy",
        "naftemporiki",
        "",
        "A unique document with one of the world's most economically and technologically advanced countries.",
    ),
    Said(
        "kishida-biden-talk",
        "Prime Minister's Office of Japan",
        "kantei-biden",
        "",
        "President Biden expressed his intention to continue working closely with Prime Minister Kishida, whom he "
        "considers a good friend and trusts.",
    ),
    Said(
        "white-house-preview",
        "John Kirby",
        "wh-gaggle-0611",
        "",
        "We will take bold steps to show Mr. Putin that time is not on his side and that he cannot outlast us, as we "
        "support Ukraine's fight for freedom.",
    ),
    Said(
        "ukraine-recovery-conference",
        "Volodymyr Zelenskyy",
        "president-urc",
        "",
        "There is the front, which is the land, the sky and the sea; it is where our people are defending themselves "
        "against the military attacks of the Russian occupier.",
    ),
    Said(
        "china-objects-sanctions",
        "Lin Jian",
        "chinatoday",
        "",
        "China firmly opposes all unilateral sanctions and long-arm jurisdiction.",
    ),
    Said(
        "uk-shadow-fleet",
        "Rishi Sunak",
        "standard",
        "",
        "Putin must lose, and cutting off his ability to fund a prolonged conflict is absolutely vital.",
    ),
    Said(
        "putin-terms",
        "Vladimir Putin",
        "urdupoint",
        "",
        "Ukrainian troops must be completely withdrawn from the Donetsk People's Republic, the Lugansk People's "
        "Republic, Kherson and Zaporizhzhia regions",
    ),
]

YELLEN_ORIGINAL = (
    "Today’s actions strike at their remaining avenues for international materials and equipment, "
    "including their reliance on critical supplies from third countries."
)

ADDRESSES = {
    "article": "https://redcensor.com/japan-and-the-united-states-cooperate-to-support-ukraine-at-g7-sanctions-to-assist-russian-and-chinese-entities",
    "kantei-hiroshima": "https://japan.kantei.go.jp/101_kishida/diplomatic/202305/21session8.html",
    "kantei-0410": "https://japan.kantei.go.jp/101_kishida/statement/202404/10kyodo_kaiken.html",
    "kantei-0612": "https://japan.kantei.go.jp/101_kishida/statement/202406/12kaiken.html",
    "kantei-day1": "https://japan.kantei.go.jp/101_kishida/actions/202406/13summit.html",
    "kantei-session3": "https://japan.kantei.go.jp/101_kishida/diplomatic/202406/13session3.html",
    "kantei-accord": "https://japan.kantei.go.jp/101_kishida/diplomatic/202406/13ukraine.html",
    "kantei-biden": "https://japan.kantei.go.jp/101_kishida/diplomatic/202406/14usa.html",
    "kantei-0615": "https://japan.kantei.go.jp/101_kishida/statement/202406/15kaiken.html",
    "kantei-peace": "https://japan.kantei.go.jp/101_kishida/diplomatic/202406/15ukraine.html",
    "mod-dicas": "https://www.mod.go.jp/en/article/2024/06/a37480a6ef780d70fb1b8a5842528dabe43fda3a.html",
    "nhk-0516": "https://www3.nhk.or.jp/nhkworld/en/news/20240516_17/",
    "nhk-0602": "https://www3.nhk.or.jp/nhkworld/en/news/20240602_01/",
    "nhk-0612": "https://www3.nhk.or.jp/nhkworld/en/news/20240612_07",
    "yomiuri-0613": "https://japannews.yomiuri.co.jp/politics/g7-summit/20240613-191827",
    "yomiuri-accord": "https://spokesman.com/stories/2024/jun/14/japan-ukraine-sign-deal-for-security-reconstructio",
    "jiji-dicas": "https://jen.jiji.com/jc/eng?g=eco&k=2024061100362",
    "jiji-departure": "https://www.nippon.com/en/news/yjj2024061200658/kishida-leaves-for-italy-to-attend-g-7-summit.html",
    "jiji-24h": "https://www.nippon.com/en/news/yjj2024061400005/japan-ukraine-agree-on-talks-within-24-hours-of-attack.html",
    "jiji-biden": "https://nippon.com/en/news/yjj2024061401175",
    "jiji-0621": "https://nippon.com/en/news/yjj2024062100552",
    "jiji-china": "https://www.nippon.com/en/news/yjj2024061500073/g-7-leaders-deeply-concerned-over-china's-support-to-russia.html",
    "reuters-0621": "https://japannews.yomiuri.co.jp/news-services/reuters/20240621-193547/",
    "nikkei-blog": "https://blog.goo.ne.jp/syaraku0812/e/94b10b64df110618855b81e9f0066611",
    "wh-gaggle-0611": "https://www.whitehouse.gov/briefing-room/press-briefings/2024/06/11/on-the-record-press-gaggle-by-white-house-national-security-communications-advisor-john-kirby-previewing-the-g7-summit/",
    "wh-call-0613": "https://www.whitehouse.gov/briefing-room/press-briefings/2024/06/13/background-press-call-on-the-g7/",
    "wh-call-0614": "https://whitehouse.gov/briefing-room/press-briefings/2024/06/15/background-press-call-on-an-update-on-the-presidents-second-day-at-the-g7",
    "wh-pressconf-copy": "https://news.doourbest.org/content/10614",
    "treasury": "https://home.treasury.gov/news/press-releases/jy2404",
    "treasury-copy": "https://nationaldossier.com/treasury-targets-russias-war-economy-and-120815",
    "ap-emanuel": "https://toronto.citynews.ca/2024/06/10/the-us-ambassador-to-japan-urges-tokyo-to-help-quickly-replenish-the-us-missile-inventory/",
    "reuters-emanuel": "https://japantoday.com/category/politics/us-needs-japan%27s-help-to-boost-military-production-ambassador-says",
    "reuters-0612": "https://www.straitstimes.com/asia/us-widens-russia-sanctions-targets-semiconductors-sent-via-china",
    "voa-0612": "https://voa.pangea-cms.com/preview/en-US/a/us-expands-sanctions-against-russia/7653136.html",
    "latimes": "https://www.latimes.com/world-nation/story/2024-06-13/us-europe-clear-way-to-50b-ukraine-loan-in-deal-to-tie-up-russian-assets-until-moscow-pays-for-war",
    "worldecr": "https://worldecr.com/news/us-fires-fresh-barrage-of-sanctions-at-russia-ahead-of-g7-opening",
    "oman-news": "https://omannews.gov.om/topics/en/81/show/117460/ona",
    "geoindopacific": "https://geoindopacific.com/?p=653",
    "communique": "https://pm.gc.ca/en/news/statements/2024/06/14/g7-leaders-statement",
    "toronto": "https://g7.utoronto.ca/evaluations/2024apulia/kirton-performance-240617.html",
    "bloomberg-draft": "http://origin.bnn.ca/g-7-pledge-to-step-up-action-on-russia-oil-fleet-energy-metals-1.2085211",
    "interfax": "https://en.interfax.com.ua/news/general/993721.html",
    "manila": "https://manila-shimbun.com/ja/category/jaglish/news277452.html",
    "standard": "https://streaming.standard.co.uk/news/politics/giorgia-meloni-ukraine-prime-minister-russia-rishi-sunak-b1164185.html",
    "vilnius": "https://www.president.gov.ua/en/news/za-uchastyu-volodimira-zelenskogo-lideri-krayin-g7-pogodili-84281",
    "president-urc": "https://www.president.gov.ua/en/news/vistup-volodimira-zelenskogo-na-ukraine-recovery-conference-91437",
    "pravda-0224": "https://www.pravda.com.ua/eng/news/2024/02/24/7443522/",
    "pravda-0612": "https://www.pravda.com.ua/eng/news/2024/06/12/7460346",
    "pravda-0614": "https://www.pravda.com.ua/eng/news/2024/06/14/7460843/",
    "kyivindependent": "https://kyivindependent.com/draft-us-ukraine-sign-bilateral-security-agreement",
    "eurointegration": "https://www.eurointegration.com.ua/eng/news/2024/06/14/7188132/",
    "naftemporiki": "https://www.naftemporiki.gr/kosmos/1687513/zelenski-45-disekatommyria-dolaria-apo-tin-iaponia-gia-to-2024-ki-epetai-synecheia/",
    "eda": "https://www.eda.admin.ch/countries/ukraine/uk/home/aktualne/novini.html/content/eda/en/meta/news/2024/6/16/101439",
    "urdupoint": "https://www.urdupoint.com/en/world/putin-says-ukraine-must-withdraw-troops-end-1835486.html",
    "chinatoday": "http://www.chinatoday.com.cn/ctenglish/2018/zdtj/202406/t20240614_800368775.html",
}

# Sources that are cited by publisher, headline and date alone.
WITHOUT_ADDRESS = {"blinken-0426", "gcaptain", "kyivindependent-0224"}

KINDS = {"official", "news agency", "newspaper", "news site", "broadcaster", "research", "blog", "copy"}


@pytest.fixture(scope="module")
def reading() -> formats.Reading:
    return formats.read(EVENTS_FILE.read_bytes(), "events.yaml")


@pytest.fixture(scope="module")
def timeline(reading: formats.Reading) -> Timeline:
    return reading.timeline


@pytest.fixture(scope="module")
def events(timeline: Timeline) -> dict[str, Event]:
    return {event.id: event for event in timeline.events}


def all_quotes(timeline: Timeline) -> list[tuple[Event, Quote]]:
    return [(event, quote) for event in timeline.events for quote in event.quotes]


# -- the file ---------------------------------------------------------------------------------------------------------


def test_it_reads_without_any_problem(reading):
    assert [str(problem) for problem in reading.problems] == []


def test_its_first_line_tells_editors_the_schema():
    first = EVENTS_FILE.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=timeline_tui/timeline.schema.json"


def test_it_says_what_it_is(timeline):
    assert timeline.title == "The G7 week, 10–14 June 2024"
    assert "\n" not in timeline.description
    assert "disput" in timeline.description


def test_it_opens_on_the_week(timeline):
    first = timeline.views[0]
    assert (first.name, first.query) == ("10–14 June", "date:2024-06-10..2024-06-14")
    assert 2 <= len(timeline.views) <= 4


def test_no_key_is_unknown(timeline):
    cited = [citation for event in timeline.events for citation in event.sources]
    tied = [relation for event in timeline.events for relation in event.related]
    quotes = [quote for _, quote in all_quotes(timeline)]
    assert not [part for part in (timeline, *timeline.sources, *timeline.events, *cited, *tied, *quotes) if part.other]


# -- events -----------------------------------------------------------------------------------------------------------


def test_every_event_is_there_on_its_date(timeline):
    assert {event.id: event.date.text for event in timeline.events} == FROM_ARTICLE | FROM_RECORD


def test_no_event_is_there_twice(timeline):
    assert [title for title, n in Counter(event.title for event in timeline.events).items() if n > 1] == []
    assert len(timeline.events) == len(FROM_ARTICLE) + len(FROM_RECORD)


def test_every_event_has_its_own_id(timeline):
    assert [event.title for event in timeline.events if not event.given_id] == []


def test_events_stand_in_the_order_of_time(timeline):
    days = [event.date.earliest for event in timeline.events]
    assert days == sorted(days)


def test_titles_fit_a_row(timeline):
    assert [event.title for event in timeline.events if len(event.title) > 80] == []


def test_every_event_says_what_who_and_about_what(timeline):
    assert [event.id for event in timeline.events if not (event.summary and event.countries and event.topics)] == []


def test_a_time_of_day_is_given_where_the_source_gives_one(timeline):
    timed = [event.id for event in timeline.events if event.date.minute is not None]
    assert timed == ["kishida-biden-talk"]


def test_every_approximate_or_uncertain_date_says_why(timeline):
    approximate = [event for event in timeline.events if event.date.approximate or event.date.uncertain]
    assert {event.id for event in approximate} == {"nikkei-editorial"}
    assert [event.id for event in approximate if not event.date_note] == []


def test_every_inferred_date_says_why(events):
    assert [key for key in INFERRED if not events[key].date_note] == []


# -- names ------------------------------------------------------------------------------------------------------------


def test_topics_are_few_and_none_is_on_one_event_alone(timeline):
    topics = Counter(topic for event in timeline.events for topic in event.topics)
    assert 12 <= len(topics) <= 16
    assert [topic for topic, n in topics.items() if n == 1] == []


def test_a_name_is_written_one_way(timeline):
    for names in (
        {topic for event in timeline.events for topic in event.topics},
        {country for event in timeline.events for country in event.countries},
        {person for event in timeline.events for person in event.people},
        {organization for event in timeline.events for organization in event.organizations},
    ):
        folded = Counter(re.sub(r"\W", "", name.casefold()).rstrip("s") for name in names)
        assert [name for name, n in folded.items() if n > 1] == []


def test_countries_are_those_that_the_text_names_and_the_g7_where_it_acts(timeline):
    for event in timeline.events:
        text = f"{event.title} {event.summary}"
        named = {country for country, names in NAMED.items() if re.search(rf"\b(?:{names})", text)}
        assert set(event.countries) == named | (THE_SEVEN if "G7" in event.organizations else set()), event.id


def test_what_the_g7_does_has_the_g7_as_an_organization(timeline):
    acting = {event.id for event in timeline.events if "G7" in event.organizations}
    assert acting == {
        *("hiroshima-summit", "vilnius-declaration", "g7-opens", "g7-50bn"),
        *("g7-draft-largely-settled", "g7-communique-china"),
    }


def test_people_are_in_the_text(timeline):
    for event in timeline.events:
        text = f"{event.title} {event.summary}"
        assert [person for person in event.people if person.split()[-1] not in text] == [], event.id


def test_other_names_lead_to_names_in_use(timeline):
    in_use = {name for event in timeline.events for name in (*event.countries, *event.topics, *event.people)}
    aliases = dict(timeline.aliases)
    assert set(aliases.values()) <= in_use
    assert not set(aliases) & in_use
    assert aliases["U.S."] == aliases["USA"] == aliases["US"] == "United States"
    assert aliases["U.K."] == aliases["UK"] == "United Kingdom"


# -- quotes -----------------------------------------------------------------------------------------------------------


@each_row("said", QUOTES)
def test_a_quotation_is_word_for_word(events, said):
    found = [(quote.speaker, quote.source.key, quote.at, quote.text) for quote in events[said.event].quotes]
    assert said[1:] in found


def test_there_are_no_other_quotations(timeline):
    assert Counter(quote.text for _, quote in all_quotes(timeline)) == Counter(said.words for said in QUOTES)


def test_yellen_is_also_given_in_the_original(events):
    (quote,) = events["yellen-supply-routes"].quotes
    assert quote.original == YELLEN_ORIGINAL
    assert "e-translated" in quote.note


def test_every_quotation_says_who_in_what_capacity_and_where(timeline):
    for event, quote in all_quotes(timeline):
        assert quote.speaker
        assert quote.role
        assert quote.source in {citation.source for citation in event.sources}


def test_quotations_from_the_article_that_could_not_be_verified_say_so(events):
    for key in ("kishida-biden-washington", "nikkei-editorial", "kihara-shangri-la"):
        for quote in events[key].quotes:
            assert re.search("Unverified|not found", quote.note)


def test_translated_quotations_say_so(timeline):
    for event, quote in all_quotes(timeline):
        translated = quote.source.key.startswith("kantei-") or quote.source.key in {
            "article",
            "chinatoday",
            "urdupoint",
        }
        assert ("translat" in quote.note.casefold()) is translated, (event.id, quote.text)


def test_every_text_of_the_prime_ministers_office_is_a_provisional_translation(timeline):
    texts = [source for source in timeline.sources if source.key.startswith("kantei-")]
    assert {source.note for source in texts} == {"Provisional translation by the Office."}


def test_no_quotation_ends_with_a_comma(timeline):
    assert [quote.text for _, quote in all_quotes(timeline) if quote.text.endswith(",")] == []


# -- sources ----------------------------------------------------------------------------------------------------------


def test_every_source_is_at_its_address(timeline):
    assert {source.key: source.url for source in timeline.sources if source.url} == ADDRESSES
    assert {source.key for source in timeline.sources if not source.url} == WITHOUT_ADDRESS


def test_a_source_without_an_address_has_a_date(timeline):
    assert [source.key for source in timeline.sources if source.key in WITHOUT_ADDRESS and not source.date] == []


def test_no_address_is_there_twice():
    assert len(set(ADDRESSES.values())) == len(ADDRESSES)


def test_every_source_is_described(timeline):
    for source in timeline.sources:
        assert source.title
        assert source.publisher
        assert source.kind in KINDS
        assert re.fullmatch("[a-z]{2}", source.language)


def test_a_copy_says_that_it_is_one(timeline):
    copies = {source.key: source.note for source in timeline.sources if source.kind == "copy"}
    assert set(copies) == {"article", "treasury-copy", "wh-pressconf-copy"}
    assert [key for key, note in copies.items() if "copy" not in note.casefold()] == []


def test_every_source_is_cited_and_every_citation_has_its_source(timeline):
    cited = {source.key for event in timeline.events for source in event.cited}
    assert cited == {source.key for source in timeline.sources}


def test_every_event_is_sourced_and_few_have_a_single_source(timeline):
    counts = {event.id: len({citation.source for citation in event.sources}) for event in timeline.events}
    assert min(counts.values()) >= 1
    single = {key for key, n in counts.items() if n == 1}
    assert single == {"ukraine-recovery-conference", "china-objects-sanctions", "zelenskyy-switzerland"}


def test_events_of_the_record_do_not_cite_the_article(events):
    cites = {key for key, event in events.items() if "article" in {source.key for source in event.cited}}
    assert cites == set(FROM_ARTICLE)


def test_every_paragraph_of_the_article_is_accounted_for(timeline):
    citing: dict[int, set[str]] = {}
    for event in timeline.events:
        for citation in (*event.sources, *event.quotes):
            if citation.source.key == "article":
                for first, last in re.findall(r"¶(\d+)(?:–(\d+))?", citation.at):
                    for number in range(int(first), int(last or first) + 1):
                        citing.setdefault(number, set()).add(event.id)
    assert set(PARAGRAPHS) == set(range(1, 28))
    assert citing == {number: events for number, events in PARAGRAPHS.items() if isinstance(events, set)}
    (article,) = [source for source in timeline.sources if source.key == "article"]
    assert all(f"¶{number}" in article.note for number, events in PARAGRAPHS.items() if isinstance(events, str))


def test_citations_of_the_article_say_which_paragraph(timeline):
    for event in timeline.events:
        for citation in event.sources:
            if citation.source.key == "article":
                assert re.fullmatch(r"¶\d+(–\d+)?(, ¶\d+(–\d+)?)*", citation.at)
                assert all(1 <= int(number) <= 27 for number in re.findall(r"\d+", citation.at))
            else:
                assert citation.at == ""


# -- disputes ---------------------------------------------------------------------------------------------------------


def test_each_dispute_is_on_its_event_with_a_note(timeline):
    disputes = [
        (event.id, citation) for event in timeline.events for citation in event.sources if citation.stance == "disputes"
    ]
    assert {key: citation.at for key, citation in disputes} == DISPUTED
    assert len(disputes) == len(DISPUTED)
    assert {citation.source.key for _, citation in disputes} == {"article"}
    assert [key for key, citation in disputes if not citation.note] == []


@each_row(
    ("key", "words"),
    [
        ("japan-ukraine-accord", "Vilnius on 12 July 2023"),
        ("vilnius-declaration", "Hiroshima"),
        ("g7-50bn", "loan"),
        ("g7-draft-largely-settled", "will take steps"),
        ("g7-communique-china", "any unilateral attempt"),
        ("g7-communique-china", "name China, for its coast guard"),
        ("nhk-japan-weighs-sanctions", "goods to Japan"),
        ("kishida-departure", "Global South"),
        ("kishida-departure", "rule of law"),
        ("japan-sanctions", "only considering"),
        ("yellen-supply-routes", "re-translation"),
        ("emanuel-needs-japan", "10 June"),
    ],
)
def test_the_note_of_a_dispute_says_what_differs(events, key, words):
    (note,) = [citation.note for citation in events[key].sources if citation.stance == "disputes"]
    assert words in note


def test_the_total_of_the_us_sanctions_is_that_of_two_departments(events):
    notes = {citation.source.key: citation.note for citation in events["us-sanctions-300"].sources}
    for key in ("worldecr", "treasury-copy"):
        assert "Treasury and State" in notes[key]


def test_all_stances_are_in_use(timeline):
    assert {citation.stance for event in timeline.events for citation in event.sources} == set(STANCES)


# -- relations --------------------------------------------------------------------------------------------------------


def test_every_relation_leads_to_another_event_and_says_how(timeline, events):
    for event in timeline.events:
        for relation in event.related:
            assert relation.event in events
            assert relation.event != event.id
            assert relation.kind


def test_a_relation_is_written_once(timeline):
    pairs = Counter(frozenset((event.id, relation.event)) for event in timeline.events for relation in event.related)
    assert [sorted(pair) for pair, n in pairs.items() if n > 1] == []


@each_row(
    ("key", "other", "kind"),
    [
        ("japan-ukraine-accord", "us-ukraine-agreement", "signed the same day"),
        ("china-objects-sanctions", "us-sanctions-300", "disputes"),
        ("g7-communique-china", "g7-draft-largely-settled", "final text of"),
        ("kishida-tells-g7", "nhk-japan-weighs-sanctions", "follows"),
        ("japan-sanctions", "kishida-tells-g7", "outcome of"),
        ("japan-ukraine-accord", "vilnius-declaration", "based on"),
        ("us-ukraine-agreement", "vilnius-declaration", "based on"),
        ("g7-50bn", "white-house-preview", "foreshadowed in"),
    ],
)
def test_events_that_belong_together_are_tied(events, key, other, kind):
    assert (other, kind) in {(relation.event, relation.kind) for relation in events[key].related}


def test_one_relation_is_a_contradiction(timeline):
    against = [
        (event.id, relation.event)
        for event in timeline.events
        for relation in event.related
        if is_contradiction(relation.kind)
    ]
    assert against == [("china-objects-sanctions", "us-sanctions-300")]


# -- the first look ---------------------------------------------------------------------------------------------------


def found(timeline: Timeline, query: str) -> list[str]:
    """The ids that ``query`` finds, in the order of the screen."""
    whole = Slice(Index(timeline), parse_query(query))
    return [whole.event(row).id for row in range(len(whole))]


def test_the_first_event_of_the_opening_view_has_a_quotation_and_a_dispute(timeline):
    shown = found(timeline, timeline.views[0].query)
    assert len(shown) == 20
    assert shown[0] == "emanuel-needs-japan"


def test_the_summit_opens_before_what_happens_there(timeline):
    assert found(timeline, "date:2024-06-13") == [
        *("g7-opens", "g7-50bn", "g7-draft-largely-settled", "uk-shadow-fleet", "china-objects-sanctions"),
        *("kishida-tells-g7", "japan-ukraine-accord", "us-ukraine-agreement"),
    ]


def test_the_view_of_japan_and_the_united_states_has_what_the_two_did(timeline):
    (view,) = [view for view in timeline.views if view.name == "Japan and the United States"]
    acts = {"japan-ukraine-accord", "us-ukraine-agreement", "us-sanctions-300", "nhk-japan-weighs-sanctions"}
    assert set(found(timeline, view.query)) >= acts
