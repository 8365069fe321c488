"""what led to a link: hints, forms, idle listings"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    idle = "visits in a row in which a listing or feed showed nothing new"
    form = "of a pager's page that only a POST brings: place, body, cookies; the body until it is fetched"
    hints = "what feeds, sitemaps and listings say of a post: origin, title, published, abstract"
    op.add_column("links", sa.Column("idle", sa.Integer(), server_default="0", nullable=False, comment=idle))
    op.add_column("links", sa.Column("form", sa.JSON(), nullable=True, comment=form))
    op.add_column("links", sa.Column("hints", sa.JSON(), nullable=True, comment=hints))
    if op.get_bind().dialect.name == "postgresql":  # SQLite keeps no comments, and would copy the table for one
        op.alter_column(
            "links",
            "kind",
            existing_type=sa.String(length=8),
            existing_nullable=False,
            comment="listing, day (of a calendar), section (perhaps a listing), feed (or sitemap), article, file",
        )


def downgrade() -> None:
    for name in ("hints", "form", "idle"):
        op.drop_column("links", name)
