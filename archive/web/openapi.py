"""The JSON API described for programs (OpenAPI 3.1); the shapes of its answers are in shapes.py.

Tests put real answers beside this description, and this description beside the table of addresses.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any, NamedTuple

import orjson
from starlette.requests import Request
from starlette.responses import Response

from archive.counts import GROUPS
from archive.export.choices import UNITS
from archive.query import ORDERS
from archive.trends import STEPS
from archive.web.api import MOST_RUNS, MOST_VALUES
from archive.web.corpora import LONGEST_TEXT, MOST_SAMPLED, TO_STREAM
from archive.web.downloads import KINDS
from archive.web.parameters import LAST_PAGE, LONGEST, MOST_LIMIT
from archive.web.served import base_of
from archive.web.shapes import SHAPES, array, shape
from archive.web.trending import MOST


class Operation(NamedTuple):
    """What is said of one address: a sentence, its parameters by name, the shape of its answer, what can go wrong."""

    summary: str
    parameters: tuple[str, ...]
    answer: dict[str, Any]
    errors: tuple[int, ...]
    kinds: tuple[str, ...] = ("application/json",)


ASKED = ("q", "site", "since", "until", "author", "source", "section", "language", "fold", "order")
OPERATIONS = {
    "/api/search": Operation("Articles that a query finds.", (*ASKED, "page", "limit"), shape("Results"), (400, 503)),
    "/api/facets": Operation("What a query finds, counted.", (*ASKED, "values"), shape("Facets"), (400, 503)),
    "/api/trends": Operation(
        "The share of each period's articles that questions find.",
        ("word", "step", *ASKED),
        shape("Trends"),
        (400, 503),
    ),
    "/api/trends.csv": Operation(
        "The same as a table.", ("word", "step", *ASKED), {"type": "string"}, (400, 503), ("text/csv",)
    ),
    "/api/export.{form}": Operation(
        "All articles that a query finds, by number, as chosen: the file that `newsarchive export` writes.",
        ("form", *ASKED, *TO_STREAM),
        {"type": "string"},
        (400, 404, 503),
        tuple(KINDS.values()),
    ),
    "/api/articles/{id}": Operation("One article.", ("id",), shape("Article"), (400, 404, 410)),
    "/api/articles/{id}/revisions": Operation(
        "What it said before each change, oldest first.", ("id",), array("Revision"), (400, 404, 410)
    ),
    "/api/articles/{id}/copies": Operation(
        "The other articles with its text, or nearly; the original first.", ("id",), array("Article"), (400, 404, 410)
    ),
    "/api/sites": Operation("Every site.", (), array("Site"), (400,)),
    "/api/sites/{site}": Operation(
        "One site, with the account of every page it ever listed.", ("named_site",), shape("SiteWithLedger"), (400, 404)
    ),
    "/api/stats": Operation(
        "The archive in figures; with `by`, its articles counted by that.",
        ("by", "of_site"),
        {"oneOf": [shape("Overview"), array("Count")]},
        (400, 404),
    ),
    "/api/runs": Operation("The last runs, newest first.", ("of_site", "runs"), array("Run"), (400, 404)),
}
TEXT = {"type": "string", "maxLength": LONGEST}
PARAMETERS: dict[str, dict[str, Any]] = {
    "q": {"description": "Words, phrases, operators: the query language of docs/search.md.", "schema": TEXT},
    "site": {"description": "The name of a site.", "schema": TEXT},
    "since": {"description": "Published since: YYYY, YYYY-MM, YYYY-MM-DD, or such as `last week`.", "schema": TEXT},
    "until": {"description": "Published until then, that day, month or year included.", "schema": TEXT},
    "author": {"description": "Words in the name of an author; `=` in front: exactly that name.", "schema": TEXT},
    "source": {"description": "Words in the name of the source; `=` in front: exactly that name.", "schema": TEXT},
    "section": {"description": "Words in the name of the section; `=` in front: exactly that name.", "schema": TEXT},
    "language": {"description": "BCP 47, such as `vi`.", "schema": TEXT},
    "fold": {"description": "1: without the articles that copy another one.", "schema": {"enum": ["0", "1"]}},
    "order": {"description": "relevance with words, else -date, unless told.", "schema": {"enum": list(ORDERS)}},
    "page": {"description": "From 1.", "schema": {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}},
    "limit": {"description": "Articles a page.", "schema": {"type": "integer", "minimum": 1, "maximum": MOST_LIMIT}},
    "values": {
        "description": "Values of each facet.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_VALUES},
    },
    "word": {
        "required": True,
        "description": "A question; several words and nothing else are a phrase. At most six.",
        "schema": {"type": "array", "items": TEXT, "minItems": 1, "maxItems": MOST},
    },
    "form": {"in": "path", "description": "The format of the file.", "schema": {"enum": list(KINDS)}},
    "drop_duplicates": {"description": "1: of an article and its copies only one.", "schema": {"enum": ["0", "1"]}},
    "min_length": {
        "description": "No text of fewer characters.",
        "schema": {"type": "integer", "minimum": 0, "maximum": LONGEST_TEXT},
    },
    "unit": {"description": "What a record is; not every format has them.", "schema": {"enum": list(UNITS)}},
    "sample": {
        "description": "So many articles, always the same ones.",
        "schema": {"type": "integer", "minimum": 0, "maximum": MOST_SAMPLED},
    },
    "redact": {
        "description": "1: without phone numbers, e-mail addresses, identity and account numbers.",
        "schema": {"enum": ["0", "1"]},
    },
    "step": {"name": "by", "description": "month unless told.", "schema": {"enum": list(STEPS)}},
    "id": {"in": "path", "description": "The article's number.", "schema": {"type": "integer", "minimum": 0}},
    "named_site": {"in": "path", "name": "site", "description": "The name of a site.", "schema": {"type": "string"}},
    "of_site": {"name": "site", "description": "Of that site only.", "schema": TEXT},
    "by": {"description": "What articles are counted by.", "schema": {"enum": list(GROUPS)}},
    "runs": {
        "name": "limit",
        "description": "How many.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_RUNS},
    },
}
ERRORS = {
    400: "A parameter cannot be read, or is not known: its name and why.",
    404: "There is no such thing.",
    410: "The article was withdrawn: the reason.",
    503: "The archive cannot be asked at the moment.",
}


def description(request: Request) -> Response:
    """The description, with the address by which it was asked for."""
    return Response(orjson.dumps(described(base_of(request))), media_type="application/json")


def described(base: str) -> dict[str, Any]:
    """The OpenAPI document of the API at ``base``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "newsarchive",
            "version": version("newsarchive"),
            "description": "News articles as they were crawled or imported: search, articles, sites, figures.",
        },
        "servers": [{"url": base}],
        "paths": {path: {"get": _operation(path, operation)} for path, operation in OPERATIONS.items()},
        "components": {"schemas": SHAPES},
    }


def _operation(path: str, operation: Operation) -> dict[str, Any]:
    content = {"schema": operation.answer}
    answers = {"200": {"description": operation.summary, "content": dict.fromkeys(operation.kinds, content)}}
    problems = {"application/problem+json": {"schema": shape("Problem")}}
    answers |= {str(status): {"description": ERRORS[status], "content": problems} for status in operation.errors}
    return {
        "operationId": path.removeprefix("/api/").translate(str.maketrans("/.", "__", "{}")),
        "summary": operation.summary,
        "parameters": [_parameter(name) for name in operation.parameters],
        "responses": answers,
    }


def _parameter(name: str) -> dict[str, Any]:
    made = {"name": name, "in": "query", **PARAMETERS[name]}
    return made | ({"required": True} if made["in"] == "path" else {})
