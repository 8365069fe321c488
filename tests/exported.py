"""Exports for tests: of whatever is in the archive, into a folder of the test; and the programs that open them."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine

from archive.export.choices import Choices
from archive.export.formats import format_of
from archive.export.manifest import Order
from archive.export.whole import Exported, export
from archive.query import Query
from models.home import Home
from tests.needs import need


def exported(
    engine: Engine,
    home: Path,
    target: Path,
    form: str = "",
    query: Query | None = None,
    force: bool = False,
    limit: int | None = None,
    **choices: Any,
) -> Exported:
    """Exports what the query finds (everything without one)."""
    order = Order(query or Query(), format_of(target, form), Choices(**choices), limit)
    return export(engine, Home(home), order, target, force)


def program(name: str) -> ModuleType:
    """A module of the optional group `proof`."""
    need(find_spec(name.partition(".")[0]), f"{name} (pip install -e '.[proof]')")
    return import_module(name)
