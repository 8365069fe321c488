"""PostgreSQL goes away in the middle of work, and comes back: nothing is lost, nothing is done twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models import patience
from models.database import open_database, reading, writing
from models.patience import read_patiently, write_patiently
from models.tables import SiteRow
from pipelines.sitelock import LockedError, lock_site
from pipelines.store import site_row
from tests.cluster import Cluster
from tests.waiting import until

END = text(  # and waits, at most so many milliseconds, until they are gone
    "SELECT bool_and(pg_terminate_backend(pid, 30000)) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@pytest.fixture
def far(own_server: Cluster) -> Iterator[Engine]:
    """An archive on it."""
    engine = open_database(own_server.url)
    yield engine
    engine.dispose()


def names(engine: Engine) -> list[str]:
    return read_patiently(engine, lambda session: list(session.scalars(select(SiteRow.name).order_by(SiteRow.name))))


def test_a_write_waits_for_a_server_that_is_started_again(own_server: Cluster, far: Engine) -> None:
    asked, later = [], threading.Timer(1.5, own_server.start)

    def change(session: Session) -> None:
        site_row(session, "sonha")
        session.flush()
        if not asked:
            own_server.stop("immediate")
            later.start()
        asked.append(1)
        site_row(session, "haily")

    write_patiently(far, change)
    later.join()
    assert len(asked) == 2, "what the first attempt wrote was not committed"
    assert {"haily", "sonha"} <= set(names(far))


def test_a_read_waits_for_it_too(own_server: Cluster, far: Engine) -> None:
    before = names(far)
    own_server.stop()
    later = threading.Timer(1.5, own_server.start)
    later.start()
    assert names(far) == before
    later.join()


def test_a_commit_whose_answer_got_lost_is_not_made_twice(far: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that can be told; a change that does not say how is made again."""
    made = []
    commit = type(far.dialect).do_commit

    def change(session: Session) -> None:
        made.append(1)
        session.add(SiteRow(name=f"once-{len(made)}"))

    def lose_the_answer(dialect: Any, connection: Any) -> None:
        monkeypatch.setattr(type(far.dialect), "do_commit", commit)
        commit(dialect, connection)
        raise dialect.dbapi.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(type(far.dialect), "do_commit", lose_the_answer)
    write_patiently(
        far, change, lambda session: session.scalar(select(SiteRow.id).filter_by(name="once-1")) is not None
    )
    assert "once-1" in names(far)
    assert made == [1]
    monkeypatch.setattr(type(far.dialect), "do_commit", lose_the_answer)
    write_patiently(far, change)
    assert made == [1, 1, 1]


def test_what_a_server_refuses_is_not_tried_again(far: Engine) -> None:
    tried = []

    def change(session: Session) -> None:
        tried.append(1)
        session.execute(text("SELECT 1/0"))

    with pytest.raises(DBAPIError, match="division by zero"):
        write_patiently(far, change)
    assert tried == [1]


def test_patience_has_an_end(own_server: Cluster, far: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.1)
    own_server.stop()
    try:
        with pytest.raises(DBAPIError):
            write_patiently(far, lambda session: site_row(session, "never"))
    finally:
        own_server.start()
    assert "never" not in names(far)


def test_a_lock_that_went_with_its_session_is_taken_again(own_server: Cluster, far: Engine) -> None:
    lock = lock_site("sonha", far)
    own_server.stop("immediate")
    own_server.start()
    lock.hold()
    with pytest.raises(LockedError, match="sonha is being crawled by process"):
        lock_site("sonha", far)
    lock.close()
    lock_site("sonha", far).close()


def test_a_lock_that_somebody_else_took_meanwhile_is_lost(far: Engine) -> None:
    """Whoever had it must not write."""
    lock = lock_site("sonha", far)
    with far.connect() as connection:
        assert connection.scalar(END), "sessions that others have are ended"
    with lock_site("sonha", far), pytest.raises(LockedError):
        lock.hold()


HOLD = """
import sys, time
from models.database import open_database
from pipelines.sitelock import lock_site
lock = lock_site("sonha", open_database(sys.argv[1]))
print("held", flush=True)
time.sleep(600)
"""


def test_a_kill_frees_the_lock(own_server: Cluster, far: Engine) -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLD, own_server.url], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    with pytest.raises(LockedError, match=f"process {process.pid} on "):
        lock_site("sonha", far)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    until(lambda: _is_free(far))


def _is_free(engine: Engine) -> bool:
    try:
        lock_site("sonha", engine).close()
    except LockedError:
        return False
    return True


def test_writers_come_one_after_the_other(far: Engine) -> None:
    """What a write transaction has read stays true until it is committed."""
    seen = []

    def second() -> None:
        with writing(far) as session:
            seen.append(session.scalar(select(SiteRow.title).where(SiteRow.name == "ordered")))

    with writing(far) as session:
        site_row(session, "ordered")
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.3)
        assert seen == []
        site_row(session, "ordered", "Thứ tự")
    thread.join()
    assert seen == ["Thứ tự"]


def test_a_reader_sees_one_state_of_the_archive(far: Engine) -> None:
    with reading(far) as reader:
        before = reader.scalars(select(SiteRow.name)).all()
        with writing(far) as session:
            site_row(session, "between")
        assert reader.scalars(select(SiteRow.name)).all() == before
