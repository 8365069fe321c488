"""the first schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.tables import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False, comment="lower case, no accents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authors")),
        sa.UniqueConstraint("name", name=op.f("uq_authors_name")),
    )
    with op.batch_alter_table("authors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authors_folded"), ["folded"], unique=False)

    counters = op.create_table(
        "counters",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counters")),
    )
    op.bulk_insert(counters, [{"name": "changed", "value": 0}])
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("rights", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("name", name=op.f("uq_sites_name")),
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=True, comment="None: a text dump of an unknown page"),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of the decoded body, hex"),
        sa.Column("warc_file", sa.String(), nullable=False, comment="relative to the home folder's warc/"),
        sa.Column("warc_offset", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_pages_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pages_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_pages_site_id"), ["site_id"], unique=False)

    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False, comment="crawl, import, reextract"),
        sa.Column(
            "sweep", sa.Integer(), nullable=True, comment="the first of the crawls that together go over the site once"
        ),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column(
            "outcome", sa.String(length=16), nullable=False, comment="running, finished, stopped, failed, killed"
        ),
        sa.Column("reason", sa.String(), nullable=True, comment="why it did not finish, or why it counts as failed"),
        sa.Column("counts", sa.JSON(), nullable=False, comment="dotted paths: pages, dropped.listing …"),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_runs_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_runs_site_id"), ["site_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_runs_started_at"), ["started_at"], unique=False)

    op.create_table(
        "articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="the URL's identity, or sha256:… of a dump's bytes"),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=True),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("captions", sa.JSON(), nullable=False),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("byline", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("dateline", sa.String(), nullable=True),
        sa.Column(
            "published_at",
            sa.String(length=40),
            nullable=True,
            comment="ISO 8601 with its own offset; the day alone if so stated",
        ),
        sa.Column("published_precision", sa.String(length=8), nullable=True),
        sa.Column("published_date", sa.Date(), nullable=True, comment="the local day"),
        sa.Column("published_utc", UtcDateTime(), nullable=True, comment="for ordering"),
        sa.Column("modified_at", sa.String(length=40), nullable=True),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("html", sa.LargeBinary(), nullable=True, comment="zlib, the text as dictionary"),
        sa.Column("origins", sa.JSON(), nullable=False),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.Column("stored_at", UtcDateTime(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the normalised text, hex"),
        sa.Column("signature", sa.LargeBinary(), nullable=True, comment="MinHash; None for texts too short to compare"),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.Column("duplicate_kind", sa.String(length=8), nullable=True, comment="exact, near"),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.Column(
            "changed",
            sa.BigInteger(),
            nullable=False,
            comment="the change cursor: grows with every write of any article",
        ),
        sa.ForeignKeyConstraint(["duplicate_of"], ["articles.id"], name=op.f("fk_articles_duplicate_of")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_articles_page_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_articles_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("site_id", "key", name=op.f("uq_articles_site_id_key")),
    )
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_articles_changed"), ["changed"], unique=False)
        batch_op.create_index(
            "ix_articles_duplicate_of",
            ["duplicate_of"],
            unique=False,
            sqlite_where=sa.text("duplicate_of IS NOT NULL"),
            postgresql_where=sa.text("duplicate_of IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_articles_page_id"), ["page_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_published_date"), ["published_date"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_published_utc"), ["published_utc"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_source"), ["source"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_text_hash"), ["text_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_articles_url"), ["url"], unique=False)

    op.create_table(
        "article_authors",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_authors_article_id")),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name=op.f("fk_article_authors_author_id")),
        sa.PrimaryKeyConstraint("article_id", "author_id", name=op.f("pk_article_authors")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("article_authors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_authors_author_id"), ["author_id"], unique=False)

    op.create_table(
        "bands",
        sa.Column("hash", sa.Integer(), autoincrement=False, nullable=False, comment="the band's number and slots"),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_bands_article_id")),
        sa.PrimaryKeyConstraint("hash", "article_id", name=op.f("pk_bands")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False, comment="the URL's identity: the same for all URLs of one post"),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.String(length=8), nullable=False, comment="listing, section (perhaps a listing), article, file"
        ),
        sa.Column(
            "state", sa.String(length=8), nullable=False, comment="waiting, fetched, stored, dropped, failed, gone"
        ),
        sa.Column(
            "reason", sa.String(), nullable=True, comment="why dropped or failed: a short phrase that is counted"
        ),
        sa.Column("detail", sa.String(), nullable=True, comment="the error's own words or traceback"),
        sa.Column("attempts", sa.Integer(), nullable=False, comment="failed ones since the last success"),
        sa.Column(
            "next_visit",
            UtcDateTime(),
            nullable=True,
            comment="of what is stored or failed; None: not again. What waits is due now",
        ),
        sa.Column("rank", sa.Integer(), nullable=False, comment="lower is fetched first"),
        sa.Column("depth", sa.Integer(), nullable=False, comment="a listing's page number below its start, from 0"),
        sa.Column("root_id", sa.Integer(), nullable=True, comment="the start listing it was found under"),
        sa.Column("complete", sa.Boolean(), nullable=False, comment="a start listing was once read to its end"),
        sa.Column(
            "shown",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 of the keys of the posts that a listing showed",
        ),
        sa.Column("first_seen", UtcDateTime(), nullable=False),
        sa.Column("last_seen", UtcDateTime(), nullable=False),
        sa.Column("visited_at", UtcDateTime(), nullable=True),
        sa.Column("visited_sweep", sa.Integer(), nullable=True, comment="the sweep of the last visit"),
        sa.Column("listed_sweep", sa.Integer(), nullable=True, comment="the last sweep in which a listing showed it"),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_links_article_id")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_links_page_id")),
        sa.ForeignKeyConstraint(["root_id"], ["links.id"], name=op.f("fk_links_root_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_links_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
        sa.UniqueConstraint("site_id", "key", name=op.f("uq_links_site_id_key")),
    )
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_links_article_id"), ["article_id"], unique=False)
        batch_op.create_index("ix_links_frontier", ["site_id", "state", "rank", "id"], unique=False)
        batch_op.create_index("ix_links_revisits", ["site_id", "state", "next_visit"], unique=False)

    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("fetched_at", UtcDateTime(), nullable=True),
        sa.Column("replaced_at", UtcDateTime(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="zlib of Article.to_json as JSON"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_revisions_article_id")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_revisions_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_revisions_article_id_number")),
    )


def downgrade() -> None:
    op.drop_table("revisions")
    with op.batch_alter_table("links", schema=None) as batch_op:
        batch_op.drop_index("ix_links_revisits")
        batch_op.drop_index("ix_links_frontier")
        batch_op.drop_index(batch_op.f("ix_links_article_id"))

    op.drop_table("links")
    op.drop_table("bands")
    with op.batch_alter_table("article_authors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_authors_author_id"))

    op.drop_table("article_authors")
    with op.batch_alter_table("articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_articles_url"))
        batch_op.drop_index(batch_op.f("ix_articles_text_hash"))
        batch_op.drop_index(batch_op.f("ix_articles_source"))
        batch_op.drop_index(batch_op.f("ix_articles_published_utc"))
        batch_op.drop_index(batch_op.f("ix_articles_published_date"))
        batch_op.drop_index(batch_op.f("ix_articles_page_id"))
        batch_op.drop_index("ix_articles_duplicate_of")
        batch_op.drop_index(batch_op.f("ix_articles_changed"))

    op.drop_table("articles")
    with op.batch_alter_table("runs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_runs_started_at"))
        batch_op.drop_index(batch_op.f("ix_runs_site_id"))

    op.drop_table("runs")
    with op.batch_alter_table("pages", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pages_site_id"))
        batch_op.drop_index(batch_op.f("ix_pages_digest"))

    op.drop_table("pages")
    op.drop_table("sites")
    op.drop_table("counters")
    with op.batch_alter_table("authors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_authors_folded"))

    op.drop_table("authors")
