"""Results as an Atom feed (RFC 4287): whoever follows a question gets its new articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response

from archive.found import Found, Results
from archive.query import Query
from archive.web.languages import language_of
from archive.web.links import Links
from archive.web.rendering import language_tag, short, web_link
from archive.web.served import base_of
from archive.web.texts import say

ATOM = "http://www.w3.org/2005/Atom"
NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # characters that XML 1.0 cannot have
LONGEST_SUMMARY = 2_000


def feed(request: Request, query: Query, results: Results) -> Response:
    """The articles as entries, in the order of the results."""
    language, base = language_of(request), base_of(request)
    links = Links(language)
    root = Element("feed", {"xmlns": ATOM, "xml:lang": language})
    _add(root, "id", base + links.feed(query))
    _add(root, "title", f"{query.describe(language)} – {say(language, 'site.name')}")
    _add(
        root,
        "updated",
        max((_updated(hit.found) for hit in results.hits), default=datetime.fromtimestamp(0, UTC)).isoformat(),
    )
    _add(root, "link", rel="self", href=base + links.feed(query), type="application/atom+xml")
    _add(root, "link", rel="alternate", href=base + links.search(query), type="text/html")
    for hit in results.hits:
        _entry(root, hit.found, base, links)
    return Response(tostring(root, "utf-8", xml_declaration=True), media_type="application/atom+xml")


def _entry(root: Element, found: Found, base: str, links: Links) -> None:
    article = found.article
    entry = SubElement(root, "entry", {"xml:lang": language_tag(article.language)})
    _add(entry, "id", f"{base}/article/{found.id}")
    _add(entry, "title", short(article.title) or str(found.id))
    _add(entry, "updated", _updated(found).isoformat())
    if article.published_at and article.published_at.tzinfo:
        _add(entry, "published", article.published_at.isoformat())
    for name in article.authors or (article.source or found.site,):
        _add(SubElement(entry, "author"), "name", short(name))
    _add(entry, "link", rel="alternate", href=base + links.article(found.id), type="text/html")
    if original := web_link(article.url):
        _add(entry, "link", rel="via", href=original)
    if article.section:
        _add(entry, "category", term=short(article.section))
    if article.text:
        _add(entry, "summary", short(article.text, LONGEST_SUMMARY))


def _updated(found: Found) -> datetime:
    """When the archive learnt what it says: readers of the feed look for what is new here."""
    moment = found.fetched_at or found.article.published_at
    if moment is None:
        return datetime.fromtimestamp(0, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> None:
    clean: Mapping[str, str] = {key: NO_XML.sub("", value) for key, value in attributes.items()}
    SubElement(parent, name, dict(clean)).text = NO_XML.sub("", text) or None
