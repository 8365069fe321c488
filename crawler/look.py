"""A first look at a site that no file describes: its start page and a few of its posts, written to a file.

``scrapy runspider crawler/look.py -a site=FILE -a out=FILE``: `newsarchive sites add` runs this. Nothing is stored;
manners and bounds are those of a crawl.
"""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import resolver
from crawler.middlewares import Refused
from crawler.spider import FORM, reason_of, said_of
from models.article import NotAnArticle, Page
from models.site import Site, load_site
from pipelines.listing import read_listing
from pipelines.platforms import platform_of


@dataclass
class _Closed:
    """What stands for the ledger: nothing is kept."""

    is_open: bool = False


class LookSpider(Spider):
    """Spider arguments: ``site``: a site file; ``out``: the file to write to, a JSON line a page; ``posts``: how many.

    Lines have ``url``, and either ``body`` (base64), ``content_type`` and ``fetched_at``, or ``reason`` and ``detail``.
    """

    name = "look"
    custom_settings = {"ITEM_PIPELINES": {}, "HTTPERROR_ALLOW_ALL": True}  # noqa: RUF012 - Scrapy's class attribute

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> LookSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        resolver.allow_private = spider.site.private_network
        return spider

    def __init__(self, site: str, out: str, posts: str = "3", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = load_site(Path(site))
        self.out = Path(out)
        self.posts = int(posts)
        self.frontier = _Closed()

    async def start(self) -> AsyncIterator[Request]:
        host = next(iter(self.site.hosts))
        if not resolver.is_loopback(host) and not self.settings["CONTACT"]:
            why = "NEWSARCHIVE_CONTACT is not set: whoever is looked at must be able to reach you"
            self._write(self.site.start[0], reason="no contact", detail=why)
            raise CloseSpider("NEWSARCHIVE_CONTACT is not set")
        yield self._request(self.site.start[0], self.begin)

    def _request(self, url: str, callback: Any, form: str | None = None) -> Request:
        """form: of a post that only a POST opens."""
        request = Request(url, callback=callback, errback=self.failed, meta={"any_host": False}, dont_filter=True)
        return request if form is None else request.replace(method="POST", body=form, headers=FORM)

    def begin(self, response: Response) -> Iterator[Request]:
        """The start page: its first posts are looked at, too."""
        page = self._page(response)
        if page is None:
            return
        try:
            listing = read_listing(page, self._site_of(page))
            if not listing.posts:  # a platform's site with addresses of its own
                listing = read_listing(page, self.site)
        except NotAnArticle as verdict:
            self._write(response.url, reason=verdict.reason, detail=verdict.detail)
            return
        self._keep(page)
        for url in listing.posts[: self.posts]:
            form = listing.opened_by.get(url)
            yield self._request(url, self.look, form.body if form else None)

    def _site_of(self, page: Page) -> Site:
        """The site with its platform, where the page tells it."""
        if self.site.platform or not (name := platform_of([page])):
            return self.site
        path = self.out.with_name(f"{self.site.name}.toml")
        path.write_text(f'start = "{self.site.start[0]}"\nplatform = "{name}"\n', "utf-8")
        return load_site(path)

    def look(self, response: Response) -> None:
        """A post."""
        page = self._page(response)
        if page is not None:
            self._keep(page)

    def failed(self, failure: Failure) -> None:
        """A download without a response."""
        error, url = failure.value, failure.request.url  # type: ignore[attr-defined]
        if isinstance(error, Refused):
            self._write(url, reason=error.reason, detail=str(error))
            return
        host = url.split("/")[2].split(":")[0]
        if host in resolver.refused:
            self._write(url, reason="private address", detail=f"{host} has the address {resolver.refused[host]}")
            return
        self._write(url, reason=reason_of(error), detail=said_of(error))

    def _page(self, response: Response) -> Page | None:
        if response.status != 200:
            self._write(response.url, reason=f"http {response.status}", detail="")
            return None
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        return Page(response.body, response.url, datetime.now(UTC), content_type, response.status)

    def _keep(self, page: Page) -> None:
        assert page.url is not None
        assert page.fetched_at is not None
        body = base64.b64encode(page.body).decode()
        self._write(page.url, body=body, content_type=page.content_type, fetched_at=page.fetched_at.isoformat())

    def _write(self, url: str, **said: str) -> None:
        with self.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"url": url, **said}) + "\n")
