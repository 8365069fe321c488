"""`newsarchive stats`: what the archive has, counted."""

from __future__ import annotations

from typing import Any

import click

from archive.cli.opened import opened_to_ask
from archive.cli.options import asked, filters
from archive.cli.output import progress, show_json, show_table
from archive.counts import GROUPS, counted, overview
from models.home import home


@click.command()
@click.argument("query", nargs=-1)
@filters
@click.option("--by", type=click.Choice(list(GROUPS)), help="One line for each.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(query: tuple[str, ...], by: str | None, as_json: bool, **options: Any) -> None:
    """Count all articles, or those that QUERY finds; dates are local days. Withdrawn ones count as withdrawn only."""
    wanted, engine, index = asked(query, **options), opened_to_ask(), home().index
    if by is None:
        with progress("updating the search index") as told:
            facts = overview(engine, index, wanted, told)
        if as_json:
            show_json(facts)
        else:
            show_table(("articles", ""), [(name.replace("_", " "), value) for name, value in facts.items()])
        return
    with progress("updating the search index") as told:
        groups = counted(engine, index, by, wanted, told)
    if as_json:
        show_json([{by: name, "articles": count} for name, count in groups])
    else:
        show_table((by, "articles"), [(name or "(none stated)", count) for name, count in groups])
