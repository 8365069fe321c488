"""Counting: by what the articles state, and the runs that brought them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive.counts import counted, overview, runs
from archive.query import Query
from models.database import writing
from models.tables import RunRow
from pipelines.store import site_row, withdraw
from tests.some_articles import ALL, CLINIC, store


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("site", [("bendo", 3), ("songben", 1)]),
        ("day", [("2020-12-04", 1), ("2021-05-31", 2), (None, 1)]),
        ("month", [("2020-12", 1), ("2021-05", 2), (None, 1)]),
        ("year", [("2020", 1), ("2021", 2), (None, 1)]),
        ("author", [("Lê Đông", 3), ("Thu Uyên", 1), (None, 1)]),
        ("source", [(None, 2), ("Báo Sông Bến", 2)]),
    ],
)
def test_articles_are_counted_by(engine: Engine, home: Path, by: str, groups: list[tuple[str | None, int]]) -> None:
    """What they state; time in its order, the rest by size; what they do not state is a group of its own."""
    store(engine, *ALL)
    store(engine, CLINIC, site="songben")
    found = counted(engine, home / "index", by)
    assert sorted(found, key=str) == sorted(groups, key=str)
    assert [count for _, count in found] == [count for _, count in groups]  # which of two equals is first is open


def test_one_site_is_counted_alone(engine: Engine, home: Path) -> None:
    """By whatever."""
    store(engine, *ALL)
    store(engine, CLINIC, site="songben")
    assert counted(engine, home / "index", "year", Query(site="songben")) == [("2021", 1)]
    assert overview(engine, home / "index", Query(site="songben"))["articles"] == 1


def test_what_a_question_finds_has_an_overview(engine: Engine, home: Path) -> None:
    """Of what articles state; what only the database knows is counted for a whole site or all."""
    store(engine, *ALL)
    store(engine, CLINIC, site="songben")
    found = overview(engine, home / "index", Query("author:đông"))
    assert (found["articles"], found["sites"], found["with_an_author"]) == (3, 2, 3)
    assert "withdrawn" not in found
    assert "withdrawn" in overview(engine, home / "index", Query(site="bendo"))


def test_the_overview_adds_up(engine: Engine, home: Path) -> None:
    """Copies and withdrawn articles are told apart; an empty archive is all noughts."""
    assert overview(engine, home / "index")["articles"] == 0
    assert overview(engine, home / "index")["first_day"] is None
    meeting, _, _ = store(engine, *ALL)
    store(engine, CLINIC, site="songben")
    with writing(engine) as session:
        withdraw(session, meeting, "a test")
    assert overview(engine, home / "index") == {
        "articles": 3,
        "sites": 2,
        "with_a_date": 2,
        "with_an_author": 2,
        "with_a_source": 1,
        "first_day": "2021-05-31",
        "last_day": "2021-05-31",
        "exact_copies": 1,
        "near_copies": 0,
        "changed_since_first_seen": 0,
        "withdrawn": 1,
    }


def test_runs_come_newest_first(engine: Engine) -> None:
    """With what they counted; of one site if asked."""
    with writing(engine) as session:
        for name, outcome in (("bendo", "finished"), ("songben", "failed")):
            site = site_row(session, name)
            started = datetime(2021, 6, 1, tzinfo=UTC)
            session.add(RunRow(site_id=site.id, kind="crawl", started_at=started, outcome=outcome, counts={"pages": 3}))
    assert [(run["site"], run["outcome"], run["counts"]) for run in runs(engine)] == [
        ("songben", "failed", {"pages": 3}),
        ("bendo", "finished", {"pages": 3}),
    ]
    assert [run["site"] for run in runs(engine, "bendo")] == ["bendo"]
    assert len(runs(engine, limit=1)) == 1
