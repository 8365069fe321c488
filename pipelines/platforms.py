"""Which CMS family a site runs on, told by the marks that its pages carry: data in crawler/platforms/*.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from models.article import Page
from models.site import platform_patterns
from pipelines.document import decode
from pipelines.urls import matches


def platform_of(pages: Iterable[Page]) -> str | None:
    """The platform whose marks the pages' URLs and sources show; None where there are none, or a tie.

    Some stand on others, and show the marks of both: the one whose ``article`` knows most of the URLs is meant, then
    the one with most marks.
    """
    told = [(page.url or "", f"{page.url or ''}\n{decode(page.body, page.content_type)[0]}") for page in pages]
    shown = {}
    for name, (marks, posts) in _patterns().items():
        count = sum(any(mark.search(source) for _, source in told) for mark in marks)
        known = sum(matches(url, posts) for url, _ in told)
        shown[name] = (known, count) if count else (0, 0)
    best, second = sorted(shown, key=lambda name: shown[name], reverse=True)[:2]
    return best if shown[best] > shown[second] else None


@cache
def _patterns() -> dict[str, tuple[list[re.Pattern[str]], tuple[str, ...]]]:
    """Of each platform the marks, and what a post's URL looks like."""
    return {name: (list(map(re.compile, marks)), posts) for name, (marks, posts) in platform_patterns().items()}
