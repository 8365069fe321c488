"""What the pages are made from: the archive that is open, what was counted of it, and where people reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import Protocol, TypeVar

from sqlalchemy import Engine, func, select
from starlette.requests import Request

from archive.asked import Query
from archive.counts import counted, overview
from archive.found import Facets
from archive.query import faceted
from archive.standing import standings
from archive.web.remembering import Answers
from models.home import Home
from models.tables import ArticleRow

Value = TypeVar("Value")
NEWEST = select(func.max(ArticleRow.changed))
DOWNLOADS = 2  # at a time: each reads the whole archive


class Places(Protocol):
    """A semaphore, of threads or of processes."""

    def acquire(self, blocking: bool = True, /) -> bool:
        """Takes a place; says whether there was one."""

    def release(self) -> None:
        """Gives it back."""


@dataclass(frozen=True, slots=True)
class Served:
    """An open archive. base: the address by which people reach it, no slash behind; "" for that of the request."""

    engine: Engine
    home: Home
    base: str = ""
    answers: Answers = field(default_factory=Answers)
    downloads: Places = field(default_factory=lambda: BoundedSemaphore(DOWNLOADS))


def served(request: Request) -> Served:
    """The archive that the request is put to."""
    found = request.app.state.served
    assert isinstance(found, Served)
    return found


def base_of(request: Request) -> str:
    """``https://host`` of whole addresses: in feeds, in the API."""
    return served(request).base or f"{request.url.scheme}://{request.url.netloc}"


def remembered(archive: Served, question: str, work_out: Callable[[], Value]) -> Value:
    """The answer; worked out anew only where an article has changed since, and not too often."""
    return archive.answers.of(question, lambda: _cursor(archive.engine), work_out)


def articles_by(archive: Served, by: str, site: str = "") -> list[tuple[str | None, int]]:
    """Articles counted as `archive.counts.counted` counts them, remembered."""
    return remembered(
        archive, f"{by} {site}", lambda: counted(archive.engine, archive.home.index, by, Query(site=site or None))
    )


def counts_of(archive: Served, query: Query) -> Facets:
    """What the query finds, counted, remembered: whoever turns pages does not count again."""
    asked = {name: value for name, value in query.to_json().items() if name != "order"}
    return remembered(archive, f"counts {asked}", lambda: faceted(archive.engine, archive.home.index, query))


def figures(archive: Served, site: str = "") -> dict[str, int | str | None]:
    """The archive, or one site, in figures, remembered."""
    return remembered(
        archive, f"figures {site}", lambda: overview(archive.engine, archive.home.index, Query(site=site or None))
    )


def site_titles(archive: Served) -> dict[str, str]:
    """Name -> what the site calls itself."""
    return remembered(archive, "titles", lambda: {one.name: one.title for one in standings(archive.engine)})


def _cursor(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(NEWEST) or 0
