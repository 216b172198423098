"""Run migrations on the connection that `portal.db.schema` hands in."""

from alembic import context

from portal.tables import Base

connection = context.config.attributes["connection"]
# Search tables are made by hand: each database has its own kind.
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=lambda name, kind, _: (
        not (kind == "table" and str(name).startswith("complaint_search"))
    ),
)
with context.begin_transaction():
    context.run_migrations()
