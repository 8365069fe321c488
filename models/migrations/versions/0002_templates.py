"""templates of sites"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from models.tables import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", UtcDateTime(), nullable=False, comment="pages fetched since then are read with it"),
        sa.Column("learned_at", UtcDateTime(), nullable=False),
        sa.Column("content", sa.String(), nullable=False, comment="JSON of pipelines.template.Template"),
        sa.Column(
            "again_from", sa.Integer(), nullable=True, comment="the article to go on with; None: all were read again"
        ),
        sa.Column("again_to", sa.Integer(), nullable=False, comment="the newest article when it was learned"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_templates_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
    )
    with op.batch_alter_table("templates", schema=None) as batch_op:
        batch_op.create_index("ix_templates_valid", ["site_id", "valid_from"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("templates", schema=None) as batch_op:
        batch_op.drop_index("ix_templates_valid")

    op.drop_table("templates")
