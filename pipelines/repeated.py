"""Lines that a page repeats: a copy of the whole text in one piece, the stamps over the entries of a live blog."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.clean import Line

STAMP = re.compile(r"\W*\d{1,2}\s?[:.h]\s?\d{2}(?:[:.]\d{2})?(?P<rest>.{0,40})")
STAMPS = 3  # times over entries that make a live blog
LONGEST = 900  # characters; no paragraph is longer and a copy
COPY = 0.3  # the share of a text that a line has which may be a copy of all of it
SAMPLE, SAMPLES = 24, 20  # characters, and how many pieces of them are looked for elsewhere
TWICE = 0.6  # the share of the samples found elsewhere that makes a copy


def copies(lines: Sequence[Line]) -> list[Line]:
    """Lines that hold what the others hold: for search engines, for a reading voice, for those who have paid."""
    total = sum(len(line.text) for line in lines)
    return [line for line in lines if len(line.text) > max(LONGEST, COPY * total) and _is_copy(line, lines)]


def _is_copy(line: Line, lines: Sequence[Line]) -> bool:
    """Do samples of a long line stand in the others?"""
    others = "\n".join(other.text for other in lines if other is not line)
    starts = range(0, len(line.text) - SAMPLE, len(line.text) // SAMPLES)
    return sum(line.text[at : at + SAMPLE] in others for at in starts) > TWICE * len(starts)


def stamps(lines: Sequence[Line]) -> list[Line]:
    """The times over a live blog's entries, with who wrote each; a programme's times stand by what happens then."""
    found = [(line, match["rest"]) for line in lines if (match := STAMP.fullmatch(line.text))]
    often = Counter(rest for _, rest in found)
    again = [line for line, rest in found if often[rest] > 1]
    return again if len(again) >= STAMPS else []
