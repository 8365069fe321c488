"""articles are found by their address through its hash: PostgreSQL's ordered indexes hold values of 2.7 KB at most"""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _indexed("hash")


def downgrade() -> None:
    _indexed("btree")


def _indexed(using: str) -> None:
    """SQLite's indexes take values of any length."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_index("ix_articles_url", table_name="articles")
        op.create_index("ix_articles_url", "articles", ["url"], postgresql_using=using)
