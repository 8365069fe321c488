"""The only writer of articles: stores what is new, keeps what was replaced, links copies, moves the change cursor.

Everything happens in the caller's write transaction (`models.database.writing`). Storing again changes nothing:

- What an article says (`columns.SAID` and its authors) makes a revision when it changes; the old one is kept whole.
- The text of a file that an article's page only links (`pipelines.filetext`) comes later and makes no revision.
- Where it stands and how it was read (URL, origins, cleaned HTML) follows the newest page without a revision.
- The page follows too: ``page_id`` is the newest page that says what the article says now, and re-extraction reads it.
- A page older than the article's (an import of old captures) never replaces what a newer one says: what it says
  otherwise is kept as a revision.
- A withdrawn article may get new content and stays withdrawn.

Rows of articles that are loaded in the session are read again when they are next used.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.article import Article
from models.tables import ArticleRow, CounterRow, RevisionRow, SiteRow
from pipelines.authors import write_authors
from pipelines.changes import Change, Given, changes_of, newer_page
from pipelines.columns import CARRIED, article_from, article_of, names_of, packed, read_back, written
from pipelines.duplicates import drop_bands, link_duplicates
from pipelines.rows import insert_rows, new_ids
from pipelines.told import Told, told

__all__ = [
    "Stored",
    "article_of",
    "next_change",
    "revisions",
    "site_row",
    "store_article",
    "store_articles",
    "withdraw",
]

RETOLD = {"new", "revised", "completed"}  # kinds of change that come with a text
TOGETHER = 2_000  # articles to one round of queries
ARTICLES = cast(Table, ArticleRow.__table__)
REVISIONS = cast(Table, RevisionRow.__table__)
COUNTERS = cast(Table, CounterRow.__table__)
CURSOR = COUNTERS.c.name == "changed"


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article that was given: its id, whether that was news, whether what is new is a copy."""

    article_id: int
    outcome: Literal["new", "unchanged", "revised", "withdrawn"]
    copy: bool = False


def site_row(session: Session, site_name: str, title: str = "", rights: str | None = None) -> SiteRow:
    """The site's row, made where there is none; a title and rights that are given are kept."""
    row = session.scalar(select(SiteRow).where(SiteRow.name == site_name))
    if row is None:
        row = SiteRow(name=site_name, title="")
        session.add(row)
    row.title = title or row.title
    row.rights = rights if rights is not None else row.rights
    session.flush()
    return row


def next_change(session: Session, n: int = 1) -> int:
    """Takes n numbers of the change cursor, in this transaction; returns the first of them."""
    taken = update(COUNTERS).where(CURSOR).values(value=COUNTERS.c.value + n).returning(COUNTERS.c.value)
    last: int = session.execute(taken).scalar_one()
    return last - n + 1


def store_article(
    session: Session, site_id: int, key: str, article: Article, page_id: int | None, fetched_at: datetime | None
) -> Stored:
    """Stores one article; see `store_articles`."""
    return store_articles(session, site_id, [(key, article, page_id, fetched_at)])[0]


def store_articles(
    session: Session, site_id: int, batch: Iterable[Given], tell: Callable[[Article], Told] = told
) -> list[Stored]:
    """Stores articles of a site under their keys, as if one after the other; returns what became of each, in order.

    batch: key, article, ``pages.id`` of the page it was read from, when that was fetched (aware). tell: gives what
    `told` would say, for callers that had it worked out in other processes.
    """
    session.flush()
    # PostgreSQL: one writer at a time, as on SQLite, or two would not see each other's copies.
    session.execute(select(COUNTERS.c.value).where(CURSOR).with_for_update())
    stored = [one for part in _rounds(batch) for one in _store_round(session, site_id, part, tell)]
    _read_again(session)
    return stored


def _rounds(batch: Iterable[Given]) -> Iterator[list[Given]]:
    """Parts in which a key stands once."""
    part: dict[str, Given] = {}
    for given in batch:
        if given[0] in part or len(part) == TOGETHER:
            yield list(part.values())
            part = {}
        part[given[0]] = given
    if part:
        yield list(part.values())


def _store_round(session: Session, site_id: int, part: list[Given], tell: Callable[[Article], Told]) -> list[Stored]:
    changes = changes_of(session, site_id, part)
    given = {id(one[1]) for one in part}  # of those that kept the text of their file nothing was worked out
    texts = {
        change.key: (tell if id(change.article) in given else told)(change.article)
        for change in changes
        if change.kind in RETOLD
    }
    numbers = _numbers(session, changes)
    ids = {change.key: change.row.id for change in changes if change.row}
    ids |= _insert(session, site_id, [change for change in changes if change.kind == "new"], texts, numbers)
    _update(session, [change for change in changes if change.kind not in {"new", "none"}], texts, numbers)
    _write_authors(session, changes, ids)
    moved = _link(session, changes, ids, texts)
    return [Stored(ids[one.key], _outcome(one), one.kind == "new" and ids[one.key] in moved) for one in changes]


def _outcome(change: Change) -> Literal["new", "unchanged", "revised", "withdrawn"]:
    if change.withdrawn:
        return "withdrawn"
    if change.kind == "new":
        return "new"
    return "revised" if change.kind in {"revised", "older"} else "unchanged"


def _numbers(session: Session, changes: list[Change]) -> dict[str, int]:
    """A number of the change cursor for each that readers of the archive can tell from what it was."""
    keys = [change.key for change in changes if change.kind not in {"none", "moved"}]
    if not keys:
        return {}
    first = next_change(session, len(keys))
    return dict(zip(keys, range(first, first + len(keys)), strict=True))


def _insert(
    session: Session, site_id: int, new: list[Change], texts: dict[str, Told], numbers: dict[str, int]
) -> dict[str, int]:
    """The new rows' ids, by key."""
    if not new:
        return {}
    fixed = {"site_id": site_id, "stored_at": datetime.now(UTC), "revision": 1}
    ids = dict(zip((one.key for one in new), new_ids(session, ARTICLES, len(new)), strict=True))
    rows = [
        fixed | {"id": ids[one.key], "key": one.key} | _content(one, texts[one.key], numbers[one.key]) for one in new
    ]
    insert_rows(session, ARTICLES, list(rows[0]), [tuple(row.values()) for row in rows])
    return ids


def _content(change: Change, text: Told, number: int) -> dict[str, Any]:
    return change.columns | {
        "html": packed(change.article),
        "page_id": change.page_id,
        "fetched_at": change.fetched_at,
        "text_hash": text.digest,
        "signature": text.signature,
        "changed": number,
    }


def _update(session: Session, changes: list[Change], texts: dict[str, Told], numbers: dict[str, int]) -> None:
    kept = [_kept(change) for change in changes if change.kind in {"revised", "older"}]
    if kept:
        session.execute(insert(REVISIONS), kept)
    for change in changes:
        values = _values(change, texts.get(change.key), numbers.get(change.key))
        session.execute(update(ARTICLES).where(ARTICLES.c.id == change.row.id).values(values))


def _kept(change: Change) -> dict[str, Any]:
    """The revision that an article leaves behind; or that an older page makes, late."""
    row, article, page_id, fetched_at = change.row, change.article, change.page_id, change.fetched_at
    if change.kind == "revised":
        article, page_id, fetched_at = article_from(row, change.authors), row.page_id, row.fetched_at
    return {
        "article_id": row.id,
        "number": row.revision,
        "page_id": page_id,
        "fetched_at": fetched_at,
        "replaced_at": datetime.now(UTC),
        "content": written(article),
    }


def _values(change: Change, text: Told | None, number: int | None) -> dict[str, Any]:
    """The columns of a stored article that a change sets."""
    page = dict(zip(("page_id", "fetched_at"), newer_page(change.row, change.page_id, change.fetched_at), strict=True))
    if change.kind == "moved":
        return page
    assert number is not None
    if change.kind == "carried":
        carried = {name: change.columns[name] for name in CARRIED}
        return page | carried | {"html": packed(change.article), "changed": number}
    if change.kind == "older":
        return {"revision": change.row.revision + 1, "changed": number}
    assert text is not None
    return _content(change, text, number) | {"revision": change.row.revision + (change.kind == "revised")}


def _write_authors(session: Session, changes: list[Change], ids: dict[str, int]) -> None:
    names = {ids[one.key]: names_of(one.article) for one in changes if one.kind in {"new", "revised"}}
    write_authors(session, names, [one.row.id for one in changes if one.kind == "revised" and one.authors])


def _link(session: Session, changes: list[Change], ids: dict[str, int], texts: dict[str, Told]) -> set[int]:
    """Links what has a new text, and anew what was linked to a text that is gone; returns which have another link."""
    retold = [one for one in changes if one.kind in RETOLD - {"new"} and one.row.text_hash != texts[one.key].digest]
    drop_bands(session, {one.row.id: one.row.signature for one in retold})
    compared = [one for one in changes if one.kind == "new"] + [one for one in retold if not one.withdrawn]
    fresh = {ids[one.key]: texts[one.key] for one in compared}
    moved = link_duplicates(session, fresh, {one.row.id for one in retold})
    _touch(session, moved - fresh.keys())
    return moved


def _touch(session: Session, ids: Collection[int]) -> None:
    """Moves the change cursor for articles that nothing else moves it for."""
    if ids:
        first = next_change(session, len(ids))
        rows = [{"_id": one, "_changed": number} for number, one in enumerate(sorted(ids), start=first)]
        statement = update(ARTICLES).where(ARTICLES.c.id == bindparam("_id")).values(changed=bindparam("_changed"))
        session.execute(statement, rows)


def _read_again(session: Session) -> None:
    for one in session.identity_map.values():
        if isinstance(one, ArticleRow):
            session.expire(one)


def withdraw(session: Session, article_id: int, reason: str) -> bool:
    """Marks an article withdrawn; its copies are linked anew among themselves. False where it already was.

    Raises LookupError where there is no such article.
    """
    session.flush()
    row = session.execute(select(ARTICLES).where(ARTICLES.c.id == article_id)).one_or_none()
    if row is None:
        raise LookupError(f"there is no article {article_id}")
    if row.withdrawn_at is not None:
        return False
    values = {"withdrawn_at": datetime.now(UTC), "withdrawn_reason": reason, "changed": next_change(session)}
    gone = update(ARTICLES).where(ARTICLES.c.id == article_id)
    session.execute(gone.values(values | {"duplicate_of": None, "duplicate_kind": None}))
    drop_bands(session, {article_id: row.signature})
    _touch(session, link_duplicates(session, {}, {article_id}))
    _read_again(session)
    return True


def revisions(session: Session, article_id: int) -> list[tuple[int, Article, datetime]]:
    """What an article said before: number, article, when it was replaced; in the order of their numbers."""
    kept = select(RevisionRow).where(RevisionRow.article_id == article_id).order_by(RevisionRow.number)
    return [(row.number, read_back(row.content), row.replaced_at) for row in session.scalars(kept)]
