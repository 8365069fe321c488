"""The server: uvicorn over the pages, on loopback unless told otherwise, and unable to write to the archive."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from multiprocessing import get_context
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from anyio.to_thread import current_default_thread_limiter
from sqlalchemy import Connection, Engine, event
from starlette.applications import Starlette

from archive.web.app import make_app
from archive.web.processes import EndedError, together
from archive.web.served import DOWNLOADS, Served
from models.database import open_database
from models.home import Home
from models.site import is_http

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
THREADS = 8  # that answer: more of them only take turns, and each may need one of the 15 connections to the database
BACKLOG = 128  # connections that wait to be taken
GRACE = 5  # seconds that answers under way are given at the end


class ServingError(RuntimeError):
    """The pages cannot be served as was asked; the message says why."""


def read_only(engine: Engine) -> Engine:
    """The engine, which from now on refuses every write: whatever a request does, the archive stays as it is."""

    def refuse(connection: Connection) -> None:
        sqlite = engine.dialect.name == "sqlite"
        connection.exec_driver_sql("PRAGMA query_only = ON" if sqlite else "SET TRANSACTION READ ONLY")

    event.listen(engine, "begin", refuse)
    return engine


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach what listens there."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def checked_base(base: str) -> str:
    """The address by which people reach the pages, without closing slash. Raises ServingError."""
    if not base:
        return ""
    parts = urlsplit(base)
    if not is_http(base) or parts.path.strip("/") or parts.query or parts.fragment:
        raise ServingError(f"{base!r} is no address such as https://archive.example")
    return f"{parts.scheme}://{parts.netloc}"


def hosts_for(host: str, base: str) -> Sequence[str]:
    """The names by which requests may ask: on loopback no other site's, or its script could read the archive."""
    named = [urlsplit(base).hostname or ""] if base else []
    return [*LOOPBACK, *named] if is_loopback(host) or named else ["*"]


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 for any free one. Raises ServingError."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as error:
        raise ServingError(f"cannot listen on {host} port {port}: {error}") from error


async def _few_threads(app: Starlette) -> AsyncIterator[None]:
    """Requests that come in a burst wait for a thread, in their order; none fails."""
    current_default_thread_limiter().total_tokens = THREADS
    yield


def cores() -> int:
    """How many processes this machine can carry out at a time, for all that others do."""
    return len(os.sched_getaffinity(0))


def serve(home: Home, listening: socket.socket, host: str, base: str = "", processes: int = 1) -> None:
    """Serves the archive in ``home`` until a signal ends it; the last answers are finished first.

    processes: how many answer. Raises ServingError where one of them ends by itself, DatabaseError.
    """
    if processes == 1:
        return _answer(Served(read_only(open_database()), home, base), listening, host)
    open_database().dispose()  # it may need a new schema, or be none that can be used
    downloads = get_context("fork").BoundedSemaphore(DOWNLOADS)  # of all processes together

    def work() -> None:
        _answer(Served(read_only(open_database()), home, base, downloads=downloads), listening, host)

    try:
        together(processes, work)
    except EndedError as error:
        raise ServingError(str(error)) from error


def _answer(archive: Served, listening: socket.socket, host: str) -> None:
    app = make_app(archive, hosts_for(host, archive.base))
    app.router.lifespan_context = asynccontextmanager(_few_threads)
    settings: dict[str, Any] = {"log_level": "warning", "access_log": False, "server_header": False}
    config = uvicorn.Config(app, timeout_graceful_shutdown=GRACE, **settings)
    try:
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        archive.engine.dispose()
