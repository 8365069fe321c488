"""Kept pages of articles, read again in worker processes: to learn from them, to see if they fit, for what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from models.article import Article, Hint, NotAnArticle, Page
from models.site import Site
from pipelines.extract import extract
from pipelines.template import learn, opened
from pipelines.templated import fits
from pipelines.told import Told, told
from pipelines.warc_read import WarcError, read_page


@dataclass(frozen=True, slots=True)
class Kept:
    """An article's page, where in the WARC files it is, and what led to it."""

    article_id: int
    key: str
    page_id: int
    url: str | None
    fetched_at: datetime | None
    file: str
    offset: int
    digest: str
    hints: tuple[Hint, ...] = ()

    def page(self, folder: Path) -> Page:
        """The page as the database knows it. Raises WarcError."""
        page = read_page(folder, self.file, self.offset, self.digest)
        return replace(page, url=self.url, fetched_at=self.fetched_at)


def learn_kept(folder: Path, kept: Sequence[Kept], site: Site | None) -> str | None:
    """Learns from kept pages; None where they have nothing in common. Pages that cannot be read are left
    out."""
    template = learn((page for one in kept if (page := _page(folder, one))), site)
    return template.to_json() if template.layouts else None


def fits_kept(folder: Path, kept: Sequence[Kept], text: str) -> list[bool]:
    """Which kept pages are of a template's layouts."""
    template = opened(text)
    pages = (_page(folder, one) for one in kept)
    return [page is not None and template is not None and fits(page, template) for page in pages]


def read_again(folder: Path, kept: Kept, site: Site, text: str | None) -> tuple[Article, Told] | None:
    """The article of a kept page, with its site's template; None where the page cannot be read, or is none."""
    page = _page(folder, kept)
    if page is None:
        return None
    try:
        article = extract(page, site, opened(text), kept.hints)
    except NotAnArticle:
        return None
    return article, told(article)


def _page(folder: Path, kept: Kept) -> Page | None:
    try:
        return kept.page(folder)
    except WarcError:
        return None
