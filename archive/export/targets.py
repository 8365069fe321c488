"""Where an export goes: a file, or a folder of files; written aside, hashed as it goes, there only when it is whole."""

from __future__ import annotations

import fcntl
import glob
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from isal import isal_zlib

from archive.export.behind import Behind

HELD = 1 << 20  # bytes before they are written and hashed: few large pieces cost less than many small ones
LEVEL, GZIP = 3, 31  # of ISA-L, its best, and a gzip file: without name and time, always the same bytes
PARTIAL = ".partial"
SUMS = "SHA256SUMS"  # of a folder with a file an article


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
    """A file, or standard output, that is written to and knows how much, and with which SHA-256.

    Packs, hashes and writes behind the back of who goes on; to be left as a context.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._packer: Any = None
        self._behind = Behind()
        self._held = bytearray()
        self._taken = self._size = 0
        self.closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._behind.close()

    def pack(self) -> None:
        """Makes a gzip file of what is written."""
        self._packer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, GZIP)

    def write(self, data: bytes) -> int:
        """Takes any buffer."""
        size = memoryview(data).nbytes
        self._held += data
        self._taken += size
        if len(self._held) >= HELD:
            held, self._held = self._held, bytearray()
            self._behind.go(self._put, held)
        return size

    def _put(self, data: bytes | bytearray) -> None:
        if self._packer:
            data = self._packer.compress(data)
        rest = memoryview(data)
        while rest:  # with PYTHONUNBUFFERED standard output takes what fits onto the disk, and says how much that was
            rest = rest[self._file.write(rest) :]
        self._digest.update(data)
        self._size += len(data)

    def tell(self) -> int:
        """How much was written to it, before it is packed."""
        return self._taken

    def flush(self) -> None:
        """Comes back when what is held is written."""
        self._behind.wait()
        if self._held:
            held, self._held = self._held, bytearray()
            self._put(held)
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
        if self._packer:
            rest, self._packer = self._packer.flush(), None
            self._put(rest)
            self._file.flush()
        return Written(path, self._size, self._digest.hexdigest(), records, split)


def check(target: Path, folder: bool, force: bool) -> None:
    """Raises TargetError for a target that cannot be, or that is there and is not to be replaced."""
    if target.exists() and target.is_dir() != folder:
        raise TargetError(f"{target}: is {'no folder' if folder else 'no file; - writes to standard output'}")
    if target.exists() and not force:
        raise TargetError(f"{target}: is there already; --force replaces it")
    if not target.absolute().parent.is_dir():
        raise TargetError(f"{target.parent}: there is no such folder")


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}{PARTIAL}")


@contextmanager
def _named(target: Path) -> Iterator[None]:
    """Says of a full disk what could not be written: the error itself names no file, or the one aside."""
    try:
        yield
    except OSError as error:
        if error.filename not in (None, str(_beside(target))):
            raise
        raise OSError(error.errno, error.strerror, str(target)) from error


def _tidy(target: Path) -> None:
    """Removes what exports to this target left beside it that were killed: nobody holds it any more."""
    for path in target.parent.glob(f".{glob.escape(target.name)}.[0-9]*{PARTIAL}"):
        with suppress(OSError), _held(path) as ours:
            if ours:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _held(path: Path) -> Iterator[bool]:
    """Holds a file or folder, at most until this process is gone. False: another does, or nobody can on that disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        ours = True
    except OSError:
        ours = False
    try:
        yield ours
    finally:
        os.close(opened)


@contextmanager
def file_aside(target: Path) -> Iterator[Hashed]:
    """A file beside the target that takes its place at the end, and is gone after an error."""
    path = _beside(target)
    _tidy(target)
    try:
        with _named(target), path.open("xb") as file, _held(path), Hashed(file) as hashed:
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
    path = _beside(target)
    old = path.with_suffix(".old")
    _tidy(target)
    with _named(target):
        path.mkdir()
    try:
        with _named(target), _held(path):
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
    with path.open("xb") as file, Hashed(file) as hashed:
        yield hashed
        hashed.flush()
        os.fsync(file.fileno())
