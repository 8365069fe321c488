"""Who wrote what: names that stand on articles, each kept once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import cast

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.orm import Session

from models.tables import ArticleAuthorRow, AuthorRow
from pipelines.text import unaccent

AUTHORS = cast(Table, AuthorRow.__table__)
BYLINES = cast(Table, ArticleAuthorRow.__table__)


def authors_of(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """The names that stand on each of these articles, in order."""
    found: dict[int, list[str]] = {one: [] for one in ids}
    if ids:
        of_these = select(BYLINES.c.article_id, AUTHORS.c.name).join_from(BYLINES, AUTHORS)
        for row in session.execute(of_these.where(BYLINES.c.article_id.in_(ids)).order_by(BYLINES.c.position)):
            found[row.article_id].append(row.name)
    return found


def write_authors(session: Session, names: Mapping[int, Sequence[str]], before: Collection[int]) -> None:
    """Puts names on articles, each once on one; those that had some ``before`` lose them."""
    if before:
        session.execute(delete(BYLINES).where(BYLINES.c.article_id.in_(before)))
    known = _author_ids(session, {name for mine in names.values() for name in mine})
    rows = [
        {"article_id": one, "author_id": known[name], "position": position}
        for one, mine in names.items()
        for position, name in enumerate(mine)
    ]
    if rows:
        session.execute(insert(BYLINES), rows)


def _author_ids(session: Session, names: set[str]) -> dict[str, int]:
    if not names:
        return {}
    wanted = select(AUTHORS.c.name, AUTHORS.c.id).where(AUTHORS.c.name.in_(names))
    known: dict[str, int] = {row.name: row.id for row in session.execute(wanted)}
    new = [{"name": name, "folded": unaccent(name)} for name in sorted(names - known.keys())]
    if new:
        for row in session.execute(insert(AUTHORS).returning(AUTHORS.c.id, AUTHORS.c.name), new):
            known[row.name] = row.id
    return known
