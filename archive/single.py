"""One article of the archive: by its number, URL or key; with its earlier texts, its page, its copies."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Engine, Select, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from archive.found import Found, Version, found, version
from models.database import reading
from models.tables import ArticleRow, PageRow, RevisionRow, SiteRow

LAST_NUMBER = 2**31 - 1  # that a row can have
DIGITS = 11  # that such a number has not


class NotFoundError(LookupError):
    """There is no such article, or it was withdrawn; the message says which."""


class WithdrawnError(NotFoundError):
    """The article was withdrawn for ``reason``."""

    def __init__(self, article: int, day: date, reason: str) -> None:
        super().__init__(f"article {article} was withdrawn on {day}: {reason}")
        self.reason = reason


def readable() -> Select[ArticleRow]:
    """Articles for people: none that was withdrawn."""
    loaded = select(ArticleRow).options(joinedload(ArticleRow.site), selectinload(ArticleRow.authors))
    return loaded.where(ArticleRow.withdrawn_at.is_(None))


def get(engine: Engine, which: str) -> Found:
    """The article of that number, URL or key. Raises NotFoundError."""
    with reading(engine) as session:
        row = _named(session, which)
        if row.withdrawn_at is not None:
            raise WithdrawnError(row.id, row.withdrawn_at.date(), row.withdrawn_reason or "")
        return found(row)


def _named(session: Session, which: str) -> ArticleRow:
    for condition in _meanings(which):
        row = session.scalar(select(ArticleRow).where(*condition).order_by(ArticleRow.id).limit(1))
        if row is not None:
            return row
    raise NotFoundError(f"the archive has no article {which!r}")


def _meanings(which: str) -> tuple[tuple[ColumnElement[bool], ...], ...]:
    """What a number, URL or key can mean, the likeliest first; each is answered by an index of the database."""
    if which.isascii() and which.isdigit() and len(which) < DIGITS and int(which) <= LAST_NUMBER:
        return ((ArticleRow.id == int(which),),)
    from pipelines.urls import identity  # slow to import, and only this needs it

    everywhere = ArticleRow.site_id.in_(select(SiteRow.id))
    return (ArticleRow.url == which,), (everywhere, ArticleRow.key.in_((which, identity(which))))


def revisions(engine: Engine, article: int) -> list[Version]:
    """What the article was before each change of its text, oldest first; the current text is not among them."""
    chosen = select(RevisionRow).where(RevisionRow.article_id == article).order_by(RevisionRow.number)
    with reading(engine) as session:
        return [version(row) for row in session.scalars(chosen)]


def kept_page(engine: Engine, article: int, revision: int | None = None) -> tuple[str, int, str]:
    """The WARC file (relative to the home's warc folder), offset and digest of the page that the article was read from.

    ``revision``: what it was at that time; the current one unless told. Raises NotFoundError.
    """
    with reading(engine) as session:
        row = _named(session, str(article))
        page = row.page if revision in (None, row.revision) else _earlier_page(session, article, revision)
        if page is None:
            raise NotFoundError(f"article {article} has no page: it came without one")
        return page.warc_file, page.warc_offset, page.digest


def _earlier_page(session: Session, article: int, revision: int | None) -> PageRow | None:
    chosen = select(PageRow).join(RevisionRow, RevisionRow.page_id == PageRow.id)
    return session.scalar(chosen.where(RevisionRow.article_id == article, RevisionRow.number == revision))


def copies(engine: Engine, article: int) -> list[Found]:
    """The other articles with the same text, or nearly: its original first, then by number. None that was withdrawn."""
    with reading(engine) as session:
        original = session.scalar(select(ArticleRow.duplicate_of).where(ArticleRow.id == article)) or article
        same = or_(ArticleRow.id == original, ArticleRow.duplicate_of == original)
        rows = session.scalars(readable().where(same, ArticleRow.id != article).order_by(ArticleRow.id)).all()
        return sorted(map(found, rows), key=lambda one: one.id != original)
