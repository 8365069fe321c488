"""Adapters that let the scorer of saved pages (`score.py`) ask our extraction about them."""

from __future__ import annotations

from typing import Any

from models.article import NotAnArticle, Page
from pipelines.extract import extract


def one(html: bytes, url: str) -> dict[str, Any]:
    """One page by itself."""
    try:
        article = extract(Page(html, url))
    except NotAnArticle as verdict:
        return {"refused": str(verdict)}
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published_at": article.published_at,
        "body": "\n\n".join(article.paragraphs),
    }


def site(pages: list[tuple[bytes, str]]) -> list[dict[str, Any]]:
    """All pages of a site."""
    return [one(html, url) for html, url in pages]
