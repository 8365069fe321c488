"""Reads pages out of WARC files: the one at a place, all of a file, or a report on what a file holds."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fastwarc.warc import WarcRecord

from models.article import Page
from pipelines.encoding import TooLargeError, decode
from pipelines.warc_format import IMPORTED_FROM, UNKNOWN_TIME
from pipelines.warc_scan import Broken, Record, records

CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]+)[^\r\n]{0,200}\r?\n")
PAGES = frozenset({"response", "resource", "conversion"})


class WarcError(RuntimeError):
    """A WARC file cannot be used; the message names it and the place in it."""


def _dechunked(body: bytes) -> bytes:
    """The body without chunked transfer coding; as it is where it has none (many writers leave only the header)."""
    parts: list[bytes] = []
    at = 0
    while match := CHUNK_SIZE.match(body, at):
        length = int(match[1], 16)
        if length == 0:
            return b"".join(parts)
        parts.append(body[match.end() : match.end() + length])
        at = match.end() + length + 2
    return b"".join(parts) if parts and at >= len(body) else body


def _url(record: WarcRecord) -> str | None:
    """The target; None for the urn that stands for a dump of an unknown page."""
    url = record.headers.get("WARC-Target-URI") or ""
    if url.startswith("<") and url.endswith(">"):  # as early versions of the standard had it
        url = url[1:-1]
    return None if not url or url.startswith("urn:") else url


def _headers(record: WarcRecord) -> dict[str, str]:
    """Lower-case names; values as Latin-1, which stands for the bytes themselves. Ours say where a page came from."""
    items = record.http_headers.items_bytes() if record.is_http_parsed else ()
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in items}
    source = record.headers.get(IMPORTED_FROM)
    return headers | {IMPORTED_FROM.lower(): source} if source else headers


def page_of(record: Record, held: Page | None = None) -> Page:
    """The page of a response, resource or conversion record; of a revisit with the page that holds its body.

    Raises ValueError where there is no page in it.
    """
    parsed = record.parsed
    url = _url(parsed)
    fetched_at = None if parsed.headers.get(UNKNOWN_TIME) else parsed.record_date
    if not parsed.is_http:
        body = held.body if held else parsed.reader.read()
        return Page(body, url, fetched_at, parsed.headers.get("Content-Type") or "", headers=_headers(parsed))
    parsed.parse_http()
    status = parsed.http_headers.status_code
    if status is None:
        raise ValueError("no HTTP header")
    headers = _headers(parsed)
    body = held.body if held else _decoded(parsed.reader.read(), headers)
    return Page(body, url, fetched_at, headers.get("content-type", ""), status, headers)


def _decoded(body: bytes, headers: dict[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    return decode(body, headers.get("content-encoding", ""))


def pages(path: Path, skipped: Counter[str] | None = None) -> Iterator[tuple[int, Page]]:
    """Offset and page of every response, resource and conversion (WET) record of a file, in order.

    What holds no page is left out and counted in `skipped` by its reason: damage, "revisit", "no HTTP header",
    "too large".
    """
    counted = Counter[str]() if skipped is None else skipped
    for record in records(path):
        if isinstance(record, Broken):
            counted[record.reason] += 1
        elif record.type == "revisit":
            counted["revisit"] += 1
        elif record.type in PAGES:
            try:
                yield record.offset, page_of(record)
            except TooLargeError:
                counted["too large"] += 1
            except ValueError as error:
                counted[str(error)] += 1


def record_at(folder: Path, file: str, offset: int) -> Record:
    """The one record at that place. Raises WarcError, naming the place, where there is no whole one."""
    path = folder / file
    try:
        found = next(records(path, offset), None)
    except OSError as error:
        raise WarcError(f"{path}: cannot be read: {error.strerror}") from error
    if isinstance(found, Record):
        return found
    raise WarcError(f"{path} at {offset}: {found.reason if found else 'the file ends before it'}")


def read_page(folder: Path, file: str, offset: int, digest: str | None = None) -> Page:
    """The page kept at that place of a file below `folder`; a revisit has the body of the record that it refers to.

    digest: the body's SHA-256, hex, as the database has it: a file that lost its end has other pages there by now.
    Raises WarcError, naming the place, where there is no such page.
    """
    return page_in(folder, file, record_at(folder, file, offset), digest)


def page_in(folder: Path, file: str, record: Record, digest: str | None) -> Page:
    """The same of a record of that file which was read already."""
    place = f"{folder / file} at {record.offset}"
    try:
        page = page_of(record) if record.type != "revisit" else _revisited(folder, record)
    except ValueError as error:
        raise WarcError(f"{place}: {error}") from error
    if digest is not None and hashlib.sha256(page.body).hexdigest() != digest:
        raise WarcError(f"{place}: another page stands there; was the file cut, or put back from a copy?")
    return page


def _revisited(folder: Path, record: Record) -> Page:
    fields = record.parsed.headers
    file, offset = fields.get("WARC-Refers-To-Filename"), fields.get("WARC-Refers-To-File-Offset")
    if file is None or offset is None:
        raise ValueError("a revisit that does not say where its body is")
    return page_of(record, page_of(record_at(folder, file, int(offset))))


@dataclass(slots=True)
class Report:
    """What a file holds: records by type, the broken stretches, the records whose payload is not what was digested."""

    path: Path
    types: Counter[str] = field(default_factory=Counter)
    broken: list[Broken] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.broken


def check(path: Path) -> Report:
    """Reads a whole file and compares lengths, gzip checksums and payload digests."""
    report = Report(path)
    for record in records(path):
        if isinstance(record, Broken):
            report.broken.append(record)
            continue
        report.types[record.type] += 1
        if record.type in PAGES and not _digest_holds(record.parsed):
            report.broken.append(Broken(record.offset, "digest does not match"))
    return report


def _digest_holds(record: WarcRecord) -> bool:
    algorithm, _, digest = (record.headers.get("WARC-Payload-Digest") or "").partition(":")
    if record.is_http:
        record.parse_http()
        return not digest or record.verify_payload_digest()
    # FastWARC knows payload digests of HTTP records only
    return algorithm != "sha256" or hashlib.sha256(record.reader.read()).hexdigest() == digest.lower()
