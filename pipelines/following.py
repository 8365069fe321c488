"""What becomes of the links of a listing, a feed or an article: rows of the ledger, each once, within bounds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from models.article import Hint
from models.site import Site
from models.tables import ArticleRow, LinkRow
from pipelines.dates import read_machine_date
from pipelines.ledger import DEAD, Crawl, hints_of
from pipelines.links import LINKS, by_key, enter, insert_links, known_links, parts
from pipelines.listing import Listing
from pipelines.pagers import Form
from pipelines.urls import identity, matches

MAX_DEPTH = 5000  # pages of one listing: a pager that goes on for longer has no end
MOST_SECTIONS = 1000  # of a site, found by themselves: menus have fewer, tag clouds have more
MOST_FEEDS = 2000
FEED_DEPTH = 3  # indexes within indexes
IDLE_DAYS = 62  # pages of a calendar in a row that show nothing new, and it is left: it may have no end
CLOCK = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}")
UNASKED = {"etag": None, "last_modified": None}  # of a page that may not have changed, but is read otherwise now
FRESH_DAY = timedelta(days=3)  # a calendar's day that was first seen so lately may have got more posts


def follow(
    session: Session,
    crawl: Crawl,
    site: Site,
    link: Any,
    listing: Listing,
    cookies: Mapping[str, str],
    now: datetime,
) -> tuple[int, str, bool]:
    """Enters a listing's links. Returns how many posts it was the first in this sweep to show, the SHA-256 of what
    it shows, and whether it showed anything new; an index is asked each time for what has changed below it."""
    keys = by_key(listing.posts, site)
    counts = link.kind != "feed" or not _is_map(listing)
    listed, fresh = _list_posts(session, crawl, keys, listing.hints, now, counts)
    surely: list[str] = []
    perhaps: list[str] = []
    for url in listing.sections:
        (surely if matches(url, site.listing) else perhaps).append(url)
    sections = by_key(perhaps, site)
    shown = hashlib.sha256(
        "\n".join(sorted({**keys, **(sections if link.kind == "feed" else {})})).encode()
    ).hexdigest()
    if link.kind == "feed":
        fresh |= bool(enter(session, crawl, sections, "section", now) or listing.feeds)
        if link.depth < FEED_DEPTH:
            _open_feeds(session, crawl, site, listing.feeds, link.depth + 1, now)
        return listed, shown, fresh
    news = fresh or link.key in by_key(site.start, site)
    if link.root_id is None and news:
        # Further pages have the same menu; and what is linked from a page without news may go on for ever.
        _open_sections(session, crawl, by_key(surely, site), "listing", now)
        _open_sections(session, crawl, sections, "section", now)
        _open_feeds(session, crawl, site, listing.feeds, 0, now)
    if listing.days and (news or link.kind == "day"):
        root = {"root_id": link.root_id or link.id, "depth": link.depth + 1}
        _open_days(session, crawl, site, listing.days, root, now)
    if link.kind != "day":
        _follow_pager(session, crawl, site, link, listing, shown, fresh, cookies, now)
    return listed, shown, fresh


def _is_map(listing: Listing) -> bool:
    """A sitemap shows the posts of all times: that they are still in it does not show that the site is well."""
    return all(hint.origin == "sitemap" for hint in listing.hints.values())


def _follow_pager(
    session: Session,
    crawl: Crawl,
    site: Site,
    link: Any,
    listing: Listing,
    shown: str,
    fresh: bool,
    cookies: Mapping[str, str],
    now: datetime,
) -> None:
    root_id = link.root_id or link.id
    complete = (
        link.complete if link.root_id is None else session.scalar(select(LinkRow.complete).where(LinkRow.id == root_id))
    )
    place = {"root_id": root_id, "depth": link.depth + 1}
    looks_on = fresh or not complete or link.depth == 0  # never less than two pages
    if listing.posts and looks_on and link.depth < MAX_DEPTH and not _shown_before(session, crawl, link, shown):
        pages, forms = listing.pages, listing.forms
        if complete:
            pages, forms = pages[:1], forms[:1]
        _open_pages(session, crawl, by_key(pages, site), {}, place, now)
        _open_pages(session, crawl, *_posted(forms, site, cookies), place, now)


def _posted(
    forms: Sequence[Form], site: Site, cookies: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """Key -> URL and key -> form of pages that are had by POST; no other key has a "#"."""
    keys = {f"{identity(form.url, site)}#{form.place}": form for form in forms}
    said = {key: {"place": form.place, "body": form.body, "cookies": dict(cookies)} for key, form in keys.items()}
    return {key: form.url for key, form in keys.items()}, said


def _shown_before(session: Session, crawl: Crawl, link: Any, shown: str) -> bool:
    """Whether another page of the same listing showed the same posts: a pager that never ends repeats its last page."""
    if link.root_id is None:
        return False
    of_listing = (LinkRow.root_id == link.root_id) | (LinkRow.id == link.root_id)
    same = (LinkRow.shown == shown, LinkRow.visited_sweep == crawl.sweep, LinkRow.id != link.id)
    return session.scalar(select(LinkRow.id).where(of_listing, *same).limit(1)) is not None


def _list_posts(
    session: Session, crawl: Crawl, keys: Mapping[str, str], hints: Mapping[str, Hint], now: datetime, counts: bool
) -> tuple[int, bool]:
    """How many of the posts were not listed in this sweep before; and whether any was unknown or not visited yet."""
    known = {row.key: row for row in known_links(session, crawl, keys)}
    unlisted = [row.id for row in known.values() if row.listed_sweep != crawl.sweep]
    if counts:
        values = {"last_seen": now, "listed_sweep": crawl.sweep}
        for some in parts(unlisted):
            session.execute(update(LINKS).where(LINKS.c.id.in_(some)).values(values))
    said = {key: hint for key, url in keys.items() if (hint := hints.get(url))}
    _add_hints(session, {key: row for key, row in known.items() if key in said}, said)
    unknown = {key: url for key, url in keys.items() if key not in known}
    insert_links(session, crawl, unknown, "article", now, hints=said, listed_sweep=crawl.sweep)
    listed = len(unknown) + (len(unlisted) if counts else 0)
    return listed, bool(unknown) or any(row.state == "waiting" for row in known.values())


def _add_hints(session: Session, known: Mapping[str, Any], hints: Mapping[str, Hint]) -> None:
    """To links that have none of that origin yet, or one without a date; what was said first stays."""
    more = []
    for key, row in known.items():
        hint, before = hints[key], row.hints or []
        dated = [one for one in before if one["origin"] != hint.origin or one.get("published")]
        if len(dated) == len(before) and any(one["origin"] == hint.origin for one in before):
            continue
        if len(dated) == len(before) or hint.published:
            more.append({"of_id": row.id, "said": [*dated, *hints_of([hint])]})
            if hint.published:
                _read_again(session, row.id, hint.published)
    if more:
        session.execute(update(LINKS).where(LINKS.c.id == bindparam("of_id")).values(hints=bindparam("said")), more)


def _read_again(session: Session, link_id: int, published: str) -> None:
    """Has a post fetched once more that was stored with no date, or the day alone, before this was known."""
    less_exact = ("day",) if CLOCK.search(published) else ()
    unsaid = ArticleRow.published_at.is_(None) | ArticleRow.published_precision.in_(less_exact)
    of_those = LinkRow.article_id.in_(select(ArticleRow.id).where(unsaid))
    again = update(LINKS).where(LinkRow.id == link_id, LinkRow.state == "stored", of_those)
    session.execute(again.values(state="waiting", **UNASKED))


def _open_sections(session: Session, crawl: Crawl, keys: Mapping[str, str], kind: str, now: datetime) -> None:
    """Enters listings, or what may be some, as far as there is room."""
    known = {row.key for row in known_links(session, crawl, keys)}
    unknown = {key: url for key, url in keys.items() if key not in known}
    if unknown:
        room = max(MOST_SECTIONS - _count(session, crawl, ("section", "listing")), 0)
        insert_links(session, crawl, dict(list(unknown.items())[:room]), kind, now)


def open_feeds(session: Session, crawl: Crawl, site: Site, urls: Iterable[str], now: datetime) -> None:
    """Enters feeds and sitemaps that are new."""
    _open_feeds(session, crawl, site, [(url, "") for url in urls], 0, now)


def _open_feeds(
    session: Session, crawl: Crawl, site: Site, feeds: Sequence[tuple[str, str]], depth: int, now: datetime
) -> None:
    """… and has those of an index read again that it says have changed, or of which it says nothing."""
    changed = {identity(url, site): (url, when) for url, when in feeds}
    known = {row.key: row for row in known_links(session, crawl, changed)}
    again = [
        row.id
        for key, row in known.items()
        if depth
        and row.kind == "feed"
        and row.visited_sweep != crawl.sweep
        and _is_due(row, changed[key][1], site, now)
    ]
    for some in parts(again):
        session.execute(update(LINKS).where(LINKS.c.id.in_(some)).values(state="waiting", next_visit=None))
    unknown = {key: url for key, (url, _) in changed.items() if key not in known}
    if unknown:
        room = max(MOST_FEEDS - _count(session, crawl, ("feed",)), 0)
        insert_links(session, crawl, dict(list(unknown.items())[:room]), "feed", now, depth=depth)


def _is_due(row: Any, changed: str, site: Site, now: datetime) -> bool:
    if row.attempts >= DEAD:
        return False
    stamp = read_machine_date(changed, site.zone) if changed else None
    if stamp and row.visited_at and row.state == "fetched":
        return bool(stamp.moment + timedelta(days=stamp.precision == "day") > row.visited_at)
    return row.next_visit is None or bool(row.next_visit <= now)


def _open_days(
    session: Session, crawl: Crawl, site: Site, urls: Sequence[str], place: Mapping[str, Any], now: datetime
) -> None:
    """Enters a calendar's pages that are new, till enough in a row showed nothing new; has the latest read again."""
    keys = by_key(urls, site)
    known = {row.key: row for row in known_links(session, crawl, keys)}
    unknown = {key: url for key, url in keys.items() if key not in known}
    if unknown and not _has_run_dry(session, crawl):
        insert_links(session, crawl, unknown, "day", now, **place)
    again = [
        row.id
        for row in known.values()
        if row.kind == "day" and row.visited_sweep != crawl.sweep and now - row.first_seen < FRESH_DAY
    ]
    session.execute(update(LINKS).where(LINKS.c.id.in_(again)).values(state="waiting", attempts=0, next_visit=None))


def _has_run_dry(session: Session, crawl: Crawl) -> bool:
    days = select(LinkRow.idle).where(
        LinkRow.site_id == crawl.site_id, LinkRow.kind == "day", LinkRow.visited_at.is_not(None)
    )
    last = session.scalars(days.order_by(LinkRow.visited_at.desc(), LinkRow.id.desc()).limit(IDLE_DAYS)).all()
    return len(last) == IDLE_DAYS and all(last)


def _open_pages(
    session: Session,
    crawl: Crawl,
    keys: Mapping[str, str],
    forms: Mapping[str, dict[str, Any]],
    place: Mapping[str, Any],
    now: datetime,
) -> None:
    """Enters a pager's pages that are new, and has those visited again that this sweep has not read yet."""
    known = {row.key: row for row in known_links(session, crawl, keys)}
    for row in known.values():
        if row.kind == "listing" and row.depth and row.visited_sweep != crawl.sweep:
            values = {"state": "waiting", "attempts": 0, "next_visit": None, "form": forms.get(row.key)}
            session.execute(update(LINKS).where(LINKS.c.id == row.id).values(values))
    unknown = {key: url for key, url in keys.items() if key not in known}
    insert_links(session, crawl, unknown, "listing", now, forms=forms, **place)


def _count(session: Session, crawl: Crawl, kinds: Sequence[str]) -> int:
    mine = (LinkRow.site_id == crawl.site_id, LinkRow.kind.in_(kinds), LinkRow.root_id.is_(None))
    return session.scalar(select(func.count()).where(*mine)) or 0
