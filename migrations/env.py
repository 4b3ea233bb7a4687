"""Alembic's entry: runs the history over the connection that `paktum.core.migrate` hands in."""

from alembic import context

from paktum.core.migrate import compare_settings
from paktum.domains.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata(), **compare_settings())
with context.begin_transaction():
    context.run_migrations()
