"""A command with all its processes, measured from outside: seconds, by the clock and of the processor; memory."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from benchmarks.portals import family

LOOK = 0.02  # seconds between two looks at the processes
TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1 << 20
OWN = re.compile(r"^(RssAnon|RssShmem):\s+(\d+) kB", re.MULTILINE)
MAIN = (sys.executable, "-c", "from archive.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Measured:
    """seconds by the clock; of the processor, in the process itself and in those below it; bytes that all of them held
    at once at most, without files that are mapped (the kernel takes those back when it needs the room); exit code."""

    wall: float
    own: float
    below: float
    peak: int
    status: int
    output: str

    @property
    def cpu(self) -> float:
        return self.own + self.below


def newsarchive(home: Path, *words: str, database: str | None = None) -> Measured:
    """A command of the program on an archive."""
    environment = {"NEWSARCHIVE_HOME": str(home)} | ({"NEWSARCHIVE_DATABASE": database} if database else {})
    return measured((*MAIN, *words), environment)


def measured(words: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Runs a command to its end."""
    began, peak = time.perf_counter(), 0
    spent: dict[int, float] = {}
    with TemporaryFile("w+") as said:
        process = subprocess.Popen(words, env={**os.environ, **environment}, stdout=said, stderr=subprocess.STDOUT)
        while process.poll() is None:
            pids = family(process.pid)
            peak = max(peak, sum(map(_held, pids)))
            spent |= {pid: seconds for pid in pids if (seconds := _spent(pid))}
            time.sleep(LOOK)
        wall = time.perf_counter() - began
        said.seek(0)
        own = spent.pop(process.pid, 0.0)
        return Measured(wall, own, sum(spent.values()), peak, process.returncode, said.read())


def _held(pid: int) -> int:
    try:
        return sum(int(kilobytes) << 10 for _, kilobytes in OWN.findall(Path(f"/proc/{pid}/status").read_text()))
    except OSError:  # it has ended meanwhile
        return 0


def _spent(pid: int) -> float:
    """Seconds of the processor so far, of all its threads."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
