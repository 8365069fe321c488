"""`newsarchive runs`: the crawls and imports with what they counted."""

from __future__ import annotations

from typing import Any

import click

from archive.cli.opened import opened
from archive.cli.output import show_json, show_table
from archive.counts import runs
from archive.query import check_sites


@click.command()
@click.argument("site", required=False)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="All fields, as JSON.")
def command(site: str | None, limit: int, as_json: bool) -> None:
    """List the last crawls, imports and re-extractions, of SITE or of all sites, with what they counted."""
    engine = opened()
    check_sites(engine, {site} if site else set())
    found = runs(engine, site, limit)
    if as_json:
        show_json(found)
    elif found:
        show_table(
            ("run", "site", "kind", "started (UTC)", "outcome", "counts"), [_row(run) for run in found], "counts"
        )
    else:
        click.echo(f"no runs of {site}" if site else "no runs yet", err=True)


def _row(run: dict[str, Any]) -> tuple[str | int, ...]:
    counts = ", ".join(f"{name} {count:,}" for name, count in run["counts"].items())
    outcome = f"{run['outcome']}: {run['reason']}" if run["reason"] else run["outcome"]
    return run["id"], run["site"], run["kind"], run["started_at"][:16].replace("T", " "), outcome, counts
