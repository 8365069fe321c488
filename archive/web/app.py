"""The table of addresses, and what every answer passes through."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.web import api, articles, browsing, corpora, downloads, home, kept, searching, static, status, trending
from archive.web.caching import tagging
from archive.web.errors import KINDS, problem
from archive.web.guard import Guarded
from archive.web.openapi import description
from archive.web.served import Served

View = Callable[[Request], Response]
# Pages, below the language: /vi/search, /en/search. Without one, an address leads on to the reader's language.
PAGES: dict[str, View] = {
    "": home.home,
    "search": searching.results,
    "search.atom": searching.atom,
    "article": articles.by_address,
    "article/{id:int}": articles.article,
    "article/{id:int}/page": kept.framed,
    "article/{id:int}/revisions": articles.history,
    "days": browsing.calendar,
    "days/{year:int}": browsing.calendar,
    "days/{year:int}/{month:int}/{day:int}": browsing.day,
    "authors": browsing.authors,
    "sources": browsing.sources,
    "status": status.sites,
    "status/{site}": status.site,
    "trends": trending.show,
    "trends.svg": trending.plot,
    "corpus": corpora.corpus,
    "help": home.help_page,
}
# What has no words of ours in it.
DATA: dict[str, View] = {
    "/kept/{id:int}": kept.bare,
    "/article/{id:int}/picture/{number:int}": kept.picture,
    "/article/{id:int}/attachment/{number:int}": kept.attachment,
    "/api/search": api.search_results,
    "/api/facets": api.facets,
    "/api/articles/{id:int}": api.article,
    "/api/articles/{id:int}/revisions": api.article_revisions,
    "/api/articles/{id:int}/copies": api.article_copies,
    "/api/sites": api.sites,
    "/api/sites/{site}": api.site,
    "/api/stats": api.stats,
    "/api/runs": api.runs,
    "/api/trends": api.trends,
    "/api/trends.csv": trending.sheet,
    "/openapi.json": description,
    "/static/{name}": static.file,
}
DOWNLOAD = "/api/export.{form}"


def make_app(served: Served, hosts: Sequence[str] = ("*",)) -> Starlette:
    """The pages and the API of an open archive, for requests to these hosts."""
    routes = [Route(f"/{{lang:lang}}/{path}", tagging(view), name=f"page:{path}") for path, view in PAGES.items()]
    routes += [Route(f"/{path}", home.in_language, name=f"bare:{path}") for path in PAGES]
    routes += [Route(path, tagging(view), name=path) for path, view in DATA.items()]
    routes += [Route(DOWNLOAD, downloads.download, name=DOWNLOAD)]
    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(Guarded),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5),
        ],
        exception_handlers={**dict.fromkeys(KINDS, problem), Exception: problem},
    )
    app.state.served = served
    return app
