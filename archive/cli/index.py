"""`newsarchive index`: the search index, which can always be made again from the database."""

from __future__ import annotations

import click

from archive.cli.opened import opened
from archive.cli.output import progress
from archive.index import rebuild
from models.home import home


@click.group()
def command() -> None:
    """The search index: derived from the database, brought up to date by every search."""


@command.command("rebuild")
def rebuild_command() -> None:
    """Make the search index anew; searches use the old one meanwhile."""
    with progress("rebuilding the search index") as told:
        count = rebuild(opened(), home().index, told)
    click.echo(f"the search index has {count:,} articles")
