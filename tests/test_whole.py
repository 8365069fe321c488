"""The main job, whole: the sample portals are crawled, asked, exported, read again – and every field is right."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from archive.crawling import crawl_sites
from archive.demo import score_archive
from archive.samples.places import OUTLETS
from archive.samples.score import score
from archive.samples.server import SamplePortals
from archive.samples.truth import truths
from models.database import open_database, reading
from models.tables import ArticleRow, PageRow, RunRow
from pipelines import ledger
from pipelines.warc import check
from tests.conftest import AtHome
from tests.waiting import until

POSTS = 250


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, at_home: AtHome) -> Iterator[tuple[SamplePortals, Engine, Path]]:
    """The portals, crawled to the end."""
    home = tmp_path_factory.mktemp("whole")
    with at_home(home), SamplePortals(POSTS, slow_seconds=0.05) as portals:
        portals.write_sites(home / "sites")
        engine = open_database()
        runs = crawl_sites(engine, [portal.name for portal in portals.portals], jobs=2)
        assert [run.outcome for run in runs] == ["finished"] * len(OUTLETS), runs
        yield portals, engine, home
        engine.dispose()


def newsarchive(*words: str) -> str:
    """What the command prints; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-c", "from archive.cli import main; main()", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_field_of_every_post_is_right(whole: tuple[SamplePortals, Engine, Path]) -> None:
    portals, engine, _ = whole
    found = score_archive(engine, portals)
    assert found.expected > POSTS * 0.9
    assert found.perfect, (
        found.missing,
        found.surplus,
        found.repeated,
        {k: v[:2] for k, v in found.misses.items() if v},
    )


def test_the_ledger_accounts_for_every_post(whole: tuple[SamplePortals, Engine, Path]) -> None:
    portals, engine, _ = whole
    with reading(engine) as session:
        for portal in portals.portals:
            account = ledger.account(session, portal.name)
            assert account is not None
            assert account.adds_up
            assert account.waiting == 0
            assert account.listed == portal.posts


def test_every_page_is_in_a_warc_that_checks(whole: tuple[SamplePortals, Engine, Path]) -> None:
    _, engine, home = whole
    with reading(engine) as session:
        files = set(session.scalars(select(PageRow.warc_file).distinct()))
    assert len(files) == len(OUTLETS)

    for name in files:
        assert check(home / "warc" / name).sound


def test_search_finds_with_and_without_accents(whole: tuple[SamplePortals, Engine, Path]) -> None:
    with_accents = json.loads(newsarchive("search", "trường học", "--json", "--limit", "1000"))
    without = json.loads(newsarchive("search", "truong hoc", "--json", "--limit", "1000"))
    assert 0 < with_accents["total"] <= without["total"]


def test_reading_all_pages_again_changes_nothing(whole: tuple[SamplePortals, Engine, Path]) -> None:
    _, engine, _ = whole
    with reading(engine) as session:
        before = session.scalar(select(func.max(ArticleRow.changed)))
    newsarchive("reextract")
    with reading(engine) as session:
        assert session.scalar(select(func.max(ArticleRow.changed))) == before
        assert session.scalar(select(func.max(ArticleRow.revision))) == 1


def test_an_export_has_every_article_once(whole: tuple[SamplePortals, Engine, Path], tmp_path: Path) -> None:
    portals, engine, _ = whole
    newsarchive("export", str(tmp_path / "all.jsonl"))
    urls = [json.loads(line)["url"] for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert len(urls) == len(set(urls)) == score_archive(engine, portals).expected


def test_from_the_front_page_with_nothing_else_said_every_post_is_found(home: Path) -> None:
    """No platform, no pattern. Without its platform's identity a post that several sections list is stored once for
    each, linked as a copy; nothing that is no post is stored; calendars without an end are left."""
    with SamplePortals(100, slow_seconds=0.0) as portals:
        (home / "sites").mkdir(parents=True)
        for portal in portals.portals:
            said = f'start = "{portal.url}/"\ndelay = 0\nprivate_network = true\n'
            (home / "sites" / f"{portal.name}.toml").write_text(said, "utf-8")
        engine = open_database()
        runs = crawl_sites(engine, [portal.name for portal in portals.portals], jobs=2)
    assert [run.outcome for run in runs] == ["finished"] * len(OUTLETS), runs
    with reading(engine) as session:
        rows = list(session.scalars(select(ArticleRow).order_by(ArticleRow.id)))
        posts = [one for outlet in OUTLETS for one in truths(outlet.name, 100)]
        found = score([{"url": row.url} for row in rows], posts)
        again = [row for row in rows if row.url in found.repeated]
        assert all(row.duplicate_of for row in again)
    assert (found.missing, found.surplus) == ([], [])
    engine.dispose()


def test_kill_9_five_times_then_a_last_run_has_every_post_once(home: Path) -> None:
    with SamplePortals(500, slow_seconds=0.0, page_delay=0.3, outlets=OUTLETS[:1]) as portals:
        portals.write_sites(home / "sites")
        name = portals.portals[0].name
        engine = open_database()
        for _ in range(5):
            _kill_after(engine, name, more=8)
        [last] = crawl_sites(engine, [name])
        assert last.outcome == "finished", last
        with reading(engine) as session:
            account = ledger.account(session, name)
            keys = session.scalars(select(ArticleRow.key)).all()
            *earlier, _ = session.scalars(select(RunRow.outcome).order_by(RunRow.id))
        assert earlier == ["killed"] * 5
        assert account is not None
        assert account.adds_up
        assert account.waiting == 0
        assert account.listed == portals.portals[0].posts
        assert len(keys) == len(set(keys)) == account.articles == account.stored
        kept = list((home / "warc" / name).glob("*.warc.gz"))
        assert kept
        assert all(check(path).sound for path in kept)
        engine.dispose()


def _kill_after(engine: Engine, name: str, more: int) -> None:
    """kill -9 to the crawl and all its workers, when it has settled so many links more."""
    goal = _settled(engine, name) + more
    process = subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", name],
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    until(lambda: _settled(engine, name) >= goal or process.poll() is not None)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _settled(engine: Engine, name: str) -> int:
    with reading(engine) as session:
        account = ledger.account(session, name)
    return account.listed - account.waiting if account else 0
