"""Dates as pages show them and as machines write them, each with the precision that it states.

Day before month, always, unless the numbers prove the American order. What is not fully a date is none: "4-7" is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pipelines import datewords as words
from pipelines.phrases import MONTHS
from pipelines.text import nfc, squeeze, unaccent
from pipelines.zones import NOWHERE

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

LONGEST = 120  # characters of a line that can be a date with its label, weekday and view count
LONGEST_FOREIGN = 60  # … of one that dateparser is asked about
FOREIGN = re.compile(r"[\w\s.,:'’/()+-]+")
LETTERS = re.compile(r"[^\W\d_]{3}")
VIETNAMESE = re.compile("[đĐơƠưƯ\u1ea0-\u1ef9]")  # the tables here know all its forms

ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s?(Z|z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?"
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
EPOCH = re.compile(r"(?:/Date\()?(\d{10}|\d{13})(?:[+-]\d{4}\)/|\)/)?")
MAIL = re.compile(r"(?:[A-Za-z]{3,9}, )?\d{1,2}[ -][A-Za-z]{3}[ -]\d{2,4} \d\d:\d\d.{0,20}")
FIXED = datetime(2000, 1, 1)
ORDERED = frozenset({"/", "-"})  # separators that Americans, too, put between day and month
YEARS = range(1900, 2101)
DAYS = ("y1", "y2", "y3", "y4", "y5")  # the groups of the forms of a date
HOURS = ("h1", "h2", "h3", "h4")  # … and of a time


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment, aware, and how exactly the page states it: "minute" (seconds kept if shown) or "day" (00:00 there).

    swapped: the same with day and month changed round, where figures alone do not tell which comes first.
    """

    moment: datetime
    precision: str
    swapped: datetime | None = field(default=None, compare=False)


def read_date(text: str, zone: ZoneInfo, now: datetime | None = None, language: str = "vi") -> Stamp | None:
    """The date that the whole text is, perhaps with label, weekday, brackets, view count; else None.

    zone: where the page is, for dates that name none. now: when it was fetched, for "2 giờ trước"; without it such
    a text is None. language: BCP 47, for month names that the tables here do not have.
    """
    if len(text) > LONGEST * 2:
        return None
    line = squeeze(nfc(text))
    if len(line) > LONGEST:
        return None
    plain = unaccent(line)
    found = _Found()
    if _scan(plain, found) and found.day:
        return _stamp(found, zone, now, language)
    return _relative(plain, now) or _foreign(line, plain, zone, language)


def find_dates(text: str, zone: ZoneInfo, now: datetime | None = None) -> list[tuple[int, int, Stamp]]:
    """Each full date in a longer line of NFC text, with the time beside it: (start, end, stamp), in order."""
    if not words.YEAR.search(text):
        return []
    plain = unaccent(text)
    if len(plain) != len(text):  # a few foreign letters fold to two
        plain = "".join((unaccent(letter) or " ")[0] for letter in text)
    found = []
    for match in words.DATE.finditer(plain):
        behind = words.TIME_BEHIND.match(plain, match.end())
        start = max(0, match.start() - 30)
        ahead = None if behind else words.TIME_AHEAD.search(plain[start : match.start()])
        stamp = _stamp(_Found().date(match).clock(behind or ahead), zone, now, "vi")
        if stamp:
            end = behind.end() if behind else match.end()
            found.append((start + ahead.start() if ahead else match.start(), end, stamp))
    return found


def is_modified(text: str) -> bool:
    """Does the label of a displayed date say that it is the date of a change ("Cập nhật lúc: …", "Updated …")?"""
    plain = unaccent(squeeze(text[:LONGEST]))
    match = words.TOKEN.match(plain)
    return bool(match and match["label"] and " ".join(match["label"].split()) in words.IS_MODIFIED)


def read_machine_date(text: str, zone: ZoneInfo) -> Stamp | None:
    """A date from an attribute or a meta tag: ISO 8601, RFC 2822, seconds or milliseconds since 1970, else `read_date`.

    A value without a zone is local time in ``zone``.
    """
    value = text.strip()
    if len(value) > LONGEST:
        return None
    match = ISO.fullmatch(value) or COMPACT.fullmatch(value)
    if match and int(match[1]) in YEARS:
        return _iso(match, zone)
    if match := EPOCH.fullmatch(value):
        return Stamp(datetime.fromtimestamp(int(match[1][:10]), UTC if zone is NOWHERE else zone), "minute")
    if MAIL.fullmatch(value):
        return _mail(value, zone)
    return read_date(value, zone, None, "en")


def _iso(match: re.Match[str], zone: ZoneInfo) -> Stamp | None:
    year, month, day, hour, minute, second, offset = match.groups()
    where: tzinfo | None = zone
    if offset:
        sign, digits = offset[0], offset[1:].replace(":", "")
        known = sign in "+-"
        where = _offset(sign, int(digits[:2]), int(digits[2:] or 0)) if known else UTC
    moment = _moment((int(year), int(month), int(day)), (int(hour or 0), int(minute or 0), int(second or 0)), where)
    return Stamp(moment, "minute" if hour else "day") if moment else None


def _mail(value: str, zone: ZoneInfo) -> Stamp | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):  # "32 Jan 2020 10:00": what the standard library says to a bad date
        return None
    return Stamp(moment if moment.tzinfo else moment.replace(tzinfo=zone), "minute") if moment.year in YEARS else None


class _Found:
    """The parts of a date, gathered while its line is read."""

    __slots__ = ("back", "day", "hour", "meridiem", "modified", "offset", "separator", "short")

    def __init__(self) -> None:
        self.day: tuple[int, int, int] | None = None  # year, month, day as written
        self.back: int | None = None  # days before now, of "hôm qua"
        self.hour: tuple[int, int, int] | None = None
        self.meridiem = ""
        self.offset: tzinfo | None = None
        self.separator = ""
        self.short = False  # two digits of the year
        self.modified = False

    def date(self, match: re.Match[str]) -> _Found:
        form, year = _used(match, DAYS)
        month = match[f"m{form}"] if form in "123" else None
        number = int(month) if month else words.MONTH_NUMBERS[" ".join(match[f"n{form}"].split())]
        self.short = len(year) == 2
        self.separator = (match["sep"] or "") if form == "1" else ""
        self.day = (int(year) + 2000 * self.short, number, int(match[f"d{form}"]))
        return self

    def clock(self, match: re.Match[str] | None) -> _Found:
        if match:
            form, hour = _used(match, HOURS)
            minute = match[f"i{form}"] if form in "12" else None
            second = match["s1"] if form == "1" else None
            self.hour = (int(hour), int(minute or 0), int(second or 0))
            known = match.re.groupindex
            self.meridiem = (match["meridiem"] if "meridiem" in known else None) or ""
            self.offset = _zone(match) if "offset" in known and match["offset"] else None
        return self


def _used(match: re.Match[str], groups: tuple[str, ...]) -> tuple[str, str]:
    """The form that a date or a time has, by the group of each that holds something: its digit, and what it holds."""
    return next((name[1], held) for name, held in zip(groups, match.group(*groups), strict=True) if held)


def _scan(plain: str, found: _Found) -> bool:
    """Reads a line piece by piece; False at the first piece that dates do not have."""
    at = 0
    while at < len(plain):
        match = words.TOKEN.match(plain, at)
        if match is None or not match[0] or not _take(match, found):
            return False
        at = match.end()
    if found.back is not None and found.day is None:
        found.day = (0, 0, 0)
    return True


def _take(match: re.Match[str], found: _Found) -> bool:
    kind = match.lastgroup  # the one that closed last: of groups within each other the outermost
    if kind == "date":
        if found.day:
            return found.modified
        found.date(match)
    elif kind == "time":
        if found.hour:
            return found.modified
        found.clock(match)
    elif kind == "meridiem":
        found.meridiem = found.meridiem or (match["meridiem"] if found.hour else "")
    elif kind == "offset":
        found.offset = _zone(match)
        return found.hour is not None
    elif kind == "dayword":
        found.back = words.DAY_WORDS[" ".join(match["dayword"].split())]
    elif kind == "label":
        found.modified = found.day is not None and " ".join(match["label"].split()) in words.IS_MODIFIED
    return True


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["zone"]:
        return ZoneInfo(words.ZONE_KEYS[match["zone"]])
    return _offset(match["sign"], int(match["zh"]), int(match["zi"] or 0))


def _offset(sign: str, hours: int, minutes: int) -> tzinfo | None:
    """None for an offset that no place has."""
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if sign == "-" else span) if span <= timedelta(hours=14) else None


def _stamp(found: _Found, zone: ZoneInfo, now: datetime | None, language: str) -> Stamp | None:
    if found.short and not found.hour:
        return None  # "4.12.20" may be anything; with a time it is a date
    day = _day(found, zone, now, language)
    if day is None:
        return None
    hour = _of_24(found.hour, found.meridiem) if found.hour else (0, 0, 0)
    moment = _moment(day, hour, found.offset or zone)
    year, one, two = day
    either = found.separator in ORDERED and one != two <= 12
    swapped = _moment((year, two, one), hour, found.offset or zone) if either else None
    return Stamp(moment, "minute" if found.hour else "day", swapped) if moment else None


def _day(found: _Found, zone: ZoneInfo, now: datetime | None, language: str) -> tuple[int, int, int] | None:
    if found.back is not None:
        there = now.astimezone(zone) - timedelta(days=found.back) if now else None
        return (there.year, there.month, there.day) if there else None
    assert found.day is not None
    year, month, day = found.day
    american = language.startswith("en") and zone.key.startswith("America/") and found.separator == "/" and day <= 12
    if found.separator and (american or month > 12 >= day):
        month, day = day, month
    return year, month, day


def _of_24(hour: tuple[int, int, int], meridiem: str) -> tuple[int, int, int]:
    """Hours of a 12-hour clock; pages also print AM and PM behind a 24-hour clock, where they change nothing."""
    if meridiem in words.IS_AFTERNOON and hour[0] < 12:
        late_morning = meridiem == "trua" and hour[0] >= 10
        return hour if late_morning else (hour[0] + 12, *hour[1:])
    return (0, *hour[1:]) if meridiem in words.IS_MORNING and hour[0] == 12 else hour


def _moment(day: tuple[int, int, int], hour: tuple[int, int, int], zone: tzinfo | None) -> datetime | None:
    """None for a day that the calendar does not have."""
    if day[0] not in YEARS or zone is None:
        return None
    try:
        return datetime(*day, *hour, tzinfo=zone)
    except ValueError:
        return None


def _relative(plain: str, now: datetime | None) -> Stamp | None:
    if now is None:
        return None
    if plain.strip(" .") in {"vua xong", "just now", "moi day"}:
        return Stamp(now, "minute")
    match = words.RELATIVE.fullmatch(plain)
    if match is None or not (match["ahead"] or match["behind"]):
        return None
    seconds = words.UNIT_SECONDS[match["unit"]]
    moment = now - timedelta(seconds=int(match["count"]) * seconds)
    if seconds < 86400:
        return Stamp(moment, "minute")
    return Stamp(moment.replace(hour=0, minute=0, second=0, microsecond=0), "day")


def _is_near_date(plain: str) -> bool:
    """Has a line of a language in the tables a month, and no long word that they do not know?"""
    said = words.LONG_WORD.findall(words.ZONE_NAME.sub("", plain))
    return bool(words.MONTH_NAME.search(plain)) and words.KNOWN_WORDS.issuperset(said)


@lru_cache(maxsize=32)
def _parser(language: str) -> DateDataParser:
    from dateparser.data.languages_info import language_order
    from dateparser.date import DateDataParser

    base = language.lower().split("-")[0]
    known = [name for name in (base, "en") if name in language_order]
    settings: dict[str, Any] = {
        "DATE_ORDER": "DMY",
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RELATIVE_BASE": FIXED,  # never this machine's clock
        "PARSERS": ["absolute-time"],
    }
    return DateDataParser(languages=list(dict.fromkeys(known)), settings=settings)


def _foreign(line: str, plain: str, zone: ZoneInfo, language: str) -> Stamp | None:
    """What dateparser makes of a date in words; asked only where a year, a word and little else stand."""
    if len(line) > LONGEST_FOREIGN or not words.YEAR.search(plain) or not LETTERS.search(plain):
        return None
    if not FOREIGN.fullmatch(line) or VIETNAMESE.search(line) or len(line.split()) > 9:
        return None
    if language.lower().split("-")[0] in MONTHS and not _is_near_date(plain):
        return None
    moment = _parser(language).get_date_data(line).date_obj
    if moment is None or moment.year not in YEARS:
        return None
    offset = moment.utcoffset()
    precision = "minute" if words.CLOCK.search(plain) else "day"
    return Stamp(moment.replace(tzinfo=zone if offset is None else timezone(offset)), precision)
