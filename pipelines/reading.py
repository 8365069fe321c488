"""A page as the ledger knows it – listing, section, article, feed – read in one call: what worker processes run."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from models.article import Article, Hint, NotAnArticle, Page
from models.site import Site
from pipelines.extract import explain
from pipelines.fragments import page_of_json
from pipelines.listing import Listing, names_a_post, read_listing, read_listing_for_machines
from pipelines.permalink import permalink
from pipelines.template import opened
from pipelines.told import Told, told
from pipelines.urls import POSTED, matches

ENOUGH_POSTS = 5  # side by side; a section with fewer is a page of its own
ENOUGH_DATED = 3  # … where they have dates: a young section, or a small portal's
FEWEST_LINKS = 3  # in what was read as a text, below which it is no run of teasers
FEW_WORDS = 2000  # letters of the teasers of a small section
SECTION_NAME = 25  # letters; headlines are longer
DIGIT = re.compile(r"\d")
SAME = 60  # letters by which a teaser is known again
LONGEST_TEASER = 600  # letters
STRANGE = 0.1  # the share of letters that may stand beside the teasers: a pager, a heading
NO_ARTICLE = {"listing", "no text"}  # verdicts that leave it open what a page is


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


def read(
    page: Page, site: Site, kind: str, hints: Sequence[Hint] = (), template: str | None = None, place: str = ""
) -> Reading:
    """Reads a page of a ledger link's ``kind``: listing, day, section (perhaps one), article, feed.

    hints: what led to it. template: the site's, as JSON. place: of a page that was had by POST, see
    `postbacks.Form`; a post that was opened so is read as nothing but an article.
    """
    try:
        if kind == "feed":
            return Reading(listing=_feed(page, site))
        if kind in {"listing", "day"}:
            return Reading(listing=read_listing(page_of_json(page), site, place))
        if place.startswith(POSTED):
            return _article(replace(page, url=permalink(page, site) or page.url), site, hints, template)
        return _article_or_listing(page, site, kind, hints, template)
    except NotAnArticle as verdict:
        return Reading(reason=verdict.reason, detail=verdict.detail or None)


def _feed(page: Page, site: Site) -> Listing:
    """A feed's or sitemap's entries; of a page that lists feeds, those. Raises NotAnArticle."""
    try:
        return read_listing_for_machines(page, site)
    except NotAnArticle as verdict:
        if verdict.reason != "not a feed" or "html" not in page.content_type:
            raise
        feeds = read_listing(page, site).feeds
        if not feeds:
            raise
        return Listing(feeds=feeds)


def _article_or_listing(page: Page, site: Site, kind: str, hints: Sequence[Hint], template: str | None) -> Reading:
    """The page decides. Raises NotAnArticle for what is neither."""
    url = page.url or ""
    listing = read_listing(page, site) if kind == "section" and not names_a_post(url) else None
    if listing and _lists(listing):
        return Reading(listing=listing)
    try:
        found = _article(page, site, hints, template)
        if found.article is None or not _may_be_teasers(url, found.article) or matches(url, site.article):
            return found
        listing = listing or read_listing(page, site)
        return Reading(listing=listing) if _is_teasers(found.article, listing) else found
    except NotAnArticle as verdict:
        if verdict.reason not in NO_ARTICLE or matches(url, site.article):
            raise
        listing = listing or read_listing(page, site)
        if not _lists(listing):
            raise
        return Reading(listing=listing)


def _may_be_teasers(url: str, article: Article) -> bool:
    """Whether that is worth a look: no number in the address and few words, whose links may stand beside what was read;
    or links in the text, and no number in the address, no date, or a section's title."""
    is_unnumbered = not DIGIT.search(urlsplit(url).path)
    if is_unnumbered and 0 < len(article.text) < FEW_WORDS:
        return True
    if (article.html or "").count("<a ") < FEWEST_LINKS:
        return False
    return is_unnumbered or len(article.title) < SECTION_NAME or article.published_at is None


def _is_teasers(article: Article, listing: Listing) -> bool:
    """Whether what was read as a text stands beside headlines, several of them, or holds them: a section's page."""
    entries = [(hint.title or "", f"{hint.title} {hint.abstract}") for hint in listing.hints.values()]
    owners: set[int] = set()
    strange = 0
    for text in filter(None, (article.lead, *article.paragraphs)):
        own = {at for at, (title, said) in enumerate(entries) if text[:SAME] in said or (title and title in text)}
        strange += _letters(text) if len(text) > LONGEST_TEASER * len(own) else 0
        owners |= own
    return len(owners) > 1 and strange <= STRANGE * _letters(article.text)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _article(page: Page, site: Site, hints: Sequence[Hint], template: str | None) -> Reading:
    found = explain(page, site, opened(template), hints)
    fit = (found.fit or 0.0) if template else None
    return Reading(article=found.article, told=told(found.article), fit=fit)


def _lists(listing: Listing) -> bool:
    """Whether there are posts side by side; fewer suffice where they have dates."""
    dated = sum(hint.published is not None for hint in listing.hints.values())
    return listing.run >= (ENOUGH_DATED if dated >= ENOUGH_DATED else ENOUGH_POSTS)
