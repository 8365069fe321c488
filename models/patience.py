"""Transactions of long work on a database that may go away: it is waited for, and what was not committed done again.

Only PostgreSQL goes away: a server is restarted, a network fails. Whether the last commit, which got no answer, was
carried out is asked when it is back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from models.advice import explained
from models.database import reading, writing

T = TypeVar("T")

PATIENCE = 180.0  # seconds that the database is waited for
LOOK_AGAIN = 1.0
GONE = ("57P01", "57P02", "57P03", "08")  # SQLSTATE: the server ends, crashed, starts; the connection failed

log = logging.getLogger(__name__)


def is_gone(error: BaseException) -> bool:
    """Whether an error says that PostgreSQL cannot be reached now, as against: that it refuses something."""
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", "sqlite")
    return isinstance(error, OperationalError) and (state is None or state.startswith(GONE))


def read_patiently(engine: Engine, question: Callable[[Session], T]) -> T:
    """The answer to a question, asked in a transaction of its own; where the database goes away, asked again."""
    while True:
        try:
            with reading(engine) as session:
                return question(session)
        except DBAPIError as error:
            _wait_for(engine, error)


def write_patiently(
    engine: Engine, change: Callable[[Session], T], was_made: Callable[[Session], bool] = lambda _session: False
) -> T:
    """Carries out a change in a write transaction; where the database goes away before it is committed, once more.

    The change must have no effect but in the session. Whether one whose commit got no answer is in the database,
    ``was_made`` can tell; without it, the change is made again. Raises what the change raises, and the database's
    error when that stays away for PATIENCE seconds.
    """
    while True:
        made = False
        try:
            with writing(engine) as session:
                result = change(session)
                made = True
        except DBAPIError as error:
            _wait_for(engine, error)
            if not (made and read_patiently(engine, was_made)):
                continue
        return result


def _wait_for(engine: Engine, error: DBAPIError) -> None:
    """Returns when the database answers again. Raises the error where that is not what is wrong, or lasts too long."""
    if not is_gone(error):
        raise error
    log.warning("the database is gone (%s); it is waited for, %.0f seconds at most", explained(error), PATIENCE)
    deadline = time.monotonic() + PATIENCE
    while not _answers(engine):
        if time.monotonic() > deadline:
            raise error
        time.sleep(LOOK_AGAIN)
    log.warning("the database is back")


def _answers(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except DBAPIError as error:
        if not is_gone(error):
            raise
        return False
    return True
