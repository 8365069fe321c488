"""bands have no foreign key: twenty of them come with each article, and each was asked for the article just written"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

FOREIGN_KEY = ", CONSTRAINT fk_bands_article_id FOREIGN KEY(article_id) REFERENCES articles (id)"


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("fk_bands_article_id", "bands", type_="foreignkey")
    else:
        _made_anew("")


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.create_foreign_key("fk_bands_article_id", "bands", "articles", ["article_id"], ["id"])
    else:
        _made_anew(FOREIGN_KEY)


def _made_anew(constraint: str) -> None:
    """SQLite changes no constraint of a table that is there."""
    op.execute("ALTER TABLE bands RENAME TO bands_before")
    op.execute(
        "CREATE TABLE bands (hash INTEGER NOT NULL, article_id INTEGER NOT NULL, "
        f"CONSTRAINT pk_bands PRIMARY KEY (hash, article_id){constraint}) WITHOUT ROWID"
    )
    op.execute("INSERT INTO bands SELECT hash, article_id FROM bands_before ORDER BY hash, article_id")
    op.execute("DROP TABLE bands_before")
