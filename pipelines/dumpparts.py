"""The parts of the article in a dump's lines: title, lead, paragraphs, captions, bylines, dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zoneinfo import ZoneInfo

from pipelines.byline import Byline, read_byline, read_dateline
from pipelines.dates import Stamp, find_dates, is_modified
from pipelines.dumpend import find_end, is_listing
from pipelines.dumpheading import (
    LABELLED,
    LONGEST_BYLINE,
    NUMBERED,
    dated_title,
    find_heading,
    find_text,
    is_meta,
    read_meta,
    read_section,
)
from pipelines.dumplines import DATED, SENTENCE_END, Line
from pipelines.phrases import CAPTION_ACTIONS, CAPTION_STARTS, CAPTION_SUBJECTS, alternatives, bare, phrases
from pipelines.text import unaccent

BETWEEN = 12  # lines from lead to text; more are a table
FAR = 2  # blank lines more than between paragraphs: what is left of an image and its table
LONE_AMONG = 4  # lines of a text in which a lone short line is told to be a caption
LONGEST_CAPTION = 250
BEHIND_TEXT = 15  # lines behind the text in which bylines stand
CAPTION = re.compile(
    rf"{alternatives(phrases(CAPTION_STARTS))}(?!\w)"
    rf"|{alternatives(phrases(CAPTION_SUBJECTS))}\b.*\b{alternatives(phrases(CAPTION_ACTIONS))}\b"
)
CREDITED = re.compile(r"\b(?:anh|photo|foto|credit)\s?:\s?[^.:]{2,40}\)?\.?$|\(anh [^()]{2,40}\)\.?$|\btrong anh")
SIGNED_AS = re.compile(
    r"\(?(?:(?:tm|kt|tl|tuq)\.|(?:pho )?(?:chu tich|truong phong|giam doc|bi thu|truong ban|hieu truong)\b|da ky)"
)
IMAGE_DEBRIS = "content:"  # what portals leave of an image's or a body's place


@dataclass(slots=True)
class Parts:
    """A dump's lines told apart; stamps: its dates, the best first, and of each whether its label says "changed"."""

    title: str = ""
    lead: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    stamps: list[tuple[Stamp, bool]] = field(default_factory=list)
    tags: tuple[str, ...] = ()
    section: str | None = None
    running: int = 0  # letters of running text
    listed: bool = False  # the page lists posts


def tell_apart(lines: Sequence[Line], zone: ZoneInfo) -> Parts:
    """The parts of the article in the dump; no paragraphs if there is none."""
    parts = Parts()
    start, end = find_text(lines)
    heading = find_heading(lines, start, end, zone)
    lines = _without_shared(lines, heading)
    if heading is not None:
        start = heading + 1
        _title(lines, heading, zone, parts)
    behind = next((n for n in range(end, len(lines)) if lines[n].kind == "prose"), len(lines))
    stop = find_end(lines[: min(behind, end + BEHIND_TEXT)], start)
    _read(lines[start:stop], zone, parts)
    if heading:
        _above(lines, heading, parts)
    parts.listed = is_listing(lines[start:stop], lines[stop:], zone)
    return parts


def _without_shared(lines: Sequence[Line], heading: int | None) -> list[Line]:
    """The lines that other dumps share as debris, but for the text under the title: lists of new posts have both."""
    under = next((n for n in range((heading or 0) + 1, len(lines)) if lines[n].kind == "prose"), None)
    own = {heading, under} if heading is not None else set()
    return [line.as_debris() if line.shared and n not in own else line for n, line in enumerate(lines)]


def _title(lines: Sequence[Line], heading: int, zone: ZoneInfo, parts: Parts) -> None:
    dated = dated_title(lines[heading].text, zone)
    parts.title = dated[0] if dated else lines[heading].text
    if dated:
        parts.stamps.append((dated[1], False))


def _above(lines: Sequence[Line], heading: int, parts: Parts) -> None:
    """A date right above the title counts with a label, or with a time: a header shows today, or a running clock."""
    parts.section = next(filter(None, (read_section(line) for line in lines[:heading])), None)
    above = lines[heading - 1]
    if above.stamp is None or above.viewed or not all(changed for _, changed in parts.stamps):
        return
    if above.labelled or (above.stamp.precision == "minute" and not above.stamp.moment.second and heading > 1):
        parts.stamps.append((above.stamp, is_modified(above.text)))


def _read(lines: Sequence[Line], zone: ZoneInfo, parts: Parts) -> None:
    first = next((n for n, line in enumerate(lines) if line.kind == "prose"), len(lines))
    loose = [line for line in lines[:first] if not _take_meta(line, zone, parts)]
    body = list(lines[first:])
    _take_tail(body, zone, parts)
    _take_text([*(line for line in loose if line.kind == "short"), *_take_lead(body, zone, parts)], parts)


def _take_meta(line: Line, zone: ZoneInfo, parts: Parts) -> bool:
    """Takes what a line of metadata says; False if it is none."""
    if line.kind == "debris":
        return True
    if line.kind == "date" and line.stamp:
        parts.stamps.append((line.stamp, is_modified(line.text)))
        return True
    if line.kind != "short" or len(line.text) > LONGEST_BYLINE * 2:
        return False
    if label := LABELLED.match(unaccent(line.text)):
        _take_label(label["tags"] is not None, line.text[label.end() :], parts)
        return True
    found = read_meta(line.text, zone) if len(line.text) <= LONGEST_BYLINE else ()
    parts.stamps += [(piece, is_modified(line.text)) for piece in found if isinstance(piece, Stamp)]
    parts.bylines += [piece for piece in found if isinstance(piece, Byline)]
    return bool(found) or _take_date(line.text, zone, parts)


def _take_date(text: str, zone: ZoneInfo, parts: Parts) -> bool:
    """Takes the date of a line between title and text whose other words nobody knows, if it has a time or a label."""
    spans = find_dates(text, zone)
    if len(spans) != 1 or not (spans[0][2].precision == "minute" or DATED.match(unaccent(text))):
        return False
    parts.stamps.append((spans[0][2], is_modified(text)))
    return True


def _take_label(tags: bool, value: str, parts: Parts) -> None:
    names = tuple(filter(None, (name.strip(" .#") for name in re.split(r"[,;|]", value))))
    if tags:
        parts.tags = names
    elif value.strip():
        parts.section = value.strip()


def _take_tail(body: list[Line], zone: ZoneInfo, parts: Parts) -> None:
    """Takes what follows the last paragraph: bylines, labelled dates, tags; and lines that say nothing."""
    last = max((n for n, line in enumerate(body) if line.kind == "prose"), default=-1) + 1
    signed: list[int] = []
    for number in range(last, len(body)):
        if _is_signed(body[number], zone) and _may_sign(body, number, signed):
            signed.append(number)
    for number in signed:
        _take_meta(body[number], zone, parts)
    stop = signed[0] if signed else len(body)
    listed = last > 0 and body[last - 1].text.endswith(":")
    body[last:] = [line for line in body[last:stop] if line.kind == "short" and (listed or _says(line))]


def _says(line: Line) -> bool:
    """Does a short line behind the last paragraph belong to the text: a list's item, a sentence, a caption?"""
    return (
        line.text[0] in "-–•+*"
        or bool(SENTENCE_END.search(line.text[-8:]))
        or line.text.endswith(":")
        or is_caption(line)
    )


def _is_signed(line: Line, zone: ZoneInfo) -> bool:
    return line.labelled if line.kind == "date" else line.kind == "short" and is_meta(line, zone)


def _may_sign(body: Sequence[Line], number: int, signed: Sequence[int]) -> bool:
    """A name signs a text that it stands under: in a table it is a cell, under an office it signed a document."""
    above = body[number - 1] if number else None
    if above is None or above.kind != "short" or number - 1 in signed or ":" in body[number].text:
        return True
    return _says(above) and not SIGNED_AS.match(unaccent(above.text))


def _take_lead(lines: list[Line], zone: ZoneInfo, parts: Parts) -> list[Line]:
    """Takes the lead and what parts it from the text: date, byline, tools, debris. Without these no lead is marked.

    Returns the lines that are left.
    """
    first = next((n for n, line in enumerate(lines) if line.kind == "prose"), len(lines))
    behind = next((n for n in range(first + 1, len(lines)) if lines[n].kind == "prose"), len(lines))
    if behind == len(lines):
        return lines
    stop = behind if behind - first <= BETWEEN else first + 2
    apart = [n for n in range(first + 1, stop) if _parts(lines[n], n == first + 1, zone, parts)]
    if not apart and not _is_sapo(lines[first]):
        return lines
    apart = apart or [first]
    parts.lead = lines[first].text
    between = [line for line in lines[first + 1 : apart[-1] + 1] if line.kind == "debris" or is_caption(line)]
    return [*lines[:first], *between, *lines[apart[-1] + 1 :]]


def _parts(line: Line, at_once: bool, zone: ZoneInfo, parts: Parts) -> bool:
    """Takes what parts lead from text: a line of metadata; debris only right under the lead, and with words in it."""
    if line.kind == "debris":
        return at_once and not line.shared and bool(bare(line.text))
    return _take_meta(line, zone, parts)


def _is_sapo(line: Line) -> bool:
    """An agency in brackets opens the lead of newspapers: "(TTXVN) - …"; "HNP - …" opens texts."""
    return line.text[0] == "(" and read_dateline(line.text) is not None


def _take_text(lines: Sequence[Line], parts: Parts) -> None:
    seen = {parts.title, parts.lead}
    parts.running = len(parts.lead or "")
    above: Line | None = None
    in_box = False  # of related links
    pictured = _pictured(lines)
    for number, line in enumerate(lines):
        if line.kind in ("debris", "end", "date"):
            in_box = in_box or line.kind == "end"
        elif line.text in seen and (len(line.text) > 40 or line.text == parts.title):
            pass
        elif number in pictured or is_caption(line, above):
            parts.captions.append(line.text)
        elif line.kind == "prose" or not (in_box or _is_credit(line)):
            in_box = False
            parts.paragraphs.append(line.text)
            parts.running += len(line.text) if line.kind == "prose" else 0
        seen.add(line.text)
        above = line


def _pictured(lines: Sequence[Line]) -> set[int]:
    """Short lines that stand where an image was: further below the line above them than paragraphs stand apart.

    Or alone of their kind under the first of several paragraphs and far above the next, since headings come in numbers.
    """
    short = [n for n, line in enumerate(lines) if line.kind == "short"]
    below = [line.after for above, line in pairwise(lines) if above.kind == line.kind == "prose"]
    usual = max(set(below), key=below.count, default=0)
    far = {n for n in short if n and lines[n].after >= usual + FAR}
    lone = {1} if short == [1] and len(lines) >= LONE_AMONG and lines[2].after > usual else set()
    return {n for n in far | lone if n + 1 < len(lines) and not _heads(lines[n], lines[n + 1])}


def _heads(line: Line, below: Line) -> bool:
    """A heading above a question of an interview, a question, a number, two words, a table's row: no caption."""
    marked = line.text[-1] in ":?!" or line.text[0] in "-–+•" or " | " in line.text
    return below.text[0] in "-–" or marked or NUMBERED.match(line.text) is not None or line.text.count(" ") < 2


def is_caption(line: Line, above: Line | None = None) -> bool:
    """Captions by what they say; one that is a whole sentence only where an image was."""
    if len(line.text) > LONGEST_CAPTION or line.text[0] in "-–•+":
        return False
    behind_image = above is not None and above.text == IMAGE_DEBRIS
    if line.kind == "prose" and not (behind_image or ":" in line.text or "(" in line.text or "rong ảnh" in line.text):
        return False  # a cheap test before the next
    plain = unaccent(line.text)
    return bool(CREDITED.search(plain) or ((line.kind == "short" or behind_image) and CAPTION.match(plain)))


def _is_credit(line: Line) -> bool:
    """ "Ảnh: Quang Huy" between paragraphs: neither text nor author."""
    if line.kind != "short" or len(line.text) > 60 or ":" not in line.text:
        return False
    byline = read_byline(line.text)
    return byline is not None and not byline.authors and byline.source is None
