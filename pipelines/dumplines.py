"""The lines of a text dump: unwrapped, each told by itself; and the lines that are chrome on a site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from pipelines.byline import read_byline
from pipelines.chromewords import CHROME_LINES, END_LINES, END_STARTS
from pipelines.dates import Stamp, read_date
from pipelines.phrases import MODIFIED_LABELS, PUBLISHED_LABELS, VIEWS, alternatives, bare, phrases
from pipelines.text import nfc, squeeze, unaccent

CHROME = phrases(CHROME_LINES)
ENDS = phrases(END_LINES) - CHROME
END_OPENINGS = tuple(phrases(END_STARTS))
LONGEST_PHRASE = 100  # characters of a line that is looked up in the tables
LONGEST_DATE = 120
SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*$")
FULL_STOP = re.compile(r"(?:\.|\.\.\.|…)['\"”’»)\]]*$")
CUT = ("...", "…", "[...]", "[…]")
_VIEWS = alternatives(phrases(VIEWS))
COUNTER = re.compile(rf"(?:{_VIEWS})\s?:?\s?[\d.,]+|[\d.,]+\s(?:{_VIEWS})")
VIEWED = re.compile(rf"(?:{_VIEWS})\s?:?\s?\d|\d\s(?:{_VIEWS})\b")
TOOLS = re.compile(rf"{alternatives(CHROME)}(?:[\s|·•/-]+{alternatives(CHROME)})+")
LONGEST_TOOLS = 60
FILE = re.compile(r"\S.{0,150}\.(?:pdf|docx?|xlsx?|pptx?|rar|zip)(?:\s?\([^()]{1,30}\))?", re.IGNORECASE)
DATED = re.compile(rf"{alternatives(phrases(PUBLISHED_LABELS, MODIFIED_LABELS))}\s?:")
LONGEST_CLOCK = 8
CLOCK = re.compile(r"\d{1,2}(?::|h)\d\d(?::\d\d)?")
BOTH = 2  # neighbours of a line that is chrome for certain
COPIED = 15  # characters from which on a line under its like is the copy for another screen
OWN = 60  # characters of a line that no two articles have by chance
HAS_DATE = re.compile(r"[12]\d{3}|\d[/.-]\d\d?[/.-]\d\d")
PROSE_WORDS = 8
OPENING_WORDS = 14  # of a line that ends with a colon: "… thông báo như sau:"
LONG = 150  # characters from which on a line is running text even without a full stop
WIDEST_WRAP = 140


@dataclass(slots=True)
class Line:
    """kind: "prose", "short", "date", "end" (what follows is chrome) or "debris" (chrome in itself).

    after: blank lines before it. stamp: of a date line; viewed: with a view count; labelled: with a label.
    shared: other dumps have the line too: it is chrome unless it is the title or the text under that.
    """

    text: str
    kind: str
    after: int = 0
    stamp: Stamp | None = None
    viewed: bool = False
    labelled: bool = False
    shared: bool = False

    @property
    def is_cut(self) -> bool:
        """A teaser's end: the text goes on elsewhere."""
        return self.text.endswith(CUT)

    def as_debris(self) -> Line:
        """The same line as chrome. (dataclasses.replace takes five times as long, and most lines of a dump are.)"""
        return Line(self.text, "debris", self.after, self.stamp, self.viewed, self.labelled, self.shared)


def read_lines(text: str, zone: ZoneInfo, repeated: frozenset[str] = frozenset()) -> list[Line]:
    """The lines of a dump in NFC, without blank ones. Nobody knows when it was taken: "2 giờ trước" is no date."""
    lines: list[Line] = []
    blank = 0
    raws = _unwrapped([_clean(line) for line in text.split("\n")])
    sides = _sides(raws, repeated)
    for number, raw in enumerate(raws):
        if not raw or (lines and raw == lines[-1].text and len(raw) >= COPIED):
            blank += not raw
            continue
        line = _told(raw, blank, zone)
        if number in sides and line.kind != "debris":
            line.shared = True
            line.kind = "debris" if sides[number] == BOTH else line.kind
        if lines and (line.stamp or len(raw) <= LONGEST_CLOCK) and (joined := _joined(lines[-1], line, zone)):
            lines[-1] = joined
        else:
            lines.append(line)
        blank = 0
    return lines


def _signs(line: str) -> bool:
    """A byline, which many posts share and which is none the less theirs; an outlet's bare name may be the site's."""
    byline = read_byline(line)
    return byline is not None and (bool(byline.authors) or byline.source != byline.line)


def _sides(raws: Sequence[str], repeated: frozenset[str]) -> Mapping[int, int]:
    """How many of its neighbours each line has in other dumps too; a line that often comes back has one at least."""
    found: dict[int, int] = {}
    if not repeated:
        return found
    above: int | None = None
    for number, raw in enumerate(raws):
        if not raw:
            continue
        if f"{'' if above is None else raws[above]}\n{raw}" in repeated and not _signs(raw):
            found[number] = found.get(number, 0) + 1
            if above is not None and not _signs(raws[above]):
                found[above] = found.get(above, 0) + 1
        above = number
    often = (n for n, raw in enumerate(raws) if raw in repeated and n not in found and not is_prose(raw))
    return found | dict.fromkeys(often, 1)


def _joined(above: Line, line: Line, zone: ZoneInfo) -> Line | None:
    """A date and its time in two lines, as one."""
    stamp = line.stamp or above.stamp
    if stamp is None or stamp.precision != "day" or not CLOCK.fullmatch((above if line.stamp else line).text):
        return None
    both = _told(f"{above.text} {line.text}", above.after, zone)
    return both if both.stamp else None


def _clean(line: str) -> str:
    """`squeeze` for lines that mostly need none; without the bars of a table around it."""
    line = line.strip(" \t\r|")
    return squeeze(line) if "  " in line or "\t" in line else line


def _told(text: str, blank: int, zone: ZoneInfo) -> Line:
    kind, stamp, viewed, labelled = _known(text, zone) if len(text) < LONG else ("prose", None, False, False)
    return Line(text, kind, blank, stamp, viewed, labelled)


@lru_cache(maxsize=16384)  # a site's chrome comes with every page
def _known(text: str, zone: ZoneInfo) -> tuple[str, Stamp | None, bool, bool]:
    """What a line is by itself: kind, date, whether it has a view count, a label."""
    if len(text) <= LONGEST_PHRASE:
        said = bare(text)
        if not said or said in CHROME or COUNTER.fullmatch(said) or FILE.fullmatch(text) or _is_tools(said):
            return "debris", None, False, False
        if said in ENDS or said.startswith(END_OPENINGS):
            return "end", None, False, False
    if _may_be_date(text) and (stamp := read_date(text, zone)):
        plain = unaccent(text)
        return "date", stamp, bool(VIEWED.search(plain)), bool(DATED.match(plain.lstrip("( -|")))
    return ("prose" if is_prose(text) else "short"), None, False, False


def _is_tools(said: str) -> bool:
    """Several chrome phrases in one line: "In bài Quay lại"."""
    return len(said) <= LONGEST_TOOLS and TOOLS.fullmatch(said) is not None


def _may_be_date(text: str) -> bool:
    """A cheap test: the longest of dates has 18 words and no full stop."""
    if len(text) > LONGEST_DATE or (words := text.count(" ") + 1) > 18:
        return False
    return not (words >= PROSE_WORDS and text[-1] == ".") and bool(HAS_DATE.search(text))


def is_prose(text: str) -> bool:
    """Running text: eight words and a full stop, a question or an answer of an interview, or simply long."""
    if len(text) >= LONG or (text[-1] in ":;" and text.count(" ") >= OPENING_WORDS):
        return True
    if text.count(" ") < PROSE_WORDS - 1 or not SENTENCE_END.search(text[-8:]):
        return False
    return bool(FULL_STOP.search(text[-8:])) or text[0] in "-–—"


def _unwrapped(lines: Sequence[str]) -> Sequence[str]:
    """Paragraphs from lines that were broken at a width: a line is broken if the next word had no room on it.

    Lines that go on in lower case prove that there is a width.
    """
    width = _width(lines)
    if not width:
        return lines
    whole: list[str] = []
    for number, line in enumerate(lines):
        if number and line and lines[number - 1] and _no_room(lines[number - 1], line, width):
            whole[-1] = f"{whole[-1]} {line}"
        else:
            whole.append(line)
    return whole


def _no_room(line: str, following: str, width: int) -> bool:
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width


def _width(lines: Sequence[str]) -> int:
    """The width that lines were broken at, 0 if they were not."""
    broken = [
        len(line)
        for line, following in pairwise(lines)
        if line and following and following[0].islower() and 30 <= len(line) <= WIDEST_WRAP and line[-1] not in ".!?…:;"
    ]
    return max(broken) if len(broken) >= 2 else 0


def repeated_lines(texts: Iterable[str]) -> frozenset[str]:
    """Lines that dumps of one site share, which makes them chrome; and pairs of lines, joined by a line end.

    Known are short lines that a third of the dumps has, and pairs that come three times over: so is the banner of a
    season, but not the caption "Toàn cảnh hội nghị", which stands beside other lines each time. Copies of one article
    count once; bylines are never chrome.
    """
    counts: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    seen: set[int] = set()
    dumps = 0
    for text in texts:
        lines = [line for line in map(_clean, nfc(text).split("\n")) if line]
        own = {hash(line) for line in lines if len(line) >= OWN} - seen
        if not own:
            continue
        seen |= own
        dumps += 1
        counts.update(set(lines))
        pairs.update({f"{above}\n{line}" for above, line in pairwise(["", *lines])})
    often = (line for line, count in counts.items() if count >= max(3, dumps / 3))
    together = (pair for pair, count in pairs.items() if count >= 3)
    return frozenset([line for line in often if not _signs(line)] + list(together))
