"""The ledger as a running crawl sees it: links are taken from it and outcomes handed back, without blocking the crawl.

One thread does all of a crawl's database work, in batches: a batch is what came in while the one before was written.
"""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.advice import why
from models.article import Hint
from models.database import open_database
from models.patience import read_patiently, write_patiently
from models.site import Site
from pipelines import ledger
from pipelines.following import open_feeds
from pipelines.ledger import Link
from pipelines.links import Rows
from pipelines.sitelock import LockedError, SiteLock, lock_site
from pipelines.visits import Visit, commit_visits

T = TypeVar("T")

WINDOW = 192  # links in hand at once: enough that fetching never waits for a commit
BATCH = 96
GATHER_SECONDS = 0.3  # a transaction costs as much as ten visits do; what a listing leads to is not waited for
SILENT = 15  # so many links in a row without an answer: the site is down, the rest keeps waiting
TOO_MANY_FAILED = 0.5  # of the posts visited: then the run itself has failed …
ENOUGH_FAILED = 5  # … unless it looked at so few again that it says nothing
NO_ANSWER = {"dns", "refused", "timeout", "connection", "robots.txt unavailable", "http 429"}


class GivenUpError(RuntimeError):
    """The crawl cannot go on: the site has stopped answering, or nothing can be written. What is left keeps waiting."""


class Frontier:
    """Takes links, settles visits. ``open`` first, ``close`` last; one per process and site."""

    def __init__(self, site: Site, *, full: bool = False, limit: int | None = None) -> None:
        self.site = site
        self.full = full
        self.limit = limit
        self.counts: Counter[str] = Counter()
        self.at_start: Callable[[], Awaitable[None]] | None = None
        self.before_end: Callable[[], Awaitable[None]] | None = None
        self._noted: Counter[str] = Counter()
        self._in_hand: dict[int, Link] = {}
        self._listings = 0  # committed, or about to be
        self._leads_on = False  # a listing was committed: the ledger may know more
        self._listings_at: dict[int, int] = {}  # … when a link in hand was taken
        self._pending: list[tuple[Visit, asyncio.Future[None]]] = []
        self._settled = asyncio.Event()
        self._arrived = asyncio.Event()
        self._urgent = asyncio.Event()
        self._silent = 0
        self._fault: str | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._lock: SiteLock | None = None
        self._engine: Engine | None = None
        self._writer: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._writer is not None

    async def open(self) -> None:
        """Takes the site's lock, opens the run; ``at_start`` is done beside that. Raises LockedError, DatabaseError."""
        await asyncio.gather(self._open(), *([self.at_start()] if self.at_start else []))

    async def _open(self) -> None:
        self._engine, self._lock = await self._in_thread(lambda: _locked(self.site.name))
        self.crawl = await self._write(
            lambda session: ledger.begin_crawl(session, self.site, full=self.full, now=_now(), pid=os.getpid())
        )
        self._writer = asyncio.create_task(self._write_batches())

    async def links(self) -> AsyncIterator[Link]:
        """What is to be visited, until nothing is left and nothing in hand can bring more. Raises GivenUpError."""
        taken = 0
        while True:
            self._settled.clear()
            if self._fault:
                raise GivenUpError(self._fault)
            room = WINDOW - len(self._in_hand)
            nothing_in_hand = not self._in_hand  # asked before: a commit meanwhile may bring links and empty the hand
            listings = self._listings
            due = room >= WINDOW // 3 or (room > 0 and self._leads_on) or nothing_in_hand
            self._leads_on = self._leads_on and not due
            found = self._ready(await self._take(room, taken)) if due else []
            for link in found:
                taken += link.kind == "article"
                self._in_hand[link.id] = link
                self._listings_at[link.id] = listings
                yield link
            if not found and nothing_in_hand:
                await self._end_work()
                return
            if not due or len(found) < room:
                await self._settled.wait()

    async def _end_work(self) -> None:
        """``before_end``: what is to be done when nothing is left to visit."""
        if self.before_end is not None:
            try:
                await self.before_end()
            except Exception as error:  # whatever it was, the crawl must not end as if all were well
                raise GivenUpError(f"the work at the end failed: {getattr(error, 'orig', None) or error}") from error

    async def _take(self, room: int, taken: int) -> list[Link]:
        """With a limit: no more posts than that, and no further listing once it is reached."""
        left = None if self.limit is None else self.limit - taken
        kinds = ("file",) if left is not None and left <= 0 else ()
        in_hand = frozenset(self._in_hand)
        found = await self._read(lambda session: ledger.take(session, self.crawl, room, _now(), in_hand, kinds))
        if left is None or kinds:
            return list(found)
        posts = [link.id for link in found if link.kind == "article"][left:]
        return [link for link in found if link.id not in posts]

    def _ready(self, found: Sequence[Link]) -> list[Link]:
        """Posts without a date keep waiting while listings and feeds are in hand that may say it."""
        if any(link.lists for link in (*found, *self._in_hand.values())):
            return [link for link in found if not link.is_undated]
        return list(found)

    async def add_feeds(self, urls: Sequence[str]) -> None:
        """Enters feeds and sitemaps that were found beside the links of pages: in robots.txt."""
        await self._write(lambda session: open_feeds(Rows(session, self.crawl, self.site, _now()), urls))
        self._settled.set()

    async def hints(self, link: Link) -> tuple[Hint, ...]:
        """What led to the link; of one without a date, what other listings have said since it was taken."""
        if not link.is_undated or self._listings_at[link.id] == self._listings:
            return link.hints
        return await self._read(lambda session: ledger.newest_hints(session, link))

    async def settle(self, visit: Visit) -> None:
        """Returns when the visit's outcome is committed."""
        self._note_silence(visit)
        written = asyncio.get_running_loop().create_future()
        self._pending.append((visit, written))
        self._arrived.set()
        if visit.listing is not None or len(self._pending) >= BATCH:
            self._urgent.set()
        await written

    def give_up(self, why: str) -> None:
        """Ends `links`; what is not settled by then waits for the next crawl."""
        self._fault = self._fault or why
        self._settled.set()

    def _note_silence(self, visit: Visit) -> None:
        if visit.state == "failed" and visit.reason in NO_ANSWER:
            self._silent += 1
            if self._silent >= SILENT:
                why = f"{visit.reason} ({visit.detail})" if visit.detail else visit.reason
                self.give_up(f"{self._silent} links in a row without an answer: {why}")
        else:
            self._silent = 0

    async def _write_batches(self) -> None:
        while True:
            await self._arrived.wait()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._urgent.wait(), GATHER_SECONDS)
            batch, self._pending = self._pending[:BATCH], self._pending[BATCH:]
            if not self._pending:
                self._arrived.clear()
            if len(self._pending) < BATCH:
                self._urgent.clear()
            await self._commit(batch)

    async def _commit(self, batch: list[tuple[Visit, asyncio.Future[None]]]) -> None:
        visits = [visit for visit, _ in batch]
        noted, self._noted = self._noted, Counter()
        self._listings += sum(visit.listing is not None for visit in visits)
        try:
            self.counts = await self._write(
                lambda session: self._commit_in(session, visits, noted), self._was_committed
            )
        except Exception as error:  # noqa: BLE001 - handed to every visit that waits for this commit, which raise it
            self.give_up(why(error))
            for _, written in batch:
                written.set_exception(error)
        else:
            for _, written in batch:
                if not written.cancelled():
                    written.set_result(None)
        finally:
            for visit in visits:
                self._in_hand.pop(visit.link_id, None)
                self._listings_at.pop(visit.link_id, None)
            self._leads_on = self._leads_on or any(visit.listing is not None for visit in visits)
            self._settled.set()

    def _commit_in(self, session: Session, visits: list[Visit], noted: Counter[str]) -> Counter[str]:
        counts = self.counts + noted + commit_visits(session, self.crawl, self.site, visits, _now())
        ledger.save_counts(session, self.crawl, counts)
        return counts

    def _was_committed(self, session: Session) -> bool:
        """Every batch counts something."""
        return ledger.saved_counts(session, self.crawl) != self.counts

    async def close(self, outcome: str, reason: str | None = None) -> tuple[str, str | None]:
        """Commits what is pending, closes the run and gives the lock back; returns outcome and reason as recorded.

        A crawl that finished and saw fewer posts than the site file expects has failed.
        """
        if self._writer is not None:
            while self._pending:
                self._settled.clear()
                await self._settled.wait()
            self._writer.cancel()
            counts = self.counts = self.counts + self._noted
            await self._write(lambda session: ledger.save_counts(session, self.crawl, counts))
            if outcome == "finished":
                outcome, reason = await self._read(self._verdict)
            await self._write(
                lambda session: ledger.end_crawl(session, self.crawl, outcome=outcome, reason=reason, now=_now())
            )
        if self._lock is not None:
            await self._in_thread(self._lock.close)
        if self._engine is not None:
            await self._in_thread(self._engine.dispose)
        self._thread.shutdown()
        return outcome, reason

    def note(self, name: str, count: int = 1) -> None:
        """Adds to the run's counts; written with the next commit, or at the end."""
        self._noted[name] += count

    async def ask(self, question: Callable[[Session], T]) -> T:
        """What the database says, asked in the crawl's database thread."""
        return await self._read(question)

    async def change(self, change: Callable[[Session], T]) -> T:
        """A write transaction of its own, in the crawl's database thread."""
        return await self._write(change)

    def _verdict(self, session: Session) -> tuple[str, str | None]:
        listed = ledger.listed_in_sweep(session, self.crawl)
        if self.limit is not None and ledger.take(session, self.crawl, 1, _now(), ()):
            return "stopped", f"the limit of {self.limit} posts was reached"
        if listed < max(self.site.expect, 1):
            unread = ledger.unread_starts(session, self.crawl)
            why = f" ({unread})" if unread else ""
            return "failed", f"{listed} posts listed, at least {max(self.site.expect, 1)} expected{why}"
        failed, visited = self._posts("failed"), self._posts("stored", "unchanged", "dropped", "gone", "failed")
        if failed >= ENOUGH_FAILED and failed > visited * TOO_MANY_FAILED:
            return "failed", f"{failed} of {visited} posts failed"
        return "finished", None

    def _posts(self, *groups: str) -> int:
        return sum(count for name, count in self.counts.items() if name.partition(".")[0] in groups)

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    async def _read(self, question: Callable[[Session], T]) -> T:
        engine = self._opened
        return await self._in_thread(lambda: read_patiently(engine, question))

    async def _write(
        self, change: Callable[[Session], T], was_made: Callable[[Session], bool] = lambda _session: False
    ) -> T:
        """Every write is made in the certainty that nobody else crawls the site."""
        engine, lock = self._opened, self._lock
        assert lock is not None

        def locked(session: Session) -> T:
            lock.hold()
            return change(session)

        return await self._in_thread(lambda: write_patiently(engine, locked, was_made))

    @property
    def _opened(self) -> Engine:
        assert self._engine is not None
        return self._engine


def _locked(name: str) -> tuple[Engine, SiteLock]:
    engine = open_database()
    try:
        return engine, lock_site(name, engine)
    except LockedError:
        engine.dispose()
        raise


def _now() -> datetime:
    return datetime.now(UTC)
