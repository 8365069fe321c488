"""Opening the archive's database: its schema, and the two kinds of transaction, reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError as DriverError
from sqlalchemy.orm import Session

from models.advice import explained
from models.engines import DatabaseError, engine_for, name_of
from models.home import home
from models.unwritable import is_read_only

__all__ = [
    "DatabaseError",
    "connect",
    "newest_schema",
    "open_database",
    "read_once",
    "reading",
    "refuse_other_schema",
    "schema_of",
    "upgrade",
    "writing",
]

MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str | None = None) -> Engine:
    """An engine on the archive's database, whatever schema it has. Raises DatabaseError where it cannot be reached."""
    engine = engine_for(url or home().database_url)
    with _named(engine), engine.connect():
        return engine


def open_database(url: str | None = None) -> Engine:
    """An engine on the archive's database, with this program's schema.

    A SQLite file is created, or brought up to date, by that; PostgreSQL, which several machines may share, never:
    `newsarchive db upgrade` does it. A SQLite file that cannot be written is opened to be read. Raises
    DatabaseError where the database cannot be used as it is.
    """
    engine = connect(url)
    with _named(engine):
        if engine.dialect.name == "sqlite" and not is_read_only(engine):
            upgrade(engine)
        else:
            refuse_other_schema(engine)
    return engine


@contextmanager
def _named(engine: Engine) -> Iterator[None]:
    """The driver's errors with the database's name; an engine that cannot be used keeps no connection."""
    try:
        yield
    except DriverError as error:
        engine.dispose()
        raise DatabaseError(f"{name_of(engine)}: {explained(error)}") from error
    except DatabaseError:
        engine.dispose()
        raise


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


def read_once(connection: Connection) -> None:
    """What is read over it is read once: SQLite keeps a few pages of it only. The connection is for nothing else."""
    connection.detach()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA cache_size = -4000")


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


def refuse_other_schema(engine: Engine) -> None:
    """Raises DatabaseError for a schema that is not this program's; the message says what to do."""
    current, newest = schema_of(engine), newest_schema()
    if current is None:
        raise DatabaseError(f"{name_of(engine)}: is empty; `newsarchive db upgrade` makes an archive of it")
    _refuse_newer(engine, current, newest)
    if current != newest:
        raise DatabaseError(
            f"{name_of(engine)}: has schema {current}, this program needs {newest}; "
            "stop what else uses it, back it up, then run `newsarchive db upgrade`"
        )


def _refuse_newer(engine: Engine, current: str, newest: str) -> None:
    if current > newest:
        raise DatabaseError(
            f"{name_of(engine)}: has schema {current}, which this program does not know: "
            "it was written by a newer one; update the program"
        )


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Brings the schema up to this program's; returns which it was (None: there was none) and is.

    Raises DatabaseError for a database of a newer program, or one whose text is not UTF-8.
    """
    current, newest = schema_of(engine), newest_schema()
    if current == newest:
        return current, newest
    _refuse_newer(engine, current or "", newest)
    _refuse_encoding(engine)
    from alembic import command  # costs every command's start 0.15 s, and is needed once
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    command.upgrade(config, "head")
    return current, newest


def _refuse_encoding(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        encoding = connection.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise DatabaseError(
            f"{name_of(engine)}: keeps text as {encoding}; "
            "make a database with: CREATE DATABASE news ENCODING 'UTF8' TEMPLATE template0"
        )
