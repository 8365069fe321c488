"""What an article that is given would change in the archive: nothing, or one of the few things that can change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from models.article import Article
from models.tables import ArticleRow, RevisionRow
from pipelines.authors import authors_of
from pipelines.columns import CARRIED, SAID, article_from, columns_of, names_of, read_back, unpacked
from pipelines.filetext import FROM_PDF, IN_FILE, completes, with_kept_text
from pipelines.rows import among

ARTICLES = cast(Table, ArticleRow.__table__)
REVISIONS = cast(Table, RevisionRow.__table__)

Given = tuple[str, Article, int | None, datetime | None]  # key, article, page_id, fetched_at (aware)
Kind = Literal["new", "revised", "completed", "older", "carried", "moved", "none"]


@dataclass(frozen=True, slots=True)
class Change:
    """An article that is given, beside what stands under its key.

    kind: new; revised (it says something else); completed (the text of its file has come); older (a page older than the
    stored one says otherwise); carried (only what makes no revision differs); moved (only the page is newer); none.
    row, authors: as they stand; None and empty for a new one.
    """

    kind: Kind
    key: str
    article: Article
    page_id: int | None
    fetched_at: datetime | None
    columns: dict[str, Any]
    row: Any = None
    authors: Sequence[str] = ()

    @property
    def withdrawn(self) -> bool:
        return self.row is not None and self.row.withdrawn_at is not None


def changes_of(session: Session, site_id: int, batch: Sequence[Given]) -> list[Change]:
    """What each of the batch changes; a key stands in it once."""
    keys = among(session, ARTICLES.c.key, [given[0] for given in batch])
    found = session.execute(select(ARTICLES).where(ARTICLES.c.site_id == site_id, keys))
    rows = {row.key: row for row in found}
    authors = authors_of(session, [row.id for row in rows.values()])
    return [_change(session, given, rows.get(given[0]), authors) for given in batch]


def _change(session: Session, given: Given, row: Any, authors: dict[int, list[str]]) -> Change:
    if row is None:
        return Change("new", *given, columns_of(given[1]))
    key, article, page_id, fetched_at = given
    if article.origins.get("paragraphs") == IN_FILE:
        given = key, with_kept_text(article, article_from(row, authors[row.id])), page_id, fetched_at
    columns = columns_of(given[1])
    kind = _kind(session, given, columns, row, authors[row.id])
    return Change(kind, *given, columns, row, authors[row.id])


def _kind(session: Session, given: Given, columns: dict[str, Any], row: Any, authors: list[str]) -> Kind:
    _, article, page_id, fetched_at = given
    same = authors == names_of(article) and all(columns[name] == getattr(row, name) for name in SAID)
    if fetched_at and row.fetched_at and fetched_at < _believable(row.fetched_at):
        return "none" if same or _was_kept(session, row.id, article) else "older"
    if not same:
        from_file = article.origins.get("paragraphs") == FROM_PDF
        return "completed" if from_file and completes(article, article_from(row, authors)) else "revised"
    if article.html != unpacked(row.html, article.text) or any(columns[name] != getattr(row, name) for name in CARRIED):
        return "carried"
    return "none" if newer_page(row, page_id, fetched_at) == (row.page_id, row.fetched_at) else "moved"


def _believable(fetched_at: datetime) -> datetime:
    """A page cannot have been fetched in time to come: the clock was wrong then, and anything is newer."""
    return fetched_at if fetched_at <= datetime.now(UTC) else datetime.min.replace(tzinfo=UTC)


def _was_kept(session: Session, article_id: int, article: Article) -> bool:
    """Whether a revision says the same."""
    contents = session.scalars(select(REVISIONS.c.content).where(REVISIONS.c.article_id == article_id))
    return any(_said(read_back(content)) == _said(article) for content in contents)


def _said(article: Article) -> tuple[Any, ...]:
    columns = columns_of(article)
    return names_of(article), *(columns[name] for name in SAID)


def newer_page(row: Any, page_id: int | None, fetched_at: datetime | None) -> tuple[int | None, datetime | None]:
    """Page and time of the newer of two that say the same: the row's and this one, which counts if it was kept."""
    newer = row.fetched_at is None or (fetched_at is not None and fetched_at > _believable(row.fetched_at))
    if page_id is not None and (row.page_id is None or newer):
        return page_id, fetched_at or row.fetched_at
    return row.page_id, row.fetched_at
