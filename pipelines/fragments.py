"""What a button such as "Xem thêm" gets in the background – HTML within JSON, or posts as JSON – as a page to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import orjson

from models.article import NotAnArticle, Page

TITLES = ("title", "name", "headline", "tieude", "Title", "TieuDe")
LINKS = ("url", "link", "href", "permalink", "share_url", "Url", "Link", "DuongDan")
DEEPEST = 8


def page_of_json(page: Page) -> Page:
    """The page itself, or one with the HTML that its JSON holds, else with a link for each post that it names.

    Raises NotAnArticle("not html") where it holds neither.
    """
    if page.body.lstrip()[:1] not in (b"{", b"["):
        return page
    try:
        data = orjson.loads(page.body)
    except orjson.JSONDecodeError:
        return page
    html = "".join(_html(data)) or "".join(_links(data))
    if not html and data:
        raise NotAnArticle("not html", "JSON without links")
    body = f"<html><body>{html}</body></html>".encode("utf-8", "replace")
    return replace(page, body=body, content_type="text/html; charset=utf-8")


def _html(data: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(data, str):
        if "<" in data and "href" in data:
            yield data
    elif depth < DEEPEST:
        for part in _parts(data):
            yield from _html(part, depth + 1)


def _links(data: Any, depth: int = 0) -> Iterator[str]:
    if isinstance(data, dict):
        url, title = _said(data, LINKS), _said(data, TITLES)
        if url and title:
            yield f'<li><a href="{escape(url)}">{escape(title)}</a></li>'
            return
    if depth < DEEPEST:
        for part in _parts(data):
            yield from _links(part, depth + 1)


def _parts(data: Any) -> list[Any]:
    return list(data.values()) if isinstance(data, dict) else data if isinstance(data, list) else []


def _said(data: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((data[name] for name in names if isinstance(data.get(name), str) and data[name]), "")
