"""The ledger: what is due, and that every link taken ends in exactly one outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from models.article import Article, Attachment, Hint, Image
from models.database import reading, writing
from models.site import Site
from models.tables import ArticleRow, LinkRow, PageRow, RunRow
from pipelines import ledger
from pipelines.following import open_feeds
from pipelines.ledger import Crawl
from pipelines.links import Rows
from pipelines.listing import Listing
from pipelines.visits import RETRIES, Kept, Visit, commit_visits

NOW = datetime(2021, 6, 1, 8, tzinfo=UTC)
START = "http://quan.example/tin"
SITE = Site(name="quan", start=(START,), expect=1)


def begin(engine: Engine, *, full: bool = False, now: datetime = NOW) -> Crawl:
    with writing(engine) as session:
        return ledger.begin_crawl(session, SITE, full=full, now=now, pid=1)


def due(engine: Engine, crawl: Crawl, now: datetime = NOW) -> list[str]:
    with reading(engine) as session:
        return [link.url for link in ledger.take(session, crawl, 100, now, ())]


def link_id(engine: Engine, url: str) -> int:
    with reading(engine) as session:
        return session.scalars(select(LinkRow.id).where(LinkRow.url == url)).one()


def settle(engine: Engine, crawl: Crawl, *visits: Visit, now: datetime = NOW) -> dict[str, int]:
    with writing(engine) as session:
        return dict(commit_visits(session, crawl, SITE, visits, now))


def listing(engine: Engine, url: str, posts: Sequence[str], pages: Sequence[str] = ()) -> Visit:
    return Visit(link_id(engine, url), url, "fetched", listing=Listing(tuple(posts), tuple(pages)))


def stored(engine: Engine, url: str, **fields: object) -> Visit:
    article = Article(url, f"Tin {url}", paragraphs=(f"Nội dung của {url}.",), **fields)  # type: ignore[arg-type]
    kept = Kept("quan-1.warc.gz", 7, "0" * 64, 200, "text/html", NOW, etag='"a1"')
    return Visit(link_id(engine, url), url, "stored", kept=kept, article=article)


def post(number: int) -> str:
    return f"http://quan.example/tin/{number}"


def page(number: int) -> str:
    return f"{START}?page={number}"


def test_a_crawl_begins_with_the_start_listings(engine: Engine) -> None:
    assert due(engine, begin(engine)) == [START]


def test_further_listing_pages_and_files_are_fetched_beside_posts_one_for_each(engine: Engine) -> None:
    """A page of a listing is all that leads to the next, and must not wait till the posts run out."""
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1), post(2), post(3)], [page(2)]))
    settle(engine, crawl, stored(engine, post(1), images=(Image("http://anh.example/1.jpg"),)))
    assert due(engine, crawl) == [post(2), page(2), "http://anh.example/1.jpg", post(3)]


def test_where_many_posts_wait_listings_are_not_read_on(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that is asked every five seconds would be all listings for hours."""
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1), post(2), post(3)], [page(2)]))
    monkeypatch.setattr(ledger, "PLENTY", 2)
    assert due(engine, crawl) == [post(1), post(2), post(3), page(2)]


def test_a_link_in_hand_is_not_taken_twice(engine: Engine) -> None:
    crawl = begin(engine)
    with reading(engine) as session:
        assert ledger.take(session, crawl, 5, NOW, {link_id(engine, START)}) == []


def test_an_outcome_comes_with_its_page_article_and_links_in_one_transaction(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)]))
    visit = stored(engine, post(1), attachments=(Attachment("http://quan.example/a.pdf", "Công văn"),))
    assert settle(engine, crawl, visit) == {"visited": 1, "stored.new": 1, "files.found": 1}
    with reading(engine) as session:
        link = session.get_one(LinkRow, visit.link_id)
        article = session.scalars(select(ArticleRow)).one()
        assert (link.state, link.article_id, link.etag) == ("stored", article.id, '"a1"')
        assert article.page_id == link.page_id == session.scalars(select(PageRow.id)).one()


def test_a_failed_commit_leaves_the_link_waiting(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)]))
    visit = stored(engine, post(1))
    with pytest.raises(ZeroDivisionError), writing(engine) as session:
        session.info["power"] = commit_visits(session, crawl, SITE, [visit], NOW)["visited"] / 0
    assert due(engine, crawl) == [post(1)]


def test_a_listing_is_read_to_its_end_the_first_time(engine: Engine) -> None:
    """… even past pages whose posts are known: an interrupted crawl has them from its first half."""
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    settle(engine, crawl, listing(engine, page(2), [post(1), post(2)], [page(3)]))
    assert page(3) in due(engine, crawl)


def _read_once(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    settle(engine, crawl, listing(engine, page(2), [post(2)], [page(3)]))
    settle(engine, crawl, listing(engine, page(3), [post(3)]))
    settle(engine, crawl, *(stored(engine, post(number)) for number in (1, 2, 3)))
    finish(engine, crawl)


def finish(engine: Engine, crawl: Crawl, outcome: str = "finished") -> None:
    with writing(engine) as session:
        ledger.end_crawl(session, crawl, outcome=outcome, reason=None, now=NOW)


def test_a_later_crawl_looks_two_pages_deep_and_stops_at_posts_that_are_stored(engine: Engine) -> None:
    _read_once(engine)
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2), page(3)]))
    assert due(engine, crawl) == [page(2)]
    settle(engine, crawl, listing(engine, page(2), [post(2)], [page(3)]))
    assert due(engine, crawl) == []


def test_a_later_crawl_goes_on_while_pages_bring_news(engine: Engine) -> None:
    """Portals publish late and backdated: a page with one unknown post leads to the next."""
    _read_once(engine)
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    settle(engine, crawl, listing(engine, page(2), [post(2), post(9)], [page(3)]))
    assert due(engine, crawl) == [post(9), page(3)]


def test_a_full_crawl_goes_to_the_end_and_tries_again_what_failed(engine: Engine) -> None:
    _read_once(engine)
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(7)]))
    settle(engine, crawl, Visit(link_id(engine, post(7)), post(7), "failed", "timeout"))
    finish(engine, crawl)
    crawl = begin(engine, full=True)
    assert due(engine, crawl) == [START, post(7)]
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    settle(engine, crawl, listing(engine, page(2), [post(2)], [page(3)]))
    assert page(3) in due(engine, crawl)


def test_a_pager_without_end_is_left_when_its_posts_repeat(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    settle(engine, crawl, listing(engine, page(2), [post(2)], [page(3)]))
    settle(engine, crawl, listing(engine, page(3), [post(2)], [page(4)]))
    assert page(4) not in due(engine, crawl)


def test_a_killed_crawl_is_recorded_and_gone_on_with(engine: Engine) -> None:
    """Pages that were read are not read again; what waited still waits."""
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    again = begin(engine, now=NOW + timedelta(hours=1))
    assert again.sweep == crawl.sweep
    assert due(engine, again) == [post(1), page(2)]
    with reading(engine) as session:
        assert session.get_one(RunRow, crawl.run_id).outcome == "killed"


def test_an_old_open_sweep_is_given_up_for_a_new_one(engine: Engine) -> None:
    """News has come meanwhile: the start listing is read again. Nothing that waited is forgotten."""
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    later = begin(engine, now=NOW + timedelta(days=2))
    assert later.sweep != crawl.sweep
    assert due(engine, later) == [START, page(2), post(1)]


def test_what_failed_is_tried_again_later_and_later_then_left(engine: Engine) -> None:
    crawl = begin(engine)
    now = NOW
    for delay in RETRIES:
        settle(engine, crawl, Visit(link_id(engine, START), START, "failed", "timeout", "60 s"), now=now)
        assert due(engine, crawl, now + delay - timedelta(seconds=1)) == []
        now += delay
        assert due(engine, crawl, now) == [START]
    settle(engine, crawl, Visit(link_id(engine, START), START, "failed", "timeout"), now=now)
    assert due(engine, crawl, now + timedelta(days=1000)) == []


def test_a_young_post_is_looked_at_again_and_an_old_one_is_not(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1), post(2)]))
    young = stored(engine, post(1), published_at=NOW - timedelta(days=2), published_precision="minute")
    old = stored(engine, post(2), published_at=NOW - timedelta(days=900), published_precision="minute")
    settle(engine, crawl, young, old)
    assert due(engine, crawl) == []
    assert due(engine, crawl, NOW + timedelta(days=1)) == [post(1)]


def test_a_clock_that_was_wrong_once_keeps_nothing_waiting(engine: Engine) -> None:
    """It stood years ahead during a crawl: what was to be visited again is due now, and then at the usual intervals."""
    wrong, now = NOW + timedelta(days=6000), NOW
    crawl = begin(engine, now=wrong)
    settle(engine, crawl, listing(engine, START, [post(1), post(2)]), now=wrong)
    young = stored(engine, post(1), published_at=wrong, published_precision="minute")
    settle(engine, crawl, young, Visit(link_id(engine, post(2)), post(2), "failed", "timeout"), now=wrong)
    later = begin(engine, now=now)
    assert due(engine, later, now) == [post(2), post(1)]
    settle(engine, later, Visit(link_id(engine, post(1)), post(1), "unchanged"), now=now)
    settle(engine, later, Visit(link_id(engine, post(2)), post(2), "failed", "timeout"), now=now)
    assert due(engine, later, now) == []
    assert due(engine, later, now + timedelta(days=1)) == [post(2), post(1)]


def test_a_clock_that_goes_back_between_two_crawls_loses_no_sweep(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    assert begin(engine, now=NOW - timedelta(days=3)).sweep == crawl.sweep
    assert due(engine, crawl, NOW - timedelta(days=3)) == [post(1), page(2)]


def test_not_modified_changes_nothing_but_the_next_visit(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)]))
    settle(engine, crawl, stored(engine, post(1), published_at=NOW, published_precision="minute"))
    later = NOW + timedelta(days=1)
    assert settle(engine, crawl, Visit(link_id(engine, post(1)), post(1), "unchanged"), now=later) == {
        "visited": 1,
        "unchanged": 1,
    }
    assert due(engine, crawl, later) == []
    assert due(engine, crawl, NOW + timedelta(days=7)) == [post(1)]


def test_two_urls_of_one_post_are_one_link(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1), f"{post(1)}?utm_source=zalo", f"{post(1)}#binh-luan"]))
    assert due(engine, crawl) == [post(1)]


def test_links_that_redirect_to_one_post_store_one_article(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1), post(2)]))
    first = stored(engine, post(1))
    second = Visit(link_id(engine, post(2)), post(1), "stored", kept=first.kept, article=first.article)
    settle(engine, crawl, first, second)
    with reading(engine) as session:
        account = ledger.account(session, "quan")
    assert account is not None
    assert (account.stored, account.articles, account.adds_up) == (2, 1, True)


def test_the_account_adds_up_whatever_the_outcomes(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(number) for number in range(6)]))
    outcomes = [("dropped", "no text"), ("dropped", "video"), ("failed", "http 500"), ("gone", None)]
    settle(engine, crawl, stored(engine, post(0)))
    settle(
        engine,
        crawl,
        *(
            Visit(link_id(engine, post(number)), post(number), state, reason)
            for number, (state, reason) in enumerate(outcomes, start=1)
        ),
    )
    with reading(engine) as session:
        account = ledger.account(session, "quan")
    assert account is not None
    assert account.adds_up
    assert (account.listed, account.stored, account.gone, account.waiting) == (6, 1, 1, 1)
    assert (account.dropped, account.failed) == ({"no text": 1, "video": 1}, {"http 500": 1})


def test_a_section_that_is_a_listing_is_read_in_every_sweep(engine: Engine) -> None:
    crawl = begin(engine)
    section = "http://quan.example/van-hoa"
    settle(engine, crawl, Visit(link_id(engine, START), START, "fetched", listing=Listing((post(1),), (), (section,))))
    settle(engine, crawl, listing(engine, section, [post(2)]), stored(engine, post(1)))
    settle(engine, crawl, stored(engine, post(2)))
    finish(engine, crawl)
    assert sorted(due(engine, begin(engine))) == [START, section]


def test_nothing_crawled_has_no_account(engine: Engine) -> None:
    with reading(engine) as session:
        assert ledger.account(session, "nowhere") is None


@pytest.mark.parametrize(("state", "reason"), [("failed", "timeout"), ("dropped", "listing"), ("gone", None)])
def test_what_was_stored_stays_so_whatever_a_later_visit_finds(engine: Engine, state: str, reason: str | None) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)]))
    settle(engine, crawl, stored(engine, post(1), published_at=NOW, published_precision="minute"))
    settle(engine, crawl, Visit(link_id(engine, post(1)), post(1), state, reason), now=NOW + timedelta(days=1))
    with reading(engine) as session:
        account = ledger.account(session, "quan")
    assert account is not None
    assert (account.stored, account.articles) == (1, 1)


@pytest.mark.parametrize("state", ["gone", "dropped", "failed"])
def test_a_pager_page_that_could_not_be_read_once_is_read_in_the_next_sweep(engine: Engine, state: str) -> None:
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    settle(engine, crawl, Visit(link_id(engine, page(2)), page(2), state, "http 500"), stored(engine, post(1)))
    finish(engine, crawl)
    crawl = begin(engine)
    settle(engine, crawl, listing(engine, START, [post(1)], [page(2)]))
    assert due(engine, crawl) == [page(2)]


def test_a_start_listing_that_failed_is_read_again_by_the_crawl_that_goes_on(engine: Engine) -> None:
    crawl = begin(engine)
    settle(engine, crawl, Visit(link_id(engine, START), START, "failed", "timeout"))
    assert due(engine, begin(engine)) == [START]


def dated_listing(engine: Engine, url: str, posts: Sequence[str], published: str | None) -> Visit:
    hints = {one: Hint("listing", "Tin", published) for one in posts}
    return Visit(link_id(engine, url), url, "fetched", listing=Listing(tuple(posts), hints=hints))


def hints(engine: Engine, url: str) -> list[dict[str, str]] | None:
    with reading(engine) as session:
        return session.scalars(select(LinkRow.hints).where(LinkRow.url == url)).one()


def test_what_a_listing_says_of_a_post_stays_with_its_link(engine: Engine) -> None:
    """The first to say it is believed, unless it did not say when."""
    crawl = begin(engine)
    for published in (None, "05/03/2021 07:30", "06/03/2021 08:00"):
        settle(engine, crawl, dated_listing(engine, START, [post(1)], published))
    assert hints(engine, post(1)) == [{"origin": "listing", "title": "Tin", "published": "05/03/2021 07:30"}]
    with reading(engine) as session:
        [link] = [one for one in ledger.take(session, crawl, 9, NOW, ()) if one.kind == "article"]
    assert link.hints == (Hint("listing", "Tin", "05/03/2021 07:30"),)


@pytest.mark.parametrize(
    ("fields", "again"),
    [({}, [post(1)]), ({"published_at": NOW - timedelta(days=99), "published_precision": "minute"}, [])],
)
def test_a_post_that_was_read_before_its_date_was_known_is_read_again(
    engine: Engine, fields: dict[str, object], again: list[str]
) -> None:
    """Whether the listing that dates it comes after the post is stored, or while it is fetched."""
    crawl = begin(engine)
    settle(engine, crawl, dated_listing(engine, START, [post(1)], None))
    settle(engine, crawl, stored(engine, post(1), **fields))
    settle(engine, crawl, dated_listing(engine, START, [post(1)], "05/03/2021 07:30"))
    assert due(engine, crawl) == again
    settle(engine, crawl, stored(engine, post(1), **fields))
    assert due(engine, crawl) == again, "it was read without the hint once more"
    late = stored(engine, post(1), **fields)
    settle(engine, crawl, replace(late, hints=(Hint("listing", "Tin", "05/03/2021 07:30"),)))
    assert due(engine, crawl) == []


def feed(engine: Engine, url: str, posts: Sequence[str], feeds: Sequence[tuple[str, str]] = ()) -> Visit:
    return Visit(link_id(engine, url), url, "fetched", listing=Listing(tuple(posts), feeds=tuple(feeds)))


def test_of_an_index_only_what_it_says_has_changed_is_read_again(engine: Engine) -> None:
    index, old, new = (f"http://quan.example/{name}.xml" for name in ("index", "2019", "2021"))
    crawl = begin(engine)
    with writing(engine) as session:
        open_feeds(Rows(session, crawl, SITE, NOW), [index])
    changed = "2019-12-31T00:00:00+07:00"
    settle(engine, crawl, feed(engine, index, (), [(old, changed), (new, changed)]), listing(engine, START, []))
    settle(engine, crawl, feed(engine, old, [post(1)]), feed(engine, new, [post(2)]))
    settle(engine, crawl, stored(engine, post(1)), stored(engine, post(2)))
    finish(engine, crawl)
    later = NOW + timedelta(days=2)
    crawl = begin(engine, now=later)
    assert due(engine, crawl, later) == [START, index]
    now = "2021-06-02T00:00:00+07:00"
    settle(engine, crawl, feed(engine, index, (), [(old, changed), (new, now)]), listing(engine, START, []), now=later)
    assert due(engine, crawl, later) == [new]


def test_a_section_that_shows_nothing_new_is_read_once_a_week(engine: Engine) -> None:
    """After the third time; the start page is read each time."""
    section, now, read = "http://quan.example/van-hoa", NOW, []
    crawl = begin(engine)
    settle(engine, crawl, Visit(link_id(engine, START), START, "fetched", listing=Listing((post(1),), (), (section,))))
    settle(engine, crawl, listing(engine, section, [post(2)]), stored(engine, post(1)))
    settle(engine, crawl, stored(engine, post(2)))
    for _ in range(12):
        finish(engine, crawl)
        now += timedelta(days=1, minutes=1)
        crawl = begin(engine, now=now)
        todo = due(engine, crawl, now)
        assert START in todo
        read.append(section in todo)
        settle(engine, crawl, *(listing(engine, url, [post(1 + (url == section))]) for url in todo), now=now)
    assert read == [True, True, True, *[False] * 6, True, False, False]


def test_from_a_page_that_shows_nothing_new_nothing_is_followed(engine: Engine) -> None:
    """Else the months of a calendar beside the newest posts would lead from one to the next for ever."""
    months = [f"http://quan.example/lich?thang={number}" for number in range(3)]
    crawl = begin(engine)
    first = Listing((post(1),), (), tuple(months[:1]))
    settle(engine, crawl, Visit(link_id(engine, START), START, "fetched", listing=first))
    settle(engine, crawl, stored(engine, post(1)))
    again = Listing((post(1),), (), tuple(months[1:]), run=9)
    settle(engine, crawl, Visit(link_id(engine, months[0]), months[0], "fetched", listing=again))
    assert due(engine, crawl) == []


def test_from_pages_that_show_what_others_showed_it_goes_one_step_and_no_more(engine: Engine) -> None:
    """While the posts wait – they do as long as listings are to be read – the months of a calendar beside them would
    lead from one to the next for ever; but a section whose posts the front page shows may have sections of its own."""
    months = [f"http://quan.example/lich?thang={number}" for number in range(4)]
    crawl = begin(engine)
    for place, at in enumerate([START, *months[:2]]):
        beside = Listing((post(1),), (), (months[place],), run=9)
        settle(engine, crawl, Visit(link_id(engine, at), at, "fetched", listing=beside))
    assert due(engine, crawl) == [post(1)]


def test_a_calendar_is_entered_beside_posts_and_gone_through_over_days_that_have_none(engine: Engine) -> None:
    days = [f"http://quan.example/ngay/{number}" for number in range(3)]
    crawl = begin(engine)
    settle(engine, crawl, Visit(link_id(engine, START), START, "fetched", listing=Listing(days=(days[0],))))
    assert due(engine, crawl) == []
    beside = Listing((post(1),), days=(days[1],))
    settle(engine, crawl, Visit(link_id(engine, START), START, "fetched", listing=beside))
    assert days[1] in due(engine, crawl)
    settle(engine, crawl, Visit(link_id(engine, days[1]), days[1], "fetched", listing=Listing(days=(days[2],))))
    assert days[2] in due(engine, crawl)
