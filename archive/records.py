"""Articles as the JSON types that leave the archive, straight from their rows: an export of a million goes this way.

Most of an article is UTF-8, in the database as in what is written: it stays so where nobody asks for the text itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson
from sqlalchemy import BindParameter, ColumnElement, Connection, Executable, LargeBinary, String, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
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
PLAIN = tuple(column for column in COLUMNS if column.key not in (*STORED, "html", "lead", "fetched_at"))
NAMES = (*(column.key for column in PLAIN), "site", "fetched_at")
PAGE = len(NAMES) + 2 + len(STORED)  # where a row goes on with its page
UNESCAPED = bytes(set(range(256)) - set(range(32)) - set(b"\\"))  # in JSON; but for the quotation mark
SPREAD = 1.2  # numbers that lie closer than one in so many are read as a range: it need not be looked up one by one


class utf8(FunctionElement[bytes]):  # noqa: N801 - a function of SQL
    """A column of JSON as the bytes of its text."""

    type = LargeBinary()
    inherit_cache = True


class moment(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """A time in UTC as text, with microseconds and no zone."""

    type = String()
    inherit_cache = True


@compiles(utf8)
def _utf8_of_sqlite(element: utf8, compiler: Any, **options: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **options)} AS BLOB)"


@compiles(utf8, "postgresql")
def _utf8_of_postgresql(element: utf8, compiler: Any, **options: Any) -> str:
    return f"convert_to(CAST({compiler.process(element.clauses, **options)} AS TEXT), 'UTF8')"


@compiles(moment)
def _moment_of_sqlite(element: moment, compiler: Any, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))  # it is kept as text


@compiles(moment, "postgresql")
def _moment_of_postgresql(element: moment, compiler: Any, **options: Any) -> str:
    return f"to_char({compiler.process(element.clauses, **options)}, 'YYYY-MM-DD HH24:MI:SS.US')"


ASKED: BindParameter[list[int]] = bindparam("numbers", expanding=True)


def _asked(column: InstrumentedAttribute[int], near: bool) -> ColumnElement[bool]:
    return column.between(bindparam("first"), bindparam("last")) if near else column.in_(ASKED)


def _rows(near: bool, paged: bool) -> Executable:
    """PLAIN and what NAMES has beside, the packed HTML, the lead, STORED, and, ``paged``, where the page is kept."""
    page = (PageRow.warc_file, PageRow.warc_offset, PageRow.digest) if paged else ()
    asked = (
        select(*PLAIN, SiteRow.name, moment(ArticleRow.fetched_at), ArticleRow.html, utf8(ArticleRow.lead))
        .add_columns(*(utf8(getattr(ArticleRow, name)) for name in STORED), *page)
        .join(SiteRow, SiteRow.id == ArticleRow.site_id)
        .where(_asked(ArticleRow.id, near), ArticleRow.withdrawn_at.is_(None))
        .order_by(ArticleRow.id)
    )
    return asked.outerjoin(PageRow, PageRow.id == ArticleRow.page_id) if paged else asked


def _authors(near: bool) -> Executable:
    return (
        select(ArticleAuthorRow.article_id, AuthorRow.name)
        .join(AuthorRow, AuthorRow.id == ArticleAuthorRow.author_id)
        .where(_asked(ArticleAuthorRow.article_id, near))
        .order_by(ArticleAuthorRow.article_id, ArticleAuthorRow.position)
    )


# Made once: to make them anew for each few hundred articles takes as long as to read the articles.
ROWS = {(near, paged): _rows(near, paged) for near in (False, True) for paged in (False, True)}
AUTHORS = {near: _authors(near) for near in (False, True)}


class Record(Values):
    """What `Found.to_json` says of an article, by name. What is kept packed is a value from when it was asked for.

    Beside it ``text`` (lead and paragraphs, joined by blank lines), and ``page``, where that was asked for: file and
    offset of the kept page's WARC record, None without one. stored: the columns of STORED, as UTF-8. packed: the HTML.
    lead, utf8: the lead, and the text.
    """

    __slots__ = ("lead", "packed", "stored", "utf8")
    stored: dict[str, bytes]
    lead: bytes | None
    packed: bytes | None
    utf8: bytes

    def __missing__(self, name: str) -> Any:
        made = self[name] = self._decoded(name) if name in UNPACKED else orjson.loads(self.stored[name])
        return made

    def _decoded(self, name: str) -> str | None:
        found = UNPACKED[name](self)
        return None if found is None else found.decode()

    @property
    def characters(self) -> int:
        """Of the text."""
        return len(self.utf8.decode())


# What is not in the row as it leaves, as UTF-8.
UNPACKED: dict[str, Callable[[Record], bytes | None]] = {
    "html": lambda record: inflated(record.packed, record.utf8),
    "lead": lambda record: record.lead,
    "text": lambda record: record.utf8,
}


def records(connection: Connection, numbers: Sequence[int], paged: bool = False) -> Iterator[Record]:
    """These articles in the order of their numbers, which ascend; none that was withdrawn. ``paged``: with ``page``.

    The numbers of one call are in memory at a time.
    """
    if not numbers:
        return
    near = numbers[-1] - numbers[0] < SPREAD * len(numbers)
    asked = {"first": numbers[0], "last": numbers[-1]} if near else {ASKED.key: numbers}
    wanted = frozenset(numbers)
    authors = _named(fetched(connection, AUTHORS[near], asked))
    for row in fetched(connection, ROWS[near, paged], asked):
        if row[0] in wanted:
            yield _record(row, authors)


def fetched(connection: Connection, asked: Executable, values: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    """The driver's own rows: those that are made of them here have nothing more, and take twice as long."""
    cursor = connection.execute(asked, values).cursor
    assert cursor is not None
    return cursor.fetchall()


def _record(row: tuple[Any, ...], authors: dict[int, list[str]]) -> Record:
    record = Record(zip(NAMES, row, strict=False))
    record.packed, record.lead, *stored = row[len(NAMES) : PAGE]
    record.stored = dict(zip(STORED, stored, strict=True))
    record["authors"] = authors.get(record["id"], [])
    if record["fetched_at"]:
        record["fetched_at"] = record["fetched_at"].replace(" ", "T").removesuffix(".000000") + "+00:00"
    if len(row) > PAGE:
        record["page"] = row[PAGE:] if row[PAGE] is not None else None
    body = _joined(record.stored["paragraphs"])
    if body is None:
        body = text_of(None, record["paragraphs"]).encode()
    lead = record.lead
    record.utf8 = b"\n\n".join((lead, body)) if lead and body else lead or body
    return record


def _joined(paragraphs: bytes) -> bytes | None:
    """A list of texts in JSON, as one text; None where it has to be read for that."""
    found = texts_in(paragraphs)
    return None if found is None else b"\n\n".join(filter(None, found))


def texts_in(strings: bytes) -> list[bytes] | None:
    """Of a list of strings in JSON what stands between the quotation marks; None if it is escaped."""
    return None if b"\\" in strings else strings.split(b'"')[1::2]


def quoted(text: bytes | None) -> bytes:
    """UTF-8 as a string of JSON, or null: to make a text of it first takes several times as long."""
    if text is None:
        return b"null"
    if text.translate(None, UNESCAPED).strip(b"\n"):
        return orjson.dumps(text.decode())
    return b'"%b"' % text.replace(b'"', b'\\"').replace(b"\n", b"\\n")


def as_json(values: Values, names: Sequence[str]) -> bytes:
    """An object with these fields, on a line of its own; what is JSON or UTF-8 already goes into it as it is."""
    known = _known(values, names) if isinstance(values, Record) else values
    return orjson.dumps({name: known[name] for name in names}, option=orjson.OPT_APPEND_NEWLINE)


def _known(record: Record, names: Sequence[str]) -> dict[str, Any]:
    """The record with JSON in place of the values that need not be made for it."""
    known = record | dict(zip(record.stored, map(orjson.Fragment, record.stored.values()), strict=True))
    for name, utf8 in UNPACKED.items():
        if name in names:
            known[name] = orjson.Fragment(quoted(utf8(record)))
    return known


def authors_of(connection: Connection, numbers: Sequence[int]) -> dict[int, list[str]]:
    """The names of each article's authors, in the order of the byline; an empty list where there are none."""
    return defaultdict(list, _named(fetched(connection, AUTHORS[False], {ASKED.key: numbers})))


def _named(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for article, name in rows:
        names.setdefault(article, []).append(name)
    return names
