"""The index's texts, and conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "source",
        sa.Column("build", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(300), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("author", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("date", sa.String(40)),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("own_words", sa.Boolean, nullable=False),
        sa.Column("pages", sa.JSON, nullable=False),
        sa.Column("sections", sa.JSON, nullable=False),
    )
    op.create_table(
        "passage",
        sa.Column("build", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(400), primary_key=True),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("section", sa.String(300)),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sentences", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(["build", "source"], ["source.build", "source.id"], ondelete="CASCADE"),
    )
    op.create_index("passage_by_source", "passage", ["build", "source"])
    op.create_table(
        "entry",
        sa.Column("build", sa.String(40), primary_key=True),
        sa.Column("passage", sa.String(400), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("vector", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["build", "passage"], ["passage.build", "passage.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session", sa.JSON, nullable=False),
    )
    op.create_table(
        "turn",
        sa.Column(
            "conversation", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("reply", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    for table in ("turn", "conversation", "entry", "passage", "source"):
        op.drop_table(table)
