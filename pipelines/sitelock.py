"""The lock of a site, held by the process that crawls it: one at a time, and free as soon as that process is gone.

Over SQLite it is a file of the home folder, since all who share the database share the folder. Over PostgreSQL it is a
session's advisory lock in the database, which other machines see, too. Both are given back by the operating system or
the server however the process ends.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import socket
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import IO

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from models.home import home

TRY = text("SELECT pg_try_advisory_lock(:key)")
SIGN = text("SELECT set_config('application_name', :name, false)")
HOLDER = text("""
    SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND a.datname = current_database()
        AND (l.classid::bigint << 32 | l.objid::bigint) = :key
""")


class LockedError(RuntimeError):
    """Another process crawls the site."""


class SiteLock(ABC):
    """A lock; a context manager, which gives it back."""

    @abstractmethod
    def hold(self) -> None:
        """Takes it, or makes sure of it: to be called within each write transaction of a crawl.

        One that went with a lost connection is taken again. Raises LockedError where somebody else has it.
        """

    @abstractmethod
    def close(self) -> None:
        """Gives it back."""

    def __enter__(self) -> SiteLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def lock_site(name: str, engine: Engine) -> SiteLock:
    """The site's lock, held until it is closed or the process ends. Raises LockedError."""
    lock = _FileLock(name) if engine.dialect.name == "sqlite" else _SessionLock(name, engine)
    lock.hold()
    return lock


def _locked(name: str, holder: str | None) -> LockedError:
    return LockedError(f"{name} is being crawled by process {holder or 'unknown'}")


class _FileLock(SiteLock):
    """An flock; the file says which process has it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._file: IO[str] | None = None

    def hold(self) -> None:
        if self._file is not None:
            return
        path: Path = home().locks / f"{self._name}.lock"
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip()
            file.close()
            raise _locked(self._name, holder) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class _SessionLock(SiteLock):
    """An advisory lock of a connection that does nothing else; the name it gives itself says which process has it."""

    def __init__(self, name: str, engine: Engine) -> None:
        self._name = name
        self._engine = engine
        self._key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8]) >> 1  # PostgreSQL's numbers are signed
        self._connection: Connection | None = None

    def hold(self) -> None:
        if not self._is_held():
            self._connection = self._taken()

    def _is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.exec_driver_sql("SELECT 1")
        except DBAPIError:  # the server ended the session, and with it the lock
            self.close()
            return False
        return True

    def _taken(self) -> Connection:
        connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.detach()  # from the pool: closed, it takes the lock along
        connection.execute(SIGN, {"name": f"{os.getpid()} on {socket.gethostname()}"})
        if connection.scalar(TRY, {"key": self._key}):
            return connection
        holder = connection.scalar(HOLDER, {"key": self._key})
        connection.close()
        raise _locked(self._name, holder)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
