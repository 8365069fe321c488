"""The fifth portal's pages: NukeViet, with hidden spans for machines, a lead of its own, ratings and comment forms."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from archive.samples import addresses
from archive.samples.bodies import Picture
from archive.samples.html import Shapes, attachments, attribute, blocks, links, script, styles, text, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite
from archive.samples.templates import Frame, fill, frame

VIDEO = '<div class="videoplayer"><video controls><source src="/uploads/news/clip.mp4" type="video/mp4"></video></div>'


@lru_cache(maxsize=8)
def _frame(site: SampleSite) -> Frame:
    sections = [(addresses.listing_path(site.outlet, section, 1), section.title) for section in site.outlet.sections]
    return frame(
        "nukeviet",
        site=site.outlet.title,
        assets=styles("nv", 90) + script("nv", 60),
        clock=f"{weekday(site.clock)}, {site.clock:%d/%m/%Y %H:%M}",
        menu=links([("/vi/", "Trang nhất"), ("/vi/news/", "Tin tức"), *sections])
        + links([("#", f"Phường {unit}") for unit in site.outlet.towns[0].units]),
        popular=links([(addresses.post_path(one), one.title) for one in site.newest(5)]),
        online=12 + site.count % 23,
        visits=f"{912_300 + site.count:,}",
        scripts=script("nv-foot", 80),
    )


def _page(site: SampleSite, title: str, content: str, meta: str = "", charset: str = "utf-8") -> str:
    return _frame(site).page(title=escape(title), content=content, meta=meta, charset=charset)


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post."""
    head = post.headline
    content = fill(
        "nukeviet-article",
        site=site.outlet.title,
        section=head.section.title,
        section_url=addresses.listing_path(site.outlet, head.section, 1),
        title=text(head.title, head),
        stamp=head.published.isoformat(),
        date=f"{weekday(head.published)} - {head.published:%d/%m/%Y %H:%M}",
        print=addresses.print_path(head),
        lead=text(head.opening, head, 0),
        body=VIDEO if head.kind == "video" else "".join(blocks(post, SHAPES)),
        signature=_signature(post),
        attachments=attachments(post, "Tập tin đính kèm:"),
        tags=", ".join(f'<a href="/vi/news/tag/{addresses.slug(one)}/">{escape(one)}</a>' for one in post.tags),
        newer=_dated(site.newest(4, head.number)),
        older=_dated(site.older(head.number, 4)),
    )
    return _page(site, head.title, content, _meta(head, post), charset)


def _meta(head: Headline, post: Post) -> str:
    named = [("name", "description", head.opening), ("name", "keywords", ", ".join(post.tags))]
    named += [("property", "og:title", head.title), ("property", "og:type", "article")]
    return "".join(f'<meta {kind}="{name}" content="{attribute(value)}">\n' for kind, name, value in named if value)


def _signature(post: Post) -> str:
    """Author and source, each in a line of its own behind its label."""
    if not post.byline:
        return ""
    label, _, names = post.byline.line.partition(": ")
    lines = [(label, names)] + [("Nguồn tin", post.byline.source or "")] * post.byline.beside
    return "".join(f'<p class="h5 text-right">{name}: <strong>{escape(who)}</strong></p>\n' for name, who in lines)


def _dated(heads: Iterable[Headline]) -> str:
    items = (
        f'<li><em class="fa fa-angle-right"></em> <a href="{addresses.post_path(one)}">{escape(one.title)}</a> '
        f"<em>({one.published:%d/%m/%Y})</em></li>"
        for one in heads
    )
    return '<ul class="related list-inline">' + "\n".join(items) + "</ul>\n"


def _paragraph(words: str, head: Headline) -> str:
    """Half of the editors write p, the others lines with two breaks behind them."""
    return f"{words}<br /><br />\n" if head.number % 2 else f'<p style="text-align:justify">{words}</p>\n'


def _heading(words: str, head: Headline) -> str:
    return _paragraph(f"<strong>{words}</strong>", head)


def _picture(picture: Picture, head: Headline) -> str:
    image = f'<img alt="" src="{attribute(addresses.picture_path(head, picture.at))}" width="460" />'
    words = f"<br /><em>{text(picture.caption, head, 0)}</em>" if picture.caption else ""
    return f'<div style="text-align:center">{image}{words}</div>\n'


SHAPES = Shapes(_paragraph, _heading, _picture)


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a section, or of all posts."""
    items = "".join(_item(one) for one in site.page(section, page))
    title = section.title if section else "Tin tức"
    return _page(site, title, f'<div class="news_column">{items}</div>{_pager(site, section, page)}')


def _item(head: Headline) -> str:
    path = addresses.listed_path(head, addresses.post_path(head))
    return (
        f'<div class="panel panel-default clearfix"><h3><a href="{path}" title="{attribute(head.title)}">'
        f'{text(head.title, head, 0)}</a></h3><p><em class="fa fa-clock-o"></em> {head.published:%d/%m/%Y %H:%M}</p>'
        f'<div class="text-justify">{escape(head.teaser)}</div></div>\n'
    )


def _pager(site: SampleSite, section: Section | None, page: int) -> str:
    last = site.pages(section)
    near = [1] * (page > 4) + list(range(max(1, page - 3), min(last, page + 3) + 1))
    steps = [(addresses.listing_path(site.outlet, section, to), str(to)) for to in near]
    steps += [(addresses.listing_path(site.outlet, section, page + 1), "Trang sau")] * (page < last)
    return f'<div class="text-center">{links(steps, "page")}</div>\n'


def home(site: SampleSite) -> str:
    """The front page: the newest posts of each section."""
    boxes = (f"<h4>{one.title}</h4>{_dated(site.page(one, 1)[:4])}" for one in site.outlet.sections)
    return _page(site, "Trang nhất", "".join(boxes))


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, title, f"<h1>{title}</h1>{content}")


def printed(_site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    body = "".join(blocks(post, SHAPES))
    words = f"<h1>{text(head.title, head, 0)}</h1><p>{text(head.opening, head, 0)}</p>{body}</body></html>"
    return f'<!DOCTYPE html><html lang="vi"><head><title>In</title></head><body onload="window.print()">{words}'
