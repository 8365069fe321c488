"""`newsarchive demo`: the program shows itself, on sites that it brings along."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.crawling import watched_crawl
from archive.cli.opened import opened
from archive.cli.output import show_table
from archive.demo import sample_archive, score_archive
from archive.samples.score import Score

SEARCHES = (
    ["tiêm chủng", "--limit", "3"],
    ["tuyen sinh lop 1", "--limit", "3"],
    ['"khu dân cư"', "--site", "sample-vcms", "--order", "-date", "--limit", "3"],
)
SHOWN_LINE = 200
SHOWN_MISSES = 5


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-data"),
    show_default=True,
    help="The folder of the demo's archive; it stays.",
)
def command(home: Path) -> None:
    """Serve five made-up news sites on loopback, crawl them, search, score and export: the whole thing in a minute."""
    home = home.absolute()
    with sample_archive(home) as portals:
        _step("Five made-up news sites are served on this machine")
        for portal in portals.portals:
            click.echo(f"  {portal.title}: {portal.start}")
        names = tuple(portal.name for portal in portals.portals)
        _step("Crawl them: every page is kept as served, every article is read and stored")
        _shown("crawl", *names)
        runs = watched_crawl(names)
        failed = [run.site for run in runs if run.outcome == "failed"]
    if failed:
        raise click.ClickException(f"the crawl of {', '.join(failed)} failed; the archive so far is in {home}")
    _step("What became of every post that was listed")
    _run("ledger", names[0])
    _step("Ask the archive, with accents or without")
    for words in SEARCHES:
        _run("search", *words)
    _step("One article, whole")
    _run("show", "1")
    _step("How right it is: every field of every post against what the made-up sites meant to say")
    found = score_archive(opened(), portals)
    _show_score(found)
    _step("Take a corpus out of it")
    corpus = home / "sample.jsonl"
    _run("export", str(corpus), "--limit", "3", "--force")
    for line in corpus.read_text("utf-8").splitlines():
        click.echo(line[:SHOWN_LINE] + "…")
    _next(home)
    if not found.perfect:
        raise click.exceptions.Exit(1)


def _step(text: str) -> None:
    click.secho(f"\n{text}", bold=True)


def _shown(*words: str) -> None:
    click.secho("$ newsarchive " + " ".join(f"'{word}'" if " " in word else word for word in words), fg="cyan")


def _run(*words: str) -> None:
    """A command as a person would type it, with what it prints."""
    from archive.cli import main  # this module is one of its commands

    _shown(*words)
    main(list(words), standalone_mode=False)


def _show_score(found: Score) -> None:
    rows = [(name, f"{share:.3f}", len(found.misses[name])) for name, share in found.accuracy.items()]
    show_table(("field", "accuracy", "misses"), rows)
    click.echo(
        f"{found.found} of {found.expected} articles found, {len(found.missing)} missing, "
        f"{len(found.surplus)} that are none, {len(found.repeated)} stored twice"
    )
    for misses in found.misses.values():
        for miss in misses[:SHOWN_MISSES]:
            click.echo(f"  {miss.field} of {miss.url}\n    expected {miss.expected!r}\n    found    {miss.found!r}")
    for url in (*found.missing, *found.surplus, *found.repeated):
        click.echo(f"  missing, surplus or twice: {url}")


def _next(home: Path) -> None:
    _step("The archive is yours to play with. Next, try:")
    click.echo(f"  export NEWSARCHIVE_HOME={home}")
    for line in (
        "newsarchive search 'bầu cử' --since 2021 --json",
        "newsarchive stats --by author",
        "newsarchive show 1 --page",
        "newsarchive export tiem-chung.csv 'tiêm chủng'",
        "newsarchive reextract",
        "newsarchive sites add https://…",
    ):
        click.echo(f"  {line}")
