"""What a listing page links to: posts, later pages, sections; and what looks like one of them and is not."""

from __future__ import annotations

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
