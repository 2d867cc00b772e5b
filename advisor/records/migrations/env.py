"""Alembic's entry: migrates over the connection that `open_database` gives."""

from alembic import context

from advisor.records.models import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
