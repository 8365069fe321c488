"""A search as a corpus: what one can choose of it, the command that writes it, and a download of it now."""

from __future__ import annotations

import csv as csv_format
import io
import shlex
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.asked import ASKED
from archive.export.choices import REDACTIONS, UNITS, ChoiceError, Choices
from archive.export.formats import FORMATS
from archive.export.lines import BOM, SEPARATOR, cell
from archive.export.manifest import Order
from archive.export.whole import check_fit
from archive.found import FIELDS, Found
from archive.query import Query, every, faceted, rights
from archive.sentences import sentence
from archive.web.languages import language_of
from archive.web.links import asked, parameters
from archive.web.parameters import QUERY, BadParameter, flag, only, query_of, text, whole
from archive.web.rendering import page
from archive.web.served import Served, served

TARGETS = {"jsonl": "corpus.jsonl", "csv": "corpus.csv"}  # of downloads
SPLITS = ("90,5,5", "80,10,10", "90,10")
LONGEST_TEXT, MOST_SAMPLED, MOST_SITES = 1_000_000, 100_000_000, 2_000
BUSY = {"retry-after": "60"}


def corpus(request: Request) -> Response:
    """What the query would make, as chosen; the command line that makes it; downloads."""
    archive, query, language = served(request), query_of(request), language_of(request)
    order = _order(request, query)
    found = faceted(archive.engine, archive.home.index, query, MOST_SITES)
    return page(
        request,
        "corpus.html",
        query=query,
        asked_for={name: value for name, value in parameters(query).items() if name != "order"},
        total=found.total,
        described=sentence(query.tree, query.fold, "number", language),
        order=order,
        choices=order.choices,
        split=",".join(map(str, order.choices.split)),
        formats=list(FORMATS),
        units=UNITS,
        splits=SPLITS,
        command=command_line(order),
        downloads={form: f"/api/export.{form}" + asked(parameters(query)) for form in TARGETS},
        rights=rights(archive.engine, [value for value, _ in found.by["site"]]),
    )


def _order(request: Request, query: Query) -> Order:
    """What is chosen. Raises BadParameter."""
    form, split = text(request, "format") or "jsonl", text(request, "split")
    if form not in FORMATS:
        raise BadParameter("format", f"is one of {', '.join(FORMATS)}")
    if split not in ("", *SPLITS):
        raise BadParameter("split", f"is one of {'; '.join(SPLITS)}")
    try:
        choices = Choices(
            drop_duplicates=flag(request, "drop_duplicates"),
            min_length=whole(request, "min_length", 0, LONGEST_TEXT, 0),
            unit=text(request, "unit") or UNITS[0],
            split=tuple(map(int, split.split(","))) if split else (),
            sample=whole(request, "sample", 0, MOST_SAMPLED, 0) or None,
            redact=REDACTIONS if flag(request, "redact") else (),
        )
        order = Order(query, form, choices)
        target = Path(_target(order))
        check_fit(order, target, not target.suffix)
    except ChoiceError as error:
        raise BadParameter("format" if text(request, "unit") in ("", *UNITS) else "unit", str(error)) from None
    return order


def _target(order: Order) -> str:
    """A file, or a folder where several files are made."""
    return "corpus" if order.form == "huggingface" or order.choices.split else f"corpus{FORMATS[order.form].suffix}"


def command_line(order: Order) -> str:
    """The command that writes the corpus, quoted for a shell."""
    target, query = _target(order), order.query
    options = ["--format", order.form] if "." not in target else []
    for name in ASKED:
        if name not in ("text", "order"):  # a corpus is in the order of numbers
            options += _option(name, getattr(query, name))
    for name, value in order.choices.to_json().items():
        options += _option(name, "all" if name == "redact" else value)
    words = ["--", query.text] if query.text.startswith("-") else [query.text] if query.text else []
    return shlex.join(["newsarchive", "export", target, *options, *words])


def _option(name: str, value: object) -> list[str]:
    if value is None or value is False:
        return []
    option = f"--{name.replace('_', '-')}"
    if isinstance(value, list | tuple):
        return [option, ",".join(map(str, value))]
    return [option] if value is True else [option, value.isoformat() if isinstance(value, date) else str(value)]


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
