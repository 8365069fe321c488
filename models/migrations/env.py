"""Runs migrations on the engine that `models.database` hands over, in one write transaction."""

from alembic import context

from models.tables import Base

engine = context.config.attributes["engine"]
with engine.connect().execution_options(writes=True) as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
