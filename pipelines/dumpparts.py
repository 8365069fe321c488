"""Where the article stands in a dump's lines: its heading, its end, its captions, its lead, its byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zoneinfo import ZoneInfo

from pipelines.byline import Byline, read_byline, read_dateline
from pipelines.dates import Stamp, find_dates, is_modified, read_date
from pipelines.dumplines import COUNTER, Line
from pipelines.phrases import (
    CAPTION_ACTIONS,
    CAPTION_STARTS,
    CAPTION_SUBJECTS,
    SECTION_LABELS,
    TAG_LABELS,
    alternatives,
    bare,
    phrases,
)
from pipelines.text import unaccent

BEFORE_HEADING = 0.25  # the share of all running text that may stand above the heading (banners, a teaser)
LONGEST_HEADING = 250
LONGEST_CAPTION = 250
LONGEST_BYLINE = 120
BEHIND = re.compile(r"\s*[(\[]([^()\[\]]{8,60})[)\]]$|\s+[-–|]\s+([\d:hg/.\s-]{8,20})$")
COMMEMORATION = re.compile(r"\b(?:ky niem|ngay|thanh lap|giai phong|chien thang|sinh|mat)\b")
CAPTION = re.compile(
    rf"{alternatives(phrases(CAPTION_STARTS))}(?!\w)"
    rf"|{alternatives(phrases(CAPTION_SUBJECTS))}\b.*\b{alternatives(phrases(CAPTION_ACTIONS))}\b"
)
CREDITED = re.compile(r"\b(?:anh|photo|foto|anh tu lieu)\s?:\s?[^.:]{2,40}\)?\.?$|\(anh [^()]{2,40}\)\.?$|\btrong anh")
_TAGS, _SECTION = alternatives(phrases(TAG_LABELS)), alternatives(phrases(SECTION_LABELS))
LABELLED = re.compile(rf"(?P<tags>{_TAGS})\s?:|(?P<section>{_SECTION})\s?:")
CRUMBS = re.compile(r"\s*[>»›]+\s*")
HOME = frozenset({"trang chu", "trang nhat", "home", "start", "startseite", "accueil", "inicio"})
IMAGE_DEBRIS = "content:"  # what portals leave of an image's or a body's place


@dataclass(slots=True)
class Parts:
    """A dump's lines told apart; stamps: (where it stands, the date, whether its label says that it is a change)."""

    title: str = ""
    lead: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    stamps: list[tuple[str, Stamp, bool]] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    section: str | None = None
    running: int = 0  # letters of running text


def tell_apart(lines: Sequence[Line], zone: ZoneInfo) -> Parts:
    """The parts of the article in the dump; no paragraphs if there is none."""
    parts = Parts()
    heading = find_heading(lines, zone)
    if heading is None:
        start = next((n for n, line in enumerate(lines) if line.kind == "prose"), len(lines))
    else:
        start = heading + 1
        parts.title = _title(lines, heading, zone, parts)
        _above(lines, heading, parts)
    _read(lines[start : _end(lines, start)], zone, parts)
    return parts


# ---- the heading


def find_heading(lines: Sequence[Line], zone: ZoneInfo) -> int | None:
    """The line that is the title: short, no full stop, right above the text; a date behind or under it is a proof."""
    total = sum(len(line.text) for line in lines[: _end(lines, 0)] if line.kind == "prose")
    before, best, best_score = 0, None, -1
    for number, line in enumerate(lines):
        if line.kind == "prose":
            before += len(line.text)
            if before > BEFORE_HEADING * total:
                break
        elif line.kind == "short" and (score := _heading_score(lines, number, zone)) > best_score:
            best, best_score = number, score
    return best


def _heading_score(lines: Sequence[Line], number: int, zone: ZoneInfo) -> int:
    """-1: no heading. One above short lines only counts with a date or a copy of itself above."""
    text = lines[number].text
    if len(text) > LONGEST_HEADING or text[-1] in ".,;:" or text[0] in "-–•+" or " " not in text:
        return -1
    if _is_meta(lines[number], zone):
        return -1
    dated = bool(_dated_title(text, zone))
    below = next((n for n in range(number + 1, len(lines)) if not _is_meta(lines[n], zone)), None)
    if below is None or lines[below].kind == "end":
        return -1
    under = any(line.kind == "date" and not line.viewed for line in lines[number + 1 : below])
    copied = any(line.text.startswith(text) for line in lines[:number])
    if lines[below].kind != "prose":
        return 4 * dated + 2 * copied - 1
    return 4 * dated + 3 * under + 2 * copied


def _is_meta(line: Line, zone: ZoneInfo) -> bool:
    """A line between title and text that belongs to neither: date, author, views, section, tools."""
    if line.kind in ("debris", "date"):
        return True
    return line.kind == "short" and len(line.text) <= LONGEST_BYLINE and bool(_meta(line.text, zone))


def _meta(text: str, zone: ZoneInfo) -> list[object]:
    """What a line of metadata holds, several pieces parted by dashes or bars included: [] if any piece is none."""
    if LABELLED.match(unaccent(text[:30])):
        return [text]
    if byline := read_byline(text):
        return [byline]
    spans = find_dates(text, zone)
    if not spans:
        return []
    start, end, stamp = spans[0]
    found: list[object] = [stamp]
    for rest in re.split(r"\s[-–|]\s|\|", f"{text[:start]} | {text[end:]}"):
        piece = rest.strip(" -–|,()•·")
        if not piece or COUNTER.fullmatch(unaccent(piece)) or read_date(f"{piece} 01/01/2000", zone):
            continue
        signed = read_byline(piece)
        if signed is None:
            return []
        found.append(signed)
    return found


def _dated_title(text: str, zone: ZoneInfo) -> tuple[str, Stamp] | None:
    """Title and date of "Title (19:41 04/12/2020)". A bare day behind a commemoration is the day commemorated."""
    match = BEHIND.search(text)
    stamp = read_date(match[1] or match[2], zone) if match else None
    if match is None or stamp is None:
        return None
    title = text[: match.start()].strip()
    if stamp.precision == "day" and (stamp.moment.year < 1995 or COMMEMORATION.search(unaccent(title))):
        return None
    return title, stamp


def _title(lines: Sequence[Line], heading: int, zone: ZoneInfo, parts: Parts) -> str:
    dated = _dated_title(lines[heading].text, zone)
    if dated:
        parts.stamps.append(("title", dated[1], False))
    return dated[0] if dated else lines[heading].text


def _above(lines: Sequence[Line], heading: int, parts: Parts) -> None:
    """A date right above the title counts with a label, or with a time: a header shows today, or a running clock."""
    parts.section = next(filter(None, (_section(line) for line in lines[:heading])), None)
    above = lines[heading - 1] if heading else None
    if above is None or above.stamp is None or above.viewed:
        return
    if above.labelled or (above.stamp.precision == "minute" and not above.stamp.moment.second and heading > 1):
        parts.stamps.append(("above", above.stamp, is_modified(above.text)))


def _section(line: Line) -> str | None:
    """ "Chuyên mục: X", or the last crumb of "Trang chủ » Tin tức » X"."""
    if len(line.text) > LONGEST_BYLINE:
        return None
    label = LABELLED.match(unaccent(line.text))
    if label and label["section"]:
        return line.text[label.end() :].strip() or None
    crumbs = CRUMBS.split(line.text)
    return crumbs[-1].strip() or None if len(crumbs) > 1 and bare(crumbs[0]) in HOME else None


# ---- the end


def _end(lines: Sequence[Line], start: int) -> int:
    """Where the article stops: chrome that says so, or the dated teasers of other posts."""
    prose = 0
    for number in range(start, len(lines)):
        line = lines[number]
        if line.kind == "prose":
            prose += 1
        elif prose and line.kind == "end" and not _is_box(lines, number):
            return number
        elif prose and line.kind == "date":
            if line.viewed or _opens_teasers(lines, number):
                return number
        elif prose and line.kind == "short" and _closes(lines, number):
            return number + 1
    return len(lines)


def _is_box(lines: Sequence[Line], number: int) -> bool:
    """Related links inside the text: whole paragraphs follow one another behind it, as teasers do not."""
    whole = 0
    for above, line in pairwise(lines[number:]):
        if line.viewed or (line.kind == "end" and above.kind != "end"):
            break
        whole += line.kind == above.kind == "prose" and not line.is_cut and not above.is_cut
    return whole >= 2


def _opens_teasers(lines: Sequence[Line], number: int) -> bool:
    return not lines[number].labelled and any(
        line.kind in ("prose", "short") for line in lines[number + 1 : number + 2]
    )


def _closes(lines: Sequence[Line], number: int) -> bool:
    """A byline under running text, with nothing but teasers after it."""
    if lines[number - 1].kind == "short" or len(lines[number].text) > LONGEST_BYLINE:
        return False
    byline = read_byline(lines[number].text)
    if byline is None or not byline.authors:
        return False
    rest = lines[number + 1 :]
    follows = rest[0] if rest else None
    if (
        follows
        and follows.kind == "short"
        and (read_byline(follows.text) or LABELLED.match(unaccent(follows.text[:30])))
    ):
        return False  # the byline goes on: "Nguồn: …"
    return all(
        line.kind != "prose" or line.is_cut or above.kind in ("short", "date", "end")
        for above, line in zip(lines[number:], rest, strict=False)
    )


# ---- the text


def _read(lines: Sequence[Line], zone: ZoneInfo, parts: Parts) -> None:
    first = next((n for n, line in enumerate(lines) if line.kind == "prose"), len(lines))
    loose = [line for line in lines[:first] if not _take_meta(line, zone, parts, "under")]
    body = list(lines[first:])
    _take_tail(body, zone, parts)
    _take_text([*(line for line in loose if line.kind == "short"), *body], parts)


def _take_meta(line: Line, zone: ZoneInfo, parts: Parts, where: str) -> bool:
    """Takes what a line of metadata says; False if it is none."""
    if line.kind == "debris":
        return True
    if line.kind == "date" and line.stamp:
        parts.stamps.append((where, line.stamp, is_modified(line.text)))
        return True
    if line.kind != "short" or len(line.text) > LONGEST_BYLINE * 2:
        return False
    if label := LABELLED.match(unaccent(line.text)):
        _take_label(label["tags"] is not None, line.text[label.end() :], parts)
        return True
    found = _meta(line.text, zone) if len(line.text) <= LONGEST_BYLINE else []
    parts.stamps += [(where, piece, is_modified(line.text)) for piece in found if isinstance(piece, Stamp)]
    parts.bylines += [piece for piece in found if isinstance(piece, Byline)]
    return bool(found)


def _take_label(tags: bool, value: str, parts: Parts) -> None:
    names = tuple(filter(None, (name.strip(" .#") for name in re.split(r"[,;|]", value))))
    if tags:
        parts.tags = names
    elif value.strip():
        parts.section = value.strip()


def _take_tail(body: list[Line], zone: ZoneInfo, parts: Parts) -> None:
    """Takes bylines, labelled dates, tags and debris off the end, the last line first."""
    found: list[Line] = []
    while body and body[-1].kind != "prose":
        line = body[-1]
        if line.kind == "date" and not line.labelled:
            body.pop()  # beside no heading, under no label: whose date it is nobody says
        elif line.kind in ("debris", "end") or _take_signed(line, zone):
            found.append(body.pop())
        else:
            break
    for line in reversed(found):
        _take_meta(line, zone, parts, "below")


def _take_signed(line: Line, zone: ZoneInfo) -> bool:
    return line.kind == "date" or (line.kind == "short" and _is_meta(line, zone))


def _take_text(lines: Sequence[Line], parts: Parts) -> None:
    seen = {parts.title}
    above: Line | None = None
    in_box = False  # of related links
    for line in lines:
        if line.kind in ("debris", "end", "date"):
            _stands_apart(line, parts)
            in_box = in_box or line.kind == "end"
        elif line.text in seen and (len(line.text) > 40 or line.text == parts.title):
            pass
        elif is_caption(line, above):
            parts.captions.append(line.text)
        elif line.kind == "prose" or not (in_box or _is_credit(line)):
            in_box = False
            parts.paragraphs.append(line.text)
            parts.running += len(line.text) if line.kind == "prose" else 0
        seen.add(line.text)
        above = line


def _stands_apart(line: Line, parts: Parts) -> None:
    """A lead is a first paragraph that something of the page parts from the text below."""
    if (
        len(parts.paragraphs) == 1
        and parts.lead is None
        and line.kind != "end"
        and not _is_opening(parts.paragraphs[0])
    ):
        parts.lead = parts.paragraphs.pop()


def _is_opening(paragraph: str) -> bool:
    return read_dateline(paragraph) is not None


def is_caption(line: Line, above: Line | None = None) -> bool:
    """Captions by what they say, or by standing where an image was; any other short line is a sub-heading."""
    behind_image = above is not None and above.text == IMAGE_DEBRIS and not line.after
    if len(line.text) > LONGEST_CAPTION or line.text[0] in "-–•+":
        return False
    plain = unaccent(line.text)
    if behind_image or CREDITED.search(plain):
        return True
    return line.kind == "short" and bool(CAPTION.match(plain))


def _is_credit(line: Line) -> bool:
    """ "Ảnh: Quang Huy" between paragraphs: neither text nor author."""
    if line.kind != "short" or len(line.text) > 60 or ":" not in line.text:
        return False
    byline = read_byline(line.text)
    return byline is not None and not byline.authors and byline.source is None
