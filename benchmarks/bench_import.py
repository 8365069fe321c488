"""Imports made-up text dumps by the command, index included, beside the least that any import must do: read, insert.

    python -m benchmarks.bench_import
    python -m tests.cluster python -m benchmarks.bench_import     on PostgreSQL, too

Two sizes, each into an archive of its own: the difference of the two is what a dump takes once the program runs, and
their memory shows whether it grows. The processor's time is told by process; on a machine that does other things
meanwhile it says more than the clock.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine, make_url, text

from benchmarks.made_up import articles
from benchmarks.measured import MEGABYTE, Measured, newsarchive

SMALL, LARGE = 2_000, 12_000
TEST_DATABASE = "NEWSARCHIVE_TEST_DATABASE"
CHROME_ABOVE = "Cổng thông tin điện tử quận Sông Cầu\nTrang chủ\nGiới thiệu\nTin tức\n\n"
CHROME_BELOW = "\n\nCác bài mới đăng\nCác bài đã đăng :\nViết bình luận\nHọ tên:(*)\nMã xác nhận:\nGửi\n"


def dumps(count: int) -> Iterator[tuple[str, int]]:
    """Dumps as an HTML-to-text pass leaves them, 300 words an article with chrome around; and each text's bytes."""
    for article in articles(count):
        day = article.published_at.strftime(" (%H:%M %d/%m/%Y)") if article.published_at else ""
        lines = [CHROME_ABOVE + article.title + day, article.text, article.byline or "", CHROME_BELOW]
        yield "\n\n".join(lines), len(article.text.encode())


def write_dumps(folder: Path, count: int) -> int:
    """Writes the dumps, a file each; returns the bytes of the articles' texts."""
    size = 0
    for number, (dump, bytes_of_text) in enumerate(dumps(count)):
        (folder / f"{number:07}.txt").write_text(dump, "utf-8")
        size += bytes_of_text
    return size


def baseline(folder: Path, database: Path) -> tuple[float, float]:
    """Seconds, by the clock and of the processor, to read every file and insert its text into SQLite at once."""
    began, spent = time.perf_counter(), time.process_time()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE dumps (name TEXT PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO dumps VALUES (?, ?)", _rows(folder))
    return time.perf_counter() - began, time.process_time() - spent


def _rows(folder: Path) -> Iterator[tuple[str, str]]:
    return ((path.name, path.read_text("utf-8")) for path in sorted(folder.iterdir()))


class Imported(NamedTuple):
    """An import into an empty archive, and the first search after it, which brings the index up to date."""

    storing: Measured
    indexing: Measured


def imported(home: Path, folder: Path, database: str | None = None) -> Imported:
    if database:
        newsarchive(home, "db", "upgrade", database=database)
    done = Imported(
        newsarchive(home, "import", str(folder), database=database),
        newsarchive(home, "search", "--limit", "1", database=database),
    )
    for one in done:
        assert one.status == 0, one.output
    return done


def told(name: str, sizes: tuple[Imported, Imported], least: tuple[float, float]) -> None:
    """Prints what the dumps that the second import has more than the first took."""
    small, large = sizes
    more = LARGE - SMALL
    storing, indexing = (large[n].wall - small[n].wall for n in (0, 1))
    own, below, index = (
        1000 * seconds / more
        for seconds in (
            large.storing.own - small.storing.own,
            large.storing.below - small.storing.below,
            large.indexing.cpu - small.indexing.cpu,
        )
    )
    peaks = [max(one.storing.peak, one.indexing.peak) / MEGABYTE for one in sizes]
    print(f"{name}: {more / (storing + indexing):,.0f} a second, index included; {more / storing:,.0f} without")
    print(
        f"  the processor's time for a dump: {own:.2f} ms writing, {below:.2f} ms in workers, {index:.2f} ms indexing, "
        f"together {(own + below + index) / least[1]:.0f} times the baseline's {least[1]:.3f} ms"
    )
    print(f"  memory of all processes: {peaks[0]:.0f} MB at {SMALL:,} dumps, {peaks[1]:.0f} MB at {LARGE:,}")


def _new_database(name: str) -> str:
    """A database of its own on the server that the tests use, anew; its URL."""
    url = make_url(os.environ[TEST_DATABASE])
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folders = [Path(scratch) / f"dumps-{count}" for count in (SMALL, LARGE)]
        for folder in folders:
            folder.mkdir()
        write_dumps(folders[0], SMALL)
        size = write_dumps(folders[1], LARGE)
        wall, cpu = baseline(folders[1], Path(scratch) / "baseline.db")
        print(f"text dumps, {size // LARGE:,} bytes of text each, on {len(os.sched_getaffinity(0))} cores")
        print(f"files read, SQLite insert: {LARGE / wall:,.0f} a second  (baseline)")
        homes = [Path(scratch) / f"home-{count}" for count in (SMALL, LARGE)]
        both = [imported(home, folder) for home, folder in zip(homes, folders, strict=True)]
        least = wall / LARGE, 1000 * cpu / LARGE
        told("SQLite", (both[0], both[1]), least)
        database = (homes[1] / "archive.db").stat().st_size
        index = sum(path.stat().st_size for path in (homes[1] / "index").rglob("*") if path.is_file())
        print(f"  database {database / size:.2f} of the text, index {index / size:.2f}")
        again = newsarchive(homes[1], "import", str(folders[1]))
        print(f"  the same import again: {LARGE / again.wall:,.0f} a second")
        if TEST_DATABASE in os.environ:
            both = [
                imported(Path(f"{home}-pg"), folder, _new_database(f"bench_import_{number}"))
                for number, (home, folder) in enumerate(zip(homes, folders, strict=True))
            ]
            told("PostgreSQL", (both[0], both[1]), least)


if __name__ == "__main__":
    main()
