"""The address that a page states of itself: asked only of posts that a form opened, which have none otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from models.article import Page
from models.site import Site
from pipelines.anchors import followed
from pipelines.document import parse
from pipelines.listing import names_a_post
from pipelines.urls import absolute, identity, matches


def permalink(page: Page, site: Site) -> str | None:
    """Its canonical or og:url, where that is a post's on this site, and not the listing's that it was opened from.

    Portals state the same for all pages, or another host's: what does not look like a post's address is none.
    """
    here = (page.url or "").partition("#")[0]
    for stated in _stated(page):
        url = absolute(here, stated)
        if url is None or identity(url, site) == identity(here, site) or not followed(url, site):
            continue
        if matches(url, site.article) if site.article else names_a_post(url):
            return url
    return None


def _stated(page: Page) -> Iterator[str]:
    root = parse(page).root
    yield from root.xpath("//link[@rel='canonical']/@href")
    yield from root.xpath("//meta[@property='og:url']/@content")
