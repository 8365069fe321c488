"""`newsarchive serve`: the archive as web pages and a JSON API."""

from __future__ import annotations

import click

from archive.cli.account import INTERRUPTED
from models.home import home

MOST = 4  # processes, unless told: each holds 100 MB or two


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for every network.")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="0 for any that is free.")
@click.option("--base-url", default="", metavar="URL", help="How people reach it, if a proxy stands in front.")
@click.option("--processes", type=click.IntRange(1, 64), help="How many answer; one a core, four at most, unless told.")
def command(host: str, port: int, base_url: str, processes: int | None) -> None:
    """Serve the archive as web pages, Vietnamese and English, and as a JSON API; Ctrl-C ends it.

    Nothing can be changed by the pages. They listen on this machine only, unless --host says otherwise; then everybody
    who reaches the machine reads the archive, and rights and manners are yours to see to.
    """
    from archive.web.serving import bound, checked_base, cores, is_loopback, serve  # slow to import

    base = checked_base(base_url)
    listening = bound(host, port)
    number = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"The archive in {home().path} is served at {base or f'http://{shown}:{number}'}/  (Ctrl-C ends it)")
    if not is_loopback(host):
        click.echo(f"note: it listens on {host}: whoever reaches this machine can read the whole archive", err=True)
    serve(home(), listening, host, base, processes or min(MOST, cores()))
    raise click.exceptions.Exit(INTERRUPTED)
