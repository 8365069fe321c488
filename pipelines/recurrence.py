"""Which lines of a layout's pages repeat and are chrome – and which repeat and are the articles' own.

What repeats at a place of its own is chrome. Among the paragraphs of articles a sentence may well come again – notices,
reports of one committee, the laws that decisions rest on: there only what nearly all pages have at their end is chrome.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property, lru_cache

from pipelines.byline import read_byline
from pipelines.dates import find_dates
from pipelines.spots import LONG
from pipelines.views import Line, View
from pipelines.zones import NOWHERE

FIXED = 0.9  # the share of the lines of a place that repeat, where short ones are chrome
SOME = 0.25  # … where long ones are
ALWAYS = 0.9  # the share of the pages that have a line which is chrome although it stands among paragraphs …
ENOUGH = 10  # … and so many of them
OFTEN = 0.5  # … of the pages that have a line which ends the article
SOME_PAGES = 3
SELDOM = 0.1  # … of the pages that have a short line which repeats
PROSE = 0.15  # … of a layout's text that stands at a place of its articles' paragraphs
EDGE = 0.15  # … of an article's text that may stand on the other side of what is at its edge
TAIL = 0.25  # … behind a line that ends it
FEW = 3  # lines that a place of chrome has on a page
MOST = 3000  # lines that are kept
LETTER = re.compile(r"[^\W_]")


class Recurring:
    """The lines of pages of one layout, no two of one post."""

    def __init__(self, views: Sequence[View]) -> None:
        self.views = views
        self.on_pages = Counter(digest for view in views for digest in {line.digest for line in view.lines})
        self.by_place: dict[str, list[Line]] = defaultdict(list)
        for view in views:
            for line in view.lines:
                self.by_place[line.place].append(line)

    @cached_property
    def prose(self) -> frozenset[str]:
        """Places of the articles' own text: where most of what no other page has stands, and whatever is plain."""
        chars = {
            where: sum(len(line.text) for line in lines if line.inside and self.on_pages[line.digest] == 1)
            for where, lines in self.by_place.items()
        }
        plain = {where for where, lines in self.by_place.items() if any(line.plain for line in lines)}
        return frozenset(plain) | frozenset(
            where for where, count in chars.items() if count > PROSE * sum(chars.values())
        )

    def lines(self, taken: Collection[str] = ()) -> frozenset[str]:
        """Digests of lines that are chrome. taken: places whose lines are an article's, whatever repeats there."""
        found = {
            line.digest: line
            for where, lines in self.by_place.items()
            if where not in taken
            for line in lines
            if self._is_chrome(line)
        }
        ordered = sorted(found, key=lambda digest: (not found[digest].inside, -self.on_pages[digest], digest))
        return frozenset(ordered[:MOST])

    def _is_chrome(self, line: Line) -> bool:
        count, pages = self.on_pages[line.digest], len(self.views)
        if count < 2 or line.framed or not LETTER.search(line.text) or is_fact(line.text):
            return False
        if line.place in self.prose:
            return pages >= ENOUGH and self._is_always(line) and self._at_end(line.digest)
        if len(line.text) >= LONG:
            return self._share(line.place) >= SOME
        return line.inside and count >= SELDOM * pages and self._share(line.place) >= FIXED

    def _is_always(self, line: Line) -> bool:
        """Do nearly all pages have it to the letter? Figures in tables of data are no counters."""
        same = [one.text for one in self.by_place[line.place] if one.digest == line.digest]
        return self.on_pages[line.digest] >= ALWAYS * len(self.views) and len(set(same)) == 1

    def _share(self, where: str) -> float:
        """The share of a place's lines that repeat."""
        lines = self.by_place[where]
        return sum(self.on_pages[line.digest] > 1 for line in lines) / len(lines)

    def _at_end(self, digest: str) -> bool:
        return all(_is_end(view, digest, self.prose) for view in self.views)

    def ends(self) -> frozenset[str]:
        """Digests of lines without a letter ("___") behind which pages put what is not the article."""
        inside = (line for view in self.views for line in view.lines if line.inside)
        marks = {line.digest for line in inside if not LETTER.search(line.text)}
        often = max(SOME_PAGES, OFTEN * len(self.views))
        return frozenset(
            one
            for one in marks
            if self.on_pages[one] >= often and all(_is_end(v, one, self.prose, TAIL) for v in self.views)
        )

    def places(self, taken: Collection[str] = ()) -> frozenset[str]:
        """Places that hold nothing but chrome: some of it repeats (an author's biography), and it never stands between
        paragraphs."""
        return frozenset(
            where
            for where, lines in self.by_place.items()
            if where not in taken and where not in self.prose and not any(line.framed for line in lines)
            if any(self.on_pages[line.digest] > 1 and len(line.text) >= LONG for line in lines)
            if self._beside_prose(where)
        )

    def _beside_prose(self, where: str) -> bool:
        pages = [view for view in self.views if any(line.place == where for line in view.lines)]
        return len(pages) >= SOME_PAGES and all(_is_beside(view, where, self.prose) for view in pages)


def is_fact(text: str) -> bool:
    """May a line be somebody's name or a date? Then it repeats for good reasons."""
    return len(text) < LONG and _is_fact(text)


@lru_cache(maxsize=8192)  # a site's chrome comes with every page
def _is_fact(text: str) -> bool:
    return read_byline(text) is not None or bool(find_dates(text, NOWHERE))


def _is_end(view: View, digest: str, prose: Collection[str], most: float = EDGE) -> bool:
    """Do hardly any paragraphs stand below such lines, wherever one is? Below what parts sections many do."""
    return all(below <= most for _, below in _around(view, digest, prose))


def _around(view: View, digest: str, prose: Collection[str]) -> list[tuple[float, float]]:
    """For each such line in the article, the shares of the paragraphs above it and below it."""
    inside = [line for line in view.lines if line.inside]
    lengths = [len(line.text) if line.place in prose else 0 for line in inside]
    total = sum(lengths) or 1
    found = [at for at, line in enumerate(inside) if line.digest == digest]
    return [(sum(lengths[:at]) / total, sum(lengths[at + 1 :]) / total) for at in found]


def _is_beside(view: View, where: str, prose: Collection[str]) -> bool:
    """Are the page's few lines at a place all above its paragraphs, or all below them?"""
    mine = [at for at, line in enumerate(view.lines) if line.place == where]
    text = [at for at, line in enumerate(view.lines) if line.place in prose and line.inside]
    return len(mine) <= FEW and bool(text) and (mine[-1] < text[0] or mine[0] > text[-1])
