"""Ways into the archive without a question: by site and day on a calendar, by author, by source."""

from __future__ import annotations

from bisect import bisect_left
from calendar import Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from archive.found import Value
from archive.query import Query, search, values
from archive.web.formats import SHORT_WEEKDAYS
from archive.web.languages import language_of
from archive.web.links import Links
from archive.web.parameters import LAST_PAGE, BadParameter, Unknown, text, whole
from archive.web.rendering import page
from archive.web.served import Served, articles_by, remembered, served, site_titles
from archive.web.status import check_site
from archive.words import WORD, forms, terms
from pipelines.text import nfc

SHADES = 4  # of a calendar's days: from few articles to many
NAMES_PER_PAGE = 200
MOST_A_DAY = 100
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar. number: of its articles; shade: from 1 to SHADES, by how many that is; 0 for none."""

    date: date
    number: int
    shade: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar: weeks of seven days, None for those of other months."""

    number: int
    weeks: list[list[Day | None]]


def calendar(request: Request) -> Response:
    """A year's days, each with its number of articles; of one site or of all."""
    archive, site = served(request), text(request, "site")
    if site:
        check_site(archive, site)
    by_year = _years(archive, site)
    year = request.path_params.get("year", max(by_year, default=None))
    if year is not None and not 1 <= year <= 9999:
        raise Unknown(f"there is no year {year}")
    days = by_year.get(year, {}) if year else {}
    return page(
        request,
        "calendar.html",
        site=site,
        sites=list(site_titles(archive)),
        years=sorted(by_year),
        year=year,
        months=_months(year, days) if year else [],
        total=sum(days.values()),
        weekdays=SHORT_WEEKDAYS[language_of(request)],
    )


def _years(archive: Served, site: str) -> dict[int, dict[date, int]]:
    """Year -> day -> number of articles; the days in order, those without articles left out."""

    def work_out() -> dict[int, dict[date, int]]:
        found: dict[int, dict[date, int]] = {}
        for name, number in articles_by(archive, "day", site):
            if name:
                day = date.fromisoformat(name)
                found.setdefault(day.year, {})[day] = number
        return found

    return remembered(archive, f"years {site}", work_out)


def _months(year: int, numbers: dict[date, int]) -> list[Month]:
    weeks, shade = Calendar().monthdatescalendar, _shader(list(numbers.values()))

    def cell(day: date, month: int) -> Day | None:
        number = numbers.get(day, 0)
        return Day(day, number, shade(number) if number else 0) if day.month == month else None

    return [Month(number, [[cell(day, number) for day in week] for week in weeks(year, number)]) for number in MONTHS]


def _shader(numbers: list[int]) -> Callable[[int], int]:
    """Number of articles -> 1 to SHADES: as many days in each shade."""
    ordered = sorted(numbers)
    return lambda number: min(SHADES, 1 + bisect_left(ordered, number) * SHADES // max(1, len(ordered)))


def day(request: Request) -> Response:
    """The articles of one day, in the order of the clock, and the days before and after that have any."""
    params = request.path_params
    try:
        chosen = date(params["year"], params["month"], params["day"])
    except ValueError:
        raise Unknown("there is no such day") from None
    archive, site = served(request), text(request, "site")
    query = Query(site=site or None, since=chosen, until=chosen, order="date", limit=MOST_A_DAY)
    days = [day for days in _years(archive, site).values() for day in days]
    at = bisect_left(days, chosen)
    after = at + (days[at : at + 1] == [chosen])
    return page(
        request,
        "day.html",
        chosen=chosen,
        site=site,
        query=query,
        results=search(archive.engine, archive.home.index, query),
        before=days[at - 1] if at else None,
        after=days[after] if after < len(days) else None,
    )


def authors(request: Request) -> Response:
    """The names that stand on articles."""
    return _names(request, "author")


def sources(request: Request) -> Response:
    """Whom articles were taken over from."""
    return _names(request, "source")


def _names(request: Request, kind: str) -> Response:
    """Those on most articles first; ``q`` finds names by their words, accents as in search."""
    wanted, number = text(request, "q"), whole(request, "page", 1, LAST_PAGE)
    looked_for = set(terms(wanted))
    every = _every(served(request), kind)
    found = [(one.value, one.articles) for one, words in every if looked_for <= words]
    pages = -(-len(found) // NAMES_PER_PAGE)
    if number > max(1, pages):
        raise BadParameter("page", f"there are {pages} pages")
    return page(
        request,
        "names.html",
        kind=kind,
        total=len(found),
        names=found[(number - 1) * NAMES_PER_PAGE : number * NAMES_PER_PAGE],
        number_of_page=number,
        pages=pages,
        address_of_page=lambda one: Links(language_of(request)).to(f"{kind}s", q=wanted, page=one if one > 1 else None),
    )


def _every(archive: Served, kind: str) -> list[tuple[Value, frozenset[str]]]:
    """All names, and the terms that find each of them."""

    def work_out() -> list[tuple[Value, frozenset[str]]]:
        found = values(archive.engine, archive.home.index, Query(), kind)
        return [
            (one, frozenset(form for word in WORD.findall(nfc(one.value)) for form in forms(word))) for one in found
        ]

    return remembered(archive, f"every {kind}", work_out)
