"""A workspace's documents, and where in them a basis stands."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("assessment", sa.Integer, sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    # One by one and with defaults: no table is rebuilt for it.
    op.add_column("basis", sa.Column("document", sa.String(64), nullable=False, server_default=""))
    op.add_column("basis", sa.Column("page", sa.Integer))
    op.add_column("basis", sa.Column("start", sa.Integer, nullable=False, server_default="0"))
    op.add_column("basis", sa.Column("end", sa.Integer, nullable=False, server_default="0"))
    op.add_column("basis", sa.Column("role", sa.String(20), nullable=False, server_default="decides"))
