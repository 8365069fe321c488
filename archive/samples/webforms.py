"""The fourth portal's pages: ASP.NET WebForms under DNN, one form a page, listings paged by posting it back."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from html import escape
from math import ceil

from archive.samples import addresses
from archive.samples.bodies import Picture
from archive.samples.html import Shapes, attachments, attribute, blocks, links, script, styles, text, views, weekday
from archive.samples.places import Section
from archive.samples.posts import Headline, Post
from archive.samples.site import SampleSite
from archive.samples.templates import Frame, fill, frame

PAGER = "dnn$ctr412$ViewNews$grvNews"
SEARCH = "dnn$dnnSEARCH$cmdSearch"
STATE_BYTES = 3000
SHOWN_PAGES = 10  # numbers in the pager; "..." leads to the next ones
LEFT = ("Giới thiệu", "Cơ cấu tổ chức", "Văn bản điều hành", "Hỏi đáp", "Quy hoạch")
VIDEO = '<object width="420" height="315"><param name="movie" value="/Portals/0/clip.swf"/></object>'


@lru_cache(maxsize=8)
def _frame(site: SampleSite) -> Frame:
    sections = [(addresses.listing_path(site.outlet, section, 1), section.title) for section in site.outlet.sections]
    sections = [("/Default.aspx?tabid=56", "Trang chủ"), ("/LichCongTac.aspx?thang=0", "Lịch công tác"), *sections]
    units = links([("#", f"Xã {unit}") for unit in site.outlet.towns[0].units])
    return frame(
        "webforms",
        site=site.outlet.title,
        assets=styles("dnn", 90) + script("dnn", 60),
        clock=f"{weekday(site.clock)}, {site.clock:%d/%m/%Y %I:%M %p}",
        menu=links(sections),
        left="".join(f'<div class="head">{name}</div>{units}' for name in LEFT),
        notices=links([(addresses.post_path(one), one.title) for one in site.page(site.outlet.sections[-1], 1)[:5]]),
        online=20 + site.count % 31,
        visits=f"{3_801_000 + site.count:,}",
        scripts=script("dnn-foot", 60),
    )


def _page(site: SampleSite, content: str, path: str, page: int = 1, charset: str = "utf-8") -> str:
    """A page's form posts to its own address, and carries the page's state."""
    return _frame(site).page(content=content, charset=charset, action=attribute(path), state=_hidden(path, page))


def form(path: str, page: int) -> dict[str, str]:
    """The hidden fields of the page that shows page ``page`` of the listing at ``path``."""
    blob, seed = b"", f"{path} {page}".encode()
    while len(blob) < STATE_BYTES:
        seed = sha256(seed).digest()
        blob += seed
    proof = base64.b64encode(sha256(path.encode()).digest() * 6).decode()
    return {
        "__EVENTTARGET": "",
        "__EVENTARGUMENT": "",
        "__VIEWSTATE": "/wEPDwUK" + base64.b64encode(b"%08d" % page + blob).decode(),
        "__VIEWSTATEGENERATOR": "CA0B0334",
        "__EVENTVALIDATION": "/wEdAA" + proof,
        "__dnnVariable": "`{`__scdoff`:`1`}",
    }


def _hidden(path: str, page: int) -> str:
    fields = "\n".join(
        f'<input type="hidden" name="{name}" id="{name}" value="{attribute(value)}" />'
        for name, value in form(path, page).items()
    )
    post_back = (
        "function __doPostBack(eventTarget, eventArgument) { theForm.__EVENTTARGET.value = eventTarget;"
        " theForm.__EVENTARGUMENT.value = eventArgument; theForm.submit(); }"
    )
    script = f"<script type=\"text/javascript\">var theForm = document.forms['Form']; {post_back}</script>"
    return f"<div>{fields}</div>\n{script}"


def posted_page(path: str, sent: Mapping[str, str], pages: int) -> int | None:
    """The page of a listing that a form which was sent back asks for; None where it is not the form that was served.

    ASP.NET refuses a state that was changed, and a form in which a hidden field is missing.
    """
    action, _, number = sent.get("__EVENTARGUMENT", "").partition("$")
    shown = _shown(sent.get("__VIEWSTATE", ""))
    known = {name: value for name, value in form(path, shown).items() if not name.startswith("__EVENTT")}
    known.pop("__EVENTARGUMENT")
    genuine = all(sent.get(name) == value for name, value in known.items())
    asked = sent.get("__EVENTTARGET") == PAGER and action == "Page" and number.isdigit()
    return int(number) if genuine and asked and 1 <= int(number) <= pages else None


def _shown(state: str) -> int:
    """The page that a state is of, 0 for no state of ours."""
    try:
        return int(base64.b64decode(state.removeprefix("/wEPDwUK"))[:8])
    except ValueError:
        return 0


def article(site: SampleSite, post: Post, charset: str) -> str:
    """The page of a post: date and view counter in one span, its title in no heading and not in <title>."""
    head = post.headline
    content = fill(
        "webforms-article",
        section=head.section.title,
        section_url=attribute(addresses.listing_path(site.outlet, head.section, 1)),
        title=text(head.title, head),
        date=date_line(head),
        print=addresses.print_path(head),
        lead="" if post.only_file else text(head.opening, head, 0),
        body=_body(post),
        byline=post.byline.line if post.byline else "",
        attachments=attachments(post, "File đính kèm:"),
        others=_dated(site.older(head.number, 8)),
    )
    return _page(site, content, addresses.post_path(head), charset=charset)


def date_line(head: Headline) -> str:
    """The date, and how often the post was looked at."""
    at, seen = head.published, views(head)
    shown = (
        f"{at:%d/%m/%Y %I:%M %p} | Lượt xem: {seen}",
        f"Ngày đăng: {at:%d/%m/%Y} - Đã xem: {seen}",
        f"{weekday(at)}, {at:%d/%m/%Y, %H:%M} (Đã xem: {seen})",
        f"{at:%H:%M} ngày {at:%d/%m/%Y} - Đã xem: {seen} lượt",
    )
    return shown[head.number % 4]


def _dated(heads: list[Headline]) -> str:
    items = (
        f'<li><a href="{attribute(addresses.post_path(one))}">{escape(one.title)}</a> '
        f"<span>({one.published:%d/%m/%Y})</span></li>"
        for one in heads
    )
    return "<ul>" + "\n".join(items) + "</ul>\n"


def _body(post: Post) -> str:
    return VIDEO if post.headline.kind == "video" else "".join(blocks(post, SHAPES))


def _paragraph(words: str, head: Headline) -> str:
    """Some editors write p, others lines with two breaks behind them."""
    return f"{words}<br />\n<br />\n" if head.number % 6 == 1 else f'<p class="MsoNormal" align="justify">{words}</p>\n'


def _heading(words: str, head: Headline) -> str:
    return _paragraph(f"<b>{words}</b>", head)


def _picture(picture: Picture, head: Headline) -> str:
    image = f'<img src="{attribute(addresses.picture_path(head, picture.at))}" width="480" alt="" />'
    words = f"<br /><i>{text(picture.caption, head, 0)}</i>" if picture.caption else ""
    return f'<div align="center">{image}{words}</div>\n'


SHAPES = Shapes(_paragraph, _heading, _picture)


def listing(site: SampleSite, section: Section | None, page: int) -> str:
    """A page of a listing: a grid whose last row is its pager."""
    path = addresses.listing_path(site.outlet, section, 1)
    rows = "".join(f"<tr><td>{_item(one, section)}</td></tr>\n" for one in site.page(section, page))
    title = section.title if section else "Tin tức - Sự kiện"
    grid = f'<table id="dnn_ctr412_ViewNews_grvNews" cellspacing="0">{rows}{_pager(site.pages(section), page)}</table>'
    return _page(site, f'<div class="head">{title}</div>\n<div>{grid}</div>', path, page)


def _item(head: Headline, section: Section | None) -> str:
    own = addresses.webforms_path(head, 62) if section is None and head.number % 2 else addresses.post_path(head)
    path = attribute(addresses.listed_path(head, own))
    return (
        f'<a class="newstitle" href="{path}">{text(head.title, head, 0)}</a> '
        f'<span class="newsdate">({head.published:%d/%m/%Y})</span><div class="newsdesc">{escape(_teaser(head))}</div>'
    )


def _teaser(head: Headline) -> str:
    return "" if head.only_file else head.teaser


def _pager(pages: int, page: int) -> str:
    """Numbers in tens, "..." before and after them: as a GridView writes its pager."""
    if pages == 1:
        return ""
    first = (ceil(page / SHOWN_PAGES) - 1) * SHOWN_PAGES + 1
    last = min(first + SHOWN_PAGES - 1, pages)
    steps = [("...", first - 1)] * (first > 1) + [(str(one), one) for one in range(first, last + 1)]
    steps += [("...", last + 1)] * (last < pages)
    cells = "".join(f"<td>{_step(name, to, page)}</td>" for name, to in steps)
    return f'<tr class="pager"><td><table border="0"><tr>{cells}</tr></table></td></tr>'


def _step(name: str, to: int, page: int) -> str:
    if to == page:
        return f"<span>{name}</span>"
    return f'<a href="javascript:__doPostBack(&#39;{PAGER}&#39;,&#39;Page${to}&#39;)">{name}</a>'


def home(site: SampleSite) -> str:
    """The front page: the newest posts of each section."""
    boxes = (f'<div class="head">{one.title}</div>{_dated(site.page(one, 1)[:5])}' for one in site.outlet.sections)
    return _page(site, "".join(boxes), "/Default.aspx?tabid=56")


def simple(site: SampleSite, title: str, content: str) -> str:
    """A page that is no post: a calendar, a form."""
    return _page(site, f'<div class="head">{title}</div>{content}', "/Default.aspx?tabid=70")


def printed(_site: SampleSite, post: Post) -> str:
    """The print view of a post: the text, nothing around it."""
    head = post.headline
    words = f"<h2>{text(head.title, head, 0)}</h2><p>{text(head.opening, head, 0)}</p>{_body(post)}"
    return f'<html><head><title>Bản in</title></head><body onload="window.print()">{words}</body></html>'
