"""Run migrations on the connection that `portal.db.schema` hands in."""

from alembic import context

from portal.db.structure import is_compared
from portal.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, include_name=is_compared)
with context.begin_transaction():
    context.run_migrations()
