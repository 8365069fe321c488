"""What changed in the database since, as the search index takes it up: in the order of change, a batch at a time.

The driver's own rows, with dates as text on either database, and texts as they are kept, in UTF-8: to make objects of
them takes longer than to read them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import BindParameter, Connection, Engine, String, bindparam, cast, select

from archive.documents import Author, Entry
from archive.records import fetched, moment, texts_in, utf8
from models.database import read_once
from models.tables import ArticleAuthorRow, ArticleRow, AuthorRow, SiteRow

BATCH = 500  # articles read at a time
ASKED: BindParameter[list[int]] = bindparam("numbers", expanding=True)
PLAIN = (
    *(ArticleRow.id, ArticleRow.site_id, SiteRow.name, ArticleRow.title, utf8(ArticleRow.lead), ArticleRow.source),
    *(ArticleRow.section, ArticleRow.language, cast(ArticleRow.published_date, String)),
    *(moment(ArticleRow.published_utc), ArticleRow.duplicate_of),
)
ROWS = (
    select(ArticleRow.changed, ArticleRow.withdrawn_at, utf8(ArticleRow.paragraphs), utf8(ArticleRow.captions), *PLAIN)
    .join(SiteRow, SiteRow.id == ArticleRow.site_id)
    .where(ArticleRow.changed > bindparam("after"), ArticleRow.changed <= bindparam("until"))
    .order_by(ArticleRow.changed)
    .limit(BATCH)
)
AUTHORS = (
    select(ArticleAuthorRow.article_id, AuthorRow.id, AuthorRow.name)
    .join(AuthorRow, AuthorRow.id == ArticleAuthorRow.author_id)
    .where(ArticleAuthorRow.article_id.in_(ASKED))
    .order_by(ArticleAuthorRow.article_id, ArticleAuthorRow.position)
)
SITES = select(ArticleRow.id, ArticleRow.site_id).where(ArticleRow.id.in_(ASKED))


class Changes(NamedTuple):
    """Articles that changed after each other. last: the number of the last change.

    numbers: of all of these articles; entries: what is to be found of them now, nothing of those that were withdrawn.
    """

    last: int
    numbers: Sequence[int]
    entries: Sequence[Entry]


def changes(engine: Engine, after: int, until: int) -> Iterator[Changes]:
    """The articles whose last change is one of these.

    Each batch is a short transaction of its own: a long one would keep SQLite's log from being folded in.
    """
    with engine.connect() as connection:
        read_once(connection)
        while after < until:
            rows = fetched(connection, ROWS, {"after": after, "until": until})
            if not rows:
                return
            found = _changes(connection, rows)
            connection.rollback()
            yield found
            after = found.last


def _changes(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> Changes:
    of_all = [(withdrawn, paragraphs, captions, plain) for _, withdrawn, paragraphs, captions, *plain in rows]
    numbers = [plain[0] for *_, plain in of_all]
    authors = _authors(connection, numbers)
    sites = _sites(connection, {plain[-1] for *_, plain in of_all if plain[-1] is not None})
    entries = [
        Entry._make((*plain, _texts(paragraphs), _texts(captions), authors.get(plain[0], ()), sites.get(plain[-1])))
        for withdrawn, paragraphs, captions, plain in of_all
        if withdrawn is None
    ]
    return Changes(rows[-1][0], numbers, entries)


def _texts(stored: bytes) -> Sequence[bytes]:
    found = texts_in(stored)
    return [text.encode() for text in orjson.loads(stored)] if found is None else found


def _authors(connection: Connection, articles: Sequence[int]) -> dict[int, list[Author]]:
    found: dict[int, list[Author]] = {}
    for article, number, name in fetched(connection, AUTHORS, {ASKED.key: articles}):
        found.setdefault(article, []).append((number, name))
    return found


def _sites(connection: Connection, articles: Collection[int]) -> dict[int, int]:
    """The sites of articles that others copy."""
    return dict(fetched(connection, SITES, {ASKED.key: list(articles)})) if articles else {}
