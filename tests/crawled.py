"""A crawl with settings of a test's own, and what it left in the ledger."""

from __future__ import annotations

import os
import subprocess
import sys

from sqlalchemy import Engine, select

from models.database import reading
from models.tables import LinkRow, RunRow


def crawl_with(engine: Engine, name: str, *words: str) -> tuple[str, str | None]:
    """``scrapy crawl NAME`` and the words behind it; outcome and reason of its run."""
    command = [sys.executable, "-m", "scrapy", "crawl", name, *words]
    env = {**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings", "NEWSARCHIVE_CONTACT": "tests@portal.example"}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    with reading(engine) as session:
        run = session.scalars(select(RunRow).order_by(RunRow.id.desc())).first()
        assert run is not None, ran.stderr
        return run.outcome, run.reason


def links(engine: Engine) -> dict[str, LinkRow]:
    """The ledger, by path."""
    with reading(engine) as session:
        return {"/" + row.url.split("/", 3)[3]: row for row in session.scalars(select(LinkRow))}


def outcomes(engine: Engine) -> dict[str, str]:
    """Path -> state, with the reason where there is one: ``failed: timeout``."""
    return {path: f"{row.state}: {row.reason}" if row.reason else row.state for path, row in links(engine).items()}
