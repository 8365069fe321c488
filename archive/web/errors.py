"""What went wrong, told: as a page to people, as problem details (RFC 9457) to programs."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import orjson
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.index import SearchIndexError
from archive.query import NotFoundError, WithdrawnError
from archive.web.languages import language_of
from archive.web.mistakes import said
from archive.web.parameters import BadParameter, Unknown
from archive.web.rendering import page
from archive.wrong import QueryError
from pipelines.warc_read import WarcError

TOLD = (400, 404, 405, 410, 500, 503)  # what texts.toml has a heading for
LEADS = {404: "problem.404_lead", 410: "problem.withdrawn", 500: "problem.500_lead", 503: "problem.503_lead"}
LOG = logging.getLogger("newsarchive.web")


def problem(request: Request, error: Exception) -> Response:
    """The answer to a request that failed; a fault of ours is logged, and shows nothing of itself."""
    status, details = _told(error)
    if status in (HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE):
        LOG.error("%s failed", request.url.path, exc_info=error)
    headers = error.headers if isinstance(error, HTTPException) else None
    if request.url.path.startswith("/api/"):
        problem_details = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **details}
        return Response(orjson.dumps(problem_details), status, headers, "application/problem+json")
    known = status if status in TOLD else 500
    what, _, place = str(details["detail"]).partition(" (character ")
    told = {"wrong": said(what, language_of(request)), "place": place.partition("\n")[2], "lead": LEADS.get(known)}
    return page(request, "problem.html", status, headers, status=status, details=details, known=known, **told)


def _told(error: Exception) -> tuple[int, dict[str, Any]]:
    """The status of the answer, and what may be known about it."""
    if isinstance(error, BadParameter):
        return 400, {"parameter": error.name, "detail": error.message}
    if isinstance(error, QueryError):  # a site that the archive does not have, for instance
        return 400, {"parameter": "site", "detail": str(error)}
    if isinstance(error, WithdrawnError):
        return 410, {"detail": str(error), "reason": error.reason}
    if isinstance(error, NotFoundError | Unknown):
        return 404, {"detail": str(error)}
    if isinstance(error, WarcError):
        return 404, {"detail": "the page was kept, but cannot be read any more"}
    if isinstance(error, SearchIndexError | DBAPIError):
        return 503, {"detail": "the archive cannot be asked at the moment"}
    if isinstance(error, HTTPException):
        return error.status_code, {"detail": error.detail}
    return 500, {"detail": "this is a fault of the program"}


KINDS = (BadParameter, QueryError, NotFoundError, Unknown, WarcError, SearchIndexError, DBAPIError, HTTPException)
