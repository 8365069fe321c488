"""Addresses of the pages, made of queries: the same query always has the same address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from starlette.requests import Request

from archive.asked import ASKED
from archive.query import Query
from archive.web.languages import LANGUAGES

LONGEST_NAME = 300  # characters
PER_PAGE = 20  # articles on a page of results
NAMES = {"text": "q"}  # of a Query's field -> of its parameter, where they differ
PLAIN = Query()


def parameters(query: Query) -> dict[str, str]:
    """The query as parameters of an address; what is left at its default has none."""
    values = {name: getattr(query, name) for name in ASKED}
    return {NAMES.get(name, name): _written(value) for name, value in values.items() if value != getattr(PLAIN, name)}


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return value.isoformat() if isinstance(value, date) else str(value)


class Links:
    """Addresses in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def to(self, path: str = "", **chosen: object) -> str:
        """``/en/path?chosen``; values that are None or empty are left out."""
        return f"/{self.language}/{quote(path)}" + asked({name: str(value) for name, value in chosen.items() if value})

    def day(self, day: date, site: str = "") -> str:
        """The articles of a day, of one site or of all."""
        return f"/{self.language}/days/{day.year}/{day:%m/%d}" + asked({"site": site} if site else {})

    def search(self, query: Query, page: int = 1, **changes: Any) -> str:
        """The results of the query, with some of its fields changed."""
        return self._of("search", query, page, changes)

    def of(self, field: str, name: str) -> str | None:
        """The articles with exactly that author, source or section; None for what is too long to be one."""
        return self.to("search", **{field: f"={name}"}) if name.strip() and len(name) <= LONGEST_NAME else None

    def feed(self, query: Query) -> str:
        """The results as an Atom feed."""
        return self._of("search.atom", query, 1, {})

    def corpus(self, query: Query) -> str:
        """The corpus that the query would make."""
        return self._of("corpus", query, 1, {})

    def data(self, query: Query, page: int = 1) -> str:
        """The results as JSON."""
        return "/api/search" + asked(_paged(parameters(query), page))

    def _of(self, path: str, query: Query, page: int, changes: dict[str, Any]) -> str:
        changed = replace(query, **changes) if changes else query
        return f"/{self.language}/{path}" + asked(_paged(parameters(changed), page))

    def article(self, number: int, part: str = "") -> str:
        """The page of an article, or a part of it: "page", "revisions"."""
        return f"/{self.language}/article/{number}" + (f"/{part}" if part else "")

    def here(self, request: Request) -> str:
        """The address of the request in this language."""
        first, _, rest = request.url.path.removeprefix("/").partition("/")
        path = rest if first in LANGUAGES else request.url.path.removeprefix("/")
        return f"/{self.language}/{path}" + (f"?{request.url.query}" if request.url.query else "")


def _paged(chosen: dict[str, str], page: int) -> dict[str, str]:
    return chosen | ({"page": str(page)} if page > 1 else {})


def asked(chosen: Mapping[str, str] | Sequence[tuple[str, str]]) -> str:
    """Parameters as the end of an address: ``?q=…``, "" for none."""
    return f"?{urlencode(chosen)}" if chosen else ""
