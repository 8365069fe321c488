"""The second portal's pages: Liferay 7, with a season's banner, "content:" left over, and dates of all posts but its own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from html import escape

from archive.samples import addresses
from archive.samples.bodies import Block, Bullets, Heading, Paragraph, Picture, Table
from archive.samples.html import attribute, links, script, styles, table, text, views, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite
from archive.samples.vcms import listed_path

ROOT = "/web/guest"
BANNER = "Lễ kỷ niệm 75 năm thành lập huyện (19/5/1950 - 19/5/2025) và đón nhận Huân chương Lao động."
MENU = (
    "Giới thiệu",
    "Bộ máy tổ chức",
    "Văn bản",
    "Dịch vụ công",
    "Công khai ngân sách",
    "Quy hoạch",
    "Hỏi đáp",
    "Góp ý dự thảo",
)
GALLERY = "".join(f'<a href="#anh{at}"><img src="/o/theme/gallery/{at}.png" alt=""/></a>' for at in range(1, 9))
VIDEO = '<div class="video"><video controls="controls" width="640"><source src="/documents/35124/9/video.mp4" type="video/mp4"/></video></div>'


@cache
def _shell(site: SampleSite) -> tuple[str, str]:
    """What stands before and after the content of every page."""
    sections = [(f"{ROOT}/{section.path}", section.title) for section in site.outlet.sections]
    menu = "".join(
        f'<li class="dropdown"><a href="#">{name}</a>{links([("#", f"{name} xã {unit}") for unit in site.outlet.towns[0].units[:12]])}</li>'
        for name in MENU
    )
    now = f"{weekday(site.clock)}, {site.clock:%d/%m/%Y} {site.clock:%H:%M}"
    calendar = f"{ROOT}/lich?{addresses.CALENDARS[site.outlet.name]}0"
    before = (
        f'<body class="yui3-skin-sam controls-visible guest-site"><nav class="quick-access-nav"><h1 class="hide-accessible">Điều hướng</h1></nav>'
        f'<div class="container-fluid" id="wrapper"><header id="banner"><h1 class="site-title"><a class="logo" href="{ROOT}">'
        f'<img alt="{site.outlet.title}" src="/image/layout_set_logo?img_id=77"/></a></h1><span class="today">{now}</span>'
        f'<a href="/c/portal/login?p_l_id=35127&amp;redirect=%2Fweb%2Fguest">Đăng nhập</a></header>\n'
        f'<ul class="nav">{menu}</ul>{links(sections, "nav-item")}<a href="{attribute(calendar)}">Lịch làm việc</a>\n'
        f'<div class="season"><span>|</span><p>{BANNER}</p></div>\n<section id="content">\n'
    )
    after = (
        f'</section>\n<div class="portlet-title">Thư viện hình ảnh</div><div class="gallery">{GALLERY}</div>\n'
        f'<div class="portlet-title">Thống kê truy cập</div><p>Đang trực tuyến: {300 + site.count % 97}</p>'
        f"<p>Số lượt truy cập: {1022000 + site.count}</p>\n<footer><p>{site.outlet.title}</p><p>Trưởng Ban Biên tập: Phó Chủ tịch UBND huyện</p>"
        f'<p>Giấy phép số 05/GP-STTTT ngày 02/04/2019</p><a href="{ROOT}/lien-he">Liên hệ</a> <a href="/noi-bo/danh-ba.html">Nội bộ</a></footer></div>\n'
        + script("liferay-foot", 60)
        + "</body></html>\n"
    )
    return before, after


@cache
def _assets() -> str:
    return styles("lfr", 70) + script("liferay", 60)


def _page(site: SampleSite, title: str, content: str, meta: str = "", charset: str = "UTF-8") -> str:
    before, after = _shell(site)
    opening = (
        f'<!DOCTYPE html>\n<html class="ltr" dir="ltr" lang="vi">\n<head><meta content="text/html; charset={charset}" http-equiv="content-type"/>\n'
        f"<title>{escape(title)} - {site.outlet.title}</title>\n{meta}"
    )
    return "".join((opening, _assets(), "</head>\n", before, content, after))


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post, laid out as the second seed dump is. Its canonical address is on a host that nobody serves."""
    head = post.headline
    own = f"https://{site.outlet.host}{addresses.post_path(head)}"
    meta = (
        f'<link href="{own}" rel="canonical"/>\n<meta content="{attribute(head.title)}" property="og:title"/>\n'
        f'<meta content="{own}" property="og:url"/>\n<link href="https://{site.outlet.host}/en{addresses.post_path(head)}" hreflang="en" rel="alternate"/>\n'
    )
    content = "".join((
        '<div class="portlet-body"><div class="asset-full-content"><h2 class="hide-accessible" style="display:none">',
        f'{text(head.title, head)}</h2><div class="journal-content-article"><span class="asset-title">{text(head.title, head)}</span>\n',
        date_line(head),
        f'<div class="summary"><p class="lead"><p><strong>{text(head.opening, head, 0)}</strong></p></p></div>\n',
        '<div class="field"><span class="label">content:</span>\n',
        _body(post),
        f"</div>\n{_attachments(post)}</div>{_tools(head)}</div>\n",
        f'<div class="asset-list">{_teasers(site.newest(8, head.number))}</div>',
        '<div class="field"><span class="label">content:</span></div>\n<div class="field"><span class="label">content:</span></div></div>\n',
    ))  # fmt: skip
    return _page(site, head.title, content, meta, charset)


def date_line(head: Headline) -> str:
    """Most posts show no date; the others have it in brackets with the weekday, or the day alone."""
    if head.precision == "minute":
        return f'<span class="date">({weekday(head.published)}, {head.published:%d/%m/%Y %H:%M})</span>\n'
    return f'<div class="date">Ngày đăng: {head.published:%d/%m/%Y}</div>\n' if head.precision else ""


def _tools(head: Headline) -> str:
    path = addresses.post_path(head)
    return (
        f'<div class="asset-actions"><a href="{path}?p_p_state=pop_up&amp;_viewMode=print">In</a> '
        f'<a href="/en{path}">English</a> <a href="https://www.facebook.com/sharer/sharer.php?u={path}">Chia sẻ</a></div>\n'
    )


def _attachments(post: Post) -> str:
    if not post.files:
        return ""
    paths = [(addresses.attachment_path(post.headline, at, name), name) for at, name in enumerate(post.files)]
    return f'<div class="attachments"><p>Tệp đính kèm:</p>{links(paths, "file")}</div>\n'


def _body(post: Post) -> str:
    head = post.headline
    if head.kind == "video":
        return VIDEO
    blocks = (_block(block, head, at) for at, block in enumerate(post.blocks, 1))
    return "".join(blocks) + _byline(post)


def _byline(post: Post) -> str:
    """The last bold paragraph; a source's name is a link."""
    if not post.byline:
        return ""
    line = escape(post.byline.line)
    if line.startswith("Nguồn: "):
        line = f'Nguồn: <a href="https://{addresses.slug(post.byline.source or "")}.example/">{line.removeprefix("Nguồn: ")}</a>'
    return f'<p style="text-align:right"><strong>{line}</strong></p>\n'


def _block(block: Block, head: Headline, at: int) -> str:
    match block:
        case Paragraph(words):
            return f'<p style="text-align:justify">{text(words, head, at)}</p>\n\n'
        case Heading(words):
            return f'<p style="text-align:justify"><strong>{text(words, head, at)}</strong></p>\n\n'
        case Bullets(items):
            return "<ul>" + "\n".join(f"<li>{text(item, head, at)}</li>" for item in items) + "</ul>\n"
        case Table(rows):
            return table(rows)
        case Picture():
            return _picture(block, head)


def _picture(picture: Picture, head: Headline) -> str:
    image = f'<img alt="" height="400" src="{attribute(addresses.picture_path(head, picture.at))}" width="600"/>'
    caption = f'\n<p style="text-align:center"><em>{text(picture.caption, head, 0)}</em></p>' if picture.caption else ""
    return f'<p style="text-align:center">{image}</p>{caption}\n\n'


def _teasers(heads: Iterable[Headline]) -> str:
    return "".join(
        f'<div class="item"><a class="thumb" href="{addresses.post_path(one)}"><img alt="" src="/o/theme/thumb/{one.number % 40}.png"/></a>'
        f'<div class="meta">{one.published:%d/%m/%Y} - {views(one)} Lượt xem</div><div class="text">{escape(one.teaser)}</div></div>\n'
        for one in heads
    )


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a listing: each abstract twice, for desktops and telephones; a pager with only Trước and Tiếp theo."""
    here = addresses.listing_path(site.outlet, section, page)
    found = [_abstract(one, listed_path(one, _listed(one, here))) for one in site.page(section, page)]
    copies = "".join(
        f'<div class="visible-desktop">{one}</div><div class="visible-phone">{one}</div>\n' for one in found
    )
    title = section.title if section else "Tin tức"
    return _page(site, title, f'<div class="portlet-title">{title}</div>\n{copies}{_pager(site, section, page)}')


def _listed(head: Headline, listing: str) -> str:
    """One half of the links lead through the asset publisher, with the way back in them."""
    return addresses.publisher_path(head, listing) if head.number % 2 else addresses.post_path(head)


def _abstract(head: Headline, path: str) -> str:
    return (
        f'<h3 class="asset-title"><a href="{attribute(path)}">{text(head.title, head, 0)}</a></h3><div class="meta">{head.published:%d/%m/%Y} - '
        f'{views(head)} Lượt xem</div><div class="asset-summary">{text(head.teaser, head, 0)}</div>'
    )


def _pager(site: SampleSite, section: Section | None, page: int) -> str:
    steps = (("Trước", page - 1), ("Tiếp theo", page + 1))
    pages = range(1, site.pages(section) + 1)
    found = (
        f'<li><a href="{attribute(addresses.listing_path(site.outlet, section, to))}">{name}</a></li>'
        if to in pages
        else f'<li class="disabled"><a href="javascript:;">{name}</a></li>'
        for name, to in steps
    )
    return f'<ul class="lfr-pagination-buttons pager">{"".join(found)}</ul>\n'


def home(site: SampleSite) -> str:
    """The front page: the newest posts."""
    return _page(site, "Trang chủ", "".join(_abstract(one, addresses.post_path(one)) for one in site.newest(12)))


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, title, f"<div class='portlet-title'>{title}</div>{content}")


def printed(site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    words = f"<h2>{text(head.title, head, 0)}</h2><p>{text(head.opening, head, 0)}</p>{_body(post)}"
    return f'<html lang="vi"><head><title>In</title></head><body class="portal-popup" onload="print()">{words}</body></html>'
