"""Kept pages read again, on one core and on two, in a small archive and in one four times as large.

    python -m benchmarks reextract

Both archives are crawls of a sample portal. What the larger takes more than the smaller is what pages take once the
program runs. On a machine that does other things meanwhile the processor's time says more than the clock; from it
follows, too, how much two cores can bring: one process reads the files and writes for all workers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import select

from benchmarks.measured import Measured, newsarchive
from benchmarks.portals import NAMES, crawl, fresh_home, served
from models.database import open_database, reading
from models.tables import RunRow

SMALL, LARGE = 1_000, 4_000  # posts
SITE = NAMES[0]


class Reread(NamedTuple):
    """An archive's pages, read again on one core and on two."""

    pages: int
    one: Measured
    two: Measured


@contextmanager
def cores(count: int) -> Iterator[None]:
    """What is started here runs on so many cores, and has as many workers."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def reread(posts: int) -> Reread:
    with served(posts * len(NAMES)) as portals, fresh_home(portals) as home:
        crawl(SITE)
        runs = []
        for count in (1, 2):
            with cores(count):
                runs.append(newsarchive(home, "reextract", "--site", SITE))
            assert runs[-1].status == 0, runs[-1].output
        return Reread(_pages(), *runs)


def _pages() -> int:
    """How many pages the last re-extraction read."""
    engine = open_database()
    with reading(engine) as session:
        counts = session.scalars(select(RunRow.counts).order_by(RunRow.id.desc())).first()
    engine.dispose()
    assert counts is not None
    return counts["read"]


def main() -> None:
    assert len(os.sched_getaffinity(0)) > 1, "two cores are needed"
    small, large = reread(SMALL), reread(LARGE)
    for found in (small, large):
        for name, run in (("one core", found.one), ("two cores", found.two)):
            print(
                f"{found.pages:,} pages, {name}: {found.pages / run.wall:,.0f} a second; the processor's time for one: "
                f"{1000 * run.own / found.pages:.2f} ms in the command, {1000 * run.below / found.pages:.2f} in workers"
            )
    one, two = large.one.wall - small.one.wall, large.two.wall - small.two.wall
    own, all_of_it = (large.two.own - small.two.own), (large.two.cpu - small.two.cpu)
    more = large.pages - small.pages
    print(
        f"two cores over one: {large.one.wall / large.two.wall:.2f} ({large.pages:,} pages), "
        f"{one / two:.2f} of the {more:,} pages more (to reach: 1.8); "
        f"by the processor's time {all_of_it / max(own, all_of_it / 2):.2f} at most"
    )
    linear = (large.two.cpu / large.pages) / (small.two.cpu / small.pages)
    print(f"a page of {large.pages:,} over a page of {small.pages:,}: {linear:.2f} (linear: not above 1.1)")


if __name__ == "__main__":
    main()
