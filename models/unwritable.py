"""SQLite files that can only be read: on a read-only disk, in somebody else's folder."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, Engine


def readable(url: URL) -> URL:
    """The URL; of a SQLite file in a place that cannot be written, one that asks for no more than to read.

    ``immutable``: in such a folder SQLite cannot make the files by which readers and writers take turns, and needs
    none where nobody writes. Where a writer left its log behind, that has to be read, by the files it left with it.
    """
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not path.is_file() or _is_writable(path):
        return url
    log = path.with_name(f"{path.name}-wal")
    left = log.is_file() and log.stat().st_size > 0
    query = {"uri": "true", "mode": "ro"} | ({} if left else {"immutable": "1"})
    return url.set(database=f"file:{quote(str(path.absolute()))}", query=query)


def _is_writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def is_read_only(engine: Engine) -> bool:
    """Whether the database can only be read."""
    return engine.url.query.get("mode") == "ro"
