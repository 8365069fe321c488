"""`newsarchive db`: the archive's database – its schema, whether it is sound, and a copy of it in another one."""

from __future__ import annotations

import click
from sqlalchemy import Engine

from archive.checking import faults_of, program_of, read_ahead, rows_of, schema_said
from archive.cli.output import progress, show_table, waiting
from archive.copying import copy_archive
from models.database import connect, upgrade
from models.engines import engine_for, is_missing, name_of


@click.group()
def command() -> None:
    """The database that NEWSARCHIVE_DATABASE names: SQLite (unless set) or PostgreSQL."""


def _reached(url: str | None = None) -> Engine:
    engine = connect(url)
    click.get_current_context().call_on_close(engine.dispose)
    return engine


@command.command("upgrade")
def upgrade_command() -> None:
    """Bring the database's schema up to this program's; an empty database becomes an archive.

    A SQLite file is also brought up to date by every other command; PostgreSQL only by this one. Back up first.
    """
    engine = _reached()
    before, after = upgrade(engine)
    what = f"has schema {after}, nothing to do" if before == after else f"schema {before or 'none'} → {after}"
    click.echo(f"{name_of(engine)}: {what}")


@command.command()
def check() -> None:
    """Say what the database is and what is wrong with it; change nothing. Exit code 1 where something is."""
    engine = _reached()
    click.echo(f"database  {name_of(engine)} ({program_of(engine)})")
    click.echo(f"schema    {schema_said(engine)}")
    with progress("reading (MB)") as told:
        read_ahead(engine, lambda done, size: told(done >> 20, size >> 20))
    with waiting("checking"):
        faults = list(faults_of(engine))
        rows = {} if faults else rows_of(engine)
    if not faults:
        show_table(("table", "rows"), list(rows.items()))
        click.echo("sound")
        return
    raise click.ClickException("\n".join(faults))


@command.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def copy(source: str, target: str) -> None:
    """Copy an archive FROM one database TO another, empty one: SQLite or PostgreSQL, either way.

    FROM and TO are URLs as in NEWSARCHIVE_DATABASE. Everything arrives, or nothing. The WARC files stay where they are.
    """
    if engine_for(source).url == engine_for(target).url:
        raise click.UsageError("FROM and TO are the same database")
    if is_missing(source):
        raise click.UsageError(f"FROM: {source}: there is no such file")
    origin, copied = _reached(source), _reached(target)
    with progress("copying") as told:
        counts = copy_archive(origin, copied, told)
    show_table(("table", "rows"), sorted(counts.items()))
    click.echo(f"copied and counted: {sum(counts.values()):,} rows, {name_of(origin)} → {name_of(copied)}")
