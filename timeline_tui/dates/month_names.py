"""The words of dates in English, German, French, Spanish, Italian, Portuguese, Russian, Ukrainian and Japanese.

``CODES`` translates each word into a code that is the same in all languages: ``M06`` for June, ``W4`` for Thursday,
``S21`` for spring, one letter for other words (see ``_WORDS``), and an empty text for words like "of".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# The twelve months in each language, with other spellings and grammatical cases. `_months` adds the abbreviations.
_MONTHS = (
    "january february march april may june july august september|sept october november december",
    "januar|jänner|jaenner februar märz|maerz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    (
        "январь|января февраль|февраля март|марта апрель|апреля май|мая июнь|июня июль|июля август|августа "
        "сентябрь|сентября октябрь|октября ноябрь|ноября декабрь|декабря"
    ),
    (
        "січень|січня лютий|лютого березень|березня квітень|квітня травень|травня червень|червня липень|липня "
        "серпень|серпня вересень|вересня жовтень|жовтня листопад|листопада грудень|грудня"
    ),
)

# Monday to Sunday. "mar" (Tuesday in French, Spanish and Italian) means March here, "do" and "di" mean "of".
_WEEKDAYS = (
    "monday|mon tuesday|tue|tues wednesday|wed thursday|thu|thur|thurs friday|fri saturday|sat sunday|sun",
    "montag|mo dienstag mittwoch|mi donnerstag freitag|fr samstag|sonnabend|sa sonntag|so",
    "lundi|lun mardi mercredi|mer jeudi|jeu vendredi|ven samedi|sam dimanche|dim",
    "lunes martes miércoles|mié jueves|jue viernes|vie sábado|sáb domingo|dom",
    "lunedì martedì mercoledì giovedì|gio venerdì sabato|sab domenica",
    "segunda|seg terça|ter quarta|qua quinta|qui sexta|sex sábado domingo",
    "понедельник|пн вторник|вт среда|ср четверг|чт пятница|пт суббота|сб воскресенье|вс",
    "понеділок вівторок середа четвер пʼятниця|п'ятниця субота неділя|нд",
    "月曜日|月曜 火曜日|火曜|火 水曜日|水曜|水 木曜日|木曜|木 金曜日|金曜|金 土曜日|土曜|土 日曜日|日曜",
)

# B and A: BC and AD; C: century; K: decade; E, I, L: early, mid, late; F: from; U: until; J: to, between the ends of a
# range; OR: between two dates, one of which is right; '70: the tens of a year; O: ongoing; Q: quarter;
# H: half or hour; ER: the ending of "1920er" and "1er"; & and +: between, and.
_WORDS = {
    "S21": "spring frühling frühjahr printemps primavera весна весной весны навесні весни 春",
    "S22": "summer sommer été verano estate verão лето летом лета літо влітку літа 夏",
    "S23": "autumn fall herbst automne otoño autunno outono осень осенью осени осінь восени 秋",
    "S24": "winter hiver invierno inverno зима зимой зимы взимку зими 冬",
    "~": "c ca circa about around approx approximately etwa ungefähr gegen um vers environ hacia cerca verso около"
    " близько 頃 ごろ",
    "<": "before vor avant antes prima 以前",
    ">": "after nach après después dopo depois после після",
    "F": "from vom since seit ab von depuis desde с з від",
    "U": "until till by bis até hasta jusqu до",
    "J": "to through thru à au al a por по",
    "E": "early beginning anfang début principios primeros inicios comienzos inizio inizi primi início начало начале "
    "початок",
    "I": "mid middle mitte milieu mediados metà meados середина середине",
    "L": "late end ende fin finales fines fine fim конец конце кінець",
    "B": "bc bce vchr vuz avjc avjesuschrist ac донэ доне 紀元前",
    "A": "ad ce nchr uz apjc dc нэ не",
    "C": "century jahrhundert jahrhunderts jh jhd jhs siècle siglo secolo sec século век века в столетие ст"
    " століття 世紀",
    "K": "s jahre années anni años anos década е х ті 年代",
    "ER": "er",
    "'30": "trenta treinta trinta",
    "'40": "quaranta cuarenta quarenta",
    "'50": "cinquanta cincuenta cinquenta",
    "'60": "sessanta sesenta sessenta",
    "'70": "settanta setenta",
    "'80": "ottanta ochenta oitenta",
    "'90": "novanta noventa",
    "'30 K": "thirties dreißiger dreißigerjahre",
    "'40 K": "forties vierziger vierzigerjahre",
    "'50 K": "fifties fünfziger fünfzigerjahre",
    "'60 K": "sixties sechziger sechzigerjahre",
    "'70 K": "seventies siebziger siebzigerjahre",
    "'80 K": "eighties achtziger achtzigerjahre",
    "'90 K": "nineties neunziger neunzigerjahre",
    "OR": "or oder ou или або",
    "Q": "q quarter quartal trimestre квартал 四半期",
    "H": "h",
    "AM": "am",
    "PM": "pm",
    "T": "t",
    "Z": "z utc gmt",
    "O": "present ongoing now today heute andauernd présent presente oggi hoy hoje сегодня сейчас 現在",
    "年": "年",
    "月": "月",
    "日": "日",
    "&": "between zwischen entre tra между між",
    "+": "and und et y e и і",
    # Names of time zones with one meaning, and with several. A day does not need its time zone.
    "Z+0100": "cet mez",
    "Z+0200": "cest mesz eet",
    "Z+0300": "eest msk",
    "Z+0900": "jst",
    "Z-0500": "est",
    "Z-0400": "edt",
    "Z-0600": "mdt",
    "Z-0800": "pst",
    "Z-0700": "pdt",
    "NZ": "cst cdt mst ist bst",
    " ": "year jahr o'clock",
    "": "of the on at in gli zum de du dal del di do da dos le la el il em en im den der dem st nd rd th o º го г год"
    " года году р рік року feira uhr year jahr o'clock",
}

_NO_DATE = (
    "- -- --- – — ? ?? x * . .. ... … n/a na #n/a n.a. n.d. nd none null nil nan nat no_date not_known "
    "unknown undated tbd tba tbc unbekannt k.a. k._a. o.d. o._d. o.j. o._j. ohne_datum inconnu inconnue s.d. "
    "non_daté non_datée undatiert "
    "s._d. sans_date desconocido desconocida sin_fecha s/f s.f. sconosciuto sconosciuta senza_data "
    "desconhecido desconhecida sem_data неизвестно нет без_даты б/д невідомо немає без_дати 不明 未定 なし -/- <na> "
    "\\n"
)
NO_DATE = frozenset(word.replace("_", " ") for word in ["", *_NO_DATE.split()])
"""The texts of cells without a date, in lower case."""


def _plain(word: str) -> str:
    """The word without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _months() -> dict[str, str]:
    """The codes of the names and abbreviations of months, without abbreviations that fit two months, such as "jui"."""
    exact: dict[str, str] = {}
    short: dict[str, set[str]] = {}
    for language in _MONTHS:
        for number, names in enumerate(language.split(), 1):
            for name in names.split("|"):
                for word in (name, _plain(name)):
                    exact[word] = f"M{number:02}"
                    for length in (3, 4):
                        short.setdefault(word[:length], set()).add(f"M{number:02}")
    return {word: min(codes) for word, codes in short.items() if len(codes) == 1} | exact


def _weekdays() -> Iterator[tuple[str, str]]:
    for language in _WEEKDAYS:
        for number, names in enumerate(language.split(), 1):
            for name in names.split("|"):
                yield name, f"W{number}"
                yield _plain(name), f"W{number}"


def _others() -> Iterator[tuple[str, str]]:
    for code, words in _WORDS.items():
        for word in words.split():
            yield word, code
            yield _plain(word), code


CODES: dict[str, str] = dict(_weekdays()) | _months() | dict(_others())
"""The code of each word, in lower case and without full stops."""
