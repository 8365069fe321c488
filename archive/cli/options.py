"""What several commands take: the query and its filters, dates, the names of sites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

import click

from archive.query import Query, period
from archive.wrong import QueryError

Command = TypeVar("Command", bound=Callable[..., Any])


class _Period(click.ParamType[date]):
    """A date, a month or a year; of which the first or the last day is meant."""

    name = "date"

    def __init__(self, end: int) -> None:
        self.end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return period(value)[self.end]
        except QueryError as error:
            self.fail(str(error), param, ctx)


FILTERS = (
    click.option("--site", metavar="NAME", help="Of that site."),
    click.option(
        "--since", type=_Period(0), metavar="DATE", help="Published since YYYY, YYYY-MM, YYYY-MM-DD, last week …"
    ),
    click.option(
        "--until", type=_Period(1), metavar="DATE", help="Published until then, that day, month or year included."
    ),
    click.option("--author", metavar="WORDS", help="By an author with these words in the name."),
    click.option("--source", metavar="WORDS", help="Taken over from a source with these words in its name."),
    click.option("--section", metavar="WORDS", help="In a section with these words in its name."),
    click.option("--language", metavar="CODE", help="In that language, such as vi."),
    click.option("--fold", is_flag=True, help="Without the articles that copy another one."),
)


def filters(command: Command) -> Command:
    """Adds the filters of a query; the command gets them by the names that Query has."""
    for option in reversed(FILTERS):
        command = option(command)
    return command


def asked(words: Sequence[str], **others: Any) -> Query:
    """The query of the words and options of a command line. Raises QueryError."""
    return Query(" ".join(words), **others)
