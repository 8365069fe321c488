"""Which sites are due: their file says how often, the runs say when they were crawled last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select

from models.database import reading
from models.site import Site, SiteError, load_sites
from models.tables import RunRow, SiteRow
from pipelines.ledger import UNFINISHED


@dataclass(frozen=True, slots=True)
class Due:
    """A site with a schedule: when it was crawled last, how that ended, and when it is to be crawled next."""

    site: str
    every: timedelta
    last: datetime | None
    outcome: str | None
    next: datetime


def timetable(engine: Engine, now: datetime) -> tuple[list[Due], list[SiteError]]:
    """Every site that has ``every``, the longest overdue first; and the site files that cannot be read.

    A crawl that did not come to its end is to be gone on with at once.
    """
    sites, broken = load_sites()
    last = _last_crawls(engine)
    found = [_due(site, *last.get(site.name, (None, None)), now) for site in sites if site.every]
    return sorted(found, key=lambda due: (due.next, due.site)), broken


def _last_crawls(engine: Engine) -> dict[str, tuple[datetime | None, str | None]]:
    newest = select(func.max(RunRow.id)).where(RunRow.kind == "crawl").group_by(RunRow.site_id)
    with reading(engine) as session:
        rows = session.execute(
            select(SiteRow.name, RunRow.started_at, RunRow.outcome).join(RunRow.site).where(RunRow.id.in_(newest))
        )
        return {name: (started, outcome) for name, started, outcome in rows}


def _due(site: Site, last: datetime | None, outcome: str | None, now: datetime) -> Due:
    every = timedelta(seconds=site.every or 0)
    if last is None or last > now:  # a time to come: the clock was wrong then
        return Due(site.name, every, last, outcome, now)
    return Due(site.name, every, last, outcome, last if outcome in UNFINISHED else last + every)
