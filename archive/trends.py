"""How often something was written about: the share of a month's or a year's articles that a question finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from archive.asked import keyword
from archive.counts import counted
from archive.index import Progress
from archive.query import Query
from archive.wrong import QueryError

STEPS = ("month", "year")


@dataclass(frozen=True, slots=True)
class Trend:
    """One question; of each period the articles that it finds, and their share of all that were published then.

    shares: 0 to 1; None where nothing was published.
    """

    asked: str
    articles: tuple[int, ...]
    shares: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """Questions side by side, over the same periods (``YYYY-MM`` or ``YYYY``, none left out) of the same articles.

    total: of each period, all articles that the shares are of. among: what these are, as a sentence.
    """

    among: Query
    periods: tuple[str, ...]
    total: tuple[int, ...]
    lines: tuple[Trend, ...]

    def rows(self) -> Iterator[tuple[str, int, str, int, float | None]]:
        """period, articles in all, what was asked, articles found, their share; a row for each period and question."""
        for at, period in enumerate(self.periods):
            for line in self.lines:
                yield period, self.total[at], line.asked, line.articles[at], line.shares[at]

    def to_json(self) -> dict[str, Any]:
        lines = [{"asked": one.asked, "articles": one.articles, "shares": one.shares} for one in self.lines]
        return {"among": self.among.describe(), "periods": self.periods, "articles": self.total, "trends": lines}


def trends(
    engine: Engine,
    index: Path,
    asked: Sequence[str],
    among: Query | None = None,
    by: str = "month",
    progress: Progress | None = None,
) -> Trends:
    """The trends of questions of the query language, among the articles that a query finds (all, unless told).

    Several words and nothing else are a phrase (`keyword`). by: one of STEPS. Dates are local days; what has no date
    is in no period. Raises QueryError.
    """
    if by not in STEPS:
        raise QueryError(f"there are no trends by {by!r}; there are {', '.join(STEPS)}")
    among = among or Query()
    counted = [_counts(engine, index, among, by, progress)]
    for text in map(keyword, asked):
        both = f"({among.text}) ({text})" if among.text else text
        counted.append(_counts(engine, index, replace(among, text=both), by, progress))
    periods = _periods(counted[0], by)
    total, *found = [tuple(counts.get(period, 0) for period in periods) for counts in counted]
    lines = (Trend(text, numbers, _shares(numbers, total)) for text, numbers in zip(asked, found, strict=True))
    return Trends(among, periods, total, tuple(lines))


def _counts(engine: Engine, index: Path, query: Query, by: str, progress: Progress | None) -> dict[str, int]:
    return {name: number for name, number in counted(engine, index, by, query, progress) if name}


def _periods(counts: dict[str, int], by: str) -> tuple[str, ...]:
    """From the first to the last, with those between in which nothing was published."""
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    if by == "year":
        return tuple(f"{year:04}" for year in range(int(first), int(last) + 1))
    months = range(_month(first), _month(last) + 1)
    return tuple(f"{month // 12:04}-{month % 12 + 1:02}" for month in months)


def _month(text: str) -> int:
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def _shares(found: Sequence[int], total: Sequence[int]) -> tuple[float | None, ...]:
    return tuple(number / of if of else None for number, of in zip(found, total, strict=True))
