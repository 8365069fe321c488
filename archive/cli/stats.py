"""`newsarchive stats`: what the archive has, counted."""

from __future__ import annotations

import click

from archive.cli.opened import opened
from archive.cli.output import progress, show_json, show_table
from archive.counts import GROUPS, counted, overview
from archive.query import Query
from models.home import home


@click.command()
@click.option("--by", type=click.Choice(list(GROUPS)), help="One line for each.")
@click.option("--site", metavar="NAME", help="Only articles of that site.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(by: str | None, site: str | None, as_json: bool) -> None:
    """Count the articles; dates are local days. Withdrawn ones count as withdrawn only."""
    engine = opened()
    index = home().index
    if by is None:
        with progress("updating the search index") as told:
            facts = overview(engine, index, site, told)
        if as_json:
            show_json(facts)
        else:
            show_table(("articles", ""), [(name.replace("_", " "), value) for name, value in facts.items()])
        return
    with progress("updating the search index") as told:
        groups = counted(engine, index, by, Query(site=site), told)
    if as_json:
        show_json([{by: name, "articles": count} for name, count in groups])
    else:
        show_table((by, "articles"), [(name or "(none stated)", count) for name, count in groups])
