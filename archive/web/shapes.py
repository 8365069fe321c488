"""The shapes of the API's answers, as JSON Schema (2020-12); every object has these fields and no others."""

from __future__ import annotations

from typing import Any

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
COUNTS = {"type": "object", "additionalProperties": {"type": "integer"}}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
TIME = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}


def shape(name: str) -> dict[str, Any]:
    """A reference to the shape of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(name: str) -> dict[str, Any]:
    """A list of that shape."""
    return {"type": "array", "items": shape(name)}


def _maybe(kind: dict[str, Any], described: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"oneOf": [kind, {"type": "null"}]}
    return made | ({"description": described} if described else {})


def _said(kind: dict[str, Any], described: str) -> dict[str, Any]:
    return {**kind, "description": described}


def _list(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": kind}


def _object(fields: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    required = [name for name in fields if name not in optional]
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


# As models.article.Article writes them; docs/export.md has more about each.
SAID = {
    "url": _maybe(TEXT, "where the page was"),
    "title": _said(TEXT, "the headline, without the site's name"),
    "lead": _maybe(TEXT, "the paragraph that stands apart above the text"),
    "paragraphs": _said(_list(TEXT), "the body in order; the lead is not among them"),
    "captions": _said(_list(TEXT), "of images and tables"),
    "images": _list(_object({"url": TEXT, "caption": _maybe(TEXT), "alt": _maybe(TEXT)})),
    "attachments": _list(_object({"url": TEXT, "title": TEXT})),
    "authors": _said(_list(TEXT), "names, in the order of the byline"),
    "byline": _maybe(TEXT, "the line that the authors were taken from, as published"),
    "source": _maybe(TEXT, "whom it was taken over from"),
    "dateline": _maybe(TEXT, "the agency or place that opens the text"),
    "published_at": _maybe(TEXT, "ISO 8601; the day alone where only that is known"),
    "published_precision": _maybe({"enum": ["minute", "day"]}),
    "modified_at": _maybe(TEXT, "ISO 8601"),
    "section": _maybe(TEXT),
    "tags": _list(TEXT),
    "language": _maybe(TEXT, "BCP 47, lower case"),
    "html": _maybe(TEXT, "the cleaned, sanitised body"),
    "origins": {"type": "object", "additionalProperties": TEXT, "description": "field: where its value came from"},
}
ARTICLE = {
    "id": _said(WHOLE, "the article's number in this archive; it stays"),
    "site": _said(TEXT, "the name of the site it was read from"),
    **SAID,
    "fetched_at": _maybe(TIME, "when the page was fetched, in UTC"),
    "revision": _said(WHOLE, "1, and one more with every change of what the page says"),
    "duplicate_of": _maybe(WHOLE, "the id of the article that this one copies"),
    "duplicate_kind": _maybe({"enum": ["exact", "near"]}),
}
SNIPPET = _object(
    {
        "text": TEXT,
        "marks": _list({"type": "array", "items": WHOLE, "minItems": 2, "maxItems": 2, "description": "start, end"}),
    }
)
RUN = {
    "kind": {"enum": ["crawl", "import", "reextract"]},
    "started_at": TIME,
    "finished_at": _maybe(TIME),
    "outcome": {"enum": ["running", "finished", "stopped", "failed", "killed"]},
    "reason": _maybe(TEXT),
    "counts": COUNTS,
}
SITE = {
    "name": TEXT,
    "title": TEXT,
    "rights": _maybe(TEXT, "what its file says about use"),
    "articles": WHOLE,
    "last_run": _maybe(_object(RUN)),
    "due": _maybe(TIME, "when its next crawl is due, where its file says how often"),
}
ACCOUNT = {
    **dict.fromkeys(("listed", "stored", "waiting", "gone", "articles"), WHOLE),
    **dict.fromkeys(("dropped", "failed", "listings", "files"), COUNTS),
}
FACETS = {
    "total": WHOLE,
    "undated": _said(WHOLE, "how many state no date"),
    **dict.fromkeys(("site", "author", "source", "section", "year", "month"), array("Value")),
}
FIGURES = (
    *("articles", "sites", "with_a_date", "with_an_author", "with_a_source"),
    *("exact_copies", "near_copies", "changed_since_first_seen", "withdrawn"),
)
SHAPES: dict[str, Any] = {
    "Article": _object(ARTICLE),
    "Hit": _object({**ARTICLE, "snippet": SNIPPET}),
    "Results": _object(
        {
            "query": _said(TEXT, "the query as an English sentence"),
            "total": WHOLE,
            "note": _maybe(TEXT, "what one should know about the answer"),
            "page": WHOLE,
            "pages": WHOLE,
            "next": _maybe({"type": "string", "format": "uri"}, "the address of the next page"),
            "hits": array("Hit"),
        }
    ),
    "Facets": _object(FACETS),
    "Trends": _object(
        {
            "among": _said(TEXT, "what the shares are of, as an English sentence"),
            "periods": _said(_list(TEXT), "YYYY-MM or YYYY, none left out"),
            "articles": _said(_list(WHOLE), "all of each period"),
            "trends": _list(_object({"asked": TEXT, "articles": _list(WHOLE), "shares": _list(_maybe(SHARE))})),
        }
    ),
    "Value": _object({"value": TEXT, "articles": WHOLE}),
    "Count": _object({"value": _maybe(TEXT, "null: of articles that state none"), "articles": WHOLE}),
    "Revision": _object({"revision": WHOLE, "fetched_at": _maybe(TIME), "replaced_at": TIME, **SAID}),
    "Site": _object(SITE),
    "SiteWithLedger": _object({**SITE, "ledger": _maybe(_object(ACCOUNT), "null where nothing was crawled")}),
    "Run": _object({"id": WHOLE, "site": TEXT, **RUN}),
    "Overview": _object({**dict.fromkeys(FIGURES, WHOLE), "first_day": _maybe(DAY), "last_day": _maybe(DAY)}),
    "Problem": _object(
        {"type": TEXT, "title": TEXT, "status": WHOLE, "detail": TEXT, "parameter": TEXT, "reason": TEXT},
        optional=("parameter", "reason"),
    ),
}
