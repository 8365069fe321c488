"""What led to a page – an entry of a feed, a listing, a sitemap – confirms what it says and fills its gaps."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.article import Article, Hint, NotAnArticle, Page
from models.site import Site
from pipelines.extract import explain, extract
from pipelines.kept import Job, read_job, read_kept
from pipelines.reading import read

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TITLE = "Xã Đồng Lạc bàn giao hai mươi nhà tình nghĩa"
TEXT = (
    "<p>Sáng nay, Uỷ ban Mặt trận Tổ quốc xã Đồng Lạc bàn giao hai mươi căn nhà cho các gia đình chính sách.</p>"
    "<p>Mỗi căn rộng bốn mươi hai mét vuông, kinh phí tám mươi triệu đồng, do các doanh nghiệp trong xã ủng hộ.</p>"
    "<p>Trước đó, đoàn viên thanh niên đã giúp các gia đình tháo dỡ nhà cũ và vận chuyển vật liệu.</p>"
)
SITE = Site(name="a", start=("https://a.example.vn/",))


def page(between: str = "", title: str = TITLE, url: str = "https://a.example.vn/tin/1.html", **more: Any) -> Page:
    head = f"<meta charset='utf-8'><title>{title}</title>"
    source = f"<html><head>{head}</head><body><h1>{title}</h1>{between}<div>{TEXT}</div></body></html>"
    return Page(source.encode(), url, **more)


def hinted(*hints: Hint, between: str = "") -> Article:
    return extract(page(between), hints=hints)


@pytest.mark.parametrize(
    ("published", "moment", "precision"),
    [
        ("2019-11-20T08:15:00+07:00", datetime(2019, 11, 20, 8, 15, tzinfo=VIETNAM), "minute"),
        ("Wed, 20 Nov 2019 08:15:00 +0700", datetime(2019, 11, 20, 8, 15, tzinfo=VIETNAM), "minute"),
        ("Thứ tư, 20/11/2019 08:15", datetime(2019, 11, 20, 8, 15, tzinfo=VIETNAM), "minute"),
        ("(20/11/2019)", datetime(2019, 11, 20, tzinfo=VIETNAM), "day"),
        ("Tin từ cơ sở: đăng 20/11/2019", datetime(2019, 11, 20, tzinfo=VIETNAM), "day"),
    ],
)
def test_a_page_without_a_date_has_that_of_its_entry(published: str, moment: datetime, precision: str) -> None:
    """ISO 8601, RFC 822 or as displayed; the origin says where it stood."""
    found = hinted(Hint("listing", TITLE, published))
    assert (found.published_at, found.published_precision) == (moment, precision)
    assert found.origins["published_at"] == "listing"


@pytest.mark.parametrize("published", [None, "", "20/11", "hôm nào đó", "Từ 01/11/2019 đến 20/11/2019"])
def test_an_entry_without_a_date_gives_none(published: str | None) -> None:
    """Nor does one with two: which of them is the post's is not said."""
    assert hinted(Hint("listing", TITLE, published)).published_at is None


def test_the_page_is_believed_before_its_entry() -> None:
    """What the page itself shows wins over the listing."""
    found = hinted(Hint("listing", TITLE, "25/11/2019"), between="<p>Ngày đăng: 20/11/2019 08:15</p>")
    assert found.published_at == datetime(2019, 11, 20, 8, 15, tzinfo=VIETNAM)
    assert found.origins["published_at"] == "visible"


def test_an_entry_adds_the_time_of_the_same_day() -> None:
    """A time of day beats none, from wherever it comes."""
    found = hinted(Hint("feed", TITLE, "2019-11-20T08:15:00+07:00"), between="<p>Ngày đăng: 20/11/2019</p>")
    assert found.published_at == datetime(2019, 11, 20, 8, 15, tzinfo=VIETNAM)
    assert found.origins["published_at"] == "feed"


def test_an_entry_tells_which_heading_is_the_title() -> None:
    """Where <title> names the site only, the heading that the entry names is the article's."""
    head = "<meta charset='utf-8'><title>Cổng thông tin xã Đồng Lạc</title>"
    body = f"<h3>{TITLE}</h3><h3>Chia sẻ bài này với mọi người</h3><div>{TEXT}</div>"
    source = Page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "https://a.example.vn/tin/1.html")
    assert extract(source, hints=[Hint("listing", TITLE)]).title == TITLE
    with pytest.raises(NotAnArticle):
        extract(source)


def test_an_entry_makes_no_article() -> None:
    """A page without text stays refused, whatever its entry says."""
    empty = Page(f"<html><body><h1>{TITLE}</h1><p>Đang cập nhật</p></body></html>".encode())
    with pytest.raises(NotAnArticle):
        extract(empty, hints=[Hint("feed", TITLE, "2019-11-20T08:15:00+07:00", "Bàn giao nhà.")])


def test_hints_are_among_the_candidates() -> None:
    """explain() shows them with their origin."""
    shown = explain(page(), hints=[Hint("sitemap", None, "2019-11-20"), Hint("feed", TITLE)])
    assert {(one.field, one.origin) for one in shown.candidates} >= {("published", "sitemap"), ("title", "feed")}


def test_worker_functions_hand_hints_on() -> None:
    """The crawl's reader and that of kept pages."""
    hint = Hint("listing", TITLE, "20/11/2019")
    fetched = read(page(), SITE, "article", [hint]).article
    assert fetched is not None
    kept, _ = read_job(Job(page(), SITE, hints=(hint,)))
    for article in (fetched, kept, read_kept(page(), SITE, hints=[hint])):
        assert article.origins["published_at"] == "listing"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_teaser_that_is_like_the_entry_is_no_heading(form: str) -> None:
    """The next notice differs by a figure; the page has its own title outside any heading, in any Unicode form."""
    mine, next_one = (f"Thông báo tuyển dụng {number} viên chức giáo dục huyện Đông Lạc" for number in (13, 5))
    own = unicodedata.normalize(form, mine)
    source = (
        "<html><head><meta charset='utf-8'><title>Cổng thông tin</title></head><body>"
        f"<div class='view'><div class='x'>{own}</div><div>{TEXT}{TEXT}</div></div>"
        f"<ul><li><a href='/tin/5.html'>{next_one}</a></li></ul></body></html>"
    )
    found = extract(Page(source.encode(), "https://a.example.vn/tin/13.html"), hints=[Hint("listing", mine)])
    assert found.title == mine
