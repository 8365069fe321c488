"""How long a question takes: 200 mixed ones, first page and all facets counted, beside SQLite's own ways.

    python -m benchmarks.bench_search [ARTICLES] [HOME]

HOME: an archive that `benchmarks.made_up` has filled; made anew elsewhere unless given. An answer is the count, twenty
articles whole with the hit in context, and how many of all that was found are of each site, author, source, section
and month. Peers: FTS5 (count, and the newest twenty numbers; neither accents nor facets) and a scan by LIKE (count
alone). ``cpu`` is the processor's time, which other programs on the machine disturb less.
"""

from __future__ import annotations

import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from sqlalchemy import Engine

from archive.index import rebuild
from archive.query import Query, search
from archive.tree import Words, leaves
from benchmarks.made_up import BYLINES, PARTS, WORDLIST, fill
from models.database import open_database

OF_EACH_KIND = 20  # questions
PEERS = 3  # of them are put to the peers as well
COMMON, USUAL, RARE = range(20), range(100, 1500), range(10_000, 40_000)  # ranks of words


class Taken(NamedTuple):
    """Milliseconds: by the clock, and of the processor."""

    wall: float
    cpu: float


def questions() -> dict[str, list[Query]]:
    """The same ones every time; 200 in all."""
    source = random.Random(5)

    def word(ranks: range) -> str:
        return WORDLIST[source.choice(ranks)]

    def day() -> date:
        return date(source.randrange(2006, 2024), source.randrange(1, 13), 1)

    kinds: dict[str, Callable[[], Query]] = {
        "a rare word": lambda: Query(word(RARE)),
        "a usual word": lambda: Query(word(USUAL)),
        "a common word": lambda: Query(word(COMMON)),
        "usual words": lambda: Query(f"{word(USUAL)} {word(USUAL)}"),
        "common and rare": lambda: Query(f"{word(COMMON)} {word(RARE)} OR {word(RARE)}"),
        "a phrase": lambda: Query(f'"{word(USUAL)} {word(COMMON)}"'),
        "a prefix": lambda: Query(f"{word(USUAL)[:3]}* -{word(USUAL)}"),
        "author and year": lambda: Query(word(COMMON), author=f"={BYLINES.values[source.randrange(50)]}", since=day()),
        "section, by date": lambda: Query(word(USUAL), section=f"={PARTS.values[0]}", order="-date"),
        "all, by date": lambda: Query(since=day(), fold=True),
    }
    return {name: [make() for _ in range(OF_EACH_KIND)] for name, make in kinds.items()}


def taken(ask: Callable[[], object]) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    ask()
    return Taken((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def with_fts(path: Path) -> None:
    """A peer's index beside the archive: title, lead and paragraphs as they stand in the rows."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE VIRTUAL TABLE fts USING fts5(text, tokenize='unicode61 remove_diacritics 0')")
        connection.execute("ATTACH ? AS archive", (str(path.with_name("archive.db")),))
        columns = "id, title || ' ' || coalesce(lead, '') || ' ' || paragraphs"
        connection.execute(f"INSERT INTO fts (rowid, text) SELECT {columns} FROM archive.articles")


def words_of(query: Query) -> list[str]:
    return [leaf.written.rstrip("*") for leaf in leaves(query.tree) if isinstance(leaf, Words) and leaf.field is None]


def by_fts(connection: sqlite3.Connection, query: Query) -> None:
    wanted = " ".join(f'"{word}"' for word in words_of(query))
    if wanted:
        connection.execute("SELECT count(*) FROM fts WHERE fts MATCH ?", (wanted,)).fetchone()
        connection.execute("SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY rowid DESC LIMIT 20", (wanted,)).fetchall()


def by_scan(connection: sqlite3.Connection, query: Query) -> None:
    conditions = [f"%{word}%" for word in words_of(query)]
    where = " AND ".join("(title LIKE ? OR lead LIKE ? OR paragraphs LIKE ?)" for _ in conditions) or "1"
    given = [text for text in conditions for _ in range(3)]
    connection.execute(f"SELECT count(*) FROM articles WHERE {where}", given).fetchone()


def line(name: str, mine: list[Taken], fts: list[Taken], scan: list[Taken]) -> str:
    walls = [one.wall for one in mine]
    middle = (median(walls), quantiles(walls, n=20)[-1], median(one.cpu for one in mine))
    peers = (median(one.wall for one in some) for some in (fts, scan))
    return f"{name:<18}" + "".join(f"{value:>9.1f}" for value in (*middle, *peers))


def measured(engine: Engine, home: Path) -> Iterator[str]:
    index = home / "index"
    search(engine, index, Query(), facets=True)
    all_mine: list[Taken] = []
    with closing(sqlite3.connect(home / "fts.db")) as fts, closing(sqlite3.connect(home / "archive.db")) as scan:
        for name, asked in questions().items():
            mine = [taken(partial(search, engine, index, query, facets=True)) for query in asked]
            peers = asked[:PEERS]
            yield line(
                name,
                mine,
                [taken(partial(by_fts, fts, query)) for query in peers],
                [taken(partial(by_scan, scan, query)) for query in peers[:1]],
            )
            all_mine += mine
    walls, cpus = [one.wall for one in all_mine], [one.cpu for one in all_mine]
    ends = (median(walls), quantiles(walls, n=20)[-1], median(cpus), quantiles(cpus, n=20)[-1])
    yield "all: median {:.1f} ms, 95 % {:.1f} ms; processor's time {:.1f} and {:.1f}".format(*ends)


def prepare(home: Path, count: int) -> Engine:
    """The archive, its index and its peer's; made where they are not there yet."""
    engine = open_database(f"sqlite:///{home}/archive.db")
    with engine.connect() as connection:
        empty = connection.exec_driver_sql("SELECT count(*) FROM articles").scalar_one() == 0
    if empty:
        fill(engine, count)
    if not (home / "index").exists():
        print(indexed(engine, home / "index"))
    if not (home / "fts.db").exists():
        with_fts(home / "fts.db")
    print(sizes(engine, home))
    return engine


def indexed(engine: Engine, index: Path) -> str:
    wall, cpu = time.perf_counter(), time.process_time()
    number = rebuild(engine, index)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return f"{number:,} articles indexed in {wall:.0f} s, {cpu:.0f} s of the processor"


def sizes(engine: Engine, home: Path) -> str:
    with engine.connect() as connection:
        sums = "SELECT count(*), sum(length(CAST(title || coalesce(lead, '') || paragraphs AS BLOB))) FROM articles"
        number, text = connection.exec_driver_sql(sums).one()
    index = sum(path.stat().st_size for path in (home / "index").rglob("*") if path.is_file())
    database = (home / "archive.db").stat().st_size
    shares = f"index {index / text:.2f} of it, database {database / text:.2f}"
    return f"{number:,} articles, {text / 1e6:,.0f} MB of text; {shares}"


def main(count: int = 10_000, home: str | None = None) -> None:
    """``home``: of an archive that is there already, or to be made there."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(home or scratch).absolute()
        engine = prepare(folder, count)
        print(f"{'milliseconds':<18}" + "".join(f"{name:>9}" for name in ("median", "95 %", "cpu", "FTS5", "LIKE")))
        for told in measured(engine, folder):
            print(told, flush=True)
        engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 10_000, sys.argv[2] if sys.argv[2:] else None)
