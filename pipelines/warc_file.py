"""One WARC file open for appending whole records: created, or reopened with a torn tail moved aside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.payloads import Held, Payloads
from pipelines.warc_scan import Record, records

STAMP = "%Y%m%d%H%M%S"
APPEND = os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC


@dataclass(slots=True)
class WarcFile:
    """The file's descriptor, its size in bytes, and when it was begun."""

    path: Path
    descriptor: int
    size: int
    begun_at: datetime

    def append(self, data: bytes) -> int:
        """Writes whole records; the offset of the first. An OSError (disk full) leaves the file as it was."""
        offset, rest = self.size, memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self.descriptor, rest) :]
        except OSError:
            os.ftruncate(self.descriptor, offset)
            raise
        self.size += len(data)
        return offset

    def close(self) -> None:
        os.fsync(self.descriptor)
        os.close(self.descriptor)


def create(folder: Path, name: str) -> WarcFile:
    """A new file ``<name>-<time>-<n>.warc.gz``."""
    now = datetime.now(UTC)
    stem = f"{name}-{now.strftime(STAMP)}"
    taken = len(list(folder.glob(f"{stem}-*.warc.gz")))
    path = folder / f"{stem}-{taken:05d}.warc.gz"
    return WarcFile(path, os.open(path, APPEND | os.O_CREAT | os.O_EXCL, 0o644), 0, now)


def newest(folder: Path, name: str) -> Path | None:
    return max(folder.glob(f"{name}-{'[0-9]' * 14}-*.warc.gz"), default=None)


def reopen(path: Path, name: str, file: str, payloads: Payloads) -> WarcFile:
    """The file, ending with its last whole record. `file`: what `payloads` knows it by."""
    end = _sound_end(path, file, payloads)
    if end < path.stat().st_size:
        payloads.forget(file, end)
        _move_aside(path, end)
    stamp = path.name.removeprefix(f"{name}-")[:14]
    return WarcFile(path, os.open(path, APPEND), end, datetime.strptime(stamp, STAMP).replace(tzinfo=UTC))


def _sound_end(path: Path, file: str, payloads: Payloads) -> int:
    """Where the last whole record ends; read from the last place that is known, and what is not yet known is noted."""
    start = payloads.last(file)
    first = next(records(path, start), None)
    if start and not isinstance(first, Record):  # the file was replaced, or cut before that place
        payloads.forget(file, 0)
        start = 0
    end = start
    for record in _whole(path, start):
        end = record.end
        held = _held(record, file)
        if held:
            payloads.add(*held)
    return end


def _whole(path: Path, start: int) -> Iterator[Record]:
    return (record for record in records(path, start) if isinstance(record, Record))


def _held(record: Record, file: str) -> tuple[bytes, Held] | None:
    """The digest and place of the body that a record of ours holds."""
    fields = record.parsed.headers
    algorithm, _, digest = (fields.get("WARC-Payload-Digest") or "").partition(":")
    url, date = fields.get("WARC-Target-URI"), fields.get("WARC-Date")
    if record.type == "revisit" or algorithm != "sha256" or url is None or date is None:
        return None
    return bytes.fromhex(digest), Held(url, date, file, record.offset)


def _move_aside(path: Path, end: int) -> None:
    """The bytes from `end` on go to ``<file>.torn-<n>``; the file is cut only when they are safe there."""
    number = len(list(path.parent.glob(f"{path.name}.torn-*"))) + 1
    torn = path.with_name(f"{path.name}.torn-{number}")
    with path.open("r+b") as file, torn.open("xb") as aside:
        file.seek(end)
        while part := file.read(1 << 20):
            aside.write(part)
        aside.flush()
        os.fsync(aside.fileno())
        file.truncate(end)
