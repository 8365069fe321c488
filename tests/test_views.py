"""What people who write SQL find: the views, the same on both databases; and Datasette, which opens the file."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from models.database import MIGRATIONS, upgrade, writing
from models.tables import RunRow
from models.views import VIEWS
from pipelines.store import site_row, withdraw
from tests.needs import need
from tests.some_articles import ALL, FETCHED, MEETING, ROAD, store

DOCS = Path(__file__).parent.parent / "docs"


def rows(engine: Engine, query: str) -> list[Any]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


@pytest.fixture
def archive(engine: Engine) -> Engine:
    """Three articles, a copy of the first on another site, one that was withdrawn."""
    store(engine, *ALL)
    store(engine, replace(MEETING, url="https://songben.example/x"), site="songben")
    (gone,) = store(engine, replace(ROAD, url=None, title="Gỡ bỏ", paragraphs=("Bài này đã gỡ.",)))
    with writing(engine) as session:
        withdraw(session, gone, "a test")
    return engine


def test_the_news_are_readable_rows(archive: Engine) -> None:
    """Text, authors and dates as a person expects them; what was withdrawn is not among them."""
    (meeting, clinic, road, _) = rows(
        archive, "SELECT site, title, text, authors, published_year, published_month FROM news ORDER BY id"
    )
    assert meeting == (
        "bendo",
        MEETING.title,
        "\n\n".join(MEETING.paragraphs),
        "Thu Uyên, Lê Đông",
        "2020",
        "2020-12",
    )
    assert clinic[3:] == ("Lê Đông", "2021", "2021-05")
    assert road[3:] == (None, None, None)


def test_the_other_views(archive: Engine) -> None:
    """Authors, copies, months, runs and the ledger."""
    with writing(archive) as session:
        session.add(RunRow(site_id=site_row(session, "bendo").id, kind="crawl", started_at=FETCHED, outcome="failed"))
    assert rows(archive, "SELECT author, count(*) FROM news_authors GROUP BY author ORDER BY author") == [
        ("Lê Đông", 3),
        ("Thu Uyên", 2),
    ]
    assert rows(archive, "SELECT copy_site, original_site, kind FROM news_copies") == [("songben", "bendo", "exact")]
    assert rows(archive, "SELECT * FROM news_per_month ORDER BY site, published_month") == [
        ("bendo", "2020-12", 1),
        ("bendo", "2021-05", 1),
        ("songben", "2020-12", 1),
    ]
    assert rows(archive, "SELECT site, kind, outcome FROM crawl_runs") == [("bendo", "crawl", "failed")]
    assert rows(archive, "SELECT * FROM crawl_ledger") == []


def test_every_view_and_column_is_documented(archive: Engine) -> None:
    table = {
        line.split("|")[1].strip(" `"): set(re.findall(r"`(\w+)`", line.split("|")[3]))
        for line in (DOCS / "sql.md").read_text("utf-8").splitlines()
        if line.startswith("| `")
    }
    assert set(table) == set(VIEWS)
    for name, columns in table.items():
        with archive.connect() as connection:
            there = set(connection.execute(text(f"SELECT * FROM {name}")).keys())
        assert there - columns == set(), name


def test_views_are_made_by_a_migration(archive: Engine) -> None:
    """An archive of an older schema, which has none of them, gets them all."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = archive
    command.downgrade(config, "0002")
    with writing(archive) as session:
        for name in VIEWS:
            session.execute(text(f"DROP VIEW {name}"))
    upgrade(archive)
    for name in VIEWS:
        assert rows(archive, f"SELECT * FROM {name}") is not None
    assert len(rows(archive, "SELECT id FROM news")) == 4


def test_datasette_opens_the_file(archive: Engine, home: Path) -> None:
    """Every view with its facets, the tables with links to what they refer to, the questions that come along."""
    if archive.dialect.name != "sqlite":
        pytest.skip("Datasette is for SQLite")
    try:
        import yaml
        from datasette.app import Datasette
    except ImportError:
        need(False, "datasette (pip install '.[proof]')")
    told = yaml.safe_load((DOCS / "datasette.yaml").read_text("utf-8"))

    async def look() -> None:
        datasette = Datasette([str(home / "archive.db")], metadata=told)
        await datasette.invoke_startup()
        for name, table in told["databases"]["archive"]["tables"].items():
            answer = await datasette.client.get(f"/archive/{name}.json?_shape=objects")
            assert answer.status_code == 200, name
            assert set(table.get("facets", ())) <= set(answer.json()["columns"]), name
        facets = (await datasette.client.get("/archive/news.json")).json()["facet_results"]["site"]["results"]
        assert [(one["value"], one["count"]) for one in facets] == [("bendo", 3), ("songben", 1)]
        page = (await datasette.client.get("/archive/articles")).text
        assert '<a href="/archive/sites/1">bendo</a>' in page
        assert '<a href="https://bendo.example/duong"' in (await datasette.client.get("/archive/news")).text
        asked = await datasette.client.get("/archive/words_by_year.json?words=tiêm&_shape=array")
        assert asked.json() == [
            {"published_year": "2020", "share": 0.0, "articles": 2},
            {"published_year": "2021", "share": 1.0, "articles": 1},
        ]
        assert (await datasette.client.get("/archive/busiest_authors.json?_shape=array")).json()[0][
            "author"
        ] == "Lê Đông"

    asyncio.run(look())
