"""The first portal's pages: VCMS on an old Liferay, with the date in brackets behind the title and the byline alone at the end."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from archive.samples import addresses
from archive.samples.bodies import Block, Bullets, Heading, Paragraph, Picture, Table
from archive.samples.html import attribute, links, script, styles, table, text, views, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite

ROOT = "/web/vinhphong"
MENU = (
    ("Trang chủ", "trang-chu"),
    ("Tin tức", "tin-tuc"),
    ("Lịch công tác", "lich-cong-tac?p_p_id=8&_8_month=0"),
    ("Liên hệ", "lien-he"),
)
VIDEO = '<object width="480" height="320"><param name="movie" value="/html/player.swf"/><embed src="/html/player.swf"/></object>'
FORM = """<div class="comment-form"><h4>Viết bình luận</h4><form action="#" method="post"><table>
<tr><td>Họ tên:(*)</td><td><input name="hoten"/></td></tr><tr><td>Số điện thoại:</td><td><input name="phone"/></td></tr>
<tr><td>Tiêu đề:(*)</td><td><input name="tieude"/></td></tr><tr><td>Nội dung:(*)</td><td><textarea name="nd"></textarea></td></tr>
<tr><td>Mã xác nhận:</td><td><input name="ma"/> <img src="/captcha.png" alt=""/> <a href="#">Lấy lại mã bảo mật</a></td></tr>
</table><input type="submit" value="Gửi"/></form></div>
"""


@cache
def _shell(site: SampleSite) -> tuple[str, str]:
    """What stands before and after the content of every page."""
    sections = [(f"{ROOT}/{section.path}", section.title) for section in site.outlet.sections]
    menu = links([(f"{ROOT}/{path}", name) for name, path in MENU] + sections, "menu-item")
    now = f"{weekday(site.clock)}, ngày {site.clock:%d/%m/%Y} - {site.clock:%H:%M:%S}"
    login = f"/c/portal/login?p_l_id=20545&redirect={ROOT}/tin-tuc"
    before = (
        f'<body class="vcms"><div id="wrapper"><div id="header"><a href="/"><img src="/html/banner.png" alt="{site.outlet.title}"/></a>'
        f'<div class="clock">{now}</div><a href="{login}">Đăng nhập</a></div>\n<div id="nav">{menu}</div>\n'
        f'<table class="columns"><tr><td class="left">{_left(site)}</td><td class="center">\n'
    )
    after = (
        f'</td><td class="right">{_right(site)}</td></tr></table>\n<div id="footer"><p>Bản quyền thuộc {site.outlet.title}. '
        f"Giấy phép số 12/GP-TTĐT cấp ngày 15/03/2011.</p><p>Địa chỉ: số 1 phố Vạn Xuân, quận Vĩnh Phong.</p>"
        f'<p>Số lượt truy cập: 8.214.{site.count:03d}</p><a href="/noi-bo/danh-ba.html">Nội bộ</a></div></div>\n'
        + script("vcms-foot", 60)
        + "</body></html>\n"
    )
    return before, after


def _left(site: SampleSite) -> str:
    groups = ("Giới thiệu", "Tổ chức bộ máy", "Văn bản pháp quy", "Thủ tục hành chính", "Quy hoạch", "Dự án đầu tư")
    return "".join(
        f"<h3>{name}</h3>" + links([("#", f"{name} {unit}") for unit in site.outlet.towns[0].units]) for name in groups
    )


def _right(site: SampleSite) -> str:
    wards = [("#", f"Cổng thành phần phường {unit}") for unit in site.outlet.towns[0].units]
    return f'<div class="box"><h3>Liên kết website</h3>{links(wards)}</div><div class="box">Đang trực tuyến: 57</div>'


@cache
def _head(site: SampleSite) -> str:
    assets = styles("vcms", 90) + script("vcms", 50)
    return f'<meta http-equiv="Content-Script-Type" content="text/javascript"/>\n<title>{site.outlet.title}</title>\n{assets}</head>\n'


def _page(site: SampleSite, content: str, charset: str = "UTF-8") -> str:
    before, after = _shell(site)
    opening = f'<!DOCTYPE html>\n<html lang="vi"><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"/>\n'
    return "".join((opening, _head(site), before, content, after))


def _link(head: Headline) -> str:
    """As listings of all posts link it: under their own category, now and then with a session in the address."""
    path = addresses.vcms_path(head, "tin-tuc", addresses.VCMS_ALL)
    return path + ";jsessionid=8F3A1C0B77E2D9" if head.number % 7 == 3 else path


def _dated(heads: Iterable[Headline]) -> str:
    return links([(addresses.post_path(one), f"{one.title} ({one.published:%d/%m/%Y})") for one in heads], "other")


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post, laid out as the first seed dump is."""
    head = post.headline
    section = head.section
    content = "".join((
        f'<div class="breadcrumb"><a href="{ROOT}/trang-chu">Trang chủ</a> » <a href="{ROOT}/tin-tuc">Tin tức</a> » ',
        f'<a href="{ROOT}/{section.path}">{section.title}</a></div>\n<div class="vcms-view-content"><h3 class="wd-title">',
        f'<a href="#">{text(head.title, head)}</a> <span class="wd-time">({head.published:%H:%M %d/%m/%Y})</span></h3>\n',
        f'<div class="tools"><a href="/print_article.jsp?printArticleId={addresses.VCMS_FIRST + head.number}">In bài</a> ',
        '<a href="#" onclick="history.back()">Quay lại</a></div>\n',
        _attachments(post),
        f'<div class="wd-content"><p>\n{_body(post)}</p></div>\n',
        f'<p class="wd-actor">{"" if _signs_in_body(post) or not post.byline else post.byline.line}</p></div>\n',
        f"<h4>Các bài mới đăng</h4>{_dated(site.newest(5, head.number))}<h4>Các bài đã đăng :</h4>",
        f'{_dated(site.older(head.number, 6))}<div class="most">Bài viết Xem: {views(head)}</div>\n{FORM}',
    ))  # fmt: skip
    return _page(site, content, charset)


def _attachments(post: Post) -> str:
    if not post.files:
        return ""
    paths = [(addresses.attachment_path(post.headline, at, name), name) for at, name in enumerate(post.files)]
    return f'<div class="attach"><b>Tài liệu đính kèm:</b>{links(paths, "file")}</div>\n'


def _signs_in_body(post: Post) -> bool:
    return post.headline.number % 4 == 0


def _body(post: Post) -> str:
    head = post.headline
    if head.kind == "video":
        return VIDEO
    parts = [_paragraph(text(head.opening, head, 0), head)]
    parts += [block_html(block, head, at) for at, block in enumerate(post.blocks, 1)]
    if _signs_in_body(post) and post.byline:
        parts.append(f'<p style="text-align: right;"><strong>{post.byline.line}</strong></p>\n')
    return "".join(parts)


def _paragraph(words: str, head: Headline) -> str:
    """Some editors write p, others div, with their word processor's styles."""
    if head.number % 5 == 1:
        return f'<div style="text-align: justify;">{words}</div>\n<div>&nbsp;</div>\n'
    return f'<p style="text-align: justify; margin: 6pt 0cm;"><span style="font-size: 14px; font-family: Arial;">{words}</span></p>\n'


def block_html(block: Block, head: Headline, at: int) -> str:
    """A block of the body, in the first portal's editor HTML."""
    match block:
        case Paragraph(words):
            return _paragraph(text(words, head, at), head)
        case Heading(words):
            return f'<p style="text-align: justify;"><strong>{text(words, head, at)}</strong></p>\n'
        case Bullets(items):
            return "<ul>" + "\n".join(f"<li>{text(item, head, at)}</li>" for item in items) + "</ul>\n"
        case Table(rows):
            return table(rows)
        case Picture():
            return _picture(block, head)


def _picture(picture: Picture, head: Headline) -> str:
    image = f'<img alt="" src="{attribute(addresses.picture_path(head, picture.at))}" style="width: 500px; height: 333px;"/>'
    if head.number % 2:
        caption = f'<tr><td class="caption">{text(picture.caption, head, 0)}</td></tr>' if picture.caption else ""
        return f'<table align="center" class="picture"><tbody><tr><td>{image}</td></tr>{caption}</tbody></table>\n'
    caption = (
        f'<p style="text-align: center;"><em>{text(picture.caption, head, 0)}</em></p>\n' if picture.caption else ""
    )
    return f'<p style="text-align: center;">{image}</p>\n{caption}'


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a listing: its posts, the next page's as "Các tin khác", and a pager whose URLs stand only in onclick."""
    items = "".join(_item(site, one, section) for one in site.page(section, page))
    others = _dated(site.page(section, page + 1)[:10])
    title = section.title if section else "Tin tức - Sự kiện"
    return _page(site, f"<h2>{title}</h2>\n{items}<h4>Các tin khác</h4>{others}{_pager(site, section, page)}")


def _item(site: SampleSite, head: Headline, section: Section | None) -> str:
    path = listed_path(head, addresses.post_path(head) if section else _link(head))
    return (
        f'<div class="wd-item"><h3><a href="{path}">{text(head.title, head, 0)}</a></h3><p class="wd-date">Ngay dang: {head.published.day}/'
        f'{head.published:%m/%Y}</p><p class="wd-abstract">{text(head.teaser, head, 0)}</p><a href="{path}">Xem tiếp</a></div>\n'
    )


def listed_path(head: Headline, path: str) -> str:
    """Listings link a few posts by an old address, which redirects."""
    return addresses.old_path(head) if head.number % 50 == 8 else path


def _pager(site: SampleSite, section: Section | None, page: int) -> str:
    last = site.pages(section)
    today = f"&fromDay=1&fromMonth=1&fromYear=2010&toDay={site.clock.day}&toMonth={site.clock.month}&toYear={site.clock.year}"
    shown = [number for number in range(max(1, page - 3), min(last, page + 3) + 1) if number != page]
    numbers = (
        [(str(number), number) for number in shown] + ([("Tiếp", page + 1)] if page < last else []) + [("Cuối", last)]
    )
    found = (
        f'<a href="#" onclick="self.location=\'{attribute(addresses.listing_path(site.outlet, section, to, today))}\'">{name}</a>'
        for name, to in numbers
    )
    return f'<div class="pager">Trang {page}: ' + " ".join(found) + "</div>\n"


def home(site: SampleSite) -> str:
    """The front page: the newest posts of each section."""
    boxes = (f"<h3>{section.title}</h3>{_dated(site.page(section, 1)[:5])}" for section in site.outlet.sections)
    return _page(site, "".join(boxes))


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, f"<h2>{title}</h2>{content}")


def printed(site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    return f'<html><head><title>In bài</title></head><body onload="window.print()"><h3>{text(head.title, head, 0)}</h3>{_body(post)}</body></html>'
