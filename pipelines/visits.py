"""What a visit to a link brought, and the transaction in which it becomes true: page, article, new links, outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from sqlalchemy import Row, Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from models.article import Article, Hint
from models.site import Site, is_http
from models.tables import LinkRow, PageRow
from pipelines.attached import ask, complete
from pipelines.filetext import text_file
from pipelines.following import Shown, follow
from pipelines.ledger import LINKS, Crawl, hints_in
from pipelines.links import New, Rows
from pipelines.listed import CLOCK, UNASKED
from pipelines.listing import Listing
from pipelines.store import Stored, store_articles
from pipelines.told import Told, told
from pipelines.urls import identity

RETRIES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
REVISITS = (timedelta(days=1), timedelta(days=7))  # after the first visit, of posts that are this young:
YOUNG = timedelta(days=30)
IDLE = 3  # visits of a listing or feed in a row that brought nothing new; then it is looked at only
IDLE_VISITS = timedelta(days=7)  # … after so long
PAGES = cast(Table, PageRow.__table__)
# What a visit may change of a link.
SETTLED = (
    *("kind", "state", "reason", "detail", "attempts", "next_visit", "shown", "idle", "form", "visited_at"),
    *("visited_sweep", "etag", "last_modified", "page_id", "article_id", "first_seen"),
)
SETTLE = update(LINKS).where(LINKS.c.id == bindparam("of_id")).values({name: bindparam(name) for name in SETTLED})
# Told apart by where they are kept: in the order of what was given, rows would be inserted one by one.
KEEP = insert(PAGES).returning(PAGES.c.id, PAGES.c.warc_file, PAGES.c.warc_offset)
ROOTS = LINKS.alias()  # the first pages of listings
READ: list[Any] = [LINKS.c[name] for name in (*SETTLED, "id", "key", "hints", "depth", "root_id")]
READ.append(func.coalesce(ROOTS.c.complete, LINKS.c.complete).label("is_complete"))
OF_LINKS = select(*READ).join_from(LINKS, ROOTS, ROOTS.c.id == LINKS.c.root_id, isouter=True)
OF_LINKS = OF_LINKS.where(LINKS.c.id.in_(bindparam("ids", expanding=True)))


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
    hints: with which the article was read. text: of a file that holds an article's. cookies: that the site expects with
    the next request, by name; kept with pages that are had by POST. not_before: when the server wants to be asked
    again, at most a week from now.
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
    hints: Sequence[Hint] = ()
    text: tuple[str, ...] = ()
    cookies: Mapping[str, str] = field(default_factory=dict)
    not_before: datetime | None = None


def commit_visits(session: Session, crawl: Crawl, site: Site, visits: Sequence[Visit], now: datetime) -> Counter[str]:
    """Writes the outcomes of visits in the caller's transaction; returns what they add to the run's counts."""
    pages = _keep_pages(session, crawl, visits)
    stored = _store(session, crawl, site, visits, pages)
    links = {row.id: row for row in session.execute(OF_LINKS, {"ids": [visit.link_id for visit in visits]})}
    rows = Rows(session, crawl, site, now)
    counts: Counter[str] = Counter()
    settled = []
    for visit in visits:
        link = links[visit.link_id]
        if visit.listing is not None and _is_elsewhere(session, crawl, site, link, visit):
            visit = replace(visit, state="dropped", reason="listing", detail=visit.url, listing=None)
        columns = _settled(link, crawl, visit, pages.get(visit.link_id), stored.get(visit.link_id), now)
        if visit.listing is not None:
            shown = follow(rows, link, visit.listing, visit.cookies)
            counts["listed"] += shown.listed
            columns |= _seen(link, shown, now)
        counts.update(_counted(columns["kind"], visit, stored.get(visit.link_id)))
        settled.append(columns)
    session.execute(SETTLE, settled)
    counts.update(_fit(visit) for visit in visits if visit.article is not None and visit.fit is not None)
    counts["files.found"] += _add_files(rows, visits)
    of_files = [visit.link_id for visit in visits if visit.article is not None and text_file(visit.article)]
    ask(session, crawl.site_id, site, [stored[link_id].article_id for link_id in of_files])
    counts += complete(session, crawl.site_id, site, {visit.link_id: visit.text for visit in visits if visit.text})
    return +counts


def _fit(visit: Visit) -> str:
    return "template.fits" if visit.fit else "template.misfits"


def _is_elsewhere(session: Session, crawl: Crawl, site: Site, link: Row[Any], visit: Visit) -> bool:
    """Whether a link that was no listing till now led, by a redirect, to one that the ledger has a row of."""
    if link.kind not in {"section", "article"}:
        return False
    key = identity(visit.url, site)
    if key == link.key:
        return False
    of_that = select(LinkRow.id).where(LinkRow.site_id == crawl.site_id, LinkRow.key == key)
    return urlsplit(visit.url).path in {"", "/"} or session.scalar(of_that) is not None


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
    ids = {(row.warc_file, row.warc_offset): row.id for row in session.execute(KEEP, rows)}
    return {visit.link_id: ids[page.file, page.offset] for visit, page in kept}


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


def _settled(
    link: Row[Any], crawl: Crawl, visit: Visit, page_id: int | None, stored: Stored | None, now: datetime
) -> dict[str, Any]:
    """The columns of a link after a visit; those that it leaves alone as they were."""
    columns = {name: link._mapping[name] for name in SETTLED}
    columns |= {"of_id": link.id, "visited_at": now, "visited_sweep": crawl.sweep, "first_seen": _first_seen(link, now)}
    if visit.state == "unchanged":
        state = "stored" if link.article_id else "fetched"
        columns |= {"reason": None, "detail": None, "state": state, "attempts": 0}
        return (
            columns
            | {"next_visit": _next_revisit(link, now)}
            | (_idle(link, False, now) if link.kind == "feed" else {})
        )
    columns |= {"reason": visit.reason, "detail": visit.detail}
    if link.article_id is None or stored is not None:  # what was stored stays so, whatever a later visit finds
        columns |= {"state": visit.state, "page_id": page_id or link.page_id}
    if visit.state == "failed":
        attempts = link.attempts + 1
        after = max(now + RETRIES[attempts - 1], visit.not_before or now) if attempts <= len(RETRIES) else None
        return columns | {"attempts": attempts, "next_visit": after}
    dead = link.attempts + 1 if link.kind == "feed" and visit.state in {"gone", "dropped"} else 0
    columns |= {"attempts": dead, "next_visit": None, "form": _spent(link.form)}
    is_index = visit.listing is not None and bool(visit.listing.feeds)  # what is below it changes without it
    if visit.kept and not is_index:
        columns |= {"etag": visit.kept.etag, "last_modified": visit.kept.last_modified}
    if visit.listing is not None and link.kind in {"section", "article"}:
        columns["kind"] = "listing"
    if stored is not None:
        columns |= {"kind": "article", "article_id": stored.article_id}
        published = visit.article.published_at if visit.article else None
        if published and now - published.astimezone(now.tzinfo) < YOUNG and not link.form:  # forms are sent once
            columns["next_visit"] = _next_revisit(link, now, stored=True)
        if _came_late(link, visit):
            columns |= {"state": "waiting", **UNASKED}
    return columns


def _came_late(link: Any, visit: Visit) -> bool:
    """Whether a listing that was read meanwhile dates the post more exactly than the article that was read without."""
    said = [hint for hint in hints_in(link.hints) if hint not in visit.hints and hint.published]
    if not said or visit.article is None or link.form:
        return False
    precision = visit.article.published_precision
    return precision is None or (precision == "day" and any(CLOCK.search(hint.published or "") for hint in said))


def _spent(form: dict[str, str] | None) -> dict[str, str] | None:
    """The form of a page that was fetched: what identifies it stays, its kilobytes of hidden fields go."""
    return {"place": form["place"]} if form else None


def _seen(link: Row[Any], shown: Shown, now: datetime) -> dict[str, Any]:
    """The columns of a listing or feed after it was read."""
    changed = shown.is_fresh or (link.kind == "feed" and shown.digest != link.shown)
    return {"shown": shown.digest, **_idle(link, changed, now)}


def _idle(link: Row[Any], fresh: bool, now: datetime) -> dict[str, Any]:
    """How often in a row it showed nothing new; after the third time it is looked at once a week."""
    idle = 0 if fresh else link.idle + 1
    return {"idle": idle, "next_visit": now + IDLE_VISITS if idle >= IDLE and link.root_id is None else None}


def _next_revisit(link: Row[Any], now: datetime, *, stored: bool = False) -> datetime | None:
    """Young posts are looked at again: portals mend them in the first days."""
    seen = _first_seen(link, now)
    is_post = stored or link.article_id
    return next((seen + after for after in REVISITS if after > now - seen), None) if is_post else None


def _first_seen(link: Row[Any], now: datetime) -> datetime:
    """Never in time to come: the clock was wrong then."""
    seen: datetime = link.first_seen
    return min(seen, now)


def _counted(kind: str, visit: Visit, stored: Stored | None) -> Iterable[str]:
    yield "visited"
    if kind in {"file", "feed"}:
        yield f"{kind}s.{visit.state}"
        if visit.state == "fetched" and visit.reason:
            yield f"files.{visit.reason}"
    elif stored is not None:
        yield f"stored.{stored.outcome}"
    elif kind in {"listing", "section", "day"} and visit.state in {"fetched", "unchanged"}:
        yield "listings"
    elif visit.state in {"dropped", "failed"}:
        yield f"{visit.state}.{visit.reason}"
    else:
        yield visit.state


def _add_files(rows: Rows, visits: Sequence[Visit]) -> int:
    """Enters the attachments and images of articles that lie on the web; returns how many are new."""
    urls = [
        url
        for visit in visits
        if visit.article is not None
        for url in (*(f.url for f in visit.article.attachments), *(i.url for i in visit.article.images))
    ]
    return rows.enter(New("file", rows.by_key(filter(is_http, urls))))
