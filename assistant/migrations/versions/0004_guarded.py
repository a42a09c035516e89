"""What a suggestion was compared with, and the one it took the place of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("draft_suggestion", sa.Column("compared", sa.JSON(), nullable=True))
    op.add_column("draft_suggestion", sa.Column("replaces", sa.String(32), nullable=True))
