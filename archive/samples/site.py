"""A sample portal as it is served: how many posts it has, under which address, and what its clock shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from archive.samples.places import Outlet, Section
from archive.samples.posts import ZONE, Headline, Post, headline, post

CLOCK = datetime(2025, 6, 30, 8, 15, tzinfo=ZONE)
PAGE_SIZES = {"sample-vcms": 20, "sample-liferay": 10, "sample-news": 15, "sample-webforms": 12, "sample-nukeviet": 16}


@dataclass(frozen=True, eq=False)
class SampleSite:
    """One portal: its posts are numbered 1 to ``count``, the newest last. ``base``: its URL without a path."""

    outlet: Outlet
    count: int
    seed: int
    base: str
    clock: datetime = CLOCK

    def headline(self, number: int) -> Headline:
        return headline(self.seed, self.outlet, number)

    def post(self, number: int) -> Post:
        return post(self.seed, self.outlet, number)

    def numbers(self, section: Section | None = None) -> range:
        """The posts of a section, or all, newest first."""
        if section is None:
            return range(self.count, 0, -1)
        turn, step = self.outlet.sections.index(section), len(self.outlet.sections)
        newest = self.count - (self.count - turn) % step
        return range(newest, 0, -step)

    def page(self, section: Section | None, page: int) -> list[Headline]:
        """The posts on a page of a listing, counted from 1; none beyond its end."""
        size = PAGE_SIZES[self.outlet.name]
        return [self.headline(number) for number in self.numbers(section)[(page - 1) * size : page * size]]

    def pages(self, section: Section | None) -> int:
        """How many pages a listing has."""
        return max(1, -(-len(self.numbers(section)) // PAGE_SIZES[self.outlet.name]))

    def newest(self, count: int, but: int = 0) -> list[Headline]:
        """The newest posts, without post ``but``."""
        return [self.headline(number) for number in self.numbers()[: count + 1] if number != but][:count]

    def older(self, number: int, count: int) -> list[Headline]:
        """The posts before one."""
        return [self.headline(other) for other in range(number - 1, max(0, number - 1 - count), -1)]
