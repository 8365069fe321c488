"""A listing's further pages: by a number in the URL, by rel="next", by the site file; `postbacks` has those by POST."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
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
FEWEST, MOST = 2, 12  # links with numbers that make a pager whose URLs say nothing


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
    """A row of numbers whose URLs are alike but for figures: ``?start=20``, ``/tin/3``.

    The number that is missing in the row is this page's, which nobody links to; or this is the first page under an
    address of its own.
    """
    numbered = {
        int(anchor.text): anchor.url
        for anchor in reversed(anchors)
        if anchor.text.isdigit() and len(anchor.text) < 4 and anchor.url != page_url and anchor.postback is None
    }
    shapes = {_figureless(url) for number, url in numbered.items() if number > 1}
    if len(shapes) != 1 or not FEWEST <= len(numbered) <= MOST:
        return
    if not all(_is_of(url, page_url) for url in numbered.values()) and not _counts(numbered):
        return
    current = next(number for number in range(1, len(numbered) + 2) if number not in numbered)
    if current > len(numbered) and _figureless(page_url) not in shapes:
        current = 1
    yield from (numbered[number] for number in sorted(numbered) if number > current)


def _figureless(url: str) -> str:
    return DIGITS.sub("0", clean_url(url))


def _is_of(url: str, page_url: str) -> bool:
    """Whether the paths are the same but for figures at the end."""
    path, here = (DIGITS.sub("", urlsplit(one).path).rstrip("/") for one in (url, page_url))
    return path == here or path.strip("/").removeprefix(here.strip("/")).strip("/-.") in {"", "html", "htm"}


def _counts(numbered: Mapping[int, str]) -> bool:
    """Whether one figure of the URLs grows with the number by the same step, as numbers of posts do not; of two links
    only where it begins with 0 or 1."""
    rows = [(number, [int(found) for found in DIGITS.findall(url)]) for number, url in sorted(numbered.items())]
    growing = [column for column in zip(*(figures for _, figures in rows), strict=False) if len(set(column)) > 1]
    if len(growing) != 1 or len(rows) < 2:
        return False
    (first, start), (second, following), *_ = zip((number for number, _ in rows), growing[0], strict=True)
    step = (following - start) / (second - first)
    is_even = all(value == start + step * (number - first) for (number, _), value in zip(rows, growing[0], strict=True))
    return is_even and step > 0 and (len(rows) > FEWEST or start - step * (first - 1) in {0, 1})


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
