"""What every request and response passes: the site's bounds, robots.txt, and the WARC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.downloadermiddlewares import cookies
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Response
from tldextract import TLDExtract

from crawler import resolver
from models.home import home
from models.site import Site
from pipelines.anchors import inside
from pipelines.urls import SlowPatternError, absolute, identity, matches
from pipelines.visits import Kept
from pipelines.warc import WarcRef, WarcWriter

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spider import SiteSpider

# Scrapy's cookies look up the list of public suffixes on the network; the list that tldextract ships will do.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)


MOST_SITEMAPS = 500  # that a robots.txt may name
LONGEST_ROBOTS = 500 * 1024  # bytes that are read of a robots.txt (RFC 9309, 2.5)
LONGEST_WAIT = timedelta(days=7)  # that a portal's answer can ask for
UNREACHABLE = (CannotResolveHostError, DownloadConnectionRefusedError)


class Refused(IgnoreRequest):
    """A request that is not made, and how the ledger is told."""

    def __init__(self, state: str, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.state = state
        self.reason = reason


class NotKept(Exception):  # noqa: N818 - what happened to a response
    """A response could not be written to its WARC: without it nothing goes on."""


class SiteBounds:
    """The crawl stays on the hosts of the site's start URLs; files may lie elsewhere. Redirects are bound too."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SiteBounds:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        spider: Any = self.crawler.spider
        host = urlsplit(request.url).netloc.lower()
        if not request.meta.get("any_host", "link" not in request.meta):
            allowed = {name.removeprefix("www.") for name in spider.site.hosts}
            if host.removeprefix("www.") not in allowed:
                raise Refused("dropped", "another host", f"{request.url} is not on {', '.join(sorted(allowed))}")
        if "link" in request.meta and _is_ignored(request.url, spider.site):
            raise Refused("dropped", "ignored", f"the site file ignores {request.url}")
        if not spider.settings["CONTACT"] and not resolver.is_loopback(host):
            raise Refused("failed", "no contact", f"NEWSARCHIVE_CONTACT is not set: {host} is not asked")


def _is_ignored(url: str, site: Site) -> bool:
    """Raises Refused where the site file's patterns cannot tell; its ``identity`` has to, when a visit is settled."""
    try:
        identity(url, site)
        return matches(url, site.ignore)
    except SlowPatternError as slow:
        raise Refused("failed", "pattern", str(slow)) from None


class Robots(RobotsTxtMiddleware):
    """robots.txt as RFC 9309 has it: one that cannot be had for a fault of the server forbids everything for now."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unavailable: dict[str, str] = {}
        self._asked: set[str] = set()

    async def process_request(self, request: Request) -> None:  # type: ignore[override]
        if request.meta.get("dont_obey_robotstxt"):
            return
        parser = await self.robot_parser(request)
        await self._find_sitemaps(parser, request)
        self._heed_delay(parser, request)
        fault = self._unavailable.get(urlsplit(request.url).netloc)
        if fault:
            raise Refused("failed", "robots.txt unavailable", fault)
        try:
            self.process_request_2(parser, request)
        except IgnoreRequest as error:
            raise Refused("dropped", "robots.txt", str(error)) from None

    async def _find_sitemaps(self, parser: Any, request: Request) -> None:
        """Tells the ledger, once for each host of the site, of the sitemaps that robots.txt names; else of the usual
        place (https://www.sitemaps.org/protocol.html)."""
        parts, spider = urlsplit(request.url), cast("SiteSpider", self.crawler.spider)
        if parts.netloc in self._asked or parts.netloc not in spider.site.hosts or not spider.frontier.is_open:
            return
        self._asked.add(parts.netloc)
        named = list(getattr(getattr(parser, "rp", None), "sitemaps", ()))[:MOST_SITEMAPS]
        urls = (absolute(request.url, url) for url in named or ["/sitemap.xml"])
        await spider.frontier.add_feeds([url for url in urls if url and inside(url, spider.site)])

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            self._unavailable[netloc] = f"{response.url} answered {response.status}"
        # RFC 9309: a missing file allows everything; of a long one the last, cut line may mean something else
        body = response.body if response.status < 400 else b""
        if len(body) > LONGEST_ROBOTS:
            body = body[:LONGEST_ROBOTS].rpartition(b"\n")[0]
        await super()._parse_robots(response.replace(body=body, status=response.status), netloc, request)

    def _heed_delay(self, parser: Any, request: Request) -> None:
        """Crawl-delay, where it is longer than the site file's; AutoThrottle would shorten it with every answer."""
        delay = getattr(getattr(parser, "rp", None), "crawl_delay", lambda _: None)(self._robotstxt_useragent)
        spider: Any = self.crawler.spider
        if not delay or delay <= spider.site.delay:
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        slot = self.crawler.engine.downloader.slots.get(urlsplit(request.url).hostname or "")
        if slot is not None:
            slot.delay = float(delay)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, UNREACHABLE):  # then the page itself will say what is wrong
            self._unavailable[netloc] = f"robots.txt of {netloc}: {exc or type(exc).__name__}"
        super()._robots_error(exc, netloc)


class RetryUnlessTold(RetryMiddleware):
    """Answers that ask for patience are tried again at once, unless they say when: then the ledger waits till then."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:
        return response if not_before(response) else super().process_response(request, response)


def not_before(response: Response) -> datetime | None:
    """When a 429 or 503 wants to be asked again: Retry-After, in seconds or as a date (RFC 9110, 10.2.3)."""
    said = _header(response, "Retry-After") if response.status in {429, 503} else None
    if said is None:
        return None
    now = datetime.now(UTC)
    if said.strip().isdecimal():
        return now + min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        then = parsedate_to_datetime(said)
    except ValueError:
        return None
    return min(then.replace(tzinfo=then.tzinfo or UTC), now + LONGEST_WAIT)


class KeepInWarc:
    """Writes every response as received, with its request, and notes in ``meta["kept"]`` where it is."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._writer: WarcWriter | None = None
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KeepInWarc:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        spider: Any = self.crawler.spider
        if not spider.frontier.is_open:  # `scrapy shell` looks and leaves no trace
            return response
        now, headers = datetime.now(UTC), _pairs(response.headers)
        try:
            ref = self._write(request, response, headers, now)
        except OSError as error:
            raise NotKept(f"{error.filename or home().warc}: {error.strerror}") from error
        said = {name.lower(): value for name, value in headers}
        request.meta["kept"] = Kept(
            ref.file,
            ref.offset,
            ref.digest,
            response.status,
            said.get("content-type", ""),
            now,
            said.get("etag") or None,
            said.get("last-modified") or None,
        )
        return response

    def _write(self, request: Request, response: Response, headers: list[tuple[str, str]], now: datetime) -> WarcRef:
        return self._open().write_exchange(
            url=request.url,
            method=request.method,
            request_body=request.body,
            request_headers=[("Host", urlsplit(request.url).netloc), *_pairs(request.headers)],
            status=response.status,
            reason=_phrase(response.status),
            http_version=response.protocol or "HTTP/1.1",
            response_headers=headers,
            body=response.body,
            fetched_at=now,
            ip=str(response.ip_address) if response.ip_address else None,
        )

    def _open(self) -> WarcWriter:
        if self._writer is None:
            spider: Any = self.crawler.spider
            self._writer = WarcWriter(home().warc, spider.name)
            self._writer.__enter__()
        return self._writer

    def close(self) -> None:
        if self._writer is not None:
            self._writer.__exit__(None, None, None)


def _pairs(headers: Any) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, values in headers.items() for value in values]


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
