"""The rows that stay. SQLite and PostgreSQL alike; times are UTC unless a column says otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import DateTime, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept as naive UTC, given back aware: SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no zone; the machine's own would be taken for it")
        return (value if value.tzinfo is UTC else value.astimezone(UTC)).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


class FreeText(TypeDecorator[str]):
    """Text that nobody has read yet, such as headers and errors. PostgreSQL takes no NUL, UTF-8 no half characters."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value.replace("\0", "").encode("utf-8", "replace").decode() if value else value


class Base(DeclarativeBase):
    """Naming constraints keeps migrations the same on both databases."""


Base.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class SiteRow(Base):
    """A site that something was crawled from or imported for; its rules are in its file."""

    __tablename__ = "sites"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(63), unique=True)
    title: Mapped[str] = mapped_column(default="")
    rights: Mapped[str | None]


class RunRow(Base):
    """One crawl, import or re-extraction, with what it counted."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16), comment="crawl, import, reextract")
    sweep: Mapped[int | None] = mapped_column(comment="the first of the crawls that together go over the site once")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(
        String(16), default="running", comment="running, finished, stopped, failed, killed"
    )
    reason: Mapped[str | None] = mapped_column(FreeText, comment="why it did not finish, or why it counts as failed")
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict, comment="dotted paths: pages, dropped.listing …")
    pid: Mapped[int | None]

    site: Mapped[SiteRow] = relationship()


class LinkRow(Base):
    """The ledger: every URL ever discovered, its state, and when it is to be visited next.

    A row leaves "waiting" in the transaction that commits its outcome.
    """

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("site_id", "key"),
        Index("ix_links_frontier", "site_id", "state", "rank", "id"),
        Index("ix_links_revisits", "site_id", "state", "next_visit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    key: Mapped[str] = mapped_column(comment="the URL's identity: the same for all URLs of one post")
    url: Mapped[str]
    kind: Mapped[str] = mapped_column(
        String(8), comment="listing, day (of a calendar), section (perhaps a listing), feed (or sitemap), article, file"
    )
    state: Mapped[str] = mapped_column(
        String(8), default="waiting", comment="waiting, fetched, stored, dropped, failed, gone"
    )
    reason: Mapped[str | None] = mapped_column(
        FreeText, comment="why dropped or failed: a short phrase that is counted"
    )
    detail: Mapped[str | None] = mapped_column(FreeText, comment="the error's own words or traceback")
    attempts: Mapped[int] = mapped_column(default=0, comment="failed ones since the last success")
    next_visit: Mapped[datetime | None] = mapped_column(
        UtcDateTime, comment="of what is stored or failed; None: not again. What waits is due now"
    )
    rank: Mapped[int] = mapped_column(default=0, comment="lower is fetched first")
    depth: Mapped[int] = mapped_column(default=0, comment="a listing's page number below its start, from 0")
    root_id: Mapped[int | None] = mapped_column(ForeignKey("links.id"), comment="the start listing it was found under")
    complete: Mapped[bool] = mapped_column(default=False, comment="a start listing was once read to its end")
    shown: Mapped[str | None] = mapped_column(
        String(64), comment="SHA-256 of the keys of the posts that a listing showed"
    )
    idle: Mapped[int] = mapped_column(
        default=0, server_default="0", comment="visits in a row in which a listing or feed showed nothing new"
    )
    form: Mapped[dict[str, str] | None] = mapped_column(
        JSON(none_as_null=True),
        comment="of a pager's page that only a POST brings: place, body, cookies; the body until it is fetched",
    )
    hints: Mapped[list[dict[str, str]] | None] = mapped_column(
        JSON(none_as_null=True),
        comment="what feeds, sitemaps and listings say of a post: origin, title, published, abstract",
    )
    first_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen: Mapped[datetime] = mapped_column(UtcDateTime)
    visited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    visited_sweep: Mapped[int | None] = mapped_column(comment="the sweep of the last visit")
    listed_sweep: Mapped[int | None] = mapped_column(comment="the last sweep in which a listing showed it")
    etag: Mapped[str | None] = mapped_column(FreeText)
    last_modified: Mapped[str | None] = mapped_column(FreeText)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    text_of: Mapped[list[int] | None] = mapped_column(
        JSON(none_as_null=True), comment="of a file that holds the text of articles: their ids"
    )


class PageRow(Base):
    """A response that was kept, and where: a record of a WARC file."""

    __tablename__ = "pages"

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"), index=True)
    url: Mapped[str | None] = mapped_column(comment="None: a text dump of an unknown page")
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[int] = mapped_column(default=200)
    content_type: Mapped[str] = mapped_column(FreeText, default="text/html")
    digest: Mapped[str] = mapped_column(String(64), index=True, comment="SHA-256 of the decoded body, hex")
    warc_file: Mapped[str] = mapped_column(comment="relative to the home folder's warc/")
    warc_offset: Mapped[int] = mapped_column(BigInteger)


# Of few articles, so that counting them does not read all: name -> columns, condition.
COUNTED_ALONE = {
    "copies": (("site_id", "duplicate_kind", "withdrawn_at"), "duplicate_of IS NOT NULL"),
    "revised": (("site_id", "withdrawn_at"), "revision > 1"),
    "withdrawn": (("site_id",), "withdrawn_at IS NOT NULL"),
}


class ArticleRow(Base):
    """An article as it stands now. Fields as in `models.article.Article`."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("site_id", "key"),
        Index("ix_articles_url", "url", postgresql_using="hash"),  # ordered, it would not hold very long ones
        # Of duplicates only: else SQLite would take it to find what is *no* duplicate, nearly every article.
        Index(
            "ix_articles_duplicate_of",
            "duplicate_of",
            sqlite_where=text("duplicate_of IS NOT NULL"),
            postgresql_where=text("duplicate_of IS NOT NULL"),
        ),
        *(
            Index(f"ix_articles_{name}", *columns, sqlite_where=text(condition), postgresql_where=text(condition))
            for name, (columns, condition) in COUNTED_ALONE.items()
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    key: Mapped[str] = mapped_column(comment="the URL's identity, or sha256:… of a dump's bytes")
    page_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), index=True)
    url: Mapped[str | None]
    title: Mapped[str]
    lead: Mapped[str | None]
    paragraphs: Mapped[list[str]] = mapped_column(JSON)
    captions: Mapped[list[str]] = mapped_column(JSON)
    images: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    byline: Mapped[str | None]
    source: Mapped[str | None] = mapped_column(index=True)
    dateline: Mapped[str | None]
    published_at: Mapped[str | None] = mapped_column(
        String(40), comment="ISO 8601 with its own offset; the day alone if so stated"
    )
    published_precision: Mapped[str | None] = mapped_column(String(8))
    published_date: Mapped[date | None] = mapped_column(index=True, comment="the local day")
    published_utc: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True, comment="for ordering")
    modified_at: Mapped[str | None] = mapped_column(String(40))
    section: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(JSON)
    language: Mapped[str | None] = mapped_column(String(16))
    html: Mapped[bytes | None] = mapped_column(LargeBinary, comment="zlib, the text as dictionary")
    origins: Mapped[dict[str, str]] = mapped_column(JSON)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    text_hash: Mapped[str] = mapped_column(String(64), index=True, comment="SHA-256 of the normalised text, hex")
    signature: Mapped[bytes | None] = mapped_column(LargeBinary, comment="MinHash; None for texts too short to compare")
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    duplicate_kind: Mapped[str | None] = mapped_column(String(8), comment="exact, near")
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_reason: Mapped[str | None]
    changed: Mapped[int] = mapped_column(
        BigInteger, index=True, comment="the change cursor: grows with every write of any article"
    )

    site: Mapped[SiteRow] = relationship()
    page: Mapped[PageRow | None] = relationship()
    authors: Mapped[list[AuthorRow]] = relationship(
        secondary="article_authors", order_by="ArticleAuthorRow.position", viewonly=True
    )


class RevisionRow(Base):
    """What an article was before its text changed; the current one is in `ArticleRow`."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("article_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    page_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"))
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[bytes] = mapped_column(LargeBinary, comment="zlib of Article.to_json as JSON")


class AuthorRow(Base):
    """A name that stands on articles, once."""

    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str] = mapped_column(index=True, comment="lower case, no accents")


class ArticleAuthorRow(Base):
    """Who wrote what, in the order of the byline."""

    __tablename__ = "article_authors"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it once

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("authors.id"), primary_key=True, index=True)
    position: Mapped[int]


class BandRow(Base):
    """Locality-sensitive hashing over MinHash signatures: articles that share a band may be near duplicates.

    Originals have bands, their duplicates none: what is like a copy is like its original. They are written with their
    article, which is never taken away: a foreign key, asked twenty times an article, would find nothing.
    """

    __tablename__ = "bands"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it once

    hash: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="the band's number and slots")
    article_id: Mapped[int] = mapped_column(primary_key=True)


class TemplateRow(Base):
    """What the pages of a site have in common, from some day on: a new one is learned when pages stop fitting.

    Articles that were read before it was learned are read again with it, in the order of their ids.
    """

    __tablename__ = "templates"
    __table_args__ = (Index("ix_templates_valid", "site_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime, comment="pages fetched since then are read with it")
    learned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(comment="JSON of pipelines.template.Template")
    again_from: Mapped[int | None] = mapped_column(comment="the article to go on with; None: all were read again")
    again_to: Mapped[int] = mapped_column(comment="the newest article when it was learned")


class CounterRow(Base):
    """Numbers that only grow, kept in the transaction that uses them ("changed")."""

    __tablename__ = "counters"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
