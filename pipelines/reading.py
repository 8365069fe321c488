"""A page as the ledger knows it – listing, section, article – read in one call: what worker processes run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.article import Article, Hint, NotAnArticle, Page
from models.site import Site
from pipelines.extract import explain
from pipelines.listing import Listing, read_listing
from pipelines.template import opened
from pipelines.told import Told, told

ENOUGH_POSTS = 5  # a section that links to fewer headlines is a page of its own


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page was read as; what is neither article nor listing has the reason. told: of the article.

    fit: how well the page fits the site's template, 0 where it does not at all; None where it was read without one.
    """

    article: Article | None = None
    told: Told | None = None
    listing: Listing | None = None
    reason: str | None = None
    detail: str | None = None
    fit: float | None = None


def read(page: Page, site: Site, kind: str, hints: Sequence[Hint] = (), template: str | None = None) -> Reading:
    """Reads a page of a ledger link's ``kind``: listing, section (perhaps one), article.

    hints: what led to it. template: the site's, as JSON.
    """
    try:
        if kind == "listing":
            return Reading(listing=read_listing(page, site))
        if kind == "section":
            listing = read_listing(page, site)
            if len(listing.posts) >= ENOUGH_POSTS:
                return Reading(listing=listing)
        found = explain(page, site, opened(template), hints)
        fit = (found.fit or 0.0) if template else None
        return Reading(article=found.article, told=told(found.article), fit=fit)
    except NotAnArticle as verdict:
        return Reading(reason=verdict.reason, detail=verdict.detail or None)
