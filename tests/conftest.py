"""What tests share: a home folder of their own, and a database of their own.

With NEWSARCHIVE_TEST_DATABASE=postgresql+psycopg://… every test that has a home has its database on that server, a new
one; else SQLite in the home folder. `python -m tests.cluster` starts such a server.
"""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from models.database import connect, open_database, upgrade
from tests.cluster import Cluster, binaries, cluster
from tests.needs import need

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes, and how long it takes to make one, is the business of the machine and its other work. The
# examples are the same in every run; others are searched for with --hypothesis-profile=unhurried.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("unhurried"), derandomize=True)
settings.load_profile("same")
# Else some examples are taken from whatever modules are loaded by then, which is another thing in every order of tests.
providers._get_local_constants = Constants

ON_SERVER = os.environ.get("NEWSARCHIVE_TEST_DATABASE")
AtHome = Callable[[Path], AbstractContextManager[Path]]
DATABASES = {"at_home", "postgres", "server"}  # fixtures of tests that touch a database
BROWSER = "chromium"  # the fixture of tests that look at pages: what these show has tests of its own on both databases


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that touch a database: the others say the same on every server."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if DATABASES & fixtures and BROWSER not in fixtures:
            item.add_marker(pytest.mark.database)


class Server:
    """Databases on a PostgreSQL server: each a copy of one that was migrated once, all dropped at the end."""

    def __init__(self, address: str) -> None:
        self.url = make_url(address)
        self._admin = create_engine(self.url, isolation_level="AUTOCOMMIT")
        self._names: list[str] = []
        self._migrated: str | None = None

    def empty(self, how: str = "TEMPLATE template0") -> str:
        """The URL of a new database without any tables."""
        return self._made(how)

    def archive(self) -> str:
        """The URL of a new, empty archive."""
        if self._migrated is None:
            self._migrated = self.empty()
            engine = connect(self._migrated)
            upgrade(engine)
            engine.dispose()
        return self._made(f"TEMPLATE {make_url(self._migrated).database}")

    def _made(self, how: str) -> str:
        name = f"newsarchive_{uuid4().hex}"
        with self._admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} {how}")
        self._names.append(name)
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop(self, *urls: str) -> None:
        """Drops databases; without a name, all. Ends their connections."""
        names = [make_url(url).database or "" for url in urls] or self._names
        with self._admin.connect() as connection:
            for name in list(names):
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                self._names.remove(name)

    def close(self) -> None:
        self.drop()
        self._admin.dispose()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server: the one that is named, or one of our own."""
    with ExitStack() as stack:
        if ON_SERVER is None:
            need(binaries(), "a PostgreSQL server (apt-get install postgresql, or NEWSARCHIVE_TEST_DATABASE)")
        server = Server(ON_SERVER or stack.enter_context(cluster()).url)
        stack.callback(server.close)
        yield server


@pytest.fixture
def postgres(server: Server) -> Iterator[str]:
    """The URL of a new, empty archive on PostgreSQL."""
    url = server.archive()
    yield url
    server.drop(url)


@pytest.fixture(scope="module")
def own_server() -> Iterator[Cluster]:
    """An archive on a server that the tests of a module may stop and start."""
    need(binaries(), "PostgreSQL's programs (apt-get install postgresql)")
    with cluster() as made:
        engine = connect(made.url)
        upgrade(engine)
        engine.dispose()
        yield made


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty archive's file: copying it takes a tenth of the time of making one."""
    path = tmp_path_factory.mktemp("migrated") / "archive.db"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(scope="session")
def at_home(request: pytest.FixtureRequest) -> AtHome:
    """Sets the environment to a home folder, with a new database where the tests run on a server."""
    server: Server | None = request.getfixturevalue("server") if ON_SERVER else None

    @contextmanager
    def at_home(folder: Path) -> Iterator[Path]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NEWSARCHIVE_HOME", str(folder))
            patch.delenv("NEWSARCHIVE_DATABASE", raising=False)
            if server is None:
                yield folder
                return
            url = server.archive()
            patch.setenv("NEWSARCHIVE_DATABASE", url)
            yield folder
            server.drop(url)

    return at_home


@pytest.fixture
def home(tmp_path: Path, at_home: AtHome) -> Iterator[Path]:
    """The folder that the program writes to, and its database: new ones, so that no test sees another's archive."""
    with at_home(tmp_path / "home") as folder:
        yield folder


@pytest.fixture
def sqlite_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`home` with a database in it, whatever the tests run on: for what only files can do."""
    monkeypatch.delenv("NEWSARCHIVE_DATABASE", raising=False)
    return home


@pytest.fixture
def engine(home: Path, migrated: Path) -> Iterator[Engine]:
    """An empty archive, in `home`."""
    home.mkdir(parents=True, exist_ok=True)
    if ON_SERVER is None:
        shutil.copy(migrated, home / "archive.db")
    opened = open_database()
    yield opened
    opened.dispose()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The scores that are no longer what tests/floors.toml says."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    said = [str(value) for one in reports for name, value in getattr(one, "user_properties", ()) if name == "score"]
    if said:
        terminalreporter.section("scores that have changed; the higher ones belong into tests/floors.toml")
        terminalreporter.write_line("\n".join(sorted(set(said))))
