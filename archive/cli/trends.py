"""`newsarchive trends`: how often something was written about, month by month."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli.opened import opened_to_ask
from archive.cli.options import asked, filters
from archive.cli.output import Cell, progress, safe, show_csv, show_json, show_table
from archive.trends import STEPS, Trends, trends
from models.home import home

COLUMNS = ("period", "articles", "asked", "found", "share")


@click.command()
@click.argument("words", metavar="WORD …", nargs=-1, required=True)
@filters
@click.option("--among", metavar="QUERY", default="", help="Of the articles that this finds; of all unless given.")
@click.option("--by", type=click.Choice(STEPS), default="month", show_default=True, help="A line for each.")
@click.option("--csv", "form", flag_value="csv", help="As CSV: a row for each period and WORD.")
@click.option("--json", "form", flag_value="json", help="As JSON.")
@click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Draw it into that file.")
def command(words: tuple[str, ...], among: str, by: str, form: str | None, svg: Path | None, **options: Any) -> None:
    """The share of articles in which each WORD stands, by month or year; each is a query of its own.

    Several words in quotation marks of the shell are a phrase.

    newsarchive trends 'tiêm chủng' 'bầu cử OR ứng cử' --svg trends.svg
    """
    with progress("updating the search index") as told:
        found = trends(opened_to_ask(), home().index, words, asked((among,), **options), by, told)
    if svg:
        from archive.plots import trends_svg  # a second, and few need it

        svg.write_text(trends_svg(found), "utf-8")
        click.echo(f"{svg}: drawn", err=True)
    if form == "json":
        show_json(found.to_json())
    elif form == "csv":
        show_csv(COLUMNS, found.rows())
    elif not svg:
        _show(found)


def _show(found: Trends) -> None:
    click.echo(found.among.describe(), err=True)
    rows: list[tuple[Cell, ...]] = [
        (period, found.total[at], *(_cell(line.articles[at], line.shares[at]) for line in found.lines))
        for at, period in enumerate(found.periods)
    ]
    if not rows:
        click.echo("no article has a date", err=True)
        return
    show_table(("period", "articles", *(safe(line.asked) for line in found.lines)), rows)


def _cell(articles: int, share: float | None) -> str:
    return "" if share is None else f"{articles:,} ({share:.1%})"
