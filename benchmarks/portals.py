"""Serving the sample portals in a process of their own, and crawling them into a fresh archive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import select

from archive.samples.places import OUTLETS
from archive.samples.sitefiles import site_file
from models.database import open_database, reading
from models.tables import RunRow

NAMES = tuple(outlet.name for outlet in OUTLETS)
SAID = 4000  # bytes of the end of a crawl's log, shown where it fails


@contextmanager
def served(posts: int) -> Iterator[dict[str, str]]:
    """The sample portals on free ports, with ``posts`` posts in all, none slow on purpose: name -> URL."""
    server = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "archive.samples",
            "--posts",
            str(posts),
            "--slow-seconds",
            "0",
            "--ports",
            *"0" * len(NAMES),
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    starts = dict(server.stdout.readline().split() for _ in NAMES)
    try:
        yield {name: urlunsplit((*urlsplit(start)[:2], "", "", "")) for name, start in starts.items()}
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        server.stdout.close()


@contextmanager
def fresh_home(portals: dict[str, str]) -> Iterator[Path]:
    """A new NEWSARCHIVE_HOME with the portals' site files, set in the environment, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as folder:
        sites = Path(folder) / "sites"
        sites.mkdir()
        for name, url in portals.items():
            (sites / f"{name}.toml").write_text(site_file(name, url, 1), "utf-8")
        before = os.environ.get("NEWSARCHIVE_HOME")
        os.environ["NEWSARCHIVE_HOME"] = folder
        try:
            yield Path(folder)
        finally:
            if before is None:
                del os.environ["NEWSARCHIVE_HOME"]
            else:
                os.environ["NEWSARCHIVE_HOME"] = before


def start_crawl(name: str, stderr: int | IO[bytes] = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """`scrapy crawl`, as cron would run it."""
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", "crawl", name],
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "crawler.settings"},
        stderr=stderr,
        start_new_session=True,
    )


@dataclass(frozen=True, slots=True)
class Crawled:
    """One crawl: pages fetched, seconds between the run's start and its end, peak memory of all its processes."""

    site: str
    pages: int
    seconds: float
    megabytes: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds


def crawl(name: str) -> Crawled:
    """Crawls a site to the end, looking at its memory four times a second. AssertionError, with the end of what it
    said, for a crawl that does not finish."""
    peaks: dict[int, float] = {}
    with TemporaryFile() as log:
        process = start_crawl(name, log)
        while process.poll() is None:
            for pid in family(process.pid):
                peaks[pid] = max(peaks.get(pid, 0.0), _resident(pid))
            time.sleep(0.25)
        log.seek(0)
        said = log.read().decode("utf-8", "replace")[-SAID:]
    engine = open_database()
    with reading(engine) as session:
        run = session.scalars(select(RunRow).where(RunRow.pid == process.pid).order_by(RunRow.id.desc())).first()
    engine.dispose()
    assert run is not None, f"{name}: the crawl did not start:\n{said}"
    assert run.outcome == "finished", f"{name}: {run.outcome}: {run.reason}\n{said}"
    assert run.finished_at is not None
    return Crawled(name, run.counts["visited"], _seconds(run.started_at, run.finished_at), sum(peaks.values()))


def _seconds(began: datetime, ended: datetime) -> float:
    return (ended - began).total_seconds()


def family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for child in _children(pid):
        found += family(child)
    return found


def _children(pid: int) -> list[int]:
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:  # it has ended meanwhile
        return []


def _resident(pid: int) -> float:
    """Proportional set size in MB: what processes share is counted once."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return int(text.split("Pss:")[1].split()[0]) / 1024
