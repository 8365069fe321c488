"""A request's parameters, read: into a Query, a page, a number; what cannot be read is refused by its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from starlette.requests import Request

from archive.query import Query, period
from archive.web.links import PER_PAGE
from archive.wrong import QueryError
from pipelines.text import nfc

Value = TypeVar("Value")
LONGEST = 2_000  # characters of a value
LAST_PAGE = 500  # pages of results that can be turned; who wants more wants a corpus
QUERY = ("q", "site", "since", "until", "author", "source", "section", "language", "fold", "order")
FILTERS = ("site", "author", "source", "section", "language", "order")  # asked as they are
MOST_LIMIT = 200


class BadParameter(ValueError):  # noqa: N818 - a verdict on a request, not a fault
    """A parameter that cannot be read: its name, and what is wrong with it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(name, message)
        self.name = name
        self.message = message


class Unknown(LookupError):  # noqa: N818 - as above
    """There is nothing at that address."""


def only(request: Request, allowed: tuple[str, ...]) -> None:
    """Refuses a request with a parameter of another name: a misspelt filter must not be no filter."""
    for name in request.query_params:
        if name not in allowed:
            raise BadParameter(name, f"there is no such parameter; there are {', '.join(allowed)}")


def text(request: Request, name: str) -> str:
    """The value without blanks at its ends, "" where there is none."""
    values = request.query_params.getlist(name)
    if len(values) > 1:
        raise BadParameter(name, "is given more than once")
    value = nfc(values[0]).strip() if values else ""
    if len(value) > LONGEST:
        raise BadParameter(name, f"is longer than {LONGEST} characters")
    return value


def texts(request: Request, name: str, most: int) -> tuple[str, ...]:
    """All values of that name that hold something."""
    values = [nfc(value).strip() for value in request.query_params.getlist(name)]
    if len(values) > most or any(len(value) > LONGEST for value in values):
        raise BadParameter(name, f"at most {most} values of at most {LONGEST} characters")
    return tuple(filter(None, values))


def whole(request: Request, name: str, default: int, most: int, least: int = 1) -> int:
    """A whole number between ``least`` and ``most``."""
    value = text(request, name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < len(str(most)) + 1 and least <= int(value) <= most):
        raise BadParameter(name, f"{value[:40]!r} is no whole number from {least} to {most}")
    return int(value)


def query_of(request: Request) -> Query:
    """The query that the parameters ask, its limit and offset by ``page``. Raises BadParameter."""
    values: dict[str, Any] = {name: value for name in FILTERS if (value := text(request, name))}
    for name, at in (("since", 0), ("until", 1)):
        if day := _day(request, name, at):
            values[name] = day
    if fold := flag(request, "fold"):
        values["fold"] = fold
    page = whole(request, "page", 1, LAST_PAGE)
    limit = whole(request, "limit", PER_PAGE, MOST_LIMIT)
    return _asked({"text": text(request, "q"), **values}, limit, (page - 1) * limit)


def flag(request: Request, name: str) -> bool:
    """Whether it is 1."""
    value = text(request, name)
    if value not in ("", "0", "1"):
        raise BadParameter(name, "is 1 or 0")
    return value == "1"


def _day(request: Request, name: str, at: int) -> date | None:
    value = text(request, name)
    return _named(name, lambda: period(value)[at]) if value else None


def _asked(values: Mapping[str, Any], limit: int, offset: int) -> Query:
    """The Query; what is wrong with one of its values alone is said of that parameter."""
    for field, value in values.items():
        _named("q" if field == "text" else field, lambda field=field, value=value: Query(**{field: value}))  # type: ignore[misc]
    return _named("until", lambda: Query(**values, limit=limit, offset=offset))


def _named(name: str, make: Callable[[], Value]) -> Value:
    try:
        return make()
    except QueryError as error:
        raise BadParameter(name, str(error)) from None
