"""Many rows at once, into the database and out of it, with as little as can be between them and its driver.

For every row, SQLAlchemy works out again what is the same for all: with short rows that takes longer than the database.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import ARRAY, JSON, ColumnElement, Dialect, Table, any_, bindparam, func, select, text
from sqlalchemy.orm import Session

NUMBERED = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
VALUES = 40  # to a statement: short rows take a third of the time that they take one by one
MARKS = {"qmark": "?", "pyformat": "%s"}
# A statement that fails ends its transaction, so nobody needs what it did before undone: for that SQLite would first
# write each page that it changes into a file of its own. https://sqlite.org/tempfiles.html#stmtjrnl
INSERTS = {"sqlite": "INSERT OR FAIL"}

Bound = Callable[[Any], Any]


def new_ids(session: Session, table: Table, count: int) -> Sequence[int]:
    """Ids for new rows, rising, in a write transaction: those that the database would give them."""
    if session.get_bind().dialect.name == "postgresql":
        return session.scalars(NUMBERED, {"name": table.name, "count": count}).all()
    first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
    return range(first, first + count)


def insert_rows(session: Session, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts rows: the values of the named columns, in that order. All other columns must do without one."""
    if not rows:
        return
    connection = session.connection()
    statement, marks, bound = _inserting(table, tuple(names), connection.dialect)
    if any(bound):
        columns = zip(bound, zip(*rows, strict=True), strict=True)
        rows = list(zip(*(_bound(bind, one) if bind else one for bind, one in columns), strict=True))
    together = max(1, VALUES // len(names))
    whole = len(rows) - len(rows) % together
    for some, part in ((together, rows[:whole]), (1, rows[whole:])):
        if part:
            several = [tuple(chain.from_iterable(part[at : at + some])) for at in range(0, len(part), some)]
            connection.exec_driver_sql(statement + ", ".join([marks] * some), several)


def _bound(bind: Bound, values: Sequence[Any]) -> Iterator[Any]:
    """The values of a column as the driver takes them; many a column has one for all rows, or mostly nothing."""
    last: Any = object()
    for value in values:
        if value is not last and (value or value != last):
            last, made = value, bind(value)
        yield made


@lru_cache
def _inserting(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, str, list[Bound | None]]:
    """The statement but for its rows, a row's marks, and what makes of each column's values what the driver takes."""
    named = ", ".join(map(dialect.identifier_preparer.quote, names))
    marks = ", ".join([MARKS[dialect.paramstyle]] * len(names))
    bound: list[Bound | None] = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    verb = INSERTS.get(dialect.name, "INSERT")
    return f"{verb} INTO {table.name} ({named}) VALUES ", f"({marks})", bound


def among(session: Session, column: ColumnElement[Any], values: Collection[Any]) -> ColumnElement[bool]:
    """Whether a column has one of these values: however many, they are handed over as one."""
    if session.get_bind().dialect.name == "postgresql":
        return column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))
    each = func.json_each(bindparam(None, list(values), type_=JSON())).table_valued("value", name="given")
    return column.in_(select(each.c.value))
