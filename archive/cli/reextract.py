"""`newsarchive reextract`: read all kept pages again by today's rules."""

from __future__ import annotations

import time
from collections import Counter

import click

from archive.cli.account import INTERRUPTED, Faults, show_account, total, watched
from archive.cli.opened import opened
from archive.reextract import reextract, sites_with_pages
from pipelines.memory import calm_collector


@click.command()
@click.option("--site", metavar="NAME", help="Only this site; without it, all that pages are kept of.")
def command(site: str | None) -> None:
    """Read the articles again from the pages that were kept, and what was dropped before, by today's rules.

    What reads as before is not touched; what changed gets a revision. Withdrawn articles stay withdrawn.
    """
    engine = opened()
    calm_collector()
    known = sites_with_pages(engine)
    if site is not None and site not in known:
        raise click.UsageError(f"no pages are kept of a site {site!r}; there are {', '.join(known) or 'none'}")
    counts, faults, began = Counter[str](), Faults(), time.monotonic()
    try:
        with watched("reextract") as watch:
            for name in [site] if site else known:
                # a run of its own for each site
                of_site = Counter[str]()
                reextract(engine, name, of_site, tell=faults, watch=watch)
                counts.update(of_site)
    except KeyboardInterrupt:
        faults.end()
        show_account(counts, time.monotonic() - began)
        click.echo("interrupted: what was stored by then stays", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    faults.end()
    show_account(counts, time.monotonic() - began)
    if total(counts, "failed"):
        raise click.exceptions.Exit(1)
