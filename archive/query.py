"""Asking the archive: the only reader of articles for people, and the query that all its faces share.

A `Query` (archive/asked.py) is put to the search index, which is brought up to date before (archive/index.py,
lookup.py); the articles come from the database. One article by itself: archive/single.py.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from concurrent.futures import ThreadPoolExecutor
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, bindparam, func, select
from tantivy import Searcher

from archive.asked import ORDERS, Query, period
from archive.found import Facets, Found, Hit, Results, Value, found_from
from archive.index import Progress, SearchIndexError, rebuild, searcher, update
from archive.lookup import SHOWN, Names, count, find, find_all, page
from archive.lookup import facets as facets_of
from archive.lookup import values as values_of
from archive.records import COLUMNS, authors_of
from archive.single import NotFoundError, WithdrawnError, copies, get, kept_page, revisions
from archive.snippet import marked, snippet
from archive.tree import Named, leaves
from archive.wrong import QueryError
from models.database import reading
from models.tables import ArticleRow, AuthorRow, SiteRow

__all__ = [
    "ORDERS",
    "NotFoundError",
    "Query",
    "QueryError",
    "WithdrawnError",
    "answered",
    "author_names",
    "check_sites",
    "copies",
    "every",
    "faceted",
    "found_by",
    "get",
    "kept_page",
    "period",
    "revisions",
    "rights",
    "search",
    "values",
]

Answer = TypeVar("Answer")
BATCH = 200  # articles in memory at a time
TOLD = 20  # sites of an archive that are named to whoever names none of them
# The same statement each time: to make one, and what SQLAlchemy then has to compare, takes longer than to carry it out.
ROWS = (
    select(*COLUMNS, ArticleRow.published_utc, SiteRow.name.label("site"))
    .join(SiteRow, SiteRow.id == ArticleRow.site_id)
    .where(ArticleRow.id.in_(bindparam("numbers", expanding=True)), ArticleRow.withdrawn_at.is_(None))
)
NAMES = select(AuthorRow.id, AuthorRow.name)
SOME_NAMES = NAMES.where(AuthorRow.id.in_(bindparam("numbers", expanding=True)))


def search(
    engine: Engine, index: Path, query: Query, progress: Progress | None = None, *, facets: bool | Facets = False
) -> Results:
    """What the query finds, the index brought up to date before. ``index``: its folder. Raises QueryError.

    facets: count the articles by site, author, source, section and month, too; all of them, not those shown. Or what
    `faceted` counted before: nothing is counted again.
    """
    _check_sites(engine, query)
    note = update(engine, index, progress=progress)
    notes = [note] if note else []

    def ask(reader: Searcher) -> tuple[tuple[Hit, ...], int, Facets | None]:
        if isinstance(facets, Facets):
            hits = _hits(engine, page(reader, query, notes), query)
            return hits, max(facets.total, query.offset + len(hits)) if hits else facets.total, facets
        return (_counted if facets else _listed)(engine, reader, query, notes)

    (hits, total, counted), damage = _mended(engine, index, progress, ask)
    return Results(query, total, hits, "; ".join((*notes, damage) if damage else notes) or None, counted)


def _listed(engine: Engine, reader: Searcher, query: Query, notes: list[str]) -> tuple[tuple[Hit, ...], int, None]:
    """The articles of the page that is asked for, and how many there are in all."""
    return _hits(engine, page(reader, query, notes), query), count(reader, query), None


def _counted(engine: Engine, reader: Searcher, query: Query, notes: list[str]) -> tuple[tuple[Hit, ...], int, Facets]:
    """The same with facets; the index counts them beside, while the articles are read from the database."""
    with ThreadPoolExecutor(1) as beside:
        counted = beside.submit(facets_of, reader, query, author_names(engine))
        hits = _hits(engine, page(reader, query, notes), query)
        found = counted.result()
    return hits, found.total, found


def _hits(engine: Engine, numbers: list[int], query: Query) -> tuple[Hit, ...]:
    wanted = query.wanted
    return tuple(_hit(one, wanted) for one in _batches(engine, [numbers]))


def faceted(engine: Engine, index: Path, query: Query, shown: int = SHOWN, progress: Progress | None = None) -> Facets:
    """How many articles the query finds, counted by site, author, source, section (``shown`` of each) and month."""
    names = author_names(engine)
    return answered(engine, index, query, lambda reader: facets_of(reader, query, names, shown), progress)


def found_by(
    engine: Engine, index: Path, query: Query, progress: Progress | None = None
) -> tuple[int, Iterator[Found]]:
    """How many the query finds; and those from its offset on, limit of them, in its order. Raises QueryError."""
    _check_sites(engine, query)
    update(engine, index, progress=progress)
    (numbers, total), _ = _mended(engine, index, progress, lambda reader: find(reader, query))
    return total, _batches(engine, [numbers])


def values(engine: Engine, index: Path, query: Query, of: str, progress: Progress | None = None) -> list[Value]:
    """All authors ("author"), sources or sections of what the query finds, most articles first. Raises QueryError."""
    names = author_names(engine)
    return answered(engine, index, query, lambda reader: values_of(reader, query, of, names), progress)


def author_names(engine: Engine) -> Names:
    """What finds the names of authors by the numbers that the index knows them by."""

    def names(numbers: Collection[int]) -> Mapping[int, str]:
        few = len(numbers) <= BATCH
        with engine.connect() as connection:
            rows = connection.execute(SOME_NAMES, {"numbers": list(numbers)}) if few else connection.execute(NAMES)
            return {row.id: row.name for row in rows}

    return names


def answered(
    engine: Engine, index: Path, query: Query, ask: Callable[[Searcher], Answer], progress: Progress | None = None
) -> Answer:
    """What ``ask`` has from the index, brought up to date before, whose sites the archive has. Raises QueryError."""
    _check_sites(engine, query)
    update(engine, index, progress=progress)
    return _mended(engine, index, progress, ask)[0]


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


def _check_sites(engine: Engine, query: Query) -> None:
    wanted = {leaf.value for leaf in leaves(query.tree) if isinstance(leaf, Named) and leaf.field == "site"}
    check_sites(engine, wanted)


def check_sites(engine: Engine, wanted: Set[str]) -> None:
    """Raises QueryError for a site that the archive does not have: nothing found would be misleading."""
    if not wanted:
        return
    with reading(engine) as session:
        names = session.scalars(select(SiteRow.name).order_by(SiteRow.name)).all()
    for name in sorted(wanted - set(names)):
        likely = names if len(names) <= TOLD else [*(get_close_matches(name, names) or names[:TOLD]), "…"]
        raise QueryError(f"the archive has no site {name!r}; it has {', '.join(likely) or 'none'}")


def _in_order(connection: Connection, numbers: list[int]) -> list[Found]:
    authors = authors_of(connection, numbers)
    rows = connection.execute(ROWS, {"numbers": numbers})  # by way of a session they take twice as long
    articles = {row.id: found_from(row, row.site, authors[row.id]) for row in rows}
    return [articles[number] for number in numbers if number in articles]


def every(engine: Engine, index: Path, query: Query, progress: Progress | None = None) -> tuple[int, Iterator[Found]]:
    """How many the query finds, and all of them by number, whatever its limit; a few hundred in memory at a time."""
    total, lists = numbers(engine, index, query, progress)
    return total, _batches(engine, lists)


def numbers(
    engine: Engine, index: Path, query: Query, progress: Progress | None = None
) -> tuple[int, Iterator[list[int]]]:
    """How many the query finds, and the numbers of all of them, ascending, a list at a time, whatever its limit.

    Waits for whoever is writing the index: what leaves the archive is complete. Raises QueryError.
    """
    _check_sites(engine, query)
    update(engine, index, wait=True, progress=progress)
    with reading(engine) as session:
        last = session.scalar(select(func.max(ArticleRow.id))) or 0
    found, _ = _mended(engine, index, progress, lambda reader: (count(reader, query), find_all(reader, query, last)))
    return found


def _batches(engine: Engine, lists: Iterable[list[int]]) -> Iterator[Found]:
    for numbers in lists:
        for start in range(0, len(numbers), BATCH):
            with reading(engine) as session:
                batch = _in_order(session.connection(), numbers[start : start + BATCH])
            yield from batch


def rights(engine: Engine, sites: Iterable[str]) -> dict[str, str]:
    """What the sites say about use, of those that say something."""
    chosen = select(SiteRow.name, SiteRow.rights).where(SiteRow.name.in_(sites)).order_by(SiteRow.name)
    with reading(engine) as session:
        return {name: said for name, said in session.execute(chosen) if said}
