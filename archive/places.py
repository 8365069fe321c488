"""Which site an imported page belongs to: the one named, the one whose file has its host, or one named by the host."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlsplit

from sqlalchemy import Engine

from models.patience import write_patiently
from models.site import Site, find_site, load_sites, site_files
from pipelines.store import site_row

UNKNOWN = "import"  # the site of pages without a URL
LONGEST_NAME = 63


@dataclass(frozen=True, slots=True)
class Place:
    """A site's row, and its rules where it has a file."""

    id: int
    site: Site | None


def rules_of(name: str) -> Site | None:
    """The site file of that name, None where there is none. Raises SiteError for one that cannot be used."""
    return find_site(name) if name in site_files() else None


class Places:
    """The site of each URL; rows are made as they are needed. ``name``: the one site that everything belongs to."""

    def __init__(self, engine: Engine, name: str | None) -> None:
        self.engine = engine
        self.name = name
        self._known: dict[str, Place] = {}

    def of(self, url: str | None) -> Place:
        name = self.name or self._named(url)
        if name not in self._known:
            site = rules_of(name)
            title, rights = (site.title, site.rights) if site else ("", None)
            made = write_patiently(self.engine, lambda session: site_row(session, name, title, rights).id)
            self._known[name] = Place(made, site)
        return self._known[name]

    def _named(self, url: str | None) -> str:
        if url is None:
            return UNKNOWN
        parts = urlsplit(url)
        host = (parts.hostname or UNKNOWN)[:LONGEST_NAME]
        return self._by_host.get(parts.netloc.lower(), host)

    @cached_property
    def _by_host(self) -> dict[str, str]:
        sites, _ = load_sites()
        return {host: site.name for site in sites for host in site.hosts}
