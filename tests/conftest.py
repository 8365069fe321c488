"""What tests share: a home folder of their own, and a database in it."""

from __future__ import annotations

import shutil
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


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty archive's file: copying it takes a tenth of the time of making one."""
    path = tmp_path_factory.mktemp("migrated") / "archive.db"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture
def engine(home: Path, migrated: Path) -> Iterator[Engine]:
    """An empty archive, in `home`."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(migrated, home / "archive.db")
    opened = open_database()
    yield opened
    opened.dispose()
