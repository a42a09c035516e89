"""Length targets of a draft, messages and suggestions that were superseded, quick actions, preferences."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from assistant.database import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and make the tables."""
    op.add_column("draft", sa.Column("targets", sa.JSON(), nullable=True))
    op.add_column("draft_message", sa.Column("superseded_at", UtcDateTime(), nullable=True))
    op.add_column("draft_suggestion", sa.Column("superseded_at", UtcDateTime(), nullable=True))
    op.create_index("ix_draft_deleted", "draft", ["deleted_at"])
    op.create_table(
        "quick_action",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_quick_action_owner", "quick_action", ["owner", "position"])
    op.create_table(
        "preference",
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("owner"),
    )
