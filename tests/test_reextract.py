"""Rules of re-extraction: today's rules on the kept pages; what reads as before is not touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, func, select, update

from archive.cli import main
from archive.importing import import_paths
from archive.inputs import Fault
from archive.reextract import reextract, sites_with_pages
from models.article import Page
from models.database import reading, writing
from models.tables import ArticleRow, LinkRow, PageRow, RevisionRow, RunRow
from pipelines.store import site_row, withdraw
from pipelines.warc import WarcWriter
from tests.test_importing import dump, html

NOON = datetime(2021, 5, 12, 5, 0, tzinfo=UTC)


@pytest.fixture
def archive(tmp_path: Path, engine: Engine) -> Engine:
    """An archive with a dump, two pages of a site and a page that is no article."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(dump(), "utf-8")
    (folder / "login.html").write_text("<html><body><p>Đăng nhập</p></body></html>", "utf-8")
    with WarcWriter(folder, "theirs") as writer:
        for name in ("Chợ dân sinh mở thêm điểm tiêm", "Lịch tiêm của các tổ dân phố"):
            url = f"https://songcau.example/{len(name)}"
            writer.write_page(Page(html(name).encode(), url, NOON, "text/html", 200, {"content-type": "text/html"}))
    import_paths(engine, [folder], Counter())
    return engine


@pytest.fixture
def read_again(engine: Engine) -> Callable[[], tuple[Counter[str], list[Fault]]]:
    """Reads all sites again; the counts of all of them, and the faults."""

    def run() -> tuple[Counter[str], list[Fault]]:
        counts: Counter[str] = Counter()
        faults: list[Fault] = []
        for name in sites_with_pages(engine):
            of_site = Counter[str]()
            reextract(engine, name, of_site, tell=faults.append)
            counts.update(of_site)
        return counts, faults

    return run


def one(engine: Engine, title: str) -> ArticleRow:
    with reading(engine) as session:
        return session.scalars(select(ArticleRow).where(ArticleRow.title == title)).one()


def test_what_reads_as_before_is_not_touched(archive: Engine, read_again) -> None:
    """No revision, no change of the cursor; what was no article is tried again and dropped again."""
    with reading(archive) as session:
        before = {row.id: row.changed for row in session.scalars(select(ArticleRow))}
    counts, faults = read_again()
    assert not faults
    assert (counts["read"], counts["stored.unchanged"]) == (4, 3)
    assert sum(number for name, number in counts.items() if name.startswith("dropped.")) == 1
    with reading(archive) as session:
        assert {row.id: row.changed for row in session.scalars(select(ArticleRow))} == before
        assert not session.scalar(select(func.count()).select_from(RevisionRow))


def test_what_reads_otherwise_is_revised_and_its_past_kept(archive: Engine, read_again) -> None:
    """An article that older rules read wrongly is put right from its page."""
    row = one(archive, "Chợ dân sinh mở thêm điểm tiêm")
    with writing(archive) as session:
        session.execute(update(ArticleRow).where(ArticleRow.id == row.id).values(title="Trang chủ", source="Sai"))
    counts, _ = read_again()
    assert (counts["stored.revised"], counts["stored.unchanged"]) == (1, 2)
    mended = one(archive, "Chợ dân sinh mở thêm điểm tiêm")
    assert (mended.id, mended.revision, mended.paragraphs) == (row.id, 2, row.paragraphs)


def test_a_site_file_written_later_counts(archive: Engine, home: Path, read_again) -> None:
    """The site's rules are those of its file today."""
    name = "songcau.example"
    with reading(archive) as session:
        assert name in sites_with_pages(archive)
        assert session.scalar(select(func.count()).select_from(PageRow)) == 4
    with writing(archive) as session:
        site_row(session, name).name = "songcau"
    (home / "sites").mkdir()
    rules = 'start = "https://songcau.example/"\n[select]\ntitle = "article p"\n'
    (home / "sites" / "songcau.toml").write_text(rules, "utf-8")
    counts, _ = read_again()
    assert counts["stored.revised"] == 2


def test_a_withdrawn_article_stays_withdrawn(archive: Engine, read_again) -> None:
    """Whatever its page says now."""
    row = one(archive, "Chợ dân sinh mở thêm điểm tiêm")
    with writing(archive) as session:
        withdraw(session, row.id, "asked for")
    counts, _ = read_again()
    assert counts["stored.withdrawn"] == 1
    assert one(archive, row.title).withdrawn_reason == "asked for"


def kept(engine: Engine, home: Path, name: str, url: str) -> int:
    """A page of a crawled site that older rules dropped, its link in the ledger; the page's id."""
    with WarcWriter(home / "warc", "quan") as writer:
        ref = writer.write_page(Page(html(name).encode(), url, NOON, "text/html", 200, {"content-type": "text/html"}))
    with writing(engine) as session:
        site = site_row(session, "quan")
        page = PageRow(
            site_id=site.id, url=url, fetched_at=NOON, digest=ref.digest, warc_file=ref.file, warc_offset=ref.offset
        )
        session.add(page)
        session.flush()
        seen = {"first_seen": NOON, "last_seen": NOON, "visited_at": NOON}
        link = LinkRow(site_id=site.id, key="~1", url=url, kind="page", state="dropped", reason="no text", **seen)
        link.page_id = page.id
        session.add(link)
        return page.id


def test_a_dropped_link_gets_another_chance(archive: Engine, home: Path, read_again) -> None:
    """Its article is stored under the link's key, and the ledger says so."""
    page_id = kept(archive, home, "Thu gom rác thải", "https://quan.example/tin/1.html")
    counts, _ = read_again()
    assert counts["stored.new"] == 1
    row = one(archive, "Thu gom rác thải")
    assert (row.key, row.page_id, row.fetched_at) == ("~1", page_id, NOON)
    with reading(archive) as session:
        link = session.scalars(select(LinkRow)).one()
    assert (link.state, link.kind, link.article_id, link.reason) == ("stored", "article", row.id, None)
    assert read_again()[0]["stored.unchanged"] == 4


def test_a_page_that_is_gone_is_named_and_the_others_are_read(archive: Engine, home: Path, read_again) -> None:
    """A WARC file that was moved away costs its own pages only."""
    kept(archive, home, "Thu gom rác thải", "https://quan.example/tin/1.html")
    for path in (home / "warc" / "quan").glob("*.warc.gz"):
        path.unlink()
    counts, faults = read_again()
    assert counts["failed.page not readable"] == 1
    assert counts["stored.unchanged"] == 3
    assert "quan/quan-" in str(faults[0])
    assert "cannot be read" in str(faults[0])


def test_an_older_import_does_not_come_back(tmp_path: Path, engine: Engine, read_again) -> None:
    """A page without a time of fetching that a later import replaced is not read over it."""
    page = tmp_path / "a.html"
    for title in ("Tin thứ nhất của phường", "Tin thứ hai của phường"):
        page.write_text("<!-- saved from url=(0027)https://a.example/tin/1.html -->\n" + html(title), "utf-8")
        import_paths(engine, [page], Counter())
    for _ in range(2):
        read_again()
        row = one(engine, "Tin thứ hai của phường")
        assert row.revision == 2


def test_the_command_tells_and_records(archive: Engine) -> None:
    """The account on standard output; a run of its own for each site; an unknown site is exit code 2."""
    result = CliRunner().invoke(main, ["reextract"])
    assert result.exit_code == 0
    assert "read         4\nstored       3\n  unchanged  3\n" in result.stdout
    with reading(archive) as session:
        runs = [(run.kind, run.outcome) for run in session.scalars(select(RunRow).where(RunRow.kind == "reextract"))]
    assert runs == [("reextract", "finished")] * 2
    unknown = CliRunner().invoke(main, ["reextract", "--site", "nowhere"])
    assert unknown.exit_code == 2
    assert "there are import, songcau.example" in unknown.stderr
