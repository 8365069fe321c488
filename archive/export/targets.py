"""Where an export goes: a file, or a folder of files; written aside, hashed as it goes, there only when it is whole."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

HELD = 1 << 20  # bytes before they are written and hashed: few large pieces cost less than many small ones


class TargetError(RuntimeError):
    """The export cannot be written there; the message says where, and why."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an export. path: below the export's folder. records: what it holds; None where nobody counts them."""

    path: str
    bytes: int
    sha256: str
    records: int | None = None
    split: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


class Hashed:
    """A file, or standard output, that is written to and knows how much, and with which SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._held = bytearray()
        self._size = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        """Takes any buffer."""
        size = memoryview(data).nbytes
        self._held += data
        self._size += size
        if len(self._held) >= HELD:
            self.flush()
        return size

    def tell(self) -> int:
        return self._size

    def flush(self) -> None:
        """Hands on what is held, with its digest."""
        if self._held:
            self._file.write(self._held)
            self._digest.update(self._held)
            self._held = bytearray()
            self._file.flush()

    def close(self) -> None:
        """What is underneath stays open: it is the caller's."""
        self.closed = True

    def readable(self) -> bool:
        return False

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def written(self, path: str, records: int | None = None, split: str | None = None) -> Written:
        """What was written, under the name that it gets."""
        self.flush()
        return Written(path, self._size, self._digest.hexdigest(), records, split)


@contextmanager
def packed(file: Hashed, gzipped: bool) -> Iterator[BinaryIO]:
    """The file, compressed if so: without name and time in it, so that the same articles make the same bytes."""
    if not gzipped:
        yield cast(BinaryIO, file)
        return
    with gzip.GzipFile("", "wb", fileobj=cast(BinaryIO, file), mtime=0) as zipped:
        yield cast(BinaryIO, zipped)


def check(target: Path, folder: bool, force: bool) -> None:
    """Raises TargetError for a target that cannot be, or that is there and is not to be replaced."""
    if target.exists() and target.is_dir() != folder:
        raise TargetError(f"{target}: is {'no folder' if folder else 'no file; - writes to standard output'}")
    if target.exists() and not force:
        raise TargetError(f"{target}: is there already; --force replaces it")
    if not target.absolute().parent.is_dir():
        raise TargetError(f"{target.parent}: there is no such folder")


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}")


@contextmanager
def file_aside(target: Path) -> Iterator[Hashed]:
    """A file beside the target that takes its place at the end, and is gone after an error."""
    path = _beside(target)
    try:
        with path.open("xb") as file:
            hashed = Hashed(file)
            yield hashed
            hashed.flush()
            os.fsync(file.fileno())
        path.replace(target)
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def folder_aside(target: Path) -> Iterator[Path]:
    """An empty folder beside the target that takes its place at the end, and is gone after an error.

    A folder that is replaced is gone for the moment between two renames: no system replaces full folders in one.
    """
    path, old = _beside(target), _beside(target).with_suffix(".old")
    path.mkdir()
    try:
        yield path
        if target.exists():
            target.replace(old)
        path.replace(target)
    finally:
        if old.exists() and not target.exists():
            old.replace(target)
        for gone in (path, old):
            shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def created(path: Path) -> Iterator[Hashed]:
    """A new file in a folder that is still aside. Its bytes are on the disk when it is left."""
    with path.open("xb") as file:
        hashed = Hashed(file)
        yield hashed
        hashed.flush()
        os.fsync(file.fileno())
