"""Serves the sample portals on loopback, each on a port of its own: HTTP/1.1 with keep-alive, on one thread."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from urllib.parse import parse_qsl

from archive.samples.answers import Answer, Answers
from archive.samples.places import OUTLETS, Outlet
from archive.samples.planted import POSTS, shares
from archive.samples.site import SampleSite
from archive.samples.sitefiles import EXPECT, site_file

SEED = 20201204
PORTS = tuple(range(8871, 8871 + len(OUTLETS)))
REASONS = {status.value: status.phrase for status in HTTPStatus}
MOST_BYTES = 128 * 1024  # of a request


@dataclass(frozen=True)
class Portal:
    """A portal that is being served. ``name``: of its site file. ``url``: without a path. ``start``: of a crawl."""

    name: str
    title: str
    url: str
    start: str
    posts: int


class _Connection(asyncio.Protocol):
    """One client: requests are answered in order, a late answer holds up those behind it."""

    def __init__(self, answers: Answers, count: Callable[[str], None], delay: float, others: set[_Connection]) -> None:
        self.answers, self.count, self.page_delay, self.others = answers, count, delay, others
        self.received = b""
        self.busy = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.others.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.others.discard(self)

    def data_received(self, data: bytes) -> None:
        self.received += data
        if len(self.received) > MOST_BYTES:
            self.transport.close()
        elif not self.busy:
            self._answer_next()

    def _answer_next(self) -> None:
        self.busy = False
        while not self.busy and not self.transport.is_closing() and (request := self._next_request()):
            self._answer(*request)

    def _next_request(self) -> tuple[str, dict[str, str], bytes] | None:
        """Request line, headers and body of the next request; None while it is not there as a whole."""
        head, end, rest = self.received.partition(b"\r\n\r\n")
        request, _, lines = head.decode("latin-1").partition("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines.split("\r\n"))}
        length = int(headers.get("content-length") or 0)
        if not end or len(rest) < length:
            return None
        self.received = rest[length:]
        return request, headers, rest[:length]

    def _answer(self, request: str, headers: dict[str, str], body: bytes) -> None:
        method, target, version = (*request.split(" "), "", "")[:3]
        self.count(target if method != "POST" else f"POST {target}")
        known = method in {"GET", "HEAD", "POST"}
        found = self._found(method, target, headers, body) if known else Answer(405, b"")
        closes = headers.get("connection", "").lower() == "close" or version != "HTTP/1.1" or not known
        reply = _bytes(found, method, closes)
        delay = found.delay + self.page_delay
        if delay:
            self.busy = True
            asyncio.get_running_loop().call_later(delay, self._send, reply, closes)
        else:
            self._send(reply, closes)

    def _found(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "POST":
            return self.answers.posted(target, dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True)))
        gzips = "gzip" in headers.get("accept-encoding", "")
        return self.answers.answer(target, gzips, headers.get("if-none-match", ""))

    def _send(self, reply: bytes, closes: bool) -> None:
        if self.transport.is_closing():
            return
        self.transport.write(reply)
        if closes:
            self.transport.close()
        elif self.busy:
            self._answer_next()


def _bytes(answer: Answer, method: str, closes: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {REASONS[answer.status]}",
        f"Content-Type: {answer.content_type}",
        f"Connection: {'close' if closes else 'keep-alive'}",
        *(f"{name}: {value}" for name, value in answer.headers),
    ]
    if answer.status != HTTPStatus.NOT_MODIFIED:
        lines.append(f"Content-Length: {len(answer.body)}")
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return head if method == "HEAD" else head + answer.body


class SamplePortals:
    """The portals, served while the context lasts.

    posts: of all portals together. outlets: those that are served; each has its share of the posts in any case.
    seed: the same seed, the same posts. slow_seconds: how late slow posts are. page_delay: seconds before every answer.
    ports: one each; None takes free ones. requests: how often each "<portal> <path and query>" was asked for, with
    "POST " before the path where a form was sent. Raises OSError where a port is taken.
    """

    def __init__(
        self,
        posts: int = POSTS,
        seed: int = SEED,
        slow_seconds: float = 0.2,
        page_delay: float = 0.0,
        host: str = "127.0.0.1",
        ports: Sequence[int] | None = None,
        outlets: Sequence[Outlet] = OUTLETS,
    ) -> None:
        self.posts, self.seed, self.host = posts, seed, host
        self.slow_seconds, self.page_delay = slow_seconds, page_delay
        self.outlets = outlets
        self.ports = ports or [0] * len(outlets)
        self.requests: Counter[str] = Counter()
        self.portals: tuple[Portal, ...] = ()
        self._connections: set[_Connection] = set()

    def __enter__(self) -> SamplePortals:
        self._loop = asyncio.new_event_loop()
        try:
            self._servers = [
                self._loop.run_until_complete(self._serve(outlet, port))
                for outlet, port in zip(self.outlets, self.ports, strict=True)
            ]
        except OSError:
            self._loop.close()
            raise
        self._thread = threading.Thread(target=self._loop.run_forever, name="sample portals", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        for server in self._servers:
            server.close()
        self._loop.run_until_complete(self._close_connections())
        self._loop.close()

    async def _close_connections(self) -> None:
        for connection in tuple(self._connections):
            connection.transport.abort()
        await asyncio.sleep(0)

    async def _serve(self, outlet: Outlet, port: int) -> asyncio.Server:
        made: list[Answers] = []
        count = self.requests.update

        def connect() -> _Connection:
            return _Connection(
                made[0], lambda target: count((f"{outlet.name} {target}",)), self.page_delay, self._connections
            )

        server = await asyncio.get_running_loop().create_server(connect, self.host, port)
        url = f"http://{self.host}:{server.sockets[0].getsockname()[1]}"
        site = SampleSite(outlet, shares(self.posts)[outlet.name], self.seed, url)
        made.append(Answers(site, self.slow_seconds))
        self.portals = (*self.portals, Portal(outlet.name, outlet.title, url, url + outlet.start, site.count))
        return server

    def write_sites(self, folder: Path) -> list[Path]:
        """Writes a site file for each portal, with the ports that it is served on. The files written."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for portal in self.portals:
            path = folder / f"{portal.name}.toml"
            path.write_text(site_file(portal.name, portal.url, max(1, min(EXPECT, portal.posts * 3 // 4))), "utf-8")
            written.append(path)
        return written
