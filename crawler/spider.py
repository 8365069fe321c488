"""The spider of every site: links from the ledger become requests, responses become items for the stages."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    CloseSpider,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import resolver
from crawler.middlewares import NotKept, Refused, not_before
from models.article import Page
from models.database import DatabaseError
from models.site import Site
from pipelines.frontier import Frontier, GivenUpError
from pipelines.ledger import Link
from pipelines.memory import calm_collector
from pipelines.sitelock import LockedError
from pipelines.stages import Fetched
from pipelines.visits import Kept, Visit

GONE = {404, 410}
NOT_MODIFIED = 304
# What a download may end in instead of a response -> the ledger's reason.
FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (Exception, "connection"),
)
ENDED = IgnoreRequest, DownloadCancelledError
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PAGES = {"article", "listing", "section", "day"}  # in HTML, and smaller than what else is fetched may be
FINISHED = "finished"
CALM = (20_000, 20, 50)  # thresholds of the collector: requests and responses make few cycles
LISTINGS_FIRST = 10  # of the links in hand: what a pager leads to is known only when its page was read


class SiteSpider(Spider):
    """One site's crawl. Spider arguments: ``full=1`` reads every listing to its end, ``limit=N`` fetches N posts."""

    site: Site

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        resolver.allow_private = spider.site.private_network
        # Else a line is made for each request and each item, and only then thrown away.
        logging.getLogger("scrapy").setLevel(crawler.settings["LOG_LEVEL"])
        crawler.signals.connect(spider.end, signals.spider_closed)
        return spider

    def __init__(self, *args: Any, full: str = "", limit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frontier = Frontier(self.site, full=full == "1", limit=int(limit) if limit else None)

    async def start(self) -> AsyncIterator[Request]:
        self._require_contact()
        calm_collector(CALM)
        try:
            await self.frontier.open()
            async for link in self.frontier.links():
                yield self._request(link)
        except (LockedError, DatabaseError, GivenUpError, OSError) as error:
            raise CloseSpider(str(error)) from error

    def _require_contact(self) -> None:
        """Whose pages are fetched must be able to ask who fetches them."""
        strangers = [host for host in self.site.hosts if not resolver.is_loopback(host)]
        if strangers and not os.environ.get("NEWSARCHIVE_CONTACT"):
            raise CloseSpider(
                f"NEWSARCHIVE_CONTACT is not set: {', '.join(strangers)} must be told how to reach you "
                "(a web page or a mail address)"
            )

    def _request(self, link: Link) -> Request:
        headers: dict[str, str | None] = {}
        if link.kind in {"article", "feed"}:  # a listing is always read: its posts are counted
            headers = {"If-None-Match": link.etag, "If-Modified-Since": link.last_modified}
        is_file = link.kind == "file"
        form = link.form or {}
        if "body" in form:
            headers |= FORM
        return Request(
            link.url,
            method="POST" if "body" in form else "GET",
            body=form.get("body", ""),
            cookies=form.get("cookies", {}),
            callback=self.parse,
            errback=self.failed,
            priority=0 if link.kind in {"article", "file"} else LISTINGS_FIRST,
            headers={name: value for name, value in headers.items() if value},
            meta={
                "link": link,
                "any_host": is_file,  # images often lie on a host of their own
                "download_maxsize": self.settings.getint("PAGE_MAXSIZE" if link.kind in PAGES else "FILE_MAXSIZE"),
            },
        )

    def parse(self, response: Response, **kwargs: Any) -> Iterator[Fetched | Visit]:
        """Whatever was answered, as an item."""
        link: Link = response.meta["link"]
        kept: Kept = response.meta["kept"]
        url = _address(response, link)
        if response.status == NOT_MODIFIED:
            yield Visit(link.id, url, "unchanged")
        elif response.status in GONE:
            yield Visit(link.id, url, "gone", kept=kept)
        elif response.status != 200:
            later = not_before(response)
            yield Visit(link.id, url, "failed", f"http {response.status}", kept=kept, not_before=later)
        elif link.kind == "file" and not link.text_of:
            yield Visit(link.id, url, "fetched", kept=kept)
        else:
            yield Fetched(link, _page(response, url, kept), kept, _cookies(response))

    def failed(self, failure: Failure) -> Iterator[Visit]:
        """A download without a response."""
        link: Link = failure.request.meta["link"]  # type: ignore[attr-defined]
        error = failure.value
        url = failure.request.url  # type: ignore[attr-defined]
        if isinstance(error, NotKept):
            self.frontier.give_up(str(error))  # and no outcome: the link waits for the next crawl
        elif isinstance(error, Refused):
            yield Visit(link.id, url, error.state, error.reason, str(error))
        elif (host := urlsplit(url).hostname or "") in resolver.refused:
            address = resolver.refused[host]
            yield Visit(link.id, url, "failed", "private address", f"{host} has the address {address}")
        else:
            state = "dropped" if isinstance(error, ENDED) else "failed"
            yield Visit(link.id, url, state, reason_of(error), said_of(error))

    async def end(self, reason: str) -> None:
        outcome = {FINISHED: FINISHED, "shutdown": "stopped"}.get(reason, "failed")
        said = None if outcome == FINISHED else "interrupted" if reason == "shutdown" else reason
        if outcome == "failed":  # said before anything is written: that may be what fails
            self.logger.error("%s: crawl failed: %s", self.name, said)
        outcome, said = await self.frontier.close(outcome, said)
        if outcome == "failed":
            self.logger.error("%s: crawl failed: %s", self.name, said)
        else:
            self.logger.info("%s: crawl %s%s", self.name, outcome, f": {said}" if said else "")


def reason_of(error: BaseException | None) -> str:
    """The ledger's reason for a download that ended without a response."""
    if isinstance(error, ENDED):  # Scrapy tells its two reasons in words alone
        return "redirects" if str(error).startswith("max redirections") else "too large"
    return next(name for kind, name in FAILURES if isinstance(error, kind))


def said_of(error: BaseException | None) -> str:
    """Why a download ended without a response, for people; some errors have no words."""
    wordless = "the answer broke off" if isinstance(error, ResponseDataLossError) else type(error).__name__
    return str(error) or wordless


def _address(response: Response, link: Link) -> str:
    """Where redirects ended; a post that a form opened without one has no other address than its link's."""
    return link.url if link.url.partition("#")[0] == response.url else response.url


def _page(response: Response, url: str, kept: Kept) -> Page:
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return Page(response.body, url, kept.fetched_at, kept.content_type, response.status, headers)


def _cookies(response: Response) -> dict[str, str]:
    """What the site will expect with a form of this page: the cookies that were sent with the request and those set."""
    assert response.request is not None
    found = SimpleCookie()
    for line in (*response.request.headers.getlist("Cookie"), *response.headers.getlist("Set-Cookie")):
        with suppress(CookieError):  # a name that is none: no browser would send it
            found.load(line.decode("latin-1"))
    return {name: one.value for name, one in found.items()}
