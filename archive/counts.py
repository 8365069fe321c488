"""Counts for people: articles by site, time, author or source, and the runs that brought them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import joinedload

from models.database import reading
from models.tables import RunRow, SiteRow


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
