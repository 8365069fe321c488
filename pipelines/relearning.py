"""Learns a site's template while it is crawled: when there are pages enough, and again when pages stop fitting.

Learning happens in a worker process, from pages in the WARC files: nothing of them is held here. What was read before
is read again at the crawl's end; how far that came stands in the database, so that the next crawl can go on with it.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.article import Article
from models.home import home
from models.site import Site
from models.tables import LinkRow, TemplateRow
from pipelines import templates
from pipelines.again import Kept, fits_kept, learn_kept, read_again
from pipelines.ledger import Crawl
from pipelines.store import store_articles
from pipelines.templates import Templates
from pipelines.told import Told
from pipelines.visits import Visit
from pipelines.workers import Readers, WorkerFailure

T = TypeVar("T")

ENOUGH = 5  # pages that show what a site's pages have in common
PLENTY = 20  # pages at which the crawl does not wait for its end: several layouts have their five by then
WINDOW = 20  # the last pages that are looked at for drift
DRIFTED = 0.6  # the share of them that fits no layout when the site has changed: new kinds of pages are fewer
LATE = 1000  # links that may have been read without a template while it was learned
LATE_SECONDS = 60  # for which pages may have come in so, where the crawl that learned it was killed
BATCH = 64  # articles that are read again in one transaction

log = logging.getLogger(__name__)


class Frontier(Protocol):
    """What this needs of a running crawl: `pipelines.frontier.Frontier`."""

    site: Site
    crawl: Crawl

    async def ask(self, question: Callable[[Session], T]) -> T:
        """The answer of the database."""

    async def change(self, change: Callable[[Session], T]) -> T:
        """A write transaction."""

    def note(self, name: str, count: int = 1) -> None:
        """Adds to the run's counts."""


class Relearning:
    """One crawl's templates."""

    def __init__(self, frontier: Frontier, readers: Readers) -> None:
        self.frontier = frontier
        self.readers = readers
        self.site = frontier.site
        self.folder = home().warc
        self._templates: asyncio.Future[Templates] | None = None
        self._task: asyncio.Task[None] | None = None
        self._alone = 0
        self._learned = False
        self._wait = PLENTY
        self._late: deque[int] = deque(maxlen=LATE)
        self._fits: deque[tuple[datetime | None, bool]] = deque(maxlen=WINDOW)

    async def template(self, fetched_at: datetime | None) -> str | None:
        """The template for a page that was fetched then, as JSON; None while there is none.

        While the site's first is learned, pages wait for it: learning takes as long as a few dozen of them, and what is
        read without is read twice.
        """
        task = self._task
        if task is not None and not (await self._known()).known:
            await asyncio.wait({task})  # what went wrong with it is told at the end
        return (await self._known()).at(fetched_at)

    async def _known(self) -> Templates:
        if self._templates is None:  # the first pages come together, and one question is enough
            site_id = self.frontier.crawl.site_id
            question = self.frontier.ask(lambda session: templates.load(session, site_id))
            self._templates = asyncio.ensure_future(question)
        return await self._templates

    def saw(self, visit: Visit) -> None:
        """Takes note of an article that was read; begins to learn where that is due."""
        if visit.article is None:
            return
        if visit.fit is None:
            self._alone += 1
            self._late.append(visit.link_id)
            due = self._alone >= self._wait
        else:
            fetched_at = visit.kept.fetched_at if visit.kept else None
            self._fits.append((fetched_at, visit.fit > 0))
            due = len(self._fits) == WINDOW and self._misfits() >= DRIFTED * WINDOW
        if due and self._task is None:
            self._task = asyncio.create_task(self._learn())

    def _misfits(self) -> int:
        return sum(not fits for _, fits in self._fits)

    async def finish(self) -> None:
        """When nothing is left to visit: learns if there is enough by now, and reads again what was read without."""
        if self._task is not None:
            await self._task
        if not (await self._known()).known:
            await self._learn()
        elif self._misfits():
            await self._look_for_drift()
        if not self._learned:
            site_id = self.frontier.crawl.site_id
            await self.frontier.change(lambda session: templates.widen(session, site_id, LATE_SECONDS))
        while await self._read_batch_again():
            pass
        await self._read_late_again()

    async def _learn(self) -> None:
        """Learns the first template from pages of all times, further ones from the newest pages."""
        known = (await self._known()).known
        site_id, now = self.frontier.crawl.site_id, datetime.now(UTC)
        choose = templates.newest if known else templates.sample
        kept = await self.frontier.ask(lambda session: choose(session, site_id))
        if len(kept) >= ENOUGH and (
            text := await self._worked(learn_kept, self.folder, kept, self.site, pages=len(kept))
        ):
            odd = [fetched_at for fetched_at, fits in self._fits if fetched_at and not fits]
            since = min(odd or [one.fetched_at or now for one in kept])
            await self.frontier.change(lambda session: templates.save(session, site_id, text, since, now))
            self._templates, self._learned = None, True
            self._tell(len(kept), drifted=bool(known))
        self._fits.clear()
        self._wait, self._alone, self._task = 2 * self._wait, 0, None

    def _tell(self, pages: int, *, drifted: bool) -> None:
        self.frontier.note("template.learned")
        if drifted:
            self.frontier.note("template.drift")
            log.warning("%s: its pages have changed: a new template was learned from %d pages", self.site.name, pages)
        else:
            log.info("%s: a template was learned from %d pages", self.site.name, pages)

    async def _look_for_drift(self) -> None:
        """A few new posts a day never fill the window: asks the newest pages in the archive."""
        site_id = self.frontier.crawl.site_id
        kept = await self.frontier.ask(lambda session: templates.newest(session, site_id, WINDOW))
        text = await self.template(kept[0].fetched_at if kept else None)
        fits = await self._worked(fits_kept, self.folder, kept, text, pages=max(1, len(kept)))
        if fits is not None and fits.count(False) >= max(ENOUGH, DRIFTED * len(fits)):
            self._fits.extend(zip([one.fetched_at for one in kept], fits, strict=True))
            await self._learn()

    async def _read_batch_again(self) -> bool:
        """Reads again the next articles from before the template; False where none are left."""
        site_id = self.frontier.crawl.site_id
        row, kept = await self.frontier.ask(lambda session: _next_batch(session, site_id))
        if row is None:
            return False
        known = await self._known()
        read = await self._articles([one for one in kept if known.at(one.fetched_at) == row.content])
        until = kept[-1].article_id + 1 if len(kept) == BATCH else None

        def write(session: Session) -> int:
            session.get_one(TemplateRow, row.id).again_from = until
            return _store(session, site_id, read)

        self._count(len(read), await self.frontier.change(write))
        return True

    async def _read_late_again(self) -> None:
        """Reads again what was read without the template while that was being learned."""
        links = list(self._late)
        for start in range(0, len(links) if (await self._known()).known else 0, BATCH):
            await self._read_links_again(links[start : start + BATCH])

    async def _read_links_again(self, links: Sequence[int]) -> None:
        site_id = self.frontier.crawl.site_id
        kept = await self.frontier.ask(lambda session: _of_links(session, site_id, links))
        read = await self._articles(kept)
        self._count(len(read), await self.frontier.change(lambda session: _store(session, site_id, read)))

    def _count(self, read: int, revised: int) -> None:
        self.frontier.note("again.read", read)
        self.frontier.note("again.revised", revised)

    async def _articles(self, kept: Sequence[Kept]) -> list[tuple[Kept, Article, Told]]:
        known = await self._known()
        calls = [self._worked(read_again, self.folder, one, self.site, known.at(one.fetched_at)) for one in kept]
        read = await asyncio.gather(*calls)
        return [(one, *found) for one, found in zip(kept, read, strict=True) if found is not None]

    async def _worked(self, function: Callable[..., T], *args: Any, pages: int = 1) -> T | None:
        """What a worker answers; None, counted and logged, where it fails."""
        try:
            return await asyncio.wrap_future(self.readers.submit(function, *args, pages=pages))
        except WorkerFailure as failure:
            self.frontier.note(f"template.failed.{failure.reason}")
            log.error("%s: %s failed: %s", self.site.name, function.__name__, failure)
            return None


def _next_batch(session: Session, site_id: int) -> tuple[TemplateRow | None, list[Kept]]:
    row = templates.unfinished(session, site_id)
    return row, templates.to_read_again(session, row, BATCH) if row else []


def _of_links(session: Session, site_id: int, links: Sequence[int]) -> list[Kept]:
    """The articles of links that came in after those that a template says are to be read again."""
    last = select(func.max(TemplateRow.again_to)).where(TemplateRow.site_id == site_id).scalar_subquery()
    chosen = select(LinkRow.article_id).where(LinkRow.id.in_(links), LinkRow.article_id > last)
    return templates.of_articles(session, [one for one in session.scalars(chosen) if one is not None])


def _store(session: Session, site_id: int, read: Sequence[tuple[Kept, Article, Told]]) -> int:
    """Stores what was read again; how many of the articles say something else now."""
    worked_out = {id(article): told for _, article, told in read}
    batch = [(one.key, article, one.page_id, one.fetched_at) for one, article, _ in read]
    stored = store_articles(session, site_id, batch, lambda article: worked_out[id(article)]) if batch else []
    return sum(one.outcome == "revised" for one in stored)
