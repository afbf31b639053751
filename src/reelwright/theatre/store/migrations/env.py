"""How Alembic reaches the database: by the connection that ``migrating`` hands over."""

from alembic import context

from reelwright.theatre.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
context.run_migrations()
