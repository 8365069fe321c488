"""The first portal's pages: VCMS, with the date in brackets behind the title and the byline alone at the end."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from archive.samples import addresses
from archive.samples.bodies import Picture
from archive.samples.html import Shapes, attachments, attribute, blocks, links, script, styles, text, views, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite
from archive.samples.templates import Frame, fill, frame

ROOT = "/web/vinhphong"
CALENDAR = "lich-cong-tac?p_p_id=8&_8_month=0"
MENU = (("Trang chủ", "trang-chu"), ("Tin tức", "tin-tuc"), ("Lịch công tác", CALENDAR), ("Liên hệ", "lien-he"))
LEFT = ("Giới thiệu", "Tổ chức bộ máy", "Văn bản pháp quy", "Thủ tục hành chính", "Quy hoạch", "Dự án đầu tư")
VIDEO = '<object width="480" height="320"><embed src="/html/player.swf?file=clip.flv"/></object>'
CENTRED = '<p style="text-align: center;">'
BODY_STYLE = "font-size: 14px; font-family: Arial;"


@lru_cache(maxsize=8)
def _frame(site: SampleSite) -> Frame:
    sections = [(f"{ROOT}/{section.path}", section.title) for section in site.outlet.sections]
    wards = site.outlet.towns[0].units
    return frame(
        "vcms",
        site=site.outlet.title,
        assets=styles("vcms", 90) + script("vcms", 50),
        clock=f"{weekday(site.clock)}, ngày {site.clock:%d/%m/%Y} - {site.clock:%H:%M:%S}",
        menu=links([*((f"{ROOT}/{path}", name) for name, path in MENU), *sections], "menu-item"),
        left="".join(f"<h3>{name}</h3>" + links([("#", f"{name} phường {ward}") for ward in wards]) for name in LEFT),
        right=links([("#", f"Cổng thành phần phường {ward}") for ward in wards]),
        visits=f"8.214.{site.count:03d}",
        scripts=script("vcms-foot", 60),
    )


def _page(site: SampleSite, content: str, charset: str = "UTF-8") -> str:
    return _frame(site).page(content=content, charset=charset)


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post, laid out as the first seed dump is."""
    head = post.headline
    signs = post.byline.line if post.byline and not _signs_in_body(head) else ""
    content = fill(
        "vcms-article",
        section=head.section.title,
        section_url=f"{ROOT}/{head.section.path}",
        title=text(head.title, head),
        date=f"{head.published:%H:%M %d/%m/%Y}",
        id=addresses.VCMS_FIRST + head.number,
        attachments=attachments(post, "Tài liệu đính kèm:"),
        body=_body(post),
        byline=signs,
        newer=_dated(site.newest(5, head.number)),
        older=_dated(site.older(head.number, 6)),
        views=views(head),
    )
    return _page(site, content, charset)


def _dated(heads: Iterable[Headline]) -> str:
    return links([(addresses.post_path(one), f"{one.title} ({one.published:%d/%m/%Y})") for one in heads], "other")


def _signs_in_body(head: Headline) -> bool:
    """Every fourth post has its byline as the last paragraph of its text, and an empty one below."""
    return head.number % 4 == 0


def _body(post: Post) -> str:
    head = post.headline
    if head.kind == "video":
        return VIDEO
    parts = [_paragraph(text(head.opening, head, 0), head)]
    parts += blocks(post, SHAPES)
    if _signs_in_body(head) and post.byline:
        parts.append(f'<p style="text-align: right;"><strong>{post.byline.line}</strong></p>\n')
    return "".join(parts)


def _paragraph(words: str, head: Headline) -> str:
    """Some editors write div, others p with their word processor's styles."""
    if head.number % 5 == 1:
        return f'<div style="text-align: justify;">{words}</div>\n<div>&nbsp;</div>\n'
    return f'<p style="text-align: justify; margin: 6pt 0cm;"><span style="{BODY_STYLE}">{words}</span></p>\n'


def _heading(words: str, _head: Headline) -> str:
    return f'<p style="text-align: justify;"><strong>{words}</strong></p>\n'


def _picture(picture: Picture, head: Headline) -> str:
    """Half of the editors put picture and caption into a table, the others write both centred."""
    source = attribute(addresses.picture_path(head, picture.at))
    image = f'<img alt="" src="{source}" style="width: 500px; height: 333px;"/>'
    words = text(picture.caption, head, 0) if picture.caption else ""
    if head.number % 2:
        row = f'<tr><td class="caption">{words}</td></tr>' if words else ""
        return f'<table align="center" class="picture"><tbody><tr><td>{image}</td></tr>{row}</tbody></table>\n'
    return f"{CENTRED}{image}</p>\n" + (f"{CENTRED}<em>{words}</em></p>\n" if words else "")


SHAPES = Shapes(_paragraph, _heading, _picture)


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a listing, the next page's posts as "Các tin khác", and a pager whose URLs stand only in onclick."""
    items = "".join(_item(one, section) for one in site.page(section, page))
    others = _dated(site.page(section, page + 1)[:10])
    title = section.title if section else "Tin tức - Sự kiện"
    return _page(site, f"<h2>{title}</h2>\n{items}<h4>Các tin khác</h4>{others}{_pager(site, section, page)}")


def _item(head: Headline, section: Section | None) -> str:
    path = addresses.listed_path(head, addresses.post_path(head) if section else _link(head))
    return (
        f'<div class="wd-item"><h3><a href="{path}">{text(head.title, head, 0)}</a></h3>'
        f'<p class="wd-date">Ngay dang: {head.published.day}/{head.published:%m/%Y}</p>'
        f'<p class="wd-abstract">{text(head.teaser, head, 0)}</p><a href="{path}">Xem tiếp</a></div>\n'
    )


def _link(head: Headline) -> str:
    """As listings of all posts link it: under their own category, now and then with a session in the address."""
    path = addresses.vcms_path(head, "tin-tuc", addresses.VCMS_ALL)
    return path + ";jsessionid=8F3A1C0B77E2D9" if head.number % 7 == 3 else path


def _pager(site: SampleSite, section: Section | None, page: int) -> str:
    last = site.pages(section)
    near = [number for number in range(max(1, page - 3), min(last, page + 3) + 1) if number != page]
    steps = [(str(number), number) for number in near] + [("Tiếp", page + 1)] * (page < last) + [("Cuối", last)]
    links = (f'<a href="#" onclick="self.location=\'{_paged(site, section, to)}\'">{name}</a>' for name, to in steps)
    return f'<div class="pager">Trang {page}: ' + " ".join(links) + "</div>\n"


def _paged(site: SampleSite, section: Section | None, page: int) -> str:
    """A listing's page with the time that it covers, today included."""
    now = site.clock
    today = f"&fromDay=1&fromMonth=1&fromYear=2010&toDay={now.day}&toMonth={now.month}&toYear={now.year}"
    return attribute(addresses.listing_path(site.outlet, section, page, today))


def home(site: SampleSite) -> str:
    """The front page: the newest posts of each section."""
    boxes = (f"<h3>{one.title}</h3>{_dated(site.page(one, 1)[:5])}" for one in site.outlet.sections)
    return _page(site, "".join(boxes))


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, f"<h2>{title}</h2>{content}")


def printed(_site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    words = f"<h3>{text(head.title, head, 0)}</h3>{_body(post)}"
    return f'<html><head><title>In bài</title></head><body onload="window.print()">{words}</body></html>'
