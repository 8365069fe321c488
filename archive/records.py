"""Articles as the JSON types that leave the archive, straight from their rows: an export of a million goes this way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from models.tables import ArticleAuthorRow, ArticleRow, AuthorRow, PageRow, SiteRow
from pipelines.columns import unpacked

Record = dict[str, Any]
COLUMNS = tuple(
    getattr(ArticleRow, name)
    for name in (
        *("id", "url", "title", "lead", "paragraphs", "captions", "images", "attachments", "byline", "source"),
        *("dateline", "published_at", "published_precision", "modified_at", "section", "tags", "language", "html"),
        *("origins", "fetched_at", "revision", "duplicate_of", "duplicate_kind"),
    )
)

AUTHORS = (
    select(ArticleAuthorRow.article_id, AuthorRow.name)
    .join(AuthorRow, AuthorRow.id == ArticleAuthorRow.author_id)
    .where(ArticleAuthorRow.article_id.in_(bindparam("numbers", expanding=True)))
    .order_by(ArticleAuthorRow.article_id, ArticleAuthorRow.position)
)


def records(connection: Connection, numbers: Sequence[int]) -> Iterator[Record]:
    """What `Found.to_json` says of these articles, in the order of their numbers; none that was withdrawn.

    Beside it ``text`` (lead and paragraphs, joined by blank lines), and ``page``: file and offset of the kept page's
    WARC record, None without one. The numbers of one call are in memory at a time.
    """
    authors = authors_of(connection, numbers)
    chosen = (
        select(*COLUMNS, SiteRow.name.label("site"), PageRow.warc_file, PageRow.warc_offset)
        .join(SiteRow, SiteRow.id == ArticleRow.site_id)
        .outerjoin(PageRow, PageRow.id == ArticleRow.page_id)
        .where(ArticleRow.id.in_(numbers), ArticleRow.withdrawn_at.is_(None))
        .order_by(ArticleRow.id)
    )
    for row in connection.execute(chosen).all():
        yield _record(row, authors[row.id])


def _record(row: Any, authors: list[str]) -> Record:
    text = "\n\n".join(filter(None, (row.lead, *row.paragraphs)))
    return {
        "id": row.id,
        "site": row.site,
        "url": row.url,
        "title": row.title,
        "lead": row.lead,
        "paragraphs": row.paragraphs,
        "captions": row.captions,
        "images": row.images,
        "attachments": row.attachments,
        "authors": authors,
        "byline": row.byline,
        "source": row.source,
        "dateline": row.dateline,
        "published_at": row.published_at,
        "published_precision": row.published_precision,
        "modified_at": row.modified_at,
        "section": row.section,
        "tags": row.tags,
        "language": row.language,
        "html": unpacked(row.html, text),
        "origins": row.origins,
        "fetched_at": row.fetched_at.isoformat() if row.fetched_at else None,
        "revision": row.revision,
        "duplicate_of": row.duplicate_of,
        "duplicate_kind": row.duplicate_kind,
        "text": text,
        "page": (row.warc_file, row.warc_offset) if row.warc_file is not None else None,
    }


def authors_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The names of each article's authors, in the order of the byline; an empty list where there are none."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for article, name in connection.execute(AUTHORS, {"numbers": numbers}):
        names[article].append(name)
    return names
