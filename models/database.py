"""Opening the archive's database: migrations, and the two kinds of transaction, reading and writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import DatabaseError as DriverError
from sqlalchemy.orm import Session

from models.home import home

MIGRATIONS = Path(__file__).parent / "migrations"
PASSWORD = re.compile(r"//[^/]*@")
FEW_STATEMENTS = {"cached_statements": 16}  # of sqlite3: each keeps the values of its last execution in memory
BUSY_SECONDS = 60  # how long a writer waits for another one


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says which one, and why."""


def open_database(url: str | None = None) -> Engine:
    """An engine on the archive's database, migrated to this program's schema; creates SQLite files.

    Raises DatabaseError where it cannot be opened or comes from a newer program.
    """
    engine = _engine(url or home().database_url)
    try:
        upgrade(engine)
    except DriverError as error:
        engine.dispose()
        raise DatabaseError(f"{engine.url.render_as_string()}: {error.orig}") from error
    return engine


def _engine(address: str) -> Engine:
    try:
        url = make_url(address)
        engine = create_engine(
            url,
            json_serializer=lambda value: orjson.dumps(value).decode(),
            json_deserializer=orjson.loads,
            connect_args=FEW_STATEMENTS if url.get_backend_name() == "sqlite" else {},
        )
        if engine.dialect.name == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except (ArgumentError, ImportError, OSError) as error:
        raise DatabaseError(f"{PASSWORD.sub('//', address)}: {error}") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        "cache_size = -32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A transaction that reads first and writes later fails when another one wrote between: say so at its start."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session in one write transaction: committed at the end, rolled back on an error."""
    with Session(engine.execution_options(writes=True)) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the archive and writes nothing."""
    with Session(engine) as session:
        yield session


def schema_of(engine: Engine) -> str | None:
    """The schema that the database has; None for an empty one."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return version


def newest_schema() -> str:
    """The schema that this program needs: its last migration's number, which begins the file's name."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(engine: Engine) -> None:
    """Brings the schema up to this program's. Raises DatabaseError for a database of a newer program."""
    current, newest = schema_of(engine), newest_schema()
    if current == newest:
        return
    if current is not None and current > newest:
        raise DatabaseError(
            f"{engine.url.render_as_string()}: has schema {current}, which this program does not know: "
            "it was written by a newer one; update the program"
        )
    from alembic import command  # costs every command's start 0.15 s, and is needed once
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
