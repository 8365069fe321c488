"""Reads what an import is given – pages, text dumps, WARC, WET, JSONL, folders of them – one input after the other."""

from __future__ import annotations

import gzip
import os
import re
import stat
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

import orjson

from models.article import Page
from models.site import is_http
from pipelines.encoding import TooLargeError
from pipelines.kept import JSON_LINE, essence, stated_url
from pipelines.warc_format import IMPORTED_FROM
from pipelines.warc_read import PAGES, page_of
from pipelines.warc_scan import Broken, Record, records

FROM = IMPORTED_FROM.lower()
LARGEST = 64 << 20  # bytes of one page, decompressed
HEAD = 4096
PIECE = 1 << 20
PART = 1 << 16
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
BINARY = re.compile(rb"%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|GIF8|\x7fELF|\xd0\xcf\x11\xe0|RIFF|\x00")
SAVED_FROM = (
    re.compile(rb"<!--\s*saved from url=\(\d{4}\)(https?://[^\s<>\"]+)\s*-->"),  # what browsers write
    re.compile(rb"<!--\s*Page saved with SingleFile\s+url:\s*(https?://[^\s<>\"]+)"),
)
PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain", JSON_LINE})


@dataclass(frozen=True, slots=True)
class Input:
    """A page to import, and where it was found: the file, with the offset or line in it. The page says the file too."""

    where: str
    page: Page


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that could not be read: where, and why (a short phrase that is counted), perhaps with detail."""

    where: str
    reason: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A record that is whole and no page: an image, an error answer, a revisit."""

    reason: str


Found = Input | Fault | PassedOver


class _UnreadableError(Exception):
    """A file's content is not what it should be; the message is the short reason."""


def _html(path: Path) -> Iterator[Found]:
    body = _text_of(path)
    url = next(
        (match[1].decode("ascii", "replace") for mark in SAVED_FROM if (match := mark.search(body[:HEAD]))), None
    )
    yield Input(str(path), Page(body, url, headers=_from(path)))


def _dump(path: Path) -> Iterator[Found]:
    yield Input(str(path), Page(_text_of(path), content_type="text/plain", headers=_from(path)))


def _from(path: Path) -> dict[str, str]:
    return {FROM: str(path)}


def _text_of(path: Path) -> bytes:
    """A whole file of text. Raises _UnreadableError: "empty", "binary", "too large"."""
    with _opened(path) as file:
        parts = [file.read(PART)]  # asked for all at once, Python would clear room for the largest
        while len(parts[-1]) == PART and len(parts) <= LARGEST // PART:  # one that is shorter is the last
            parts.append(file.read(PART))
    body = b"".join(parts)
    if len(body) > LARGEST:
        raise _UnreadableError("too large")
    if not body.strip():
        raise _UnreadableError("empty")
    if not body.startswith(BOMS) and (BINARY.match(body) or b"\0" in body[:HEAD]):
        raise _UnreadableError("binary")
    return body


def _opened(path: Path) -> AbstractContextManager[IO[bytes] | gzip.GzipFile]:
    """The file's bytes, decompressed. Its reads raise _UnreadableError where the compression is damaged."""
    if path.name.lower().endswith(".gz"):
        return _decompressed(path)
    return path.open("rb", buffering=0)  # it is read in large pieces


@contextmanager
def _decompressed(path: Path) -> Iterator[gzip.GzipFile]:
    with path.open("rb", buffering=0) as raw:
        if os.fstat(raw.fileno()).st_size == 0:
            raise _UnreadableError("empty")
        try:
            with gzip.open(raw) as file:
                yield file
        except gzip.BadGzipFile as error:
            raise _UnreadableError("not gzip" if "Not a gzipped" in str(error) else "damaged gzip") from error
        except EOFError as error:
            raise _UnreadableError("cut off") from error
        except zlib.error as error:
            raise _UnreadableError("damaged gzip") from error


def _json_lines(path: Path) -> Iterator[Found]:
    empty = True
    with _opened(path) as file:
        for number, line in enumerate(_lines(file), start=1):
            if line.strip():
                empty = False
                yield _json_line(path, number, line.strip())
    if empty:
        raise _UnreadableError("empty")


def _lines(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    """The lines without their ends; of one that is too large no more than tells so."""
    line = bytearray()
    while piece := file.read(PIECE):
        first, *others = piece.split(b"\n")
        if len(line) <= LARGEST:
            line += first
        if others:
            yield bytes(line)
            yield from others[:-1]
            line = bytearray(others[-1])
    if line:
        yield bytes(line)


def _json_line(path: Path, number: int, line: bytes) -> Found:
    where = f"{path} line {number}"
    if len(line) > LARGEST:
        return Fault(where, "too large")
    try:
        stated = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return Fault(where, "broken JSON", str(error))
    if not isinstance(stated, dict):
        return Fault(where, "not an object")
    if not any(isinstance(stated.get(name), str) and stated[name].strip() for name in ("text", "html")):
        return Fault(where, "no text", "a line needs a field text or html")
    return Input(where, Page(line, stated_url(stated), content_type=JSON_LINE, headers=_from(path)))


def _warc(path: Path) -> Iterator[Found]:
    if path.stat().st_size == 0:
        raise _UnreadableError("empty")
    for record in records(path):
        if isinstance(record, Broken):
            yield Fault(f"{path} at {record.offset}", record.reason)
        elif record.type == "revisit":
            yield PassedOver("revisit")
        elif record.type in PAGES:
            yield _warc_page(path, record)


def _warc_page(path: Path, record: Record) -> Found:
    where = f"{path} at {record.offset}"
    try:
        page = page_of(record)
    except TooLargeError as error:
        return Fault(where, "too large", str(error))
    except ValueError as error:
        return Fault(where, str(error))
    if (page.url or "").startswith("http") and not is_http(page.url or ""):
        return Fault(where, "malformed URL", page.url or "")
    if page.status != 200:
        return PassedOver(f"status {page.status}")
    kind = essence(page.content_type)
    if kind not in PAGE_TYPES or (page.url or "").endswith("/robots.txt"):
        return PassedOver("not a page")
    return Input(where, replace(page, headers={**page.headers, **_from(path)}))


KINDS: dict[str, Callable[[Path], Iterator[Found]]] = {
    ".html": _html,
    ".htm": _html,
    ".xhtml": _html,
    ".txt": _dump,
    ".warc": _warc,
    ".wet": _warc,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}


def kind_of(name: str) -> str | None:
    """The suffix by which a file of that name is read, without .gz; None for what is no page."""
    stem, _, end = name.lower().removesuffix(".gz").rpartition(".")
    return f".{end}" if stem and f".{end}" in KINDS else None


def inputs(file: Path) -> Iterator[Found]:
    """What a file holds; what is wrong with it is among it, and reading goes on behind it where that is possible."""
    kind = kind_of(file.name)
    try:
        if not stat.S_ISREG(file.stat().st_mode):  # opening a pipe waits for whoever writes it
            yield Fault(str(file), "cannot be read" if file.is_dir() else "no regular file")
        elif kind is None:
            yield Fault(str(file), "unknown kind", f"known are {', '.join(KINDS)}, each also with .gz")
        else:
            yield from KINDS[kind](file)
    except _UnreadableError as error:
        yield Fault(str(file), str(error))
    except OSError as error:
        yield Fault(str(file), "cannot be read", error.strerror or str(error))
