"""Who wrote what: names that stand on articles, each kept once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from models.tables import ArticleAuthorRow, AuthorRow
from pipelines.rows import among, insert_rows, new_ids
from pipelines.text import unaccent

AUTHORS = cast(Table, AuthorRow.__table__)
BYLINES = cast(Table, ArticleAuthorRow.__table__)


def authors_of(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """The names that stand on each of these articles, in order."""
    found: dict[int, list[str]] = {one: [] for one in ids}
    if ids:
        of_these = select(BYLINES.c.article_id, AUTHORS.c.name).join_from(BYLINES, AUTHORS)
        for row in session.execute(
            of_these.where(among(session, BYLINES.c.article_id, ids)).order_by(BYLINES.c.position)
        ):
            found[row.article_id].append(row.name)
    return found


def write_authors(session: Session, names: Mapping[int, Sequence[str]], before: Collection[int]) -> None:
    """Puts names on articles, each once on one; those that had some ``before`` lose them."""
    if before:
        session.execute(delete(BYLINES).where(among(session, BYLINES.c.article_id, before)))
    known = _author_ids(session, {name for mine in names.values() for name in mine})
    rows = [(one, known[name], position) for one, mine in names.items() for position, name in enumerate(mine)]
    insert_rows(session, BYLINES, ("article_id", "author_id", "position"), rows)


def _author_ids(session: Session, names: set[str]) -> dict[str, int]:
    if not names:
        return {}
    wanted = select(AUTHORS.c.name, AUTHORS.c.id).where(among(session, AUTHORS.c.name, names))
    known: dict[str, int] = {row.name: row.id for row in session.execute(wanted)}
    new = sorted(names - known.keys())
    added = dict(zip(new, new_ids(session, AUTHORS, len(new)), strict=True)) if new else {}
    rows = [(one, name, unaccent(name)) for name, one in added.items()]
    insert_rows(session, AUTHORS, ("id", "name", "folded"), rows)
    return known | added
