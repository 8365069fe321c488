"""A search as a corpus: the command that writes it, and a download of it now."""

from __future__ import annotations

import csv as csv_format
import io
import shlex
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.asked import ASKED
from archive.export.lines import BOM, SEPARATOR, cell
from archive.found import FIELDS, Found
from archive.query import Query, every, rights, search
from archive.standing import standings
from archive.web.languages import language_of
from archive.web.links import asked, parameters
from archive.web.parameters import QUERY, only, query_of
from archive.web.rendering import page
from archive.web.served import Served, served

TARGETS = {"jsonl": "corpus.jsonl", "csv": "corpus.csv"}
BUSY = {"retry-after": "60"}


def corpus(request: Request) -> Response:
    """What the query would make, the command lines that make it, and downloads."""
    archive, query = served(request), query_of(request)
    found = search(archive.engine, archive.home.index, replace(query, limit=1, offset=0))
    return page(
        request,
        "corpus.html",
        query=query,
        total=found.total,
        described=query.describe(language_of(request)),
        commands=[command_line(query, target) for target in TARGETS.values()],
        downloads={form: f"/api/export.{form}" + asked(parameters(query)) for form in TARGETS},
        rights=rights(archive.engine, [query.site] if query.site else _names(archive)),
    )


def _names(archive: Served) -> list[str]:
    return [site.name for site in standings(archive.engine)]


def command_line(query: Query, target: str) -> str:
    """The command that writes what the query finds, quoted for a shell."""
    plain = Query()
    names = [name for name in ASKED if name not in ("text", "order")]  # a corpus is in the order of numbers
    options = [_option(name, getattr(query, name)) for name in names if getattr(query, name) != getattr(plain, name)]
    words = ["--", query.text] if query.text.startswith("-") else [query.text] if query.text else []
    return shlex.join(["newsarchive", "export", target, *(part for option in options for part in option), *words])


def _option(name: str, value: object) -> list[str]:
    if value is True:
        return [f"--{name}"]
    return [f"--{name}", value.isoformat() if isinstance(value, date) else str(value)]


def jsonl(request: Request) -> Response:
    """All articles that the query finds, an object a line."""
    return _download(request, "jsonl", _lines, "application/x-ndjson")


def csv(request: Request) -> Response:
    """The same for spreadsheets."""
    return _download(request, "csv", _rows, "text/csv; charset=utf-8")


def _download(request: Request, form: str, write: Callable[[Iterable[Found]], Iterator[bytes]], kind: str) -> Response:
    only(request, QUERY)
    archive, query = served(request), query_of(request)
    if not archive.downloads.acquire(blocking=False):
        raise HTTPException(503, "others are downloading; try again in a minute", BUSY)
    try:
        _, found = every(archive.engine, archive.home.index, query)
    except BaseException:
        archive.downloads.release()
        raise
    name = f'attachment; filename="{TARGETS[form]}"'
    return StreamingResponse(_released(archive, write(found)), 200, {"content-disposition": name}, kind)


def _released(archive: Served, pieces: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from pieces
    finally:
        archive.downloads.release()


def _lines(articles: Iterable[Found]) -> Iterator[bytes]:
    for found in articles:
        yield orjson.dumps(found.to_json()) + b"\n"


def _rows(articles: Iterable[Found]) -> Iterator[bytes]:
    yield BOM + _row(FIELDS)
    for found in articles:
        values = found.to_json()
        yield _row([cell(values[name], "\n" if name == "paragraphs" else SEPARATOR) for name in FIELDS])


def _row(cells: Iterable[str]) -> bytes:
    row = io.StringIO(newline="")
    csv_format.writer(row).writerow(cells)
    return row.getvalue().encode()
