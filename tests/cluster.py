"""A PostgreSQL server of the tests' own, in a temporary folder, on a Unix socket, gone at the end.

python -m tests.cluster COMMAND …    runs a command with NEWSARCHIVE_TEST_DATABASE naming such a server
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

USER = "newsarchive"
UNPRIVILEGED = "postgres", "nobody"  # PostgreSQL refuses to run as root
DEBIAN = Path("/usr/lib/postgresql")
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "150",
    "fsync": "off",  # what these servers hold is thrown away
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "autovacuum": "off",
}
# Text is ordered by the rules of a language, as on many machines: what relies on the order of code points shows.
LOCALE = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=vi")


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs, the newest; None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A server, which can be stopped and started again."""

    programs: Path
    folder: Path
    owner: str | None

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{USER}@/postgres?host={self.folder}"

    def start(self) -> None:
        self._run("pg_ctl", "start", "--wait", "--silent", "--log", f"{self.folder}/log")

    def stop(self, mode: str = "fast") -> None:
        """mode: "fast" ends all connections; "immediate" is a crash."""
        self._run("pg_ctl", "stop", "--wait", "--silent", "--mode", mode)

    def make(self) -> None:
        self._run("initdb", "--username", USER, "--auth=trust", "--encoding=UTF8", "--no-sync", *LOCALE)
        settings = SETTINGS | {"unix_socket_directories": str(self.folder)}
        with (self.folder / "data/postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())

    def _run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [self.programs / program, "--pgdata", self.folder / "data", *words],
            user=self.owner,
            cwd=self.folder,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,  # a server keeps a pipe open
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            log = self.folder / "log"
            raise RuntimeError(f"{program}: {done.stdout or (log.read_text() if log.exists() else '')}")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A new server, running. Raises RuntimeError where it cannot be made; see `binaries`."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # not below pytest's: the path of a socket is short
    try:
        made = Cluster(programs, folder, _owner(folder))
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner(folder: Path) -> str | None:
    """Whom the server runs as; None: whoever we are."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    owner = next(name for name in UNPRIVILEGED if name in known)
    shutil.chown(folder, owner)
    return owner


def main() -> int:
    began = time.monotonic()
    with cluster() as server:
        sys.stderr.write(f"PostgreSQL at {server.url}, {time.monotonic() - began:.1f} s\n")
        return subprocess.run(
            sys.argv[1:], env={**os.environ, "NEWSARCHIVE_TEST_DATABASE": server.url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
