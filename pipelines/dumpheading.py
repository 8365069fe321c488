"""Where the article stands in a dump: the stretch of lines that is text, the heading above it, the date beside that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from pipelines.byline import read_byline
from pipelines.dates import Stamp, find_dates, read_date
from pipelines.dumplines import COUNTER, Line
from pipelines.phrases import SECTION_LABELS, TAG_LABELS, alternatives, bare, phrases
from pipelines.text import unaccent

# What a line adds to the stretch of lines that is the article: text its letters, everything else a loss.
WEIGHTS = {"short": -30, "debris": -5, "date": -40, "end": -150}
LISTED = -5  # an item of a list
MOST = 600  # letters of one line that count
BEFORE_HEADING = 0.25  # the share of the text that may stand above the heading (banners, a teaser)
ABOVE_TEXT = 100  # lines above the text in which a title with a date or a copy is looked for
NEAR_TEXT = 25  # … and any other
FIRST_LINES = 6  # among which a dump has the page's <title>
NEAR = 3  # lines of no known kind from which on a heading does not stand above a text
NUMBERED = re.compile(r"(?:[IVX]+|\d+|[a-z])[.)]\s")
COPIED = 20  # characters from which on a copy proves something: a section's name is shorter
LONGEST_HEADING = 250
LONGEST_BYLINE = 120
BEHIND = re.compile(r"\s*[(\[]([^()\[\]]{8,60})[)\]]$|\s+[-–|]\s+([\d:hg/.\s-]{8,20})$")
COMMEMORATION = re.compile(r"\b(?:ky niem|ngay|thanh lap|giai phong|chien thang|sinh|mat)\b")
_TAGS, _SECTION = alternatives(phrases(TAG_LABELS)), alternatives(phrases(SECTION_LABELS))
LABELLED = re.compile(rf"(?P<tags>{_TAGS})\s?:|(?P<section>{_SECTION})\s?:")
CRUMBS = re.compile(r"\s*[>»›]+\s*")
MARKED = re.compile("[:>»›]")
HOME = frozenset({"trang chu", "trang nhat", "home", "start", "startseite", "accueil", "inicio"})


def find_text(lines: Sequence[Line]) -> tuple[int, int]:
    """First and behind-last line of the stretch with the most text and the fewest lines of anything else."""
    best, best_sum, start, running = (0, 0), 0, 0, 0
    for number, line in enumerate(lines):
        if running <= 0:
            start, running = number, 0
        running += min(len(line.text), MOST) if line.kind == "prose" and not line.shared else _loss(line)
        if running > best_sum:
            best, best_sum = (start, number + 1), running
    return best


def _loss(line: Line) -> int:
    if line.shared:
        return WEIGHTS["debris"]
    return LISTED if line.kind == "short" and line.text[0] in "-–•+*0123456789" else WEIGHTS[line.kind]


def find_heading(lines: Sequence[Line], start: int, end: int, zone: ZoneInfo) -> int | None:
    """The line that is the title: short, no full stop, right above the text; a date behind or under it is a proof."""
    total = sum(len(line.text) for line in lines[start:end] if line.kind == "prose")
    before, best, best_score = 0, None, 0
    for number in range(max(0, start - ABOVE_TEXT), end):
        line = lines[number]
        if line.kind == "prose" and number >= start:
            before += len(line.text)
            if before > BEFORE_HEADING * total:
                break
        elif line.kind == "short" and (number >= start - NEAR_TEXT or _is_proven(lines, number)):
            score = _heading_score(lines, number, zone)
            best, best_score = (number, score) if score > best_score else (best, best_score)
    return best


def _is_proven(lines: Sequence[Line], number: int) -> bool:
    """A cheap test: far above the text only what has a date or a copy can be the title."""
    dated = lines[number + 1].kind == "date" or BEHIND.search(lines[number].text) is not None
    return dated or _is_copied(lines, number)


def _is_copied(lines: Sequence[Line], number: int) -> bool:
    text = lines[number].text
    return len(text) >= COPIED and any(line.text.startswith(text) for line in lines[: min(FIRST_LINES, number)])


def _heading_score(lines: Sequence[Line], number: int, zone: ZoneInfo) -> int:
    """0: no heading. The text right below, a date behind or under it, a copy among the first lines speak for one."""
    text = lines[number].text
    if len(text) > LONGEST_HEADING or text[-1] in ".,;:" or text[0] in "-–•+" or " " not in text:
        return 0
    titled = dated_title(text, zone)
    dated = titled is not None
    copied = _is_copied(lines, number)
    below, other, under = _below(lines, number, zone)
    near = NEAR - other if below is not None and other < NEAR else 0
    if not (dated or copied or near or under) or NUMBERED.match(text):
        return 0
    if not lines[number].shared and _is_metadata(titled[0] if titled else text, dated, zone):
        return 0
    return 8 * dated + 8 * copied + 3 * under + 2 * near + 3 * (text.count(" ") >= 3) - 2 * lines[number].shared


def _is_metadata(text: str, dated: bool, zone: ZoneInfo) -> bool:
    """`is_meta` of a line that may be a title; ``dated``: of one that had a date behind it, what is left."""
    if len(text) > LONGEST_BYLINE:
        return False
    return bool(read_meta(text, zone)) or (dated and _goes_with_date(text, zone))


def _below(lines: Sequence[Line], number: int, zone: ZoneInfo) -> tuple[int | None, int, bool]:
    """Where the text under a heading begins, how many lines of no known kind stand between, and whether a date does."""
    other, dated = 0, False
    for below in range(number + 1, min(len(lines), number + 12)):
        line = lines[below]
        if line.kind == "prose":
            return below, other, dated
        dated = dated or (line.kind == "date" and not line.viewed)
        other += line.kind == "end" or not is_meta(line, zone)
        if other >= NEAR:
            break
    return None, other, dated


def is_meta(line: Line, zone: ZoneInfo) -> bool:
    """A line between title and text that belongs to neither: date, author, views, section, tools."""
    if line.kind in ("debris", "date") or line.shared:
        return True
    return line.kind == "short" and len(line.text) <= LONGEST_BYLINE and bool(read_meta(line.text, zone))


@lru_cache(maxsize=4096)  # asked more than once of the same line
def read_meta(text: str, zone: ZoneInfo) -> tuple[object, ...]:
    """What a line of metadata holds, several pieces parted by dashes or bars included: () if any piece is none."""
    if ":" in text[:30] and LABELLED.match(unaccent(text[:30])):
        return (text,)
    if byline := read_byline(text):
        return (byline,)
    spans = find_dates(text, zone)
    if not spans:
        return ()
    start, end, stamp = spans[0]
    found: list[object] = [stamp]
    for rest in re.split(r"\s[-–|]\s|\|", f"{text[:start]} | {text[end:]}"):
        piece = rest.strip(" -–|,()•·")
        if not piece or _goes_with_date(piece, zone):
            continue
        signed = read_byline(piece)
        if signed is None:
            return ()
        found.append(signed)
    return tuple(found)


def _goes_with_date(piece: str, zone: ZoneInfo) -> bool:
    """A weekday, a label, a view count."""
    return COUNTER.fullmatch(unaccent(piece)) is not None or read_date(f"{piece} 01/01/2000", zone) is not None


@lru_cache(maxsize=64)  # a heading is asked when it is looked for and when it is taken
def dated_title(text: str, zone: ZoneInfo) -> tuple[str, Stamp] | None:
    """Title and date of "Title (19:41 04/12/2020)". A bare day behind a commemoration is the day commemorated."""
    match = BEHIND.search(text)
    stamp = read_date(match[1] or match[2], zone) if match else None
    if match is None or stamp is None:
        return None
    title = text[: match.start()].strip()
    if stamp.precision == "day" and (stamp.moment.year < 1995 or COMMEMORATION.search(unaccent(title))):
        return None
    return title, stamp


def read_section(line: Line) -> str | None:
    """ "Chuyên mục: X", or the last crumb of "Trang chủ » Tin tức » X"."""
    if len(line.text) > LONGEST_BYLINE or not MARKED.search(line.text):
        return None
    label = LABELLED.match(unaccent(line.text))
    if label and label["section"]:
        return line.text[label.end() :].strip() or None
    crumbs = CRUMBS.split(line.text)
    return crumbs[-1].strip() or None if len(crumbs) > 1 and bare(crumbs[0]) in HOME else None
