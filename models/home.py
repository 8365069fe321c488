"""Where the program keeps what it writes: one folder, named by NEWSARCHIVE_HOME (default ``./data``)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The folder's parts; `database_url` is NEWSARCHIVE_DATABASE, or SQLite in the folder."""

    path: Path

    @property
    def database_url(self) -> str:
        return os.environ.get("NEWSARCHIVE_DATABASE") or f"sqlite:///{self.path / 'archive.db'}"

    @property
    def index(self) -> Path:
        return self.path / "index"

    @property
    def warc(self) -> Path:
        return self.path / "warc"

    @property
    def sites(self) -> Path:
        return self.path / "sites"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def locks(self) -> Path:
        return self.path / "locks"


def home() -> Home:
    """The folder that NEWSARCHIVE_HOME names, absolute; it need not exist yet."""
    return Home(Path(os.environ.get("NEWSARCHIVE_HOME") or "data").expanduser().absolute())
