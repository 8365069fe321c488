"""Templates in the running program: learned by crawls, kept by date, learned again when a site has changed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select, update

from archive.crawling import SiteRun, crawl_sites
from archive.importing import import_paths
from archive.reextract import reextract
from models.article import Page
from models.database import reading, writing
from models.tables import ArticleRow, RevisionRow, SiteRow, TemplateRow
from pipelines import templates
from pipelines.relearning import ENOUGH, PLENTY
from pipelines.store import site_row
from pipelines.template import opened
from pipelines.templates import Templates
from pipelines.warc import WarcWriter
from tests.test_template import BOX, paragraphs, post
from tests.tiny import Answer, listing, served

OFFER = (
    "<section class='k1'><div>Bạn đọc có thể đặt báo giấy giao tận nhà ở mọi phường trong quận vào buổi sáng.</div>"
    "</section>"
)
NOON = datetime(2022, 5, 4, 5, 0, tzinfo=UTC)


def redesigned(number: int) -> Page:
    """A post in the site's new look."""
    body = post(number, box=OFFER).body.replace(b"class='k", b"class='moi-")
    body = body.replace(b"<div class='moi-0'>", b"<main class='trang'><article class='moi-0'>", 1)
    return Page(body.replace(b"</div></body>", b"</article></main></body>"))


def site_of(pages: dict[str, Page]) -> dict[str, Answer]:
    """A listing of these pages, and they."""
    return {"/tin": listing(*pages), **{path: Answer(page.body) for path, page in pages.items()}}


def posts(start: int, count: int) -> dict[str, Page]:
    return {f"/bai/{at}.html": post(at) for at in range(start, start + count)}


def crawl(engine: Engine, home: Path, pages: dict[str, Page], **options: object) -> SiteRun:
    """A crawl of a site, always at the same address as far as the archive can tell."""
    with served(site_of(pages)) as site:
        site.write_site(home)
        [run] = crawl_sites(engine, ["tiny"], **options)  # type: ignore[arg-type]
    return run


def texts(engine: Engine) -> dict[str, list[str]]:
    """Title -> paragraphs."""
    with reading(engine) as session:
        return {row.title: row.paragraphs for row in session.scalars(select(ArticleRow))}


def count_of(engine: Engine, table: type) -> int:
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_crawl_learns_a_template_at_its_end_and_reads_again_what_it_had_read(engine: Engine, home: Path) -> None:
    """Too few pages to stop for: each was read by itself, and is put right before the run ends."""
    run = crawl(engine, home, posts(0, 8))
    assert run.outcome == "finished"
    names = ("stored.new", "template.learned", "again.read", "again.revised")
    assert [run.counts[name] for name in names] == [8, 1, 8, 8]
    assert sorted(texts(engine).values()) == sorted(paragraphs(at) for at in range(8))
    assert count_of(engine, RevisionRow) == 8


def test_a_crawl_of_many_pages_learns_on_its_way(engine: Engine, home: Path) -> None:
    """What comes later is read with the template at once; a second crawl finds nothing to learn or to read again."""
    pages = posts(0, 4 * PLENTY)
    with served({**site_of(pages), **{path: Answer(page.body, wait=0.2) for path, page in pages.items()}}) as site:
        site.write_site(home)
        [run] = crawl_sites(engine, ["tiny"])
        assert run.counts["template.fits"] > 0
        assert sorted(texts(engine).values()) == sorted(paragraphs(at) for at in range(4 * PLENTY))
        before = count_of(engine, RevisionRow)
        [again] = crawl_sites(engine, ["tiny"], full=True)
    assert not any(name.startswith(("template.learned", "again")) for name in again.counts)
    assert count_of(engine, RevisionRow) == before < 4 * PLENTY


def test_a_handful_of_pages_teaches_nothing(engine: Engine, home: Path) -> None:
    run = crawl(engine, home, posts(0, ENOUGH - 1))
    assert "template.learned" not in run.counts
    assert count_of(engine, TemplateRow) == 0


def test_a_redesign_is_noticed_and_old_pages_are_read_by_the_old_template(engine: Engine, home: Path) -> None:
    with served(site_of(posts(0, 8))) as site:
        site.write_site(home)
        [first] = crawl_sites(engine, ["tiny"])
        new = {f"/moi/{at}.html": redesigned(at) for at in range(100, 114)}
        site.answers.update(site_of(new))
        [second] = crawl_sites(engine, ["tiny"])
    assert "template.drift" not in first.counts
    assert (second.counts["template.misfits"], second.counts["template.drift"]) == (14, 1)
    assert sorted(texts(engine).values()) == sorted(paragraphs(at) for at in (*range(8), *range(100, 114)))
    with reading(engine) as session:
        known = templates.load(session, session.scalars(select(SiteRow.id).where(SiteRow.name == "tiny")).one())
        fetched = session.scalars(select(ArticleRow.fetched_at).order_by(ArticleRow.id)).all()
    assert len(known.known) == 2
    assert {known.at(when) for when in fetched[:8]} == {known.known[0][1]}
    assert {known.at(when) for when in fetched[8:]} == {known.known[1][1]}
    counts: Counter[str] = Counter()
    reextract(engine, "tiny", counts)
    assert (counts["read"], counts["stored.unchanged"]) == (22, 22)


def test_what_a_killed_crawl_left_to_read_again_is_read_by_the_next(engine: Engine, home: Path) -> None:
    """The template is committed; how far reading again came, with what was read. What came in while it was learned, and
    behind the last that is noted, is read again, too."""
    with served(site_of(posts(0, 8))) as site:
        site.write_site(home)
        crawl_sites(engine, ["tiny"])
        with writing(engine) as session:
            ids = session.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all()
            session.execute(update(TemplateRow).values(again_from=ids[2], again_to=ids[5]))
        site.answers.update(site_of({**posts(0, 8), **posts(8, 1)}))
        [run] = crawl_sites(engine, ["tiny"])
    assert (run.counts["again.read"], run.counts.get("again.revised", 0)) == (7, 0)
    with reading(engine) as session:
        assert session.scalars(select(TemplateRow.again_from)).all() == [None]


def warc_of(folder: Path, pages: dict[str, Page], fetched_at: datetime) -> Path:
    folder.mkdir()
    with WarcWriter(folder, "theirs") as writer:
        for path, page in pages.items():
            headers = {"content-type": "text/html"}
            writer.write_page(Page(page.body, f"https://bao.example{path}", fetched_at, "text/html", 200, headers))
    return folder


def test_a_reextraction_learns_for_what_was_imported_and_imports_use_it(engine: Engine, tmp_path: Path) -> None:
    """Of saved pages, each was read by itself; the next ones of the site come in right."""
    import_paths(engine, [warc_of(tmp_path / "a", posts(0, 8), NOON)], Counter())
    assert all(len(found) == 4 for found in texts(engine).values())
    counts: Counter[str] = Counter()
    reextract(engine, "bao.example", counts)
    assert counts["stored.revised"] == 8
    import_paths(engine, [warc_of(tmp_path / "b", posts(8, 2), NOON + timedelta(days=3))], Counter())
    assert sorted(texts(engine).values()) == sorted(paragraphs(at) for at in range(10))


def test_a_page_is_read_by_the_template_of_its_time() -> None:
    """What is older than the first is read by the first; what has no date by the last."""
    known = Templates(((NOON, "one"), (NOON + timedelta(days=9), "two")))
    when = [NOON - timedelta(days=1), NOON, NOON + timedelta(days=8), NOON + timedelta(days=9), None]
    assert [known.at(one) for one in when] == ["one", "one", "one", "two", "two"]
    assert Templates().at(NOON) is None


def test_a_template_of_another_version_counts_as_never_learned(engine: Engine) -> None:
    with writing(engine) as session:
        site_id = site_row(session, "tiny").id
        templates.save(session, site_id, '{"version": 0, "layouts": []}', NOON, NOON)
        assert templates.load(session, site_id) == Templates()
    assert opened('{"version": 0, "layouts": []}') is None


def test_a_sample_is_spread_over_all_that_was_kept(engine: Engine, tmp_path: Path) -> None:
    import_paths(engine, [warc_of(tmp_path / "a", posts(0, 20), NOON)], Counter())
    with reading(engine) as session:
        site_id = session.scalars(select(SiteRow.id).where(SiteRow.name == "bao.example")).one()
        found = [one.article_id for one in templates.sample(session, site_id, 5)]
        everything = session.scalars(select(ArticleRow.id).order_by(ArticleRow.id)).all()
    assert found == everything[::4]


def test_the_box_is_on_every_page() -> None:
    """What these tests rest on."""
    assert BOX.encode() in post(3).body
    assert OFFER.encode().replace(b"class='k", b"class='moi-") in redesigned(3).body
