"""Fixtures that every test may ask for: a home folder of its own, and the archive in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from models.database import open_database


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """NEWSARCHIVE_HOME, empty."""
    monkeypatch.setenv("NEWSARCHIVE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def engine(home: Path) -> Iterator[Engine]:
    """The archive's database, new."""
    engine = open_database()
    yield engine
    engine.dispose()
