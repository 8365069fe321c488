"""What tests share: a home folder of their own, and a database in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.database import open_database


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the program writes to: a new one, so that no test sees another's archive."""
    folder = tmp_path / "home"
    monkeypatch.setenv("NEWSARCHIVE_HOME", str(folder))
    monkeypatch.delenv("NEWSARCHIVE_DATABASE", raising=False)
    return folder


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    """An empty archive, in `home`."""
    opened = open_database()
    yield opened
    opened.dispose()
