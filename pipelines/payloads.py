"""Which bodies a site's WARC files already hold, so that the next one like it is written as a reference."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

COMMIT_EVERY = 2_000  # entries; those lost by a kill are read again from the WARC file


@dataclass(frozen=True, slots=True)
class Held:
    """Where a body is held: the record's URL, its WARC-Date, its file (below the warc folder) and offset."""

    url: str
    date: str
    file: str
    offset: int


class Payloads:
    """Payload digest -> Held, in an SQLite file that can be made again from the WARC files and so is never synced.

    One process at a time: whoever holds the folder's lock.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._open(path)
        except sqlite3.DatabaseError:  # a machine that lost power: what it knew only saved space
            for part in path.parent.glob(path.name + "*"):
                part.unlink()
            self._open(path)
        self._pending: dict[bytes, Held] = {}
        self._foreseen: dict[bytes, Held | None] = {}

    def _open(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = OFF", "cache_size = -4000"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS held (digest BLOB PRIMARY KEY, url TEXT, date TEXT, file TEXT, offset INTEGER) "
            "WITHOUT ROWID"
        )
        self._database.execute("CREATE INDEX IF NOT EXISTS by_place ON held (file, offset)")

    def foresee(self, digests: Collection[bytes]) -> None:
        """Asks once for many that `get` will be asked for."""
        marks = ", ".join("?" * len(digests))
        query = f"SELECT digest, url, date, file, offset FROM held WHERE digest IN ({marks})"  # noqa: S608 - marks
        found = self._database.execute(query, tuple(digests))
        self._foreseen = dict.fromkeys(digests) | {digest: Held(*rest) for digest, *rest in found}

    def get(self, digest: bytes) -> Held | None:
        if digest in self._pending:
            return self._pending[digest]
        if digest in self._foreseen:
            return self._foreseen[digest]
        found = self._database.execute(
            "SELECT url, date, file, offset FROM held WHERE digest = ?", (digest,)
        ).fetchone()
        return Held(*found) if found else None

    def add(self, digest: bytes, held: Held) -> None:
        self._pending.setdefault(digest, held)
        self._foreseen.pop(digest, None)
        if len(self._pending) >= COMMIT_EVERY:
            self.commit()

    def last(self, file: str) -> int:
        """The highest offset known of a file, 0 for none: up to there it was once read or written whole."""
        self.commit()
        (found,) = self._database.execute("SELECT max(offset) FROM held WHERE file = ?", (file,)).fetchone()
        return found or 0

    def forget(self, file: str, start: int) -> None:
        """Drops what was held from `start` on in a file."""
        self.commit()
        self._foreseen.clear()
        self._database.execute("DELETE FROM held WHERE file = ? AND offset >= ?", (file, start))

    def commit(self) -> None:
        rows = [(digest, one.url, one.date, one.file, one.offset) for digest, one in sorted(self._pending.items())]
        if rows:
            self._database.execute("BEGIN")
            with self._database:  # committed, or taken back
                self._database.executemany("INSERT OR IGNORE INTO held VALUES (?, ?, ?, ?, ?)", rows)
        self._pending.clear()

    def close(self) -> None:
        self.commit()
        self._database.close()
