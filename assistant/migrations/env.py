"""Alembic's entry: runs the migrations on the connection it is handed."""

from alembic import context

# The tables belong to the metadata once their modules are imported.
from assistant import catalog, drafts  # noqa: F401
from assistant.database import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
