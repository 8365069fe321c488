"""Rows of the ledger: looked up by their keys, entered once each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from models.site import Site
from models.tables import LinkRow
from pipelines.ledger import LINKS, RANK, Crawl
from pipelines.urls import identity

AT_ONCE = 500  # keys in one query
ASKED = (
    *("id", "key", "kind", "state", "listed_sweep", "visited_sweep", "depth", "hints", "first_seen", "visited_at"),
    *("next_visit", "attempts"),
)
KNOWN = select(*(LINKS.c[name] for name in ASKED)).where(
    LINKS.c.site_id == bindparam("of_site"), LINKS.c.key.in_(bindparam("keys", expanding=True))
)
NEW: Mapping[str, Any] = {  # what a new row says where nothing else is said of it
    "state": "waiting",
    "attempts": 0,
    "idle": 0,
    "depth": 0,
    "root_id": None,
    "listed_sweep": None,
    "complete": False,
    "hints": None,
    "form": None,
}
LIKE = {"section": ("section", "listing"), "listing": ("section", "listing")}  # kinds that turn into each other

Keys = Mapping[str, str]  # key of the ledger -> URL


@dataclass(frozen=True, slots=True)
class New:
    """Links to be entered, if the ledger does not know them: all as one kind, with more columns for all of them.

    own: key -> columns of that link alone.
    """

    kind: str
    keys: Keys
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a site's ledger, in the transaction of the caller. now: when what is written there happened."""

    session: Session
    crawl: Crawl
    site: Site
    now: datetime

    def by_key(self, urls: Iterable[str]) -> dict[str, str]:
        """The URLs by their identity; of several for one post the first."""
        found: dict[str, str] = {}
        for url in urls:
            found.setdefault(identity(url, self.site), url)
        return found

    def known(self, keys: Collection[str]) -> dict[str, Any]:
        """What the ledger knows of the links with these keys."""
        found: dict[str, Any] = {}
        for some in parts(list(keys)):
            rows = self.session.execute(KNOWN, {"of_site": self.crawl.site_id, "keys": some})
            found |= {row.key: row for row in rows}
        return found

    def enter(self, new: New, most: int | None = None) -> int:
        """Enters the links that are not known; how many. most: that the site may have, with others of that sort."""
        known = self.known(new.keys) if new.keys else {}
        unknown = {key: url for key, url in new.keys.items() if key not in known}
        if unknown and most is not None:
            room = max(most - self._count(LIKE.get(new.kind, (new.kind,))), 0)
            unknown = dict(list(unknown.items())[:room])
        return self.insert(replace(new, keys=unknown))

    def insert(self, new: New) -> int:
        """Enters links that nobody knows; how many."""
        rank = RANK["page"] if new.more.get("root_id") else RANK.get(new.kind, 0)
        seen = {"first_seen": self.now, "last_seen": self.now}
        same = {**NEW, "site_id": self.crawl.site_id, "kind": new.kind, "rank": rank, **seen, **new.more}
        rows = [{**same, "key": key, "url": url, **new.own.get(key, {})} for key, url in new.keys.items()]
        if rows:
            self.session.execute(insert(LINKS), rows)
        return len(rows)

    def change(self, ids: Sequence[int], **columns: Any) -> None:
        """The same columns of all these rows."""
        for some in parts(ids):
            self.session.execute(update(LINKS).where(LINKS.c.id.in_(some)).values(columns))

    def visit_again(self, ids: Sequence[int], **columns: Any) -> None:
        """Has links wait for a visit now."""
        self.change(ids, state="waiting", next_visit=None, **columns)

    def _count(self, kinds: Sequence[str]) -> int:
        """How many links of these kinds the site has, the further pages of listings left out."""
        mine = (LinkRow.site_id == self.crawl.site_id, LinkRow.kind.in_(kinds), LinkRow.root_id.is_(None))
        return self.session.scalar(select(func.count()).where(*mine)) or 0


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values, few enough at once for a query."""
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
