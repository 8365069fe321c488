"""The tables of texts/: sentence patterns by topic, phrases that fill their slots, towns, names."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).parent / "texts"


@cache
def texts(name: str) -> dict[str, Any]:
    """A file of texts/ by its stem."""
    return tomllib.loads((TEXTS / f"{name}.toml").read_text("utf-8"))
