"""What a listing page links to: posts, later pages, sections; and what looks like one of them and is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.article import Page
from models.site import Site
from pipelines.listing import Listing, read_listing

START = "http://portal.example/tin"


def read(*links: str, url: str = START, **keys: object) -> Listing:
    """The links of a page; each link is "target text" or markup of its own."""
    items = "".join(
        link if link.startswith("<") else '<li><a href="{}">{}</a></li>'.format(*link.split(" ", 1)) for link in links
    )
    site = Site.model_validate({"name": "portal", "start": (START,), **keys})
    return read_listing(Page(f"<html><body><ul>{items}</ul></body></html>".encode(), url), site)


HEADLINE = "Quận họp bàn việc chỉnh trang hè phố"


@pytest.mark.parametrize(
    "path",
    [
        "/tin/huong-dan-dang-ky-ket-hon-123.html",
        "/du-lich/le-hoi-den-hung-2.html",
        "/tim-kiem-nguoi-mat-tich-123.html",
        "/news/voter-register-opens-monday.html",
        "/feed-the-poor.html",
    ],
)
def test_a_post_about_what_a_trap_is_called_is_a_post(path: str) -> None:
    assert read(f"{path} {HEADLINE}").posts == (f"http://portal.example{path}",)


@pytest.mark.parametrize(
    "path",
    [
        "/dang-nhap",
        "/dang-ky.html",
        "/lich",
        "/tim-kiem?q=a",
        "/rss/tin.xml",
        "/c/portal/login",
        "/tin?ngay=3",
        "/a.pdf",
    ],
)
def test_forms_calendars_feeds_and_files_are_no_posts(path: str) -> None:
    assert read(f"{path} {HEADLINE}").posts == ()


def test_what_the_site_file_calls_an_article_is_no_trap() -> None:
    assert read(f"/lich/7 {HEADLINE}", article=(r"/lich/\d+",)).posts == ("http://portal.example/lich/7",)


def test_two_links_to_a_post_are_one_post_and_short_texts_are_none() -> None:
    found = read(f"/tin/1.html {HEADLINE}", "/tin/1.html Xem", "/gioi-thieu Giới thiệu")
    assert found.posts == ("http://portal.example/tin/1.html",)
    assert found.sections == ("http://portal.example/gioi-thieu",)


@pytest.mark.parametrize(
    ("link", "page"),
    [
        ("/tin?page=2 2", "/tin?page=2"),
        ("/tin/trang-2.htm 2", "/tin/trang-2.htm"),
        (
            "/tin?p_p_id=101_INSTANCE_x&_101_INSTANCE_x_cur=2 Tiếp theo",
            "/tin?p_p_id=101_INSTANCE_x&_101_INSTANCE_x_cur=2",
        ),
        ('<li><a href="#" onclick="self.location=\'/tin?_x_pagenum=2&fromDay=22\'">2</a></li>', "/tin?_x_pagenum=2"),
        ("/tin-page1 2", "/tin-page1"),
    ],
)
def test_pagers_are_known_by_their_number_wherever_it_stands(link: str, page: str) -> None:
    assert read(link).pages == (f"http://portal.example{page}",)


def test_only_pages_after_this_one_are_followed_nearest_first() -> None:
    found = read("/tin?page=9 9", "/tin?page=1 1", "/tin?page=4 Tiếp", "/tin?page=3 3", url=f"{START}?page=3")
    assert found.pages == (f"{START}?page=4", f"{START}?page=9")


def test_links_off_the_site_and_ignored_ones_are_left_alone() -> None:
    found = read(f"http://elsewhere.example/1.html {HEADLINE}", f"/in/1.html {HEADLINE}", ignore=("/in/",))
    assert found == Listing()


ENTRY = (
    '<div class="x"><div><a href="{0}"><img src="/1.jpg"></a></div><div><h3><a href="{0}">{1}</a></h3>'
    "<a href='/muc'>Đời sống</a><span>{2}</span><p>{3}</p></div></div>"
)
ABSTRACT = "Sau ba tháng thi công, tuyến đường dài hai cây số đã được thông xe."


def entry(path: str, title: str = HEADLINE, date: str = "05/03/2021 09:51", abstract: str = ABSTRACT) -> str:
    return ENTRY.format(path, title, date, abstract)


def test_an_entry_says_title_date_and_abstract_of_its_post() -> None:
    found = read(*(entry(f"/tin/{number}.html") for number in range(3)))
    assert found.posts == tuple(f"http://portal.example/tin/{number}.html" for number in range(3))
    assert found.hints[found.posts[0]].title == HEADLINE
    assert found.hints[found.posts[0]].published == "05/03/2021 09:51"
    assert ABSTRACT in (found.hints[found.posts[0]].abstract or "")


def test_what_belongs_to_an_entry_is_known_where_nothing_encloses_it() -> None:
    flat = "".join(
        f'<h3><a href="/tin/{n}.html">{HEADLINE} {n}</a></h3><p>Thứ ba, {n}/5/2021</p><p>{ABSTRACT}</p>'
        for n in (3, 4, 5)
    )
    found = read(f"<div>{flat}</div>")
    assert [found.hints[url].published for url in found.posts] == [f"Thứ ba, {n}/5/2021" for n in (3, 4, 5)]


def test_a_date_in_two_parts_is_one_and_a_date_for_machines_is_preferred() -> None:
    two = "<i>01/03/2026</i> <b>09:51</b>"
    told = '<time datetime="2026-03-01T09:51:00+07:00">hôm qua</time>'
    found = read(entry("/tin/1.html", date=two), entry("/tin/2.html", date=told))
    assert [found.hints[url].published for url in found.posts] == ["01/03/2026 09:51", "2026-03-01T09:51:00+07:00"]


def test_a_date_in_an_abstract_is_not_the_posts() -> None:
    found = read(
        entry("/tin/1.html", date="", abstract="Từ ngày 5/3/2021, các phường bắt đầu nhận hồ sơ tại nhà văn hóa.")
    )
    assert found.hints[found.posts[0]].published is None


def test_a_short_title_in_a_row_of_headlines_is_a_post() -> None:
    """And the same words in a menu are a section."""
    found = read(
        *(entry(f"/tin/{n}.html") for n in (1, 2, 3)), entry("/tin/4.html", "Thư chúc tết"), "/lien-he Liên hệ"
    )
    assert found.posts[-1] == "http://portal.example/tin/4.html"
    assert found.sections == ("http://portal.example/muc", "http://portal.example/lien-he")


def test_links_that_all_say_the_same_are_known_by_the_headlines_beside_them() -> None:
    """But not what leads on from a box of several posts."""
    block = '<div><h3>{} {n}</h3><p>0{n}/05/2021</p><p>{}</p><a href="/tin/{n}.html">Chi tiết</a></div>'
    boxes = "".join(
        f'<section>{entry(f"/bai/{n}1.html")}{entry(f"/bai/{n}2.html")}<a href="/muc/{n}">Xem thêm</a></section>'
        for n in range(4)
    )
    found = read("".join(block.format(HEADLINE, ABSTRACT, n=n) for n in (3, 4, 5)), boxes)
    assert [url for url in found.posts if "/tin/" in url] == [f"http://portal.example/tin/{n}.html" for n in (3, 4, 5)]
    assert found.hints[found.posts[0]].title == f"{HEADLINE} 3"
    assert found.hints[found.posts[0]].published == "03/05/2021"
    assert not [url for url in found.posts if "/muc/" in url]


def test_a_run_is_counted_whatever_its_classes_are_called() -> None:
    menu = "".join(f'<li><a href="/muc/{n}">Hoạt động của các ban ngành số {n}</a></li>' for n in range(2))
    assert read(*(entry(f"/tin/{n}.html") for n in range(6)), f"<ul>{menu}</ul>").run == 6


def test_an_address_that_says_nothing_is_a_pagers_by_its_row_of_numbers() -> None:
    """The number that nobody links to is this page's."""
    found = read("/tin?start=0 1", "/tin?start=20 3", "/tin?start=30 4", url=f"{START}?start=10")
    assert found.pages == (f"{START}?start=20", f"{START}?start=30")


def test_the_first_page_may_have_an_address_unlike_the_others() -> None:
    """All numbers are links then, its own among them."""
    rows = [f"/danh-sach?tu={8 * n} {n + 1}" for n in range(3)]
    assert read(*rows, url="http://portal.example/").pages == tuple(
        f"http://portal.example/danh-sach?tu={offset}" for offset in (8, 16)
    )
    assert read("/tin/1/ 1", "/tin/2/ 2").pages == ("http://portal.example/tin/2/",)
    assert read("/tin/1/ 1", "/tin/2/ 2", url=f"{START}/3/").pages == ()


def test_numbers_that_lead_to_posts_are_no_pager() -> None:
    """As under pictures that change: the numbers of posts grow by no step."""
    assert read("/bai/913 1", "/bai/907 2", "/bai/911 3").pages == ()


def test_years_and_days_are_no_pager() -> None:
    assert read("/tin/2019 2019", "/tin/2020 2020", "/tin/2021 2021").pages == ()


def test_what_the_page_calls_its_next_one_is_followed() -> None:
    assert read('<li><a rel="next" href="/tin/cu-hon">Cũ hơn</a></li>').pages == ("http://portal.example/tin/cu-hon",)


def test_what_the_site_file_names_as_more_goes_on_by_one() -> None:
    more = "http://portal.example/ajax?muc=3&page={page}"
    found = read(f"/tin/1.html {HEADLINE}", url=more.replace("{page}", "4"), more=(more,))
    assert found.pages == (more.replace("{page}", "5"),)


POSTBACK = (
    '<form action="./tin"><input type="hidden" name="__VIEWSTATE" value="a+b="><input name="tu-khoa" value="">'
    '<input type="checkbox" name="anh"><input type="submit" name="nut" value="Tìm">'
    '<select name="muc"><option value="1">Tất cả</option><option value="2" selected>Tin</option></select>{}</form>'
)


def postback(target: str, argument: str, text: str) -> str:
    return f'<a href="javascript:__doPostBack(&#39;{target}&#39;,&#39;{argument}&#39;)">{text}</a>'


def test_a_postback_sends_the_forms_fields_as_a_browser_would() -> None:
    found = read(POSTBACK.format(postback("ds$pager", "Page$2", "2") + postback("ds$pager", "Page$3", "...")))
    assert [form.place for form in found.forms] == ["ds$pager=2", "ds$pager=3"]
    assert found.forms[0].url == START
    assert found.forms[0].body == (
        "__VIEWSTATE=a%2Bb%3D&tu-khoa=&muc=2&__EVENTTARGET=ds%24pager&__EVENTARGUMENT=Page%242"
    )


def test_pages_of_a_postback_without_numbers_are_known_by_what_is_written_on_them() -> None:
    """Each number has a control of its own, and the next row of numbers the same controls again."""
    row = [postback("ds$p$ctl00", "", "..."), *(postback(f"ds$p$ctl0{n - 5}", "", str(n)) for n in (6, 8)), "&gt;"]
    row.append(postback("ds$p$ctl09", "", "..."))
    site = Site(name="portal", start=(START,))
    page = Page(POSTBACK.format("".join(row)).encode(), START)
    assert [form.place for form in read_listing(page, site, "ds$p=7").forms] == ["ds$p=8", "ds$p=9"]


def calendar(month: int, path: str = "/tin?ngay=2021-{:02}-{:02}") -> str:
    days = "".join(f'<td><a href="{path.format(month, day)}">{day}</a></td>' for day in range(1, 31))
    return f'<table><tr><td><a href="{path.format(month - 1, 1)}">«</a></td>{days}</tr></table>'


def test_a_calendar_beside_posts_leads_to_its_days_and_to_the_month_before() -> None:
    """A day that is still to come has no posts."""
    body = f'<html><body><a href="/tin/1.html">{HEADLINE}</a>{calendar(5)}</body></html>'.encode()
    page = Page(body, START, fetched_at=datetime(2021, 5, 3, 2, tzinfo=UTC))
    found = read_listing(page, Site(name="portal", start=(START,)))
    assert found.days == tuple(f"{START}?ngay=2021-{day}" for day in ("05-01", "05-02", "05-03", "04-01"))


def test_the_month_before_may_have_an_address_of_its_own_kind() -> None:
    """What stands with the days is the calendar's; an arrow elsewhere on the page is not."""
    days = calendar(5, "/ngay/{1}-{0}-2021").replace("/ngay/1-4-2021", "/thang/4-2021")
    found = read(f'<div>{days}</div><p><b><i><u><a href="/tin?o=8">«</a></u></i></b></p>')
    assert [url for url in found.days if "/ngay/" not in url] == ["http://portal.example/thang/4-2021"]


def test_posts_of_a_days_page_are_of_that_day() -> None:
    """Unless they state another date, or stand beside others of which that is not said."""
    url = f"{START}?ngay=2021-05-03"
    undated = [entry(f"/tin/{n}.html", date="") for n in (1, 2)]
    found = read(*undated, entry("/tin/3.html"), url=url)
    assert [(hint.origin, hint.published) for hint in found.hints.values()] == [
        ("calendar", "2021-05-03"),
        ("calendar", "2021-05-03"),
        ("listing", "05/03/2021 09:51"),
    ]
    newest = "".join(f'<b><a href="/tin/{n}.html">{HEADLINE}</a></b>' for n in (8, 9))
    beside = read(*undated, f"<section>{newest}</section>", url=url)
    assert {hint.published for hint in beside.hints.values()} == {None}


def test_feeds_are_found_where_the_page_names_them() -> None:
    links = (
        '<link rel="alternate" type="application/rss+xml" href="/tin.php?kieu=rss">'
        '<link rel="alternate" type="application/rss+xml" href="/tin/comments/feed/">'
        '<link rel="alternate" hreflang="en" href="/en/tin"><a href="/rss/van-hoa.rss">RSS</a><a href="/feed/">RSS</a>'
    )
    assert [url.removeprefix("http://portal.example") for url, _ in read(f"<div>{links}</div>").feeds] == [
        "/tin.php?kieu=rss",
        "/rss/van-hoa.rss",
        "/feed/",
    ]
