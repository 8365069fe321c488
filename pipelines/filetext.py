"""Articles whose text is a file: which file that is, and the article with its text.

The page of such a post is stored at once, with its attachments and without text (``origins["paragraphs"] == "file"``).
When the file has been fetched and read, the article gets its text (``"pdf"``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from models.article import Article

PDF = re.compile(r"\.pdf(?=$|[/?#])", re.IGNORECASE)
IN_FILE, FROM_PDF = "file", "pdf"  # origins of an article's paragraphs


def text_file(article: Article) -> str | None:
    """The URL of the file that holds the article's text: its first PDF; None where it has its text, or no PDF."""
    return _first_pdf(article) if article.origins.get("paragraphs") == IN_FILE else None


def _first_pdf(article: Article) -> str | None:
    return next((file.url for file in article.attachments if PDF.search(file.url)), None)


def completed(article: Article, paragraphs: Iterable[str]) -> Article:
    """The article with the text of its file, behind what its page says itself."""
    origins = {**article.origins, "paragraphs": FROM_PDF}
    return replace(article, paragraphs=(*article.paragraphs, *paragraphs), origins=origins)


def completes(article: Article, stored: Article) -> bool:
    """Whether an article differs from the stored one by the text of its file alone."""
    same = stored.origins.get("paragraphs") == IN_FILE and article.origins.get("paragraphs") == FROM_PDF
    return same and article == completed(stored, article.paragraphs[len(stored.paragraphs) :])


def with_kept_text(article: Article, stored: Article) -> Article:
    """An article that was read from its page alone, with the text of its file if the stored one has it."""
    own = article.paragraphs
    url = text_file(article)
    had = stored.origins.get("paragraphs") == FROM_PDF and url is not None and url == _first_pdf(stored)
    if not had or stored.paragraphs[: len(own)] != own:
        return article
    return completed(article, stored.paragraphs[len(own) :])
