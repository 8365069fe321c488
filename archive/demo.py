"""The whole program in a minute: serves the sample portals, crawls them, asks the archive, scores what was read."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import selectinload

from archive.samples.planted import POSTS
from archive.samples.score import Score, score
from archive.samples.server import PORTS, SamplePortals
from archive.samples.truth import truths
from models.database import reading
from models.tables import ArticleRow, SiteRow
from pipelines.store import article_of


@contextmanager
def sample_archive(home: Path) -> Iterator[SamplePortals]:
    """The sample portals, served on their usual ports, or on free ones; site files in ``home``, which is made the
    NEWSARCHIVE_HOME of this process."""
    os.environ["NEWSARCHIVE_HOME"] = str(home)
    with SamplePortals(POSTS, ports=PORTS if _free(PORTS) else None) as portals:
        portals.write_sites(home / "sites")
        yield portals


def _free(ports: Sequence[int]) -> bool:
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def score_archive(engine: Engine, portals: SamplePortals) -> Score:
    """Every field of every post in the archive against the truth of the portals that were crawled."""
    names = [portal.name for portal in portals.portals]
    expected = chain.from_iterable(truths(name, portals.posts, portals.seed) for name in names)
    return score(_articles(engine, names), expected)


def _articles(engine: Engine, sites: list[str]) -> list[dict[str, Any]]:
    with reading(engine) as session:
        rows = session.scalars(
            select(ArticleRow)
            .join(SiteRow, SiteRow.id == ArticleRow.site_id)
            .where(SiteRow.name.in_(sites))
            .options(selectinload(ArticleRow.authors))
        )
        return [article_of(row).to_json() | {"id": row.id, "duplicate_of": row.duplicate_of} for row in rows]
