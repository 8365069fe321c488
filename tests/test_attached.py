"""Posts that are only a PDF, crawled: the article is stored with its file, and has its text when the file has come."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from archive.crawling import crawl_sites
from archive.reextract import reextract
from archive.samples.pdf import pdf, scan
from models.article import Article, Attachment, Page
from models.database import reading, writing
from models.site import Site
from models.tables import ArticleRow, LinkRow, RunRow
from pipelines.attached import ask, complete
from pipelines.extract import extract
from pipelines.store import site_row, store_article
from tests.tiny import Answer, listing, post, served

NOW = datetime(2024, 5, 3, tzinfo=UTC)
SITE = Site.model_validate({"name": "portal", "start": ("https://portal.example/",)})
TEXT = ("Trạm bơm Gò Dưa ngừng vận hành hai ngày để thay ống hút.", "Các hộ ven kênh chủ động tích nước.")
PDF = {"Content-Type": "application/pdf"}


def notice(number: int, file: str) -> Answer:
    return Answer(
        f"<html><head><title>Cổng thông tin xã Bãi Sậy</title></head><body><div class='detail'>"
        f"<h2>Thông báo số {number} về lịch bơm nước vụ hè thu</h2><div>Ngày đăng: {number}/05/2024</div>"
        f"<div>Tệp đính kèm: <a href='{file}'>Thông báo {number}.pdf</a></div></div></body></html>"
    )


def portal(**files: Answer) -> dict[str, Answer]:
    paths = {f"/thong-bao/{at}.html": f"/tep/{name}.pdf" for at, name in enumerate(files, 1)}
    pages = {path: notice(at, file) for at, (path, file) in enumerate(paths.items(), 1)}
    return {"/tin": listing(*pages), **pages, **{f"/tep/{name}.pdf": answer for name, answer in files.items()}}


def articles(engine: Engine) -> list[ArticleRow]:
    with reading(engine) as session:
        return list(session.scalars(select(ArticleRow).order_by(ArticleRow.url)))


def counts(engine: Engine) -> dict[str, int]:
    with reading(engine) as session:
        return session.scalars(select(RunRow.counts).order_by(RunRow.id.desc())).first() or {}


def test_a_crawl_brings_the_text_of_a_file_and_counts_why_there_is_none(engine: Engine, home: Path) -> None:
    broken = Answer(b"%PDF-1.4 torn", headers=PDF)
    answers = portal(text=Answer(pdf(TEXT), headers=PDF), scan=Answer(scan(), headers=PDF), torn=broken)
    with served(answers) as site:
        crawl_sites(engine, [site.write_site(home)])
        found = articles(engine)
        assert [(row.paragraphs, row.origins["paragraphs"], row.revision) for row in found] == [
            (list(TEXT), "pdf", 1),
            ([], "file", 1),
            ([], "file", 1),
        ]
        told = counts(engine)
        assert [told[f"files.{name}"] for name in ("text taken", "no text layer", "file not readable")] == [1, 1, 1]
        assert [site.asked[f"/tep/{name}.pdf"] for name in ("text", "scan", "torn")] == [1, 1, 1]


def test_reading_the_pages_again_keeps_the_text(engine: Engine, home: Path) -> None:
    """Re-extraction reads the page, which knows nothing of the file."""
    with served(portal(text=Answer(pdf(TEXT), headers=PDF))) as site:
        name = site.write_site(home)
        crawl_sites(engine, [name])
        [before] = articles(engine)
        reextract(engine, name, counter())
        [after] = articles(engine)
        assert (after.paragraphs, after.revision, after.changed) == (list(TEXT), 1, before.changed)


def counter() -> Any:
    return Counter()


def test_an_article_that_was_read_before_gets_its_text_by_the_next_crawl(engine: Engine, home: Path) -> None:
    """An archive from before files were read: re-extraction asks for them, the next crawl fetches them."""
    with served(portal(text=Answer(pdf(TEXT), headers=PDF))) as site:
        name = site.write_site(home)
        crawl_sites(engine, [name])
        with writing(engine) as session:
            session.execute(update(ArticleRow).values(paragraphs=[], html=None, origins={"paragraphs": "file"}))
            session.execute(update(LinkRow).values(text_of=None))
        reextract(engine, name, counter())
        crawl_sites(engine, [name])
        [row] = articles(engine)
        assert row.paragraphs == list(TEXT)
        assert site.asked["/tep/text.pdf"] == 2


@pytest.fixture
def stored(engine: Engine) -> tuple[Engine, list[int]]:
    """Two posts that offer the same file."""
    file = Attachment("https://portal.example/tep/chung.pdf?t=5", "Chung.pdf")
    with writing(engine) as session:
        site = site_row(session, "portal")
        given = [
            Article(
                f"https://portal.example/{key}", f"Thông báo {key}", attachments=(file,), origins={"paragraphs": "file"}
            )
            for key in ("mot", "hai")
        ]
        ids = [store_article(session, site.id, str(one.url), one, None, NOW).article_id for one in given]
        ask(session, site.id, SITE, ids[:1])
    return engine, ids


def links(engine: Engine) -> list[LinkRow]:
    with reading(engine) as session:
        return list(session.scalars(select(LinkRow)))


def test_a_file_that_the_ledger_does_not_know_is_entered(stored: tuple[Engine, list[int]]) -> None:
    engine, ids = stored
    [link] = links(engine)
    assert (link.kind, link.state, link.text_of) == ("file", "waiting", ids[:1])


def test_a_file_gives_its_text_to_all_that_offer_it(stored: tuple[Engine, list[int]]) -> None:
    engine, ids = stored
    [link] = links(engine)
    with writing(engine) as session:
        ask(session, link.site_id, SITE, ids)
        assert complete(session, link.site_id, SITE, {link.id: TEXT}) == {"files.text taken": 2}
    assert [row.paragraphs for row in articles(engine)] == [list(TEXT)] * 2


@pytest.mark.parametrize(("reason", "state"), [(None, "waiting"), ("no text layer", "fetched")])
def test_a_file_is_asked_for_again_unless_it_is_known_to_have_no_text(
    stored: tuple[Engine, list[int]], reason: str | None, state: str
) -> None:
    engine, ids = stored
    with writing(engine) as session:
        session.execute(update(LinkRow).values(state="fetched", reason=reason))
        ask(session, 1, SITE, ids[:1])
    assert [link.state for link in links(engine)] == [state]


def test_an_article_that_has_its_text_asks_for_nothing(stored: tuple[Engine, list[int]]) -> None:
    engine, ids = stored
    with writing(engine) as session:
        [link] = session.scalars(select(LinkRow))
        complete(session, link.site_id, SITE, {link.id: TEXT})
        link.state = "fetched"
        session.flush()
        ask(session, link.site_id, SITE, ids[:1])
    assert [link.state for link in links(engine)] == ["fetched"]


def test_a_bare_page_with_prose_and_a_file_has_its_text_itself() -> None:
    """The smallest block that holds heading and file may be the whole page: its prose counts like any block's."""
    link = '<p><a href="/files/cong-van.pdf">Công văn số 12</a></p>'
    found = extract(Page(str(post(1, link).body).encode(), "http://quan.example/bai/1.html"))
    assert len(found.paragraphs) == 3
    assert len(found.attachments) == 1
    assert "paragraphs" not in found.origins
