"""Crawls over loopback, each a Scrapy process as in real use: what is stored, what is refused, what a fault leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, select

from archive.crawling import SiteRun, crawl_sites
from models.database import reading
from models.tables import ArticleRow, LinkRow, RunRow
from pipelines import ledger
from pipelines.frontier import SILENT
from pipelines.sitelock import lock_site
from tests.tiny import Answer, listing, post, posts, served
from tests.waiting import LONG, held, until


def crawl(engine: Engine, name: str, **options: object) -> SiteRun:
    [run] = crawl_sites(engine, [name], **options)  # type: ignore[arg-type]
    return run


def links(engine: Engine) -> dict[str, tuple[str, str | None]]:
    """Path -> state and reason, of every row of the ledger."""
    with reading(engine) as session:
        rows = session.execute(select(LinkRow.url, LinkRow.state, LinkRow.reason))
        return {"/" + url.split("/", 3)[3]: (state, reason) for url, state, reason in rows}


def titles(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(ArticleRow.title).order_by(ArticleRow.id)))


def test_every_answer_of_a_site_is_an_outcome_in_the_ledger(engine: Engine, home: Path) -> None:
    """Redirects are followed on the site and refused beyond it; errors are told apart; robots.txt is obeyed."""
    paths = ["/bai/1.html", "/doi", "/xa", "/hong", "/het", "/cam/1.html", "/rong"]
    answers = {
        "/robots.txt": Answer("User-agent: *\nDisallow: /cam\n"),
        "/tin": listing(*paths),
        "/bai/1.html": post(1),
        "/bai/2.html": post(2),
        "/doi": Answer(status=301, headers={"Location": "/bai/2.html"}),
        "/xa": Answer(status=302, headers={"Location": "http://elsewhere.example/tin"}),
        "/hong": Answer(status=500),
        "/het": Answer(status=410),
        "/rong": Answer("<html><body><p>Trang đang được xây dựng.</p></body></html>"),
    }
    with served(answers) as site:
        run = crawl(engine, site.write_site(home))
    found = links(engine)
    reason = found.pop("/rong")
    assert reason[0] == "dropped"
    assert reason[1]
    assert found == {
        "/tin": ("fetched", None),
        "/sitemap.xml": ("gone", None),
        "/bai/1.html": ("stored", None),
        "/doi": ("stored", None),
        "/xa": ("dropped", "another host"),
        "/hong": ("failed", "http 500"),
        "/het": ("gone", None),
        "/cam/1.html": ("dropped", "robots.txt"),
    }
    assert run.outcome == "finished"
    assert site.asked["/cam/1.html"] == 0
    assert sorted(titles(engine)) == sorted(
        f"Phường {w} bàn việc sửa đường số {n} trước mùa mưa" for n, w in [(1, "Thạch Bàn"), (2, "Cầu Đá")]
    )
    with reading(engine) as session:
        account = ledger.account(session, "tiny")
    assert account is not None
    assert account.adds_up


def test_a_robots_txt_that_fails_means_not_now(engine: Engine, home: Path) -> None:
    """RFC 9309, 2.3.1.4: unreachable is disallowed. Nothing is lost, the run has failed and says why."""
    with served({**posts(2), "/robots.txt": Answer(status=503)}) as site:
        run = crawl(engine, site.write_site(home))
    assert run.outcome == "failed"
    assert set(site.asked) == {"/robots.txt"}
    assert links(engine)["/tin"] == ("failed", "robots.txt unavailable")


def test_a_private_address_is_never_asked_unless_the_site_file_says_so(engine: Engine, home: Path) -> None:
    with served(posts(1)) as site:
        run = crawl(engine, site.write_site(home, private_network=False))
    assert not site.asked
    assert links(engine)["/tin"] == ("failed", "private address")
    assert run.outcome == "failed"


def test_strangers_are_not_crawled_without_a_contact(
    engine: Engine, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEWSARCHIVE_CONTACT", raising=False)
    with served({}) as site:
        run = crawl(engine, site.write_site(home, start="http://portal.example/tin"))
    assert run.outcome == "failed"
    assert run.reason is not None
    assert run.reason.startswith("NEWSARCHIVE_CONTACT is not set: portal.example")


def test_a_site_is_crawled_by_one_process_at_a_time(engine: Engine, home: Path) -> None:
    with served(posts(1)) as site:
        name = site.write_site(home)
        with lock_site(name, engine):
            run = crawl(engine, name)
    assert run.outcome == "busy"
    assert run.reason
    assert run.reason.startswith(f"tiny is being crawled by process {os.getpid()}")
    assert not site.asked


def test_a_limit_stops_the_crawl_and_the_next_goes_on(engine: Engine, home: Path) -> None:
    with served(posts(7)) as site:
        name = site.write_site(home)
        first = crawl(engine, name, limit=3)
        assert (first.outcome, len(titles(engine))) == ("stopped", 3)
        second = crawl(engine, name)
    assert (second.outcome, len(titles(engine))) == ("finished", 7)
    assert site.asked["/tin"] == 1, "the sweep goes on: what was read is not read again"
    assert max(count for path, count in site.asked.items() if path != "/robots.txt") == 1


def test_a_second_crawl_asks_only_for_the_listing(engine: Engine, home: Path) -> None:
    with served(posts(3)) as site:
        name = site.write_site(home)
        crawl(engine, name)
        site.asked.clear()
        site.answers["/tin"] = listing("/bai/4.html", "/bai/1.html", "/bai/2.html")
        site.answers["/bai/4.html"] = post(4)
        run = crawl(engine, name)
    assert dict(site.asked) == {"/robots.txt": 1, "/sitemap.xml": 1, "/tin": 1, "/bai/4.html": 1}
    assert run.counts["stored.new"] == 1


def test_attachments_and_images_are_kept_once(engine: Engine, home: Path) -> None:
    extra = '<p><a href="/files/cong-van.pdf">Công văn số 12</a></p><p><img src="/anh/1.png" alt="đường"></p>'
    files = {
        "/files/cong-van.pdf": Answer(b"%PDF-1.4\n%%EOF\n", headers={"Content-Type": "application/pdf"}),
        "/anh/1.png": Answer(b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png"}),
    }
    answers = {
        "/tin": listing("/bai/1.html", "/bai/2.html"),
        "/bai/1.html": post(1, extra),
        "/bai/2.html": post(2, extra),
    }
    with served(answers | files) as site:
        run = crawl(engine, site.write_site(home))
    assert run.counts["files.fetched"] == 2
    assert [site.asked[path] for path in files] == [1, 1]


def test_too_few_posts_fail_the_run(engine: Engine, home: Path) -> None:
    """A listing that has lost its posts is a fault to be told, not a quiet success."""
    with served(posts(3)) as site:
        run = crawl(engine, site.write_site(home, expect=10))
    assert (run.outcome, run.reason) == ("failed", "3 posts listed, at least 10 expected")
    assert len(titles(engine)) == 3


def test_a_site_that_stops_answering_ends_the_run_and_loses_nothing(engine: Engine, home: Path) -> None:
    answers = posts(SILENT * 4)
    for path in list(answers)[5:]:
        answers[path] = Answer("hẹn", headers={"Content-Length": "1000"})  # cut off before its end
    with served(answers) as site:
        run = crawl(engine, site.write_site(home))
    assert run.outcome == "failed"
    assert run.reason is not None
    assert "in a row without an answer" in run.reason
    states = [state for state, _ in links(engine).values()]
    assert "waiting" in states
    assert len(states) == SILENT * 4 + len(["/tin", "/sitemap.xml"])


def test_an_interrupt_finishes_what_is_in_flight_and_says_so(engine: Engine, home: Path) -> None:
    answers, gate = {path: Answer(a.body, wait=0.2) for path, a in posts(200).items()}, Event()
    with served(held(answers, 20, gate)) as site:
        name = site.write_site(home)
        process = _scrapy("crawl", name)
        until(lambda: len(titles(engine)) > 3)
        process.send_signal(signal.SIGINT)
        gate.set()
        assert process.wait(LONG) == 0
        with reading(engine) as session:
            run = session.scalars(select(RunRow)).one()
            account = ledger.account(session, name)
        assert (run.outcome, run.reason) == ("stopped", "interrupted")
        assert account is not None
        assert account.waiting > 0
        assert account.stored == sum(site.asked[path] for path in answers if path != "/tin"), "nothing fetched was lost"
        crawl(engine, name)
    assert len(titles(engine)) == 200
    assert max(site.asked[path] for path in answers) == 1


def test_scrapy_lists_the_sites_and_names_one_that_it_does_not_know(home: Path) -> None:
    with served({}) as site:
        site.write_site(home)
        listed = subprocess.run(
            [sys.executable, "-m", "scrapy", "list"], env=_env(), capture_output=True, text=True, check=True
        )
    assert {"tiny", "badinh", "hanoi"} <= set(listed.stdout.split())


def test_a_broken_site_file_is_named_with_its_key(home: Path, engine: Engine) -> None:
    with served({}) as site:
        site.write_site(home, colour="red")
    failed = subprocess.run(
        [sys.executable, "-c", "from archive.cli import main; main()", "crawl", "tiny"],
        env=_env(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1
    assert "tiny.toml: colour: unknown key" in failed.stderr


def _env() -> dict[str, str]:
    return {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"}


def _scrapy(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", *words], env=_env(), stderr=subprocess.DEVNULL, start_new_session=True
    )
