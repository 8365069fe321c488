"""`newsarchive schedule`: what is due, and crawling it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from archive.cli.crawling import watched_crawl
from archive.cli.opened import opened
from archive.cli.output import show_json, show_table
from archive.schedule import Due, timetable
from models.site import SiteError

STAMP = "%Y-%m-%d %H:%M"


@click.group()
def command() -> None:
    """Say which sites are due for a crawl (`every` in their file); crawl them."""


@command.command()
@click.option("--json", "as_json", is_flag=True)
def due(as_json: bool) -> None:
    """List the sites with a schedule, the longest overdue first."""
    now = datetime.now(UTC)
    table, broken = timetable(opened(), now)
    if as_json:
        show_json([_as_json(one, now) for one in table])
    else:
        show_table(("site", "every", "last crawl (UTC)", "outcome", "due (UTC)"), [_row(one, now) for one in table])
    _complain(broken)


@command.command()
@click.option("--jobs", type=click.IntRange(min=1), default=4, show_default=True, help="How many sites at once.")
def run(jobs: int) -> None:
    """Crawl what is due, once: the line for cron. Exit code 1 if a crawl failed or a site file is broken."""
    now = datetime.now(UTC)
    table, broken = timetable(opened(), now)
    runs = watched_crawl(tuple(one.site for one in table if one.next <= now), jobs=jobs)
    if not runs:
        click.echo("nothing is due", err=True)
    _complain(broken)
    if any(one.outcome == "failed" for one in runs):
        raise click.exceptions.Exit(1)


def _complain(broken: list[SiteError]) -> None:
    if broken:
        raise click.ClickException("\n".join(map(str, broken)))


def _row(one: Due, now: datetime) -> tuple[str, ...]:
    last = one.last.strftime(STAMP) if one.last else "never"
    return (
        one.site,
        _duration(one.every),
        last,
        one.outcome or "",
        "now" if one.next <= now else one.next.strftime(STAMP),
    )


def _as_json(one: Due, now: datetime) -> dict[str, str | int | bool | None]:
    return {
        "site": one.site,
        "every_seconds": int(one.every.total_seconds()),
        "last": one.last.isoformat() if one.last else None,
        "outcome": one.outcome,
        "next": one.next.isoformat(),
        "due": one.next <= now,
    }


def _duration(every: timedelta) -> str:
    seconds = int(every.total_seconds())
    for unit, size in (("w", 604800), ("d", 86400), ("h", 3600)):
        if seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds // 60}m"
