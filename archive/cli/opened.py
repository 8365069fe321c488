"""The archive's database as commands open it."""

from __future__ import annotations

import click
from sqlalchemy import Engine

from models.database import open_database


def opened() -> Engine:
    """The archive's database, closed when the command ends. Raises DatabaseError."""
    engine = open_database()
    click.get_current_context().call_on_close(engine.dispose)
    return engine
