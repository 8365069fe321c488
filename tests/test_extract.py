"""Pages of every platform family, read whole: each `pages/<name>.html` stands beside what a reader finds on it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.article import Article, NotAnArticle, Page
from models.site import Selectors, Site
from pipelines.extract import explain, extract

PAGES = sorted(Path(__file__).parent.joinpath("pages").glob("*.html"))
EXPECTED = {page.stem: json.loads(page.with_suffix(".json").read_text("utf-8")) for page in PAGES}
ARTICLES = [page for page in PAGES if "reason" not in EXPECTED[page.stem]]
OTHERS = [page for page in PAGES if "reason" in EXPECTED[page.stem]]

TITLE = "<title>Mở rộng đường Lê Gia Định trước Tết - Báo Vân Hồ</title>"
TEXT = (
    "<p>Sáng nay, hơn hai trăm hộ dân ở phường Vân Hồ đã bàn giao mặt bằng cho dự án mở rộng đường Lê Gia Định.</p>"
    "<p>Chủ đầu tư cam kết hoàn thành trước Tết, hỗ trợ thêm sáu tháng tiền thuê nhà cho các hộ phải di dời.</p>"
    "<p>Đường mới rộng hai mươi mét, có vỉa hè, cây xanh và hệ thống thoát nước riêng.</p>"
)


def read(page: Path) -> dict[str, Any]:
    found = extract(Page(page.read_bytes(), EXPECTED[page.stem]["url"])).to_json()
    found.pop("html")
    return found


def article(body: str, head: str = "", url: str = "https://a.example.vn/tin/1.html", **page: Any) -> Article:
    source = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return extract(Page(source.encode(), url, **page))


def post(below_title: str = "", below_text: str = "", head: str = "") -> Article:
    """A small article with something between title and text, and something behind the text."""
    return article(
        f"<div><h1>Mở rộng đường Lê Gia Định trước Tết</h1>{below_title}<div>{TEXT}</div>{below_text}</div>",
        TITLE + head,
    )


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.stem)
def test_every_field_of_a_saved_page_is_what_a_reader_finds(page: Path) -> None:
    """Each saved page is read right in every field, with the origin of each."""
    assert read(page) == EXPECTED[page.stem]


@pytest.mark.parametrize("page", OTHERS, ids=lambda page: page.stem)
def test_a_page_that_is_no_article_says_why(page: Path) -> None:
    """Listings, log-in, error pages with status 200 and videos without text are refused with a counted reason."""
    with pytest.raises(NotAnArticle) as verdict:
        read(page)
    assert verdict.value.reason == EXPECTED[page.stem]["reason"]


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.stem)
def test_the_same_bytes_give_the_same_answer(page: Path) -> None:
    """Extraction is a pure function."""
    assert read(page) == read(page)


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page.stem)
def test_stored_html_is_safe_and_absolute(page: Path) -> None:
    """No script, no handler, no class; links and images lead somewhere without the page's address."""
    found = extract(Page(page.read_bytes(), EXPECTED[page.stem]["url"])).html or ""
    assert found
    assert not any(word in found for word in ("<script", "onclick", "class=", "style=", 'src="/', 'href="/'))


def test_a_title_carries_no_date_in_brackets() -> None:
    """ "Title (19:41 04/12/2020)" is a title and a date."""
    found = article(f"<h3><a href='#'>Hội nghị tổng kết năm</a> <span>(19:41 04/12/2020)</span></h3><div>{TEXT}</div>")
    assert found.title == "Hội nghị tổng kết năm"
    assert found.published_at == datetime(2020, 12, 4, 19, 41, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_dates_of_other_posts_are_not_the_articles() -> None:
    """A page without a date of its own has none, however many dates stand in its teasers."""
    teasers = "".join(
        f"<div class='t'><a href='/p{at}'><img src='/i{at}.png'></a><div>0{at}/12/2021 - 4 Lượt xem</div>"
        f"<div>Chiều nay, đoàn kiểm tra của quận đã làm việc với phường về công tác phòng cháy số {at}...</div></div>"
        for at in range(1, 6)
    )
    found = post(below_text=f"<div>{teasers}</div>")
    assert found.published_at is None
    assert found.published_precision is None
    assert found.paragraphs == post().paragraphs


def test_the_clock_of_the_header_is_no_date() -> None:
    """A time within minutes of the fetch is the page's clock."""
    now = datetime(2026, 8, 18, 1, 54, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    found = article(
        f"<div><span>Thứ ba, 18/08/2026 01:53</span><h1>Mở rộng đường Lê Gia Định</h1><div>{TEXT}</div></div>",
        fetched_at=now,
    )
    assert found.published_at is None


def test_a_time_of_day_beats_none() -> None:
    """A day for machines and a time for readers, on that day, make a minute."""
    head = '<meta property="article:published_time" content="2024-03-24">'
    found = post("<span>07:12 ngày 24/03/2024</span>", head=head)
    assert (found.published_precision, found.origins["published_at"]) == ("minute", "visible")
    assert found.published_at == datetime(2024, 3, 24, 7, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_a_machine_date_without_a_zone_is_local_time() -> None:
    """Vietnamese text: +07:00."""
    found = post(head='<meta property="article:published_time" content="2026-03-07T00:01:00">')
    assert found.published_at == datetime(2026, 3, 7, 0, 1, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def test_where_no_zone_is_known_a_time_stays_without_one() -> None:
    """Another language, no site: naive, and the origins say so."""
    text = (
        "<p>The council voted on Tuesday to close the old bridge, which had carried traffic for ninety years.</p>" * 3
    )
    head = '<meta property="article:published_time" content="2026-03-07T00:01:00">'
    found = article(f"<h1>Bridge to close</h1><div>{text}</div>", head)
    assert found.published_at == datetime(2026, 3, 7, 0, 1)
    assert found.origins["zone"] == "none"


def test_a_site_gives_its_zone_and_its_selectors_win() -> None:
    """What a site file selects has the origin "site"."""
    site = Site(
        name="a",
        start=("https://a.example.vn/",),
        timezone="Asia/Tokyo",
        select=Selectors(title=".real", date=".when", lead=".intro", author=".who", source=".from", body=".text"),
    )
    source = (
        "<html><body><h1>Not this one at all</h1><b class='real'>Mở rộng đường</b><i class='when'>24/03/2024 07:12</i>"
        f"<div class='intro'>Lời dẫn của bài.</div><div class='text'>{TEXT}</div><i class='who'>Lê Thị Hạnh</i>"
        "<i class='from'>Báo Vân Hồ</i></body></html>"
    )
    found = extract(Page(source.encode(), "https://a.example.vn/1"), site)
    assert (found.title, found.lead, found.authors) == ("Mở rộng đường", "Lời dẫn của bài.", ("Lê Thị Hạnh",))
    assert found.source == "Báo Vân Hồ"
    assert found.published_at == datetime(2024, 3, 24, 7, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
    assert {found.origins[name] for name in ("title", "published_at", "lead", "authors", "source")} == {"site"}


def test_broken_json_ld_is_read_within_reason() -> None:
    """Line breaks inside strings, a comma too many, an array around an array."""
    data = (
        '[[{"@type": "NewsArticle", "headline": "Mở rộng đường Lê Gia Định",'
        ' "articleSection": "Đô\nthị", "author": {"name": "Lê Thị Hạnh",},}]]'
    )
    found = post(head=f'<script type="application/ld+json">{data}</script>')
    assert (found.section, found.authors) == ("Đô thị", ("Lê Thị Hạnh",))


def test_a_text_that_only_machines_are_told_is_taken() -> None:
    """A page that its script fills: the articleBody of JSON-LD is the text."""
    told = "<p>Sáng nay, phường Vân Hồ bàn giao mặt bằng cho dự án mở rộng đường.</p><p>" + "Đường mới rộng hơn. " * 20
    data = json.dumps({"@type": "NewsArticle", "headline": "Mở rộng đường Lê Gia Định", "articleBody": told})
    found = article("<h1>Mở rộng đường Lê Gia Định</h1>", f'<script type="application/ld+json">{data}</script>')
    assert found.paragraphs[0] == "Sáng nay, phường Vân Hồ bàn giao mặt bằng cho dự án mở rộng đường."
    assert len(found.paragraphs) == 2


def test_text_directly_in_a_div_is_paragraphs_by_its_line_breaks() -> None:
    """Two breaks part paragraphs, one does not; hard-wrapped lines are joined."""
    body = (
        "<h1>Mở rộng đường Lê Gia Định</h1><div>Sáng nay, hơn hai trăm hộ dân\nở phường Vân Hồ đã bàn giao mặt bằng."
        "<br><br>Chủ đầu tư cam kết<br>hoàn thành trước Tết, hỗ trợ thêm tiền thuê nhà cho các hộ phải di dời.</div>"
    )
    assert article(body).paragraphs == (
        "Sáng nay, hơn hai trăm hộ dân ở phường Vân Hồ đã bàn giao mặt bằng.",
        "Chủ đầu tư cam kết hoàn thành trước Tết, hỗ trợ thêm tiền thuê nhà cho các hộ phải di dời.",
    )


def test_text_is_nfc_and_without_invisible_characters() -> None:
    """NFD runs, byte order marks and no-break spaces do not reach the archive."""
    nfd = "Cơ quan chủ quản đã phê duyệt\ufeff dự\u00a0án"
    found = post(below_title=f"<p>{nfd}, gồm ba hạng mục chính do ngân sách quận chi trả.</p>")
    assert "Cơ quan chủ quản đã phê duyệt dự án, gồm ba hạng mục chính do ngân sách quận chi trả." in found.text


def test_files_are_attachments_with_absolute_addresses() -> None:
    """Also Liferay's, whose name is not the end of their address; the label over them is no paragraph."""
    links = (
        "<div><b>Tài liệu đính kèm:</b><ul><li><a href='/documents/1/2/ke-hoach.pdf/77a?t=1'>Kế hoạch</a></li>"
        "<li><a href='../x/mau-don.doc'>Mẫu đơn</a></li></ul></div>"
    )
    found = post(below_text=links)
    assert [(file.url, file.title) for file in found.attachments] == [
        ("https://a.example.vn/documents/1/2/ke-hoach.pdf/77a?t=1", "Kế hoạch"),
        ("https://a.example.vn/x/mau-don.doc", "Mẫu đơn"),
    ]
    assert found.paragraphs == post().paragraphs


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://a.example.vn/print_article.jsp?printArticleId=12", "print view"),
        ("https://a.example.vn/bai?_viewMode=print", "print view"),
        ("https://a.example.vn/", "listing"),
    ],
)
def test_addresses_that_are_no_articles(url: str, reason: str) -> None:
    """Print views repeat articles; the front page lists them."""
    with pytest.raises(NotAnArticle) as verdict:
        article(f"<h1>Mở rộng đường Lê Gia Định</h1><div>{TEXT}</div>", url=url)
    assert verdict.value.reason == reason


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (Page(b"", "https://a.vn/1"), "empty"),
        (Page(b"   \n ", "https://a.vn/1"), "empty"),
        (Page(b"%PDF-1.4 ...", "https://a.vn/1"), "document"),
        (Page(b"<p>a", "https://a.vn/1", content_type="application/pdf"), "document"),
        (Page(b"\x89PNG", "https://a.vn/1", content_type="image/png"), "not html"),
        (Page(b"<html><body><h1>Kh\xc3\xb4ng</h1></body></html>", "https://a.vn/1", status=404), "error page"),
        (Page(b"<html><body></body></html>", "https://a.vn/1"), "no text"),
    ],
)
def test_what_is_no_page_is_refused(page: Page, reason: str) -> None:
    """Empty bodies, files and errors have reasons too."""
    with pytest.raises(NotAnArticle) as verdict:
        extract(page)
    assert verdict.value.reason == reason


def test_the_evidence_names_candidates_and_cuts() -> None:
    """explain() shows what each field was decided from, and what was cut as chrome."""
    page = next(page for page in ARTICLES if page.stem == "newspaper")
    evidence = explain(Page(page.read_bytes(), "https://a.example.vn/1"))
    assert {(one.field, one.origin) for one in evidence.candidates} >= {("title", "json-ld"), ("published", "json-ld")}
    assert any("Newsletter" in text or "Jeden Morgen" in text for _, text in evidence.cuts)
    assert evidence.article == extract(Page(page.read_bytes(), "https://a.example.vn/1"))


def test_plain_text_goes_to_the_reader_of_dumps() -> None:
    """A text dump has no address and keeps its title."""
    text = (
        "Mở rộng đường Lê Gia Định (07:12 24/03/2024)\n\n" + "Sáng nay, hơn hai trăm hộ dân đã bàn giao mặt bằng. " * 8
    )
    found = extract(Page(text.encode(), content_type="text/plain; charset=utf-8"))
    assert (found.url, found.title) == (None, "Mở rộng đường Lê Gia Định")
