"""Faults of machines, each by doing it: nothing is lost, and a person can act on what is said. See docs/faults.md."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, func, select, text

from archive.cli import main
from archive.crawling import SiteRun, crawl_sites
from archive.index import _opened
from models import engines
from models.database import open_database, reading, writing
from models.tables import ArticleRow, PageRow, RunRow
from pipelines import ledger
from pipelines.sitelock import lock_site
from pipelines.store import site_row
from pipelines.warc import WarcError, check, read_page
from tests.cluster import Cluster
from tests.needs import need
from tests.some_articles import MEETING, store
from tests.tiny import Answer, listing, post, posts, served
from tests.waiting import LONG, held, until


def newsarchive(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def crawl(engine: Engine, *names: str) -> list[SiteRun]:
    return crawl_sites(engine, names)


def started(name: str) -> subprocess.Popen[bytes]:
    """A crawl in a process group of its own, as a shell would start it."""
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", name],
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def stored(engine: Engine) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(ArticleRow)) or 0


def is_whole(engine: Engine, name: str, count: int) -> bool:
    """Every post is stored once, and the ledger adds up."""
    with reading(engine) as session:
        account = ledger.account(session, name)
        titles = list(session.scalars(select(ArticleRow.title).join(ArticleRow.site).filter_by(name=name)))
    assert account is not None
    return (account.stored, account.waiting, account.adds_up, len(set(titles)), len(titles)) == (
        count, 0, True, count, count,
    )  # fmt: skip


# --- the disk


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """The home folder on a disk of two megabytes."""
    home.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "newsarchive-test", str(home)]
    need(subprocess.run(mount, capture_output=True, check=False).returncode == 0, "the right to mount a tmpfs (root)")
    yield home
    subprocess.run(["umount", "--lazy", str(home)], check=True)


def make_room(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)


def test_a_full_disk_ends_the_crawl_and_with_room_it_goes_on(small_disk: Path, engine: Engine) -> None:
    filling = "<!-- " + " ".join(f"{number**3:x}" for number in range(8000)) + " -->"
    answers = {path: Answer(f"{answer.body}{filling}") for path, answer in posts(60).items()}
    with served(answers) as site:
        name = site.write_site(small_disk)
        (run,) = crawl(engine, name)
        before = stored(engine)
        make_room(small_disk)
        (again,) = crawl(engine, name)
    assert run.outcome == "failed"
    assert run.reason
    assert "No space left on device" in run.reason or "disk is full" in run.reason
    assert before < 60
    assert again.outcome == "finished"
    assert is_whole(engine, name, 60)
    assert all(check(path).sound for path in (small_disk / "warc").rglob("*.warc.gz"))


def test_a_full_disk_ends_the_import_and_with_room_it_goes_on(small_disk: Path, engine: Engine, tmp_path: Path) -> None:
    for number in range(60):
        (tmp_path / f"{number}.html").write_text(f"{post(number).body}<!-- {os.urandom(60_000).hex()} -->", "utf-8")
    full = newsarchive("import", str(tmp_path), "--site", "saved")
    assert full.exit_code == 1
    assert "No space left on device" in full.stderr or "disk is full" in full.stderr
    make_room(small_disk)
    assert newsarchive("import", str(tmp_path), "--site", "saved").exit_code == 0
    assert stored(engine) == 60
    assert all(check(path).sound for path in (small_disk / "warc").rglob("*.warc.gz"))


# --- the database


def test_a_database_that_is_locked_for_too_long_is_said_to_be(
    home: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a minute here."""
    store(engine, MEETING)
    monkeypatch.setattr(engines, "ON_SQLITE", ("PRAGMA busy_timeout = 100",))
    monkeypatch.setattr(engines, "ON_POSTGRESQL", ("SET lock_timeout = '100ms'",))
    with writing(engine) as session:
        site_row(session, "held")
        refused = newsarchive("withdraw", "1", "--reason", "x")
    assert refused.exit_code == 1
    assert "another process has been writing for over a minute; try again when it has ended" in refused.stderr
    assert newsarchive("withdraw", "1", "--reason", "x").exit_code == 0


def test_a_crawl_waits_while_another_process_writes(home: Path, engine: Engine) -> None:
    with served(posts(5)) as site:
        name = site.write_site(home)
        with writing(engine) as session:
            site_row(session, "held")
            process = started(name)
            until(lambda: (home / "locks").exists() or _waits(engine))
            time.sleep(1)
            assert process.poll() is None
        assert process.wait(LONG) == 0
    assert is_whole(engine, name, 5)


def _waits(engine: Engine) -> bool:
    if engine.dialect.name == "sqlite":
        return False
    with reading(engine) as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_a_postgresql_that_nobody_may_write_is_said_to_be(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a standby is, or one that its owner has closed."""
    engine = open_database(postgres)
    store(engine, MEETING)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {engine.url.database} SET default_transaction_read_only = on")
    engine.dispose()
    monkeypatch.setenv("NEWSARCHIVE_DATABASE", postgres)
    assert newsarchive("show", "1").exit_code == 0
    for words in (("withdraw", "1", "--reason", "x"), ("db", "check")):
        refused = newsarchive(*words)
        assert refused.exit_code == 1
        assert "this user may not write it, or nobody may" in refused.stderr


def test_a_crawl_outlives_a_postgresql_that_is_started_again(
    home: Path, own_server: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash of it, in the middle of the crawl."""
    monkeypatch.setenv("NEWSARCHIVE_DATABASE", own_server.url)
    engine = open_database()
    gate = threading.Event()
    with served(held(posts(150), 40, gate)) as site:
        name = site.write_site(home)
        process = started(name)
        until(lambda: stored(engine) > 5)
        own_server.stop("immediate")
        gate.set()
        time.sleep(2)
        own_server.start()
        assert process.wait(LONG) == 0
    assert is_whole(engine, name, 150)
    assert max(site.asked[path] for path in site.answers if path.startswith("/bai")) == 1
    with reading(engine) as session:
        run = session.scalars(select(RunRow)).one()
    assert (run.outcome, run.counts["stored.new"]) == ("finished", 150)
    engine.dispose()


def test_four_sites_are_crawled_at_once_into_one_database(home: Path, engine: Engine) -> None:
    with served(posts(40)) as one, served(posts(40)) as two, served(posts(40)) as three, served(posts(40)) as four:
        names = [site.write_site(home, f"site-{n}") for n, site in enumerate((one, two, three, four))]
        runs = crawl(engine, *names)
    assert [run.outcome for run in runs] == ["finished"] * 4
    assert [is_whole(engine, name, 40) for name in names] == [True] * 4
    with reading(engine) as session:
        changes = list(session.scalars(select(ArticleRow.changed)))
    assert len(set(changes)) == len(changes) == 160, "each number of the change cursor is given once"


# --- processes


def workers_of(pid: int) -> list[int]:
    """The processes at the bottom of a crawl's tree: those that read pages."""
    below = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that ends meanwhile
            below += [int(one) for one in task.read_text().split()]
    return [leaf for one in below for leaf in (workers_of(one) or [one])]


def test_workers_that_the_kernel_kills_cost_at_most_the_pages_they_were_at(home: Path, engine: Engine) -> None:
    """Which are kept, and read by the next full crawl."""
    gate = threading.Event()
    with served(held(posts(80), 40, gate)) as site:
        name = site.write_site(home)
        process = started(name)
        until(lambda: stored(engine) > 3)
        for worker in workers_of(process.pid):
            if b"forkserver" in Path(f"/proc/{worker}/cmdline").read_bytes():
                os.kill(worker, signal.SIGKILL)
        gate.set()
        assert process.wait(LONG) == 0
        with reading(engine) as session:
            account = ledger.account(session, name)
        assert account
        assert account.adds_up
        assert set(account.failed) <= {"crash"}
        assert account.stored + sum(account.failed.values()) == 80
        crawl_sites(engine, [name], full=True)
    assert is_whole(engine, name, 80)


def test_ctrl_c_twice_ends_at_once_and_loses_nothing(home: Path, engine: Engine) -> None:
    gate = threading.Event()
    with served(held(posts(80), 20, gate)) as site:
        name = site.write_site(home)
        process = started(name)
        until(lambda: stored(engine) > 3)
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        process.wait(LONG)
        gate.set()
        assert stored(engine) < 80
        (run,) = crawl(engine, name)
    assert run.outcome == "finished"
    assert is_whole(engine, name, 80)


# --- WARC files


@pytest.fixture
def crawled(home: Path, engine: Engine) -> Iterator[tuple[str, Engine, Path]]:
    """A crawled site of three posts; its name, the archive, its WARC file."""
    with served(posts(3)) as site:
        name = site.write_site(home)
        crawl(engine, name)
        (warc,) = (home / "warc" / name).glob("*.warc.gz")
        site.answers["/tin"] = listing("/bai/1.html", "/bai/2.html", "/bai/3.html", "/cung.html")
        site.answers["/cung.html"] = site.answers["/bai/1.html"]
        yield name, engine, warc


def test_a_warc_file_that_is_missing_is_named_and_its_bodies_are_kept_again(
    crawled: tuple[str, Engine, Path], home: Path
) -> None:
    """A body that only the lost file held is written whole when it is met again, not as a reference to nothing."""
    name, engine, warc = crawled
    warc.rename(home / "aside")
    shown = newsarchive("show", "1", "--page")
    assert shown.exit_code == 1
    assert warc.name in shown.stderr
    again = newsarchive("reextract")
    assert again.exit_code == 1
    assert "page not readable" in again.stderr
    assert stored(engine) == 3
    crawl(engine, name)
    with reading(engine) as session:
        page = session.scalars(select(PageRow).where(PageRow.url.like("%/cung.html"))).one()
    assert b"Ph\xc6\xb0\xe1\xbb\x9dng" in read_page(home / "warc", page.warc_file, page.warc_offset).body


def test_a_warc_file_that_was_altered_is_noticed_page_by_page(crawled: tuple[str, Engine, Path], home: Path) -> None:
    _, engine, warc = crawled
    with reading(engine) as session:
        rows = session.scalars(select(PageRow).where(PageRow.url.like("%/bai/%")).order_by(PageRow.warc_offset)).all()
    data = bytearray(warc.read_bytes())
    data[rows[1].warc_offset + 300] ^= 0xFF
    warc.write_bytes(data)
    assert not check(warc).sound
    read_page(home / "warc", rows[0].warc_file, rows[0].warc_offset)
    with pytest.raises(WarcError):
        read_page(home / "warc", rows[1].warc_file, rows[1].warc_offset)
    again = newsarchive("reextract")
    assert "failed       1: 1 page not readable" in again.stdout
    assert stored(engine) == 3


def test_a_page_whose_place_another_one_took_is_not_readable(crawled: tuple[str, Engine, Path], home: Path) -> None:
    """As after a power cut, or a copy of the file from before: what is written next stands where the lost end stood."""
    _, engine, warc = crawled
    with reading(engine) as session:
        rows = session.scalars(select(PageRow).where(PageRow.url.like("%/bai/%")).order_by(PageRow.warc_offset)).all()
        titles = session.scalars(select(ArticleRow.title).order_by(ArticleRow.id)).all()
    first, last = rows[0].warc_offset, rows[-1].warc_offset
    data = warc.read_bytes()
    warc.write_bytes(data[:last] + data[first:])
    again = newsarchive("reextract")
    assert "failed       1: 1 page not readable" in again.stdout
    assert "another page stands there" in again.stderr
    taken = newsarchive("export", str(home / "pages.warc.gz"))
    assert taken.exit_code == 1
    assert "another page stands there" in taken.stderr
    with reading(engine) as session:
        assert session.scalars(select(ArticleRow.title).order_by(ArticleRow.id)).all() == titles


# --- the search index


def test_an_index_that_is_gone_or_torn_is_made_anew_by_the_next_search(home: Path, engine: Engine) -> None:
    store(engine, MEETING)
    assert "1 found" in newsarchive("search", "quận").stderr
    for path in (home / "index").rglob("*.term"):
        path.unlink()  # what is mapped into this process stays as it is …
        path.write_bytes(b"")
    _opened.cache_clear()  # … and the next search opens the index as a new process does
    torn = newsarchive("search", "quận")
    assert "1 found" in torn.stderr
    assert "was damaged: it was rebuilt" in torn.stderr


# --- two at once


def test_the_second_of_two_crawls_says_who_has_the_first(home: Path, engine: Engine) -> None:
    with served(posts(2)) as site:
        name = site.write_site(home)
        with lock_site(name, engine):
            second = newsarchive("crawl", name)
        assert second.exit_code == 1
        assert f"{name} is being crawled by process {os.getpid()}" in second.stderr
        assert not site.asked
        assert newsarchive("crawl", name).exit_code == 0
    assert is_whole(engine, name, 2)


def test_a_wait_for_a_writer_is_no_wait_for_readers(home: Path, engine: Engine) -> None:
    store(engine, MEETING)
    with writing(engine) as session:
        site_row(session, "held")
        done = []
        reader = threading.Thread(target=lambda: done.append(newsarchive("search", "quận").exit_code))
        reader.start()
        reader.join(LONG)
    assert done == [0]
