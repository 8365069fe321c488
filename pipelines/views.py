"""A page as it is learned from: its lines with their places, and what it tells machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipelines.metadata import Metadata


@dataclass(frozen=True, slots=True)
class Line:
    """A line: where it stands, its digest there.

    inside: in what the page alone shows as the article. plain: there, with no name of the site's on what it stands in,
    as editors write lists and headings. framed: it belongs to a figure.
    """

    place: str
    digest: str
    text: str
    inside: bool
    plain: bool
    framed: bool


@dataclass(frozen=True, slots=True)
class View:
    """A page. heading, container: their places. titles: what it may be called, the most trusted first."""

    heading: str
    container: str
    lines: tuple[Line, ...]
    metadata: Metadata
    titles: tuple[str, ...]
    fetched_at: datetime | None
    language: str

    @property
    def description(self) -> str:
        """What the page gives as its summary."""
        return next((value for value, _ in self.metadata.values("description")), "")
