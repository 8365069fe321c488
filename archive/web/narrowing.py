"""The ways to narrow results: facets, and bars over time, each with the address that it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.found import Count, Facets
from archive.query import Query
from archive.web.formats import month
from archive.web.links import Links

FACETS = ("site", "author", "source", "section")
SHOWN = 8  # values of a facet
FEW = 14  # bars that have room for a label each
MOST_BARS = 36  # of months; where there are more of them, years are shown
TALLEST = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """The articles of a month or year. name: "Tháng 12/2020"; label: what fits below; height: of 100."""

    name: str
    label: str
    number: int
    height: int
    address: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a facet, how many articles have it, and the address of these."""

    value: str
    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """By what results can be narrowed ("site", "author" …), and its commonest values."""

    name: str
    entries: list[Entry]


def facets(found: Facets, query: Query, links: Links) -> list[Facet]:
    """Those that narrow: a facet whose one value all articles have does not."""
    made = (Facet(name, _entries(name, found.by[name], query, links)) for name in FACETS)
    return [facet for facet in made if any(entry.number < found.total for entry in facet.entries)]


def _entries(name: str, counts: Sequence[Count], query: Query, links: Links) -> list[Entry]:
    named = [(value, number) for value, number in counts if value.strip()][:SHOWN]
    return [Entry(value, number, links.search(query.narrow(name, value))) for value, number in named]


def timeline(found: Facets, query: Query, links: Links) -> list[Bar]:
    """The months that articles are from, or the years where these are many; the empty ones between them, too."""
    if not found.months:
        return []
    first, last = (_number(end.value) for end in (found.months[0], found.months[-1]))
    if last - first < MOST_BARS:
        return _bars("month", _every_month(found.months, range(first, last + 1)), query, links)
    return _bars("year", _every_year(found.years), query, links)


def _number(month_of: str) -> int:
    """Of "2020-12": months since the year 0."""
    return int(month_of[:4]) * 12 + int(month_of[5:]) - 1


def _every_month(months: Sequence[Count], span: range) -> list[Count]:
    known = dict(months)
    names = (f"{at // 12:04}-{at % 12 + 1:02}" for at in span)
    return [Count(name, known.get(name, 0)) for name in names]


def _every_year(years: Sequence[Count]) -> list[Count]:
    known = dict(years)
    span = range(int(years[0].value), int(years[-1].value) + 1)
    if len(span) > 2 * MOST_BARS:  # an article of the year 1011 must not make a thousand empty years
        return list(years)
    return [Count(f"{year:04}", known.get(f"{year:04}", 0)) for year in span]


def _bars(unit: str, counts: Sequence[Count], query: Query, links: Links) -> list[Bar]:
    most = max(number for _, number in counts)
    return [
        Bar(
            _name(value, links.language),
            _label(value, at, len(counts)),
            number,
            max(2, round(number * TALLEST / most)) if number else 0,
            links.search(query.narrow(unit, value)),
        )
        for at, (value, number) in enumerate(counts)
    ]


def _label(value: str, at: int, bars: int) -> str:
    """What stands below a bar: the year, or the month; of many, only where one begins."""
    year, _, number = value.partition("-")
    if bars > FEW:
        begins = number in ("", "01") and not (number == "" and at % 5)
        return year if begins or (at == 0 and number < "09") else ""
    return year if number in ("", "01") or at == 0 else str(int(number))


def _name(value: str, language: str) -> str:
    year, _, number = value.partition("-")
    return month(int(year), int(number), language) if number else year
