"""Keyword in context: every place where a word or phrase stands, with what is left and right of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from archive.found import Count, Found
from archive.index import Progress
from archive.query import Query, found_by
from archive.snippet import Match, matches
from archive.words import WORD
from archive.wrong import QueryError
from pipelines.text import fold, squeeze, unaccent

WIDTH = 50  # characters on either side
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Line:
    """One place: the article, what stands there, and up to so many characters of the same paragraph around it."""

    article: int
    site: str
    published: str | None  # YYYY-MM-DD, the local day
    left: str
    word: str
    right: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Concordance:
    """All places in the articles that were read: ``read`` of the ``total`` that the query finds, in its order."""

    query: Query
    total: int
    read: int
    lines: tuple[Line, ...]

    def by(self, side: str) -> list[Line]:
        """The lines, in the order of the words on that side ("left", "right"), the nearest first; accents last."""
        return sorted(self.lines, key=lambda line: [(unaccent(word), fold(word)) for word in near(line, side)])

    def counts(self, side: str, words: int = 1) -> list[Count]:
        """What stands on that side, ``words`` of it, lower case; the commonest first, then by alphabet.

        Both ways to place a tone count as one, shown as it is mostly written. Places at the end of a paragraph, where
        fewer words are left, count with those that are there.
        """
        written = Counter(_phrase(near(line, side)[:words], side) for line in self.lines)
        told: dict[str, Count] = {}
        for text, number in written.most_common():
            shown, before = told.get(fold(text), Count(text, 0))
            told[fold(text)] = Count(shown, before + number)
        return sorted(told.values(), key=lambda one: (-one.articles, one.value))


def near(line: Line, side: str) -> list[str]:
    """The words on that side, the nearest first."""
    return WORD.findall(line.right) if side == "right" else WORD.findall(line.left)[::-1]


def _phrase(words: Sequence[str], side: str) -> str:
    return " ".join(words if side == "right" else reversed(words)).lower()


def kwic(
    engine: Engine, index: Path, query: Query, width: int = WIDTH, progress: Progress | None = None
) -> Concordance:
    """Every place where what the query looks for stands in the articles that it finds, ``query.limit`` of them.

    In titles, leads, paragraphs and captions. Raises QueryError, where there is no word to look for, too.
    """
    if not query.wanted:
        raise QueryError("there is no word to show in context: name one")
    total, articles = found_by(engine, index, query, progress)
    read = 0
    lines: list[Line] = []
    for found in articles:
        read += 1
        lines += _lines(found, query.wanted, width)
    return Concordance(query, total, read, tuple(lines))


def _lines(found: Found, wanted: Sequence[tuple[str, ...]], width: int) -> Iterator[Line]:
    article = found.article
    day = article.published_at.date().isoformat() if article.published_at else None
    for piece in filter(None, (article.title, article.lead, *article.paragraphs, *article.captions)):
        text = squeeze(piece)
        for match in _longest(matches(text, wanted)):
            left, right = _before(text, match.start, width), _behind(text, match.end, width)
            yield Line(found.id, found.site, day, left, text[match.start : match.end], right)


def _longest(found: Iterable[Match]) -> Iterator[Match]:
    """Of places that overlap, the longest of those that begin first."""
    end = 0
    for match in sorted(found, key=lambda one: (one.start, -one.end)):
        if match.start >= end:
            yield match
            end = match.end


def _before(text: str, at: int, width: int) -> str:
    """Whole words before that place."""
    start = max(0, at - width)
    if start and text[start - 1] != " ":
        start = text.find(" ", start, at) + 1 or at
    return text[start:at].strip()


def _behind(text: str, at: int, width: int) -> str:
    end = min(len(text), at + width)
    if end < len(text) and text[end] != " ":
        end = max(at, text.rfind(" ", at, end))
    return text[at:end].strip()
