"""What the archive answers with: articles with their place in it, hits, results, earlier versions; and their JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from archive.snippet import Snippet
from models.article import Article
from models.tables import ArticleRow, RevisionRow
from pipelines.columns import article_of, read_back

FIELDS = (
    *("id", "site"),
    *(field.name for field in fields(Article)),
    *("fetched_at", "revision", "duplicate_of", "duplicate_kind"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """An article as it stands in the archive. fetched_at: aware, UTC; None for what came without a time."""

    id: int
    site: str
    article: Article
    fetched_at: datetime | None
    revision: int
    duplicate_of: int | None
    duplicate_kind: str | None

    def to_json(self) -> dict[str, Any]:
        """FIELDS as JSON types; docs/export.md explains them one by one."""
        return {
            "id": self.id,
            "site": self.site,
            **self.article.to_json(),
            "fetched_at": self.fetched_at.isoformat() if self.fetched_at else None,
            "revision": self.revision,
            "duplicate_of": self.duplicate_of,
            "duplicate_kind": self.duplicate_kind,
        }


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a query found, its title with marks, and the place of its text that shows why."""

    found: Found
    title: Snippet
    snippet: Snippet

    def to_json(self) -> dict[str, Any]:
        return {**self.found.to_json(), "snippet": asdict(self.snippet)}


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: how many there are, those asked for, and what a person should know about the search."""

    described: str
    total: int
    hits: tuple[Hit, ...]
    note: str | None = None

    def to_json(self) -> dict[str, Any]:
        hits = [hit.to_json() for hit in self.hits]
        return {"query": self.described, "total": self.total, "note": self.note, "hits": hits}


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was before its text changed. Times aware, UTC."""

    number: int
    article: Article
    fetched_at: datetime | None
    replaced_at: datetime

    def to_json(self) -> dict[str, Any]:
        return {
            "revision": self.number,
            "fetched_at": self.fetched_at.isoformat() if self.fetched_at else None,
            "replaced_at": self.replaced_at.isoformat(),
            **self.article.to_json(),
        }


def found(row: ArticleRow) -> Found:
    """The row as it is given away; its site and authors are loaded with it or now."""
    return Found(
        row.id, row.site.name, article_of(row), row.fetched_at, row.revision, row.duplicate_of, row.duplicate_kind
    )


def version(row: RevisionRow) -> Version:
    """An earlier text, as it was kept."""
    return Version(row.number, read_back(row.content), row.fetched_at, row.replaced_at)
