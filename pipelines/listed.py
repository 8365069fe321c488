"""The posts that a listing, a feed or a calendar shows: entered with what is said of them there, and counted."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from models.article import Hint
from models.tables import ArticleRow, LinkRow
from pipelines.ledger import LINKS, hints_of
from pipelines.links import Keys, New, Rows, parts
from pipelines.listing import Listing

CLOCK = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}")
UNASKED = {"etag": None, "last_modified": None}  # of a page that may not have changed, but is read otherwise now
UNOPENED = {"waiting", "failed"}


@dataclass(frozen=True, slots=True)
class Listed:
    """The posts of a listing. keys: all of them.

    count: how many this sweep has not seen listed before. is_fresh: some were not visited yet. is_news: … and no other
    listing of this sweep has shown them.
    """

    keys: Keys
    count: int
    is_fresh: bool
    is_news: bool


def list_posts(rows: Rows, listing: Listing, cookies: Mapping[str, str], *, counts: bool) -> Listed:
    """Enters a listing's posts. counts: that they are still listed shows that the site is well.

    cookies: that the site expects with the forms which open posts.
    """
    keys, sweep = rows.by_key(listing.posts), rows.crawl.sweep
    hints = {key: hint for key, url in keys.items() if (hint := listing.hints.get(url))}
    forms = {key: form.said(cookies) for key, url in keys.items() if (form := listing.opened_by.get(url))}
    known = rows.known(keys)
    unlisted = [row for row in known.values() if row.listed_sweep != sweep]
    if counts:
        rows.change([row.id for row in unlisted], last_seen=rows.now, listed_sweep=sweep)
    _add_hints(rows, known, hints)
    _renew(rows, known, forms)
    own = {
        key: {"hints": hints_of([hints[key]]) if key in hints else None, "form": forms.get(key)}
        for key in hints.keys() | forms.keys()
    }
    unknown = {key: url for key, url in keys.items() if key not in known}
    rows.insert(New("article", unknown, own, {"listed_sweep": sweep}))
    return Listed(
        keys,
        len(unknown) + (len(unlisted) if counts else 0),
        bool(unknown) or any(row.state == "waiting" for row in known.values()),
        bool(unknown) or any(row.state == "waiting" for row in unlisted),
    )


def _renew(rows: Rows, known: Mapping[str, Any], forms: Mapping[str, Mapping[str, Any]]) -> None:
    """Forms grow old: what still waits is opened by the newest."""
    for key, form in forms.items():
        if key in known and known[key].state in UNOPENED:
            rows.change([known[key].id], form=form)


def _add_hints(rows: Rows, known: Mapping[str, Any], hints: Mapping[str, Hint]) -> None:
    """To links that have none of that origin yet, or one without a date; what was said first stays."""
    more: list[dict[str, Any]] = []
    dated: defaultdict[bool, list[int]] = defaultdict(list)
    for row, hint in ((known[key], hint) for key, hint in hints.items() if key in known):
        before = row.hints or []
        kept = [one for one in before if one["origin"] != hint.origin or one.get("published")]
        has_one = any(one["origin"] == hint.origin for one in kept)
        if has_one or (len(kept) < len(before) and not hint.published):
            continue
        more.append({"of_id": row.id, "said": [*kept, *hints_of([hint])]})
        if hint.published and row.state == "stored":
            dated[bool(CLOCK.search(hint.published))].append(row.id)
    for has_clock, ids in dated.items():
        _read_again(rows, ids, has_clock=has_clock)
    if more:
        statement = update(LINKS).where(LINKS.c.id == bindparam("of_id")).values(hints=bindparam("said"))
        rows.session.execute(statement, more)


def _read_again(rows: Rows, ids: Sequence[int], *, has_clock: bool) -> None:
    """Has posts fetched once more that were stored with no date, or the day alone, before this was known."""
    less_exact = ("day",) if has_clock else ()
    unsaid = ArticleRow.published_at.is_(None) | ArticleRow.published_precision.in_(less_exact)
    of_those = LinkRow.article_id.in_(select(ArticleRow.id).where(unsaid))
    for some in parts(ids):
        again = update(LINKS).where(LinkRow.id.in_(some), LinkRow.state == "stored", LinkRow.form.is_(None), of_those)
        rows.session.execute(again.values(state="waiting", **UNASKED))
