"""`newsarchive show`: one article whole, in the form that is asked for."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import asdict

import click

from archive.cli.opened import opened_to_ask
from archive.cli.output import is_terminal, safe, show_json, show_table
from archive.diff import Piece, changes
from archive.found import Found, Version
from archive.query import NotFoundError, get, kept_page, revisions
from models.article import Article, iso_date
from models.home import home

REVISIONS = re.compile(r"(\d{1,9})(?:\.\.(\d{1,9}))?")
MARKS = {"same": ("", "", None), "old": ("[-", "-]", "red"), "new": ("{+", "+}", "green")}
LINE = 100  # characters that are read with ease


@click.command()
@click.argument("which", metavar="ID|URL")
@click.option("--json", "form", flag_value="json", help="All fields, as JSON.")
@click.option("--text", "form", flag_value="text", help="Title, lead and paragraphs, nothing else.")
@click.option("--html", "form", flag_value="html", help="The cleaned body.")
@click.option("--page", "form", flag_value="page", help="The page as it was served, byte by byte.")
@click.option(
    "--diff",
    "compared",
    is_flag=False,
    flag_value="",
    metavar="[N[..M]]",
    help="What changed, word by word: since revision N (the last before), or from N to M.",
)
@click.option("--revisions", "earlier", is_flag=True, help="What it was before its text changed; whole with --json.")
def command(which: str, form: str | None, earlier: bool, compared: str | None) -> None:
    """Show the article of that number or URL."""
    engine = opened_to_ask()
    found = get(engine, which)
    if compared is not None:
        _show_diff(*_two(found, revisions(engine, found.id), compared), form)
    elif earlier:
        _show_versions(revisions(engine, found.id), form)
    elif form == "page":
        from pipelines.warc import read_page  # what reads WARC is slow to import

        sys.stdout.buffer.write(read_page(home().warc, *kept_page(engine, found.id)).body)
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


def _two(found: Found, versions: list[Version], compared: str) -> tuple[Article, Article]:
    """The two texts that are meant: of revision N, and of M or as it is now."""
    if not versions:
        raise NotFoundError(f"article {found.id} has nothing to compare: its text never changed")
    texts = {version.number: version.article for version in versions} | {found.revision: found.article}
    match = REVISIONS.fullmatch(compared or str(found.revision - 1))
    if not match:
        raise click.BadParameter(f"{compared!r} is not N or N..M", param_hint="'--diff'")
    chosen = int(match[1]), int(match[2] or found.revision)
    for number in chosen:
        if number not in texts:
            there = ", ".join(map(str, sorted(texts)))
            raise NotFoundError(f"article {found.id} has no revision {number}; it has {there}")
    return texts[chosen[0]], texts[chosen[1]]


def _show_diff(old: Article, new: Article, form: str | None) -> None:
    found = changes(old, new)
    if form == "json":
        show_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.field}: " + "".join(map(_marked, one.pieces)))
    if not found:
        click.echo("they say the same", err=True)


def _marked(piece: Piece) -> str:
    """As wdiff marks it, blanks outside; in colour on a terminal."""
    opening, closing, colour = MARKS[piece.kind]
    inner = safe(piece.text.strip())
    text = f"{opening}{inner}{closing}" if inner else ""
    if colour and is_terminal():
        text = click.style(text, fg=colour, strikethrough=piece.kind == "old")
    before, behind = piece.text[: -len(piece.text.lstrip()) or None], piece.text[len(piece.text.rstrip()) :]
    return f"{before if inner else piece.text}{text}{behind if inner else ''}"


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
