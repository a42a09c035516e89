"""Alembic's entry: runs the migrations on the connection it is handed."""

from alembic import context

from assistant.database import Base
from assistant.drafting import drafts  # noqa: F401

# The tables belong to the metadata once their modules are imported.
from assistant.library import catalog  # noqa: F401

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
