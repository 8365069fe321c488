"""What speaks for and against a date: other dates of the page, the time of the fetch, the order of day and month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from pipelines.candidates import Candidate
from pipelines.dates import Stamp
from pipelines.zones import NOWHERE

CLOCK = timedelta(minutes=2)  # from the fetch: the clock in a page's header
AHEAD = timedelta(hours=14)  # zones that are not known are apart by so much
FIRST_NEWS_SITES = date(1994, 1, 1)  # a date on show that is older is that of an event, or of a foundation
SHOWN = frozenset({"visible", "url", "listing", "calendar"})
TELLS_MORE = 0.5  # how far a moment speaks for its bare day
NIGHT = 0.5  # … and a day for a moment of the evening before, or a day as another zone counts it
MINUTE = timedelta(minutes=1)
QUARTER = timedelta(minutes=15)  # offsets of zones are multiples of it


def agreement(one: Candidate, other: Candidate) -> float:
    """1 for the same moment, and for a day's word on a moment in it; less for what says more, or is a night apart."""
    first, second = one.value, other.value
    if "day" in (first.precision, second.precision):
        return _of_days(one, other)
    if NOWHERE in (first.moment.tzinfo, second.moment.tzinfo):
        return float(_is_offset(_apart(first, second)))
    return float(abs(first.moment - second.moment) < MINUTE)


def _of_days(one: Candidate, other: Candidate) -> float:
    first, second = one.value, other.value
    apart = abs((first.moment.date() - second.moment.date()).days)
    if first.precision == "day":
        return 0.0 if apart else 1.0 if second.precision == "day" else TELLS_MORE
    return 1.0 if apart == 0 else NIGHT if apart == 1 and one.origin not in SHOWN else 0.0


def _apart(first: Stamp, second: Stamp) -> timedelta:
    return first.moment.replace(tzinfo=None) - second.moment.replace(tzinfo=None)


def _is_offset(apart: timedelta) -> bool:
    """Could that be the offset of a zone: two readings of one moment, or the same reading?"""
    return abs(apart) <= AHEAD and apart % QUARTER == timedelta(0)


def judged(found: Sequence[Candidate], fetched: datetime | None) -> list[Candidate]:
    """The candidates with month first where evidence says so, each with its traps."""
    american = _american(found, fetched)
    ordered = [_swapped(one) if american and one.value.swapped else one for one in found]
    return [replace(one, traps=(*one.traps, *_traps(one, fetched))) for one in ordered]


def _american(found: Sequence[Candidate], fetched: datetime | None) -> bool:
    """Do other dates prove that month comes first? Never assumed: day before month is what most of the world writes."""
    open_ones = [one.value for one in found if one.value.swapped]
    sure = {one.value.moment.date() for one in found if not one.value.swapped}
    if not open_ones or any(_near(stamp.moment.date(), sure) for stamp in open_ones):
        return False
    if any(_near(stamp.swapped.date(), sure) for stamp in open_ones):
        return True
    return fetched is not None and any(
        _newer(stamp.moment, fetched) and not _newer(stamp.swapped, fetched) for stamp in open_ones
    )


def _near(day: date, days: Iterable[date]) -> bool:
    return any(abs((day - other).days) <= 1 for other in days)


def _swapped(one: Candidate) -> Candidate:
    stamp: Stamp = one.value
    return replace(one, value=Stamp(stamp.swapped or stamp.moment, stamp.precision))


def _traps(one: Candidate, fetched: datetime | None) -> list[str]:
    stamp: Stamp = one.value
    moment = stamp.moment
    shown, timed = one.origin in SHOWN, stamp.precision == "minute"
    holds = {
        "newer than the fetch": fetched is not None and _newer(moment, fetched),
        "the time of the fetch": shown and timed and fetched is not None and _is_now(moment, fetched),
        "older than news sites": shown and moment.date() < FIRST_NEWS_SITES,
        "no time of day": stamp.precision == "day",
        "midnight": timed and not any((moment.hour, moment.minute, moment.second)),
    }
    return [trap for trap, held in holds.items() if held]


def _newer(moment: datetime, fetched: datetime) -> bool:
    return moment - fetched > (AHEAD if moment.tzinfo is NOWHERE else CLOCK)


def _is_now(moment: datetime, fetched: datetime) -> bool:
    return moment.tzinfo is not NOWHERE and abs(moment - fetched) < CLOCK


def in_zone(chosen: Stamp, found: Iterable[Candidate], zone: ZoneInfo) -> Stamp:
    """A moment stated in UTC, in the page's own zone: where that is known, or the page shows it without a zone, too."""
    moment = chosen.moment
    if chosen.precision != "minute" or moment.tzinfo is NOWHERE or moment.utcoffset() != timedelta(0):
        return chosen
    if zone is not NOWHERE:
        return replace(chosen, moment=moment.astimezone(zone))
    for other in found:
        stamp: Stamp = other.value
        if stamp.precision == "minute" and stamp.moment.tzinfo is NOWHERE and moment.second:
            apart = _apart(stamp, chosen)
            if apart and _is_offset(apart):
                return replace(chosen, moment=moment.astimezone(timezone(apart)))
    return chosen
