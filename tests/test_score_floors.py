"""The scores on saved pages of real sites, pinned in floors.toml: they may only be raised.

What is above its floor is printed at the end of the run, to be written there.
"""

from __future__ import annotations

import gzip
import math
import tomllib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks import scored
from tests.saved import NEEDS_SAVED, SAVED, scorer

FLOORS: dict[str, dict[str, dict[str, float]]] = tomllib.loads(
    Path(__file__).with_name("floors.toml").read_text("utf-8")
)
PLACES = 1000  # floors have three decimals

pytestmark = NEEDS_SAVED


@pytest.fixture(scope="module")
def score() -> ModuleType:
    return scorer()


@pytest.mark.parametrize(("way", "name"), [(way, name) for way, sets in FLOORS.items() for name in sets])
def test_no_score_falls(score: ModuleType, way: str, name: str, record_property: Callable[[str, object], None]) -> None:
    """Pages by themselves, with the template of their site, and both with class and id names scrambled."""
    floors = FLOORS[way][name]
    found = _scores(score, name, by_site="site" in way, scramble="scrambled" in way)
    reached = {mark: math.floor(found[mark] * PLACES + 1e-6) / PLACES for mark in floors}
    changed = [
        f"{way}, {name}: {mark} {floor:.3f} -> {reached[mark]:.3f}"
        for mark, floor in floors.items()
        if reached[mark] != floor
    ]
    for line in changed:
        record_property("score", line)
    assert all(reached[mark] >= floor for mark, floor in floors.items()), "\n".join(changed)


def _scores(score: ModuleType, name: str, by_site: bool, scramble: bool) -> dict[str, Any]:
    rows = score.load(SAVED, [name])[name]
    pages = [gzip.decompress((SAVED / row["file"]).read_bytes()) for row in rows]
    if scramble:
        pages = [score.scrambled(page, row["site"]) for page, row in zip(pages, rows, strict=True)]
    answers, _ = score.answer_all(rows, pages, scored.site if by_site else scored.one, by_site)
    of_set = score.score_vietnamese if name == "vietnamese" else score.score_articles
    found: dict[str, Any] = of_set(rows, answers)[0]
    return defaultdict(float, found)
