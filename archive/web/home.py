"""The first page: what is in the archive, and where to begin; and how to write a question."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.query import Query, search
from archive.web.languages import language_of
from archive.web.links import Links
from archive.web.narrowing import timeline
from archive.web.rendering import page
from archive.web.served import articles_by, counts_of, figures, served, site_titles

LATEST = 6
EXAMPLES = (
    ("tiêm chủng", "words"),
    ("tiem chung", "bare"),
    ('"khu dân cư"', "phrase"),
    ("họp OR bàn", "either"),
    ('trường học -"bầu cử"', "without"),
    ('(họp OR "hội nghị") quận', "brackets"),
    ("trườn*", "beginning"),
    ("title:họp", "title"),
    ('author:"thu hà"', "author"),
    ('author:="Thu Hà"', "whole"),
    ('section:"giáo dục" source:báo', "fields"),
    ("since:4/12/2019", "since"),
    ("date:2019-05..2020", "dates"),
    ('date:"7 ngày qua"', "ago"),
)


def home(request: Request) -> Response:
    """Figures, the years, the newest articles, the sites."""
    archive, links = served(request), Links(language_of(request))
    facts = figures(archive)
    first, last = (date.fromisoformat(str(facts[name])) if facts[name] else None for name in ("first_day", "last_day"))
    counted = counts_of(archive, Query())
    found = search(archive.engine, archive.home.index, Query(limit=LATEST), facets=counted)
    return page(
        request,
        "home.html",
        facts=facts,
        first=first,
        last=last,
        latest=found.hits,
        timeline=timeline(counted, Query(), links),
        sites=list(site_titles(archive)),
        articles=dict(articles_by(archive, "site")),
    )


def help_page(request: Request) -> Response:
    """The query language by examples."""
    return page(request, "help.html", examples=EXAMPLES)


def in_language(request: Request) -> Response:
    """On to the same address in the reader's language."""
    return RedirectResponse(Links(language_of(request)).here(request), 307, {"vary": "accept-language"})
