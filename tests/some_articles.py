"""Articles for tests of what is asked of the archive: short, made up, their values in sight."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import Engine

from models.article import Article, Attachment, Image
from models.database import writing
from pipelines.store import site_row, store_article

HANOI = timezone(timedelta(hours=7))
FETCHED = datetime(2021, 6, 1, 3, 30, tzinfo=UTC)


def store(engine: Engine, *articles: Article, site: str = "bendo") -> list[int]:
    """Stores them under keys made of their titles; returns their numbers."""
    with writing(engine) as session:
        site_id = site_row(session, site, site.title(), rights="CC BY 4.0").id
        return [
            store_article(session, site_id, f"{site}/{article.title[:500]}", article, None, FETCHED).article_id
            for article in articles
        ]


def on(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, 15, tzinfo=HANOI)


MEETING = Article(
    url="https://bendo.example/hop-quan-uy",
    title="Quận uỷ họp phiên thường kỳ",
    lead="Sáng 4/12, Quận ủy Bến Đò họp bàn việc cuối năm.",
    paragraphs=("Hội nghị bàn 12 việc.", "Bí thư Trần Thị Hòa kết luận: thu ngân sách đạt 1.134 tỷ đồng."),
    captions=("Quang cảnh phòng họp",),
    images=(Image("https://bendo.example/a.jpg", "Quang cảnh phòng họp", None),),
    attachments=(Attachment("https://bendo.example/kl.pdf", "Kết luận"),),
    authors=("Thu Uyên", "Lê Đông"),
    byline="Thu Uyên - Lê Đông",
    source="Báo Sông Bến",
    published_at=on(2020, 12, 4, 19),
    published_precision="minute",
    section="Tin tức",
    tags=("quận ủy", "ngân sách"),
    language="vi",
    html="<p>Hội nghị bàn 12 việc.</p>",
    origins={"title": "visible", "published_at": "json-ld"},
)
CLINIC = Article(
    url="https://bendo.example/tiem-chung",
    title="Tiêm vắc-xin COVID-19 cho học sinh",
    paragraphs=("Trạm y tế phường Hòa Bình tiêm cho 300 em.", "Các em ở đình làng chờ đến lượt."),
    authors=("Lê Đông",),
    byline="Lê Đông",
    published_at=datetime(2021, 5, 31, tzinfo=HANOI),
    published_precision="day",
    section="Y tế",
    language="vi",
)
ROAD = Article(
    url="https://bendo.example/duong",
    title="Thông xe đường Bến Đình",
    paragraphs=("Đường dài ba ki-lô-mét, từ chợ Ba Đình tới cầu.", "Người dân dinh điền cũ phấn khởi."),
    source="Báo Sông Bến",
    language="vi",
)
ALL = (MEETING, CLINIC, ROAD)
