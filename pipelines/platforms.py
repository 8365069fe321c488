"""Which CMS family a site runs on, told by the marks that its pages carry: data in crawler/platforms/*.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from models.article import Page
from models.site import platform_marks
from pipelines.document import decode


def platform_of(pages: Iterable[Page]) -> str | None:
    """The platform whose marks the pages' URLs and sources show most of; None where there are none, or a tie."""
    sources = [f"{page.url or ''}\n{decode(page.body, page.content_type)[0]}" for page in pages]
    shown = {
        name: sum(any(mark.search(source) for source in sources) for mark in marks) for name, marks in _marks().items()
    }
    best, second = sorted(shown, key=lambda name: -shown[name])[:2]
    return best if shown[best] > shown[second] else None


@cache
def _marks() -> dict[str, tuple[re.Pattern[str], ...]]:
    return {name: tuple(map(re.compile, marks)) for name, marks in platform_marks().items()}
