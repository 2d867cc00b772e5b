"""Workspaces, assessments and what belongs to them; conversations become assessments."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)

    def of_assessment() -> sa.Column[int]:
        return sa.Column("assessment", sa.Integer, sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True)

    op.create_table(
        "workspace",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created_at", moment, nullable=False),
    )
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "workspace", sa.String(64), sa.ForeignKey("workspace.id", ondelete="CASCADE"), nullable=False, unique=True
        ),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("session", sa.JSON, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "message",
        of_assessment(),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "reply",
        sa.Column("assessment", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment", "position"], ["message.assessment", "message.position"], ondelete="CASCADE"
        ),
    )
    op.create_table(
        "basis",
        of_assessment(),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("criterion", sa.String(200), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("withdrawn_turn", sa.Integer),
    )
    op.create_index("basis_by_criterion", "basis", ["assessment", "criterion"])
    op.create_table(
        "assignment",
        of_assessment(),
        sa.Column("criterion", sa.String(200), primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("due", sa.Date),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("work", sa.String(20), nullable=False),
    )
    op.create_table(
        "milestone",
        of_assessment(),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("created_at", moment, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("workspace", sa.String(64), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("criterion", sa.String(200)),
        sa.Column("detail", sa.JSON, nullable=False),
    )
    op.create_index("ix_audit_workspace", "audit", ["workspace"])
    _append_only()
    _carry_over()
    op.drop_table("turn")
    op.drop_table("conversation")


def _append_only() -> None:
    """The database itself refuses to change or delete what stands in the audit trail."""
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
            )
    elif dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_append_only() RETURNS trigger AS $$ BEGIN "
            "RAISE EXCEPTION 'the audit trail is append-only'; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()"
        )


def _carry_over() -> None:
    """Conversations of the version before, each as a workspace with an assessment that has recorded nothing."""
    op.execute("INSERT INTO workspace (id, created_at) SELECT id, created_at FROM conversation")
    op.execute(
        "INSERT INTO assessment (workspace, created_at, session, version) "
        "SELECT id, created_at, session, 0 FROM conversation"
    )
    of_turn = "FROM turn JOIN assessment ON assessment.workspace = turn.conversation"
    op.execute(
        "INSERT INTO message (assessment, position, created_at, text) "
        f"SELECT assessment.id, turn.position, turn.created_at, turn.message {of_turn}"
    )
    op.execute(
        f"INSERT INTO reply (assessment, position, content) SELECT assessment.id, turn.position, turn.reply {of_turn}"
    )


def downgrade() -> None:
    raise RuntimeError("the interview's records do not fit the tables of the version before; restore a backup")
