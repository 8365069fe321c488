"""`newsarchive db`: another schema is refused, a sound database told from one that is not, an archive copied whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import DBAPIError

from archive import copying
from archive.checking import faults_of
from archive.cli import main
from archive.copying import copy_archive
from archive.query import Query, search
from models.advice import explained
from models.database import DatabaseError, connect, newest_schema, open_database, reading, schema_of, upgrade, writing
from models.tables import ArticleRow, Base, LinkRow, RunRow, SiteRow
from pipelines.store import site_row, withdraw
from tests.conftest import Server
from tests.some_articles import ALL, FETCHED, MEETING, ROAD, store


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def everything(engine: Engine) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with reading(engine) as session:
        return {
            table.name: list(session.execute(select(table).order_by(*table.primary_key)))
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite archive with a row of most kinds: a copy of a later article, a revision, a link with a later root."""
    engine = open_database(f"sqlite:///{tmp_path}/from.db")
    store(engine, *ALL)
    store(engine, replace(MEETING, title="Quận uỷ họp", url=None), replace(ROAD, paragraphs=("Đường đã thông xe.",)))
    with writing(engine) as session:
        withdraw(session, 1, "x")
        session.execute(text("UPDATE articles SET duplicate_of = 4, duplicate_kind = 'near' WHERE id = 2"))
        site = site_row(session, "bendo").id
        session.add(RunRow(site_id=site, kind="crawl", started_at=FETCHED, counts={"stored.new": 3}))
        links = [LinkRow(id=number, site_id=site, key=f"k{number}", url="u", kind="listing") for number in (1, 2, 3)]
        for link in links:
            link.first_seen = link.last_seen = datetime(2024, 2, 29, 12, 30, 1, 5, UTC)
        session.add_all(links)
        session.flush()
        session.execute(text("UPDATE links SET root_id = 3 WHERE id = 1"))
    yield engine
    engine.dispose()


# --- schema


def test_an_empty_postgresql_is_refused_with_what_to_do_and_made_an_archive_by_upgrade(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSARCHIVE_DATABASE", server.empty())
    assert "is empty; `newsarchive db upgrade` makes an archive of it" in run("stats").stderr
    assert run("stats").exit_code == 1
    assert run("db", "upgrade").stdout.endswith(f": schema none → {newest_schema()}\n")
    assert run("stats").exit_code == 0
    assert run("db", "upgrade").stdout.endswith(f": has schema {newest_schema()}, nothing to do\n")


def test_an_older_postgresql_is_refused_until_it_is_upgraded(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = connect(postgres)
    with writing(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with pytest.raises(DatabaseError, match=r"has schema 0000, this program needs \d{4}; stop what else uses it"):
        open_database(postgres)
    engine.dispose()


def test_a_newer_postgresql_is_refused_by_every_command(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = connect(postgres)
    with writing(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    monkeypatch.setenv("NEWSARCHIVE_DATABASE", postgres)
    for words in (("stats",), ("db", "upgrade"), ("db", "check")):
        assert "has schema 9999, which this program does not know" in run(*words).stderr
    assert schema_of(engine) == "9999"
    engine.dispose()


def test_a_database_whose_text_is_not_utf8_is_refused(server: Server) -> None:
    """Vietnamese would not fit in it."""
    url = server.empty("TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'")
    engine = connect(url)
    with pytest.raises(DatabaseError, match="keeps text as LATIN1; make a database with: CREATE DATABASE"):
        upgrade(engine)
    engine.dispose()


def test_postgresql_compares_text_by_code_point(postgres: str) -> None:
    """As SQLite does, whatever language the server was made for."""
    engine = open_database(postgres)
    names = ["Z", "a", "É", "Đ", "đ", "_", "-"]
    with writing(engine) as session:
        session.add_all(SiteRow(name=name) for name in names)
    with reading(engine) as session:
        assert session.scalars(select(SiteRow.name).order_by(SiteRow.name)).all() == sorted(names)
    engine.dispose()


def test_what_nobody_has_read_yet_may_hold_what_no_database_can(engine: Engine) -> None:
    """NUL, which PostgreSQL refuses; half a character, which is no UTF-8."""
    with writing(engine) as session:
        site = site_row(session, "bendo").id
        session.add(RunRow(site_id=site, kind="crawl", started_at=FETCHED, reason="a\0b\ud800c"))
    with reading(engine) as session:
        assert session.scalar(select(RunRow.reason)) == "ab?c"


# --- check


def test_a_sound_database_is_said_to_be(engine: Engine) -> None:
    store(engine, *ALL)
    result = run("db", "check")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "sound")
    assert f"schema    {newest_schema()}\n" in result.stdout
    assert ["articles", "3"] in [line.split() for line in result.stdout.splitlines()]


def test_numbers_that_are_taken_and_a_cursor_left_behind_are_told(postgres: str) -> None:
    """As after a copy made by other means."""
    engine = open_database(postgres)
    with writing(engine) as session:
        session.execute(text("INSERT INTO sites (id, name, title) VALUES (7, 'x', '')"))
    store(engine, MEETING)
    with writing(engine) as session:
        session.execute(text("UPDATE counters SET value = 0"))
    assert list(faults_of(engine)) == [
        "sites: the next number would be 2, and 7 is taken",
        "the change cursor stands at 0, an article at 1: searches would miss changes",
    ]
    engine.dispose()


def test_a_damaged_file_is_told(sqlite_home: Path) -> None:
    engine = open_database()
    store(engine, *ALL)
    with closing(sqlite3.connect(sqlite_home / "archive.db")) as other:
        other.execute("PRAGMA foreign_keys = OFF")
        other.execute("UPDATE articles SET site_id = 99 WHERE id = 2")
        other.commit()
    assert list(faults_of(engine)) == ["row 2 of articles names a row of sites that is not there"]
    engine.dispose()
    result = run("db", "check")
    assert (result.exit_code, "row 2 of articles" in result.stderr) == (1, True)


# --- copy


def test_an_archive_is_copied_to_postgresql_and_back_row_by_row(server: Server, filled: Engine, tmp_path: Path) -> None:
    """Into an empty database without tables; what is written there afterwards gets new numbers."""
    there, back = server.empty(), f"sqlite:///{tmp_path}/back.db"
    source = filled.url.render_as_string()
    assert run("db", "copy", source, there).exit_code == 0
    assert run("db", "copy", there, back).exit_code == 0
    for url in (there, back):
        engine = open_database(url)
        assert everything(engine) == everything(filled)
        assert list(faults_of(engine)) == []
        results = search(engine, tmp_path / f"index-{engine.dialect.name}", Query("đường"), lambda *_: None)
        assert [hit.found.id for hit in results.hits] == [3]
        (number,) = store(engine, replace(MEETING, title="Mới", paragraphs=("Mới.",)), site="other")
        assert number == 5
        engine.dispose()


def test_nothing_is_copied_into_an_archive_that_has_something(filled: Engine, tmp_path: Path) -> None:
    target = open_database(f"sqlite:///{tmp_path}/to.db")
    store(target, MEETING)
    before = everything(target)
    with pytest.raises(DatabaseError, match=r"is not empty \(.*1 articles.*\)"):
        copy_archive(filled, target)
    assert everything(target) == before
    target.dispose()


def test_a_copy_that_is_not_whole_is_taken_back(
    filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = open_database(f"sqlite:///{tmp_path}/to.db")
    batches = copying._batches
    monkeypatch.setattr(
        copying, "_batches", lambda *given: () if "FROM revisions" in str(given[1]) else batches(*given)
    )
    with pytest.raises(DatabaseError, match="the copy is not whole and was taken back: 0 of 1 revisions"):
        copy_archive(filled, target)
    with reading(target) as session:
        assert session.scalar(select(func.count()).select_from(ArticleRow)) == 0
    target.dispose()


def test_a_copy_holds_few_rows_in_memory(filled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever there is, some hundreds at a time."""
    monkeypatch.setattr(copying, "TOGETHER", 2)
    target = open_database(f"sqlite:///{tmp_path}/to.db")
    steps: list[tuple[int, int]] = []
    copy_archive(filled, target, lambda done, whole: steps.append((done, whole)))
    assert max(later[0] - before[0] for before, later in pairwise(steps)) == 2
    assert steps[-1][0] == steps[-1][1]
    assert everything(target) == everything(filled)
    target.dispose()


def test_a_database_is_not_copied_onto_itself(filled: Engine) -> None:
    url = filled.url.render_as_string()
    assert run("db", "copy", url, url).exit_code == 2


def test_what_is_no_archive_is_not_copied(server: Server, tmp_path: Path) -> None:
    """Nor made one."""
    url = server.empty()
    assert "is empty" in run("db", "copy", url, f"sqlite:///{tmp_path}/to.db").stderr


def test_a_file_that_is_not_there_is_no_archive_to_copy_and_is_not_made(tmp_path: Path) -> None:
    missing = run("db", "copy", f"sqlite:///{tmp_path}/typo.db", f"sqlite:///{tmp_path}/to.db")
    assert missing.exit_code == 2
    assert "there is no such file" in missing.stderr
    assert not list(tmp_path.glob("*.db"))


def test_a_file_that_can_only_be_read_is_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = f"sqlite:///{tmp_path}/from.db"
    open_database(source).dispose()
    monkeypatch.setattr("models.unwritable._is_writable", lambda path: path.name != "from.db")
    copied = run("db", "copy", source, f"sqlite:///{tmp_path}/to.db")
    assert copied.exit_code == 0, copied.stderr


# --- what errors say


@pytest.mark.parametrize("address", ["archive.db", "mysql://db.example/news", "postgresql+psycopg2://db.example/news"])
def test_what_names_no_database_of_ours_is_told_how_one_begins(address: str) -> None:
    with pytest.raises(DatabaseError, match=r"must begin with sqlite:/// or postgresql\+psycopg://"):
        open_database(address)


def test_an_error_says_what_to_do(postgres: str) -> None:
    engine = create_engine(postgres)
    with engine.connect() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("DELETE FROM runs"))
    assert explained(caught.value).partition(" – ")[2].startswith("this user may not write it")
    engine.dispose()


@pytest.mark.parametrize(
    "address", ["postgresql+psycopg://me:s3cret@127.0.0.1:1/news", "postgresql+psycopg:///news?host=/x&password=s3cret"]
)
def test_a_server_that_is_not_there_is_named_without_the_password(address: str) -> None:
    with pytest.raises(DatabaseError) as refused:
        open_database(address)
    assert str(refused.value).startswith("postgresql+psycopg://")
    assert "start it, or mend NEWSARCHIVE_DATABASE" in str(refused.value)
    assert "s3cret" not in str(refused.value)
