"""Posts whose text is a file: stored at once, completed without a revision, kept when the page is read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, select

from models.article import Article, Attachment
from models.database import reading, writing
from models.tables import ArticleRow, RevisionRow
from pipelines.filetext import completed, text_file
from pipelines.store import article_of, site_row, store_article, withdraw

FETCHED = datetime(2021, 3, 5, 8, tzinfo=UTC)
NOTICE = Article(
    url="https://portal.example/thong-bao/7",
    title="Thông báo lịch cắt điện tuần thứ hai của tháng ba",
    paragraphs=("Nội dung xem tại tệp đính kèm.",),
    attachments=(
        Attachment("https://portal.example/files/phu-luc.doc", "Phụ lục.doc"),
        Attachment("https://portal.example/files/lich.pdf?t=1", "Lịch cắt điện.pdf"),
        Attachment("https://portal.example/files/so-do.pdf", "Sơ đồ.pdf"),
    ),
    origins={"paragraphs": "file", "title": "visible"},
)
TEXT = ("Điện lực huyện thông báo lịch tạm ngừng cấp điện để bảo dưỡng lưới.", "Thứ ba: các xã phía nam sông Bứa.")


def store(engine: Engine, *articles: Article, later: int = 0) -> ArticleRow:
    with writing(engine) as session:
        site = site_row(session, "portal")
        for article in articles:
            store_article(session, site.id, "7", article, None, FETCHED + timedelta(days=later))
    with reading(engine) as session:
        return session.scalars(select(ArticleRow)).one()


def test_the_text_is_in_the_first_pdf() -> None:
    assert text_file(NOTICE) == "https://portal.example/files/lich.pdf?t=1"
    assert text_file(replace(NOTICE, attachments=NOTICE.attachments[:1])) is None
    assert text_file(completed(NOTICE, TEXT)) is None
    assert text_file(replace(NOTICE, origins={})) is None


def test_the_text_of_the_file_stands_behind_the_pages_own() -> None:
    found = completed(NOTICE, TEXT)
    assert found.paragraphs == (*NOTICE.paragraphs, *TEXT)
    assert found.origins == {"paragraphs": "pdf", "title": "visible"}


def test_completing_an_article_makes_no_revision_and_moves_the_cursor(engine: Engine) -> None:
    """Nothing that it said is replaced; readers of the archive must hear of it all the same."""
    before = store(engine, NOTICE)
    after = store(engine, completed(NOTICE, TEXT))
    assert (after.revision, after.changed > before.changed) == (1, True)
    assert after.text_hash != before.text_hash
    with reading(engine) as session:
        assert article_of(session.get_one(ArticleRow, after.id)) == completed(NOTICE, TEXT)
        assert session.scalars(select(RevisionRow)).all() == []


def test_reading_the_page_again_keeps_the_text(engine: Engine) -> None:
    whole = store(engine, NOTICE, completed(NOTICE, TEXT))
    again = store(engine, NOTICE, later=1)
    assert (again.revision, again.paragraphs, again.changed) == (1, whole.paragraphs, whole.changed)
    renamed = store(engine, replace(NOTICE, title="Lịch cắt điện tuần thứ hai"), later=2)
    assert (renamed.revision, renamed.paragraphs, renamed.title) == (2, whole.paragraphs, "Lịch cắt điện tuần thứ hai")


def test_another_file_is_another_text(engine: Engine) -> None:
    """The post got a new file: what the old one said is kept as a revision."""
    store(engine, NOTICE, completed(NOTICE, TEXT))
    other = replace(NOTICE, attachments=(Attachment("https://portal.example/files/lich-moi.pdf", "Lịch mới.pdf"),))
    assert store(engine, other, later=1).revision == 2
    last = store(engine, completed(other, ("Lịch cắt điện được lùi một ngày.",)), later=1)
    assert (last.revision, last.paragraphs[-1]) == (2, "Lịch cắt điện được lùi một ngày.")


def test_a_file_of_another_text_is_a_revision(engine: Engine) -> None:
    store(engine, NOTICE, completed(NOTICE, TEXT))
    assert store(engine, completed(NOTICE, TEXT[:1])).revision == 2


def test_a_withdrawn_article_stays_withdrawn(engine: Engine) -> None:
    row = store(engine, NOTICE)
    with writing(engine) as session:
        withdraw(session, row.id, "asked for")
    assert store(engine, completed(NOTICE, TEXT)).withdrawn_at is not None


def test_two_notices_with_the_same_file_are_copies_when_it_has_come(engine: Engine) -> None:
    with writing(engine) as session:
        site = site_row(session, "portal")
        for key in ("7", "8"):
            named = replace(NOTICE, title=f"{NOTICE.title} ({key})")
            store_article(session, site.id, key, named, None, FETCHED)
            store_article(session, site.id, key, completed(named, TEXT * 4), None, FETCHED)
    with reading(engine) as session:
        assert [
            row.duplicate_of is not None for row in session.scalars(select(ArticleRow).order_by(ArticleRow.id))
        ] == [
            False,
            True,
        ]
