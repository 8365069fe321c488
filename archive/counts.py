"""Counts for people: articles by site, time, author or source, and the runs that brought them.

The search index counts what articles state, in milliseconds however many there are; what it does not know – copies of
each kind, changes, withdrawals – the database counts by indexes that hold such articles alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select, text
from sqlalchemy.orm import joinedload

from archive.documents import NO_AUTHOR, NO_VALUE
from archive.index import Progress
from archive.lookup import stated, tally
from archive.query import Query, answered, author_names
from models.database import reading
from models.tables import ArticleRow, RunRow, SiteRow

# by -> what articles are counted by, and whether the groups stand in its order; the others by size
GROUPS: dict[str, tuple[str, bool]] = {
    "site": ("site", False),
    "day": ("day", True),
    "month": ("month", True),
    "year": ("month", True),
    "author": ("author", False),
    "source": ("source", False),
}
# Written out, not bound: a database takes a partial index only where it sees its condition.
CURRENT = ArticleRow.withdrawn_at.is_(None)
RARE: dict[str, ColumnElement[bool]] = {
    "exact_copies": text("duplicate_of IS NOT NULL") & CURRENT & (ArticleRow.duplicate_kind == "exact"),
    "near_copies": text("duplicate_of IS NOT NULL") & CURRENT & (ArticleRow.duplicate_kind == "near"),
    "changed_since_first_seen": text("revision > 1") & CURRENT,
    "withdrawn": ArticleRow.withdrawn_at.is_not(None),
}


def counted(
    engine: Engine, index: Path, by: str, query: Query | None = None, progress: Progress | None = None
) -> list[tuple[str | None, int]]:
    """(name, articles) of each group of what the query finds, all unless told; None for articles that state none.

    ``by``: a key of GROUPS. Days, months and years in their order, articles without a date last; the others by size.
    An article of two authors counts for both. ``index``: the search index's folder. Raises QueryError.
    """
    column, in_order = GROUPS[by]
    asked = query or Query()

    found = answered(engine, index, asked, lambda reader: tally(reader, asked, column), progress)
    none = found.pop(NO_AUTHOR if by == "author" else NO_VALUE, 0)
    named = author_names(engine)(found) if by == "author" else {}
    sizes: dict[str | None, int] = {}
    for value, number in sorted((named.get(value, value), number) for value, number in found.items()):
        name = value[:4] if by == "year" else value
        sizes[name] = sizes.get(name, 0) + number
    if none:
        sizes[None] = none
    return list(sizes.items()) if in_order else sorted(sizes.items(), key=lambda group: -group[1])


def overview(
    engine: Engine, index: Path, query: Query | None = None, progress: Progress | None = None
) -> dict[str, int | str | None]:
    """How many articles the query finds, all unless told, what they state, their first and last day.

    Of all articles or all of a site also copies, changes, withdrawals: the database knows them, not the index.
    """
    asked = query or Query()
    facts = answered(engine, index, asked, lambda reader: stated(reader, asked), progress)
    if asked.to_json().keys() - {"site", "order"}:
        return facts
    return facts | {name: _rare(engine, condition, asked.site) for name, condition in RARE.items()}


def _rare(engine: Engine, condition: ColumnElement[bool], site: str | None) -> int:
    sites = select(SiteRow.id).where(SiteRow.name == site) if site else select(SiteRow.id)
    of_sites = ArticleRow.site_id.in_(sites)  # where all are meant, too: the indexes begin with it
    chosen = select(func.count()).select_from(ArticleRow).where(condition, of_sites)
    with reading(engine) as session:
        return session.scalar(chosen) or 0


def runs(engine: Engine, site: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """The last runs, newest first: id, site, kind, started_at, finished_at, outcome, reason, counts. Times in UTC."""
    chosen = select(RunRow).options(joinedload(RunRow.site)).order_by(RunRow.id.desc()).limit(limit)
    if site:
        chosen = chosen.join(RunRow.site).where(SiteRow.name == site)
    with reading(engine) as session:
        return [_run(row) for row in session.scalars(chosen)]


def _run(row: RunRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "site": row.site.name,
        "kind": row.kind,
        "started_at": row.started_at.isoformat(),
        "finished_at": row.finished_at.isoformat() if row.finished_at else None,
        "outcome": row.outcome,
        "reason": row.reason,
        "counts": row.counts,
    }
