"""Serves the sample portals in a process of their own until it is interrupted: ``python -m archive.samples``."""

from __future__ import annotations

import signal
import threading

import click

from archive.samples.planted import POSTS
from archive.samples.server import PORTS, SEED, SamplePortals


@click.command()
@click.option("--posts", default=POSTS, show_default=True, help="Posts of all portals together.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed, the same posts.")
@click.option(
    "--ports",
    nargs=len(PORTS),
    type=int,
    default=PORTS,
    show_default=True,
    help="One for each portal; 0 takes a free one.",
)
@click.option("--slow-seconds", default=0.2, show_default=True, help="How late slow posts are.")
@click.option("--page-delay", default=0.0, show_default=True, help="Seconds before every answer.")
def main(posts: int, seed: int, ports: tuple[int, ...], slow_seconds: float, page_delay: float) -> None:
    """Serve the made-up news sites on loopback; print their start URLs when they answer."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        with SamplePortals(posts, seed, slow_seconds, page_delay, ports=ports) as served:
            for portal in served.portals:
                click.echo(f"{portal.name} {portal.start}")
            click.echo("ready")
            stop.wait()
    except OSError as error:
        raise click.ClickException(f"ports {', '.join(map(str, ports))}: {error.strerror}") from None


if __name__ == "__main__":
    main()
