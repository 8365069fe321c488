"""Runs the crawls of sites, a Scrapy process each, and says how they went. What fetches is never imported here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, func, select

from models.home import home
from models.patience import read_patiently
from models.site import find_site
from models.tables import RunRow

LOOK_SECONDS = 0.5
BUSY = "is being crawled by process"
ROOM = 1 << 16  # bytes; on a disk with less a log ends in the middle of a line
PROBLEM = ("ERROR:", "CRITICAL:", "crawl failed", "Closing spider (")

Watcher = Callable[[str, Mapping[str, int]], None]


@dataclass(frozen=True, slots=True)
class SiteRun:
    """How one crawl ended, and what it counted.

    outcome: "finished", "stopped", "failed" (also: never started), "busy" (another process crawls the site).
    """

    site: str
    outcome: str
    reason: str | None
    counts: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    log: Path | None = None


def crawl_sites(
    engine: Engine,
    names: Iterable[str],
    *,
    jobs: int = 4,
    full: bool = False,
    limit: int | None = None,
    watch: Watcher = lambda _site, _counts: None,
) -> list[SiteRun]:
    """Crawls sites, at most ``jobs`` at once; one that fails stops no other. ``watch`` is told the counts on the way.

    Raises SiteError before anything is fetched if a site file is missing or wrong.
    """
    sites = [find_site(name).name for name in dict.fromkeys(names)]
    with ThreadPoolExecutor(max(1, min(jobs, len(sites) or 1))) as pool:
        return list(pool.map(lambda name: crawl_site(engine, name, full=full, limit=limit, watch=watch), sites))


def crawl_site(engine: Engine, name: str, *, full: bool, limit: int | None, watch: Watcher) -> SiteRun:
    """One crawl, to its end. Ctrl-C reaches the process too: it finishes what is in flight, and is waited for."""
    began, earlier = time.monotonic(), _newest_run(engine)
    log = log_of(name)
    log.parent.mkdir(parents=True, exist_ok=True)
    read_from = log.stat().st_size if log.exists() else 0
    with log.open("ab") as errors:  # what is no log line, such as a traceback before logging is set up
        process = subprocess.Popen(_command(name, full, limit, log), env=_environment(), stderr=errors)  # noqa: S603 - our own words
    try:
        while process.poll() is None:
            _wait(process)
            watch(name, _counts(engine, process.pid, earlier))
    except BaseException:
        process.wait()
        raise
    run = _run(engine, process.pid, earlier)
    return _ended(run, name, process.returncode, _tail(log, read_from), time.monotonic() - began, log)


def log_of(name: str) -> Path:
    """The log of a site's crawls, a file a month."""
    return home().logs / f"{name}-{datetime.now(UTC):%Y-%m}.log"


def _command(name: str, full: bool, limit: int | None, log: Path) -> list[str]:
    arguments = [*(["-a", "full=1"] if full else []), *(["-a", f"limit={limit}"] if limit is not None else [])]
    return [sys.executable, "-m", "scrapy", "crawl", name, *arguments, "--logfile", str(log)]


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "NEWSARCHIVE_HOME": str(home().path),
        "PYTHONUNBUFFERED": "1",
    }


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(LOOK_SECONDS)
    except subprocess.TimeoutExpired:
        return


def _newest_run(engine: Engine) -> int:
    return read_patiently(engine, lambda session: session.scalar(select(func.max(RunRow.id))) or 0)


def _run(engine: Engine, pid: int, earlier: int) -> RunRow | None:
    """The run of a process that was started after the run ``earlier``: numbers of processes come again."""
    mine = select(RunRow).where(RunRow.pid == pid, RunRow.kind == "crawl", RunRow.id > earlier)
    return read_patiently(engine, lambda session: session.scalars(mine).first())


def _counts(engine: Engine, pid: int, earlier: int) -> Mapping[str, int]:
    run = _run(engine, pid, earlier)
    return run.counts if run else {}


def _ended(run: RunRow | None, name: str, code: int, said: str, seconds: float, log: Path) -> SiteRun:
    if said and not said.endswith("\n") and shutil.disk_usage(log.parent).free < ROOM:  # so the log tells no more
        said = f"{log}: No space left on device"
    if run is None:
        why = _why(said) or f"exit code {code}"
        return SiteRun(name, "busy" if BUSY in why else "failed", why, seconds=seconds, log=log)
    if run.outcome == "running":  # killed, or the end could not be written: the next crawl records it
        reason = f"the process was killed (exit code {code})" if code < 0 else _why(said)
        return SiteRun(name, "failed", reason, run.counts, seconds, log)
    return SiteRun(name, run.outcome, run.reason, run.counts, seconds, log)


def _tail(log: Path, read_from: int) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(read_from)
        return file.read().decode("utf-8", "replace")


def _why(said: str) -> str | None:
    """The last line that tells what went wrong, without time and module."""
    lines = [line for line in said.splitlines() if any(mark in line for mark in PROBLEM)] or said.splitlines()
    return lines[-1].split("crawl failed: ")[-1].split("ERROR: ")[-1].strip() if lines else None
