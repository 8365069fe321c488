"""What a visit to a link brought, and the transaction in which it becomes true: page, article, new links, outcome."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.article import Article
from models.site import Site
from models.tables import LinkRow, PageRow
from pipelines.ledger import RANK, Crawl
from pipelines.listing import Listing
from pipelines.store import Stored, store_articles
from pipelines.told import Told, told
from pipelines.urls import identity

RETRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
REVISITS = (timedelta(days=1), timedelta(days=7))  # after the first visit, of posts that are this young:
YOUNG = timedelta(days=30)
MAX_DEPTH = 5000  # pages of one listing: a pager that goes on for longer has no end


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a response was kept, and what a later conditional request needs of its headers."""

    file: str
    offset: int
    digest: str
    status: int
    content_type: str
    fetched_at: datetime
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """The one outcome of a link that was taken.

    url: where redirects ended. state: of the ledger, or "unchanged" for an answer 304. reason, detail: of what was
    dropped or has failed. article, listing: what the page was read as; told: what the store needs of the article.
    fit: how well the page fitted the site's template (0 to 1), None where it was read without one.
    """

    link_id: int
    url: str
    state: str
    reason: str | None = None
    detail: str | None = None
    kept: Kept | None = None
    article: Article | None = None
    told: Told | None = None
    listing: Listing | None = None
    fit: float | None = None


def commit_visits(session: Session, crawl: Crawl, site: Site, visits: Sequence[Visit], now: datetime) -> Counter[str]:
    """Writes the outcomes of visits in the caller's transaction; returns what they add to the run's counts."""
    pages = _keep_pages(session, crawl, visits)
    stored = _store(session, crawl, site, visits, pages)
    links = {
        link.id: link for link in session.scalars(select(LinkRow).where(LinkRow.id.in_([v.link_id for v in visits])))
    }
    counts: Counter[str] = Counter()
    for visit in visits:
        link = links[visit.link_id]
        _settle(link, crawl, visit, pages.get(visit.link_id), stored.get(visit.link_id), now)
        counts.update(_counted(link, visit, stored.get(visit.link_id)))
    session.flush()
    for visit in visits:
        if visit.listing is not None:
            counts["listed"] += _follow(session, crawl, site, links[visit.link_id], visit.listing, now)
    counts.update(_fit(visit) for visit in visits if visit.article is not None and visit.fit is not None)
    counts["files.found"] += _add_files(session, crawl, site, visits, now)
    return +counts


def _fit(visit: Visit) -> str:
    return "template.fits" if visit.fit else "template.misfits"


def _keep_pages(session: Session, crawl: Crawl, visits: Sequence[Visit]) -> dict[int, int]:
    """The ids of the page rows, by link."""
    kept = [(visit, visit.kept) for visit in visits if visit.kept is not None]
    if not kept:
        return {}
    rows = [
        {
            "site_id": crawl.site_id,
            "url": visit.url,
            "fetched_at": page.fetched_at,
            "status": page.status,
            "content_type": page.content_type,
            "digest": page.digest,
            "warc_file": page.file,
            "warc_offset": page.offset,
        }
        for visit, page in kept
    ]
    ids = session.scalars(insert(PageRow).returning(PageRow.id, sort_by_parameter_order=True), rows)
    return {visit.link_id: page_id for (visit, _), page_id in zip(kept, ids, strict=True)}


def _store(
    session: Session, crawl: Crawl, site: Site, visits: Sequence[Visit], pages: dict[int, int]
) -> dict[int, Stored]:
    """What became of the articles, by link."""
    read = [(visit, visit.article) for visit in visits if visit.article is not None]
    batch = [
        (identity(visit.url, site), article, pages.get(visit.link_id), visit.kept.fetched_at if visit.kept else None)
        for visit, article in read
    ]
    known = {id(visit.article): visit.told for visit, _ in read}
    tell = lambda article: known[id(article)] or told(article)  # noqa: E731 - worked out in the worker, if it was one
    stored = store_articles(session, crawl.site_id, batch, tell) if batch else []
    return {visit.link_id: one for (visit, _), one in zip(read, stored, strict=True)}


def _settle(
    link: LinkRow, crawl: Crawl, visit: Visit, page_id: int | None, stored: Stored | None, now: datetime
) -> None:
    link.visited_at, link.visited_sweep = now, crawl.sweep
    if visit.state == "unchanged":
        link.reason = link.detail = None
        link.state = "stored" if link.article_id else "fetched"
        link.attempts, link.next_visit = 0, _next_revisit(link, now)
        return
    link.reason, link.detail = visit.reason, visit.detail
    if link.article_id is None or stored is not None:  # what was stored stays so, whatever a later visit finds
        link.state, link.page_id = visit.state, page_id or link.page_id
    if visit.state == "failed":
        link.attempts += 1
        link.next_visit = now + RETRIES[link.attempts - 1] if link.attempts <= len(RETRIES) else None
        return
    link.attempts, link.next_visit = 0, None
    if visit.kept:
        link.etag, link.last_modified = visit.kept.etag, visit.kept.last_modified
    if visit.listing is not None and link.kind == "section":
        link.kind = "listing"
    if stored is not None:
        link.kind, link.article_id = "article", stored.article_id
        published = visit.article.published_at if visit.article else None
        if published and now - published.astimezone(now.tzinfo) < YOUNG:
            link.next_visit = _next_revisit(link, now)


def _next_revisit(link: LinkRow, now: datetime) -> datetime | None:
    """Young posts are looked at again: portals mend them in the first days."""
    age = now - link.first_seen
    return next((link.first_seen + after for after in REVISITS if after > age), None) if link.article_id else None


def _counted(link: LinkRow, visit: Visit, stored: Stored | None) -> Iterable[str]:
    yield "visited"
    if link.kind == "file":
        yield f"files.{visit.state}"
    elif stored is not None:
        yield f"stored.{stored.outcome}"
    elif link.kind in {"listing", "section"} and visit.state in {"fetched", "unchanged"}:
        yield "listings"
    elif visit.state in {"dropped", "failed"}:
        yield f"{visit.state}.{visit.reason}"
    else:
        yield visit.state


def _follow(session: Session, crawl: Crawl, site: Site, link: LinkRow, listing: Listing, now: datetime) -> int:
    """Enters a listing's links; returns how many posts it was the first in this sweep to show."""
    keys = _by_key(listing.posts, site)
    listed, fresh = _list_posts(session, crawl, keys, now)
    link.shown = hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()
    _open(session, crawl, site, listing.sections, "section", now)
    root = link if link.root_id is None else session.get_one(LinkRow, link.root_id)
    looks_on = fresh or not root.complete or link.depth == 0  # never less than two pages
    if keys and looks_on and link.depth < MAX_DEPTH and not _shown_before(session, crawl, link, root):
        pages = listing.pages[:1] if root.complete else listing.pages
        _open(session, crawl, site, pages, "listing", now, root_id=root.id, depth=link.depth + 1)
    return listed


def _shown_before(session: Session, crawl: Crawl, link: LinkRow, root: LinkRow) -> bool:
    """Whether another page of the same listing showed the same posts: a pager that never ends repeats its last page."""
    return link.id != root.id and (
        session.scalar(
            select(LinkRow.id).where(
                (LinkRow.root_id == root.id) | (LinkRow.id == root.id),
                LinkRow.shown == link.shown,
                LinkRow.visited_sweep == crawl.sweep,
                LinkRow.id != link.id,
            )
        )
        is not None
    )


def _list_posts(session: Session, crawl: Crawl, keys: dict[str, str], now: datetime) -> tuple[int, bool]:
    """How many of the posts were not listed in this sweep before; and whether any was unknown or not visited yet."""
    known = {
        key: (state, sweep)
        for key, state, sweep in session.execute(
            select(LinkRow.key, LinkRow.state, LinkRow.listed_sweep).where(
                LinkRow.site_id == crawl.site_id, LinkRow.key.in_(keys)
            )
        )
    }
    session.execute(
        update(LinkRow)
        .where(LinkRow.site_id == crawl.site_id, LinkRow.key.in_(known))
        .values(last_seen=now, listed_sweep=crawl.sweep)
        .execution_options(synchronize_session=False)
    )
    unknown = {key: url for key, url in keys.items() if key not in known}
    _insert(session, crawl, unknown, "article", now, listed_sweep=crawl.sweep)
    listed = len(unknown) + sum(sweep != crawl.sweep for _, sweep in known.values())
    return listed, bool(unknown) or any(state == "waiting" for state, _ in known.values())


def _open(
    session: Session, crawl: Crawl, site: Site, urls: Sequence[str], kind: str, now: datetime, **place: int
) -> None:
    """Enters listings and sections that are new, and has those visited again that this sweep has not read yet."""
    keys = _by_key(urls, site)
    known = {
        link.key: link
        for link in session.scalars(select(LinkRow).where(LinkRow.site_id == crawl.site_id, LinkRow.key.in_(keys)))
    }
    for link in known.values():
        if link.kind == "listing" and link.depth and link.visited_sweep != crawl.sweep:
            link.state, link.attempts, link.next_visit = "waiting", 0, None
    _insert(session, crawl, {key: url for key, url in keys.items() if key not in known}, kind, now, **place)


def _add_files(session: Session, crawl: Crawl, site: Site, visits: Sequence[Visit], now: datetime) -> int:
    """Enters the attachments and images of articles; returns how many are new."""
    urls = [
        url
        for visit in visits
        if visit.article is not None
        for url in (*(f.url for f in visit.article.attachments), *(i.url for i in visit.article.images))
    ]
    keys = _by_key(urls, site)
    known = set(session.scalars(select(LinkRow.key).where(LinkRow.site_id == crawl.site_id, LinkRow.key.in_(keys))))
    unknown = {key: url for key, url in keys.items() if key not in known}
    _insert(session, crawl, unknown, "file", now)
    return len(unknown)


def _by_key(urls: Sequence[str], site: Site) -> dict[str, str]:
    """The URLs by their identity; of several for one post the first."""
    found: dict[str, str] = {}
    for url in urls:
        found.setdefault(identity(url, site), url)
    return found


def _insert(session: Session, crawl: Crawl, keys: dict[str, str], kind: str, now: datetime, **more: int) -> None:
    rank = RANK["page"] if more.get("depth") else RANK.get(kind, 0)
    rows = [
        {
            "site_id": crawl.site_id,
            "key": key,
            "url": url,
            "kind": kind,
            "state": "waiting",
            "rank": rank,
            "attempts": 0,
            "depth": 0,
            "complete": False,
            "first_seen": now,
            "last_seen": now,
            **more,
        }
        for key, url in keys.items()
    ]
    if rows:
        session.execute(insert(LinkRow), rows)
