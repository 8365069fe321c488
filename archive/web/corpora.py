"""A search as a corpus: what one can choose of it, and the command that writes it; downloads.py carries it out."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from archive.asked import ASKED
from archive.counts import counted
from archive.export.choices import REDACTIONS, UNITS, ChoiceError, Choices
from archive.export.formats import FORMATS
from archive.export.manifest import Order
from archive.export.whole import check_fit
from archive.query import Query, rights
from archive.sentences import sentence
from archive.web.languages import language_of
from archive.web.links import asked, parameters
from archive.web.parameters import BadParameter, flag, query_of, text, whole
from archive.web.rendering import page
from archive.web.served import served

TO_STREAM = ("drop_duplicates", "min_length", "unit", "sample", "redact")  # what a download can have of the choices
SPLITS = ("90,5,5", "80,10,10", "90,10")
LONGEST_TEXT, MOST_SAMPLED = 1_000_000, 100_000_000


def corpus(request: Request) -> Response:
    """What the query would make, as chosen; the command line that makes it; downloads."""
    archive, query, language = served(request), query_of(request), language_of(request)
    order = order_of(request, query, text(request, "format") or "jsonl")
    sites = counted(archive.engine, archive.home.index, "site", query)
    return page(
        request,
        "corpus.html",
        query=query,
        asked_for={name: value for name, value in parameters(query).items() if name != "order"},
        total=sum(number for _, number in sites),
        described=sentence(query.tree, query.fold, "number", language),
        order=order,
        choices=order.choices,
        split=",".join(map(str, order.choices.split)),
        formats=list(FORMATS),
        units=UNITS,
        splits=SPLITS,
        command=shlex.join(command_of(order, _target(order))),
        download=_download(request, order),
        rights=rights(archive.engine, [name for name, _ in sites if name]),
    )


def order_of(request: Request, query: Query, form: str, to_stream: bool = False) -> Order:
    """What is chosen, to be written as that format; ``to_stream``: as one file. Raises BadParameter."""
    split = text(request, "split")
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
        target = None if to_stream else Path(_target(order))
        check_fit(order, target, target is not None and not target.suffix)
    except ChoiceError as error:
        raise BadParameter("format" if text(request, "unit") in ("", *UNITS) else "unit", str(error)) from None
    return order


def _target(order: Order) -> str:
    """A file, or a folder where several files are made."""
    return "corpus" if order.form == "huggingface" or order.choices.split else f"corpus{FORMATS[order.form].suffix}"


def _download(request: Request, order: Order) -> str | None:
    """The address of the corpus as one file, with what was chosen; None where it is several files."""
    if not Path(_target(order)).suffix:
        return None
    chosen = {name: value for name in TO_STREAM if (value := text(request, name))}
    return f"/api/export.{order.form}" + asked(parameters(order.query) | chosen)


def command_of(order: Order, target: str) -> list[str]:
    """The words of the command that writes the corpus there; "-" for its standard output."""
    query = order.query
    options = ["--format", order.form] if "." not in target else []
    for name in ASKED:
        if name not in ("text", "order"):  # a corpus is in the order of numbers
            options += _option(name, getattr(query, name))
    for name, value in order.choices.to_json().items():
        options += _option(name, "all" if name == "redact" else value)
    words = ["--", query.text] if query.text.startswith("-") else [query.text] if query.text else []
    return ["newsarchive", "export", target, *options, *words]


def _option(name: str, value: object) -> list[str]:
    if value is None or value is False:
        return []
    option = f"--{name.replace('_', '-')}"
    if isinstance(value, list | tuple):
        return [option, ",".join(map(str, value))]
    return [option] if value is True else [option, value.isoformat() if isinstance(value, date) else str(value)]
