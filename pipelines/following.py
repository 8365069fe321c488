"""What becomes of the links of a listing, a feed or an article: rows of the ledger, each once, within bounds.

`follow` shows which links of which page are entered; the posts among them are `pipelines.listed`'s.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update

from models.tables import LinkRow
from pipelines.dates import read_machine_date
from pipelines.ledger import DEAD, LINKS
from pipelines.links import Keys, New, Rows
from pipelines.listed import Listed, list_posts
from pipelines.listing import Listing
from pipelines.postbacks import Form
from pipelines.urls import identity, matches

MAX_DEPTH = 5000  # pages of one listing: a pager that goes on for longer has no end
MOST_SECTIONS = 1000  # of a site, found by themselves: menus have fewer, tag clouds have more
MOST_FEEDS = 2000
FEED_DEPTH = 3  # indexes within indexes
IDLE_DAYS = 62  # pages of a calendar in a row that show nothing new, and it is left: it may have no end
FRESH_DAY = timedelta(days=3)  # a calendar's day that was first seen so lately may have got more posts
READ_AGAIN = (
    update(LINKS)
    .where(LINKS.c.id == bindparam("of_id"))
    .values(state="waiting", attempts=0, next_visit=None, form=bindparam("newest"))
)
# Another page of a listing that showed the same posts in this sweep
ALIKE = select(LINKS.c.id).where(
    (LINKS.c.root_id == bindparam("root")) | (LINKS.c.id == bindparam("root")),
    LINKS.c.shown == bindparam("shown"),
    LINKS.c.visited_sweep == bindparam("sweep"),
    LINKS.c.id != bindparam("own"),
)
ALIKE = ALIKE.limit(1)

Cookies = Mapping[str, str]


class Shown(NamedTuple):
    """What a listing, a feed or a calendar's page showed.

    listed: how many posts it was the first in this sweep to show. digest: SHA-256 of its keys, hex. is_fresh: whether
    there was anything new.
    """

    listed: int
    digest: str
    is_fresh: bool


def follow(rows: Rows, link: Any, listing: Listing, cookies: Cookies) -> Shown:
    """Enters the links of a page that lists. link: its row. cookies: that the site expects with the page's forms."""
    if link.kind == "feed":
        return _follow_feed(rows, link, listing)
    posts = list_posts(rows, listing, cookies, counts=True)
    digest = _digest(posts.keys)
    is_news = posts.is_news or link.key in rows.by_key(rows.site.start)
    leads_on = is_news or (posts.is_fresh and _is_first_look(link))
    if leads_on and link.root_id is None:  # further pages have the same menu
        _open_sections(rows, listing, idle=0 if is_news else 1)
    if listing.days and ((leads_on and listing.posts) or link.kind == "day"):
        _open_days(rows, link, listing.days)
    if link.kind == "day":
        return Shown(posts.count, digest, posts.is_news)
    if listing.posts and _goes_on(link, posts) and not _shown_before(rows, link, digest):
        _open_pages(rows, link, listing, cookies)
    return Shown(posts.count, digest, posts.is_fresh)


def _is_first_look(link: Any) -> bool:
    """At a page that one with news has led to. Pages whose posts another has shown may lead to each other for ever, as
    a calendar's months do: one step further, where the sections of a section may be, and no more."""
    return link.visited_at is None and not link.idle


def _digest(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()


def _follow_feed(rows: Rows, link: Any, listing: Listing) -> Shown:
    """An index is asked each time for what has changed below it."""
    posts = list_posts(rows, listing, {}, counts=not _is_map(listing))
    sections = rows.by_key(listing.sections)
    entered = rows.enter(New("section", sections))
    if link.depth < FEED_DEPTH:
        _open_feeds(rows, listing.feeds, link.depth + 1)
    is_fresh = posts.is_fresh or bool(entered or listing.feeds)
    return Shown(posts.count, _digest({*posts.keys, *sections}), is_fresh)


def _is_map(listing: Listing) -> bool:
    """A sitemap shows the posts of all times: that they are still in it does not show that the site is well."""
    return all(hint.origin == "sitemap" for hint in listing.hints.values())


def _open_sections(rows: Rows, listing: Listing, idle: int) -> None:
    """Enters listings, what may be some, and feeds, as far as there is room."""
    surely = [url for url in listing.sections if matches(url, rows.site.listing)]
    perhaps = [url for url in listing.sections if not matches(url, rows.site.listing)]
    for kind, urls in (("listing", surely), ("section", perhaps)):
        rows.enter(New(kind, rows.by_key(urls), more={"idle": idle}), MOST_SECTIONS)
    _open_feeds(rows, listing.feeds, 0)


def open_feeds(rows: Rows, urls: Iterable[str]) -> None:
    """Enters feeds and sitemaps that are new."""
    _open_feeds(rows, [(url, "") for url in urls], 0)


def _open_feeds(rows: Rows, feeds: Sequence[tuple[str, str]], depth: int) -> None:
    """… and has those of an index read again that it says have changed, or of which it says nothing."""
    if depth:
        changed = {identity(url, rows.site): when for url, when in feeds}
        rows.visit_again([row.id for key, row in rows.known(changed).items() if _is_due(rows, row, changed[key])])
    rows.enter(New("feed", rows.by_key(url for url, _ in feeds), more={"depth": depth}), MOST_FEEDS)


def _is_due(rows: Rows, row: Any, changed: str) -> bool:
    if row.kind != "feed" or row.visited_sweep == rows.crawl.sweep or row.attempts >= DEAD:
        return False
    stamp = read_machine_date(changed, rows.site.zone) if changed else None
    if stamp and row.visited_at and row.state == "fetched":
        return bool(stamp.moment + timedelta(days=stamp.precision == "day") > row.visited_at)
    return row.next_visit is None or bool(row.next_visit <= rows.now)


def _below(link: Any) -> dict[str, Any]:
    """Where a further page of a listing stands."""
    return {"root_id": link.root_id or link.id, "depth": link.depth + 1}


def _open_days(rows: Rows, link: Any, urls: Sequence[str]) -> None:
    """Enters a calendar's pages that are new, till enough in a row showed nothing new; has the latest read again."""
    keys = rows.by_key(urls)
    known = rows.known(keys)
    if not _has_run_dry(rows):
        rows.insert(New("day", {key: url for key, url in keys.items() if key not in known}, more=_below(link)))
    read_before = [row for row in known.values() if row.kind == "day" and row.visited_sweep != rows.crawl.sweep]
    rows.visit_again([row.id for row in read_before if rows.now - row.first_seen < FRESH_DAY], attempts=0)


def _has_run_dry(rows: Rows) -> bool:
    days = select(LinkRow.idle).where(
        LinkRow.site_id == rows.crawl.site_id, LinkRow.kind == "day", LinkRow.visited_at.is_not(None)
    )
    latest = days.order_by(LinkRow.visited_at.desc(), LinkRow.id.desc()).limit(IDLE_DAYS)
    last = rows.session.scalars(latest).all()
    return len(last) == IDLE_DAYS and all(last)


def _goes_on(link: Any, posts: Listed) -> bool:
    """Whether the next page of a pager is looked at: never less than two of them, and all until they were all read."""
    fewest = link.depth == 0
    return fewest or (link.depth < MAX_DEPTH and (posts.is_fresh or not link.is_complete))


def _shown_before(rows: Rows, link: Any, digest: str) -> bool:
    """Whether another page of the same listing showed the same posts: a pager that never ends repeats its last page."""
    if link.root_id is None:
        return False
    asked = {"root": link.root_id, "shown": digest, "sweep": rows.crawl.sweep, "own": link.id}
    return rows.session.scalar(ALIKE, asked) is not None


def _open_pages(rows: Rows, link: Any, listing: Listing, cookies: Cookies) -> None:
    """Enters a pager's pages that are new, and has those visited again that this sweep has not read yet."""
    nearest = 1 if link.is_complete else None
    forms = {_key_of(form, rows): form for form in listing.forms[:nearest]}
    own = {key: {"form": form.said(cookies)} for key, form in forms.items()}
    keys: Keys = rows.by_key(listing.pages[:nearest]) | {key: form.url for key, form in forms.items()}
    known = rows.known(keys)
    again = [
        {"of_id": row.id, "newest": own[row.key]["form"] if row.key in own else None}
        for row in known.values()
        if row.kind == "listing" and row.depth and row.visited_sweep != rows.crawl.sweep
    ]
    if again:
        rows.session.execute(READ_AGAIN, again)
    unknown = {key: url for key, url in keys.items() if key not in known}
    rows.insert(New("listing", unknown, own, _below(link)))


def _key_of(form: Form, rows: Rows) -> str:
    """Of a page that is had by POST; no other key but those of posts that are opened so has a "#"."""
    return f"{identity(form.url, rows.site)}#{form.place}"
