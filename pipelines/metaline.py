"""Lines that hold several things at once: "Thu Hà | 05/04/2025 10:12 | 120 lượt xem" is a byline and a date."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipelines.byline import Byline, read_byline
from pipelines.dates import Stamp, find_dates
from pipelines.zones import VIETNAM

PIECES = re.compile(r"\s*[|•·]\s*|\s+[-–—]\s+(?=[^\d|•·]{0,12}\d{1,2}[./-]\d)")
LONGEST = 140  # characters of such a line


def bylines_in(text: str, trusted: bool) -> list[Byline]:
    """The bylines among a line's pieces; each without the date at its end."""
    if len(text) > LONGEST:
        return []
    pieces = [_without_date(piece) for piece in PIECES.split(text)]
    if len(pieces) == 1 or trusted:
        whole = read_byline(_without_date(text), trusted=trusted)
        if whole or len(pieces) == 1:
            return [whole] if whole else []
    return [found for piece in pieces if piece and (found := read_byline(piece))]


def _without_date(text: str) -> str:
    dates = find_dates(text, VIETNAM)
    return text[: dates[0][0]].strip() if dates else text


def date_in(text: str, read: Callable[[str], Stamp | None]) -> Stamp | None:
    """The date that a line is, or that stands between its other pieces."""
    if len(text) > LONGEST:
        return None
    if stamp := read(text):
        return stamp
    pieces = [piece for piece in PIECES.split(text) if piece]
    rest = [piece for piece in pieces if not read_byline(piece)]
    if len(pieces) > len(rest) and rest and (stamp := read(" | ".join(rest))):
        return stamp
    return next(filter(None, map(read, rest)), None) if len(pieces) > 1 else None
