"""Imports made-up text dumps end to end, beside the least that any import must do: read the files, insert their text.

Usage: python -m benchmarks.bench_import [number of dumps, default 10,000]. Prints dumps a second of both, and what a
dump takes of the processor in the process that writes, and then to be indexed: the workers have cores of their own.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from archive.samples.truth import truths

CHROME_ABOVE = "Cổng thông tin điện tử quận Sông Cầu\nTrang chủ\nGiới thiệu\nTin tức\n\n"
CHROME_BELOW = "\n\nCác bài mới đăng\nCác bài đã đăng :\nViết bình luận\nHọ tên:(*)\nMã xác nhận:\nGửi\n"


def dumps(count: int) -> Iterator[str]:
    """Dumps of some 3 KB as an HTML-to-text pass leaves them: the sample portal's posts, with chrome around."""
    posts = (truth for truth in truths("sample-vcms", count * 8) if truth.is_article)
    for truth in islice(posts, count):
        day = datetime.fromisoformat(truth.published_at).strftime(" (%H:%M %d/%m/%Y)") if truth.published_at else ""
        yield "\n\n".join([CHROME_ABOVE + truth.title + day, *truth.paragraphs, truth.byline or "", CHROME_BELOW])


def write_dumps(folder: Path, count: int) -> int:
    """Writes the dumps, a file each; returns their bytes."""
    size = 0
    for number, text in enumerate(dumps(count)):
        size += (folder / f"{number:07}.txt").write_bytes(text.encode())
    return size


def baseline(folder: Path, database: Path) -> float:
    """Seconds to read every file and insert its text into SQLite in one transaction."""
    began = time.perf_counter()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE dumps (name TEXT PRIMARY KEY, text TEXT)")
        connection.executemany("INSERT INTO dumps VALUES (?, ?)", _rows(folder))
    return time.perf_counter() - began


def _rows(folder: Path) -> Iterator[tuple[str, str]]:
    return ((path.name, path.read_text("utf-8")) for path in sorted(folder.iterdir()))


class Taken(NamedTuple):
    """Seconds of an import by the clock, of the processor in this process, and of the processor to index it; counts."""

    wall: float
    cpu: float
    indexing: float
    counts: Counter[str]


def imported(folder: Path) -> Taken:
    """An import into the archive under NEWSARCHIVE_HOME, then what the search index takes up of it."""
    from archive.importing import import_paths
    from archive.index import update
    from models.database import open_database
    from models.home import home
    from pipelines.workers import calm_collector

    calm_collector()
    counts: Counter[str] = Counter()
    engine = open_database()
    wall, cpu = time.perf_counter(), time.process_time()
    import_paths(engine, [folder], counts)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    indexing = time.process_time()
    update(engine, home().index)
    indexing = time.process_time() - indexing
    engine.dispose()
    return Taken(wall, cpu, indexing, counts)


def main(count: int = 10_000) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "dumps"
        folder.mkdir()
        size = write_dumps(folder, count)
        os.environ["NEWSARCHIVE_HOME"] = str(Path(scratch) / "home")
        least = baseline(folder, Path(scratch) / "baseline.db")
        first, again = imported(folder), imported(folder)
        assert first.counts["stored.new"] == count, first.counts
        print(f"{count:,} text dumps of {size // count:,} bytes on {len(os.sched_getaffinity(0))} cores")
        print(f"files read, SQLite insert  {count / least:>8,.0f} a second  (baseline)")
        print(f"import, end to end         {count / first.wall:>8,.0f} a second  ratio {least / first.wall:.3f}")
        print(f"the same import again      {count / again.wall:>8,.0f} a second  ratio {least / again.wall:.3f}")
        writing, indexing = (1000 * seconds / count for seconds in (first.cpu, first.indexing))
        print(
            f"the processor's time for a dump, without workers: {writing:.2f} ms, and to be indexed {indexing:.2f} ms"
        )
        print(f"copies found {first.counts['duplicates']:,}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
