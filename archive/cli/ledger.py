"""`newsarchive ledger`: the account of every URL that was ever listed."""

from __future__ import annotations

from dataclasses import asdict

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from archive.cli.opened import opened
from archive.cli.output import show_json, show_table
from models.database import reading
from models.tables import LinkRow, SiteRow
from pipelines.ledger import Account, account

SHOWN_LINKS = 50


@click.command()
@click.argument("site", required=False)
@click.option("--state", type=click.Choice(["waiting", "stored", "dropped", "failed", "gone"]), help="List these URLs.")
@click.option("--json", "as_json", is_flag=True, help="The account as JSON.")
def command(site: str | None, state: str | None, as_json: bool) -> None:
    """Account for every post that SITE (or each site) ever listed: stored, dropped, failed, gone, waiting."""
    with reading(opened()) as session:
        names = [site] if site else list(session.scalars(select(SiteRow.name).order_by(SiteRow.name)))
        found = [one for name in names if (one := account(session, name))]
        if not found:
            raise click.ClickException(f"nothing was ever crawled of {site}" if site else "nothing was ever crawled")
        if as_json:
            show_json([asdict(one) | {"adds_up": one.adds_up} for one in found])
        elif state:
            _show_links(session, [one.site for one in found], state)
        else:
            for one in found:
                _show(one)


def _show(one: Account) -> None:
    rows = [("listed", one.listed, ""), ("  stored", one.stored, f"{one.articles} articles")]
    rows += [("  dropped", count, reason) for reason, count in one.dropped.items()]
    rows += [("  failed", count, reason) for reason, count in one.failed.items()]
    rows += [("  gone", one.gone, "")] if one.gone else []
    rows += [("  waiting", one.waiting, "")]
    show_table((one.site, "posts", ""), rows)
    click.echo("  adds up" if one.adds_up else "  DOES NOT ADD UP: please report this")
    others = (("listing pages", one.listings), ("feeds and sitemaps", one.feeds), ("attachments and images", one.files))
    for name, states in others:
        if states:
            click.echo(f"  {name}: " + ", ".join(f"{count} {state}" for state, count in sorted(states.items())))


def _show_links(session: Session, sites: list[str], state: str) -> None:
    links = session.scalars(
        select(LinkRow)
        .join(SiteRow, SiteRow.id == LinkRow.site_id)
        .where(SiteRow.name.in_(sites), LinkRow.state == state)
        .order_by(LinkRow.id)
        .limit(SHOWN_LINKS)
    )
    rows = [(link.kind, link.reason, link.url, (link.detail or "").strip()[-200:]) for link in links]
    show_table(("kind", "reason", "url", "detail"), rows, "url")
