"""Asking the archive: the query that all its faces share, and the only reader of articles for people."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlalchemy import ColumnElement, Engine, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from tantivy import Searcher

from archive.found import Found, Hit, Results, Version, found, version
from archive.index import Progress, SearchIndexError, rebuild, searcher, update
from archive.lookup import count, find, find_all
from archive.snippet import marked, snippet
from archive.syntax import Clause, QueryError, parse
from archive.words import terms
from models.database import reading
from models.tables import ArticleRow, RevisionRow, SiteRow

Answer = TypeVar("Answer")
PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
BATCH = 200  # articles in memory at a time
DIGITS = 19  # of a number that a database cannot have
ORDERS = {"relevance": "best first", "date": "oldest first", "-date": "newest first"}


def period(text: str) -> tuple[date, date]:
    """The first and last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. Raises QueryError."""
    found = PERIOD.fullmatch(text.strip())
    if not found:
        raise QueryError(f"{text!r} is no date: write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise QueryError(f"{text!r} is no date: {error}") from None
    if month is None:
        return first, date(first.year, 12, 31)
    return first, first if day else first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True, slots=True)
class Query:
    """Words and filters, all of which must hold. Raises QueryError for what cannot be asked.

    text: see archive/syntax.py; empty for all articles. since, until: local dates of publication, both included.
    author, source, section: words that stand together in the field, accents as in text. site, language: exactly.
    order: "relevance", "date" (oldest first), "-date"; empty for relevance with text, "-date" without.
    """

    text: str = ""
    site: str | None = None
    since: date | None = None
    until: date | None = None
    author: str | None = None
    source: str | None = None
    section: str | None = None
    language: str | None = None
    order: str = ""
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        self.clauses()
        if self.order and self.order not in ORDERS:
            raise QueryError(f"there is no order {self.order!r}; there are {', '.join(ORDERS)}")
        if self.limit < 1 or self.offset < 0:
            raise QueryError("the limit is at least 1, the offset at least 0")
        if self.since and self.until and self.since > self.until:
            raise QueryError(f"nothing is published since {self.since} and until {self.until}")
        for name in ("author", "source", "section"):
            value = getattr(self, name)
            if value is not None and not terms(value):
                raise QueryError(f"{name} {value!r} has no word to search for")

    def clauses(self) -> tuple[Clause, ...]:
        """The text, read."""
        return parse(self.text)

    @property
    def ordered(self) -> str:
        """The order that is meant: with nothing to be relevant to, newest first."""
        sought = any(not clause.excluded for clause in self.clauses())
        return self.order if self.order != "relevance" and self.order else "relevance" if sought else "-date"

    def describe(self) -> str:
        """The query as an English sentence."""
        parts = (
            *_wording(self.clauses()),
            self.site and f"of site {self.site}",
            self.author and f"by {_quoted(self.author)}",
            self.source and f"taken from {_quoted(self.source)}",
            self.section and f"in section {_quoted(self.section)}",
            self.language and f"in language {self.language}",
            _dates(self.since, self.until),
            ORDERS[self.ordered],
        )
        first, *others = filter(None, parts)
        return ("Articles " if len(others) else "All articles, ") + ", ".join((first, *others)) + "."


def _quoted(text: str) -> str:
    return f"“{text}”"


def _wording(clauses: tuple[Clause, ...]) -> tuple[str, str]:
    held = [" or ".join(_quoted(term.written) for term in clause.any_of) for clause in clauses if not clause.excluded]
    barred = [_quoted(clause.any_of[0].written) for clause in clauses if clause.excluded]
    bracketed = [f"({any_of})" if " or " in any_of and len(held) > 1 else any_of for any_of in held]
    return (
        "with " + " and ".join(bracketed) if held else "",
        "without " + " or ".join(barred) if barred else "",
    )


def _dates(since: date | None, until: date | None) -> str:
    if since and until:
        return f"published on {since}" if since == until else f"published from {since} to {until}"
    return f"published since {since}" if since else f"published until {until}" if until else ""


class NotFoundError(LookupError):
    """There is no such article, or it was withdrawn; the message says which."""


def search(engine: Engine, index: Path, query: Query, progress: Progress | None = None) -> Results:
    """What the query finds, the index brought up to date before. ``index``: its folder. Raises QueryError."""
    _check_site(engine, query)
    note = update(engine, index, progress=progress)
    (numbers, total), damage = _mended(engine, index, progress, lambda reader: find(reader, query))
    wanted = [term.terms for clause in query.clauses() if not clause.excluded for term in clause.any_of]
    hits = tuple(_hit(one, wanted) for one in _batches(engine, [numbers]))
    return Results(query.describe(), total, hits, damage or note)


def _mended(
    engine: Engine, index: Path, progress: Progress | None, ask: Callable[[Searcher], Answer]
) -> tuple[Answer, str | None]:
    """The answer of the index; where it is damaged, of a new one, and a note that says so."""
    try:
        return ask(searcher(index)), None
    except SearchIndexError:
        rebuild(engine, index, progress)
        return ask(searcher(index)), "the search index was damaged: it was rebuilt"


def _hit(one: Found, wanted: list[tuple[str, ...]]) -> Hit:
    article = one.article
    pieces = filter(None, (article.lead, *article.paragraphs, *article.captions))
    return Hit(one, marked(article.title, wanted), snippet(pieces, wanted))


def _check_site(engine: Engine, query: Query) -> None:
    if query.site is None:
        return
    with reading(engine) as session:
        names = session.scalars(select(SiteRow.name).order_by(SiteRow.name)).all()
    if query.site not in names:
        raise QueryError(f"the archive has no site {query.site!r}; it has {', '.join(names) or 'none'}")


def _readable() -> Select[ArticleRow]:
    """Articles for people: none that was withdrawn."""
    loaded = select(ArticleRow).options(joinedload(ArticleRow.site), selectinload(ArticleRow.authors))
    return loaded.where(ArticleRow.withdrawn_at.is_(None))


def _in_order(session: Session, numbers: list[int]) -> list[Found]:
    rows = {row.id: row for row in session.scalars(_readable().where(ArticleRow.id.in_(numbers)))}
    return [found(rows[number]) for number in numbers if number in rows]


def every(engine: Engine, index: Path, query: Query, progress: Progress | None = None) -> tuple[int, Iterator[Found]]:
    """How many the query finds, and all of them by number, whatever its limit; a few hundred in memory at a time.

    Waits for whoever is writing the index: what leaves the archive is complete. Raises QueryError.
    """
    _check_site(engine, query)
    update(engine, index, wait=True, progress=progress)
    with reading(engine) as session:
        last = session.scalar(select(func.max(ArticleRow.id))) or 0
    (total, lists), _ = _mended(
        engine, index, progress, lambda reader: (count(reader, query), find_all(reader, query, last))
    )
    return total, _batches(engine, lists)


def _batches(engine: Engine, lists: Iterable[list[int]]) -> Iterator[Found]:
    for numbers in lists:
        for start in range(0, len(numbers), BATCH):
            with reading(engine) as session:
                batch = _in_order(session, numbers[start : start + BATCH])
            yield from batch


def rights(engine: Engine, sites: Iterable[str]) -> dict[str, str]:
    """What the sites say about use, of those that say something."""
    chosen = select(SiteRow.name, SiteRow.rights).where(SiteRow.name.in_(sites)).order_by(SiteRow.name)
    with reading(engine) as session:
        return {name: said for name, said in session.execute(chosen) if said}


def get(engine: Engine, which: str) -> Found:
    """The article of that number, URL or key. Raises NotFoundError."""
    with reading(engine) as session:
        row = _named(session, which)
        if row.withdrawn_at is not None:
            raise NotFoundError(
                f"article {row.id} was withdrawn on {row.withdrawn_at:%Y-%m-%d}: {row.withdrawn_reason}"
            )
        return found(row)


def _named(session: Session, which: str) -> ArticleRow:
    for condition in _meanings(which):
        row = session.scalar(select(ArticleRow).where(*condition).order_by(ArticleRow.id).limit(1))
        if row is not None:
            return row
    raise NotFoundError(f"the archive has no article {which!r}")


def _meanings(which: str) -> tuple[tuple[ColumnElement[bool], ...], ...]:
    """What a number, URL or key can mean, the likeliest first; each is answered by an index of the database."""
    if which.isascii() and which.isdigit() and len(which) < DIGITS:
        return ((ArticleRow.id == int(which),),)
    from pipelines.urls import identity  # slow to import, and only this needs it

    everywhere = ArticleRow.site_id.in_(select(SiteRow.id))
    return (ArticleRow.url == which,), (everywhere, ArticleRow.key.in_((which, identity(which))))


def revisions(engine: Engine, article: int) -> list[Version]:
    """What the article was before each change of its text, oldest first; the current text is not among them."""
    chosen = select(RevisionRow).where(RevisionRow.article_id == article).order_by(RevisionRow.number)
    with reading(engine) as session:
        return [version(row) for row in session.scalars(chosen)]


def kept_page(engine: Engine, article: int) -> tuple[str, int]:
    """The WARC file (relative to the home's warc folder) and offset of the article's page. Raises NotFoundError."""
    with reading(engine) as session:
        row = _named(session, str(article))
        if row.page is None:
            raise NotFoundError(f"article {article} has no page: it came without one")
        return row.page.warc_file, row.page.warc_offset
