"""Views for people who write SQL; they are made after every migration (models/views.py), so there is nothing to do."""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """None of the tables changes."""


def downgrade() -> None:
    """None of the tables changes."""
