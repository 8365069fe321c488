"""A listing page's links: the posts it lists, the later pages of its pager, and other listings it leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from models.article import Page
from models.site import Site
from pipelines.document import parse
from pipelines.text import nfc, squeeze
from pipelines.urls import TODAY, absolute, clean_url, identity, matches

# A number that chooses a page of a listing: ?page=2 · _cur=2 · _pagenum=2 · /trang-2.htm · /page/2 · -p2 · -page0
PAGE_NUMBER = re.compile(
    r"(?:[?&](?:[\w.]*_)?(?:cur|page|p|trang|pagenum|pageindex|pageid|paged|pg)=|/(?:trang|page)[-/]|-(?:p|page|trang))(\d{1,6})"
    r"(?=$|[^\w])",
    re.IGNORECASE,
)
NEXT = re.compile(r"(?:trang )?(?:tiếp|tiếp theo|sau|kế tiếp|cuối)|next|older|›|»|>|>>|→", re.IGNORECASE)
IN_SCRIPT = re.compile(
    r"location(?:\.href)?\s*=\s*'([^']+)'|location(?:\.href)?\s*=\s*\"([^\"]+)\"|location\.(?:assign|replace)\(['\"]([^'\"]+)"
)
# Pages that are never posts nor listings of posts, whatever the site.
# A word counts where it is a whole segment of the path: "dang-ky-ket-hon" is news, "/dang-ky" is a form.
TRAPS = (
    r"(?i)/(?:login|logout|signin|signup|register|dang-nhap|dang-ky|dangnhap)(?:\.\w+)?/?(?:$|[?#])|/c/portal/",
    r"(?i)print_article|[?&](?:print|in|tmpl|view)=(?:1|true|component|print)\b|/print/|/in-bai|p_p_state=pop_up",
    r"(?i)/(?:calendar|lich)(?:\.\w+)?/?(?:$|[?#])|[?&](?:ngay|date|day|month)=",
    r"(?i)/(?:search|tim-kiem|timkiem)(?:\.\w+)?/?(?:$|[?#])|[?&](?:keywords?|tukhoa|q|s)=",
    r"(?i)/(?:rss|feed|sitemap|wp-login|wp-admin|wp-json|cdn-cgi)(?:\.\w+)?(?:$|[/?#])|\.(?:rss|xml|atom)$",
    r"(?i)\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|jpe?g|png|gif|webp|svg|mp[34]|avi|flv|css|js|ico)(?:$|\?)",
)
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
CHROME = {"nav", "header", "footer"}


@dataclass(frozen=True, slots=True)
class Listing:
    """The links of a listing page. posts: URLs of entries in order; pages: the pages of its pager that come after
    it, nearest first; sections: other listings it leads to."""

    posts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as the page shows it."""

    url: str
    text: str
    chrome: bool


def read_listing(page: Page, site: Site) -> Listing:
    """The links of a listing page, in the order of the page. Raises NotAnArticle for what is no HTML page."""
    assert page.url is not None
    anchors = [
        anchor
        for anchor in _anchors(parse(page).root, page.url)
        if _inside(anchor.url, site) and not matches(anchor.url, site.ignore) and not _is_trap(anchor.url, site)
    ]
    pages = _pages(anchors, page.url)
    in_pager = {clean_url(url) for url in pages} | {clean_url(page.url)}
    rest = [anchor for anchor in anchors if clean_url(anchor.url) not in in_pager and not _is_pager(anchor, page.url)]
    posts = _posts(rest, site)
    known = {identity(url, site) for url in posts}
    sections = [anchor.url for anchor in rest if identity(anchor.url, site) not in known and _is_section(anchor, site)]
    return Listing(tuple(posts), tuple(pages), tuple(dict.fromkeys(sections)))


def _is_trap(url: str, site: Site) -> bool:
    """What the site file calls an article is none."""
    return matches(url, TRAPS) and not matches(url, site.article)


def _anchors(root: etree._Element, base: str) -> Iterator[Anchor]:
    own_base = root.find(".//base[@href]")
    if own_base is not None:
        base = absolute(base, own_base.get("href", "")) or base
    for element in root.iter("a", "area", "button", "li", "td", "span", "div"):
        link = _target(element)
        url = absolute(base, link) if link else None
        if url is None:
            continue
        text = squeeze(nfc("".join(map(str, element.itertext())))) or squeeze(nfc(element.get("title", "")))
        yield Anchor(_without_today(url), text, any(above.tag in CHROME for above in element.iterancestors()))


def _target(element: etree._Element) -> str | None:
    """Where a click leads; some portals have the URL only in ``onclick``."""
    script = element.get("onclick")
    found = IN_SCRIPT.search(script) if script else None
    if found:
        return next(group for group in found.groups() if group)
    href = element.get("href") if element.tag in {"a", "area"} else None
    return href if href and not href.startswith(("#", "javascript:")) else None


def _without_today(url: str) -> str:
    parts = urlsplit(url)
    if "Day=" not in parts.query:
        return url
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TODAY.fullmatch(name)
    ]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def _inside(url: str, site: Site) -> bool:
    parts = urlsplit(url)
    host = parts.netloc.lower()
    if parts.path in {"", "/"} and not parts.query:
        return False  # the home page is no post
    return host in site.hosts or host.removeprefix("www.") in {name.removeprefix("www.") for name in site.hosts}


def _number(url: str) -> int | None:
    found = PAGE_NUMBER.search(url)
    return int(found[1]) if found else None


def _shape(url: str) -> str:
    """What the pages of one listing share: path and query with the page's number taken out."""
    cleaned = clean_url(PAGE_NUMBER.sub("", url, count=1))
    return urlsplit(cleaned).path.rstrip("/").removesuffix(".htm").removesuffix(".html")


def _is_pager(anchor: Anchor, page_url: str) -> bool:
    if _number(anchor.url) is None:
        return False
    labelled = anchor.text.isdigit() or bool(NEXT.fullmatch(anchor.text))
    return labelled or (not anchor.text and _shape(anchor.url) == _shape(page_url))


def _pages(anchors: list[Anchor], page_url: str) -> list[str]:
    """The pager's pages after this one, nearest first. Page 1 is this page where its URL has no number."""
    current = _number(page_url)
    later: dict[str, int] = {}
    for anchor in anchors:
        number = _number(anchor.url)
        if number is None or not _is_pager(anchor, page_url):
            continue
        if number > current if current is not None else not _is_first(anchor, number):
            later.setdefault(anchor.url, number)
    return sorted(later, key=later.__getitem__)


def _is_first(anchor: Anchor, number: int) -> bool:
    """Numbers count from 1, or from 0: then the link "2" has number 1."""
    return anchor.text == "1" or (number <= 1 and anchor.text != "2" and not NEXT.fullmatch(anchor.text))


def _posts(anchors: list[Anchor], site: Site) -> list[str]:
    """One URL a post, in order. Where the site file has patterns they decide; otherwise a headline is a long text."""
    texts: dict[str, str] = {}
    urls: dict[str, str] = {}
    for anchor in anchors:
        if (
            matches(anchor.url, site.article)
            if site.article
            else not anchor.chrome and not matches(anchor.url, site.listing)
        ):
            key = identity(anchor.url, site)
            urls.setdefault(key, anchor.url)
            texts[key] = max(texts.get(key, ""), anchor.text, key=len)
    return [url for key, url in urls.items() if site.article or _is_headline(texts[key])]


def _is_headline(text: str) -> bool:
    """Four words and 20 letters, or 12 letters of a script that is written without spaces."""
    return (len(text) >= 20 and len(text.split()) >= 4) or len(UNSPACED.findall(text)) >= 12


def _is_section(anchor: Anchor, site: Site) -> bool:
    if site.listing or site.article:
        return matches(anchor.url, site.listing)
    return 2 < len(anchor.text) < 40 and len(urlsplit(anchor.url).path) > 1
