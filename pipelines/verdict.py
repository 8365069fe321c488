"""When a page is no article: print views, listings, search and login pages, errors served as pages, posts without text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from models.article import NotAnArticle, Page
from pipelines.metadata import Metadata
from pipelines.phrases import bare

PRINT_URL = re.compile(
    r"print_article|printArticleId|[?&](?:print|isprint|printable)=(?:1|true|yes)|/print/?$|/printpreview|_state=pop_up",
    re.IGNORECASE,
)
SEARCH_URL = re.compile(
    r"/(?:search|tim-kiem|suche|recherche|buscar)(?:[/.?]|$)|[?&](?:s|q|keyword|keywords|query)=", re.IGNORECASE
)
NOT_FOUND = re.compile(
    r"\b(?:404|403|500|502|503)\b|not found|page not found|khong tim thay|khong ton tai|loi he thong|nicht gefunden|introuvable|access denied|error",
    re.IGNORECASE,
)
SHORTEST = 60  # characters of text that an article has at least


@dataclass(frozen=True, slots=True)
class Facts:
    """What the verdict rests on: the article's text, characters of prose and of links on the page, teasers beside it."""

    text: str
    title: str
    prose: float
    page_prose: float
    page_links: int
    has_date: bool
    has_video: bool


def refuse_before(page: Page, root: etree._Element) -> None:
    """Raise NotAnArticle for what URL, status and body tell before anything is read."""
    if page.status >= 400:
        raise NotAnArticle("error page", f"status {page.status}")
    body = root.find("body")
    onload = (body.get("onload") or "") if body is not None else ""
    if (page.url and PRINT_URL.search(page.url)) or "print()" in onload:
        raise NotAnArticle("print view")


def refuse_after(page: Page, root: etree._Element, metadata: Metadata, facts: Facts) -> None:
    """Raise NotAnArticle for what has been read and is no article."""
    declared = bool(metadata.articles) or "article" in metadata.meta.get("og:type", ())
    if len(facts.text) < SHORTEST * 5 and NOT_FOUND.search(bare(facts.title)) and not declared:
        raise NotAnArticle("error page", facts.title[:80])
    if len(facts.text) < SHORTEST:
        raise NotAnArticle(_why_empty(page, root, metadata, facts))
    path = urlsplit(page.url or "/x").path
    if page.url and path in {"", "/"} and not declared:
        raise NotAnArticle("listing", "the front page")
    if page.url and SEARCH_URL.search(page.url) and not declared and facts.page_links > facts.prose:
        raise NotAnArticle("search")


def _why_empty(page: Page, root: etree._Element, metadata: Metadata, facts: Facts) -> str:
    if root.find(".//input[@type='password']") is not None and facts.page_prose < 500:
        return "login"
    if page.url and SEARCH_URL.search(page.url):
        return "search"
    if facts.has_video:
        return "video"
    return "listing" if facts.page_links > 3 * facts.page_prose and not facts.has_date else "no text"
