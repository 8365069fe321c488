"""Rows of the ledger: looked up by their keys, entered once each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.article import Hint
from models.site import Site
from models.tables import LinkRow
from pipelines.ledger import RANK, Crawl, hints_of
from pipelines.urls import identity

LINKS: Any = LinkRow.__table__
AT_ONCE = 500  # keys in one query


def enter(session: Session, crawl: Crawl, keys: Mapping[str, str], kind: str, now: datetime) -> int:
    """Enters links that are new; how many."""
    known = {row.key for row in known_links(session, crawl, keys)}
    unknown = {key: url for key, url in keys.items() if key not in known}
    insert_links(session, crawl, unknown, kind, now)
    return len(unknown)


def by_key(urls: Iterable[str], site: Site) -> dict[str, str]:
    """The URLs by their identity; of several for one post the first."""
    found: dict[str, str] = {}
    for url in urls:
        found.setdefault(identity(url, site), url)
    return found


def known_links(session: Session, crawl: Crawl, keys: Iterable[str]) -> Iterator[Any]:
    """What the ledger knows of the links with these keys."""
    columns = LINKS.c
    asked = (columns.id, columns.key, columns.kind, columns.state, columns.listed_sweep, columns.visited_sweep)
    more = (columns.depth, columns.hints, columns.first_seen, columns.visited_at, columns.next_visit, columns.attempts)
    for some in parts(list(keys)):
        chosen = select(*asked, *more).where(columns.site_id == crawl.site_id, columns.key.in_(some))
        yield from session.execute(chosen)


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values, few enough at once for a query."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def insert_links(
    session: Session,
    crawl: Crawl,
    keys: Mapping[str, str],
    kind: str,
    now: datetime,
    *,
    hints: Mapping[str, Hint] | None = None,
    forms: Mapping[str, dict[str, Any]] | None = None,
    **more: Any,
) -> None:
    """New rows that wait: key -> URL; hints and forms by key; more columns for all of them."""
    rank = RANK["page"] if more.get("root_id") else RANK.get(kind, 0)
    same = {"site_id": crawl.site_id, "kind": kind, "state": "waiting", "rank": rank, "attempts": 0, "idle": 0}
    place = {"depth": 0, "root_id": None, "listed_sweep": None, "complete": False, "first_seen": now, "last_seen": now}
    rows = [
        {
            "key": key,
            "url": url,
            "hints": hints_of([hints[key]]) if hints and key in hints else None,
            "form": forms.get(key) if forms else None,
            **same,
            **place,
            **more,
        }
        for key, url in keys.items()
    ]
    if rows:
        session.execute(insert(LINKS), rows)
