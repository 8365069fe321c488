"""Keeps what was fetched in WARC/1.1 files before anybody judges it: one open file per site, whole records only.

A response and its request reach the operating system in one write, so a killed process leaves at most one torn tail,
which is moved aside before the next record is written. Reading is in `warc_read`, the same names here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from types import TracebackType

from models.article import Page
from pipelines import warc_format as form
from pipelines.encoding import TooLargeError, decode
from pipelines.payloads import Held, Payloads
from pipelines.warc_file import WarcFile, create, newest, reopen
from pipelines.warc_format import Fields, Headers
from pipelines.warc_read import Report, WarcError, check, pages, read_page
from pipelines.warc_scan import Broken, Record, records

__all__ = [
    "Broken",
    "Record",
    "Report",
    "WarcError",
    "WarcRef",
    "WarcWriter",
    "check",
    "pages",
    "read_page",
    "records",
]

MOST_BYTES = 1 << 30
MOST_AGE = timedelta(days=30)
HTTP_RESPONSE = "application/http;msgtype=response"
HTTP_REQUEST = "application/http;msgtype=request"


@dataclass(frozen=True, slots=True)
class WarcRef:
    """Where a page is kept: file below the warc folder, byte offset of its record, SHA-256 (hex) of the decoded body.

    A body that cannot be decoded is digested as received. ``revisit``: the body itself was held already.
    """

    file: str
    offset: int
    digest: str
    revisit: bool = False


def _decoded_digest(body: bytes, encodings: str, payload: bytes) -> str:
    """`payload`: the SHA-256 of the body as received, which is the answer where nothing is to be decoded."""
    if encodings.lower() in ("", "identity"):
        return payload.hex()
    try:
        return hashlib.sha256(decode(body, encodings)).hexdigest()
    except TooLargeError:
        return payload.hex()


def _is_same(held: Held, fields: dict[str, str]) -> bool:
    """Whether a record would say nothing that the one held does not: imported once more."""
    if held.url != fields["WARC-Target-URI"]:
        return False
    return held.date == fields["WARC-Date"] or form.UNKNOWN_TIME in fields


class WarcWriter:
    """The open WARC file of one site: ``<folder>/<name>/<name>-<time>-<n>.warc.gz``, rolled by size and age.

    A context manager; safe to call from several threads. Raises WarcError where another process writes the same name.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        *,
        most_bytes: int = MOST_BYTES,
        most_age: timedelta = MOST_AGE,
    ) -> None:
        self.folder = folder
        self.name = name
        self.most_bytes = most_bytes
        self.most_age = most_age
        self._own = folder / name
        self._mutex = Lock()
        self._lock: int | None = None
        self._file: WarcFile | None = None
        self._sizes: dict[str, int] = {}  # of other files, 0 for one that is gone

    def __enter__(self) -> WarcWriter:
        self._own.mkdir(parents=True, exist_ok=True)
        self._lock = os.open(self._own / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._lock)
            self._lock = None
            raise WarcError(f"{self._own}: another process is writing there") from None
        self._payloads = Payloads(self._own / "payloads.db")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Syncs and closes; calling it again does nothing."""
        with self._mutex:
            if self._lock is None:
                return
            if self._file is not None:
                self._file.close()
                self._file = None
            self._payloads.close()
            os.close(self._lock)
            self._lock = None

    def write_exchange(
        self,
        *,
        url: str,
        method: str,
        request_headers: Headers,
        status: int,
        reason: str,
        http_version: str,
        response_headers: Headers,
        body: bytes,
        fetched_at: datetime,
        ip: str | None,
        request_body: bytes = b"",
        truncated: str | None = None,
    ) -> WarcRef:
        """A response and its request; a revisit in place of the response where its body is held already.

        body: as received, content-encoded, transfer coding taken off. http_version: "HTTP/1.1", "h2" …
        truncated: why the body is not whole: "length", "time", "disconnect". An OSError leaves the file as it was.
        """
        date = form.iso(fetched_at)
        http = http_version if http_version.startswith("HTTP/1.") else "HTTP/1.1"
        protocol = None if http == http_version else http_version  # readers know HTTP/1 status lines only
        extra = (("WARC-IP-Address", ip), ("WARC-Protocol", protocol), ("WARC-Truncated", truncated))
        response = form.fields(url, date, HTTP_RESPONSE) + [(name, value) for name, value in extra if value]
        bodiless = not body and (method == "HEAD" or status < 200 or status in (204, 304))
        head = form.http_head(f"{http} {status} {reason}", form.fitting(response_headers, body, bodiless))
        asked = [*form.fields(url, date, HTTP_REQUEST), ("WARC-Concurrent-To", response[0][1])]
        block = form.request(url, method, http, request_headers, request_body)
        behind = form.record("request", asked, block)
        encodings = form.value_of(response_headers, "content-encoding")
        return self._keep("response", response, head, body, hashlib.sha256(body).digest(), encodings, behind)

    def write_resource(
        self,
        *,
        url: str | None,
        content_type: str,
        body: bytes,
        fetched_at: datetime | None = None,
        source: str | None = None,
        digest: bytes | None = None,
    ) -> WarcRef:
        """A page that came without its HTTP exchange, out of a file ``source``; one that is held is not written again.
        ``digest``: the body's SHA-256, where it is known.

        Without a URL it is filed under its digest. Where the time of fetching is not known, the record has the time of
        writing and says so.
        """
        payload = digest or hashlib.sha256(body).digest()
        url = url or f"urn:sha256:{payload.hex()}"
        date = form.iso(fetched_at or datetime.now(UTC))
        own = form.fields(url, date, content_type or "application/octet-stream")
        if fetched_at is None:
            own.append((form.UNKNOWN_TIME, "unknown"))
        if source:
            own.append((form.IMPORTED_FROM, source))
        return self._keep("resource", own, b"", body, payload)

    def foresee(self, digests: Collection[bytes]) -> None:
        """Some hundreds of bodies, by their SHA-256, that are to be written next: asked for at once."""
        with self._mutex:
            self._payloads.foresee(digests)

    def write_page(self, page: Page, digest: bytes | None = None) -> WarcRef:
        """A page of somebody else's archive: a response where its headers are known, else a resource.

        Its body is decoded, so what its headers say of its encoding is kept as no longer true. ``digest``: the body's
        SHA-256, where it is known.
        """
        source = page.headers.get(form.IMPORTED_FROM.lower())
        if page.url is None or page.fetched_at is None or "content-type" not in page.headers:
            return self.write_resource(
                url=page.url,
                content_type=page.content_type,
                body=page.body,
                fetched_at=page.fetched_at,
                source=source,
                digest=digest,
            )
        gone = {"content-encoding", "transfer-encoding"}
        headers = [
            (f"X-Archive-Orig-{name}" if name in gone else name, value)
            for name, value in page.headers.items()
            if name != form.IMPORTED_FROM.lower()
        ]
        head = form.http_head(f"HTTP/1.1 {page.status} ", form.fitting(headers, page.body, bodiless=False))
        own = form.fields(page.url, form.iso(page.fetched_at), HTTP_RESPONSE)
        own += [(form.IMPORTED_FROM, source)] if source else []
        return self._keep("response", own, head, page.body, digest or hashlib.sha256(page.body).digest())

    def _keep(
        self,
        kind: str,
        fields: Fields,
        head: bytes,
        body: bytes,
        payload: bytes,
        encodings: str = "",
        behind: bytes = b"",
    ) -> WarcRef:
        """Writes the record of a body, or a revisit of one that is held, with the records behind it.

        payload: the body's SHA-256.
        """
        digest = _decoded_digest(body, encodings, payload)
        fields.append(("WARC-Payload-Digest", f"sha256:{payload.hex()}"))
        at = dict(fields)
        with self._mutex:
            file = self._ready()
            name = f"{self.name}/{file.path.name}"
            held = self._held(payload, name) if body else None
            if held and _is_same(held, at):
                return WarcRef(held.file, held.offset, digest, revisit=True)
            if held:
                refers_to = form.refers_to(held.url, held.date, held.file, held.offset)
                data = form.record("revisit", fields + refers_to, head)
            else:
                # a body that came compressed does not get smaller: its member is stored, which costs nothing
                data = form.record(kind, fields, head + body, stored=bool(encodings and body))
            offset = file.append(data + behind)
            if body and not held:
                self._payloads.add(payload, Held(at["WARC-Target-URI"], at["WARC-Date"], name, offset))
        return WarcRef(name, offset, digest, held is not None)

    def _held(self, payload: bytes, open_file: str) -> Held | None:
        """Where the body is held already, if its file is still there: one may have been lost, or cut."""
        held = self._payloads.get(payload)
        if held is None or held.file == open_file:
            return held
        if held.file not in self._sizes:
            path = self.folder / held.file
            self._sizes[held.file] = path.stat().st_size if path.exists() else 0
        if held.offset < self._sizes[held.file]:
            return held
        self._payloads.forget(held.file, self._sizes[held.file])
        return None

    def _ready(self) -> WarcFile:
        """The file that is open, or the newest one, unless it is too large or too old; else a new one."""
        if self._file is None:
            path = newest(self._own, self.name)
            if path is not None:
                self._file = reopen(path, self.name, path.relative_to(self.folder).as_posix(), self._payloads)
        if self._file is not None and self._spent(self._file):
            self._file.close()
            self._file = None
        if self._file is None:
            self._file = create(self._own, self.name)
            self._file.append(form.warcinfo(self._file.path.name, self.name))
        return self._file

    def _spent(self, file: WarcFile) -> bool:
        return file.size >= self.most_bytes or datetime.now(UTC) - file.begun_at >= self.most_age
