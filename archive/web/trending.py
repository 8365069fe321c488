"""How often something was written about: questions side by side over months or years, as a plot and as a table."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from archive.export.lines import sheet as sheet_of
from archive.query import Query
from archive.sentences import sentence
from archive.trends import STEPS, Trends, trends
from archive.web.guard import IMAGE
from archive.web.languages import language_of
from archive.web.links import Links, asked, parameters
from archive.web.parameters import QUERY, BadParameter, only, query_of, text, texts
from archive.web.rendering import page
from archive.web.served import remembered, served, site_titles
from archive.wrong import QueryError

MOST = 6  # questions: as many as lines can be told apart
COLUMNS = ("period", "articles", "asked", "found", "share")
EXAMPLES = (("tiêm chủng", "trường học"), ("bầu cử", "hội nghị", "khu dân cư"))


def show(request: Request) -> Response:
    """The plot, the table, and what to ask."""
    words, query, by, links = *_asked(request), Links(language_of(request))
    found = _found(request, words, query, by) if words else None
    chosen = [*(("word", word) for word in words), ("by", by), *parameters(query).items()]
    return page(
        request,
        "trends.html",
        words=words,
        boxes=[*words, *[""] * max(1, 3 - len(words))][:MOST],
        query=query,
        by=by,
        steps=STEPS,
        sites=list(site_titles(served(request))),
        found=found,
        among=sentence(query.tree, query.fold, "", links.language),
        plot=links.to("trends.svg") + asked(chosen),
        table=f"/api/trends{asked(chosen)}",
        sheet=f"/api/trends.csv{asked(chosen)}",
        addresses=[links.search(Query(f"({query.text}) ({word})" if query.text else word)) for word in words],
        examples=[
            (", ".join(example), links.to("trends") + asked([("word", word) for word in example]))
            for example in EXAMPLES
        ],
    )


def _asked(request: Request) -> tuple[tuple[str, ...], Query, str]:
    by = text(request, "by") or STEPS[0]
    if by not in STEPS:
        raise BadParameter("by", f"is one of {', '.join(STEPS)}")
    return texts(request, "word", MOST), query_of(request), by


def _found(request: Request, words: tuple[str, ...], query: Query, by: str) -> Trends:
    archive = served(request)
    try:
        found = remembered(
            archive,
            f"trends {words} {by} {query.to_json()}",
            lambda: trends(archive.engine, archive.home.index, words, query, by),
        )
    except QueryError as error:
        raise BadParameter("site" if "no site" in str(error) else "word", str(error)) from None
    return found


def plot(request: Request) -> Response:
    """The lines as SVG."""
    from archive.plots import trends_svg  # matplotlib takes half a second to import

    words, query, by = _asked(request)
    language = language_of(request)
    found = _found(request, words, query, by)
    drawn = remembered(
        served(request), f"plot {language} {words} {by} {query.to_json()}", lambda: trends_svg(found, language)
    )
    return Response(drawn, 200, {"content-security-policy": IMAGE}, "image/svg+xml")


def data(request: Request) -> Trends:
    """The trends that the API is asked for. Raises BadParameter."""
    only(request, ("word", "by", *QUERY))
    words, query, by = _asked(request)
    if not words:
        raise BadParameter("word", "say at least one")
    return _found(request, words, query, by)


def sheet(request: Request) -> Response:
    """A row for each period and question."""
    headers = {"content-disposition": 'attachment; filename="trends.csv"'}
    return Response(sheet_of(COLUMNS, data(request).rows()), 200, headers, "text/csv")
