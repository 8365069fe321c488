"""Runs migrations on the engine that `models.database` hands over, in one write transaction."""

from alembic import context
from sqlalchemy import Connection, text

from models.tables import Base
from models.views import create_views, drop_views

# Text of which PostgreSQL would order and compare by the rules of the machine's language.
OTHERWISE_COMPARED = """
    SELECT a.attrelid::regclass, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND NOT a.attisdropped
        AND a.attcollation NOT IN (0, '"C"'::regcollation)
    ORDER BY c.relname, a.attnum
"""


def compare_by_code_point(connection: Connection) -> None:
    """Has PostgreSQL compare text as SQLite does, whatever the database was made with; migrations need not say it."""
    for relation, name, kind in connection.execute(text(OTHERWISE_COMPARED)).all():
        connection.exec_driver_sql(f'ALTER TABLE {relation} ALTER COLUMN {name} TYPE {kind} COLLATE "C"')


engine = context.config.attributes["engine"]
with engine.connect().execution_options(writes=True) as connection:
    # Alembic would commit each migration on SQLite: another process that opens the file, too, would come in between.
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        drop_views(connection)
        context.run_migrations()
        if connection.dialect.name == "postgresql":
            compare_by_code_point(connection)
        create_views(connection)
