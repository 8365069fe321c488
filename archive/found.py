"""What the archive answers with: articles with their place in it, hits, results, earlier versions; and their JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from archive.snippet import Snippet
from models.article import Article
from models.tables import ArticleRow, RevisionRow
from pipelines.columns import article_from, read_back

if TYPE_CHECKING:
    from archive.asked import Query

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


class Count(NamedTuple):
    """How many articles have a value."""

    value: str
    articles: int


class Value(NamedTuple):
    """How many articles have a value, and the local days of the first and the last; None where none has a date."""

    value: str
    articles: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Facets:
    """All articles that a query finds, counted. Those that state no such thing are in no count of it.

    by: "site", "author", "source", "section" -> their commonest values, most articles first; an article of two
    authors counts for both. months: ``YYYY-MM`` of the local date, in order, those without articles left out.
    """

    total: int
    by: Mapping[str, tuple[Count, ...]]
    months: tuple[Count, ...]

    @property
    def years(self) -> tuple[Count, ...]:
        """``YYYY``, in order, those without articles left out."""
        grouped = groupby(self.months, key=lambda month: month.value[:4])
        return tuple(Count(year, sum(month.articles for month in months)) for year, months in grouped)

    @property
    def undated(self) -> int:
        """How many state no date."""
        return self.total - sum(month.articles for month in self.months)

    def to_json(self) -> dict[str, Any]:
        counts = {**self.by, "year": self.years, "month": self.months}
        found = {name: [count._asdict() for count in of_it] for name, of_it in counts.items()}
        return {"total": self.total, "undated": self.undated, **found}


@dataclass(frozen=True, slots=True)
class Results:
    """What a query found: how many there are, those asked for, and what a person should know about the search.

    facets: where they were asked for.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    note: str | None = None
    facets: Facets | None = None

    @property
    def described(self) -> str:
        """The query as an English sentence."""
        return self.query.describe()

    @property
    def page(self) -> int:
        """Which page of the answer this is, from 1."""
        return self.query.offset // self.query.limit + 1

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(1, -(-self.total // self.query.limit))

    def to_json(self) -> dict[str, Any]:
        hits = [hit.to_json() for hit in self.hits]
        found = {"query": self.described, "total": self.total, "note": self.note, "hits": hits}
        return found | ({"facets": self.facets.to_json()} if self.facets else {})


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was before its text changed. Times aware, UTC. has_page: whether its page was kept."""

    number: int
    article: Article
    fetched_at: datetime | None
    replaced_at: datetime
    has_page: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "revision": self.number,
            "fetched_at": self.fetched_at.isoformat() if self.fetched_at else None,
            "replaced_at": self.replaced_at.isoformat(),
            **self.article.to_json(),
        }


def found(row: ArticleRow) -> Found:
    """The row as it is given away; its site and authors are loaded with it or now."""
    return found_from(row, row.site.name, [author.name for author in row.authors])


def found_from(row: Any, site: str, authors: Iterable[str]) -> Found:
    """`found` for whatever has the row's columns as attributes."""
    article = article_from(row, authors)
    return Found(row.id, site, article, row.fetched_at, row.revision, row.duplicate_of, row.duplicate_kind)


def version(row: RevisionRow) -> Version:
    """An earlier text, as it was kept."""
    return Version(row.number, read_back(row.content), row.fetched_at, row.replaced_at, row.page_id is not None)
