"""`newsarchive crawl`: crawl sites and say what came of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from archive.cli import Interrupted
from archive.cli.opened import opened
from archive.cli.output import show_table
from archive.crawling import SiteRun, Watcher, crawl_sites
from models.site import SiteError, load_sites

PLAIN_EVERY = 20  # looks between two plain lines of progress


@click.command()
@click.argument("sites", metavar="[SITE …]", nargs=-1)
@click.option("--full", is_flag=True, help="Read every listing to its end, and try again what failed.")
@click.option("--limit", type=click.IntRange(min=1), help="Fetch at most this many posts of each site.")
@click.option("--jobs", type=click.IntRange(min=1), default=4, show_default=True, help="How many sites at once.")
def command(sites: tuple[str, ...], full: bool, limit: int | None, jobs: int) -> None:
    """Crawl sites: fetch what is new, keep every page as served, store the articles.

    Without SITE, all that have a schedule (`every` in their file). A crawl that was interrupted is gone on with.
    """
    broken: list[SiteError] = []
    if not sites:
        known, broken = load_sites()
        sites = tuple(site.name for site in known if site.every)
    if not sites and not broken:
        raise click.UsageError("no site file has a schedule (`every`): name the sites to crawl")
    runs = watched_crawl(sites, full=full, limit=limit, jobs=jobs)
    if broken:
        raise click.ClickException("\n".join(map(str, broken)))
    if any(run.outcome in {"failed", "busy"} for run in runs):
        raise click.exceptions.Exit(1)


def watched_crawl(
    names: tuple[str, ...], *, full: bool = False, limit: int | None = None, jobs: int = 4
) -> list[SiteRun]:
    """Crawls with progress on the screen, and a table of what came of it."""
    engine = opened()
    console = Console(stderr=True, highlight=False)
    try:
        if console.is_terminal:
            columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
            with Progress(*columns, console=console) as bars:
                runs = crawl_sites(engine, names, full=full, limit=limit, jobs=jobs, watch=_bars(bars))
        else:
            runs = crawl_sites(engine, names, full=full, limit=limit, jobs=jobs, watch=_lines())
    except KeyboardInterrupt:
        raise Interrupted("interrupted: what was fetched is stored; the same command goes on") from None
    show_runs(runs)
    return runs


def _bars(bars: Progress) -> Watcher:
    tasks = {}

    def watch(site: str, counts: Mapping[str, int]) -> None:
        if site not in tasks:
            tasks[site] = bars.add_task(site)
        bars.update(tasks[site], description=f"{site}: {_summary(counts)}")

    return watch


def _lines() -> Watcher:
    looks: dict[str, int] = {}
    lock = threading.Lock()

    def watch(site: str, counts: Mapping[str, int]) -> None:
        with lock:
            looks[site] = looks.get(site, 0) + 1
            if looks[site] % PLAIN_EVERY == 0:
                click.echo(f"{site}: {_summary(counts)}", err=True)

    return watch


def _summary(counts: Mapping[str, int]) -> str:
    return f"{counts.get('visited', 0)} visited, {total(counts, 'stored')} stored, {total(counts, 'failed')} failed"


def total(counts: Mapping[str, int], group: str) -> int:
    """The sum of a group of counts: "stored" of "stored.new", "stored.revised" …"""
    return sum(number for name, number in counts.items() if name == group or name.startswith(f"{group}."))


def show_runs(runs: list[SiteRun]) -> None:
    """A line a crawl, and the reason below it of each that did not finish."""
    rows = [
        (
            run.site,
            run.outcome,
            run.counts.get("listed", 0),
            run.counts.get("stored.new", 0),
            run.counts.get("stored.revised", 0),
            total(run.counts, "dropped"),
            total(run.counts, "failed"),
            run.counts.get("visited", 0),
            f"{run.seconds:.1f} s",
        )
        for run in runs
    ]
    columns = ("site", "outcome", "listed", "new", "revised", "dropped", "failed", "visited", "time")
    if rows:
        show_table(columns, rows)
    for run in runs:
        if run.reason:
            log = f" (log: {run.log})" if run.outcome == "failed" and run.log else ""
            click.echo(f"{run.site}: {run.outcome}: {run.reason}{log}", err=True)
