"""What an export counts as it goes: how many articles, and of what kind. It stands in the manifest and on the card."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any

from archive.records import Record

NONE = "none"  # where an article states no such thing
LENGTHS = (0, 500, 1_000, 1_500, 2_000, 3_000, 4_000, 6_000, 10_000, 20_000)  # characters from which a group begins
GROUPS = (*(f"{least:,}–{end - 1:,}" for least, end in pairwise(LENGTHS)), f"{LENGTHS[-1]:,} and more")


@dataclass(slots=True)
class Tally:
    """What an export counted. found: by the query; articles, records: written; the rest by reason, kind or name."""

    found: int = 0
    articles: int = 0
    records: int = 0
    characters: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    redacted: Counter[str] = field(default_factory=Counter)
    splits: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)
    months: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    lengths: Counter[int] = field(default_factory=Counter)  # by the number of their group, from 1

    def count(self, article: Record, split: str) -> None:
        """An article that is written."""
        characters = article.characters
        self.articles += 1
        self.characters += characters
        self.lengths[bisect(LENGTHS, characters)] += 1
        self.sites[article["site"]] += 1
        self.months[(article["published_at"] or NONE)[:7]] += 1
        self.languages[article["language"] or NONE] += 1
        if split:
            self.splits[split] += 1

    def add(self, other: Tally) -> None:
        """What another counted, of other articles."""
        for name in (one.name for one in fields(self)):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def years(self) -> Counter[str]:
        years: Counter[str] = Counter()
        for month, number in self.months.items():
            years[month[:4]] += number
        return years

    def to_json(self) -> dict[str, Any]:
        """Each group in its order; those without any left out."""
        counts = {name: getattr(self, name) for name in ("found", "articles", "records", "characters")}
        groups = ("dropped", "redacted", "splits", "sites", "years", "months", "languages")
        found = {name: dict(sorted(getattr(self, name).items())) for name in groups}
        found["lengths"] = {GROUPS[number - 1]: articles for number, articles in sorted(self.lengths.items())}
        return counts | {name: group for name, group in found.items() if group}
