"""Normalizes the text of a date: dashes, digits and spaces, and the words of nine languages."""

from __future__ import annotations

import re
import unicodedata

from timeline_tui.dates.calendar import MONTHS
from timeline_tui.dates.month_names import CODES

_DASHES = str.maketrans(dict.fromkeys("‐‑−﹣－", "-") | dict.fromkeys("‒–—―〜～", "–") | dict.fromkeys("‘’ʼ`´", "'"))
_PHRASES = (
    (
        re.compile(r"\b([vn])\. ?chr\b\.?|\b([vn])\. ?u\. ?z\b\.?"),
        lambda m: "vchr" if (m[1] or m[2]) == "v" else "nchr",
    ),
    (re.compile(r"\bдо (?:н\. ?[эе]\b\.?|нашей эры|нашої ери)"), lambda _: "bc"),
    (re.compile(r"\bн\. ?[эе]\b\.?|\bнашей эры\b|\bнашої ери\b"), lambda _: "ad"),
    (
        re.compile(r"\b(av|ap)(?:ant|rès)?\.? ?j(?:ésus)?\.?[- ]?c(?:hrist|\b\.?)"),
        lambda m: "bc" if m[1] == "av" else "ad",
    ),
    (re.compile(r"\b([ad])\. ?c\.(?= |$)|\b([ad])\. ?de c\."), lambda m: "bc" if (m[1] or m[2]) == "a" else "ad"),
    (re.compile(r"\bbefore christ\b"), lambda _: "bc"),
)
_CENTURY = re.compile(r"(?<=[0-9])(st|nd|rd|th) c(?:\b\.?)(?! ?[0-9])")  # 17th c.
_HALF = re.compile(
    r"\b(?:(first|1st|erste|1\.|première|1re|prima|primera|primeira)|second|2nd|zweite|2\.|seconde|deuxième|2e|seconda|"
    r"segunda) (?:half|hälfte|moitié|metà|mitad|metade)(?: (?:of|des|de|du|del|do)\b)?"
)
_INLINE = re.compile(r"</?(?:a|b|em|font|i|small|span|strong|sub|sup|time|u)\b[^<>]*>")  # March 1<sup>st</sup>
_BLOCK = re.compile(r"</?(?:br|div|li|p)\b[^<>]*>|&nbsp;")
_FRENCH = re.compile(r"[0-9][eè]|mi-")
_ORDINAL = re.compile(r"(?<=[0-9])(?:[eè]me|ère|er?(?= (?:siècle|trimestre)))(?!\w)")  # French: 2ème, 17e siècle
_MID = re.compile(r"\bmi-(?=[^\W\d_]{3})")  # French: mi-mars
_AT_A_PART = re.compile(  # Spanish: a mediados de; Italian: a metà
    r"a (?=(?:mediados|principios|inicios|comienzos|finales|fines|fine|inizio|inizi|metà)\b)"
)
_TENTHS = {"上旬": "early", "中旬": "mid", "下旬": "late"}  # the first, second and third ten days of a month
_FEIRA = re.compile(r"\b([2-6])\.?[aª]?[- ]?feira\b|[- ]feira\b")  # Portuguese: segunda-feira, 2ª-feira
_FEIRAS = ("segunda", "terça", "quarta", "quinta", "sexta")
_WORD = re.compile(r"o'clock|[^\W\d_]+(?:\.[^\W\d_]+)*\.?")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})e?")
_DIGITS = {"ix": 9, "iv": 4}
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}


class UnknownWordError(ValueError):
    """A word of the text is not known as a part of dates."""


def folded(text: str) -> str:
    """The text in lower case and NFKC, with plain dashes and single spaces, without tags of HTML."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES)
    text = text.lower()
    if ("<" in text and ">" in text) or "&" in text:
        text = _BLOCK.sub(" ", _INLINE.sub("", text))
    return " ".join(text.split())


def coded(plain: str) -> str:
    """Translate the words of a folded text to codes. Raises UnknownWordError.

    ``friday, january 5th, 2024`` becomes ``W5 M01 5 2024``.
    """
    text = plain
    if text[:1] in ("<", ">"):
        text = f"{text[0]} {text[1:]}"  # after 1910
    if not text.isascii():
        text = _japanese(text)
    if "." in text:
        text = _DOTTED.sub(r"\1:\2", text)
    if text.islower() or not text.isascii():
        text = _translated(_with_hours(text))
    if text[4:5] == ":":
        text = re.sub(r"^((?:1[89]|20)[0-9]{2}):([0-9]{2}):([0-9]{2})(?= )", r"\1-\2-\3", text)  # as in pictures (Exif)
    if "," in text:
        text = re.sub(r"(?<=:[0-9]{2}),(?=[0-9])", ".", text)  # a fraction of a second
        text = re.sub(r"\b([0-9]{1,3}),([0-9]{3})(?= +[AB]\b)", r"\1\2", text)
    return " ".join(_PUNCTUATION.sub(" ", _NUMBERED.sub(".", text)).split())


def _translated(text: str) -> str:
    if "." in text or _PHRASE.search(text):
        for phrase, word in _PHRASES:
            text = phrase.sub(word, text)
    text = _CENTURY.sub(r"\1 century", text) if " c" in text else text
    text = _HALF.sub(lambda found: "h1" if found[1] else "h2", text)
    text = text.replace("°", "")  # Italian: 1° maggio
    if "feira" in text:
        text = _FEIRA.sub(lambda found: _FEIRAS[int(found[1]) - 2] if found[1] else "", text)
    if "(" in text:
        text = re.sub(r"(gmt[+-][0-9]{2}:?[0-9]{2}) \([^()]*\)$", r"\1", text)  # Date.toString() of JavaScript
    text = _ORDINAL.sub("", _MID.sub("mid ", text)) if _FRENCH.search(text) else text
    text = _AT_A_PART.sub("", text) if text[:2] == "a " else text
    text = _WORD.sub(_code, text.replace("≈", "~"))
    text = re.sub(r"( [-/][0-9]{4}):(?=[0-9]{2}:[0-9]{2}:[0-9]{2})", r"\1 ", text)  # logs of web servers
    return _HOURS.sub(r"\1:\2", text) if " H " in text else text


# 9.30 after a year, if it cannot be a day and month, or a word says that it is a time; 9.30 and 15 before “Uhr”; 15h.
_DOTTED = re.compile(
    r"(?<=[0-9]{4})(,? (?:(?:ore|alle|um|klo|kl) [0-9]{1,2}|[0-9]{1,2}(?=\.(?:00|1[3-9]|[2-9]))))\.([0-9]{2})(?![0-9.])"
)
_DOTTED_HOUR = re.compile(r"(?<![0-9.:])([0-9]{1,2})\.([0-9]{2})(?= ?uhr\b)")
_FULL_HOUR = re.compile(r"(?<![0-9.:])([0-9]{1,2}) ?(?:uhr|h)(?!\w)")
_UNIT = re.compile(r"(?<=:[0-9]{2}) ?(?:h|hrs|hours)(?!\w)")  # 9:00 h
_FOUR_DIGITS = re.compile(r"(?<= )([01][0-9]|2[0-3])([0-5][0-9]) ?(?:h|hrs|hours)(?!\w)")  # 1430 hrs
_APART = re.compile(r"(?<= )([0-9]{1,2}) h ([0-9]{2})(?![0-9])")  # 14 h 30
_AT = re.compile(r",? (?:at|à|um|ore|alle(?: ore)?|a las?|às|в|о|об|om|klo|kl\.?) (?=[0-9]{1,2}[:h][0-9]{2}(?![0-9]))")
_TIME = re.compile(r"[0-9][:h][0-9]{2}")


def _with_hours(text: str) -> str:
    """The text with times of day such as 15:00, without the words before them."""
    if "h" in text:
        text = _APART.sub(r"\1:\2", _FOUR_DIGITS.sub(r"\1:\2", _UNIT.sub("", text)))
    return _AT.sub(_before_time, _FULL_HOUR.sub(r"\1:00", _DOTTED_HOUR.sub(r"\1:\2", text)))


def _before_time(found: re.Match[str]) -> str:
    """A space in place of a word such as “at” or “à”, unless it is between two times: 10h00 à 12h00."""
    return found[0] if _TIME.search(found.string, 0, found.start()) else " "


_PHRASE = re.compile(r"christ|chr\b|наш")
_HOURS = re.compile(r"(?<![0-9])([0-9]{1,2}) H ([0-9]{2})(?![0-9])")  # 15h30
_NUMBERED = re.compile(r"(?<=[0-9])\. (?=[0-9])")  # 5. 1. 2024
_PUNCTUATION = re.compile(r"[,;()\[\]]|(?<![0-9])\.|\.(?![0-9])|'(?! ?[0-9]{2}\b)")


def _code(found: re.Match[str]) -> str:
    word = found[0].replace(".", "")
    code = CODES.get(word)
    if code is None:
        roman = _ROMAN.fullmatch(word)
        if not roman or word == "e":
            raise UnknownWordError(found[0])
        ones = roman[2]
        code = f"R{10 * len(roman[1]) + (_DIGITS.get(ones) or 5 * ('v' in ones) + ones.count('i')):02}"
    return f" {code} "


def _month(number: str) -> str:
    """The English name of a month; “?” if it does not exist."""
    return MONTHS[int(number) - 1].lower() if 1 <= int(number) <= 12 else "?"


def _japanese(text: str) -> str:
    """Write Japanese times and years of eras as other languages do, and weekdays as separate words."""
    text = re.sub(r"(?<=[0-9])([年月日])(?!代)", r"\1 ", text)
    text = re.sub(r"\(([月日])(?:・?祝)?\)", r" \1曜 ", text)
    text = re.sub("頃|ごろ|前後|前后", " ~", text)
    text = re.sub(
        "([0-9]{4})年 ?([0-9]{1,2})月 ?([上中下]旬)", lambda m: f"{_TENTHS[m[3]]} {_month(m[2])} {m[1]}", text
    )
    text = re.sub(r"([0-9]{1,2})時([0-9]{1,2})分", lambda m: f" {m[1]}:{m[2]:0>2}", text)
    text = re.sub(
        f"({'|'.join(_ERAS)})(元|[0-9]{{1,2}})年",
        lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年",
        text,
    )
    return re.sub("から", "–", re.sub("(日|月|年)まで$", r"\1", text))
