"""Counts for people: articles by site, time, author or source, and the runs that brought them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, extract, func, select
from sqlalchemy.orm import joinedload

from models.database import reading
from models.tables import ArticleAuthorRow, ArticleRow, AuthorRow, RunRow, SiteRow

YEAR = extract("year", ArticleRow.published_date)
MONTH = YEAR * 100 + extract("month", ArticleRow.published_date)
# by -> what articles are counted by, and whether the groups stand in its order; the others by size
GROUPS: dict[str, tuple[Any, bool]] = {
    "site": (SiteRow.name, False),
    "day": (ArticleRow.published_date, True),
    "month": (MONTH, True),
    "year": (YEAR, True),
    "author": (AuthorRow.name, False),
    "source": (ArticleRow.source, False),
}
CURRENT = ArticleRow.withdrawn_at.is_(None)


def counted(engine: Engine, by: str, site: str | None = None) -> list[tuple[str | None, int]]:
    """(name, articles) of each group; None for articles that state none. ``by``: a key of GROUPS.

    Days, months and years in their order, articles without a date last; the others by size. An article of two
    authors counts for both.
    """
    value, in_order = GROUPS[by]
    count = func.count(ArticleRow.id)
    chosen = _of_site(select(value, count).select_from(ArticleRow).join(SiteRow), site).where(CURRENT).group_by(value)
    if by == "author":
        chosen = chosen.outerjoin(ArticleAuthorRow, ArticleAuthorRow.article_id == ArticleRow.id).outerjoin(AuthorRow)
    order = (value.is_(None), value) if in_order else (count.desc(), value)
    with reading(engine) as session:
        rows = session.execute(chosen.order_by(*order)).all()
    return [(_named(by, name), number) for name, number in rows]


def _named(by: str, value: Any) -> str | None:
    if value is None:
        return None
    return f"{value // 100:04}-{value % 100:02}" if by == "month" else str(value)


def _of_site(chosen: Select[*tuple[Any, ...]], site: str | None) -> Select[*tuple[Any, ...]]:
    return chosen.where(SiteRow.name == site) if site else chosen


def overview(engine: Engine, site: str | None = None) -> dict[str, int | str | None]:
    """How many articles there are, what they state, their first and last day, copies, changes, withdrawals."""
    facts: dict[str, ColumnElement[Any]] = {
        "articles": _number(CURRENT),
        "sites": func.count(ArticleRow.site_id.distinct()).filter(CURRENT),
        "with_a_date": _number(CURRENT, ArticleRow.published_date.is_not(None)),
        "with_a_byline": _number(CURRENT, ArticleRow.byline.is_not(None)),
        "with_a_source": _number(CURRENT, ArticleRow.source.is_not(None)),
        "first_day": func.min(ArticleRow.published_date).filter(CURRENT),
        "last_day": func.max(ArticleRow.published_date).filter(CURRENT),
        "exact_copies": _number(CURRENT, ArticleRow.duplicate_kind == "exact"),
        "near_copies": _number(CURRENT, ArticleRow.duplicate_kind == "near"),
        "changed_since_first_seen": _number(CURRENT, ArticleRow.revision > 1),
        "withdrawn": _number(ArticleRow.withdrawn_at.is_not(None)),
    }
    chosen = _of_site(select(*facts.values()).select_from(ArticleRow).join(SiteRow), site)
    with reading(engine) as session:
        values = session.execute(chosen).one()
    return {
        name: value if isinstance(value, int | None) else str(value) for name, value in zip(facts, values, strict=True)
    }


def _number(*conditions: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.count(ArticleRow.id).filter(*conditions)


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
