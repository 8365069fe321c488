"""`newsarchive export`: all articles, or those that a query finds, written to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import click

from archive.cli.options import asked, filters
from archive.cli.output import progress
from archive.export import WRITERS, export, format_of
from archive.found import Found
from archive.query import every, rights
from models.database import open_database
from models.home import home


@click.command()
@click.argument("target", metavar="TARGET")
@click.argument("query", nargs=-1)
@filters
@click.option(
    "--format", "form", type=click.Choice(list(WRITERS)), default=None, help="Instead of what the suffix says."
)
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many.")
@click.option("--force", is_flag=True, help="Replace TARGET if it is there.")
def command(
    target: str, query: tuple[str, ...], form: str | None, limit: int | None, force: bool, **options: Any
) -> None:
    """Write the articles that QUERY and the filters find to TARGET, or to standard output for -, in order of number.

    The suffix of TARGET chooses the format: .jsonl (complete) or .csv (for spreadsheets), each also with .gz.
    """
    path = None if target == "-" else Path(target)
    format_of(path, form or "")
    engine, wanted = open_database(), asked(query, **options)
    with progress("updating the search index") as told:
        total, articles = every(engine, home().index, wanted, told)
    sites: set[str] = set()
    with progress("exporting") as told:
        going = _watched(islice(articles, limit), min(total, limit or total), told, sites)
        number = export(going, path, form or "", force)
    click.echo(f"{number:,} article{'s' * (number != 1)} exported{f' to {path}' if path else ''}", err=True)
    for name, said in rights(engine, sites).items():
        click.echo(f"rights of {name}: {said}", err=True)


def _watched(
    articles: Iterator[Found], total: int, told: Callable[[int, int], None], sites: set[str]
) -> Iterator[Found]:
    for number, found in enumerate(articles, 1):
        sites.add(found.site)
        told(number, total)
        yield found
