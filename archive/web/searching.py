"""Results of a search: the articles of one page, and all the ways to narrow or turn them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from archive.query import ORDERS, Query, search
from archive.web.feeds import feed
from archive.web.languages import language_of
from archive.web.links import Links, parameters
from archive.web.narrowing import facets, timeline
from archive.web.parameters import LAST_PAGE, query_of
from archive.web.rendering import page
from archive.web.served import counts_of, served, site_titles

CHIPS = ("site", "since", "until", "author", "source", "section", "language", "fold")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, and the address of the results without it."""

    name: str
    value: str
    address: str


def results(request: Request) -> Response:
    """A page of the articles that the parameters ask for."""
    archive, query, links = served(request), query_of(request), Links(language_of(request))
    counted = counts_of(archive, query)
    found = search(archive.engine, archive.home.index, query, facets=counted)
    pages = min(LAST_PAGE, found.pages)
    return page(
        request,
        "search.html",
        query=query,
        results=found,
        undated=counted.undated,
        described=query.describe(links.language),
        number_of_page=found.page,
        pages=pages,
        last_page=LAST_PAGE,
        address_of_page=partial(links.search, query),
        orders=list(ORDERS),
        sites=list(site_titles(archive)),
        kept={name: value for name, value in parameters(query).items() if name not in ("q", "order")},
        chips=_chips(query, links),
        cleared=links.search(Query(query.text, order=query.order)),
        timeline=timeline(counted, query, links),
        facets=facets(counted, query, links),
    )


def _chips(query: Query, links: Links) -> list[Chip]:
    plain = Query()
    return [
        Chip(name, str(getattr(query, name)), links.search(query, **{name: getattr(plain, name)}))
        for name in CHIPS
        if getattr(query, name) != getattr(plain, name)
    ]


def atom(request: Request) -> Response:
    """The newest of the articles that the parameters ask for, as a feed."""
    query = replace(query_of(request), order="-date", offset=0)
    archive = served(request)
    return feed(request, query, search(archive.engine, archive.home.index, query))
