"""The lines that text dumps of one host or folder share, learned from windows of pages as they pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from models.article import Page
from pipelines.dumps import repeated_lines
from pipelines.kept import dump_of, group_of

SAMPLE = 300  # dumps of a group that are enough to know its chrome


class Chrome:
    """What is known of each group of dumps. Pages are learned from window by window, before they are read."""

    def __init__(self) -> None:
        self._learned: Counter[tuple[int, str]] = Counter()
        self._lines: dict[tuple[int, str], frozenset[str]] = {}

    def learn(self, window: Iterable[tuple[int, Page]]) -> None:
        """Takes in pages with their site's id; a group of which a sample was seen is known."""
        texts: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for site_id, page in window:
            group = (site_id, group_of(page))
            if self._learned[group] + len(texts[group]) < SAMPLE and (text := dump_of(page)):
                texts[group].append(text)
        for group, sample in texts.items():
            self._learned[group] += len(sample)
            if lines := repeated_lines(sample):
                self._lines[group] = self.of(*group) | lines

    def lines(self, site_id: int, page: Page) -> frozenset[str]:
        """The lines known as chrome where a page comes from."""
        return self.of(site_id, group_of(page))

    def of(self, site_id: int, group: str) -> frozenset[str]:
        return self._lines.get((site_id, group), frozenset())
