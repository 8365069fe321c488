"""The archive's database as commands open it."""

from __future__ import annotations

import click
from sqlalchemy import Engine, select

from models.database import open_database, reading
from models.engines import name_of
from models.tables import ArticleRow


def opened() -> Engine:
    """The archive's database, closed when the command ends. Raises DatabaseError."""
    engine = open_database()
    click.get_current_context().call_on_close(engine.dispose)
    return engine


def opened_to_ask() -> Engine:
    """The same for a command that asks it; of an archive without any article it is said which one that is.

    In a new shell, where NEWSARCHIVE_HOME is not set, nothing would be found, and nobody would know why.
    """
    engine = opened()
    with reading(engine) as session:
        empty = session.scalar(select(ArticleRow.id).limit(1)) is None
    if empty:
        told = f"note: there is no article yet in {name_of(engine)}; NEWSARCHIVE_HOME names another archive"
        click.echo(told, err=True)
    return engine
