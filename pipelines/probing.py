"""Whether a site file's patterns backtrack without end: each is tried on made-up URLs that nearly match it.

What repeats within a repetition can divide the same letters in ever more ways, and tries them all where the end does
not fit. So the probes are what the pattern is written like, one piece of it repeated, with a letter behind that fits
nothing. A pattern may pass and still be slow on a URL nobody thought of: a crawl gives it up then, see
`urls.SlowPatternError`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from models.site import Site
from pipelines.urls import SlowPatternError, search

KEYS = ("article", "listing", "ignore", "identity")
LONG = 300  # letters of a probe: enough for what doubles with each, little for what only squares
PIECES = range(1, 5)  # letters of what is repeated
MOST = 80  # letters of a pattern that are looked at
END = "\x01"
# What stands for what in a pattern: classes of letters first, then what is no letter at all.
SAMPLES = (
    (re.compile(r"\\d|\[0-9\]"), "1"),
    (re.compile(r"\\[wWSD]|\[\^[^\]]*\]|(?<!\\)\.(?=[*+?{])"), "a"),
    (re.compile(r"\\s"), "-"),
    (re.compile(r"\[\\?(.)[^\]]*\]"), r"\1"),
    (re.compile(r"\(\?[a-zA-Z:=!<>]+|\\[bBAZzG]|\{[\d,]*\}|(?<!\\)[()|^$*+?]"), ""),
    (re.compile(r"\\(.)"), r"\1"),
)


def slow_patterns(site: Site) -> Iterator[tuple[str, str]]:
    """Key and complaint of each pattern that is not done with one of its probes in time."""
    for key in KEYS:
        for pattern in getattr(site, key):
            try:
                compiled = regex.compile(pattern)
                for probe in probes(pattern):
                    search(compiled, probe)
            except SlowPatternError as slow:
                yield key, str(slow)


def probes(pattern: str) -> Iterator[str]:
    """What the pattern is written like, with each piece of it repeated in turn; its end has to be in it, or the engine
    sees at once that it cannot be found."""
    like = pattern
    for found, sample in SAMPLES:
        like = found.sub(sample, like)
    like = like[:MOST]
    for size in PIECES:
        for at in range(len(like) - size + 1):
            piece = like[at : at + size]
            yield like[:at] + piece * (LONG // size) + END + like[at:]
