"""`newsarchive withdraw`: takes an article out of search, statistics and export for good."""

from __future__ import annotations

import click

from archive.cli.opened import opened
from archive.cli.output import safe
from archive.query import NotFoundError, get
from models.database import writing
from pipelines.store import withdraw


@click.command()
@click.argument("which", metavar="ID|URL")
@click.option("--reason", required=True, metavar="TEXT", help="Why; kept with the article.")
def command(which: str, reason: str) -> None:
    """Withdraw the article of that number or URL: nobody finds, sees or exports it again.

    Its page stays in the WARC files, and a later crawl or re-extraction does not bring it back.
    """
    if not reason.strip():
        raise click.BadParameter("say why", param_hint="'--reason'")
    engine = opened()
    found = get(engine, which)
    with writing(engine) as session:
        done = withdraw(session, found.id, reason.strip())
    if not done:
        raise NotFoundError(f"article {found.id} was withdrawn in the meantime")
    click.echo(safe(f"withdrawn: article {found.id}, {found.article.title}"))
