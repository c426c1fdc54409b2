"""What Alembic runs: the revisions, on the connection that `migrate` hands over."""

from alembic import context

from audit.judgements.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
