"""What `newsarchive authors` and `newsarchive sources` share: the values of a field, counted."""

from __future__ import annotations

from typing import Any

import click

from archive.cli.opened import opened_to_ask
from archive.cli.options import asked, filters
from archive.cli.output import progress, show_json, show_table
from archive.query import values
from models.home import home


def listing(of: str, summary: str) -> click.Command:
    """The command that lists all values of a field."""

    @click.command(f"{of}s", help=summary)
    @click.argument("query", nargs=-1)
    @filters
    @click.option("--limit", type=click.IntRange(min=1), help="Only the first so many.")
    @click.option("--json", "as_json", is_flag=True, help="As JSON.")
    def command(query: tuple[str, ...], limit: int | None, as_json: bool, **options: Any) -> None:
        with progress("updating the search index") as told:
            found = values(opened_to_ask(), home().index, asked(query, **options), of, told)
        columns, shown = (of, "articles", "first", "last"), found[:limit]
        if as_json:
            show_json([dict(zip(columns, one, strict=True)) for one in shown])
        elif shown:
            rows = [(one.value, one.articles, str(one.first or ""), str(one.last or "")) for one in shown]
            show_table(columns, rows, of)
        click.echo(f"{len(found):,} {of}{'s' * (len(found) != 1)}", err=True)

    return command
