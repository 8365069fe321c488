"""How imports and re-extractions are told: a line while they run, and the account at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from archive.cli.output import SECONDS_BETWEEN_LINES

INTERRUPTED = 130  # exit code, as shells have it for SIGINT
STORED = ("new", "revised", "unchanged", "withdrawn")
Watch = Callable[[Mapping[str, int], str], None]


def total(counts: Mapping[str, int], group: str) -> int:
    """The sum of a group of counts: "stored" of "stored.new", "stored.revised" …"""
    return sum(number for name, number in counts.items() if name.startswith(f"{group}."))


@contextmanager
def watched(label: str) -> Iterator[Watch]:
    """Tells the counts and the place on standard error: a line that changes on a terminal, else one now and then."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _lines(label)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        task = bars.add_task(label)
        yield lambda counts, place: bars.update(task, description=_line(label, counts, place))


def _lines(label: str) -> Watch:
    told = time.monotonic()

    def watch(counts: Mapping[str, int], place: str) -> None:
        nonlocal told
        if time.monotonic() - told >= SECONDS_BETWEEN_LINES:
            told = time.monotonic()
            click.echo(_line(label, counts, place), err=True)

    return watch


def _line(label: str, counts: Mapping[str, int], place: str) -> str:
    stored, failed = total(counts, "stored"), total(counts, "failed")
    return f"{label}: {counts.get('read', 0):,} read, {stored:,} stored, {failed:,} failed ({place})"


def show_account(counts: Mapping[str, int], seconds: float) -> None:
    """Prints what became of what was read: it is stored, dropped or failed; what was passed over is no page."""
    lines = {"read": f"{counts.get('read', 0):,}", "stored": f"{total(counts, 'stored'):,}"}
    lines |= {f"  {one}": f"{counts[f'stored.{one}']:,}" for one in STORED if counts.get(f"stored.{one}")}
    if counts.get("duplicates"):
        lines["  copies"] = f"{counts['duplicates']:,} of the new ones"
    for group, name in (("dropped", "dropped"), ("failed", "failed"), ("passed", "passed over")):
        if total(counts, group):
            lines[name] = f"{total(counts, group):,}: {_by_reason(counts, group)}"
    for name, told in (lines | {"time": f"{seconds:.1f} s"}).items():
        click.echo(f"{name:<12} {told}")


def _by_reason(counts: Mapping[str, int], group: str) -> str:
    found = sorted(((number, name) for name, number in counts.items() if name.startswith(f"{group}.")), reverse=True)
    return ", ".join(f"{number:,} {name.partition('.')[2]}" for number, name in found)


class Faults:
    """Tells the first faults one by one, and how many more there were."""

    MOST = 50

    def __init__(self) -> None:
        self.met = 0

    def __call__(self, fault: object) -> None:
        self.met += 1
        if self.met <= self.MOST:
            click.echo(str(fault), err=True)

    def end(self) -> None:
        if self.met > self.MOST:
            click.echo(f"… and {self.met - self.MOST:,} more", err=True)
