"""The archive from Python: the same questions, answers as objects and tables; one that cannot be written, too."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

import archive
from archive.found import FIELDS
from archive.index import SearchIndexError, searcher, update
from archive.opening import Archive, MissingLibraryError, query_of
from archive.query import NotFoundError, Query
from archive.wrong import QueryError
from models.database import DatabaseError, open_database, writing
from models.unwritable import is_read_only
from pipelines.store import site_row
from tests.needs import need
from tests.some_articles import ALL, CLINIC, MEETING, store

EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture
def opened(engine: Engine) -> Iterator[Archive]:
    store(engine, *ALL)
    with archive.open() as found:
        yield found


@pytest.fixture
def in_file(sqlite_home: Path) -> Iterator[Archive]:
    """The same in a SQLite file, whatever the tests run on."""
    engine = open_database()
    store(engine, *ALL)
    with archive.open() as found:
        yield found
    engine.dispose()


def library(name: str) -> None:
    try:
        __import__(name)
    except ImportError:
        need(False, f"{name} (pip install '.[proof]')")


def test_questions_are_those_of_the_command_line(opened: Archive) -> None:
    """A text with filters, or a Query."""
    assert opened.search("tiêm OR họp", since="2021").total == 1
    assert opened.search(Query("họp")).hits[0].found.article == MEETING
    assert opened.facets("đình").by["author"] == (("Lê Đông", 1),)
    assert [found.article.title for found in opened.every(section="y tế")] == [CLINIC.title]
    assert opened.get(1).article == opened.get(MEETING.url or "").article == MEETING
    assert opened.revisions(1) == []
    assert opened.kwic("đình").total == 2
    assert opened.trends("quận", by="year").periods == ("2020", "2021")


def test_what_cannot_be_asked_is_told(opened: Archive) -> None:
    """As everywhere; filters beside a Query would be lost."""
    with pytest.raises(QueryError, match="never closed"):
        opened.search('"họp')
    with pytest.raises(TypeError, match="since cannot be added"):
        opened.search(Query("họp"), since="2020")
    with pytest.raises(NotFoundError):
        opened.get(77)


def test_days_are_dates_or_said() -> None:
    """The first of the one, the last of the other."""
    assert query_of("", {"since": "2020", "until": "2020-02"}) == Query(since=date(2020, 1, 1), until=date(2020, 2, 29))
    assert query_of("", {"since": date(2020, 1, 1)}) == Query(since=date(2020, 1, 1))


def test_an_archive_is_opened_by_folder_url_or_environment(in_file: Archive, sqlite_home: Path, tmp_path: Path) -> None:
    """All the same one."""
    for where in (str(sqlite_home), f"sqlite:///{sqlite_home}/archive.db", None):
        with archive.open(where) as found:
            assert found.search().total == 3
            assert found.index == sqlite_home / "index"


def test_an_archive_that_is_not_there_is_told(sqlite_home: Path, tmp_path: Path) -> None:
    """A new one, made for a folder with a typing error, would answer that nothing is found."""
    for where in (str(tmp_path / "new"), f"sqlite:///{tmp_path}/new/archive.db", None):
        with pytest.raises(FileNotFoundError, match="there is no archive"):
            archive.open(where)
    assert not (tmp_path / "new").exists()


def test_all_that_is_found_is_a_table(opened: Archive) -> None:
    """The columns of an export; without a limit all of it, by number."""
    library("pyarrow")
    table = opened.arrow("đình OR quận")
    assert table.column_names == list(FIELDS)
    assert table["id"].to_pylist() == [1, 2, 3]
    assert table["authors"].to_pylist()[0] == ["Thu Uyên", "Lê Đông"]
    assert opened.arrow(limit=1)["id"].to_pylist() == [2]
    assert opened.arrow("không đâu").num_rows == 0


def test_frames_have_the_same_rows(opened: Archive) -> None:
    """In pandas and in polars."""
    library("pandas")
    library("polars")
    assert opened.pandas("covid")["title"].tolist() == [CLINIC.title]
    assert opened.polars(site="bendo").shape == (3, len(FIELDS))
    assert opened.polars(limit=2).height == 2


def test_a_library_that_is_missing_is_named(opened: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what installs it."""
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(MissingLibraryError, match="polars is not installed: pip install polars"):
        opened.polars()


def test_the_example_of_the_documents_runs(opened: Archive, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of it, in order, on an archive that has other articles."""
    library("pandas")
    library("polars")
    monkeypatch.chdir(home.parent)
    shutil.copytree(home, home.parent / "demo-data")
    (example,) = EXAMPLE.findall((DOCS / "python.md").read_text("utf-8"))
    exec(compile(example, "docs/python.md", "exec"), {})
    assert (home.parent / "trends.svg").is_file()


def test_an_index_that_cannot_be_written_is_read(engine: Engine, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said; where there is none, that is an error."""
    store(engine, MEETING)
    update(engine, home / "index")
    monkeypatch.setattr("archive.index._is_writable", lambda _folder: False)
    assert searcher(home / "index").num_docs == 1
    assert update(engine, home / "index") is None
    store(engine, CLINIC)
    assert update(engine, home / "index") == "the search index cannot be written: the newest articles are missing"
    with pytest.raises(SearchIndexError, match="has no index of this database, and cannot be written"):
        update(engine, home / "elsewhere")


def take_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user without rights; the tests' own may write anything."""
    monkeypatch.setattr("archive.index._is_writable", lambda _folder: False)
    monkeypatch.setattr("models.unwritable._is_writable", lambda _path: False)


def test_an_archive_that_cannot_be_written_is_asked(
    in_file: Archive, sqlite_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is missing, and nothing is written: neither a log nor a lock."""
    in_file.search()
    in_file.close()
    take_rights(monkeypatch)
    before = {path: path.stat().st_mtime_ns for path in sqlite_home.rglob("*")}
    with archive.open() as found:
        assert is_read_only(found.engine)
        results = found.search("đình", facets=True)
        assert (results.total, results.note) == (2, None)
        with pytest.raises(OperationalError, match="readonly"), writing(found.engine) as session:
            site_row(session, "new")
    assert {path: path.stat().st_mtime_ns for path in sqlite_home.rglob("*")} == before


def test_a_log_that_was_left_is_read(in_file: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a writer has not folded in yet stands in it."""
    take_rights(monkeypatch)
    log = Path(f"{in_file.engine.url.database}-wal")
    assert log.stat().st_size
    with archive.open() as found:
        assert "immutable" not in found.engine.url.query
        assert found.get(3).article == ALL[2]


def test_an_archive_of_another_schema_that_cannot_be_written_is_told(
    sqlite_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would have to be migrated."""
    sqlite_home.mkdir()
    with closing(sqlite3.connect(sqlite_home / "archive.db")) as other:
        other.execute("CREATE TABLE x (y)")
    take_rights(monkeypatch)
    with pytest.raises(DatabaseError, match="newsarchive db upgrade"):
        archive.open()
