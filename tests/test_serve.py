"""`newsarchive serve`, as a person starts and ends it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine

from archive.cli import main
from archive.web.serving import ServingError, checked_base, hosts_for, is_loopback
from tests.some_articles import ALL, store
from tests.waiting import LONG, until

COMMAND = Path(sys.executable).with_name("newsarchive")


@contextmanager
def serving(home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process, and the address that it prints."""
    environment = os.environ | {"NEWSARCHIVE_HOME": str(home)}
    command = [COMMAND, "serve", "--port", "0", *options]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            found = re.search(r"http://\S+?:\d+/", line)
            assert found, line
            yield process, found[0]
        finally:
            process.kill()


def test_it_serves_until_it_is_interrupted(engine: Engine, home: Path) -> None:
    """On a free port of this machine; Ctrl-C ends it with 130 and no traceback."""
    store(engine, *ALL)
    with serving(home) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        with urlopen(f"{address}en/search?q=h%E1%BB%8Dp") as answer:
            assert "1 article" in answer.read().decode()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=LONG)
        assert (process.returncode, errors) == (130, "Error: interrupted\n")


def children(process: subprocess.Popen[str]) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def is_gone(address: str) -> bool:
    """Whether nobody listens there any more."""
    port = int(address.rstrip("/").rpartition(":")[2])
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return True
    except ConnectionResetError:  # at this very moment it ends
        pass
    return False


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_command(engine: Engine, home: Path, ending: signal.Signals) -> None:
    """However it is ended; nothing is said about it."""
    with serving(home, "--processes", "2") as (process, address):
        with urlopen(f"{address}en/help") as answer:
            assert answer.status == 200
        assert len(children(process)) == 2
        process.send_signal(ending)
        until(lambda: is_gone(address))
        _, errors = process.communicate(timeout=LONG)
        assert (process.returncode, errors) == (-ending, "")


def test_a_process_that_ends_by_itself_ends_the_command(engine: Engine, home: Path) -> None:
    """1, and why: half a server would be a slow one, and nobody would know."""
    with serving(home, "--processes", "2") as (process, address):
        with urlopen(f"{address}en/help") as answer:
            assert answer.status == 200
        os.kill(children(process)[0], signal.SIGKILL)
        _, errors = process.communicate(timeout=LONG)
        assert (process.returncode, errors) == (1, "Error: a process of the server ended by itself (signal 9)\n")
        until(lambda: is_gone(address))


def test_it_says_when_everybody_can_reach_it(engine: Engine, home: Path) -> None:
    """Bound beyond loopback."""
    with serving(home, "--host", "0.0.0.0") as (process, _):
        assert process.stderr
        assert "whoever reaches this machine can read the whole archive" in process.stderr.readline()


def test_a_port_that_is_taken_is_told(home: Path) -> None:
    """1, with the address and the system's own words."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert done.exit_code == 1
    assert f"cannot listen on 127.0.0.1 port {port}" in done.output


@pytest.mark.parametrize(
    "base", ["archive.example", "ftp://a.example", "https://a.example/below", "https://a.example?x"]
)
def test_an_address_that_is_none_is_refused(home: Path, base: str) -> None:
    done = CliRunner().invoke(main, ["serve", "--base-url", base])
    assert done.exit_code == 1
    assert "is no address such as https://archive.example" in done.output


def test_base_addresses_and_hosts() -> None:
    """Without a slash at the end; on loopback, and where people reach it, only known names are answered."""
    assert checked_base("https://a.example/") == "https://a.example"
    assert hosts_for("127.0.0.1", "") == ["localhost", "127.0.0.1", "[::1]"]
    assert "a.example" in hosts_for("0.0.0.0", "https://a.example")
    assert hosts_for("0.0.0.0", "") == ["*"]
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "a.example")] == [
        *(True, True, True, False, False)
    ]
    with pytest.raises(ServingError):
        checked_base("nothing")
