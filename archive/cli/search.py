"""`newsarchive search`: articles found by words and filters, each with the hit in context."""

from __future__ import annotations

from typing import Any

import click
from rich.text import Text

from archive.cli.opened import opened_to_ask
from archive.cli.options import asked, filters
from archive.cli.output import is_terminal, progress, safe, show_json, show_table
from archive.found import Hit, Results
from archive.query import ORDERS, search
from archive.snippet import Snippet
from models.home import home

FOUND = "bold yellow"


@click.command()
@click.argument("query", nargs=-1)
@filters
@click.option("--order", type=click.Choice(list(ORDERS)), default=None, help="Oldest first: date; newest first: -date.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many before.")
@click.option("--json", "as_json", is_flag=True, help="The articles whole, as JSON.")
def command(query: tuple[str, ...], order: str | None, as_json: bool, **options: Any) -> None:
    """Find the articles in which all words of QUERY stand; without QUERY, list them newest first.

    In QUERY, "ba đình" in quotation marks is a phrase, -word excludes, a OR b is either. A word with accents means
    exactly that word, one without accents means all that look like it. Quote the whole for your shell, and put --
    before a QUERY that begins with a minus:

    newsarchive search '"ba đình" tiêm OR vắc-xin -học'
    """
    wanted = asked(query, order=order or "", **options)
    with progress("updating the search index") as told:
        results = search(opened_to_ask(), home().index, wanted, told)
    if as_json:
        show_json(results.to_json())
    else:
        _show(results, wanted.offset)


def _show(results: Results, offset: int) -> None:
    if results.note:
        click.echo(f"note: {results.note}", err=True)
    shown = f"{offset + 1:,} to {offset + len(results.hits):,} of " if len(results.hits) < results.total else ""
    if not results.hits:
        shown = "none of " if results.total else ""
    click.echo(f"{results.described} {shown}{results.total:,} found.", err=True)
    if not results.hits:
        return
    if is_terminal():
        rows = [(*_place(hit), _stacked(hit)) for hit in results.hits]
        show_table(("id", "date", "site", "article"), rows, "article")
    else:
        rows_plain = [(*_place(hit), safe(hit.title.text), safe(hit.snippet.text)) for hit in results.hits]
        show_table(("id", "date", "site", "title", "in context"), rows_plain)


def _place(hit: Hit) -> tuple[str, str, str]:
    article = hit.found.article
    return str(hit.found.id), article.published_at.date().isoformat() if article.published_at else "", hit.found.site


def _stacked(hit: Hit) -> Text:
    """The title above the hit in context, what was found marked in both."""
    text = _marked(hit.title).append("\n")
    text.stylize("bold")
    text.append(_marked(hit.snippet))
    if hit.found.duplicate_of:
        text.append(f"\nsame text as {hit.found.duplicate_of}", "dim")
    return text.append("\n")


def _marked(snippet: Snippet) -> Text:
    text = Text()
    at = 0
    for start, end in snippet.marks:
        text.append(safe(snippet.text[at:start])).append(safe(snippet.text[start:end]), FOUND)
        at = end
    return text.append(safe(snippet.text[at:]))
