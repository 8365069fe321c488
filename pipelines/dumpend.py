"""Where the article in a dump stops, and whether the page is a list of posts instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from pipelines.byline import read_byline
from pipelines.dates import find_dates
from pipelines.dumpheading import LABELLED, LONGEST_BYLINE
from pipelines.dumplines import Line
from pipelines.phrases import bare
from pipelines.text import unaccent

FOOT = 0.3  # the share of the text below which comment forms and the like are tools above it
FOOTER = re.compile(
    r"binh luan|comment|y kien|reply|truy cap|truc tuyen|thong ke|ban quyen|copyright|rights reserved|ma xac nhan"
    r"|ma bao mat|email|ho ten|ho va ten|giay phep|danh gia|xep hang|tong so diem"
)
FOLLOWING = 2  # dates of further entries that make a page with one paragraph a list
ALTERNATING = 4  # paragraphs, each under a heading of its own


def find_end(lines: Sequence[Line], start: int) -> int:
    """Where the article stops: chrome that says so, or the dated teasers of other posts."""
    total = sum(len(line.text) for line in lines[start:] if line.kind == "prose")
    prose, letters = 0, 0
    for number in range(start, len(lines)):
        line = lines[number]
        if line.kind == "prose":
            prose, letters = prose + 1, letters + len(line.text)
        elif not prose or line.kind == "debris":
            continue
        elif line.kind == "end":
            if not _is_box(lines, number, letters < FOOT * total):
                return number
        elif line.kind == "date":
            if _opens_teasers(lines, number, prose):
                return number
        elif line.kind == "short" and _closes(lines, number):
            return number + 1
    return len(lines)


def _is_box(lines: Sequence[Line], number: int, early: bool) -> bool:
    """Related links or tools inside the text: whole paragraphs follow one another behind it, as teasers do not."""
    if FOOTER.search(bare(lines[number].text)):
        return early and any(line.kind == "prose" for line in lines[number:])
    whole = 0
    for above, line in pairwise(lines[number:]):
        if line.viewed:
            break
        whole += line.kind == above.kind == "prose" and not line.is_cut and not above.is_cut
    return whole >= 2


def _opens_teasers(lines: Sequence[Line], number: int, prose: int) -> bool:
    """A date behind text is another post's, unless it stands between lead and text."""
    if prose == 1 and _text_follows(lines[number + 1 :]):
        return False
    follows = number + 1 < len(lines) and lines[number + 1].kind in ("prose", "short")
    return lines[number].viewed or (follows and not lines[number].labelled)


def _text_follows(lines: Sequence[Line]) -> bool:
    """Two whole paragraphs before the next date: no teaser has them."""
    stop = next((n for n, line in enumerate(lines) if line.kind in ("date", "end")), len(lines))
    return sum(line.kind == "prose" and not line.is_cut for line in lines[:stop]) >= 2


def _closes(lines: Sequence[Line], number: int) -> bool:
    """A byline under running text, with nothing but teasers after it."""
    if lines[number - 1].kind == "short" or len(lines[number].text) > LONGEST_BYLINE:
        return False
    byline = read_byline(lines[number].text)
    if byline is None or not byline.authors:
        return False
    rest = lines[number + 1 :]
    if rest and rest[0].kind == "short" and _is_signature(rest[0].text):
        return False  # the byline goes on: "Nguồn: …"
    return all(
        line.kind != "prose" or line.is_cut or above.kind in ("short", "date", "end")
        for above, line in zip(lines[number:], rest, strict=False)
    )


def _is_signature(text: str) -> bool:
    return read_byline(text) is not None or LABELLED.match(unaccent(text[:30])) is not None


def is_listing(text: Sequence[Line], rest: Sequence[Line], zone: ZoneInfo) -> bool:
    """One paragraph, and dated entries behind it that no line opens as other posts; or nothing but dated teasers."""
    prose = sum(line.kind == "prose" for line in text)
    if prose <= 1:
        return bool(rest) and rest[0].kind != "end" and sum(line.kind == "date" for line in rest) >= FOLLOWING
    if prose < ALTERNATING or any(above.kind == line.kind == "prose" for above, line in pairwise(text)):
        return False
    return (
        sum(line.kind == "date" or (line.kind == "short" and bool(find_dates(line.text, zone))) for line in text) >= 3
    )
