"""The archive from Python: ``archive.open()``, the same questions as everywhere, answers as objects or tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from errno import ENOENT
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url

from archive.found import FIELDS, Facets, Found, Results, Version
from archive.kwic import WIDTH, Concordance, kwic
from archive.query import Query, every, faceted, found_by, get, period, revisions, search
from archive.trends import Trends, trends
from models.database import open_database
from models.engines import is_missing
from models.home import Home, home

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped] # it has no stubs

BATCH = 1_000  # articles turned into columns at a time


class MissingLibraryError(ImportError):
    """A library that the answer was asked for in is not installed; the message says how to install it."""


class Archive:
    """An archive to be asked; nothing of it can be changed here. Made by ``archive.open``; closed by ``with``.

    What is asked is a `Query`, or the text of one with its filters as keywords: ``search("tiêm", since="2020")``.
    Raises QueryError for what cannot be asked.
    """

    def __init__(self, where: str | None = None) -> None:
        """``where``: a database's URL, or an archive's folder; None for what NEWSARCHIVE_HOME and _DATABASE name.

        Raises FileNotFoundError where there is none: a new one, empty, would answer that nothing is found.
        """
        folder = home() if where is None else _home_of(where)
        address = _address(where, folder)
        if is_missing(address):
            raise FileNotFoundError(ENOENT, "there is no archive", make_url(address).database)
        self.engine = open_database(address)
        self.index = folder.index

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Archive({self.engine.url.render_as_string()!r})"

    def close(self) -> None:
        self.engine.dispose()

    def search(self, asked: Query | str = "", *, facets: bool = False, **filters: Any) -> Results:
        """A page of what is found, each article with the hit in context; ``facets``: all of it counted, too."""
        return search(self.engine, self.index, query_of(asked, filters), facets=facets)

    def facets(self, asked: Query | str = "", shown: int = 20, **filters: Any) -> Facets:
        """All that is found, counted by site, author, source, section (``shown`` values of each), month and year."""
        return faceted(self.engine, self.index, query_of(asked, filters), shown)

    def every(self, asked: Query | str = "", **filters: Any) -> Iterator[Found]:
        """All articles that are found, by number, a few hundred in memory at a time; the limit does not count."""
        return every(self.engine, self.index, query_of(asked, filters))[1]

    def get(self, which: int | str) -> Found:
        """The article of that number, URL or key. Raises NotFoundError."""
        return get(self.engine, str(which))

    def revisions(self, article: int) -> list[Version]:
        """What the article was before each change of its text, oldest first."""
        return revisions(self.engine, article)

    def kwic(self, asked: Query | str, width: int = WIDTH, **filters: Any) -> Concordance:
        """Every place where a word stands, in the first ``limit`` articles."""
        return kwic(self.engine, self.index, query_of(asked, filters), width)

    def trends(self, *asked: str, by: str = "month", among: Query | str = "", **filters: Any) -> Trends:
        """The share of a month's or a year's articles that each question finds."""
        return trends(self.engine, self.index, asked, query_of(among, filters), by)

    def arrow(self, asked: Query | str = "", limit: int | None = None, **filters: Any) -> pa.Table:
        """All articles that are found, by number, as an Arrow table: the columns of docs/export.md.

        limit: only so many, in the query's order.
        """
        pyarrow = _library("pyarrow")
        from archive.export.parquet import batch, schema

        found = self._found(query_of(asked, filters), limit)
        shape = schema(FIELDS)
        return pyarrow.Table.from_batches(
            [batch([one.to_json() for one in some], shape) for some in _batches(found)], schema=shape
        )

    def pandas(self, asked: Query | str = "", limit: int | None = None, **filters: Any) -> pd.DataFrame:
        """`arrow` as a pandas frame, lists as lists."""
        _library("pandas")
        made: pd.DataFrame = self.arrow(asked, limit, **filters).to_pandas()
        return made

    def polars(self, asked: Query | str = "", limit: int | None = None, **filters: Any) -> pl.DataFrame:
        """`arrow` as a polars frame."""
        made: pl.DataFrame = _library("polars").from_arrow(self.arrow(asked, limit, **filters))
        return made

    def _found(self, query: Query, limit: int | None) -> Iterator[Found]:
        if limit is None:
            return every(self.engine, self.index, query)[1]
        return found_by(self.engine, self.index, replace(query, limit=limit))[1]


def query_of(asked: Query | str, filters: Mapping[str, Any]) -> Query:
    """The query that is meant; ``since`` and ``until`` may be dates, or texts such as "2020-12" and "last week"."""
    if isinstance(asked, Query):
        if filters:
            raise TypeError(f"a Query has its filters already: {', '.join(filters)} cannot be added")
        return asked
    days = {name: period(filters[name])[end] for end, name in enumerate(("since", "until")) if _is_text(filters, name)}
    return Query(asked, **{**filters, **days})


def _is_text(filters: Mapping[str, Any], name: str) -> bool:
    return isinstance(filters.get(name), str)


def _home_of(where: str) -> Home:
    """The folder of an archive: of its database, where a URL names a SQLite file; else the home folder."""
    if "://" not in where:
        return Home(Path(where).expanduser().absolute())
    url = make_url(where)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Home(Path(url.database).absolute().parent) if is_file and url.database else home()


def _address(where: str | None, folder: Home) -> str:
    """Of the database: a folder that is named, and has one, stands above the environment."""
    if where is not None and "://" in where:
        return where
    file = folder.path / "archive.db"
    return f"sqlite:///{file}" if where is not None and file.is_file() else folder.database_url


def _batches(found: Iterator[Found]) -> Iterator[list[Found]]:
    held: list[Found] = []
    for one in found:
        held.append(one)
        if len(held) == BATCH:
            yield held
            held = []
    if held:
        yield held


def _library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingLibraryError(f"{name} is not installed: pip install {name}") from error
