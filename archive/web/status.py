"""How the archive stands: its sites, their runs, the account of every page that was ever listed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, select
from starlette.requests import Request
from starlette.responses import Response

from archive.counts import runs
from archive.standing import Standing, ledger_of, standings
from archive.web.parameters import Unknown
from archive.web.rendering import page
from archive.web.served import Served, articles_by, figures, served
from models.tables import SiteRow

DRIFT = "drift"  # what a run counts under such a name has changed on the site
NAMED = select(SiteRow.id).where(SiteRow.name == bindparam("name"))
LAST_RUNS, NEWEST_RUNS = 30, 10  # of a site, of all


def sites(request: Request) -> Response:
    """Every site: its articles, its last run, when it is due."""
    archive = served(request)
    found = standings(archive.engine)
    return page(
        request,
        "status.html",
        sites=found,
        drifting={one.name for one in found if drift(one.counts or {})},
        runs=runs(archive.engine, limit=NEWEST_RUNS),
        articles=dict(articles_by(archive, "site")),
        facts=figures(archive),
    )


def site(request: Request) -> Response:
    """One site: its ledger and its runs."""
    archive = served(request)
    found = standing_of(archive, request.path_params["site"])
    last = runs(archive.engine, found.name, LAST_RUNS)
    return page(
        request,
        "site.html",
        site=found,
        facts=figures(archive, found.name),
        account=ledger_of(archive.engine, found.name),
        runs=last,
        drift=drift(last[0]["counts"]) if last else {},
    )


def check_site(archive: Served, name: str) -> None:
    """Raises Unknown where the archive has no site of that name."""
    with archive.engine.connect() as connection:
        if connection.scalar(NAMED, {"name": name}) is None:
            raise Unknown(f"the archive has no site {name!r}")


def standing_of(archive: Served, name: str) -> Standing:
    """The site of that name. Raises Unknown."""
    for one in standings(archive.engine):
        if one.name == name:
            return one
    raise Unknown(f"the archive has no site {name!r}")


def drift(counts: Mapping[str, int]) -> dict[str, int]:
    """What a run has found to be changed on its site."""
    return {name: number for name, number in counts.items() if DRIFT in name}
