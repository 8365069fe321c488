"""WARC of just the pages behind the articles: the records as they were kept, byte for byte, requests with them.

A revisit record says where its body is by file and offset; in the new file that is another place, so those two header
lines are written anew, and the record that holds the body comes along.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.export.formats import Write
from archive.records import Values
from pipelines.warc_read import WarcError, page_in, record_at
from pipelines.warc_scan import Record, records

FILE = re.compile(rb"(?m)^(WARC-Refers-To-Filename: ).*(\r)$")
OFFSET = re.compile(rb"(?m)^(WARC-Refers-To-File-Offset: ).*(\r)$")
LEVEL = 6
Place = tuple[str, int]


@contextmanager
def warc(file: BinaryIO, fields: Sequence[str], *, folder: Path, name: str) -> Iterator[Write]:
    """folder: where the archive's WARC files are. name: of the new file. Raises WarcError, naming the place."""
    bodies: dict[Place, int] = {}  # of those that revisits refer to; a page that is one, too, may be there twice

    def copy(place: Place, found: Record) -> int:
        data = _raw(folder, place, found) if found.type != "revisit" else _moved(found)
        at = file.tell()
        file.write(data + _request(folder, place, found))
        return at

    def _moved(found: Record) -> bytes:
        place = _body_of(found, folder)
        if place not in bodies:
            bodies[place] = copy(place, record_at(folder, *place))
        return _referring(found.data, name, bodies[place])

    def write(article: Values) -> None:
        if article["page"] is not None:
            file, offset, digest = article["page"]
            found = record_at(folder, file, offset)
            page_in(folder, file, found, digest)  # is it this one that stands there?
            copy((file, offset), found)

    yield write


def _referring(record: bytes, file: str, offset: int) -> bytes:
    """The record as a gzip member, with another place of its body."""
    head, blank, block = record.partition(b"\r\n\r\n")
    head = FILE.sub(rb"\g<1>" + file.encode() + rb"\2", head + b"\r")
    head = OFFSET.sub(rb"\g<1>" + str(offset).encode() + rb"\2", head).removesuffix(b"\r")
    return zlib.compress(head + blank + block, LEVEL, 31)


def _body_of(found: Record, folder: Path) -> Place:
    fields = found.parsed.headers
    file, offset = fields.get("WARC-Refers-To-Filename"), fields.get("WARC-Refers-To-File-Offset")
    if file is None or offset is None:
        raise WarcError(f"{folder}: a revisit at {found.offset} does not say where its body is")
    return file, int(offset)


def _raw(folder: Path, place: Place, found: Record) -> bytes:
    with (folder / place[0]).open("rb") as source:
        source.seek(found.offset)
        return source.read(found.end - found.offset)


def _request(folder: Path, place: Place, found: Record) -> bytes:
    """The request that stands right behind its answer; nothing where another record does."""
    after = next(records(folder / place[0], found.end), None)
    if not isinstance(after, Record) or after.type != "request":
        return b""
    concurrent = after.parsed.headers.get("WARC-Concurrent-To")
    return _raw(folder, place, after) if concurrent == found.parsed.headers.get("WARC-Record-ID") else b""
