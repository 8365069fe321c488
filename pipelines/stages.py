"""The stages an item passes in a crawl, in this order: a fetched page is read, the visit it makes is stored."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from models.article import Hint, Page
from pipelines.ledger import Link
from pipelines.pdftext import FileText, read_pdf
from pipelines.reading import Reading, read
from pipelines.relearning import Relearning
from pipelines.visits import Kept, Visit
from pipelines.workers import Readers, WorkerFailure

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

AHEAD = 3  # posts for each worker, so that none waits for the next


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that answered: what the spider hands to the stages; a link that did not is a Visit at once.

    cookies: that were sent and set, by name.
    """

    link: Link
    page: Page
    kept: Kept
    cookies: Mapping[str, str] = field(default_factory=dict)


class _Stage:
    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Any:
        return cls(crawler)

    @property
    def spider(self) -> Any:
        return self.crawler.spider


class ReadStage(_Stage):
    """Turns Fetched into Visit, in worker processes: a page that hangs or crashes them fails alone."""

    @cached_property
    def readers(self) -> Readers:
        return Readers(self.crawler.settings.getint("READERS"))

    @cached_property
    def relearning(self) -> Relearning:
        """The site's templates; its last work is done before the crawl ends."""
        found = Relearning(self.spider.frontier, self.readers)
        self.spider.frontier.before_end = found.finish
        return found

    def open_spider(self) -> None:
        self.spider.frontier.at_start = self._start

    async def _start(self) -> None:
        """The workers load what they need while the first pages are fetched."""
        self.started = asyncio.ensure_future(asyncio.to_thread(self.readers.start))

    @cached_property
    def turn(self) -> asyncio.Semaphore:
        """Few posts at once are handed to the workers: what waits here is read with the template as soon as there is
        one, and not twice."""
        return asyncio.Semaphore(AHEAD * self.readers.count)

    async def close_spider(self) -> None:
        if "started" in vars(self):
            await asyncio.wait({self.started})
            self.readers.close()

    async def process_item(self, item: Fetched | Visit) -> Visit:
        if isinstance(item, Visit):
            return item
        link, url = item.link, item.page.url or item.link.url
        try:
            await asyncio.shield(self.started)
            if link.kind == "file":
                return await self._file(item, url)
            place = str(link.form["place"]) if link.form else ""
            async with self.turn if link.kind == "article" else nullcontext():  # what lists leads on
                hints = await self.spider.frontier.hints(link)
                template = await self.relearning.template(item.kept.fetched_at)
                reading = self.readers.submit(read, item.page, self.spider.site, link.kind, hints, template, place)
                found = await asyncio.wrap_future(reading)
        except WorkerFailure as failure:
            return Visit(link.id, url, "failed", failure.reason, failure.detail or None, kept=item.kept)
        except BaseException as error:  # not of this page: it keeps waiting, and so does the rest
            self.spider.frontier.give_up(f"pages cannot be read: {error or type(error).__name__}")
            raise
        visit = _visit(item, url, found, hints)
        self.relearning.saw(visit)
        return visit

    async def _file(self, item: Fetched, url: str) -> Visit:
        """A file that holds the text of an article; one without text was fetched all the same."""
        try:
            found = await asyncio.wrap_future(self.readers.submit(read_pdf, item.page.body))
        except WorkerFailure as failure:
            found = FileText(reason=failure.reason, detail=failure.detail or None)
        told = found.reason, found.detail
        return Visit(item.link.id, url, "fetched", *told, kept=item.kept, text=found.paragraphs)


def _visit(item: Fetched, url: str, found: Reading, hints: Sequence[Hint]) -> Visit:
    link, kept = item.link, item.kept
    if found.article is not None:
        at = found.article.url or url  # what a form opened may say its address
        visit = Visit(link.id, at, "stored", kept=kept, article=found.article, told=found.told, fit=found.fit)
        return replace(visit, hints=hints)
    if found.listing is not None:
        return Visit(link.id, url, "fetched", kept=kept, listing=found.listing, cookies=item.cookies)
    return Visit(link.id, url, "dropped", found.reason, found.detail, kept=kept)


class StoreStage(_Stage):
    """Hands visits to the frontier; an item is through when its outcome is committed."""

    async def process_item(self, item: Visit) -> Visit:
        await self.spider.frontier.settle(item)
        return item
