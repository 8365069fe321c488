"""A news site of a few pages on loopback, whose every answer a test chooses."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

WARDS = (
    "Ngọc Sơn",
    "Thạch Bàn",
    "Cầu Đá",
    "Bến Sỏi",
    "Lũng Vài",
    "Đồng Mít",
    "Vườn Cau",
    "Gò Dưa",
    "Xóm Chài",
    "Bãi Sậy",
)


@dataclass
class Answer:
    """What a path answers: status, body, headers; ``wait`` seconds first.

    raw: writes the whole answer to the connection instead, which is closed then.
    """

    body: str | bytes = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    raw: Callable[[socket.socket], None] | None = None


@dataclass(frozen=True)
class Asked:
    """A request: method, path with its query, body, headers."""

    method: str
    path: str
    body: str
    headers: Mapping[str, str]


@dataclass
class TinySite:
    """Answers by path (with its query), or made for each request. Unknown paths are 404.

    ``asked`` counts requests by path.
    """

    url: str
    answers: dict[str, Answer | Callable[[Asked], Answer]]
    asked: Counter[str] = field(default_factory=Counter)

    def write_site(self, home: Path, name: str = "tiny", **keys: object) -> str:
        """A site file that starts at ``/tin``; returns the site's name."""
        keys = {"start": f"{self.url}/tin", "private_network": True, "delay": 0, **keys}
        path = home / "sites" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{key} = {_toml(value)}\n" for key, value in keys.items()), "utf-8")
        return name


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


def post(number: int, extra: str = "") -> Answer:
    """An article's page; no two are alike."""
    ward = WARDS[number % len(WARDS)]
    text = (
        f"<p>Sáng {number % 28 + 1}/5, Ủy ban nhân dân phường {ward} đã họp với {number + 3} tổ dân phố để bàn việc "
        f"sửa đường số {number}, kinh phí khoảng {number * 37 + 210} triệu đồng, lấy từ ngân sách và đóng góp.</p>"
        f"<p>Theo ông Phan Khắc Tiệp, trưởng ban quản lý công trình, đoạn dài {number * 13 + 90} mét sẽ làm xong "
        f"trước mùa mưa; hộ nào vướng mặt bằng sẽ được bàn bạc riêng tại nhà văn hóa vào tối thứ sáu.</p>"
        f"<p>Người dân đề nghị đặt thêm {number % 7 + 2} biển báo và trồng lại hàng cây bị đổ năm trước.</p>"
    )
    title = f"Phường {ward} bàn việc sửa đường số {number} trước mùa mưa"
    return Answer(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>Thứ ba, 11/05/2021 09:{number % 60:02}</div>"
        f"<div>{text}{extra}</div></body></html>"
    )


def listing(*paths: str, following: str | None = None) -> Answer:
    """A listing page of posts, with a link to the next page."""
    items = "".join(f'<li><a href="{path}">Tin về việc sửa đường trong phường, bài {path}</a></li>' for path in paths)
    pager = f'<a href="{following}">Trang sau</a>' if following else ""
    return Answer(f"<html><body><h1>Tin tức</h1><ul>{items}</ul>{pager}</body></html>")


def posts(count: int) -> dict[str, Answer]:
    """A listing at ``/tin`` and its posts ``/bai/1.html`` …"""
    paths = [f"/bai/{number}.html" for number in range(1, count + 1)]
    return {"/tin": listing(*paths), **{path: post(number) for number, path in enumerate(paths, start=1)}}


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer.raw is not None:
        handler.close_connection = True
        answer.raw(handler.connection)
        return
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    handler.send_response(answer.status)
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **answer.headers}
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.close_connection = int(headers["Content-Length"]) != len(body)


@contextmanager
def served(
    answers: Mapping[str, Answer | Callable[[Asked], Answer]], tls: ssl.SSLContext | None = None
) -> Iterator[TinySite]:
    """The site, served until the context ends; with ``tls`` by https."""
    site = TinySite("", {"/robots.txt": Answer("User-agent: *\nAllow: /\n"), **answers})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked[self.path] += 1
            answer = site.answers.get(self.path, Answer("không có", 404))
            if not isinstance(answer, Answer):
                length = int(self.headers.get("Content-Length", 0))
                answer = answer(Asked(self.command, self.path, self.rfile.read(length).decode(), dict(self.headers)))
            time.sleep(answer.wait)
            _send(self, answer)

        do_POST = do_GET  # noqa: N815 - its name there

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A crawler that was killed hangs up: no fault of the site's."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        site.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
