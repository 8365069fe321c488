"""Whether the archive's database is sound: its schema, its rows, its numbers. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from models.advice import explained
from models.database import newest_schema, refuse_other_schema, schema_of
from models.engines import DatabaseError
from models.tables import ArticleRow, Base, CounterRow

VERSIONS = {"sqlite": ("SQLite", "SELECT sqlite_version()"), "postgresql": ("PostgreSQL", "SHOW server_version")}
NUMBER_GIVEN = "SELECT pg_sequence_last_value(pg_get_serial_sequence('{table}', '{column}')::regclass)"
MOST_TOLD = 10
PIECE = 1 << 22  # bytes read at a time


def program_of(engine: Engine) -> str:
    """ "PostgreSQL 15.18"."""
    name, asked = VERSIONS[engine.dialect.name]
    with engine.connect() as connection:
        return f"{name} {connection.scalar(text(asked))}"


def rows_of(engine: Engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        tables = sorted(Base.metadata.sorted_tables, key=lambda table: table.name)
        return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def read_ahead(engine: Engine, told: Callable[[int, int], None]) -> None:
    """Reads a SQLite file from its beginning to its end, once; ``told`` hears of the bytes, done and in all.

    The check goes through it from row to row and from index to row, which a disk takes a hundred times as long for:
    ten minutes for 4 GB, where the machine has memory for the file and 25 seconds are enough.
    """
    path = Path(engine.url.database or "")
    if engine.dialect.name != "sqlite" or not path.is_file():
        return
    size, done = path.stat().st_size, 0
    with path.open("rb", buffering=0) as file:
        for piece in iter(partial(file.read, PIECE), b""):
            done += len(piece)
            told(done, max(done, size))


def faults_of(engine: Engine) -> Iterator[str]:
    """What is wrong, each as a sentence; nothing further where the schema is another one."""
    try:
        refuse_other_schema(engine)
    except DatabaseError as error:
        yield str(error)
        return
    yield from _unwritable(engine)
    with engine.connect() as connection:
        yield from (_damage if engine.dialect.name == "sqlite" else _numbering)(connection)
        yield from _cursor(connection)


def _unwritable(engine: Engine) -> Iterator[str]:
    """Begins to write, and takes it back."""
    try:
        with engine.connect().execution_options(writes=True) as connection:
            connection.execute(text("UPDATE counters SET value = value"))
            connection.rollback()
    except DBAPIError as error:
        yield f"it cannot be written: {explained(error)}"


def _damage(connection: Connection) -> Iterator[str]:
    """SQLite goes through all of the file, but for what free pages hold."""
    for row in connection.exec_driver_sql(f"PRAGMA quick_check({MOST_TOLD})"):
        if row[0] != "ok":
            yield f"damaged: {row[0]}"
    for table, number, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(MOST_TOLD):
        yield f"row {number} of {table} names a row of {other} that is not there"


def _numbering(connection: Connection) -> Iterator[str]:
    """What PostgreSQL will number next must be free."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None:
            continue
        given = connection.scalar(text(NUMBER_GIVEN.format(table=table.name, column=column.name))) or 0
        highest = connection.scalar(select(func.max(column))) or 0
        if given < highest:
            yield f"{table.name}: the next number would be {given + 1}, and {highest} is taken"


def _cursor(connection: Connection) -> Iterator[str]:
    given = connection.scalar(select(CounterRow.value).where(CounterRow.name == "changed"))
    highest = connection.scalar(select(func.max(ArticleRow.changed))) or 0
    if given is None or given < highest:
        yield f"the change cursor stands at {given}, an article at {highest}: searches would miss changes"


def schema_said(engine: Engine) -> str:
    """The schema, beside the one that this program needs."""
    current, newest = schema_of(engine), newest_schema()
    return f"{current or 'none'}" + ("" if current == newest else f" (this program needs {newest})")
