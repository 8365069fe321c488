"""Templates on saved pages of real sites: none of them is read worse with the template of its site than alone."""

from __future__ import annotations

import gzip
from collections import defaultdict
from types import ModuleType
from typing import Any

import pytest

from benchmarks import scored
from tests.saved import NEEDS_SAVED, SAVED, scorer

pytestmark = NEEDS_SAVED


@pytest.fixture(scope="module")
def score() -> ModuleType:
    return scorer()


@pytest.mark.parametrize("scrambled", [False, True], ids=["names", "scrambled"])
def test_no_page_is_read_worse_with_the_template_of_its_site(score: ModuleType, scrambled: bool) -> None:
    """Body F1, and the fields, of all pages of sites of which two pages or more are there."""
    sites: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for name, rows in score.load(SAVED, []).items():
        for row in rows if name != "vietnamese" else []:
            sites[name, row["site"]].append(row)
    worse = []
    for (_, site), rows in sites.items():
        bodies = [gzip.decompress((SAVED / row["file"]).read_bytes()) for row in rows]
        pages = [
            (score.scrambled(body, site) if scrambled else body, row.get("url") or f"https://{site}/")
            for row, body in zip(rows, bodies, strict=True)
        ]
        if len(pages) > 1:
            answers = zip(rows, [scored.one(*page) for page in pages], scored.site(pages), strict=True)
            worse += [row["file"] for row, alone, read in answers if marks(score, row, read) < marks(score, row, alone)]
    assert worse == []


def marks(score: ModuleType, row: dict[str, Any], answer: dict[str, Any]) -> float:
    """The sum of what is right: body F1, title, day, minute, authors."""
    scores, _ = score.score_articles([row], [answer])
    return round(sum(scores[name] or 0.0 for name in ("F1", "title", "day", "minute", "author_set")), 6)
