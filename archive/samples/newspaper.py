"""The newspaper's pages: JSON-LD, OpenGraph and meta on most, a date for readers only on some, boxes inside the text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from html import escape

from archive.samples import addresses
from archive.samples.bodies import Block, Bullets, Heading, Paragraph, Picture, Table
from archive.samples.html import attribute, links, script, styles, table, text, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite

VIDEO = '<div class="player"><iframe src="/player/embed.html" width="640" height="360"></iframe></div>'
COMMENTS = '<div id="comments"><h4>Bình luận</h4><form><textarea placeholder="Ý kiến của bạn"></textarea><button>Gửi bình luận</button></form></div>'
JSON_LD, META, VISIBLE, DAY = "json-ld", "meta", "visible", "day"
DATED_BY = (JSON_LD, JSON_LD, JSON_LD, JSON_LD, JSON_LD, META, VISIBLE, DAY)  # by the post's number


def dated_by(head: Headline) -> str:
    """Where the page of a post states its date."""
    return DATED_BY[head.number % len(DATED_BY)]


def modified(head: Headline) -> str | None:
    """When it was changed, ISO 8601, where its page says so."""
    if dated_by(head) != JSON_LD or head.number % 8 > 1:
        return None
    return (head.published + timedelta(minutes=95)).isoformat()


@cache
def _shell(site: SampleSite) -> tuple[str, str]:
    """What stands before and after the content of every page."""
    sections = [(addresses.listing_path(site.outlet, section, 1), section.title) for section in site.outlet.sections]
    towns = [("#", f"{unit}, {town.title}") for town in site.outlet.towns for unit in town.units]
    now = f"{weekday(site.clock)}, {site.clock:%d/%m/%Y}, {site.clock:%H:%M} (GMT+7)"
    before = (
        f'<body><header class="top"><a class="logo" href="/"><img src="/static/logo.png" alt="{site.outlet.title}"></a><time class="now">{now}</time>'
        f'<a href="/dang-nhap?next=/">Đăng nhập</a><form action="/tim-kiem"><input name="q" placeholder="Tìm kiếm"></form></header>\n'
        f'<nav class="main">{links([("/", "Trang chủ"), *sections])}</nav><div class="mega">{links(towns)}</div>\n<main>\n'
    )
    after = (
        f'</main>\n<aside class="right"><h4>Đọc nhiều</h4>{_linked(site.newest(6), "docnhieu")}</aside>\n<footer><p>{site.outlet.title}</p><p>Tổng Biên tập: '
        f'Lương Thế Khải. Giấy phép số 233/GP-BTTTT ngày 04/05/2019.</p><a href="/lien-he">Liên hệ</a> <a href="/lich?thang=0">Lịch âm</a>'
        f' <a href="/noi-bo/danh-ba.html">Nội bộ</a></footer>\n' + script("news-foot", 80) + "</body></html>\n"
    )
    return before, after


@cache
def _assets() -> str:
    return styles("nws", 90) + script("news", 70)


def _page(site: SampleSite, title: str, content: str, meta: str = "", charset: str = "utf-8") -> str:
    before, after = _shell(site)
    opening = f'<!doctype html>\n<html lang="vi"><head><meta charset="{charset}">\n<title>{escape(title)} | {site.outlet.title}</title>\n{meta}'
    return "".join((opening, _assets(), "</head>\n", before, content, after))


def _linked(heads: Iterable[Headline], campaign: str) -> str:
    """Links that count where readers come from."""
    return links([(f"{addresses.post_path(one)}?utm_source=web&utm_medium={campaign}", one.title) for one in heads])


def _meta(site: SampleSite, post: Post) -> str:
    head = post.headline
    url = site.base + addresses.post_path(head)
    found = [
        f'<link rel="canonical" href="{url}">',
        f'<meta name="description" content="{attribute(head.opening)}">',
        f'<meta name="keywords" content="{attribute(", ".join(post.tags))}">',
        '<meta property="og:type" content="article">',
        f'<meta property="og:site_name" content="{site.outlet.title}">',
        f'<meta property="og:title" content="{attribute(head.title)}">',
        f'<meta property="og:url" content="{url}">',
        f'<meta property="article:section" content="{head.section.title}">',
    ]
    pictures = [block for block in post.blocks if isinstance(block, Picture)]
    if pictures:
        found.append(f'<meta property="og:image" content="{site.base}{addresses.picture_path(head, pictures[0].at)}">')
    if dated_by(head) == META:
        found.append(f'<meta property="article:published_time" content="{head.published:%Y-%m-%dT%H:%M:%S}">')
    if dated_by(head) == JSON_LD:
        found.append(f'<script type="application/ld+json">{_json_ld(site, post, url)}</script>')
    return "\n".join(found) + "\n"


def _json_ld(site: SampleSite, post: Post, url: str) -> str:
    head = post.headline
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": head.title,
        "datePublished": head.published.isoformat(),
        "articleSection": head.section.title,
        "publisher": {"@type": "Organization", "name": site.outlet.title},
    }
    if modified(head):
        found["dateModified"] = modified(head)
    if post.byline and post.byline.authors:
        found["author"] = [{"@type": "Person", "name": name} for name in post.byline.authors]
    return json.dumps(found, ensure_ascii=False).replace("</", "<\\/")


def date_line(head: Headline) -> str:
    """The date as readers see it."""
    at = head.published
    shown = {
        JSON_LD: f"{weekday(at)}, {at.day}/{at.month}/{at.year}, {at:%H:%M} (GMT+7)",
        META: f"Thứ {at.weekday() + 2}, {at:%d/%m/%Y} | {at:%H}h{at:%M}"
        if at.weekday() < 6
        else f"Chủ nhật {at:%d/%m/%Y} - {at:%H:%M}",
        VISIBLE: f"{at:%H:%M} ngày {at:%d/%m/%Y}",
        DAY: f"Ngày đăng: {at:%d/%m/%Y}",
    }
    return f'<span class="date">{shown[dated_by(head)]}</span>'


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post."""
    head = post.headline
    section = head.section
    byline = f'<p class="author">{escape(post.byline.line)}</p>' if post.byline else '<p class="author"></p>'
    content = "".join((
        f'<div class="breadcrumb"><a href="/">Trang chủ</a> › <a href="/{section.path}/">{section.title}</a></div>\n<article>',
        f'<h1 class="title">{text(head.title, head)}</h1>\n<div class="meta">{date_line(head)}</div>\n',
        f'<h2 class="sapo">{text(head.opening, head, 0)}</h2>\n<div class="detail-content">\n',
        VIDEO if head.kind == "video" else _body(site, post),
        f'</div>\n{byline}\n{_attachments(post)}<div class="tags">Từ khóa: ',
        "".join(f'<a href="/tag/{addresses.slug(tag)}" rel="tag">{tag}</a>' for tag in post.tags),
        f'</div></article>\n<section class="related"><h4>Tin liên quan</h4>{_cards(site.older(head.number, 6))}</section>\n{COMMENTS}',
    ))  # fmt: skip
    return _page(site, head.title, content, _meta(site, post), charset)


def _attachments(post: Post) -> str:
    if not post.files:
        return ""
    paths = [(addresses.attachment_path(post.headline, at, name), name) for at, name in enumerate(post.files)]
    return f'<div class="files"><b>Tài liệu kèm theo</b>{links(paths, "file")}</div>\n'


def _body(site: SampleSite, post: Post) -> str:
    """The blocks, with a box that links another post after the third: chrome inside the text."""
    head = post.headline
    parts = [_block(block, head, at) for at, block in enumerate(post.blocks, 1)]
    older = site.older(head.number, 1)
    if older and len(parts) > 4:
        box = f'<div class="VCSortableInPreviewMode" type="RelatedOneNews"><a href="{addresses.post_path(older[0])}">{escape(older[0].title)}</a></div>\n'
        parts.insert(3, box)
    return "".join(parts)


def _block(block: Block, head: Headline, at: int) -> str:
    match block:
        case Paragraph(words):
            return f"<p>{text(words, head, at)}</p>\n"
        case Heading(words):
            return f"<h3>{text(words, head, at)}</h3>\n"
        case Bullets(items):
            return "<ul>" + "\n".join(f"<li>{text(item, head, at)}</li>" for item in items) + "</ul>\n"
        case Table(rows):
            return table(rows)
        case Picture(at=which, caption=caption):
            below = f"<figcaption>{text(caption, head, 0)}</figcaption>" if caption else ""
            return f'<figure type="Photo"><img src="{addresses.picture_path(head, which)}" alt="" width="680">{below}</figure>\n'


def _cards(heads: Iterable[Headline]) -> str:
    return "".join(
        f'<div class="card"><a href="{addresses.post_path(one)}">{escape(one.title)}</a><span class="time">{one.published:%d/%m/%Y %H:%M}</span></div>\n'
        for one in heads
    )


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a section, or of all posts, with a pager of plain links."""
    items = "".join(
        f'<div class="story"><h3><a href="{addresses.post_path(one)}">{text(one.title, one, 0)}</a></h3><span class="time">'
        f'{one.published:%d/%m/%Y %H:%M}</span><p class="sapo">{escape(one.teaser)}</p></div>\n'
        for one in site.page(section, page)
    )
    last = site.pages(section)
    numbers = [number for number in range(max(1, page - 2), min(last, page + 2) + 1) if number != page]
    pager = links([(addresses.listing_path(site.outlet, section, number), str(number)) for number in numbers], "page")
    title = section.title if section else "Tin mới"
    return _page(site, title, f'<h1>{title}</h1>\n{items}<div class="pagination">{pager}</div>\n')


def home(site: SampleSite) -> str:
    """The front page: the newest posts, and some of each section."""
    boxes = (
        f'<h3><a href="/{section.path}/">{section.title}</a></h3>{_linked(site.page(section, 1)[:4], "trangchu")}'
        for section in site.outlet.sections
    )
    return _page(
        site,
        "Trang chủ",
        f'<h4>Tin mới</h4>{_linked(site.newest(8), "moi")}<a href="/tin-moi/">Xem tất cả</a>{"".join(boxes)}',
    )


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, title, f"<h1>{title}</h1>{content}")


def printed(site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    words = f"<h1>{text(head.title, head, 0)}</h1><p>{text(head.opening, head, 0)}</p>{_body(site, post)}"
    return f'<!doctype html><html lang="vi"><head><title>Bản in</title></head><body class="print">{words}</body></html>'
