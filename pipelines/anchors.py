"""The links of a page as a reader meets them: where a click leads, what is written on it, where on the page it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from models.site import Site
from pipelines.document import Element
from pipelines.text import nfc, squeeze
from pipelines.urls import TODAY, absolute, matches

IN_SCRIPT = re.compile(
    r"location(?:\.href)?\s*=\s*'([^']+)'|location(?:\.href)?\s*=\s*\"([^\"]+)\"|location\.(?:assign|replace)\(['\"]([^'\"]+)"
)
# ASP.NET's own calls: __doPostBack('pager','Page$2'), and the same with options in front
POSTBACK = re.compile(r"(?:__doPostBack|PostBackOptions)\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]([^'\"]*)['\"]")
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
CHROME = {"nav", "header", "footer"}
CLICKED = ("a", "area", "button", "li", "td", "span", "div")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as the page shows it. ``postback``: target and argument where only a form's POST leads there."""

    url: str
    text: str
    chrome: bool
    element: Element
    postback: tuple[str, str] | None = None


def anchors(root: Element, page_url: str) -> Iterator[Anchor]:
    """Every link to follow by click, in the order of the page; those of ``onclick`` and of postbacks, too."""
    base = base_of(root, page_url)
    for element in root.iter(*CLICKED):
        script = f"{element.get('onclick') or ''} {element.get('href') or ''}"
        posted = POSTBACK.search(script) if "ost" in script else None
        link = page_url if posted else _target(element)
        url = absolute(base, link) if link else None
        if url is None:
            continue
        chrome = any(above.tag in CHROME for above in element.iterancestors())
        yield Anchor(_without_today(url), _text(element), chrome, element, (posted[1], posted[2]) if posted else None)


def base_of(root: Element, page_url: str) -> str:
    """What the page's relative links are relative to."""
    own = root.find(".//base[@href]")
    return page_url if own is None else absolute(page_url, own.get("href", "")) or page_url


def _target(element: Element) -> str | None:
    """Where a click leads; some portals have the URL only in ``onclick``."""
    script = element.get("onclick")
    found = IN_SCRIPT.search(script) if script else None
    if found:
        return next(group for group in found.groups() if group)
    href = element.get("href") if element.tag in {"a", "area"} else None
    return href if href and not href.startswith(("#", "javascript:")) else None


def _text(element: Element) -> str:
    """What is written on it; else what is said of it, or of its picture."""
    shown = squeeze(nfc("".join(map(str, element.itertext()))))
    if shown:
        return shown
    pictures = (picture.get("alt") for picture in element.iter("img"))
    return next(
        (squeeze(nfc(said)) for said in (element.get("title"), element.get("aria-label"), *pictures) if said), ""
    )


def _without_today(url: str) -> str:
    parts = urlsplit(url)
    if "Day=" not in parts.query:
        return url
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not TODAY.fullmatch(name)
    ]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def followed(url: str, site: Site) -> bool:
    """Whether a crawl of the site may go there: on its hosts, not ignored, no trap."""
    return inside(url, site) and not matches(url, site.ignore) and not is_trap(url, site)


def inside(url: str, site: Site) -> bool:
    """Whether it is a page of the site's hosts, and not its home page, which is no post."""
    parts = urlsplit(url)
    if parts.path in {"", "/"} and not parts.query:
        return False
    host = parts.netloc.lower()
    return host in site.hosts or host.removeprefix("www.") in {name.removeprefix("www.") for name in site.hosts}


def is_trap(url: str, site: Site) -> bool:
    """What the site file calls an article is none."""
    return matches(url, TRAPS) and not matches(url, site.article)
