"""The ledger in a running crawl: nothing found is left behind, nothing goes on that cannot be written."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from models.article import Hint
from models.database import reading
from models.site import Site
from models.tables import LinkRow, RunRow
from pipelines import frontier as module
from pipelines.frontier import Frontier, GivenUpError
from pipelines.ledger import Link
from pipelines.listing import Listing
from pipelines.sitelock import LockedError
from pipelines.visits import Visit

START = "http://quan.example/tin"
SITE = Site(name="quan", start=(START,))


def visited(link: Link, pages: int) -> Visit:
    """A chain of listing pages, a post on each; what a post's page has does not matter here."""
    if link.kind != "listing":
        return Visit(link.id, link.url, "dropped", "no text")
    number = int(link.url.partition("=")[2] or 1)
    following = (f"{START}?page={number + 1}",) if number < pages else ()
    return Visit(link.id, link.url, "fetched", listing=Listing((f"http://quan.example/{number}.html",), following))


async def crawl(pages: int) -> tuple[int, tuple[str, str | None]]:
    """Visits all that the frontier hands out, each link a task of its own; how many, and how the run ended."""
    frontier = Frontier(SITE)
    await frontier.open()
    tasks = []
    try:
        async for link in frontier.links():
            tasks.append(asyncio.create_task(frontier.settle(visited(link, pages))))  # noqa: PERF401 - waits between
    finally:
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        ended = await frontier.close("finished")
    assert outcomes == [None] * len(tasks)
    return len(tasks), ended


def test_links_found_while_the_last_one_is_settled_are_handed_out(engine: Engine) -> None:
    """Each page of the chain is the only link in hand when it brings the next."""
    assert asyncio.run(crawl(pages=6)) == (12, ("finished", None))


def test_a_database_that_fails_ends_the_crawl_and_leaves_the_links_waiting(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(module, "commit_visits", full)
    with pytest.raises(GivenUpError, match="database or disk is full"):
        asyncio.run(crawl(pages=2))
    with reading(engine) as session:
        assert session.scalars(select(LinkRow.state)).all() == ["waiting"]


@pytest.mark.parametrize(("reason", "ends"), [("http 429", True), ("timeout", True), ("http 403", False)])
def test_a_site_that_asks_for_patience_in_a_row_is_left_alone(
    engine: Engine, reason: str, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 6585, 4: whoever is told that it asks too much stops asking; the posts keep waiting."""
    monkeypatch.setattr(module, "GATHER_SECONDS", 0)  # here a visit comes when the one before is committed
    posts = tuple(f"http://quan.example/{number}.html" for number in range(module.WINDOW * 2))

    async def visit_all() -> tuple[int, str]:
        frontier = Frontier(SITE)
        await frontier.open()
        taken, said = 0, ""
        try:
            async for link in frontier.links():
                taken += 1
                listed = Visit(link.id, link.url, "fetched", listing=Listing(posts))
                await frontier.settle(listed if link.url == START else Visit(link.id, link.url, "failed", reason))
        except GivenUpError as error:
            said = str(error)
        await frontier.close("failed", "it was left alone")
        return taken, said

    taken, said = asyncio.run(visit_all())
    with reading(engine) as session:
        states = list(session.scalars(select(LinkRow.state).where(LinkRow.kind == "article")))
    assert len(states) == len(posts)
    assert ("waiting" in states) == ends
    assert (taken <= len(posts)) == ends
    assert (f" links in a row without an answer: {reason}" in said) == ends


def test_a_second_frontier_of_a_site_is_refused(engine: Engine) -> None:
    async def twice() -> None:
        first = Frontier(SITE)
        await first.open()
        try:
            with pytest.raises(LockedError, match="quan is being crawled by process"):
                await Frontier(SITE).open()
        finally:
            await first.close("stopped", "interrupted")

    asyncio.run(twice())
    with reading(engine) as session:
        run = session.scalars(select(RunRow)).one()
        assert (run.outcome, run.reason) == ("stopped", "interrupted")


def test_posts_without_a_date_wait_for_the_listings_that_may_say_it(engine: Engine) -> None:
    """They are read with it then, and not once without and once more with it."""
    section, undated, dated = (f"http://quan.example/{name}" for name in ("van-hoa", "1.html", "2.html"))

    async def visits() -> list[tuple[str, list[str | None]]]:
        frontier, order = Frontier(SITE), []
        await frontier.open()
        tasks = []
        async for link in frontier.links():
            order.append((link.url, [hint.published for hint in link.hints]))
            found = None
            if link.url == START:
                hints = {undated: Hint("listing", "Một"), dated: Hint("listing", "Hai", "05/03/2021")}
                found = Listing((undated, dated), (), (section,), hints=hints)
            if link.url == section:
                found = Listing((undated,), hints={undated: Hint("listing", "Một", "04/03/2021")})
            state = ("fetched",) if found else ("dropped", "no text")
            tasks.append(asyncio.create_task(frontier.settle(Visit(link.id, link.url, *state, listing=found))))
        await asyncio.gather(*tasks)
        await frontier.close("finished")
        return order

    assert asyncio.run(visits()) == [
        (START, []),
        (section, []),
        (dated, ["05/03/2021"]),
        (undated, ["04/03/2021"]),
    ]
