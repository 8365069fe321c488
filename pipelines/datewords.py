"""The pieces that displayed dates are made of, as regular expressions over unaccented lower-case text."""

from __future__ import annotations

import re

from pipelines.phrases import (
    AFTERNOON,
    MODIFIED_LABELS,
    MONTHS,
    MORNING,
    PUBLISHED_LABELS,
    UNITS,
    VIEWS,
    WEEKDAYS,
    alternatives,
    phrases,
)
from pipelines.text import unaccent

MONTH_NUMBERS = {
    unaccent(name): number
    for row in MONTHS.values()
    for number, names in enumerate(row.split("|"), start=1)
    for name in names.split("/")
} | {f"{prefix}{number}": number for number in range(1, 13) for prefix in ("thang ", "th", "thg ")}

DAY_WORDS = {"hom nay": 0, "today": 0, "heute": 0, "hom qua": 1, "yesterday": 1, "gestern": 1, "hier": 1, "ayer": 1}
UNIT_SECONDS = {unaccent(name): seconds for name, seconds in UNITS.items()}
IS_MORNING = frozenset(unaccent(MORNING).split("|"))
IS_AFTERNOON = frozenset(unaccent(AFTERNOON).split("|"))
IS_MODIFIED = phrases(MODIFIED_LABELS)

# Written zones: a region where the letters change with the season.
ZONE_KEYS = {
    "z": "UTC", "utc": "UTC", "gmt": "UTC", "ict": "Asia/Ho_Chi_Minh", "et": "America/New_York",
    "est": "America/New_York", "edt": "America/New_York", "cdt": "America/Chicago", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "bst": "Europe/London",
    "cet": "Europe/Berlin", "cest": "Europe/Berlin", "mez": "Europe/Berlin", "mesz": "Europe/Berlin",
    "eet": "Europe/Athens", "eest": "Europe/Athens", "msk": "Europe/Moscow", "jst": "Asia/Tokyo", "kst": "Asia/Seoul",
    "aest": "Australia/Sydney", "aedt": "Australia/Sydney", "sast": "Africa/Johannesburg",
}  # fmt: skip

_MONTH = alternatives(MONTH_NUMBERS)
_ORDINAL = r"(?:st|nd|rd|th|er|\.|º|ª)?"


def _numeric(year: str) -> str:
    return rf"(?<![\d/])(?P<d1>\d\d?)\s?(?P<sep>[/.-])\s?(?P<m1>\d\d?)\s?(?P=sep)\s?(?P<y1>{year})(?![\d/])(?![.-]\d)"


def _date(year: str) -> str:
    return "|".join(
        (
            _numeric(year),
            r"(?<![\d/.-])(?P<y2>\d{4})\s?(?:(?P<sep2>[/.-])|[年년])\s?(?P<m2>\d\d?)\s?(?:(?P=sep2)|[月월])"
            r"\s?(?P<d2>\d\d?)"
            r"\s?[日일]?(?:t(?=\d)|(?![\d/-]))",
            r"(?<![\d/.-])(?P<d3>\d\d?)\s*thang\s*(?P<m3>\d\d?)\s*[,/-]?\s*(?:nam\s*)?(?P<y3>\d{4})(?!\d)",
            rf"(?<![\d/.-])(?P<d4>\d\d?){_ORDINAL}[\s/-]*(?:de\s+|of\s+|d')?(?P<n4>{_MONTH})\b\.?,?[\s/-]*(?:de[l]?\s+|nam\s+)?"
            r"(?P<y4>\d{4})(?!\d)",
            rf"\b(?P<n5>{_MONTH})\.?\s+(?P<d5>\d\d?){_ORDINAL},?\s+(?P<y5>\d{{4}})(?!\d)",
        )
    )


_HOUR = r"(?:[01]?\d|2[0-3])"
_END = r"(?![^\W\d_])"  # no letter goes on behind
_TIME = (
    rf"(?<![\d.,/])(?:(?P<h1>{_HOUR})\s?(?::|h|g(?!mt)|gio)\s?(?P<i1>[0-5]\d)(?!\d)"
    rf"(?:\s?(?::|phut|')\s?(?P<s1>[0-5]\d)(?![\d:])(?:[.,]\d+)?(?:\s?giay)?)?(?:\s?phut\b|')?"
    rf"|(?P<h2>{_HOUR})\.(?P<i2>[0-5]\d)(?=\s?uhr\b)"
    rf"|(?P<h3>{_HOUR})\s?(?:gio|h|uhr)\b(?!\s?\d)"
    rf"|(?P<h4>1[0-2]|0?[1-9])(?=\s?(?:am|pm|a\.m|p\.m)\b))"
)
_MERIDIEM = alternatives(IS_MORNING | IS_AFTERNOON) + _END
_ZONE = (
    r"(?:(?:gmt|utc)\s?(?=[+-])|(?<=\d)\s?(?=[+-]\d\d:?\d\d(?![\d/.-])))(?P<sign>[+-])\s?(?P<zh>\d\d?)"
    rf"(?::?(?P<zi>[0-5]\d))?(?!\d)|(?P<zone>{alternatives(ZONE_KEYS)})\b"
)
_VIEWS = alternatives(phrases(VIEWS))
_LABEL = alternatives(phrases(PUBLISHED_LABELS, MODIFIED_LABELS))
_ZONE_NAME = r"\([a-z ]{3,30}time\)"
_NOISE = (
    rf"{_ZONE_NAME}|[\s,.;:|()\[\]•·–—/*-]+"
    r"|(?:luc|vao luc|vao|at|um|a las|a|alle ore|alle|ore|ngay|uhr|kl|klo|gio|the|den)\b"
)

_YEAR = r"[12]\d{3}"
_YEAR_OR_SHORT = rf"{_YEAR}|\d\d"

TOKEN = re.compile(
    rf"(?P<date>{_date(_YEAR_OR_SHORT)})|(?P<time>{_TIME})|(?P<meridiem>{_MERIDIEM})|(?P<offset>{_ZONE})"
    rf"|(?P<views>(?:{_VIEWS})\b\s?:?\s?[\d.,]+(?:\sluot)?|[\d.,]+\s(?:{_VIEWS})\b)"
    rf"|(?P<dayword>{alternatives(DAY_WORDS)})\b|(?P<weekday>{alternatives(phrases(WEEKDAYS))}){_END}(?!\d)"
    rf"|(?P<label>{_LABEL}){_END}|(?P<noise>{_NOISE})"
)
DATE = re.compile(_date(_YEAR))
TIME_BEHIND = re.compile(
    rf"[\s,.;|()–—-]{{0,4}}(?:luc|at|um)?\s?(?P<time>{_TIME})(?:\s?(?P<meridiem>{_MERIDIEM}))?"
    rf"(?:[\s(]{{0,2}}(?P<offset>{_ZONE}))?(?!,?\s?ngay\s?\d)"  # "…, 15h30 ngày 5/12/2020": that one's time
)
TIME_AHEAD = re.compile(rf"(?P<time>{_TIME})(?:\s?(?P<meridiem>{_MERIDIEM}))?[\s,.;|–—-]{{0,3}}(?:ngay)?[\s:]{{0,2}}$")
YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
MONTH_NAME = re.compile(rf"\b{_MONTH}\b")
CLOCK = re.compile(_TIME)
ZONE_NAME = re.compile(_ZONE_NAME)
LONG_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones may be a zone or join the others
KNOWN_WORDS = frozenset(
    word
    for phrase in (*MONTH_NUMBERS, *phrases(WEEKDAYS, PUBLISHED_LABELS, MODIFIED_LABELS), "alle hora horas")
    for word in LONG_WORD.findall(phrase)
)
RELATIVE = re.compile(
    r"(?P<ahead>(?:cach day|khoang|about|vor|il y a|hace|ha|for)\s)*(?P<count>\d{1,3})\s?"
    rf"(?P<unit>{alternatives(UNIT_SECONDS)})s?(?P<behind>\s(?:truoc|ago|fa|geleden|sedan|siden|once))?"
)
