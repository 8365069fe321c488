"""Brings pages that workers have read into the database: page rows, articles, counts; for import and re-extraction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Engine, Table, select
from sqlalchemy.orm import Session

from archive.recording import Recorded
from models.article import Article, NotAnArticle
from models.patience import write_patiently
from models.tables import PageRow
from pipelines.kept import Job, read_job
from pipelines.rows import among, insert_rows, new_ids
from pipelines.store import Stored, store_articles
from pipelines.told import Told
from pipelines.warc import WarcRef
from pipelines.workers import Outcome, Readers, WorkerFailure

BATCH, BATCH_BYTES = 2_000, 8 << 20  # to a transaction: the larger, the more of the indexes' pages are written once
TOGETHER = 1 << 19  # bytes to a worker's call
AHEAD = 8  # calls to a worker: what it has to do while a batch is written
LIGHTEST = 1 << 11  # bytes that a page counts for beside its own
OF_PAGE = ("site_id", "url", "fetched_at", "status", "content_type", "digest", "warc_file", "warc_offset")
PAGES = cast(Table, PageRow.__table__)

Known = dict[tuple[int, str | None, datetime | None, str], int]


@dataclass(frozen=True, slots=True)
class Read:
    """A page on its way through a worker: where it came from, its site, its key there; its row, or what makes one."""

    where: str
    site_id: int
    key: str
    job: Job
    page_id: int | None
    ref: WarcRef | None = None


def known_pages(session: Session, digests: Sequence[str]) -> Known:
    """(site, URL, time of fetching, digest) -> page id, of the pages with these digests."""
    columns = (PageRow.site_id, PageRow.url, PageRow.fetched_at, PageRow.digest, PageRow.id)
    known: Known = {}
    for *page, page_id in session.execute(select(*columns).where(among(session, PAGES.c.digest, digests))):
        known.setdefault(tuple(page), page_id)  # type: ignore[arg-type]
    return known


@dataclass(slots=True)
class Settled:
    """What a batch came to: counts under the names of a run's; pages with what was stored, and those of no article."""

    counts: Counter[str]
    stored: list[tuple[Read, Stored]]
    dropped: list[tuple[Read, NotAnArticle]]
    failed: list[tuple[Read, WorkerFailure]]


def read_and_settle(
    engine: Engine,
    pages: Iterable[Read],
    run: Recorded,
    *,
    after: Callable[[Settled], None],
    beside: Callable[[Session, Settled], None] = lambda _session, _settled: None,
) -> None:
    """Reads pages in worker processes and writes what they say, a transaction a batch, the run's counts with it.

    ``beside`` adds to each transaction, ``after`` is told when it is committed. Whatever ends the work early – Ctrl-C
    too – comes through when what was read by then is written.
    """

    def write(batch: Sequence[Outcome[Read, tuple[Article, Told]]]) -> None:
        def change(session: Session) -> Settled:
            settled = settle(session, batch)
            beside(session, settled)
            run.save(session, settled.counts)
            return settled

        settled = write_patiently(engine, change)
        run.counts.update(settled.counts)
        after(settled)

    batch: list[Outcome[Read, tuple[Article, Told]]] = []
    with Readers() as readers:
        outcomes = readers.map(
            read_job, pages, argument=lambda read: read.job, weight=_weight, batch=TOGETHER, ahead=AHEAD
        )
        size = 0
        try:
            for outcome in outcomes:
                batch.append(outcome)
                size += _weight(outcome.item)
                if len(batch) >= BATCH or size >= BATCH_BYTES:
                    full, batch, size = batch, [], 0
                    write(full)
        finally:
            write(batch)


def _weight(read: Read) -> int:
    return LIGHTEST + len(read.job.page.body)


def settle(session: Session, batch: Sequence[Outcome[Read, tuple[Article, Told]]]) -> Settled:
    """Writes a batch in the caller's transaction."""
    page_ids = _page_ids(session, [outcome.item for outcome in batch])
    articles: defaultdict[int, list[tuple[Read, Article, int]]] = defaultdict(list)
    worked_out: dict[int, Told] = {}
    settled = Settled(Counter(), [], [], [])
    for outcome, page_id in zip(batch, page_ids, strict=True):
        if isinstance(outcome.error, NotAnArticle):
            settled.counts[f"dropped.{outcome.error.reason}"] += 1
            settled.dropped.append((outcome.item, outcome.error))
        elif isinstance(outcome.error, WorkerFailure):
            settled.counts[f"failed.{outcome.error.reason}"] += 1
            settled.failed.append((outcome.item, outcome.error))
        elif outcome.result is not None:
            article, worked_out[id(article)] = outcome.result
            articles[outcome.item.site_id].append((outcome.item, article, page_id))
    for site_id, given in articles.items():
        batch_of_site = [(read.key, article, page_id, read.job.page.fetched_at) for read, article, page_id in given]
        stored = store_articles(session, site_id, batch_of_site, lambda article: worked_out[id(article)])
        settled.counts.update(f"stored.{one.outcome}" for one in stored)
        settled.counts["duplicates"] += sum(one.copy for one in stored)
        settled.stored += [(read, one) for (read, _, _), one in zip(given, stored, strict=True)]
    return settled


def _page_ids(session: Session, reads: Sequence[Read]) -> list[int]:
    """The id of each page's row; rows are made for those that have none, one for each place in the WARC files."""
    known = known_pages(session, [read.ref.digest for read in reads if read.ref])
    new = {_page(read): _row(read, read.ref) for read in reads if read.ref and _page(read) not in known}
    ids = new_ids(session, PAGES, len(new)) if new else ()
    insert_rows(session, PAGES, ("id", *OF_PAGE), [(one, *row) for one, row in zip(ids, new.values(), strict=True)])
    known |= dict(zip(new, ids, strict=True))
    return [read.page_id or known[_page(read)] for read in reads]


def _page(read: Read) -> tuple[int, str | None, datetime | None, str]:
    page = read.job.page
    return read.site_id, page.url, page.fetched_at, read.ref.digest if read.ref else ""


def _row(read: Read, ref: WarcRef) -> tuple[object, ...]:
    """The values of OF_PAGE."""
    page = read.job.page
    return (
        *(read.site_id, page.url, page.fetched_at, page.status, page.content_type),
        *(ref.digest, ref.file, ref.offset),
    )
