"""`newsarchive import`: read saved pages, text dumps, WARC, WET and JSONL files into the archive."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import click

from archive.cli.account import INTERRUPTED, Faults, show_account, total, watched
from archive.cli.opened import opened
from archive.importing import import_paths
from pipelines.memory import calm_collector

SITE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


def _site_name(_context: click.Context, _parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None and not SITE_NAME.fullmatch(name):
        raise click.BadParameter(f"{name!r} is no site's name: lower-case letters, digits and . - _, at most 63")
    return name


@click.command()
@click.argument("paths", metavar="PATH …", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--site", metavar="NAME", callback=_site_name, help="The site it all belongs to, instead of each URL's.")
def command(paths: tuple[Path, ...], site: str | None) -> None:
    """Read articles from saved pages (.html), text dumps (.txt), .warc, .wet and .jsonl files, and folders of them.

    Files may be compressed (.gz). Each page is kept in the archive's own WARC files, so that it can be read again.
    What was imported before changes nothing.
    """
    counts, faults, began = Counter[str](), Faults(), time.monotonic()
    engine = opened()
    calm_collector()
    try:
        with watched("import") as watch:
            import_paths(engine, paths, counts, site=site, tell=faults, watch=watch)
    except KeyboardInterrupt:
        faults.end()
        show_account(counts, time.monotonic() - began)
        click.echo("interrupted: what was stored by then stays; run the import again for the rest", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
    faults.end()
    show_account(counts, time.monotonic() - began)
    if not counts["read"]:
        raise click.ClickException(f"nothing to import in {', '.join(map(str, paths))}")
    if total(counts, "failed"):
        raise click.exceptions.Exit(1)
