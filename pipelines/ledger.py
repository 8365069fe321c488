"""The ledger is the frontier: every URL ever discovered has one row, and this module says which are to be visited next.

A crawl goes over a site in *sweeps*: a sweep begins by reading the start listings again and ends when nothing is
left to visit. A crawl that was killed or stopped leaves its sweep open; the next one goes on with it.
What a visit brought is written by `pipelines.visits`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from models.article import Hint
from models.site import Site
from models.tables import ArticleRow, LinkRow, RunRow, SiteRow
from pipelines.store import site_row
from pipelines.urls import identity

# What lists articles comes first.
RANK = {"start": 0, "listing": 0, "section": 0, "feed": 0, "article": 1, "page": 2, "file": 3}
PLENTY = 1000  # posts that wait: there is no hurry to know of more
SWEEP_LASTS = timedelta(days=1)  # an open sweep that is older is given up: new posts have come meanwhile
DEAD = 3  # visits in a row in which a feed or sitemap was not there, or none; then only --full asks for it
FARTHEST = timedelta(days=8)  # a next visit beyond all intervals: the clock was wrong when it was set
UNFINISHED = {"running", "stopped", "killed"}


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl under way: its run's row, its site's row, its sweep."""

    run_id: int
    site_id: int
    sweep: int


@dataclass(frozen=True, slots=True)
class Link:
    """A ledger row that was taken to be visited.

    hints: what led to it. form: of a page that is had by POST. text_of: ids of the articles whose text a file holds.
    """

    id: int
    url: str
    kind: str
    etag: str | None
    last_modified: str | None
    hints: tuple[Hint, ...] = ()
    form: Mapping[str, Any] | None = None
    text_of: Sequence[int] | None = None
    depth: int = 0

    @property
    def lists(self) -> bool:
        """Whether it is, or may be, the first page of a listing, or a feed."""
        return self.kind in {"listing", "section", "feed"} and not self.depth

    @property
    def is_undated(self) -> bool:
        """Whether it is a post that was never visited, and of which nothing has said the date."""
        return self.kind == "article" and not self.etag and not any(hint.published for hint in self.hints)


LINKS: Any = LinkRow.__table__
MINE = select(*(LINKS.c[name] for name in Link.__slots__)).where(
    LINKS.c.site_id == bindparam("of_site"), LINKS.c.id.not_in(bindparam("in_hand", expanding=True))
)
MINE = MINE.limit(bindparam("count"))
WAITING = MINE.where(LINKS.c.state == "waiting").order_by(LINKS.c.rank, LINKS.c.id)
POSTS, PAGES = WAITING.where(LINKS.c.rank <= RANK["article"]), WAITING.where(LINKS.c.rank == RANK["page"])
FILES = WAITING.where(LINKS.c.rank == RANK["file"])
MANY = select(LINKS.c.id).where(
    LINKS.c.site_id == bindparam("of_site"), LINKS.c.state == "waiting", LINKS.c.rank == RANK["article"]
)
MANY = MANY.order_by(LINKS.c.id).offset(bindparam("plenty")).limit(1)
DUE = (LINKS.c.next_visit <= bindparam("now")) | (LINKS.c.next_visit > bindparam("farthest"))
AGAIN = MINE.where(LINKS.c.state.in_(("stored", "failed")), DUE).order_by(LINKS.c.next_visit)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every post ever listed: ``listed`` is the sum of the others. Counts of rows.

    dropped, failed: reason -> count. articles: stored ones (several URLs may lead to one).
    listings, feeds, files: the same states of the pages that are no posts.
    """

    site: str
    listed: int = 0
    stored: int = 0
    gone: int = 0
    waiting: int = 0
    dropped: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)
    articles: int = 0
    listings: Mapping[str, int] = field(default_factory=dict)
    feeds: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        outcomes = self.stored + self.gone + self.waiting + sum(self.dropped.values()) + sum(self.failed.values())
        return self.listed == outcomes


def begin_crawl(session: Session, site: Site, *, full: bool, now: datetime, pid: int) -> Crawl:
    """Opens a run, after closing those that were killed; opens a sweep unless one is to be gone on with.

    The caller holds the site's lock: a run that still says "running" can only have been killed.
    """
    row = site_row(session, site.name, site.title, site.rights)
    last = session.scalars(
        select(RunRow).where(RunRow.site_id == row.id, RunRow.kind == "crawl").order_by(RunRow.id.desc()).limit(1)
    ).first()
    if last and last.outcome == "running":
        last.outcome, last.reason = "killed", "the process ended without a word"
    run = RunRow(site_id=row.id, kind="crawl", started_at=now, pid=pid, outcome="running", counts={})
    session.add(run)
    session.flush()
    goes_on = last and last.outcome in UNFINISHED and not full and now - last.started_at < SWEEP_LASTS
    run.sweep = last.sweep if last and goes_on else run.id
    assert run.sweep is not None
    crawl = Crawl(run.id, row.id, run.sweep)
    _open_starts(session, crawl, site, now)
    if full:
        _begin_full(session, crawl, now)
    _read_again(session, crawl, site, now, only_failed=bool(goes_on))
    return crawl


def _read_again(session: Session, crawl: Crawl, site: Site, now: datetime, *, only_failed: bool) -> None:
    """Has the listings and feeds read that a sweep begins with: all but idle and dead ones."""
    idle = (LinkRow.state == "fetched") & (LinkRow.next_visit > now) & LinkRow.key.not_in(_starts(site))
    top = (LinkRow.site_id == crawl.site_id, LinkRow.depth == 0, ~func.coalesce(idle, False))
    listings = update(LinkRow).where(*top, LinkRow.kind == "listing")
    session.execute((listings.where(LinkRow.state == "failed") if only_failed else listings).values(state="waiting"))
    if not only_failed:
        feeds = update(LinkRow).where(*top, LinkRow.kind == "feed", LinkRow.attempts < DEAD)
        session.execute(feeds.values(state="waiting"))


def _starts(site: Site) -> dict[str, str]:
    """Key -> URL of the listings that the site file names."""
    urls = [*site.start, *(template.replace("{page}", "1") for template in site.more)]
    return {identity(url, site): url for url in urls}


def _open_starts(session: Session, crawl: Crawl, site: Site, now: datetime) -> None:
    keys = _starts(site)
    known = set(session.scalars(select(LinkRow.key).where(LinkRow.site_id == crawl.site_id, LinkRow.key.in_(keys))))
    session.add_all(
        LinkRow(
            site_id=crawl.site_id, key=key, url=url, kind="listing", rank=RANK["start"], first_seen=now, last_seen=now
        )
        for key, url in keys.items()
        if key not in known
    )
    session.flush()


def _begin_full(session: Session, crawl: Crawl, now: datetime) -> None:
    """Every listing is read to its end again, and what failed is tried again now."""
    mine = LinkRow.site_id == crawl.site_id
    session.execute(update(LinkRow).where(mine, LinkRow.complete).values(complete=False))
    feeds = LinkRow.kind.in_(("listing", "feed", "day"))
    session.execute(update(LinkRow).where(mine, feeds).values(idle=0, attempts=0, next_visit=None))
    session.execute(update(LinkRow).where(mine, LinkRow.state == "failed").values(next_visit=now))


def take(
    session: Session, crawl: Crawl, count: int, now: datetime, in_hand: Collection[int], kinds: Collection[str] = ()
) -> Sequence[Link]:
    """Up to ``count`` links that are due and not in hand already, in the order to visit them.

    What waits comes first, then what was stored or failed and is to be visited again by now. Further pages of listings
    are taken beside posts, one for each, since each leads to the next; behind them where many wait. So are files: pages
    keep the readers busy, and files the network alone.
    """
    asked = {"of_site": crawl.site_id, "count": count, "in_hand": list(in_hand), "plenty": PLENTY}
    asked |= {"now": now, "farthest": now + FARTHEST}

    def due(query: Any) -> Sequence[Any]:
        return session.execute(query.where(LINKS.c.kind.in_(kinds)) if kinds else query, asked).all()

    posts, pages, files = due(POSTS), due(PAGES), due(FILES)
    if pages and session.scalar(MANY, asked) is not None:
        found = list(_side_by_side([*posts, *pages], files))
    else:
        found = list(_side_by_side(posts, pages, files))
    if len(found) < count:
        found += due(AGAIN)
    return [_link(row) for row in found[:count]]


def _side_by_side(*sorts: Iterable[Any]) -> Iterable[Any]:
    return (row for beside in zip_longest(*sorts) for row in beside if row is not None)


def _link(row: Any) -> Link:
    values = row._asdict()
    return Link(**values | {"hints": hints_in(row.hints)})


def newest_hints(session: Session, link: Link) -> tuple[Hint, ...]:
    """What the ledger says by now of a link that was taken before."""
    return hints_in(session.scalar(select(LinkRow.hints).where(LinkRow.id == link.id)))


def hints_of_articles(session: Session, ids: Sequence[int]) -> dict[int, tuple[Hint, ...]]:
    """What the first link to each of these articles says of it."""
    chosen = select(LinkRow.article_id, LinkRow.hints).where(LinkRow.article_id.in_(ids), LinkRow.hints.is_not(None))
    rows = session.execute(chosen.order_by(LinkRow.id.desc()))
    return {article_id: hints_in(said) for article_id, said in rows if article_id is not None}


def hints_in(stored: Iterable[Mapping[str, str]] | None) -> tuple[Hint, ...]:
    """The hints that a row of the ledger has."""
    return tuple(Hint(**one) for one in stored or ())


def hints_of(hints: Iterable[Hint]) -> list[dict[str, str]]:
    """Hints as a row of the ledger has them: what is not said is left out."""
    return [{name: value for name in Hint.__slots__ if (value := getattr(hint, name))} for hint in hints]


def save_counts(session: Session, crawl: Crawl, counts: Mapping[str, int]) -> None:
    """What the run has counted so far, so that a killed one has its figures too."""
    session.execute(update(RunRow).where(RunRow.id == crawl.run_id).values(counts=dict(sorted(counts.items()))))


def saved_counts(session: Session, crawl: Crawl) -> Mapping[str, int]:
    """What `save_counts` wrote last."""
    return session.scalars(select(RunRow.counts).where(RunRow.id == crawl.run_id)).one()


def end_crawl(session: Session, crawl: Crawl, *, outcome: str, reason: str | None, now: datetime) -> None:
    """Closes the run; a listing of which no page is left to visit was read to its end."""
    session.execute(
        update(RunRow).where(RunRow.id == crawl.run_id).values(finished_at=now, outcome=outcome, reason=reason)
    )
    if outcome in UNFINISHED:
        return
    root = func.coalesce(LinkRow.root_id, LinkRow.id)
    unread = select(root).where(
        LinkRow.site_id == crawl.site_id,
        LinkRow.kind == "listing",
        LinkRow.state.in_(("waiting", "failed", "dropped")),  # a page that is gone was the last: pagers lead beyond it
    )
    session.execute(
        update(LinkRow)
        .where(LinkRow.site_id == crawl.site_id, LinkRow.kind == "listing", LinkRow.depth == 0)
        .where(LinkRow.state == "fetched", LinkRow.id.not_in(unread))
        .values(complete=True)
    )


def listed_in_sweep(session: Session, crawl: Crawl) -> int:
    """How many posts the listings have shown in this sweep."""
    mine = select(func.count()).where(LinkRow.site_id == crawl.site_id, LinkRow.listed_sweep == crawl.sweep)
    return session.scalar(mine) or 0


def unread_starts(session: Session, crawl: Crawl) -> str:
    """Which start listings could not be read, and why, in words; empty where all were."""
    rows = session.execute(
        select(LinkRow.url, LinkRow.state, LinkRow.reason, LinkRow.detail).where(
            LinkRow.site_id == crawl.site_id,
            LinkRow.kind == "listing",
            LinkRow.depth == 0,
            LinkRow.state.in_(("failed", "dropped", "gone")),
        )
    )
    return "; ".join(": ".join(filter(None, (url, reason or state, detail))) for url, state, reason, detail in rows)


def account(session: Session, site_name: str) -> Account | None:
    """The site's account, None when nothing was ever crawled there."""
    site_id = session.scalar(select(SiteRow.id).where(SiteRow.name == site_name))
    rows = session.execute(
        select(LinkRow.kind, LinkRow.state, LinkRow.reason, func.count())
        .where(LinkRow.site_id == site_id)
        .group_by(LinkRow.kind, LinkRow.state, LinkRow.reason)
    )
    count: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = {"dropped": Counter(), "failed": Counter()}
    for kind, state, reason, number in rows:
        count[kind][state] += number
        if kind == "article" and state in reasons:
            reasons[state][reason or "unknown"] += number
    if not count:
        return None
    posts = count["article"]
    return Account(
        site=site_name,
        listed=posts.total(),
        stored=posts["stored"],
        gone=posts["gone"],
        waiting=posts["waiting"],
        dropped=dict(reasons["dropped"].most_common()),
        failed=dict(reasons["failed"].most_common()),
        articles=session.scalar(select(func.count()).where(ArticleRow.site_id == site_id)) or 0,
        listings=dict(count["listing"] + count["section"] + count["day"]),
        feeds=dict(count["feed"]),
        files=dict(count["file"]),
    )
