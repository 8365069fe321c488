"""From a start URL with nothing else said, a crawl finds every post, however the site lists them; and traps end."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from sqlalchemy import Engine, select

from archive.crawling import SiteRun, crawl_sites
from archive.reextract import reextract
from models.database import reading
from models.home import home as home_folder
from models.tables import ArticleRow, LinkRow, PageRow
from pipelines.warc import Record, records
from tests.tiny import Answer, Asked, listing, post, served

XML = {"Content-Type": "application/xml"}


def crawl(engine: Engine, name: str, **options: object) -> SiteRun:
    [run] = crawl_sites(engine, [name], **options)  # type: ignore[arg-type]
    return run


def stored(engine: Engine) -> set[int]:
    """The numbers of the posts that are in the archive."""
    with reading(engine) as session:
        return {int(re.findall(r"\d+", url or "")[-1]) for url in session.scalars(select(ArticleRow.url))}


def links(engine: Engine) -> dict[str, tuple[str, str, str | None]]:
    """Path -> kind, state and reason, of every row of the ledger."""
    with reading(engine) as session:
        rows = session.execute(select(LinkRow.url, LinkRow.kind, LinkRow.state, LinkRow.reason))
        return {"/" + url.split("/", 3)[3]: (kind, state, reason) for url, kind, state, reason in rows}


def bai(*numbers: int) -> dict[str, Answer]:
    return {f"/bai/{number}.html": post(number) for number in numbers}


def xml(source: str) -> Answer:
    return Answer(source, headers=XML)


def urls(site: str, *paths: str) -> str:
    return "".join(f"<url><loc>{site}{path}</loc></url>" for path in paths)


def test_posts_that_only_feeds_and_sitemaps_list_are_found(engine: Engine, home: Path) -> None:
    """A feed that the page names; an index that robots.txt names, with a gzipped, a dead, a hostile sitemap."""
    link = '<link rel="alternate" type="application/rss+xml" href="/tin.xml">'
    answers = {
        "/tin": Answer(str(listing("/bai/1.html").body).replace("<body>", f"<head>{link}</head><body>")),
        **bai(1, 2, 3, 4),
    }
    with served(answers) as site:
        site.answers["/robots.txt"] = Answer(f"User-agent: *\nAllow: /\nSitemap: {site.url}/chi-muc.xml\n")
        site.answers["/tin.xml"] = xml(
            f"<rss><item><title>Tin hai</title><link>{site.url}/bai/2.html</link>"
            "<pubDate>Tue, 11 May 2021 10:00:00 +0700</pubDate></item></rss>"
        )
        index = "".join(f"<sitemap><loc>{site.url}/{name}</loc></sitemap>" for name in ("a.xml.gz", "b.xml", "c.xml"))
        site.answers["/chi-muc.xml"] = xml(f"<sitemapindex>{index}</sitemapindex>")
        packed = gzip.compress(f"<urlset>{urls(site.url, '/bai/3.html', '/bai/4.html')}</urlset>".encode())
        site.answers["/a.xml.gz"] = Answer(packed, headers={"Content-Type": "application/gzip"})
        site.answers["/c.xml"] = xml('<!DOCTYPE a [<!ENTITY b "x">]><urlset><url><loc>/bai/&b;</loc></url></urlset>')
        name = site.write_site(home)
        run = crawl(engine, name)
        assert run.outcome == "finished"
        assert stored(engine) == {1, 2, 3, 4}
        assert links(engine)["/c.xml"] == ("feed", "dropped", "xml entities")
        assert run.counts["feeds.fetched"] == 3
        assert "/sitemap.xml" not in site.asked, "robots.txt says where they are"
        for _ in range(3):
            crawl(engine, name)
    assert site.asked["/b.xml"] == 3, "what was not there thrice is not asked for again"
    assert site.asked["/c.xml"] == 3
    with reading(engine) as session:
        hints = session.scalars(select(LinkRow.hints).where(LinkRow.url.endswith("/bai/2.html"))).one()
    assert hints == [{"origin": "feed", "title": "Tin hai", "published": "Tue, 11 May 2021 10:00:00 +0700"}]


def test_a_feed_that_shows_nothing_new_is_asked_for_less_often(engine: Engine, home: Path) -> None:
    """Once a week, after the third time; --full asks at once. What the start page lists is always looked at."""
    with served({"/tin": listing("/bai/1.html"), **bai(1)}) as site:
        site.answers["/sitemap.xml"] = xml(f"<urlset>{urls(site.url, '/bai/1.html')}</urlset>")
        name = site.write_site(home)
        for _ in range(5):
            crawl(engine, name)
        assert (site.asked["/tin"], site.asked["/sitemap.xml"]) == (5, 4)
        crawl(engine, name, full=True)
    assert site.asked["/sitemap.xml"] == 5


def test_a_listings_date_is_the_posts_where_its_page_has_none(engine: Engine, home: Path) -> None:
    undated = Answer(re.sub(r"<div>Thứ ba.*?</div>", "", str(post(1).body)))
    entries = "".join(
        f'<li><a href="/bai/{n}.html">Tin về việc sửa đường trong phường, bài {n}</a> <i>0{n}/03/2020 07:30</i></li>'
        for n in (1, 2)
    )
    with served(
        {"/tin": Answer(f"<html><body><ul>{entries}</ul></body></html>"), **bai(2), "/bai/1.html": undated}
    ) as site:
        crawl(engine, site.write_site(home))
    with reading(engine) as session:
        found = {
            row.url[-6]: (row.published_at, row.origins["published_at"]) for row in session.scalars(select(ArticleRow))
        }
    assert found["1"] == ("2020-03-01T07:30:00+07:00", "listing")
    assert found["2"][1] == "visible"
    counts: Counter[str] = Counter()
    reextract(engine, "tiny", counts)
    assert (counts["read"], counts["stored.unchanged"]) == (2, 2), "read again, the listing's date is not forgotten"


def row(*numbers: int) -> str:
    """A listing's entries, with dates."""
    return "".join(
        f'<li><a href="/bai/{n}.html">Tin về việc sửa đường trong phường, bài {n}</a> <i>11/05/2021</i></li>'
        for n in numbers
    )


def page(*numbers: int, more: str = "") -> Answer:
    return Answer(f"<html><head><title>Trang tin</title></head><body><ul>{row(*numbers)}</ul>{more}</body></html>")


def test_sections_are_followed_from_the_front_page(engine: Engine, home: Path) -> None:
    """Whatever is linked there and is a run of posts; what is none is left alone, whatever it is called."""
    menu = "".join(
        f'<li><a href="{path}">{text}</a></li>'
        for path, text in (
            ("/van-hoa", "Văn hóa"),
            ("/kinh-te", "Kinh tế"),
            ("/lien-he", "Liên hệ"),
            ("/dang-nhap", "Đăng nhập"),
        )
    )
    answers = {
        "/": page(1, 2, more=f"<nav>{menu}</nav>"),
        "/van-hoa": page(3, 4, 5, 6, 7, more='<a href="/van-hoa/trang-2.htm">2</a>'),
        "/van-hoa/trang-2.htm": page(8),
        "/kinh-te": page(9, 10, 11),
        "/lien-he": Answer("<html><body><h1>Liên hệ</h1><p>Số 1 đường Bờ Sông.</p></body></html>"),
        **bai(*range(1, 12)),
    }
    with served(answers) as site:
        name = site.write_site(home, start=f"{site.url}/")
        crawl(engine, name)
        assert stored(engine) == set(range(1, 12))
        found = links(engine)
        assert (found["/van-hoa"][:2], found["/kinh-te"][:2]) == (("listing", "fetched"), ("listing", "fetched"))
        assert found["/lien-he"][:2] == ("section", "dropped")
        site.answers["/kinh-te"] = page(12, 9, 10, 11)
        site.answers.update(bai(12))
        crawl(engine, name)
    assert 12 in stored(engine)
    assert (site.asked["/lien-he"], site.asked["/dang-nhap"]) == (1, 0)


def grid(number: int, *posts: int, last: int = 3, state: str = "s") -> Answer:
    """A page of a WebForms portal, which knows by its view state and its session where the reader is."""
    numbers = "".join(
        f"""<a href="javascript:__doPostBack('luoi','Page${n}')">{n}</a>""" for n in range(1, last + 1) if n != number
    )
    hidden = f'<input type="hidden" name="__VIEWSTATE" value="{state}{number}">'
    return page(*posts, more=f'<form action="/tin" method="post">{hidden}{numbers}</form>')


def test_a_pager_by_postback_is_followed_with_its_fields_and_its_session(engine: Engine, home: Path) -> None:
    """Its pages are known again in the next crawl; the requests' bodies are kept with the answers."""
    refused: list[Asked] = []

    def tin(asked: Asked) -> Answer:
        if asked.method == "GET":
            first = grid(1, 1, 2)
            return Answer(first.body, headers={"Set-Cookie": "ASP.NET_SessionId=k7; path=/; HttpOnly"})
        sent = parse_qs(asked.body)
        wanted = sent["__EVENTARGUMENT"][0].removeprefix("Page$")
        if "ASP.NET_SessionId=k7" not in asked.headers.get("Cookie", "") or not sent["__VIEWSTATE"][0].startswith("s"):
            refused.append(asked)
        return grid(int(wanted), *{"2": (3, 4), "3": (5,)}[wanted])

    with served({**bai(1, 2, 3, 4, 5)}) as site:
        site.answers["/tin"] = tin
        name = site.write_site(home)
        crawl(engine, name)
        assert stored(engine) == {1, 2, 3, 4, 5}
        assert not refused
        asked = site.asked["/tin"]
        crawl(engine, name)
        assert site.asked["/tin"] == asked + 2, "a later crawl looks two pages deep"
    with reading(engine) as session:
        keys = [key for key in session.scalars(select(LinkRow.key).order_by(LinkRow.key)) if "#" in key]
        kept = session.execute(select(PageRow.warc_file)).scalars().first()
    assert [key.partition("#")[2] for key in keys] == ["luoi=2", "luoi=3"]
    assert kept is not None
    found = records(home_folder().warc / kept)
    assert sum(b"__EVENTARGUMENT=Page%242" in one.data for one in found if isinstance(one, Record)) == 2


def test_what_a_button_gets_in_the_background_is_asked_for_where_the_site_file_names_it(
    engine: Engine, home: Path
) -> None:
    """HTML in JSON, page by page, until one shows no post."""
    chunk = lambda *numbers: Answer(  # noqa: E731
        '{"ok": true, "html": ' + '"' + row(*numbers).replace('"', '\\"') + '"}',
        headers={"Content-Type": "application/json"},
    )
    answers = {
        "/tin": page(1, 2),
        "/them?trang=1": chunk(1, 2),
        "/them?trang=2": chunk(3, 4),
        "/them?trang=3": Answer('{"ok": true, "html": ""}', headers={"Content-Type": "application/json"}),
        **bai(1, 2, 3, 4),
    }
    with served(answers) as site:
        crawl(engine, site.write_site(home, more=f"{site.url}/them?trang={{page}}"))
    assert stored(engine) == {1, 2, 3, 4}
    assert "/them?trang=4" not in site.asked


def test_an_endless_calendar_ends(engine: Engine, home: Path) -> None:
    """Its days bring what they have; when two months have shown nothing new it is left."""

    def month(asked: Asked) -> Answer:
        number = int(asked.path.partition("thang=")[2].partition("&")[0] or 0)
        day = int(asked.path.partition("ngay=")[2] or 0)
        days = "".join(f'<td><a href="/tin?thang={number}&ngay={n}">{n}</a></td>' for n in range(1, 29))
        table = f'<table><tr><td><a href="/tin?thang={number - 1}">«</a></td>{days}</tr></table>'
        return page(*((3,) if (number, day) == (-1, 7) else (1, 2)), more=table)

    with served({**bai(1, 2, 3)}) as site:
        site.answers["/tin"] = month
        for number in range(0, -40, -1):
            site.answers[f"/tin?thang={number}"] = month
            site.answers.update({f"/tin?thang={number}&ngay={day}": month for day in range(1, 29)})
        run = crawl(engine, site.write_site(home))
    assert run.outcome == "finished"
    assert stored(engine) == {1, 2, 3}
    asked = sum(count for path, count in site.asked.items() if "thang=" in path)
    assert 62 <= asked <= 62 + 3 * 29


def test_traps_end_and_are_told(engine: Engine, home: Path) -> None:
    """A pager that never ends, sessions in paths, errors served as pages, a log-in, a redirect that goes round."""
    session = "/(S(a1b2c3d4e5f6a7b8c9d0e1f2))"

    def endless(asked: Asked) -> Answer:
        number = int(asked.path.rpartition("=")[2]) + 1
        return page(4, more=f'<a href="/tin?page={number}">{number}</a>')

    paths = [
        "/bai/1.html",
        f"{session}/bai/1.html",
        "/bai/vang-404.html",
        "/bai/kin.html",
        "/bai/vong.html",
        "/bai/ve-9.html",
    ]
    items = "".join(f'<li><a href="{path}">Tin về việc sửa đường trong phường, {path}</a></li>' for path in paths)
    first = Answer(f'<html><body><ul>{items}</ul><a href="/tin?page=2">2</a></body></html>')
    answers = {
        "/tin": first,
        "/": page(1, 4, 5, 6, 7),
        "/bai/vang-404.html": Answer(
            "<html><body><h1>Không tìm thấy trang</h1><p>Trang không tồn tại.</p></body></html>"
        ),
        "/bai/kin.html": Answer(
            '<html><body><h1>Đăng nhập</h1><form><input name="a"><input type="password"></form></body></html>'
        ),
        "/bai/vong.html": Answer(status=302, headers={"Location": "/bai/vong.html?lan=2"}),
        "/bai/vong.html?lan=2": Answer(status=302, headers={"Location": "/bai/vong.html"}),
        "/bai/ve-9.html": Answer(status=302, headers={"Location": "/"}),
        **bai(1, 4),
    }
    with served(answers) as site:
        site.answers.update({f"/tin?page={number}": endless for number in range(2, 60)})
        run = crawl(engine, site.write_site(home))
    assert run.outcome == "finished"
    assert stored(engine) == {1, 4}
    found = links(engine)
    assert found["/bai/vang-404.html"][1:] == ("dropped", "error page")
    assert found["/bai/kin.html"][1:] == ("dropped", "login")
    assert found["/bai/vong.html"][1:] == ("dropped", "redirects")
    assert found["/bai/ve-9.html"][1:] == ("dropped", "listing")
    assert sum("page=" in path for path in site.asked) == 2, "the third page shows what the second did"
    assert sum("bai/1.html" in path for path in site.asked) == 1


@pytest.mark.parametrize("more", [{}, {"article": "/bai/[0-9]+"}])
def test_what_looked_like_a_post_and_is_a_listing_is_read_as_one(
    engine: Engine, home: Path, more: dict[str, str]
) -> None:
    path = "/muc-12/hoat-dong-cac-phuong"
    link = f'<h3><a href="{path}">Hoạt động của các phường trong quận</a></h3>'
    abstract = (
        "<p>Từ sáng sớm, bà con đã có mặt để cùng nhau quét dọn, sơn lại hàng rào, trồng thêm cây xanh hai bên.</p>"
    )
    rows = row(2, 3, 4, 5, 6).replace("</li>", f"{abstract}</li>")
    section = Answer(
        f"<html><head><title>Các phường</title></head><body><h1>Các phường</h1><ul>{rows}</ul>"
        '<div><a href="/tin?page=2">2</a> <a href="/tin?page=3">3</a> Trang sau</div></body></html>'
    )
    with served({"/tin": page(1, more=link), path: section, **bai(1, 2, 3, 4, 5, 6)}) as site:
        crawl(engine, site.write_site(home, **more))
    assert stored(engine) == {1, 2, 3, 4, 5, 6}
    assert links(engine)[path][:2] == ("listing", "fetched")


def opened_by_form(*numbers: int, state: str, dated: bool = True, permalink: bool = False) -> Answer:
    """A listing whose headlines call the form; the controls are numbered by row, as a GridView numbers them."""
    rows = "".join(
        f"""<tr><td><a href="javascript:__doPostBack('luoi$ctl{row:02}$lnk','')">Phường mở lớp học, lớp số {n}</a>"""
        f"<span>{f'0{n}/05/2021' if dated else ''}</span></td></tr>"
        for row, n in enumerate(numbers, 2)
    )
    menu = "".join(
        f"""<div><a href="javascript:__doPostBack('menu${n}','')">Giới thiệu về phòng ban số {n}</a></div>"""
        for n in range(4)
    )
    hidden = f'<input type="hidden" name="__VIEWSTATE" value="{state}">'
    return Answer(
        f'<html><body>{menu}<form action="/tin" method="post">{hidden}<table>{rows}</table></form></body></html>'
    )


def test_posts_that_only_a_form_opens_are_archived_under_headline_and_day(engine: Engine, home: Path) -> None:
    """Tomorrow another post stands in their row: their key is what the listing says of them, or the permalink that
    the opened page states. They are fetched once, and read again from their WARC."""
    shown = [(1, 2, 3)]

    def tin(asked: Asked) -> Answer:
        if asked.method == "GET":
            return opened_by_form(*shown[-1], state=f"s{len(shown) - 1}")
        sent = parse_qs(asked.body)
        numbers = shown[int(sent["__VIEWSTATE"][0].removeprefix("s"))]
        number = numbers[int(re.findall(r"ctl(\d+)", sent["__EVENTTARGET"][0])[0]) - 2]
        answer = post(number)
        link = f'<head><link rel="canonical" href="/chi-tiet/lop-hoc-so-{number * 1111}">' if number == 3 else "<head>"
        return Answer(str(answer.body).replace("<head>", link))

    with served({}) as site:
        site.answers["/tin"] = tin
        name = site.write_site(home)
        crawl(engine, name)
        assert site.asked["/tin"] == 1 + 3
        shown.append((4, 1, 2, 3))
        assert crawl(engine, name).counts["stored.new"] == 1
        assert site.asked["/tin"] == 4 + 2, "what was opened is not opened again"
        crawl(engine, name, full=True)
    with reading(engine) as session:
        rows = session.scalars(select(ArticleRow)).all()
        paths = {row.url.split("/", 3)[3].partition("=")[0] for row in rows if row.url}
        assert len({row.key for row in rows}) == 4
        assert sorted(row.title.partition(" đường ")[2] for row in rows) == [
            f"số {n} trước mùa mưa" for n in (1, 2, 3, 4)
        ]
        assert paths == {"tin#postback", "chi-tiet/lop-hoc-so-3333"}
        assert not session.scalars(select(LinkRow.id).where(LinkRow.state == "waiting")).all()
    counts: Counter[str] = Counter()
    reextract(engine, name, counts)
    assert (counts["read"], counts["stored.unchanged"]) == (4, 4)


def test_a_menu_that_calls_the_form_lists_no_posts(engine: Engine, home: Path) -> None:
    with served({"/tin": opened_by_form(1, 2, 3, state="s", dated=False)}) as site:
        run = crawl(engine, site.write_site(home))
    assert run.outcome == "failed"
    assert site.asked["/tin"] == 1
