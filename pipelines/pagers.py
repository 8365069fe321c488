"""A listing's further pages: by a number in the URL, by rel="next", by the site file; `postbacks` has those by POST."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from models.site import Site
from pipelines.anchors import Anchor, base_of
from pipelines.document import Element
from pipelines.urls import absolute, clean_url

# A number that chooses a page of a listing: ?page=2 · _cur=2 · _pagenum=2 · /trang-2.htm · /page/2 · -p2 · -page0
PAGE_NUMBER = re.compile(
    r"(?:[?&](?:[\w.]*_)?(?:cur|page|p|trang|pagenum|pageindex|pageid|paged|pg)=|/(?:trang|page)[-/]|-(?:p|page|trang))(\d{1,6})"
    r"(?=$|[^\w])",
    re.IGNORECASE,
)
NEXT = re.compile(
    r"(?:trang )?(?:tiếp|tiếp theo|sau|kế tiếp|cuối)|next(?: page)?|older(?: posts)?|›|»|>|>>|→", re.IGNORECASE
)
DIGITS = re.compile(r"\d+")
FEWEST = 2  # links with numbers that make a pager whose URLs say nothing


def number_of(url: str) -> int | None:
    """The number by which a URL chooses a page of a listing."""
    found = PAGE_NUMBER.search(url)
    return int(found[1]) if found else None


def _shape(url: str) -> str:
    """What the pages of one listing share: path and query with the page's number taken out."""
    cleaned = clean_url(PAGE_NUMBER.sub("", url, count=1))
    return urlsplit(cleaned).path.rstrip("/").removesuffix(".htm").removesuffix(".html")


def is_pager(anchor: Anchor, page_url: str) -> bool:
    """Whether the link is one of a pager, by its URL and its text."""
    if number_of(anchor.url) is None:
        return False
    labelled = anchor.text.isdigit() or bool(NEXT.fullmatch(anchor.text))
    return labelled or (not anchor.text and _shape(anchor.url) == _shape(page_url))


def later_pages(anchors: Sequence[Anchor], root: Element, page_url: str, site: Site) -> list[str]:
    """The pages after this one, nearest first. Page 1 is this page where its URL has no number."""
    current = number_of(page_url)
    later: dict[str, int] = {}
    for anchor in anchors:
        number = number_of(anchor.url)
        if number is None or not is_pager(anchor, page_url):
            continue
        if number > current if current is not None else not _is_first(anchor, number):
            later.setdefault(anchor.url, number)
    found = sorted(later, key=later.__getitem__) or list(_unnamed(anchors, page_url))
    return list(dict.fromkeys([*_told(root, page_url), *_more(page_url, site), *found]))


def _is_first(anchor: Anchor, number: int) -> bool:
    """Numbers count from 1, or from 0: then the link "2" has number 1."""
    return anchor.text == "1" or (number <= 1 and anchor.text != "2" and not NEXT.fullmatch(anchor.text))


def _unnamed(anchors: Sequence[Anchor], page_url: str) -> Iterator[str]:
    """A row of numbers whose URLs are this page's but for figures: ``?start=20``, ``/tin/3``.

    The number that is missing in the row is this page's, which nobody links to.
    """
    here = DIGITS.sub("", urlsplit(page_url).path).rstrip("/")
    numbered = {
        int(anchor.text): anchor.url
        for anchor in reversed(anchors)
        if anchor.text.isdigit() and len(anchor.text) < 4 and anchor.url != page_url
        if anchor.postback is None and _alike(DIGITS.sub("", urlsplit(anchor.url).path), here)
    }
    shapes = {DIGITS.sub("", clean_url(url)) for number, url in numbered.items() if number > 1}
    if len(shapes) != 1 or len(numbered) < FEWEST or len(numbered) > 12:
        return
    current = next(number for number in range(1, len(numbered) + 2) if number not in numbered)
    yield from (numbered[number] for number in sorted(numbered) if number > current)


def _alike(path: str, here: str) -> bool:
    return path.rstrip("/") == here or path.strip("/").removeprefix(here.strip("/")).strip("/-.") in {"", "html", "htm"}


def _told(root: Element, page_url: str) -> Iterator[str]:
    """What the page itself calls its next one."""
    for element in root.iter("link", "a"):
        if element.get("rel") == "next" and (url := absolute(base_of(root, page_url), element.get("href") or "")):
            yield url


def _more(page_url: str, site: Site) -> Iterator[str]:
    """The next of the pages that the site file names as ``more``."""
    for template in site.more:
        before, _, after = template.partition("{page}")
        found = page_url.removeprefix(before).removesuffix(after)
        if page_url == before + found + after and found.isdigit():
            yield template.replace("{page}", str(int(found) + 1))
