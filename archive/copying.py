"""Moves an archive from one database to another: every row of every table, in one transaction, counted on both sides.

The rows keep their numbers, so a search index and the WARC files fit the copy as they fit the original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, delete, func, insert, select, text, update

from models.database import refuse_other_schema, upgrade
from models.engines import DatabaseError, name_of
from models.tables import Base, CounterRow

TOGETHER = 500  # rows in memory
MADE_BY_MIGRATIONS = {CounterRow.__tablename__}  # rows that an empty archive has, too
NEXT_NUMBER = "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), greatest(max({column}), 1)) FROM {table}"

Progress = Callable[[int, int], None]  # rows done, rows in all


def copy_archive(source: Engine, target: Engine, progress: Progress = lambda _done, _all: None) -> dict[str, int]:
    """Copies all rows into an empty database, making its tables; returns how many, by table.

    The source is copied as it is at the beginning, whatever is written meanwhile. Everything arrives or nothing.
    Raises DatabaseError where the source has another schema than this program's, or the target is not empty.
    """
    refuse_other_schema(source)
    upgrade(target)
    with source.connect() as reader, target.connect().execution_options(writes=True) as writer:
        _refuse_rows(target, writer)
        counts = _counts(reader)
        done = 0
        for table in Base.metadata.sorted_tables:
            for rows in _copied(reader, writer, table):
                done += rows
                progress(done, sum(counts.values()))
            _point(reader, writer, table)
            _go_on_numbering(writer, table)
        _compare(counts, _counts(writer))
        writer.commit()
    return counts


def _counts(connection: Connection) -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def _refuse_rows(target: Engine, connection: Connection) -> None:
    there = {name: count for name, count in _counts(connection).items() if count and name not in MADE_BY_MIGRATIONS}
    if there:
        what = ", ".join(f"{count:,} {name}" for name, count in there.items())
        raise DatabaseError(
            f"{name_of(target)}: is not empty ({what}); an archive is copied into an empty database only"
        )


def _pointing(table: Table) -> list[Column[Any]]:
    """The columns that name other rows of the same table, which may come later."""
    return [column for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


def _batches(reader: Connection, chosen: Any) -> Iterator[Sequence[Any]]:
    result = reader.execution_options(yield_per=TOGETHER).execute(chosen)
    yield from result.mappings().partitions()


def _copied(reader: Connection, writer: Connection, table: Table) -> Iterator[int]:
    """Writes the rows, without what points to others of them; yields how many at a time."""
    if table.name in MADE_BY_MIGRATIONS:
        writer.execute(delete(table))
    later = {column.name: None for column in _pointing(table)}
    for rows in _batches(reader, select(table).order_by(*table.primary_key)):
        writer.execute(insert(table), [{**row, **later} for row in rows])
        yield len(rows)


def _point(reader: Connection, writer: Connection, table: Table) -> None:
    for column in _pointing(table):
        (key,) = table.primary_key
        statement = update(table).where(key == bindparam("_key")).values({column: bindparam("_other")})
        chosen = select(key.label("_key"), column.label("_other")).where(column.is_not(None)).order_by(key)
        for rows in _batches(reader, chosen):
            writer.execute(statement, [dict(row) for row in rows])


def _go_on_numbering(writer: Connection, table: Table) -> None:
    """PostgreSQL gives out numbers of its own, and must be told of those that came with the rows."""
    column = table.autoincrement_column
    if writer.dialect.name == "postgresql" and column is not None:
        writer.execute(text(NEXT_NUMBER.format(table=table.name, column=column.name)))


def _compare(counts: dict[str, int], copied: dict[str, int]) -> None:
    wrong = [f"{copied[name]:,} of {count:,} {name}" for name, count in counts.items() if copied[name] != count]
    if wrong:
        raise DatabaseError(f"the copy is not whole and was taken back: {', '.join(wrong)}")
