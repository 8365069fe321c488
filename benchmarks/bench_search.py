"""How long a question takes: the search index against a scan of the same SQLite database by LIKE, in one run.

    python -m benchmarks.bench_search [ARTICLES]

An answer is the count and twenty articles whole, each with the hit in context; "index" is finding their numbers, the
part that grows with the archive. LIKE counts and reads the newest twenty, and knows neither accents nor words. The
articles are made up: syllables drawn by Zipf's law.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Engine, String, cast, func, or_, select

from archive.index import rebuild, searcher
from archive.lookup import find
from archive.query import Query, search
from archive.tree import Words, leaves
from models.article import Article
from models.database import open_database, reading, writing
from models.tables import ArticleRow
from pipelines.store import site_row, store_articles

INITIALS = "b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x".split()  # noqa: SIM905 - read as a line
RHYMES = "a á à ả ạ an ân ăng ao âu ay e ê em ên i ia in inh o ô ôn ong ơi ơn u uân ung ư ương y yên".split()  # noqa: SIM905
SYLLABLES = [initial + rhyme for initial in INITIALS for rhyme in RHYMES]
SHARES = list(accumulate(1 / (rank + 2) for rank in range(len(SYLLABLES))))
ROUNDS = 50
TOGETHER = 500  # articles stored in one transaction
QUERIES = {
    "a common word": Query(SYLLABLES[0]),
    "a rare word": Query(SYLLABLES[-1]),
    "two words": Query(f"{SYLLABLES[3]} {SYLLABLES[40]}"),
    "a phrase": Query(f'"{SYLLABLES[1]} {SYLLABLES[2]}"'),
    "a word, by year": Query(SYLLABLES[90], since=date(2019, 1, 1), until=date(2019, 12, 31)),
    "no words, newest": Query(),
}


def articles(count: int) -> Iterator[Article]:
    """Made-up articles, about 350 syllables long; the same ones every time."""
    source = random.Random(2)
    for number in range(count):
        drawn = source.choices(SYLLABLES, cum_weights=SHARES, k=source.randint(150, 550))
        text = [" ".join(drawn[at : at + 60]) for at in range(0, len(drawn), 60)]
        published = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=source.randrange(5_000_000))
        yield Article(
            f"https://bench.example/{number}",
            " ".join(drawn[:9]),
            paragraphs=tuple(text),
            authors=(f"{drawn[0]} {drawn[1]}",),
            published_at=published,
            published_precision="minute",
            language="vi",
        )


def fill(engine: Engine, count: int) -> None:
    made = articles(count)
    with writing(engine) as session:
        site = site_row(session, "bench").id
    for start in range(0, count, TOGETHER):
        batch = [(f"bench/{number}", next(made), None, None) for number in range(start, min(count, start + TOGETHER))]
        with writing(engine) as session:
            store_articles(session, site, batch)


def scan(engine: Engine, query: Query) -> int:
    """The same question by LIKE: how many, and the newest twenty."""
    columns = (ArticleRow.title, ArticleRow.lead, cast(ArticleRow.paragraphs, String))
    conditions = [
        or_(*(column.like(f"%{leaf.written}%") for column in columns))
        for leaf in leaves(query.tree)
        if isinstance(leaf, Words)
    ]
    if query.since and query.until:
        conditions.append(ArticleRow.published_date.between(query.since, query.until))
    with reading(engine) as session:
        total = session.scalar(select(func.count(ArticleRow.id)).where(*conditions)) or 0
        newest = select(ArticleRow).where(*conditions).order_by(ArticleRow.published_utc.desc()).limit(query.limit)
        session.scalars(newest).all()
    return total


def milliseconds(rounds: int, ask: Callable[[], object]) -> list[float]:
    ask()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def compare(engine: Engine, index: Path, name: str, query: Query) -> str:
    found = search(engine, index, query).total
    asked = milliseconds(ROUNDS, lambda: search(engine, index, query))
    alone = median(milliseconds(ROUNDS, lambda: find(searcher(index), query)))
    scanned = median(milliseconds(ROUNDS // 10, lambda: scan(engine, query)))
    times = f"{median(asked):>8.1f}{quantiles(asked, n=20)[-1]:>8.1f}{alone:>8.1f}{scanned:>8.1f}"
    return f"{name:<18}{found:>8,}{times}"


def main(count: int = 10_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        engine = open_database(f"sqlite:///{folder}/archive.db")
        fill(engine, count)
        start = time.perf_counter()
        rebuild(engine, index)
        taken = time.perf_counter() - start
        size = sum(path.stat().st_size for path in index.rglob("*")) / 1e6
        print(f"{count:,} articles indexed in {taken:.1f} s, {count / taken:,.0f} a second; {size:.0f} MB")
        print(f"{'milliseconds':<18}{'found':>8}{'median':>8}{'95 %':>8}{'index':>8}{'LIKE':>8}")
        for name, query in QUERIES.items():
            print(compare(engine, index, name, query))
        engine.dispose()


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
