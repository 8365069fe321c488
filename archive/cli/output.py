"""What commands print: tables, readable on a terminal and plain when piped, and JSON."""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
import orjson
from rich.cells import cell_len
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

SECONDS_BETWEEN_LINES = 10
Cell = str | Text | int | None
TROUBLESOME = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # they reorder what stands beside


def is_terminal() -> bool:
    """Whether a person looks at standard output."""
    return sys.stdout.isatty()


def safe(text: str) -> str:
    """Text from a page, without the control characters that a terminal would obey; tab and line break stay."""
    return "".join(c for c in text if c in "\n\t" or (unicodedata.category(c) != "Cc" and c not in TROUBLESOME))


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Long work told on standard error, by calls with (done, in all): a bar on a terminal, else a line now and then."""
    if not sys.stderr.isatty():
        yield _lines(label)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


@contextmanager
def waiting(label: str) -> Iterator[None]:
    """Work that cannot say how far it is: on a terminal, that it goes on, and for how long."""
    if not sys.stderr.isatty():
        yield
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        bar.add_task(label)
        yield


def _lines(label: str) -> Callable[[int, int], None]:
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            click.echo(f"{label}: {done:,} of {total:,}", err=True)

    return tell


def show_json(value: Any) -> None:
    """Prints indented JSON in UTF-8."""
    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2))


def show_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Prints CSV as an export is: for spreadsheet programs, no cell of it a formula."""
    from archive.export.lines import sheet  # few commands need it

    click.echo(sheet(columns, rows), nl=False)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Cell]], wide: str | None = None) -> None:
    """Prints rows under their columns; numbers stand right. On a terminal the column ``wide`` wraps, if one must.

    Piped, a row is one line with aligned cells, whatever its length.
    """
    if is_terminal():
        _show_rich(columns, rows, wide)
    else:
        _show_plain(columns, rows)


def _cell(cell: Cell) -> Text:
    if isinstance(cell, Text):
        return cell
    return Text(safe(f"{cell:,}" if isinstance(cell, int) else cell or ""))


def _right(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    return bool(rows) and all(isinstance(row[column], int | None) for row in rows)


def _show_rich(columns: Sequence[str], rows: Sequence[Sequence[Cell]], wide: str | None) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for number, name in enumerate(columns):
        wraps = wide in (None, name)
        table.add_column(name, no_wrap=not wraps, overflow="fold", justify="right" if _right(rows, number) else "left")
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    Console(highlight=False).print(table)


def _plain(cell: Cell) -> str:
    return str(cell) if isinstance(cell, int) else " ".join(_cell(cell).plain.split())


def _show_plain(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    lines = [list(columns), *([_plain(cell) for cell in row] for row in rows)]
    widths = [max(cell_len(line[number]) for line in lines) for number in range(len(columns))]
    right = [_right(rows, number) for number in range(len(columns))]
    for line in lines:
        cells = (
            " " * (width - cell_len(cell)) + cell if to_right else cell + " " * (width - cell_len(cell))
            for cell, width, to_right in zip(line, widths, right, strict=True)
        )
        click.echo("  ".join(cells).rstrip())
