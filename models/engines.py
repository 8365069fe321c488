"""Connections to SQLite and PostgreSQL that behave alike: what a transaction sees, who may write, how long one waits.

A reader sees one state of the archive from its first question to its last. Writers come one after the other: SQLite
has it so, and PostgreSQL is given the same by a lock that each write transaction takes at its start. So nothing that
is read in a write transaction can be changed by another before it is committed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from models.unwritable import is_read_only, readable

BUSY_SECONDS = 60  # how long a writer waits for another one
CONNECT_SECONDS = 10
IN_QUERY = re.compile(r"(?<=[?&]password=)[^&]*")
ACCOUNT = re.compile(r"//[^/]*@")
DRIVERS = {"sqlite": {"pysqlite"}, "postgresql": {"psycopg"}}
OTHERS = "must begin with sqlite:/// or postgresql+psycopg://"
FEW_STATEMENTS = {"cached_statements": 16}  # of sqlite3: each keeps the values of its last execution in memory
ON_SQLITE = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -32000",
)
ON_POSTGRESQL = (
    "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    f"SET lock_timeout = '{BUSY_SECONDS}s'",
    "SET jit = off",  # it compiles for longer than our queries run
)
WRITER = "8241, 0"  # the lock of write transactions; any two numbers that no other program takes in this database
# READ COMMITTED, or the transaction would see the archive as it was before it had the lock.
BEGIN_WRITING = f"SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({WRITER})"


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says which one, and why."""


def name_of(engine: Engine) -> str:
    """The database's URL as it may be printed: without a password."""
    return IN_QUERY.sub("***", engine.url.render_as_string())


def _name_of(address: str) -> str:
    """The same for what may be no URL."""
    return IN_QUERY.sub("***", ACCOUNT.sub("//", address))


def is_missing(address: str) -> bool:
    """Whether an address names a SQLite file that is not there: to open it would make it, empty."""
    url = make_url(address)
    return url.get_backend_name() == "sqlite" and not (url.database and Path(url.database).exists())


def engine_for(address: str) -> Engine:
    """An engine on a database, not connected yet. Raises DatabaseError where the address is none that can be used."""
    try:
        url = readable(make_url(address))
        engine = create_engine(
            url,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            connect_args=_connect_args(url),
            pool_pre_ping=url.get_backend_name() != "sqlite",
        )
        if engine.dialect.name == "sqlite" and url.database and not is_read_only(engine):
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(f"{_name_of(address)}: {error}") from error
    except (ArgumentError, ImportError) as error:  # no URL, or one of another database, whose driver is not here
        raise DatabaseError(f"{_name_of(address)}: {OTHERS}") from error
    if engine.dialect.driver not in DRIVERS.get(engine.dialect.name, ()):
        raise DatabaseError(f"{_name_of(address)}: {OTHERS}")
    is_sqlite = engine.dialect.name == "sqlite"
    prepare = _prepare_to_read if is_read_only(engine) else _prepare_sqlite if is_sqlite else _prepare_postgresql
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin_sqlite if is_sqlite else _begin_postgresql)
    return engine


def _connect_args(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return FEW_STATEMENTS
    return {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    _carry_out(connection, ON_SQLITE)


def _prepare_to_read(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    _carry_out(connection, ("PRAGMA query_only = ON", "PRAGMA cache_size = -32000"))


def _prepare_postgresql(connection: Any, _record: object) -> None:
    _carry_out(connection, ON_POSTGRESQL)
    connection.commit()


def _carry_out(connection: Any, statements: Iterable[str]) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("writes"))


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that reads first and writes later fails when another one wrote between: say so at its start."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if _writes(connection):
        connection.exec_driver_sql(BEGIN_WRITING)
