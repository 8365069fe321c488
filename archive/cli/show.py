"""`newsarchive show`: one article whole, in the form that is asked for."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterator

import click

from archive.cli.opened import opened
from archive.cli.output import is_terminal, safe, show_json, show_table
from archive.found import Found, Version
from archive.query import NotFoundError, get, kept_page, revisions
from models.article import iso_date
from models.home import home

LINE = 100  # characters that are read with ease


@click.command()
@click.argument("which", metavar="ID|URL")
@click.option("--json", "form", flag_value="json", help="All fields, as JSON.")
@click.option("--text", "form", flag_value="text", help="Title, lead and paragraphs, nothing else.")
@click.option("--html", "form", flag_value="html", help="The cleaned body.")
@click.option("--page", "form", flag_value="page", help="The page as it was served, byte by byte.")
@click.option("--revisions", "earlier", is_flag=True, help="What it was before its text changed; whole with --json.")
def command(which: str, form: str | None, earlier: bool) -> None:
    """Show the article of that number or URL."""
    engine = opened()
    found = get(engine, which)
    if earlier:
        _show_versions(revisions(engine, found.id), form)
    elif form == "page":
        from pipelines.warc import read_page  # what reads WARC is slow to import

        file, offset = kept_page(engine, found.id)
        sys.stdout.buffer.write(read_page(home().warc, file, offset).body)
        sys.stdout.buffer.flush()
    else:
        FORMS[form or ""](found)


def _show_versions(versions: list[Version], form: str | None) -> None:
    if form == "json":
        show_json([version.to_json() for version in versions])
        return
    if not versions:
        click.echo("its text never changed", err=True)
        return
    rows = [
        (str(version.number), f"{version.replaced_at:%Y-%m-%d %H:%M}", len(version.article.text), version.article.title)
        for version in versions
    ]
    show_table(("revision", "replaced (UTC)", "characters", "title"), rows, "title")


def _as_json(found: Found) -> None:
    show_json(found.to_json())


def _as_text(found: Found) -> None:
    _print(f"{found.article.title}\n\n{found.article.text}")


def _as_html(found: Found) -> None:
    if found.article.html is None:
        raise NotFoundError(f"article {found.id} has no HTML: it came as text")
    _print(found.article.html)


def _print(text: str) -> None:
    """As it is into a file, without what a terminal would obey onto one."""
    click.echo(safe(text) if is_terminal() else text)


def _whole(found: Found) -> None:
    article = found.article
    click.secho(safe(article.title), bold=is_terminal())
    for name, value in _facts(found):
        click.echo(f"{name + ':':<13}{safe(value)}")
    for paragraph in filter(None, (article.lead, *article.paragraphs)):
        lines = textwrap.wrap(safe(paragraph), LINE) if is_terminal() else [safe(paragraph)]
        click.echo("\n" + "\n".join(lines))


def _facts(found: Found) -> Iterator[tuple[str, str]]:
    article = found.article
    facts = {
        "published": iso_date(article.published_at, article.published_precision),
        "by": ", ".join(article.authors),
        "source": article.source,
        "dateline": article.dateline,
        "section": article.section,
        "tags": ", ".join(article.tags),
        "site": found.site,
        "url": article.url,
        "id": f"{found.id}, revision {found.revision}",
        "same text as": str(found.duplicate_of) if found.duplicate_of else None,
    }
    yield from ((name, value) for name, value in facts.items() if value)
    yield from (("caption", caption) for caption in article.captions)
    yield from (("attachment", f"{file.title} {file.url}") for file in article.attachments)


FORMS: dict[str, Callable[[Found], None]] = {
    "": _whole,
    "json": _as_json,
    "text": _as_text,
    "html": _as_html,
}
