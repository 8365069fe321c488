"""The newspaper's pages: JSON-LD, OpenGraph and meta on most, on some a date for readers only, boxes in the text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from html import escape

from archive.samples import addresses
from archive.samples.bodies import Picture
from archive.samples.html import Shapes, attachments, attribute, blocks, links, script, styles, text, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite
from archive.samples.templates import Frame, fill, frame

VIDEO = '<div class="player"><iframe src="/player/embed.html" width="640" height="360"></iframe></div>\n'
JSON_LD, META, VISIBLE, DAY = "json-ld", "meta", "visible", "day"
DATED_BY = (JSON_LD, JSON_LD, JSON_LD, JSON_LD, JSON_LD, META, VISIBLE, DAY)  # by the post's number


def dated_by(head: Headline) -> str:
    """Where the page of a post states its date; readers see it in any case."""
    return DATED_BY[head.number % len(DATED_BY)]


def modified(head: Headline) -> str | None:
    """When it was changed, ISO 8601, where its page says so."""
    changed = head.number % len(DATED_BY) < 2
    return (head.published + timedelta(minutes=95)).isoformat() if changed else None


@lru_cache(maxsize=8)
def _frame(site: SampleSite) -> Frame:
    sections = [(addresses.listing_path(site.outlet, section, 1), section.title) for section in site.outlet.sections]
    return frame(
        "news",
        site=site.outlet.title,
        assets=styles("nws", 90) + script("news", 70),
        clock=f"{weekday(site.clock)}, {site.clock:%d/%m/%Y}, {site.clock:%H:%M} (GMT+7)",
        sections=links([("/", "Trang chủ"), *sections]),
        menu=links([("#", f"{unit}, {town.title}") for town in site.outlet.towns for unit in town.units]),
        popular=_linked(site.newest(6), "docnhieu"),
        scripts=script("news-foot", 80),
    )


def _page(site: SampleSite, title: str, content: str, meta: str = "", charset: str = "utf-8") -> str:
    return _frame(site).page(title=escape(title), content=content, meta=meta, charset=charset)


def _linked(heads: Iterable[Headline], campaign: str) -> str:
    """Links that count where readers come from."""
    query = f"utm_source=web&utm_medium={campaign}"
    return links([(f"{addresses.post_path(one)}?{query}", one.title) for one in heads])


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post."""
    head = post.headline
    content = fill(
        "news-article",
        section=head.section.title,
        section_url=addresses.listing_path(site.outlet, head.section, 1),
        title=text(head.title, head),
        date=date_line(head),
        lead=text(head.opening, head, 0),
        body=VIDEO if head.kind == "video" else _body(site, post),
        byline=escape(post.byline.line) if post.byline else "",
        attachments=attachments(post, "Tài liệu kèm theo"),
        tags="".join(f'<a href="/tag/{addresses.slug(tag)}" rel="tag">{tag}</a> ' for tag in post.tags),
        related=_cards(site.older(head.number, 6)),
    )
    return _page(site, head.title, content, _meta(site, post), charset)


def _meta(site: SampleSite, post: Post) -> str:
    head = post.headline
    url = site.base + addresses.post_path(head)
    pictures = [site.base + addresses.picture_path(head, one.at) for one in post.blocks if isinstance(one, Picture)]
    named = [("name", "description", head.opening), ("name", "keywords", ", ".join(post.tags))]
    named += [("property", "og:type", "article"), ("property", "og:site_name", site.outlet.title)]
    named += [("property", "og:title", head.title), ("property", "og:url", url)]
    named += [("property", "article:section", head.section.title)]
    named += [("property", "og:image", picture) for picture in pictures[:1]]
    if dated_by(head) == META:
        named += [("property", "article:published_time", f"{head.published:%Y-%m-%dT%H:%M:%S}")]
    lines = [f'<meta {kind}="{name}" content="{attribute(value)}">' for kind, name, value in named if value]
    if dated_by(head) == JSON_LD:
        lines.append(f'<script type="application/ld+json">{_json_ld(site, post, url)}</script>')
    return f'<link rel="canonical" href="{url}">\n' + "\n".join(lines) + "\n"


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
    numbered = f"Thứ {at.weekday() + 2}, {at:%d/%m/%Y} | {at:%H}h{at:%M}"
    shown = {
        JSON_LD: f"{weekday(at)}, {at.day}/{at.month}/{at.year}, {at:%H:%M} (GMT+7)",
        META: numbered if at.weekday() < 6 else f"Chủ nhật {at:%d/%m/%Y} - {at:%H:%M}",
        VISIBLE: f"{at:%H:%M} ngày {at:%d/%m/%Y}",
        DAY: f"Ngày đăng: {at:%d/%m/%Y}",
    }
    return shown[dated_by(head)]


def _body(site: SampleSite, post: Post) -> str:
    """The blocks, with a box that links another post after the third: chrome inside the text."""
    head = post.headline
    parts = blocks(post, SHAPES)
    older = site.older(head.number, 1)
    if older and len(parts) > 4:
        link = f'<a href="{addresses.post_path(older[0])}">{escape(older[0].title)}</a>'
        parts.insert(3, f'<div class="VCSortableInPreviewMode" type="RelatedOneNews">{link}</div>\n')
    return "".join(parts)


def _paragraph(words: str, _head: Headline) -> str:
    return f"<p>{words}</p>\n"


def _heading(words: str, _head: Headline) -> str:
    return f"<h3>{words}</h3>\n"


def _picture(picture: Picture, head: Headline) -> str:
    below = f"<figcaption>{text(picture.caption, head, 0)}</figcaption>" if picture.caption else ""
    image = f'<img src="{addresses.picture_path(head, picture.at)}" alt="" width="680">'
    return f'<figure type="Photo">{image}{below}</figure>\n'


SHAPES = Shapes(_paragraph, _heading, _picture)


def _cards(heads: Iterable[Headline]) -> str:
    return "".join(
        f'<div class="card"><a href="{addresses.post_path(one)}">{escape(one.title)}</a>'
        f'<span class="time">{one.published:%d/%m/%Y %H:%M}</span></div>\n'
        for one in heads
    )


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a section, or of all posts, with a pager of plain links."""
    items = "".join(_story(one) for one in site.page(section, page))
    last = site.pages(section)
    near = [number for number in range(max(1, page - 2), min(last, page + 2) + 1) if number != page]
    pager = links([(addresses.listing_path(site.outlet, section, to), str(to)) for to in near], "page")
    title = section.title if section else "Tin mới"
    return _page(site, title, f'<h1>{title}</h1>\n{items}<div class="pagination">{pager}</div>\n')


def _story(head: Headline) -> str:
    path = addresses.listed_path(head, addresses.post_path(head))
    return (
        f'<div class="story"><h3><a href="{path}">{text(head.title, head, 0)}</a></h3>'
        f'<span class="time">{head.published:%d/%m/%Y %H:%M}</span><p class="sapo">{escape(head.teaser)}</p></div>\n'
    )


def home(site: SampleSite) -> str:
    """The front page: the newest posts, and some of each section."""
    boxes = "".join(
        f'<h3><a href="/{one.path}/">{one.title}</a></h3>{_linked(site.page(one, 1)[:4], "trangchu")}'
        for one in site.outlet.sections
    )
    newest = _linked(site.newest(8), "moi")
    return _page(site, "Trang chủ", f'<h4>Tin mới</h4>{newest}<a href="/tin-moi/">Xem tất cả</a>{boxes}')


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, title, f"<h1>{title}</h1>{content}")


def printed(site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    words = f"<h1>{text(head.title, head, 0)}</h1><p>{text(head.opening, head, 0)}</p>{_body(site, post)}"
    return f'<!doctype html><html lang="vi"><head><title>Bản in</title></head><body class="print">{words}</body></html>'
