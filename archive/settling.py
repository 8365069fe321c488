"""Brings pages that workers have read into the database: page rows, articles, counts; for import and re-extraction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models.article import Article, NotAnArticle
from models.tables import ArticleRow, PageRow
from pipelines.kept import Job
from pipelines.store import Stored, store_articles
from pipelines.warc import WarcRef
from pipelines.workers import Outcome, WorkerFailure

TOGETHER = 500  # values in one query

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
    known: Known = {}
    for start in range(0, len(digests), TOGETHER):
        rows = select(PageRow.site_id, PageRow.url, PageRow.fetched_at, PageRow.digest, PageRow.id)
        for *page, page_id in session.execute(rows.where(PageRow.digest.in_(digests[start : start + TOGETHER]))):
            known.setdefault(tuple(page), page_id)  # type: ignore[arg-type]
    return known


@dataclass(slots=True)
class Settled:
    """What a batch came to: counts under the names of a run's, and the pages that could not be read."""

    counts: Counter[str]
    failures: list[tuple[Read, WorkerFailure]]


def settle(session: Session, batch: Sequence[Outcome[Read, Article]]) -> Settled:
    """Writes a batch in the caller's transaction."""
    page_ids = _page_ids(session, [outcome.item for outcome in batch])
    articles: defaultdict[int, list[tuple[str, Article, int | None, datetime | None]]] = defaultdict(list)
    settled = Settled(Counter(), [])
    for outcome, page_id in zip(batch, page_ids, strict=True):
        read = outcome.item
        if isinstance(outcome.error, NotAnArticle):
            settled.counts[f"dropped.{outcome.error.reason}"] += 1
        elif isinstance(outcome.error, WorkerFailure):
            settled.counts[f"failed.{outcome.error.reason}"] += 1
            settled.failures.append((read, outcome.error))
        elif outcome.result is not None:
            articles[read.site_id].append((read.key, outcome.result, page_id, read.job.page.fetched_at))
    for site_id, given in articles.items():
        stored = store_articles(session, site_id, given)
        settled.counts.update(f"stored.{one.outcome}" for one in stored)
        settled.counts["duplicates"] += _duplicates(session, stored)
    return settled


def _page_ids(session: Session, reads: Sequence[Read]) -> list[int]:
    """The id of each page's row; rows are made for those that have none, one for each place in the WARC files."""
    known = known_pages(session, [read.ref.digest for read in reads if read.ref])
    new = {_page(read): read for read in reads if read.ref and _page(read) not in known}
    if new:
        ids = session.scalars(
            insert(PageRow).returning(PageRow.id, sort_by_parameter_order=True), [_row(read) for read in new.values()]
        )
        known |= dict(zip(new, ids, strict=True))
    return [read.page_id or known[_page(read)] for read in reads]


def _page(read: Read) -> tuple[int, str | None, datetime | None, str]:
    page = read.job.page
    return read.site_id, page.url, page.fetched_at, read.ref.digest if read.ref else ""


def _row(read: Read) -> dict[str, object]:
    page, ref = read.job.page, read.ref
    assert ref is not None
    return {
        "site_id": read.site_id,
        "url": page.url,
        "fetched_at": page.fetched_at,
        "status": page.status,
        "content_type": page.content_type,
        "digest": ref.digest,
        "warc_file": ref.file,
        "warc_offset": ref.offset,
    }


def _duplicates(session: Session, stored: Sequence[Stored]) -> int:
    """How many of the new articles are copies of others."""
    new = [one.article_id for one in stored if one.outcome == "new"]
    copies = select(func.count()).where(ArticleRow.duplicate_of.is_not(None))
    parts = (new[start : start + TOGETHER] for start in range(0, len(new), TOGETHER))
    return sum(session.scalar(copies.where(ArticleRow.id.in_(part))) or 0 for part in parts)
