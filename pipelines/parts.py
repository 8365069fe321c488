"""Which of an article's lines are its paragraphs, and which are lead, caption, byline, date or chrome."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from pipelines.byline import Byline
from pipelines.clean import Line
from pipelines.elements import HEADINGS
from pipelines.heading import alike
from pipelines.lines import DIGIT, LONGEST_BYLINE, byline_of, bylines_of, chrome, is_caption, is_sentence
from pipelines.metaline import bylines_in
from pipelines.repeated import copies, stamps

TIME = re.compile(r"\W*\d{1,2}\s?(?:[:hg]|giờ)\s?\d{2}(?:\s?(?:AM|PM))?\W*", re.IGNORECASE)
LONGEST_LEAD = 900
CENTRED = 60  # characters from which on a centred line is no byline
FAR = 15  # lines down from the top at which the heading may stand
EDGE = 4  # lines from either end in which bylines stand
ABOUT = 3  # lines at the end in which articles tell who wrote them
TAIL = 0.35  # the share of the text that may follow a line which ends the article
REPEATED = 40  # characters from which on a line that comes twice is a copy


@dataclass(slots=True)
class Parts:
    """An article's lines, told apart. captions: (text, number of the image or -1). dropped: (reason, line)."""

    lead: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[tuple[str, int]] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)


def tell_apart(
    lines: Sequence[Line],
    titles: Sequence[str],
    description: str,
    is_date: Callable[[str], bool],
    names: Collection[str] = (),
) -> Parts:
    """Lead, paragraphs, captions, bylines of a container's lines.

    ``is_date``: is a line nothing but a date? ``names``: of the authors, as machines are told them.
    """
    parts = Parts()
    below = _below_heading(_where_side_tells(lines), parts)
    kept = _body(_without_title(below, titles), titles, parts)
    kept = _without(copies(kept), kept, "repeated", parts)
    kept = _without(stamps(kept), kept, "stamp", parts)
    kept = _without_dates(kept, parts, is_date)
    kept = _without_bylines(_with_named(kept, names), parts)
    kept = _without(_about_authors(kept, names), kept, "about the author", parts)
    kept = _without_headings_over_nothing(kept, parts)
    if kept and _is_lead(kept[0], description):
        parts.lead = kept.pop(0).text
    parts.paragraphs = [line.text for line in kept]
    return parts


def _below_heading(lines: list[Line], parts: Parts) -> list[Line]:
    """The lines below the heading, where it is among them: what stands above it is a kicker or a trail."""
    at = next((at for at, line in enumerate(lines[:FAR]) if line.role == "heading"), None)
    if at is None:
        return lines
    parts.dropped += [("above the heading", line.text) for line in lines[:at]]
    return lines[at:]


def _without_title(lines: list[Line], titles: Sequence[str]) -> list[Line]:
    """The first lines without the title that they open with ("Title (Thứ bảy, 22/05/2021 11:38)")."""
    head = [replace(line, text=_behind_title(line.text, titles)) for line in lines[:EDGE] if line.text not in titles]
    return head + lines[EDGE:]


def _behind_title(text: str, titles: Sequence[str]) -> str:
    title = next((one for one in titles if len(one) > 15 and text.startswith(one)), "")
    rest = text.removeprefix(title).strip()
    return text if rest[:1].isalpha() and not rest[:1].isupper() else rest  # a sentence that opens as the title does


def _where_side_tells(lines: Sequence[Line]) -> list[Line]:
    """Lines without their side where a page centres most of its text."""
    if sum(line.side for line in lines) > len(lines) / 3:
        return [replace(line, side=False) if len(line.text) > CENTRED else line for line in lines]
    return list(lines)


def _body(lines: list[Line], titles: Sequence[str], parts: Parts) -> list[Line]:
    kept: list[Line] = []
    seen: set[str] = set()
    for number, line in enumerate(lines):
        why = _why_not(line, number, lines, titles, seen)
        seen.add(line.text)
        if why == "end":
            parts.dropped += [("after the end", rest.text) for rest in lines[number:]]
            break
        if why == "caption":
            parts.captions.append((line.text, line.image))
        elif why:
            parts.dropped.append((why, line.text))
        else:
            kept.append(line)
    return kept


def _why_not(line: Line, number: int, lines: list[Line], titles: Sequence[str], seen: set[str]) -> str:
    """Why a line is no paragraph, "" when it is one."""
    text = line.text
    if line.role == "heading":
        return "title"
    if is_caption(line):
        return "caption"
    if text in seen and len(text) >= REPEATED:
        return "repeated"
    if number < EDGE and line.tag != "p" and any(alike(text, title) > 0.9 for title in titles):
        return "title"
    if why := chrome(line):
        ends = why in {"end", "also"}
        return "end" if ends and _is_tail(number, lines, why == "also") else "chrome" if ends else why
    if line.linked and not is_sentence(text) and line.tag != "li" and not byline_of(line):
        return "link"
    return ""


def _without(some: Collection[Line], lines: list[Line], why: str, parts: Parts) -> list[Line]:
    parts.dropped += [(why, line.text) for line in some]
    return [line for line in lines if line not in some]


def _is_tail(number: int, lines: list[Line], goes_on: bool) -> bool:
    """Is what follows little enough to be the page's? ``goes_on``: the article may go on behind such a line."""
    if goes_on and any(_is_prose(line) for line in lines[number + 1 :]):
        return False
    before = sum(len(line.text) for line in lines[:number])
    after = sum(len(line.text) for line in lines[number:])
    return after < TAIL * (before + after)


def _is_prose(line: Line) -> bool:
    return line.tag == "p" and not line.linked and len(line.text) > 100 and is_sentence(line.text)


def _without_dates(lines: list[Line], parts: Parts, is_date: Callable[[str], bool]) -> list[Line]:
    """Take displayed dates off both ends."""
    edges = {*range(EDGE), *range(len(lines) - EDGE, len(lines))}
    dates = {at for at in edges if 0 <= at < len(lines) and DIGIT.search(lines[at].text) and is_date(lines[at].text)}
    times = {at + 1 for at in dates if at + 1 < len(lines) and TIME.fullmatch(lines[at + 1].text)}
    parts.dates += [f"{lines[at].text} {lines[at + 1].text if at + 1 in times else ''}".strip() for at in sorted(dates)]
    signed = [byline for at in sorted(dates) for byline in bylines_in(lines[at].text, trusted=False)]
    parts.bylines += [byline for byline in signed if byline.authors]
    return [line for at, line in enumerate(lines) if at not in dates | times]


def _with_named(lines: list[Line], names: Collection[str]) -> list[Line]:
    """The lines, those near the top that are nothing but an author's name called bylines."""
    authors = {name.casefold() for name in names}
    top = [replace(line, role="byline") if line.text.casefold() in authors else line for line in lines[:EDGE]]
    return top + lines[EDGE:]


def _about_authors(lines: list[Line], names: Collection[str]) -> list[Line]:
    """The lines at the end that are the first to name an author in full: who they are, what else they wrote."""
    full = [name for name in names if " " in name]
    above = " ".join(line.text for line in lines[:-ABOUT])
    if len(lines) <= ABOUT or any(name in above for name in full):
        return []
    return [
        line for line in lines[-ABOUT:] if len(line.text) < LONGEST_LEAD and any(name in line.text for name in full)
    ]


def _without_bylines(lines: list[Line], parts: Parts) -> list[Line]:
    """Take bylines off both ends, and wherever a line is called one by its names."""
    while lines and (byline := byline_of(lines[-1])):
        parts.bylines.append(byline)
        lines = lines[:-1]
    kept: list[Line] = []
    above: list[Byline] = []
    for at, line in enumerate(lines):
        named = line.role == "byline" and len(line.text) <= LONGEST_BYLINE
        found = bylines_of(line) if at < EDGE or named else []
        if found:
            above += found
        elif named:
            parts.dropped.append(("byline", line.text))
        else:
            kept.append(line)
    parts.bylines = above + parts.bylines
    return kept


def _without_headings_over_nothing(lines: list[Line], parts: Parts) -> list[Line]:
    while lines and (lines[-1].tag in HEADINGS or lines[-1].text.endswith(":")):
        parts.dropped.append(("heading over nothing", lines[-1].text))
        lines = lines[:-1]
    return lines


def _is_lead(line: Line, description: str) -> bool:
    if len(line.text) > LONGEST_LEAD:
        return False
    return line.role == "lead" or ((line.tag in HEADINGS or line.strong) and len(line.text) > 80)
