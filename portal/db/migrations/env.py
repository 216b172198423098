"""Run migrations on the connection that `portal.db.schema` hands in."""

from alembic import context

from portal.db.structure import METADATA

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
