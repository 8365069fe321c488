"""Adapters that let the scorer of saved pages (`score.py`) ask our extraction about them."""

from __future__ import annotations

from typing import Any

from models.article import NotAnArticle, Page
from pipelines.extract import extract
from pipelines.template import Template, learn


def one(html: bytes, url: str, template: Template | None = None) -> dict[str, Any]:
    """One page by itself, or with the template of its site."""
    try:
        article = extract(Page(html, url), template=template)
    except NotAnArticle as verdict:
        return {"refused": str(verdict)}
    return {
        "title": article.title,
        "authors": list(article.authors),
        "published_at": article.published_at,
        "body": "\n\n".join(article.paragraphs),
    }


def site(pages: list[tuple[bytes, str]]) -> list[dict[str, Any]]:
    """All pages of a site: what they have in common is learned first."""
    template = learn(Page(html, url) for html, url in pages)
    return [one(html, url, template) for html, url in pages]
