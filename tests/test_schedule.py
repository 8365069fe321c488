"""Which sites are due: by their file's interval and the last crawl."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive.schedule import timetable
from models.database import writing
from models.tables import RunRow
from pipelines.store import site_row

NOW = datetime(2021, 6, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def crawled(engine: Engine, home: Path, *runs: tuple[datetime, str]) -> tuple[datetime, datetime | None]:
    """When a site that is to be crawled every six hours is due after these runs, and when it was crawled last."""
    (home / "sites").mkdir(exist_ok=True)
    for file in (home / "sites").glob("*.toml"):
        file.unlink()
    (home / "sites/badong.toml").write_text('start = "https://badong.example/"\nevery = "6h"\n', "utf-8")
    with writing(engine) as session:
        site = site_row(session, "badong").id
        session.add_all(RunRow(site_id=site, kind="crawl", started_at=at, outcome=outcome) for at, outcome in runs)
    (due,) = [one for one in timetable(engine, NOW)[0] if one.site == "badong"]
    return due.next, due.last


def test_a_site_that_was_never_crawled_is_due(engine: Engine, home: Path) -> None:
    assert crawled(engine, home) == (NOW, None)


def test_the_interval_counts_from_the_start_of_the_last_crawl(engine: Engine, home: Path) -> None:
    assert crawled(engine, home, (NOW - 9 * HOUR, "finished"), (NOW - 2 * HOUR, "failed"))[0] == NOW + 4 * HOUR


@pytest.mark.parametrize("outcome", ["stopped", "killed", "running"])
def test_what_did_not_come_to_its_end_is_gone_on_with_at_once(engine: Engine, home: Path, outcome: str) -> None:
    assert crawled(engine, home, (NOW - HOUR, outcome))[0] == NOW - HOUR


def test_a_crawl_in_time_to_come_delays_nothing(engine: Engine, home: Path) -> None:
    """The clock was years ahead then; it must not be waited for."""
    ahead = NOW + timedelta(days=6000)
    assert crawled(engine, home, (ahead, "finished")) == (NOW, ahead)
