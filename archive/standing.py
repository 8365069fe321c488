"""How the sites stand: what each has brought, how its last run ended, and when it is due again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, func, select

from archive.schedule import timetable
from models.database import reading
from models.tables import RunRow, SiteRow
from pipelines.ledger import Account, account


@dataclass(frozen=True, slots=True)
class Standing:
    """A site of the archive, its newest run, and its next crawl where its file has ``every``. Times aware."""

    name: str
    title: str
    rights: str | None
    kind: str | None = None
    outcome: str | None = None
    reason: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    counts: Mapping[str, int] | None = None
    due: datetime | None = None


def standings(engine: Engine) -> list[Standing]:
    """Every site of the archive, by name."""
    due = {one.site: one.next for one in timetable(engine, datetime.now(UTC))[0]}
    newest = select(func.max(RunRow.id)).group_by(RunRow.site_id)
    run = (RunRow.kind, RunRow.outcome, RunRow.reason, RunRow.started_at, RunRow.finished_at, RunRow.counts)
    chosen = (
        select(SiteRow.name, SiteRow.title, SiteRow.rights, *run)
        .outerjoin(RunRow, (RunRow.site_id == SiteRow.id) & RunRow.id.in_(newest))
        .order_by(SiteRow.name)
    )
    with reading(engine) as session:
        return [Standing(*row, due.get(row.name)) for row in session.execute(chosen)]


def ledger_of(engine: Engine, site: str) -> Account | None:
    """What became of every URL of the site that was ever listed; None where nothing was crawled."""
    with reading(engine) as session:
        return account(session, site)
