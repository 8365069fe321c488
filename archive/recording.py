"""The row of an import or a re-extraction: begun, counted on the way, ended with an outcome whatever happens."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.database import writing
from models.patience import write_patiently
from models.tables import RunRow
from pipelines.store import site_row


@dataclass(slots=True)
class Recorded:
    """A run under way. ``counts``: dotted paths as in `RunRow`, what it comes to so far."""

    id: int
    counts: Counter[str]

    def save(self, session: Session, added: Counter[str] | None = None) -> None:
        """Writes the counts, with those that the caller's transaction adds, in it."""
        counts = dict(sorted((self.counts + (added or Counter())).items()))
        session.execute(update(RunRow).where(RunRow.id == self.id).values(counts=counts))


@contextmanager
def recorded(engine: Engine, site_name: str, kind: str, counts: Counter[str]) -> Iterator[Recorded]:
    """A run of a kind ("import", "reextract") for a site. It ends "finished"; "stopped" by Ctrl-C; or "failed"."""
    with writing(engine) as session:
        _close_killed(session, kind)
        site_id = site_row(session, site_name).id
        row = RunRow(site_id=site_id, kind=kind, started_at=datetime.now(UTC), pid=os.getpid(), counts={})
        session.add(row)
        session.flush()
        run = Recorded(row.id, counts)
    try:
        yield run
    except KeyboardInterrupt:
        _end(engine, run, "stopped", "interrupted")
        raise
    except BaseException as error:
        _end(engine, run, "failed", f"{type(error).__name__}: {error}")
        raise
    _end(engine, run, "finished", None)


def _end(engine: Engine, run: Recorded, outcome: str, reason: str | None) -> None:
    ended = {"finished_at": datetime.now(UTC), "outcome": outcome, "reason": reason}

    def change(session: Session) -> None:
        run.save(session)
        session.execute(update(RunRow).where(RunRow.id == run.id).values(ended))

    write_patiently(engine, change)


def _close_killed(session: Session, kind: str) -> None:
    """Runs that say they are running while their process is gone."""
    rows = session.scalars(select(RunRow).where(RunRow.kind == kind, RunRow.outcome == "running"))
    for row in rows:
        if row.pid is None or not _alive(row.pid):
            row.outcome, row.reason = "killed", "the process ended without a word"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
