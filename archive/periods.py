"""Dates as people say them – 2020, 2020-12, last week, 3 tháng trước – as a first and a last day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta

from pipelines.text import squeeze, unaccent

CALENDAR = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
# As Vietnam writes it, the day first: 4/12/2020, 12/2020, tháng 12 năm 2020, năm 2020.
DAY_FIRST = re.compile(
    r"(?:(?:(?:ngay )?(?P<day>\d{1,2})(?:/| thang ))?(?:thang )?(?P<month>\d{1,2})(?:/| nam )|nam )(?P<year>\d{4})"
)
RANGE = re.compile(r"([\d/-]+)\.\.([\d/-]+)")
AGO = re.compile(r"(\d{1,4}) ([a-z]+) (ago|truoc)")
PAST = re.compile(r"(?:(?:last|past) )?(\d{1,4}) ([a-z]+)(?: (?:qua|gan day))?")
FORMS = "YYYY, YYYY-MM, YYYY-MM-DD, DD/MM/YYYY, FROM..TO, or such as today, last week, 3 months ago, tuần trước"
# Said without accents: what a unit is called, alone and with a number.
UNITS = {
    **dict.fromkeys(("day", "days", "ngay"), "day"),
    **dict.fromkeys(("week", "weeks", "tuan"), "week"),
    **dict.fromkeys(("month", "months", "thang"), "month"),
    **dict.fromkeys(("year", "years", "nam"), "year"),
}
# How many of which unit back.
SPOKEN = {
    **dict.fromkeys(("today", "hom nay"), ("day", 0)),
    **dict.fromkeys(("yesterday", "hom qua"), ("day", 1)),
    **dict.fromkeys(("this week", "tuan nay"), ("week", 0)),
    **dict.fromkeys(("last week", "tuan truoc", "tuan qua"), ("week", 1)),
    **dict.fromkeys(("this month", "thang nay"), ("month", 0)),
    **dict.fromkeys(("last month", "thang truoc", "thang qua"), ("month", 1)),
    **dict.fromkeys(("this year", "nam nay"), ("year", 0)),
    **dict.fromkeys(("last year", "nam ngoai", "nam truoc", "nam qua"), ("year", 1)),
}
Days = tuple[date, date]


def period(text: str, today: date) -> Days:
    """The first and the last day of what is said, seen from ``today``. Weeks begin on Monday (ISO 8601).

    Raises ValueError, whose message is for people.
    """
    said = squeeze(text)
    try:
        found = _calendar(said) or _range(said) or _spoken(unaccent(said), today)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is no date: {error}") from None
    if found is None:
        raise ValueError(f"{text!r} is no date: write {FORMS}")
    return found


def spoken(words: Sequence[str], today: date) -> str | None:
    """As many of the words, from the first on, as say a time counted from today: of tuần, trước, họp the first two."""
    for end in range(len(words), 0, -1):
        said = " ".join(words[:end])
        with suppress(ValueError, OverflowError):
            if _spoken(unaccent(said), today):
                return said
    return None


def is_relative(text: str) -> bool:
    """Whether what is said depends on the day on which it is said."""
    said = squeeze(text)
    return not (_written(said) or RANGE.fullmatch(said))


def _written(said: str) -> re.Match[str] | None:
    return CALENDAR.fullmatch(said) or DAY_FIRST.fullmatch(unaccent(said))


def _calendar(said: str) -> Days | None:
    match = _written(said)
    if not match:
        return None
    year, month, day = (int(match[part]) if match[part] else None for part in ("year", "month", "day"))
    first = date(year or 0, month or 1, day or 1)
    if month is None:
        return first, date(first.year, 12, 31)
    return first, first if day else _month_end(first)


def _range(said: str) -> Days | None:
    match = RANGE.fullmatch(said)
    ends = match and (_calendar(match[1]), _calendar(match[2]))
    if not (ends and ends[0] and ends[1]):
        return None
    if ends[0][0] > ends[1][1]:
        raise ValueError("it ends before it begins")
    return ends[0][0], ends[1][1]


def _spoken(said: str, today: date) -> Days | None:
    if said in SPOKEN:
        unit, back = SPOKEN[said]
        return WHOLE[unit](today, back)
    ago, past = AGO.fullmatch(said), PAST.fullmatch(said)
    if ago and ago[2] in UNITS:
        return WHOLE[UNITS[ago[2]]](today, int(ago[1]))
    if past and past[2] in UNITS and int(past[1]):
        return _since(UNITS[past[2]], int(past[1]), today), today
    return None


def _since(unit: str, number: int, today: date) -> date:
    """The first of the last so many days, weeks of seven days, months or years, today being the last day of them."""
    if unit in ("day", "week"):
        return today - timedelta(days=number * (7 if unit == "week" else 1) - 1)
    months = number * (12 if unit == "year" else 1)
    first = _months_back(today, months)
    return first.replace(day=min(today.day, _month_end(first).day)) + timedelta(days=1)


def _day(today: date, back: int) -> Days:
    day = today - timedelta(days=back)
    return day, day


def _week(today: date, back: int) -> Days:
    monday = today - timedelta(days=today.weekday(), weeks=back)
    return monday, monday + timedelta(days=6)


def _month(today: date, back: int) -> Days:
    first = _months_back(today, back)
    return first, _month_end(first)


def _year(today: date, back: int) -> Days:
    return date(today.year - back, 1, 1), date(today.year - back, 12, 31)


def _months_back(day: date, back: int) -> date:
    """The first day of the month so many months before."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


WHOLE: dict[str, Callable[[date, int], Days]] = {"day": _day, "week": _week, "month": _month, "year": _year}
