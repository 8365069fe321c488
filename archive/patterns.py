"""The templates that imports and re-extractions read pages with; where a site has none yet, they are learned."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from models.database import open_database, reading, writing
from models.engines import is_missing
from models.home import home
from models.patience import read_patiently
from models.site import Site
from models.tables import SiteRow
from pipelines import templates
from pipelines.again import learn_kept
from pipelines.relearning import ENOUGH
from pipelines.template import Template, opened
from pipelines.templates import Templates
from pipelines.workers import Readers


def known_templates(engine: Engine, site_id: int) -> Templates:
    """The site's templates, as they are."""
    return read_patiently(engine, lambda session: templates.load(session, site_id))


def learned_templates(engine: Engine, site_id: int, site: Site | None) -> Templates:
    """The site's templates; learned from its articles' pages, in a worker, where it has none and pages enough.

    Raises WorkerFailure where that fails.
    """
    known = known_templates(engine, site_id)
    if known.known:
        return known
    kept = read_patiently(engine, lambda session: templates.sample(session, site_id))
    if len(kept) < ENOUGH:
        return known
    with Readers(1) as readers:
        text = readers.submit(learn_kept, home().warc, kept, site).result()
    if text is None:
        return known
    now = datetime.now(UTC)
    since = min(one.fetched_at or now for one in kept)
    with writing(engine) as session:
        templates.save(session, site_id, text, since, now, again=False)
    return known_templates(engine, site_id)


def newest_template(site_name: str) -> Template | None:
    """The template that pages of a site are read with today; None where the archive has none, or is none."""
    if is_missing(home().database_url):
        return None
    engine = open_database()
    try:
        with reading(engine) as session:
            site_id = session.scalar(select(SiteRow.id).where(SiteRow.name == site_name))
        return opened(known_templates(engine, site_id).at(None)) if site_id else None
    finally:
        engine.dispose()
