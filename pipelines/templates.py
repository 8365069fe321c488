"""The templates of sites in the database: which one a page is read with, from which pages the next one is learned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.tables import ArticleRow, PageRow, TemplateRow
from pipelines.again import Kept
from pipelines.ledger import hints_of_articles
from pipelines.template import opened

SAMPLE = 40  # pages that a template is learned from: ten and more of each of a site's few layouts
HTML = PageRow.content_type.like("%html%")


@dataclass(frozen=True, slots=True)
class Templates:
    """A site's templates as JSON, each with the time from which on it is valid; in that order."""

    known: tuple[tuple[datetime, str], ...] = ()

    def at(self, fetched_at: datetime | None) -> str | None:
        """The one for a page that was fetched then: the last that was valid; the first for what is older than all."""
        if not self.known:
            return None
        if fetched_at is None:
            return self.known[-1][1]
        return next((text for since, text in reversed(self.known) if since <= fetched_at), self.known[0][1])


def load(session: Session, site_id: int) -> Templates:
    """A site's templates; those that another version of the program wrote count as never learned."""
    chosen = select(TemplateRow.valid_from, TemplateRow.content).where(TemplateRow.site_id == site_id)
    rows = session.execute(chosen.order_by(TemplateRow.valid_from, TemplateRow.id))
    return Templates(tuple((since, text) for since, text in rows if opened(text) is not None))


def save(
    session: Session, site_id: int, text: str, valid_from: datetime, now: datetime, *, again: bool = True
) -> TemplateRow:
    """Keeps a template. again: all articles up to now are to be read again with it, and that is noted."""
    newest = session.scalar(select(func.max(ArticleRow.id)).where(ArticleRow.site_id == site_id)) or 0
    start = 0 if again else None
    row = TemplateRow(
        site_id=site_id, valid_from=valid_from, learned_at=now, content=text, again_from=start, again_to=newest
    )
    session.add(row)
    session.flush()
    return row


def sample(session: Session, site_id: int, count: int = SAMPLE) -> list[Kept]:
    """Article pages of a site, spread evenly over all there are: other seasons, other sections, other layouts."""
    mine = (ArticleRow.site_id == site_id) & HTML
    number = func.row_number().over(order_by=ArticleRow.id)
    numbered = select(ArticleRow.id.label("id"), number.label("at")).join(PageRow, PageRow.id == ArticleRow.page_id)
    rows = numbered.where(mine).subquery()
    total = session.scalar(select(func.count()).select_from(rows)) or 0
    chosen = select(rows.c.id).where((rows.c.at - 1) % max(1, -(-total // count)) == 0)
    return _kept(session, ArticleRow.id.in_(chosen), count)


def newest(session: Session, site_id: int, count: int = SAMPLE) -> list[Kept]:
    """The article pages of a site that were fetched last."""
    chosen = select(ArticleRow.id).join(PageRow, PageRow.id == ArticleRow.page_id)
    chosen = chosen.where(ArticleRow.site_id == site_id, HTML).order_by(PageRow.fetched_at.desc(), PageRow.id.desc())
    return _kept(session, ArticleRow.id.in_(chosen.limit(count)), count)


def unfinished(session: Session, site_id: int) -> TemplateRow | None:
    """The template with which articles are still to be read again, None where there is none."""
    chosen = select(TemplateRow).where(TemplateRow.site_id == site_id, TemplateRow.again_from.is_not(None))
    return session.scalars(chosen.order_by(TemplateRow.id)).first()


def widen(session: Session, site_id: int, seconds: int) -> None:
    """Has those articles be read again, too, that came in within so many seconds after a template was learned.

    For a template of a crawl that was killed: it may have read them without it.
    """
    row = unfinished(session, site_id)
    if row is not None:
        until = row.learned_at + timedelta(seconds=seconds)
        late = select(func.max(ArticleRow.id)).where(ArticleRow.site_id == site_id, ArticleRow.stored_at <= until)
        row.again_to = max(row.again_to, session.scalar(late) or 0)


def to_read_again(session: Session, row: TemplateRow, count: int) -> list[Kept]:
    """The next articles to be read again with a template."""
    assert row.again_from is not None
    span = ArticleRow.id.between(row.again_from, row.again_to)
    return _kept(session, span & (ArticleRow.site_id == row.site_id) & HTML, count)


def of_articles(session: Session, ids: Sequence[int]) -> list[Kept]:
    """The pages of these articles."""
    return _kept(session, ArticleRow.id.in_(ids) & HTML, len(ids))


def _kept(session: Session, which: ColumnElement[bool], count: int) -> list[Kept]:
    columns = (PageRow.id, PageRow.url, PageRow.fetched_at, PageRow.warc_file, PageRow.warc_offset, PageRow.digest)
    chosen = select(ArticleRow.id, ArticleRow.key, *columns).join(PageRow, PageRow.id == ArticleRow.page_id)
    rows = session.execute(chosen.where(which).order_by(ArticleRow.id).limit(count)).all()
    hints = hints_of_articles(session, [row.id for row in rows])
    return [Kept(*row, hints.get(row.id, ())) for row in rows]
