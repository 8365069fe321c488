"""Articles as the JSON types that leave the archive, straight from their rows: an export of a million goes this way.

Most of an article is UTF-8, in the database as in what is written: it stays so where nobody asks for the text itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import BindParameter, Connection, LargeBinary, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from models.article import text_of
from models.tables import ArticleAuthorRow, ArticleRow, AuthorRow, PageRow, SiteRow
from pipelines.columns import inflated

Values = dict[str, Any]
COLUMNS = tuple(
    getattr(ArticleRow, name)
    for name in (
        *("id", "url", "title", "lead", "paragraphs", "captions", "images", "attachments", "byline", "source"),
        *("dateline", "published_at", "published_precision", "modified_at", "section", "tags", "language", "html"),
        *("origins", "fetched_at", "revision", "duplicate_of", "duplicate_kind"),
    )
)
STORED = ("paragraphs", "captions", "images", "attachments", "tags", "origins")  # JSON, in the database as outside
PLAIN = tuple(column for column in COLUMNS if column.key not in (*STORED, "html", "fetched_at"))
NAMES = (*(column.key for column in PLAIN), "site")


class utf8(FunctionElement[bytes]):  # noqa: N801 - a function of SQL
    """A column of JSON as the bytes of its text."""

    type = LargeBinary()
    inherit_cache = True


@compiles(utf8)
def _on_sqlite(element: utf8, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"


@compiles(utf8, "postgresql")
def _on_postgresql(element: utf8, compiler: Any, **options: Any) -> str:
    return f"convert_to(CAST({compiler.process(element.clauses, **options)} AS TEXT), 'UTF8')"


# Made once: to make them anew for each few hundred articles takes as long as to read the articles.
ASKED: BindParameter[list[int]] = bindparam("numbers", expanding=True)
ROWS = (
    select(*PLAIN, SiteRow.name, ArticleRow.fetched_at, PageRow.warc_file, PageRow.warc_offset, ArticleRow.html)
    .add_columns(*(utf8(getattr(ArticleRow, name)) for name in STORED))
    .join(SiteRow, SiteRow.id == ArticleRow.site_id)
    .outerjoin(PageRow, PageRow.id == ArticleRow.page_id)
    .where(ArticleRow.id.in_(ASKED), ArticleRow.withdrawn_at.is_(None))
    .order_by(ArticleRow.id)
)
AUTHORS = (
    select(ArticleAuthorRow.article_id, AuthorRow.name)
    .join(AuthorRow, AuthorRow.id == ArticleAuthorRow.author_id)
    .where(ArticleAuthorRow.article_id.in_(ASKED))
    .order_by(ArticleAuthorRow.article_id, ArticleAuthorRow.position)
)


class Record(Values):
    """What `Found.to_json` says of an article, by name. What is kept packed is a value from when it was asked for.

    Beside it ``text`` (lead and paragraphs, joined by blank lines), and ``page``: file and offset of the kept page's
    WARC record, None without one. stored: the columns of STORED, as UTF-8. packed: the HTML. utf8: the text.
    """

    __slots__ = ("packed", "stored", "utf8")
    stored: dict[str, bytes]
    packed: bytes | None
    utf8: bytes

    def __missing__(self, name: str) -> Any:
        made = self[name] = UNPACKED[name](self) if name in UNPACKED else orjson.loads(self.stored[name])
        return made

    @property
    def characters(self) -> int:
        """Of the text."""
        return len(self.utf8.decode())


def _html(record: Record) -> str | None:
    found = inflated(record.packed, record.utf8)
    return None if found is None else found.decode()


UNPACKED: dict[str, Callable[[Record], Any]] = {"html": _html, "text": lambda record: record.utf8.decode()}


def records(connection: Connection, numbers: Sequence[int]) -> Iterator[Record]:
    """These articles in the order of their numbers; none that was withdrawn.

    The numbers of one call are in memory at a time.
    """
    authors = authors_of(connection, numbers)
    for row in connection.execute(ROWS, {ASKED.key: numbers}).all():
        yield _record(tuple(row), authors)


def _record(row: tuple[Any, ...], authors: dict[int, list[str]]) -> Record:
    record = Record(zip(NAMES, row, strict=False))
    fetched_at, file, offset, packed, *stored = row[len(NAMES) :]
    record["authors"] = authors[record["id"]]
    record["fetched_at"] = fetched_at.isoformat() if fetched_at else None
    record["page"] = (file, offset) if file is not None else None
    record.packed = packed
    record.stored = dict(zip(STORED, stored, strict=True))
    body = _joined(record.stored["paragraphs"])
    if body is None:
        body = text_of(None, record["paragraphs"]).encode()
    record.utf8 = b"\n\n".join(filter(None, ((record["lead"] or "").encode(), body)))
    return record


def _joined(paragraphs: bytes) -> bytes | None:
    """A list of texts in JSON, as one text: it need not be read for that unless something in it is escaped."""
    found = b"\n\n".join(filter(None, paragraphs[2:-2].split(b'","')))
    return None if b"\\" in found or b'"' in found else found


def as_json(values: Values, names: Sequence[str], **instead: Any) -> bytes:
    """An object with these fields, on a line of its own; lists go into it as they are stored.

    instead: values of some of the fields that are not to be the record's.
    """
    stored = values.stored if isinstance(values, Record) else {}
    chosen = {name: orjson.Fragment(stored[name]) if name in stored else values[name] for name in names}
    return orjson.dumps(chosen | instead, option=orjson.OPT_APPEND_NEWLINE)


def authors_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The names of each article's authors, in the order of the byline; an empty list where there are none."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for article, name in connection.execute(AUTHORS, {ASKED.key: numbers}).all():
        names[article].append(name)
    return names
