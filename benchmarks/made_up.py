"""Fills an archive with made-up articles, as fast as rows go in: what search, web pages and exports are measured on.

    python -m benchmarks.made_up HOME [ARTICLES]

300 words an article on average, drawn by the Zipf-Mandelbrot law from 9,000 syllables, 20,000 names and 20,000 numbers;
so the commonest word stands in nearly every article and the rarest in a few. Authors, sources and sections are drawn
likewise, dates evenly from 20 years; one in thirty articles copies an earlier one. The same articles every time.
"""

from __future__ import annotations

import random
import sys
import time
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, update

from models.article import Article
from models.database import open_database, writing
from models.tables import ArticleAuthorRow, ArticleRow, AuthorRow, CounterRow
from pipelines.columns import columns_of, packed
from pipelines.store import site_row
from pipelines.text import unaccent

INITIALS = "b c ch d đ g gh gi h k kh l m n ng nh p ph qu r s t th tr v x"
RHYMES = (
    "a á à ả ã ạ an án àn ang áng ao áo au ay ây ăn ắng ân ấp âu e é em en eo ê ế ên ênh "
    "i ía in inh ít o ó oa oài on ong ô ố ốc ôn ông ơ ời ơn u ú ua uân úc ung uôn ư ưa ừng ương ước y yên"
)
SITES, AUTHORS, SOURCES, SECTIONS = 30, 2_000, 60, 25
WORDS = 300
COPIES = 30  # one article in so many copies an earlier one
BATCH = 5_000
FIRST_DAY = datetime(2005, 1, 1, tzinfo=timezone(timedelta(hours=7)))
MINUTES = 20 * 365 * 24 * 60


class Drawn:
    """Values drawn by the Zipf-Mandelbrot law: 1 / (rank + 2.7)."""

    def __init__(self, values: Sequence[str]) -> None:
        self.values = values
        self._ends = list(accumulate(1 / (rank + 2.7) for rank in range(len(values))))

    def some(self, source: random.Random, number: int) -> list[str]:
        return source.choices(self.values, cum_weights=self._ends, k=number)

    def one(self, source: random.Random) -> str:
        return self.values[bisect(self._ends, source.random() * self._ends[-1])]


def _words() -> list[str]:
    """By rank: syllables first, then names and numbers among the rarer syllables."""
    source = random.Random(7)
    syllables = [initial + rhyme for initial in INITIALS.split() for rhyme in RHYMES.split()]
    source.shuffle(syllables)
    names = [
        f"{one}{other}".capitalize()
        for one, other in zip(source.choices(syllables, k=20_000), source.choices(syllables, k=20_000), strict=True)
    ]
    numbers = [str(source.randrange(10, 10_000_000)) for _ in range(20_000)]
    rare = syllables[500:] + names + numbers
    source.shuffle(rare)
    return syllables[:500] + rare


WORDLIST = _words()
DRAWN = Drawn(WORDLIST)


def _names(number: int, words: int, seed: int) -> Drawn:
    source = random.Random(seed)
    return Drawn([" ".join(DRAWN.some(source, words)).title() for _ in range(number)])


BYLINES, PAPERS, PARTS = _names(AUTHORS, 3, 1), _names(SOURCES, 2, 2), _names(SECTIONS, 2, 3)


def articles(count: int) -> Iterator[Article]:
    """The first ``count`` of the made-up articles; each one's site is its number modulo SITES."""
    source = random.Random(2)
    for number in range(count):
        words = DRAWN.some(source, source.randint(WORDS // 3, WORDS * 5 // 3))
        texts = [_sentence(words[at : at + 60]) for at in range(0, len(words), 60)]
        published = FIRST_DAY + timedelta(minutes=source.randrange(MINUTES))
        author = BYLINES.one(source) if source.random() < 0.7 else None
        yield Article(
            url=f"https://site-{number % SITES}.example/tin/{number}.html",
            title=_sentence(words[5:14])[:-1],
            lead=texts[0],
            paragraphs=tuple(texts[1:]),
            authors=(author,) if author else (),
            byline=author,
            source=PAPERS.one(source) if source.random() < 0.3 else None,
            published_at=published,
            published_precision="minute",
            section=PARTS.one(source),
            language="vi",
            html="".join(f"<p>{text}</p>" for text in texts),
            origins={"title": "visible", "published_at": "visible", "authors": "visible"},
        )


def _sentence(words: Sequence[str]) -> str:
    text = " ".join(words)
    return f"{text[:1].upper()}{text[1:]}."


def fill(engine: Engine, count: int) -> None:
    """Puts the articles straight into the tables, without what storing asks (is it known, is it a copy)."""
    with writing(engine) as session:
        sites = [site_row(session, f"site-{number}", f"Trang {number}").id for number in range(SITES)]
        rows = [
            {"id": at, "name": name, "folded": unaccent(name)}
            for at, name in enumerate(dict.fromkeys(BYLINES.values), 1)
        ]
        session.execute(insert(AuthorRow), rows)
    authors = {row["name"]: row["id"] for row in rows}
    made, source = enumerate(articles(count), 1), random.Random(3)
    while batch := list(islice(made, BATCH)):
        with writing(engine) as session:
            session.execute(insert(ArticleRow), [_row(number, one, sites, source) for number, one in batch])
            signed = [
                {"article_id": number, "author_id": authors[name], "position": 0}
                for number, one in batch
                for name in one.authors
            ]
            session.execute(insert(ArticleAuthorRow), signed)
            session.execute(update(CounterRow).where(CounterRow.name == "changed").values(value=batch[-1][0]))


def _row(number: int, article: Article, sites: Sequence[int], source: random.Random) -> dict[str, Any]:
    original = source.randrange(1, number) if number > COPIES and number % COPIES == 0 else None
    if original and original % COPIES == 0:
        original -= 1  # a copy is no original
    return {
        **columns_of(article),
        "id": number,
        "site_id": sites[(number - 1) % SITES],
        "key": f"{number}",
        "html": packed(article),
        "fetched_at": datetime(2025, 7, 1, tzinfo=UTC),
        "stored_at": datetime(2025, 7, 1, tzinfo=UTC),
        "text_hash": sha256(article.text.encode()).hexdigest(),
        "duplicate_of": original,
        "duplicate_kind": "near" if original else None,
        "changed": number,
    }


def main(home: str, count: int = 100_000) -> None:
    folder = Path(home)
    folder.mkdir(parents=True, exist_ok=True)
    engine = open_database(f"sqlite:///{folder}/archive.db")
    start = time.perf_counter()
    fill(engine, count)
    taken = time.perf_counter() - start
    engine.dispose()
    print(f"{count:,} articles in {taken:.0f} s, {count / taken:,.0f} a second")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
