"""Feeds and sitemaps: what they list, with titles and dates; what is refused, and what is bounded."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.article import Hint, NotAnArticle, Page
from models.site import Site
from pipelines.feeds import read_feed
from pipelines.listing import read_listing_for_machines

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Phường Bến Sỏi</title>
<link>http://phuong.example/</link>
<item><title>Kè bờ sông &amp; đường dạo&nbsp;mới</title><link>http://phuong.example/ke?id=7&ma=2</link>
<media:title>Ảnh: bờ sông</media:title><pubDate>Wed, 20 Nov 2019 08:15:00 +0700</pubDate>
<description><![CDATA[<a href="/ke"><img src="/1.jpg"></a></br>Đoạn kè dài 300 mét đã xong.]]></description></item>
<item><title>Không có địa chỉ</title></item>
<item><guid>http://phuong.example/chi-guid</guid><title>Chỉ có mã</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">Hội chợ &lt;b&gt;xuân&lt;/b&gt;</title>
<link rel="enclosure" href="http://phuong.example/a.mp3"/><link href="http://phuong.example/hoi-cho"/>
<published>2020-01-15T09:00:00+07:00</published><updated>2021-01-01T00:00:00Z</updated>
<summary>Mở cửa ba ngày.</summary></entry></feed>"""
JSON_FEED = """{"version": "https://jsonfeed.org/version/1.1", "items": [
{"id": "1", "url": "http://phuong.example/cay-xanh", "title": "Trồng cây xanh",
 "date_published": "2021-02-03T07:00:00+07:00"},
{"id": "khong-dia-chi"}, 7]}"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>http://phuong.example/hop-dan</loc><image:image><image:loc>http://phuong.example/1.jpg</image:loc>
<image:title>Ảnh họp</image:title></image:image><news:news><news:publication_date>2021-05-11</news:publication_date>
<news:title>Họp dân bàn việc nước sạch</news:title></news:news></url>
<url><loc>http://phuong.example/gioi-thieu</loc><lastmod>2021-05-12</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://phuong.example/sitemap-1.xml</loc><lastmod>2021-05-11</lastmod></sitemap>
<sitemap><loc>http://phuong.example/sitemap-2.xml</loc></sitemap></sitemapindex>"""


def test_rss_says_title_date_and_abstract() -> None:
    """References that only HTML knows, bare ampersands, HTML in an abstract, titles of pictures: all of real feeds."""
    first, second = read_feed(RSS.encode()).entries
    assert first.url == "http://phuong.example/ke?id=7&ma=2"
    assert first.hint == Hint(
        "feed", "Kè bờ sông & đường dạo mới", "Wed, 20 Nov 2019 08:15:00 +0700", "Đoạn kè dài 300 mét đã xong."
    )
    assert (second.url, second.hint.published) == ("http://phuong.example/chi-guid", None)


def test_atom_and_json_feeds_are_read_as_well() -> None:
    """When an entry was changed is not when it was published."""
    [atom] = read_feed(ATOM.encode()).entries
    assert (atom.url, atom.hint) == (
        "http://phuong.example/hoi-cho",
        Hint("feed", "Hội chợ xuân", "2020-01-15T09:00:00+07:00", "Mở cửa ba ngày."),
    )
    [item] = read_feed(JSON_FEED.encode()).entries
    assert (item.url, item.hint) == (
        "http://phuong.example/cay-xanh",
        Hint("feed", "Trồng cây xanh", "2021-02-03T07:00:00+07:00"),
    )


def test_a_news_sitemap_has_titles_and_dates_and_a_plain_entry_has_none() -> None:
    news, plain = read_feed(NEWS.encode()).entries
    assert (news.hint, news.is_post) == (Hint("sitemap", "Họp dân bàn việc nước sạch", "2021-05-11"), True)
    assert (plain.hint, plain.is_post) == (Hint("sitemap"), False)


def test_an_index_names_sitemaps_and_when_they_changed() -> None:
    assert read_feed(gzip.compress(INDEX.encode())).sitemaps == (
        ("http://phuong.example/sitemap-1.xml", "2021-05-11"),
        ("http://phuong.example/sitemap-2.xml", ""),
    )


def test_a_sitemap_may_be_a_list_of_lines() -> None:
    found = read_feed(b"http://phuong.example/1\r\nhttp://phuong.example/2\n")
    assert [entry.url for entry in found.entries] == ["http://phuong.example/1", "http://phuong.example/2"]


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><rss><item><link>http://x/&b;</link></item></rss>'
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><item><title>&a;</title></item></rss>'


@pytest.mark.parametrize("source", [BOMB, OUTSIDE, OUTSIDE.lower()])
@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_document_that_declares_entities_is_refused(source: str, charset: str) -> None:
    with pytest.raises(NotAnArticle, match="xml entities"):
        read_feed(source.encode(charset))


def test_a_feed_that_unpacks_to_more_than_is_allowed_is_refused() -> None:
    with pytest.raises(NotAnArticle, match="too large"):
        read_feed(gzip.compress(b"<rss>" + b" " * 60_000_000, 9))


@pytest.mark.parametrize(
    "body", [b"", b"<", b"<html><body>404</body></html>", b"{}", b"[1]", b"\x1f\x8b\x08zz", b"mot hai"]
)
def test_anything_else_is_no_feed(body: bytes) -> None:
    with pytest.raises(NotAnArticle, match="not a feed"):
        read_feed(body)


def test_what_stands_before_a_break_is_read() -> None:
    whole = RSS.encode()
    assert [entry.url for entry in read_feed(whole[: whole.index(b"<guid>")]).entries][:1] == [
        "http://phuong.example/ke?id=7&ma=2"
    ]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_feed_or_none(body: bytes) -> None:
    """… and nothing but the verdict is raised."""
    for source in (body, b"<rss>" + body, b"{" + body):
        with suppress(NotAnArticle):
            assert all(entry.url for entry in read_feed(source).entries)


def listed(source: str, **keys: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Posts and sections of a feed, by path."""
    site = Site.model_validate({"name": "phuong", "start": ("http://phuong.example/",), **keys})
    found = read_listing_for_machines(Page(source.encode(), "http://phuong.example/sitemap.xml"), site)
    bare = [tuple(url.removeprefix("http://phuong.example") for url in urls) for urls in (found.posts, found.sections)]
    return bare[0], bare[1]


MAP = (
    "<urlset>"
    + "".join(
        f"<url><loc>{url}</loc></url>"
        for url in (
            "http://phuong.example/",
            "http://phuong.example/gioi-thieu",
            "http://phuong.example/tin/hop-dan-ban-viec-nuoc-sach.html",
            "http://phuong.example/chi-tiet/48213",
            "http://phuong.example/dang-nhap",
            "http://phuong.example/van-ban/12.pdf",
            "http://elsewhere.example/tin/mot-tin-cua-noi-khac.html",
        )
    )
    + "</urlset>"
)


def test_of_a_plain_sitemap_what_looks_like_a_post_is_one_and_the_rest_may_be_listings() -> None:
    """Other hosts, forms and files are left out."""
    assert listed(MAP) == (("/tin/hop-dan-ban-viec-nuoc-sach.html", "/chi-tiet/48213"), ("/gioi-thieu",))


def test_where_the_site_file_says_what_a_post_is_nothing_else_is_taken() -> None:
    assert listed(MAP, article=r"/tin/") == (("/tin/hop-dan-ban-viec-nuoc-sach.html",), ())
