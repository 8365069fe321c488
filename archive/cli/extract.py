"""`newsarchive extract`: what would be stored of a page, and on which evidence; stores nothing."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import click

from archive.cli.output import Cell, safe, show_json, show_table
from models.article import Article, NotAnArticle, Page, iso_date
from pipelines.candidates import Candidate
from pipelines.dates import Stamp
from pipelines.evidence import Evidence
from pipelines.extract import explain
from pipelines.signature import Signature
from pipelines.trust import Weighed

SHOWN_CUTS = 12
LONGEST_CELL = 70


@click.command()
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@click.option("--url", help="Where the page was: links become absolute by it, its date may stand in it.")
@click.option(
    "--site", "site_name", metavar="NAME", help="Read it as a page of this site: its zone, selectors, template."
)
@click.option("--json", "as_json", is_flag=True, help="Article, candidates and cuts, as JSON.")
def command(file: BinaryIO, url: str | None, site_name: str | None, as_json: bool) -> None:
    """Show what would be stored of a saved page (HTML, or the text that a page left), and why."""
    from archive.patterns import newest_template
    from models.site import find_site

    name = getattr(file, "name", "-")
    page = Page(file.read(), url, content_type=_content_type(name))
    try:
        site = find_site(site_name) if site_name else None
        evidence = explain(page, site, newest_template(site.name) if site else None)
    except NotAnArticle as verdict:
        raise click.ClickException(f"{name}: no article: {verdict}") from None
    if as_json:
        show_json(_as_json(evidence))
    else:
        _show(evidence)


def _content_type(name: str) -> str:
    return "text/plain" if mimetypes.guess_type(Path(name).name)[0] == "text/plain" else "text/html"


def _as_json(evidence: Evidence) -> dict[str, Any]:
    return {
        "article": evidence.article.to_json(),
        "container": evidence.container,
        "fit": evidence.fit,
        "candidates": [_candidate(one, won) for one, won in _with_winners(evidence.candidates)],
        "cuts": [{"reason": reason, "text": text} for reason, text in evidence.cuts],
    }


def _candidate(one: Weighed, won: bool) -> dict[str, Any]:
    return {
        "field": one.field,
        "value": _told(one.candidate),
        "origin": one.origin,
        "points": one.points,
        "won": won,
        "agreeing": list(one.agreeing),
        "traps": list(one.candidate.traps),
        "only_confirms": one.candidate.witness,
    }


def _with_winners(candidates: Sequence[Weighed]) -> list[tuple[Weighed, bool]]:
    """Each candidate, and whether it is the first of its field that may win."""
    first = {one.field: one for one in reversed(candidates) if one.may_win}
    return [(one, first.get(one.field) is one) for one in candidates]


def _told(candidate: Candidate) -> str:
    value = candidate.value
    if isinstance(value, Signature):
        value = value.authors
    if isinstance(value, Stamp):
        return iso_date(value.moment, value.precision) or ""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _show(evidence: Evidence) -> None:
    article = evidence.article
    show_table(("field", "value", "from"), [*_rows(article)], "value")
    for paragraph in filter(None, (article.lead, *article.paragraphs)):
        click.echo("\n" + safe(paragraph))
    if evidence.fit is not None:
        click.echo(f"\nRead with the site's template: it has {evidence.fit:.0%} of the places of its layout.")
    if evidence.candidates:
        click.echo("\nCandidates of each field, the most trusted first; > marks what was taken:")
        told = [_row(one, won) for one, won in _with_winners(evidence.candidates)]
        show_table(("", "field", "value", "from", "points", "why"), told, "why")
    if evidence.cuts:
        more = len(evidence.cuts) - SHOWN_CUTS
        rest = f" (and {more} more; --json)" if more > 0 else ""
        click.echo(f"\nCut as chrome, inside {evidence.container}:{rest}")
        show_table(("why", "text"), [(why, _cut(text)) for why, text in evidence.cuts[:SHOWN_CUTS]], "text")


def _row(one: Weighed, won: bool) -> tuple[Cell, ...]:
    """A candidate, its points, and what made them."""
    said = [f"with {', '.join(one.agreeing)}"] if one.agreeing else []
    said += [f"against: {', '.join(one.candidate.traps)}"] if one.candidate.traps else []
    said += ["only confirms others"] if one.candidate.witness else []
    told = (one.field, _cut(_told(one.candidate)), one.origin, f"{one.points:g}", "; ".join(said))
    return (">" if won else "", *told)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _rows(article: Article) -> list[tuple[Cell, ...]]:
    """Every field that has a value, and where it came from."""
    values = {
        "title": article.title,
        "published_at": iso_date(article.published_at, article.published_precision),
        "modified_at": iso_date(article.modified_at, "minute"),
        "authors": ", ".join(article.authors),
        "byline": article.byline,
        "source": article.source,
        "dateline": article.dateline,
        "section": article.section,
        "tags": ", ".join(article.tags),
        "language": article.language,
        "captions": " / ".join(article.captions),
        "images": len(article.images) or None,
        "attachments": " / ".join(file.title for file in article.attachments),
    }
    return [(name, value, article.origins.get(name, "")) for name, value in values.items() if value]
