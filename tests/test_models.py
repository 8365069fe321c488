"""Values, site files and the database: read as written, refused by name, shared by processes."""

from __future__ import annotations

import json
import multiprocessing
import sqlite3
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from hypothesis import given
from sqlalchemy import Engine, inspect, select

from models import site as site_module
from models.article import Article, Image, NotAnArticle
from models.database import (
    DatabaseError,
    connect,
    newest_schema,
    open_database,
    reading,
    schema_of,
    upgrade,
    writing,
)
from models.home import home as home_folder
from models.site import SiteError, find_site, load_site, site_files
from models.tables import ArticleRow, Base, RunRow, SiteRow
from pipelines.store import site_row, store_article
from tests.articles import articles
from tests.needs import nobody

# --- articles


@given(articles())
def test_an_article_comes_back_from_its_json(article: Article) -> None:
    """A day alone has no zone in JSON: it comes back as that day."""
    text = json.dumps(article.to_json())
    read = Article.from_json(json.loads(text))
    if article.published_precision == "day" and article.published_at is not None:
        assert read.published_at is not None
        assert read.published_at.date() == article.published_at.date()
        read = replace(read, published_at=article.published_at)
    assert read == article


def test_a_day_is_written_without_a_time_and_a_minute_with_its_offset() -> None:
    stated = Article.from_json({"url": None, "title": "", "published_at": "2020-12-04T19:41:00+07:00"})
    assert stated.to_json()["published_at"] == "2020-12-04T19:41:00+07:00"
    assert replace(stated, published_precision="day").to_json()["published_at"] == "2020-12-04"


def test_json_names_are_the_names_of_the_fields() -> None:
    assert list(Article(None, "").to_json()) == [field.name for field in fields(Article)]


def test_what_a_page_does_not_state_is_null_or_empty() -> None:
    assert {json.dumps(value) for value in Article(None, "").to_json().values()} == {"null", '""', "[]", "{}"}


def test_keys_that_are_no_fields_are_left_alone() -> None:
    assert Article.from_json({"url": None, "title": "Tin", "id": 7, "site": "thanhbinh"}) == Article(None, "Tin")


def test_text_is_lead_and_paragraphs_joined_by_blank_lines() -> None:
    assert Article(None, "Tin", lead="Một.", paragraphs=("Hai.", "Ba.")).text == "Một.\n\nHai.\n\nBa."
    assert Article(None, "Tin", paragraphs=("Hai.",), images=(Image("x", "không"),)).text == "Hai."


def test_a_verdict_says_its_reason_and_what_it_was_about() -> None:
    assert str(NotAnArticle("listing")) == "listing"
    assert str(NotAnArticle("login", "form of 3 fields")) == "login: form of 3 fields"


# --- site files


def write_site(folder: Path, text: str, name: str = "thanhbinh.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_start_url_is_all_that_a_site_needs(tmp_path: Path) -> None:
    site = load_site(write_site(tmp_path, 'start = "https://thanhbinh.example:8080/tin"'))
    assert (site.name, site.start, site.delay) == ("thanhbinh", ("https://thanhbinh.example:8080/tin",), 5.0)
    assert site.zone.key == "Asia/Ho_Chi_Minh"
    assert site.hosts == {"thanhbinh.example:8080"}


START = 'start = "https://thanhbinh.example/"\n'
REFUSED = {
    "unknown key": (START + "speed = 3", "speed: unknown key; there are title, start"),
    "key below [select]": (
        START + '[select]\ntitle = "h1"\nexpect = 9',
        "select.expect: belongs above the line [select]",
    ),
    "unknown selector": (START + '[select]\nheadline = "h1"', "select.headline: unknown key; there are title, lead"),
    "no start": ('title = "Tin"', "start: Field required"),
    "empty start": ("start = []", "start: "),
    "start that is no URL": ('start = "thanhbinh.example"', "start.0: 'thanhbinh.example' is no http or https URL"),
    "start of another scheme": ('start = "ftp://thanhbinh.example"', "start.0: 'ftp://thanhbinh.example' is no http"),
    "bad pattern": (START + 'article = "/-/(["', "article.0: is no regular expression"),
    "bad selector": (START + '[select]\nbody = "div["', "select.body: 'div[' is no CSS selector"),
    "zone that is none": (START + 'timezone = "Asia/Hanoi"', "timezone: 'Asia/Hanoi' is no IANA time zone"),
    "interval without unit": (START + "every = 6", "every: is a duration in quotes"),
    "interval of nothing": (START + 'every = "0h"', "every: '0h' is no duration such as"),
    "interval in words": (START + 'every = "daily"', "every: 'daily' is no duration such as"),
    "negative delay": (START + "delay = -1", "delay: "),
    "number for a text": (START + "title = 3", "title: "),
    "text for a truth": (START + 'private_network = "yes"', "private_network: "),
    "fraction of a post": (START + "expect = 1.5", "expect: "),
    "name in the file": (START + 'name = "sonha"', "name: the file's name is the site's name"),
    "platform that is none": (START + 'platform = "joomla"', "platform: 'joomla' is not known; there are "),
    "no TOML": ("start = ", "not TOML"),
}


@pytest.mark.parametrize(("text", "complaint"), REFUSED.values(), ids=REFUSED)
def test_a_site_file_is_refused_with_its_file_and_key(tmp_path: Path, text: str, complaint: str) -> None:
    path = write_site(tmp_path, text)
    with pytest.raises(SiteError) as refused:
        load_site(path)
    assert str(refused.value).startswith(f"{path}: {complaint}")


def test_all_that_is_wrong_with_a_site_file_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as refused:
        load_site(write_site(tmp_path, 'speed = 3\ndelay = "fast"'))
    assert [line.split(": ")[1] for line in str(refused.value).splitlines()] == ["start", "delay", "speed"]


def test_a_site_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"gone\.toml: cannot be read: No such file"):
        load_site(tmp_path / "gone.toml")
    (tmp_path / "latin.toml").write_bytes('title = "Thị xã"'.encode("cp1258", "replace") + b"\xff")
    with pytest.raises(SiteError, match=r"latin\.toml: not UTF-8"):
        load_site(tmp_path / "latin.toml")


@pytest.mark.parametrize("name", ["Thanh Bình.toml", "-x.toml", "THANHBINH.toml", f"{'a' * 64}.toml"])
def test_a_site_has_a_name_that_fits_a_file_and_a_command_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(SiteError, match="a site's name is lower-case letters"):
        load_site(write_site(tmp_path, START, name))


@pytest.mark.parametrize(("stated", "seconds"), [("30m", 1800), ("6h", 21600), ("1 d", 86400), ("2w", 1209600)])
def test_an_interval_has_a_unit(tmp_path: Path, stated: str, seconds: int) -> None:
    assert load_site(write_site(tmp_path, f'{START}every = "{stated}"')).every == seconds


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that sites and platforms are shipped in: one platform, one site."""
    write_site(
        tmp_path / "shipped/platforms", 'delay = 2\narticle = "/-/"\n[select]\ntitle = "h3"\nlead = "b"', "p.toml"
    )
    write_site(tmp_path / "shipped/sites", f'{START}title = "shipped"')
    monkeypatch.setattr(site_module, "SHIPPED", tmp_path / "shipped")
    return tmp_path / "shipped"


def test_a_site_has_its_platforms_values_and_its_own_win_selector_by_selector(shipped: Path, tmp_path: Path) -> None:
    text = f'{START}platform = "p"\ndelay = 9\n[select]\nlead = "i"'
    site = load_site(write_site(tmp_path, text))
    assert (site.platform, site.delay, site.article) == ("p", 9, ("/-/",))
    assert (site.select.title, site.select.lead, site.select.body) == ("h3", "i", None)


def test_the_homes_site_files_win_over_the_shipped_ones(shipped: Path, home: Path) -> None:
    assert find_site("thanhbinh").title == "shipped"
    mine = write_site(home / "sites", f'{START}title = "mine"')
    assert site_files() == {"thanhbinh": mine}
    assert find_site("thanhbinh").title == "mine"


def test_a_site_that_is_not_there_is_answered_with_those_that_are(shipped: Path, home: Path) -> None:
    write_site(home / "sites", START, "sonha.toml")
    with pytest.raises(SiteError, match="there is no site 'x'; there are sonha, thanhbinh"):
        find_site("x")


def test_every_shipped_site_file_is_right(home: Path) -> None:
    for name in site_files():
        assert find_site(name).name == name


# --- the home folder


def test_all_that_is_written_lies_under_the_home_folder(sqlite_home: Path) -> None:
    there = home_folder()
    assert there.path == sqlite_home
    assert {there.index, there.warc, there.sites, there.logs, there.locks} <= set(map(sqlite_home.joinpath, PARTS))
    assert there.database_url == f"sqlite:///{sqlite_home}/archive.db"


PARTS = ("index", "warc", "sites", "logs", "locks")


def test_without_a_setting_the_home_folder_is_data_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NEWSARCHIVE_HOME", raising=False)
    assert home_folder().path == tmp_path / "data"


def test_another_database_may_be_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSARCHIVE_DATABASE", "postgresql+psycopg://archive@db/news")
    assert home_folder().database_url == "postgresql+psycopg://archive@db/news"


# --- the database


def test_the_migrations_make_the_tables_that_the_program_knows(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_opening_a_database_again_changes_nothing(engine: Engine) -> None:
    with writing(engine) as session:
        site_row(session, "thanhbinh")
    again = open_database()
    with reading(again) as session:
        assert session.scalars(select(SiteRow.name)).all() == ["thanhbinh"]
    assert schema_of(again) == newest_schema()
    again.dispose()


def test_times_come_back_as_they_were_in_utc(engine: Engine) -> None:
    moment = datetime.fromisoformat("2020-12-04T19:41:00.000123+07:00")
    with writing(engine) as session:
        session.add(RunRow(site_id=site_row(session, "thanhbinh").id, kind="crawl", started_at=moment))
    with reading(engine) as session:
        assert str(session.scalar(select(RunRow.started_at))) == "2020-12-04 12:41:00.000123+00:00"


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    """It would be taken for the machine's own zone."""
    with pytest.raises(Exception, match="has no zone"), writing(engine) as session:
        session.add(RunRow(site_id=1, kind="crawl", started_at=datetime(2020, 12, 4)))


def _open_and_store(url: str, number: int, count: int) -> None:
    engine = open_database(url)
    for one in range(count):
        with writing(engine) as session:
            site = site_row(session, f"site-{number}").id
            article = Article(None, f"Tin {number}.{one}", paragraphs=(f"Đoạn {number} {one}",), authors=("Mai Hương",))
            store_article(session, site, str(one), article, None, datetime.now(UTC))


def test_four_processes_that_write_to_one_database_all_succeed(home: Path) -> None:
    """They start together; a file is not there yet: one makes it, all write, each number is given out once."""
    url = home_folder().database_url
    processes = [
        multiprocessing.get_context("spawn").Process(target=_open_and_store, args=(url, number, 25))
        for number in range(4)
    ]
    for one in processes:
        one.start()
    for one in processes:
        one.join()
    assert [one.exitcode for one in processes] == [0, 0, 0, 0]
    engine = open_database()
    with reading(engine) as session:
        assert sorted(session.scalars(select(ArticleRow.changed))) == list(range(1, 101))
    engine.dispose()


def test_a_schema_comes_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else another process that opens the file, too, would go on from between two migrations, and both would fail."""

    def broken(_connection: object) -> None:
        raise RuntimeError("after the last migration")

    monkeypatch.setattr("models.views.create_views", broken)
    engine = connect(f"sqlite:///{tmp_path}/archive.db")
    with pytest.raises(RuntimeError, match="after the last migration"):
        upgrade(engine)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_readers_are_not_kept_waiting_by_a_writer_and_see_what_was_committed(engine: Engine) -> None:
    with writing(engine) as writer:
        site_row(writer, "thanhbinh")
        with reading(engine) as reader:
            assert reader.scalars(select(SiteRow)).all() == []


def test_a_database_of_a_newer_program_is_refused(home: Path, engine: Engine) -> None:
    with writing(engine) as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseError, match=r": has schema 9999, which this program does not know"):
        open_database()


def refusal(url: str | None = None) -> str:
    with pytest.raises(DatabaseError) as refused:
        open_database(url)
    return str(refused.value)


def test_a_file_that_is_no_database_is_named_and_left_alone(sqlite_home: Path) -> None:
    sqlite_home.mkdir()
    (sqlite_home / "archive.db").write_bytes(b"<html>" * 1000)
    assert "archive.db: file is not a database – it is damaged" in refusal()
    assert (sqlite_home / "archive.db").read_bytes() == b"<html>" * 1000


def test_somebody_elses_database_is_refused(sqlite_home: Path) -> None:
    sqlite_home.mkdir()
    with sqlite3.connect(sqlite_home / "archive.db") as other:
        other.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, wine TEXT)")
    other.close()
    assert "archive.db: " in refusal()
    with sqlite3.connect(sqlite_home / "archive.db") as other:
        assert [row[0] for row in other.execute("SELECT name FROM sqlite_master")] == ["articles"]
    other.close()


def test_a_folder_in_the_databases_place_is_named(sqlite_home: Path) -> None:
    (sqlite_home / "archive.db").mkdir(parents=True)
    assert "archive.db: unable to open database file – " in refusal()


def test_a_file_in_the_home_folders_place_is_named(sqlite_home: Path) -> None:
    sqlite_home.write_text("x")
    assert str(sqlite_home) in refusal()


def test_an_address_that_is_none_is_named(home: Path) -> None:
    assert "my archive" in refusal("my archive")
    assert "mongodb" in refusal("mongodb://archive")


def test_a_password_is_never_printed(home: Path) -> None:
    assert "s3cret" not in refusal("mongodb://me:s3cret@archive")


def test_a_database_that_cannot_be_written_is_named() -> None:
    with TemporaryDirectory() as name:  # not under tmp_path, which others may not enter
        path = Path(name) / "archive.db"
        path.touch(0o444)
        Path(name).chmod(0o555)
        with nobody():
            said = refusal(f"sqlite:///{path}")
        Path(name).chmod(0o755)
    assert "archive.db: attempt to write a readonly database – this user may not write it" in said
