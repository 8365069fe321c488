"""indexes of the articles that are counted alone: copies, revised, withdrawn"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_articles_copies": (["site_id", "duplicate_kind", "withdrawn_at"], "duplicate_of IS NOT NULL"),
    "ix_articles_revised": (["site_id", "withdrawn_at"], "revision > 1"),
    "ix_articles_withdrawn": (["site_id"], "withdrawn_at IS NOT NULL"),
}


def upgrade() -> None:
    for name, (columns, condition) in INDEXES.items():
        op.create_index(name, "articles", columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="articles")
