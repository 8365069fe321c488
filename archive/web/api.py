"""The same answers as JSON; openapi.py describes them. A parameter that is not known is refused, not passed over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from archive import counts, standing
from archive.query import copies, faceted, get, revisions, search
from archive.web.parameters import QUERY, BadParameter, only, query_of, text, whole
from archive.web.served import articles_by, base_of, figures, served
from archive.web.status import check_site, standing_of
from archive.web.trending import data
from pipelines.ledger import Account

MOST_RUNS = 500
MOST_VALUES = 200


def answer(value: Any) -> Response:
    """JSON in UTF-8."""
    return Response(orjson.dumps(value), media_type="application/json")


def search_results(request: Request) -> Response:
    """A page of results: what `newsarchive search --json` prints, and the addresses of the pages beside it."""
    only(request, (*QUERY, "page", "limit"))
    archive, query = served(request), query_of(request)
    found = search(archive.engine, archive.home.index, query)
    return answer(
        {**found.to_json(), "page": found.page, "pages": found.pages, "next": _next(request, found.page, found.pages)}
    )


def _next(request: Request, page: int, pages: int) -> str | None:
    if page >= pages:
        return None
    return f"{base_of(request)}{request.url.path}?{request.url.include_query_params(page=page + 1).query}"


def facets(request: Request) -> Response:
    """What the query finds, counted by site, author, source, section, year and month."""
    only(request, (*QUERY, "values"))
    archive = served(request)
    shown = whole(request, "values", 20, MOST_VALUES)
    return answer(faceted(archive.engine, archive.home.index, query_of(request), shown).to_json())


def trends(request: Request) -> Response:
    """The share of each period's articles that questions find."""
    return answer(data(request).to_json())


def article(request: Request) -> Response:
    """One article, all its fields."""
    only(request, ())
    return answer(get(served(request).engine, str(request.path_params["id"])).to_json())


def article_revisions(request: Request) -> Response:
    """What it said before each change, oldest first."""
    only(request, ())
    engine = served(request).engine
    found = get(engine, str(request.path_params["id"]))
    return answer([version.to_json() for version in revisions(engine, found.id)])


def article_copies(request: Request) -> Response:
    """The other articles with its text, or nearly."""
    only(request, ())
    engine = served(request).engine
    found = get(engine, str(request.path_params["id"]))
    return answer([copy.to_json() for copy in copies(engine, found.id)])


def sites(request: Request) -> Response:
    """Every site, how its last run ended, when it is due."""
    only(request, ())
    archive = served(request)
    articles = dict(articles_by(archive, "site"))
    return answer([_site(one) | {"articles": articles.get(one.name, 0)} for one in standing.standings(archive.engine)])


def site(request: Request) -> Response:
    """One site, with its ledger's account."""
    only(request, ())
    archive = served(request)
    found = standing_of(archive, request.path_params["site"])
    account = standing.ledger_of(archive.engine, found.name)
    return answer(
        {
            **_site(found),
            "articles": figures(archive, found.name)["articles"],
            "ledger": _account(account) if account else None,
        }
    )


def _site(found: standing.Standing) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "rights": found.rights,
        "last_run": None
        if found.started_at is None
        else {
            "kind": found.kind,
            "outcome": found.outcome,
            "reason": found.reason,
            "started_at": found.started_at.isoformat(),
            "finished_at": found.finished_at.isoformat() if found.finished_at else None,
            "counts": dict(found.counts or {}),
        },
        "due": found.due.isoformat() if found.due else None,
    }


def _account(account: Account) -> dict[str, int | Mapping[str, int]]:
    names = ("listed", "stored", "waiting", "gone", "dropped", "failed", "articles", "listings", "files")
    return {name: getattr(account, name) for name in names}


def stats(request: Request) -> Response:
    """The archive in figures; with ``by``, its articles counted by that."""
    only(request, ("by", "site"))
    archive, by, of = served(request), text(request, "by"), text(request, "site")
    if of:
        check_site(archive, of)
    if not by:
        return answer(figures(archive, of))
    if by not in counts.GROUPS:
        raise BadParameter("by", f"articles are counted by {', '.join(counts.GROUPS)}")
    return answer([{"value": value, "articles": number} for value, number in articles_by(archive, by, of)])


def runs(request: Request) -> Response:
    """The last runs, newest first."""
    only(request, ("site", "limit"))
    archive, of = served(request), text(request, "site")
    if of:
        check_site(archive, of)
    return answer(counts.runs(archive.engine, of or None, whole(request, "limit", 50, MOST_RUNS)))
