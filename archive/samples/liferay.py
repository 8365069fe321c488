"""The second portal's pages: Liferay 7, with a season's banner, "content:" left over, and mostly others' dates."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from archive.samples import addresses
from archive.samples.bodies import Picture
from archive.samples.html import Shapes, attachments, attribute, blocks, links, script, styles, text, views, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite
from archive.samples.templates import Frame, fill, frame

MENU = ("Giới thiệu", "Bộ máy tổ chức", "Văn bản", "Dịch vụ công", "Công khai ngân sách", "Quy hoạch", "Góp ý dự thảo")
VIDEO = '<div class="video"><video controls="controls"><source src="/o/media/clip.mp4" type="video/mp4"/></video></div>'


@lru_cache(maxsize=8)
def _frame(site: SampleSite) -> Frame:
    units = site.outlet.towns[0].units[:14]
    sections = [(f"/web/guest/{section.path}", section.title) for section in site.outlet.sections]
    return frame(
        "liferay",
        site=site.outlet.title,
        assets=styles("lfr", 70) + script("liferay", 60),
        clock=f"{weekday(site.clock)}, {site.clock:%d/%m/%Y} {site.clock:%H:%M}",
        menu="".join(
            f'<li><a href="#">{name}</a>{links([("#", f"{name} {unit}") for unit in units])}</li>' for name in MENU
        ),
        sections=links(sections, "nav-item"),
        calendar=attribute(f"/web/guest/lich?{addresses.CALENDARS[site.outlet.name]}0"),
        gallery="".join(f'<a href="#anh{at}"><img src="/o/theme/gallery/{at}.png" alt=""/></a>' for at in range(1, 9)),
        online=300 + site.count % 97,
        visits=1_022_000 + site.count,
        scripts=script("liferay-foot", 60),
    )


def _page(site: SampleSite, title: str, content: str, meta: str = "", charset: str = "UTF-8") -> str:
    return _frame(site).page(title=escape(title), content=content, meta=meta, charset=charset)


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post, laid out as the second seed dump is."""
    head = post.headline
    content = fill(
        "liferay-article",
        title=text(head.title, head),
        date=date_line(head),
        lead=text(head.opening, head, 0),
        body=_body(post),
        attachments=attachments(post, "Tệp đính kèm:"),
        url=addresses.post_path(head),
        teasers=_teasers(site.newest(8, head.number)),
    )
    return _page(site, head.title, content, _meta(head), charset)


def _meta(head: Headline) -> str:
    """The canonical address is on a host that nobody serves."""
    own = f"https://{head.outlet.host}{addresses.post_path(head)}"
    english = f"https://{head.outlet.host}/en{addresses.post_path(head)}"
    return (
        f'<link href="{own}" rel="canonical"/>\n<link href="{english}" hreflang="en" rel="alternate"/>\n'
        f'<meta content="{attribute(head.title)}" property="og:title"/>\n<meta content="{own}" property="og:url"/>\n'
    )


def date_line(head: Headline) -> str:
    """Most posts show no date; the others have it in brackets with the weekday, or the day alone."""
    if head.precision == "minute":
        return f'<span class="date">({weekday(head.published)}, {head.published:%d/%m/%Y %H:%M})</span>\n'
    return f'<div class="date">Ngày đăng: {head.published:%d/%m/%Y}</div>\n' if head.precision else ""


def _body(post: Post) -> str:
    head = post.headline
    if head.kind == "video":
        return VIDEO
    return "".join(blocks(post, SHAPES)) + _byline(post)


def _byline(post: Post) -> str:
    """The last bold paragraph; a source behind its label is a link."""
    if not post.byline:
        return ""
    line, label = post.byline.line, "Nguồn: "
    if line.startswith(label):
        paper = line.removeprefix(label)
        line = f'{label}<a href="https://{addresses.slug(paper)}.example/">{paper}</a>'
    return f'<p style="text-align:right"><strong>{line}</strong></p>\n'


def _paragraph(words: str, _head: Headline) -> str:
    return f'<p style="text-align:justify">{words}</p>\n\n'


def _heading(words: str, head: Headline) -> str:
    return _paragraph(f"<strong>{words}</strong>", head)


def _picture(picture: Picture, head: Headline) -> str:
    image = f'<img alt="" height="400" src="{attribute(addresses.picture_path(head, picture.at))}" width="600"/>'
    words = text(picture.caption, head, 0) if picture.caption else ""
    caption = f'<p style="text-align:center"><em>{words}</em></p>\n' if words else ""
    return f'<p style="text-align:center">{image}</p>\n{caption}\n'


SHAPES = Shapes(_paragraph, _heading, _picture)


def _teasers(heads: Iterable[Headline]) -> str:
    """Other posts: their dates, view counts and beginnings, without their titles."""
    return "".join(
        f'<div class="item"><a class="thumb" href="{addresses.post_path(one)}">'
        f'<img alt="" src="/o/theme/thumb/{one.number % 40}.png"/></a>'
        f'<div class="meta">{one.published:%d/%m/%Y} - {views(one)} Lượt xem</div>'
        f'<div class="text">{escape(one.teaser)}</div></div>\n'
        for one in heads
    )


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a listing: each abstract twice, for desktops and telephones; a pager of only Trước and Tiếp theo."""
    here = addresses.listing_path(site.outlet, section, page)
    found = [_abstract(one, addresses.listed_path(one, _listed(one, here))) for one in site.page(section, page)]
    copies = (f'<div class="visible-desktop">{one}</div><div class="visible-phone">{one}</div>\n' for one in found)
    title = section.title if section else "Tin tức"
    content = f'<div class="portlet-title">{title}</div>\n{"".join(copies)}{_pager(site, section, page)}'
    return _page(site, title, content)


def _listed(head: Headline, listing: str) -> str:
    """One half of the links lead through the asset publisher, with the way back in them."""
    return addresses.publisher_path(head, listing) if head.number % 2 else addresses.post_path(head)


def _abstract(head: Headline, path: str) -> str:
    return (
        f'<h3 class="asset-title"><a href="{attribute(path)}">{text(head.title, head, 0)}</a></h3>'
        f'<div class="meta">{head.published:%d/%m/%Y} - {views(head)} Lượt xem</div>'
        f'<div class="asset-summary">{text(head.teaser, head, 0)}</div>'
    )


def _pager(site: SampleSite, section: Section | None, page: int) -> str:
    pages = range(1, site.pages(section) + 1)
    steps = "".join(
        f'<li><a href="{attribute(addresses.listing_path(site.outlet, section, to))}">{name}</a></li>'
        if to in pages
        else f'<li class="disabled"><a href="javascript:;">{name}</a></li>'
        for name, to in (("Trước", page - 1), ("Tiếp theo", page + 1))
    )
    return f'<ul class="lfr-pagination-buttons pager">{steps}</ul>\n'


def home(site: SampleSite) -> str:
    """The front page: the newest posts."""
    return _page(site, "Trang chủ", "".join(_abstract(one, addresses.post_path(one)) for one in site.newest(12)))


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, title, f'<div class="portlet-title">{title}</div>{content}')


def printed(_site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    words = f"<h2>{text(head.title, head, 0)}</h2><p>{text(head.opening, head, 0)}</p>{_body(post)}"
    return f'<html lang="vi"><head><title>In</title></head><body class="portal-popup">{words}</body></html>'
