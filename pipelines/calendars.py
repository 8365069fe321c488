"""Calendars that list posts by the day: the pages of days and earlier months that a listing's calendar leads to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import unquote, urlsplit

from models.article import Page
from models.site import Site
from pipelines.anchors import Anchor, inside
from pipelines.document import Element
from pipelines.urls import clean_url, matches

AROUND = 3  # elements, each within the next: rows, table, box
ENOUGH_DAYS = 15  # different days of one month that make a calendar: pagers show fewer numbers
DIGITS = re.compile(r"\d+")
EARLIER = re.compile(r"(?:tháng )?trước|(?:prev(?:ious)?)(?: month)?|«|‹|<|<<|←", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])[-/.](0?[1-9]|1[0-2])[-/.]((?:19|20)\d\d)(?!\d)")


def days(clicked: Sequence[Anchor], page: Page, site: Site) -> Iterator[str]:
    """The days of a calendar on the page, none that is still to come, and the months before it; nothing without one."""
    shapes: defaultdict[str, dict[int, Anchor]] = defaultdict(dict)
    usable = [
        one for one in clicked if one.postback is None and inside(one.url, site) and not matches(one.url, site.ignore)
    ]
    for anchor in usable:
        if anchor.text.isdigit() and 1 <= int(anchor.text[:3]) <= 31:
            shapes[_shape(anchor.url)].setdefault(int(anchor.text[:3]), anchor)
    month = max(shapes.values(), key=len, default={})
    if len(month) < ENOUGH_DAYS:
        return
    today = page.fetched_at.astimezone(site.zone).date() if page.fetched_at else date.max
    yield from (one.url for one in month.values() if (day_of(one.url) or date.min) <= today)
    beside = _around(one.element for one in month.values())
    yield from (one.url for one in usable if EARLIER.fullmatch(one.text) and beside & set(one.element.iterancestors()))


def _around(elements: Iterable[Element]) -> set[Element]:
    """The smallest part of the page that holds them all, and what is just around it: there the month's name stands."""
    first, *others = (list(element.iterancestors()) for element in elements)
    for other in others:
        above = set(other)
        first = [element for element in first if element in above]
    return {element for element in first[:AROUND] if element.tag not in {"body", "html"}}


def _shape(url: str) -> str:
    return DIGITS.sub("0", clean_url(url))


def day_of(url: str) -> date | None:
    """The whole date that a listing's URL states in its query or at the end of its path: ``?ngay=2021-05-03``."""
    parts = urlsplit(unquote(url))
    for text in (parts.query, "/".join(parts.path.rstrip("/").split("/")[-3:])):
        if found := YEAR_FIRST.search(text):
            year, month, day = map(int, found.groups())
        elif found := DAY_FIRST.search(text):
            day, month, year = map(int, found.groups())
        else:
            continue
        try:
            return date(year, month, day)
        except ValueError:  # 31/02
            return None
    return None
