"""`newsarchive kwic`: a word in its contexts, one below the other."""

from __future__ import annotations

from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from archive.asked import keyword
from archive.cli.opened import opened_to_ask
from archive.cli.options import asked, filters
from archive.cli.output import is_terminal, progress, safe, show_csv, show_json, show_table
from archive.kwic import SIDES, WIDTH, Concordance, Line, kwic
from archive.query import ORDERS
from models.home import home

COLUMNS = ("article", "site", "published", "left", "word", "right")
FOUND = "bold yellow"
BESIDE = 20  # columns for the number of an article and the word that was found


@click.command("kwic")
@click.argument("query", metavar="WORD", nargs=-1, required=True)
@filters
@click.option("--sort", type=click.Choice(SIDES), help="By the words on that side, the nearest first.")
@click.option("--counts", type=click.Choice(SIDES), help="Count what stands on that side, instead of showing it.")
@click.option("--words", type=click.IntRange(1, 5), default=1, show_default=True, help="How many words to count by.")
@click.option(
    "--width", type=click.IntRange(10, 1000), help=f"Characters a side; {WIDTH}, or what fits on the terminal."
)
@click.option("--order", type=click.Choice(list(ORDERS)), default=None, help="Of the articles, as in search.")
@click.option("--articles", type=click.IntRange(min=1), default=1000, show_default=True, help="How many to read.")
@click.option("--limit", type=click.IntRange(min=1), help="Show so many lines.")
@click.option("--csv", "form", flag_value="csv", help="As CSV.")
@click.option("--json", "form", flag_value="json", help="As JSON.")
def command(
    query: tuple[str, ...],
    sort: str | None,
    counts: str | None,
    words: int,
    width: int | None,
    order: str | None,
    articles: int,
    limit: int | None,
    form: str | None,
    **options: Any,
) -> None:
    """Show every place where WORD stands, in context, one below the other.

    Several words are a phrase; else WORD is a query as in search.

    newsarchive kwic ba đình --sort right
    """
    wanted = asked((keyword(" ".join(query)),), order=order or "", limit=articles, **options)
    with progress("updating the search index") as told:
        found = kwic(opened_to_ask(), home().index, wanted, width or _fitting(), told)
    if counts:
        rows = [(count.value, count.articles) for count in found.counts(counts, words)[:limit]]
        _write((counts, "places"), rows, form)
    elif form:
        _write(COLUMNS, [tuple(line.to_json().values()) for line in _lines(found, sort, limit)], form)
    else:
        _show(_lines(found, sort, limit))
    click.echo(_summary(found), err=True)


def _fitting() -> int:
    """So many that a line with its number and word stays one line on most terminals."""
    return min(WIDTH, max(10, (Console().width - BESIDE) // 2)) if is_terminal() else WIDTH


def _lines(found: Concordance, sort: str | None, limit: int | None) -> list[Line]:
    return (found.by(sort) if sort else list(found.lines))[:limit]


def _summary(found: Concordance) -> str:
    part = f"the first {found.read:,} of {found.total:,}" if found.read < found.total else f"{found.read:,}"
    return f"{found.query.describe()} {len(found.lines):,} places in {part} articles."


def _write(columns: tuple[str, ...], rows: list[tuple[Any, ...]], form: str | None) -> None:
    if form == "json":
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif form == "csv":
        show_csv(columns, rows)
    elif rows:
        show_table(columns, rows)


def _show(lines: list[Line]) -> None:
    """The words one below the other, what is left of them against them."""
    number = max((len(str(line.article)) for line in lines), default=0)
    left = max((cell_len(safe(line.left)) for line in lines), default=0)
    for line in lines:
        before = safe(line.left)
        text = Text(f"{line.article:>{number}}  {' ' * (left - cell_len(before))}{before} ")
        text.append(safe(line.word), FOUND).append(f" {safe(line.right)}")
        if is_terminal():
            Console(highlight=False).print(text, soft_wrap=True)
        else:
            click.echo(text.plain.rstrip())
