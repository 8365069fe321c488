"""Files that hold the text of articles: asked for in the ledger, put into the articles when they have come."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from models.site import Site
from models.tables import ArticleRow, LinkRow
from pipelines.columns import article_from, article_of
from pipelines.filetext import IN_FILE, completed, text_file
from pipelines.ledger import LINKS, RANK
from pipelines.store import store_articles
from pipelines.urls import identity

ASK_AGAIN = (
    update(LINKS)
    .where(LINKS.c.id == bindparam("of_id"))
    .values(text_of=bindparam("articles"), state="waiting", next_visit=None)
)


def ask(session: Session, site_id: int, site: Site, ids: Collection[int]) -> None:
    """Has the ledger fetch the files whose text these stored articles are to get; those of others, again."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    urls: dict[str, str] = {}
    without = select(ArticleRow).where(ArticleRow.id.in_(ids), ArticleRow.origins["paragraphs"].as_string() == IN_FILE)
    for row in session.scalars(without).all() if ids else ():
        if url := text_file(article_from(row, ())):
            key = identity(url, site)
            wanted[key].add(row.id)
            urls[key] = url
    if wanted:
        _enter(session, site_id, wanted, urls)


def _enter(session: Session, site_id: int, wanted: Mapping[str, set[int]], urls: Mapping[str, str]) -> None:
    """Files by key, with the ids of their articles: known ones wait again, others are entered."""
    chosen = select(LinkRow.id, LinkRow.key, LinkRow.text_of, LinkRow.state, LinkRow.reason)
    found, again = set(), []
    for link in session.execute(chosen.where(LinkRow.site_id == site_id, LinkRow.key.in_(wanted))).all():
        found.add(link.key)
        known = set(link.text_of or ())
        lost = link.state == "fetched" and link.reason is None
        if lost or not wanted[link.key] <= known:
            again.append({"of_id": link.id, "articles": sorted(known | wanted[link.key])})
    if again:
        session.execute(ASK_AGAIN, again)
    now = datetime.now(UTC)
    place = {"site_id": site_id, "kind": "file", "state": "waiting", "rank": RANK["file"], "attempts": 0, "depth": 0}
    session.add_all(
        LinkRow(key=key, url=urls[key], text_of=sorted(wanted[key]), first_seen=now, last_seen=now, **place)
        for key in wanted.keys() - found
    )


def complete(session: Session, site_id: int, site: Site, texts: Mapping[int, tuple[str, ...]]) -> Counter[str]:
    """Gives articles the text of the files (by link) that have come; counts how many got theirs."""
    if not texts:
        return Counter()
    links = select(LinkRow.id, LinkRow.key, LinkRow.text_of).where(LinkRow.id.in_(texts), LinkRow.text_of.is_not(None))
    given = []
    for link in session.execute(links).all():
        for row in session.scalars(select(ArticleRow).where(ArticleRow.id.in_(link.text_of))).all():
            article = article_of(row)
            url = text_file(article)
            if url is not None and identity(url, site) == link.key:
                given.append((row.key, completed(article, texts[link.id]), row.page_id, row.fetched_at))
    if given:
        store_articles(session, site_id, given)
    return Counter({"files.text taken": len(given)})
