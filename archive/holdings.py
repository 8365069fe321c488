"""The files that an article shows or offers, as far as a crawl has kept them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, select

from models.database import reading
from models.site import SiteError, find_site, is_http
from models.tables import LinkRow, PageRow, SiteRow
from pipelines.urls import identity


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that was kept: where, and what it was served as."""

    url: str
    content_type: str
    warc_file: str
    warc_offset: int
    digest: str


def held_files(engine: Engine, site: str, urls: Iterable[str]) -> dict[str, HeldFile]:
    """Those of the files at these URLs that a crawl of the site has kept, by URL."""
    keys = _keys(site, urls)
    if not keys:
        return {}
    columns = (LinkRow.key, PageRow.content_type, PageRow.warc_file, PageRow.warc_offset, PageRow.digest)
    chosen = select(*columns).join(PageRow, PageRow.id == LinkRow.page_id).join(SiteRow, SiteRow.id == LinkRow.site_id)
    chosen = chosen.where(SiteRow.name == site, LinkRow.key.in_(keys), PageRow.status == 200)
    with reading(engine) as session:
        return {keys[row.key]: HeldFile(keys[row.key], *row[1:]) for row in session.execute(chosen)}


def _keys(site: str, urls: Iterable[str]) -> dict[str, str]:
    """Identity -> URL, by the rules of the site's file where it has one."""
    held = [url for url in urls if is_http(url)]
    if not held:
        return {}
    try:
        rules = find_site(site)
    except SiteError:
        rules = None  # the file is gone, or was never there: the general rules are what is left
    return {key: url for url in held for key in (identity(url), identity(url, rules))}
