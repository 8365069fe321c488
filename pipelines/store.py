"""The only writer of articles: stores what is new, keeps what was replaced, links copies, moves the change cursor.

Everything happens in the caller's write transaction (`models.database.writing`). Storing again changes nothing:

- What an article says (`columns.SAID` and its authors) makes a revision when it changes; the old one is kept whole.
- Where it stands and how it was read (URL, origins, cleaned HTML) follows the newest page without a revision.
- The page follows too: ``page_id`` is the newest page that says what the article says now, and re-extraction reads it.
- A page older than the article's (an import of old captures) never replaces what a newer one says: what it says
  otherwise is kept as a revision.
- A withdrawn article may get new content and stays withdrawn.

Rows of articles that are loaded in the session are read again when they are next used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from models.article import Article
from models.tables import ArticleAuthorRow, ArticleRow, AuthorRow, CounterRow, RevisionRow, SiteRow
from pipelines.columns import CARRIED, SAID, article_from, article_of, columns_of, names_of, packed, read_back, unpacked
from pipelines.columns import written as written_content
from pipelines.duplicates import Told, drop_bands, link_duplicates, told
from pipelines.text import unaccent

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

TOGETHER = 200  # articles to one round of queries
ARTICLES = cast(Table, ArticleRow.__table__)
REVISIONS = cast(Table, RevisionRow.__table__)
AUTHORS = cast(Table, AuthorRow.__table__)
BYLINES = cast(Table, ArticleAuthorRow.__table__)
COUNTERS = cast(Table, CounterRow.__table__)

Given = tuple[str, Article, int | None, datetime | None]  # key, article, page_id, fetched_at (aware)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of an article that was given: its id, and whether that was news."""

    article_id: int
    outcome: Literal["new", "unchanged", "revised", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Change:
    """What an article that was given changes.

    kind: new; revised (says something else); older (says something else, on an older page); carried (only what no
    revision is made of differs); moved (only the page is newer); none.
    """

    kind: str
    given: Given
    columns: dict[str, Any]
    row: Any = None  # as it stands, None for a new one
    authors: Sequence[str] = ()  # as they stand


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
    statement = update(COUNTERS).where(COUNTERS.c.name == "changed").values(value=COUNTERS.c.value + n)
    last: int = session.execute(statement.returning(COUNTERS.c.value)).scalar_one()
    return last - n + 1


def store_article(
    session: Session, site_id: int, key: str, article: Article, page_id: int | None, fetched_at: datetime | None
) -> Stored:
    """Stores one article; see `store_articles`."""
    return store_articles(session, site_id, [(key, article, page_id, fetched_at)])[0]


def store_articles(session: Session, site_id: int, batch: Iterable[Given]) -> list[Stored]:
    """Stores articles of a site under their keys, as if one after the other; returns what became of each, in order."""
    session.flush()
    stored = [one for part in _rounds(batch) for one in _store_round(session, site_id, part)]
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


def _store_round(session: Session, site_id: int, part: list[Given]) -> list[Stored]:
    # PostgreSQL: one writer at a time, as on SQLite, or two would not see each other's copies.
    session.execute(select(COUNTERS.c.value).where(COUNTERS.c.name == "changed").with_for_update())
    rows = _rows(session, site_id, [given[0] for given in part])
    authors = _authors(session, [row.id for row in rows.values()])
    changes = [_change(session, given, rows.get(given[0]), authors) for given in part]
    numbers = _numbers(session, changes)
    texts = {change.given[0]: told(change.given[1]) for change in changes if change.kind in {"new", "revised"}}
    ids = {key: row.id for key, row in rows.items()}
    ids |= _insert(session, site_id, [change for change in changes if change.kind == "new"], texts, numbers)
    _update(session, [change for change in changes if change.row], texts, numbers)
    _write_authors(session, [change for change in changes if change.kind in {"new", "revised"}], ids)
    _link(session, changes, ids, texts)
    return [Stored(ids[change.given[0]], _outcome(change)) for change in changes]


def _rows(session: Session, site_id: int, keys: list[str]) -> dict[str, Any]:
    rows = session.execute(select(ARTICLES).where(ARTICLES.c.site_id == site_id, ARTICLES.c.key.in_(keys)))
    return {row.key: row for row in rows}


def _authors(session: Session, ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {one: [] for one in ids}
    if ids:
        of_these = select(BYLINES.c.article_id, AUTHORS.c.name).join_from(BYLINES, AUTHORS)
        for row in session.execute(of_these.where(BYLINES.c.article_id.in_(ids)).order_by(BYLINES.c.position)):
            found[row.article_id].append(row.name)
    return found


def _change(session: Session, given: Given, row: Any, authors: dict[int, list[str]]) -> Change:
    _, article, page_id, fetched_at = given
    columns = columns_of(article)
    if row is None:
        return Change("new", given, columns)
    names = authors[row.id]
    same = names == names_of(article) and all(columns[name] == getattr(row, name) for name in SAID)
    kind = "none"
    if fetched_at and row.fetched_at and fetched_at < row.fetched_at:
        kind = "none" if same or _was_kept(session, row.id, article) else "older"
    elif not same:
        kind = "revised"
    elif article.html != unpacked(row.html, article.text) or any(
        columns[name] != getattr(row, name) for name in CARRIED
    ):
        kind = "carried"
    elif _page(row, page_id, fetched_at) != (row.page_id, row.fetched_at):
        kind = "moved"
    return Change(kind, given, columns, row, names)


def _was_kept(session: Session, article_id: int, article: Article) -> bool:
    """Whether a revision says the same."""
    contents = session.scalars(select(REVISIONS.c.content).where(REVISIONS.c.article_id == article_id))
    return any(_said(read_back(content)) == _said(article) for content in contents)


def _said(article: Article) -> tuple[Any, ...]:
    return names_of(article), *(columns_of(article)[name] for name in SAID)


def _page(row: Any, page_id: int | None, fetched_at: datetime | None) -> tuple[int | None, datetime | None]:
    """The newer of two pages that say the same; one that was not kept does not count."""
    newer = row.fetched_at is None or (fetched_at is not None and fetched_at > row.fetched_at)
    if page_id is not None and (row.page_id is None or newer):
        return page_id, fetched_at or row.fetched_at
    return row.page_id, row.fetched_at


def _numbers(session: Session, changes: list[Change]) -> dict[str, int]:
    """A number of the change cursor for each that readers of the archive can tell from what it was."""
    keys = [change.given[0] for change in changes if change.kind not in {"none", "moved"}]
    return dict(zip(keys, range(next_change(session, len(keys)), 1 << 62), strict=False)) if keys else {}


def _insert(
    session: Session, site_id: int, changes: list[Change], texts: dict[str, Told], numbers: dict[str, int]
) -> dict[str, int]:
    """The new rows' ids, by key."""
    now = datetime.now(UTC)
    rows = [
        change.columns
        | _content(change, texts[change.given[0]], numbers[change.given[0]])
        | {"site_id": site_id, "key": change.given[0], "stored_at": now, "revision": 1}
        for change in changes
    ]
    if not rows:
        return {}
    return {row.key: row.id for row in session.execute(insert(ARTICLES).returning(ARTICLES.c.id, ARTICLES.c.key), rows)}


def _content(change: Change, text: Told, number: int) -> dict[str, Any]:
    _, article, page_id, fetched_at = change.given
    return {
        "html": packed(article),
        "page_id": page_id,
        "fetched_at": fetched_at,
        "text_hash": text.digest,
        "signature": text.signature,
        "changed": number,
    }


def _update(session: Session, changes: list[Change], texts: dict[str, Told], numbers: dict[str, int]) -> None:
    now = datetime.now(UTC)
    revisions = [_kept(change, now) for change in changes if change.kind in {"revised", "older"}]
    if revisions:
        session.execute(insert(REVISIONS), revisions)
    for change in changes:
        if change.kind != "none":
            values = _values(change, texts.get(change.given[0]), numbers.get(change.given[0], 0))
            session.execute(update(ARTICLES).where(ARTICLES.c.id == change.row.id).values(values))


def _kept(change: Change, now: datetime) -> dict[str, Any]:
    """The revision that an article leaves behind; or that an older page makes, late."""
    row = change.row
    _, article, page_id, fetched_at = change.given
    if change.kind == "revised":
        article, page_id, fetched_at = article_from(row, change.authors), row.page_id, row.fetched_at
    return {
        "article_id": row.id,
        "number": row.revision,
        "page_id": page_id,
        "fetched_at": fetched_at,
        "replaced_at": now,
        "content": written_content(article),
    }


def _values(change: Change, text: Told | None, number: int) -> dict[str, Any]:
    """The columns of a stored article that a change sets."""
    row, (_, article, page_id, fetched_at) = change.row, change.given
    page = dict(zip(("page_id", "fetched_at"), _page(row, page_id, fetched_at), strict=True))
    if change.kind == "moved":
        return page
    if change.kind == "carried":
        return {name: change.columns[name] for name in CARRIED} | page | {"html": packed(article), "changed": number}
    if change.kind == "older":
        return {"revision": row.revision + 1, "changed": number}
    assert text is not None
    return change.columns | _content(change, text, number) | {"revision": row.revision + 1}


def _write_authors(session: Session, changes: list[Change], ids: dict[str, int]) -> None:
    changed = [change for change in changes if change.row is None or list(change.authors) != names_of(change.given[1])]
    before = [change.row.id for change in changed if change.authors]
    if before:
        session.execute(delete(BYLINES).where(BYLINES.c.article_id.in_(before)))
    names = {name for change in changed for name in change.given[1].authors}
    if not names:
        return
    known = _author_ids(session, names)
    rows = [
        {"article_id": ids[change.given[0]], "author_id": known[name], "position": position}
        for change in changed
        for position, name in enumerate(names_of(change.given[1]))
    ]
    session.execute(insert(BYLINES), rows)


def _author_ids(session: Session, names: set[str]) -> dict[str, int]:
    wanted = select(AUTHORS.c.name, AUTHORS.c.id).where(AUTHORS.c.name.in_(names))
    known: dict[str, int] = {row.name: row.id for row in session.execute(wanted)}
    new = [{"name": name, "folded": unaccent(name)} for name in sorted(names - known.keys())]
    if new:
        for row in session.execute(insert(AUTHORS).returning(AUTHORS.c.id, AUTHORS.c.name), new):
            known[row.name] = row.id
    return known


def _link(session: Session, changes: list[Change], ids: dict[str, int], texts: dict[str, Told]) -> None:
    """Links what has a new text, and anew what was linked to a text that is gone."""
    retold = [
        change.row
        for change in changes
        if change.kind == "revised" and change.row.text_hash != texts[change.row.key].digest
    ]
    drop_bands(session, {row.id: row.signature for row in retold})
    new = {ids[change.given[0]] for change in changes if change.kind == "new"}
    shown = {row.id for row in retold if row.withdrawn_at is None} | new
    fresh = {ids[key]: text for key, text in texts.items() if ids[key] in shown}
    moved = link_duplicates(session, fresh, {row.id for row in retold})
    _touch(session, moved - fresh.keys())


def _touch(session: Session, ids: set[int]) -> None:
    """Moves the change cursor for articles that nothing else of this transaction moved it for."""
    if ids:
        first = next_change(session, len(ids))
        rows = [{"_id": one, "_changed": number} for number, one in enumerate(sorted(ids), start=first)]
        statement = update(ARTICLES).where(ARTICLES.c.id == bindparam("_id")).values(changed=bindparam("_changed"))
        session.execute(statement, rows)


def _outcome(change: Change) -> Literal["new", "unchanged", "revised", "withdrawn"]:
    if change.row is not None and change.row.withdrawn_at is not None:
        return "withdrawn"
    if change.kind == "new":
        return "new"
    return "revised" if change.kind in {"revised", "older"} else "unchanged"


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
