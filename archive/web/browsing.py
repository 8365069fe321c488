"""Ways into the archive without a question: by site and day on a calendar, by author, by source."""

from __future__ import annotations

from bisect import bisect_left
from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from archive.query import Query, search, values
from archive.web.formats import SHORT_WEEKDAYS
from archive.web.languages import language_of
from archive.web.links import Links
from archive.web.parameters import LAST_PAGE, BadParameter, Unknown, text, whole
from archive.web.rendering import page
from archive.web.served import Served, articles_by, remembered, served
from archive.web.status import standing_of
from archive.words import WORD, forms, terms
from pipelines.text import nfc

SHADES = 4  # of a calendar's days: from few articles to many
NAMES_PER_PAGE = 200
MOST_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar: weeks of seven days, each a date of the month or None."""

    number: int
    weeks: list[list[date | None]]


def calendar(request: Request) -> Response:
    """A year's days, each with its number of articles; of one site or of all."""
    archive, site = served(request), text(request, "site")
    if site:
        standing_of(archive, site)
    days = _days(archive, site)
    years = sorted({day.year for day in days})
    year = request.path_params.get("year", years[-1] if years else None)
    if year is not None and not 1 <= year <= 9999:
        raise Unknown(f"there is no year {year}")
    return page(
        request,
        "calendar.html",
        site=site,
        sites=[name for name, _ in articles_by(archive, "site")],
        years=years,
        year=year,
        months=_months(year) if year else [],
        days=days,
        total=sum(number for day, number in days.items() if day.year == year),
        shade=_shader([number for day, number in days.items() if day.year == year]),
        weekdays=SHORT_WEEKDAYS[language_of(request)],
    )


def _days(archive: Served, site: str) -> dict[date, int]:
    return {date.fromisoformat(name): number for name, number in articles_by(archive, "day", site) if name}


def _months(year: int) -> list[Month]:
    weeks = Calendar().monthdatescalendar
    return [
        Month(number, [[day if day.month == number else None for day in week] for week in weeks(year, number)])
        for number in range(1, 13)
    ]


def _shader(numbers: list[int]):  # type: ignore[no-untyped-def]
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
    days = sorted(_days(archive, site))
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
    archive = served(request)
    every = remembered(archive, f"every {kind}", lambda: values(archive.engine, archive.home.index, Query(), kind))
    found = [(one.value, one.articles) for one in every if _has(one.value, wanted)]
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


def _has(name: str, wanted: str) -> bool:
    found = {form for word in WORD.findall(nfc(name)) for form in forms(word)}
    return all(term in found for term in terms(wanted))
