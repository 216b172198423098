"""Run migrations on the connection that `portal.db.schema` hands in."""

from alembic import context

from portal.db.structure import METADATA, is_compared

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA, include_name=is_compared)
with context.begin_transaction():
    context.run_migrations()
