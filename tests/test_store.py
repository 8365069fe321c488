"""Storing: once, with what was said before, linked to what it copies, and told to readers by the change cursor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import StatementError

from models.article import Article, Attachment, Image
from models.database import reading, writing
from models.tables import ArticleRow, AuthorRow, BandRow, CounterRow, PageRow, RevisionRow
from pipelines.store import (
    Stored,
    article_of,
    next_change,
    revisions,
    site_row,
    store_article,
    store_articles,
    withdraw,
)
from tests.articles import articles
from tests.planted import BYLINES, OCCASIONS, long_report, middling_report, same_place_later, short_report

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2021, 3, 1, 8, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
REPORT = Article(
    url="https://thanhbinh.example/-/ky-hop-thu-tu",
    title="Hội đồng nhân dân quận họp kỳ thứ tư",
    lead="Kỳ họp diễn ra trong một buổi.",
    paragraphs=short_report(OCCASIONS[0]),
    captions=("Quang cảnh kỳ họp",),
    images=(Image("https://thanhbinh.example/1.jpg", "Quang cảnh kỳ họp"),),
    attachments=(Attachment("https://thanhbinh.example/nq.pdf", "Nghị quyết"),),
    authors=("Mai Hương", "Quốc Việt"),
    byline="Mai Hương - Quốc Việt",
    published_at=datetime(2020, 12, 4, 19, 41, tzinfo=HANOI),
    published_precision="minute",
    section="Tin tức",
    tags=("kỳ họp",),
    language="vi",
    html="<p>Kỳ họp diễn ra trong một buổi.</p>",
    origins={"title": "visible"},
)


def put(engine: Engine, *given: tuple[str, Article], fetched: datetime | None = MONDAY) -> list[Stored]:
    """Stores articles under their keys, in one batch, as read from pages fetched at one time."""
    with writing(engine) as session:
        site = site_row(session, "thanhbinh").id
        page = PageRow(site_id=site, fetched_at=fetched, digest="0" * 64, warc_file="a.warc.gz", warc_offset=0)
        session.add(page)
        session.flush()
        return store_articles(session, site, [(key, article, page.id, fetched) for key, article in given])


def stored(engine: Engine, article_id: int) -> Any:
    """The row, with authors, outside any session."""
    with reading(engine) as session:
        row = session.get_one(ArticleRow, article_id)
        assert row.authors is not None
        session.expunge_all()
        return row


def history(engine: Engine, article_id: int) -> list[tuple[int, Article]]:
    with reading(engine) as session:
        return [(number, article) for number, article, _ in revisions(session, article_id)]


def links(engine: Engine) -> dict[str, tuple[str | None, str | None]]:
    """Key -> the key it is a duplicate of, and how."""
    with reading(engine) as session:
        rows = session.execute(
            select(ArticleRow.key, ArticleRow.id, ArticleRow.duplicate_of, ArticleRow.duplicate_kind)
        ).all()
    keys = {row.id: row.key for row in rows}
    return {row.key: (keys.get(row.duplicate_of), row.duplicate_kind) for row in rows}


def everything(engine: Engine) -> list[tuple[Any, ...]]:
    """All that the database says of articles."""
    tables = (ArticleRow, RevisionRow, AuthorRow, BandRow, CounterRow)
    with reading(engine) as session:
        return [tuple(row) for table in tables for row in session.execute(select(table.__table__))]


def told(paragraphs: tuple[str, ...], **fields: Any) -> Article:
    return Article(url=None, title=fields.pop("title", "Kỳ họp"), paragraphs=paragraphs, **fields)


def other(number: int) -> tuple[str, ...]:
    """A report that is like no other."""
    return tuple(" ".join(f"{word}{number}" for word in line.split()) for line in short_report(OCCASIONS[0]))


def test_storing_again_changes_nothing_at_all(engine: Engine) -> None:
    [first] = put(engine, ("a", REPORT))
    before = everything(engine)
    [again] = put(engine, ("a", REPORT))
    assert (first.outcome, again.outcome) == ("new", "unchanged")
    assert first.article_id == again.article_id
    assert everything(engine) == before


def test_a_single_article_is_stored_like_a_batch_of_one(engine: Engine) -> None:
    with writing(engine) as session:
        site = site_row(session, "thanhbinh").id
        assert store_article(session, site, "a", REPORT, None, None).outcome == "new"
        assert store_article(session, site, "a", REPORT, None, None).outcome == "unchanged"


def test_the_same_key_on_two_sites_is_two_articles(engine: Engine) -> None:
    put(engine, ("a", REPORT))
    with writing(engine) as session:
        site = site_row(session, "sonha").id
        assert store_article(session, site, "a", told(other(1)), None, None).outcome == "new"


CHANGES: list[dict[str, Any]] = [
    {"title": "Bế mạc kỳ họp thứ tư"},
    {"lead": None},
    {"paragraphs": middling_report(OCCASIONS[0])},
    {"captions": ()},
    {"images": (Image("https://thanhbinh.example/2.jpg"),)},
    {"attachments": ()},
    {"authors": ("Quốc Việt", "Mai Hương")},
    {"authors": ()},
    {"byline": "Mai Hương"},
    {"source": "Báo Sông Hồng"},
    {"dateline": "SHO"},
    {"published_at": None, "published_precision": None},
    {"published_precision": "day", "published_at": datetime(2020, 12, 4, tzinfo=HANOI)},
    {"published_at": datetime(2020, 12, 4, 12, 41, tzinfo=UTC)},  # the same moment, told in another zone
    {"modified_at": datetime(2021, 1, 1, tzinfo=HANOI)},
    {"section": None},
    {"tags": ()},
    {"language": "en"},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: "-".join(change))
def test_what_an_article_says_makes_a_revision_and_the_old_one_is_kept_whole(
    engine: Engine, change: dict[str, Any]
) -> None:
    [first] = put(engine, ("a", REPORT))
    [second] = put(engine, ("a", replace(REPORT, **change)), fetched=TUESDAY)
    row = stored(engine, first.article_id)
    assert second == Stored(first.article_id, "revised")
    assert article_of(row) == replace(REPORT, **change)
    assert (row.revision, row.fetched_at, row.page_id, row.changed) == (2, TUESDAY, 2, 2)
    assert history(engine, first.article_id) == [(1, REPORT)]


@pytest.mark.parametrize("change", [{"url": "https://thanhbinh.example/b"}, {"html": None}, {"origins": {}}], ids=str)
def test_where_it_stands_and_how_it_was_read_makes_no_revision_but_readers_are_told(
    engine: Engine, change: dict[str, Any]
) -> None:
    [first] = put(engine, ("a", REPORT))
    [second] = put(engine, ("a", replace(REPORT, **change)), fetched=TUESDAY)
    row = stored(engine, first.article_id)
    assert second.outcome == "unchanged"
    assert article_of(row) == replace(REPORT, **change)
    assert (row.revision, row.changed) == (1, 2)
    assert history(engine, first.article_id) == []


def test_a_newer_page_that_says_the_same_is_the_one_to_read_again(engine: Engine) -> None:
    [first] = put(engine, ("a", REPORT))
    assert put(engine, ("a", REPORT), fetched=TUESDAY)[0].outcome == "unchanged"
    row = stored(engine, first.article_id)
    assert (row.page_id, row.fetched_at, row.changed) == (2, TUESDAY, 1)


def test_an_older_page_that_says_the_same_changes_nothing(engine: Engine) -> None:
    put(engine, ("a", REPORT), fetched=TUESDAY)
    before = everything(engine)
    assert put(engine, ("a", REPORT), fetched=MONDAY)[0].outcome == "unchanged"
    assert everything(engine) == before


def test_what_an_older_page_says_is_kept_as_a_revision_once_and_replaces_nothing(engine: Engine) -> None:
    """Captures from a web archive may be imported after the live page was crawled."""
    old = replace(REPORT, title="Sắp họp kỳ thứ tư")
    [first] = put(engine, ("a", REPORT), fetched=TUESDAY)
    assert put(engine, ("a", old), fetched=MONDAY)[0].outcome == "revised"
    assert put(engine, ("a", old), fetched=MONDAY)[0].outcome == "unchanged"
    row = stored(engine, first.article_id)
    assert article_of(row) == REPORT
    assert (row.revision, row.fetched_at) == (2, TUESDAY)
    assert history(engine, first.article_id) == [(1, old)]


def test_a_page_of_a_time_to_come_does_not_bar_what_is_newer(engine: Engine) -> None:
    """The clock was wrong when it was fetched."""
    put(engine, ("a", REPORT), fetched=datetime.now(UTC) + timedelta(days=6000))
    put(engine, ("a", replace(REPORT, title="Khác")), fetched=TUESDAY)
    put(engine, ("a", REPORT), fetched=MONDAY)
    with reading(engine) as session:
        row = session.scalars(select(ArticleRow)).one()
        assert (row.title, row.fetched_at, row.revision) == ("Khác", TUESDAY, 2)


def test_revisions_come_in_order_with_the_time_they_were_replaced(engine: Engine) -> None:
    titles = [f"Tin {number}" for number in range(4)]
    for number, title in enumerate(titles):
        put(engine, ("a", replace(REPORT, title=title)), fetched=MONDAY + timedelta(hours=number))
    with reading(engine) as session:
        kept = revisions(session, 1)
    assert [(number, article.title) for number, article, _ in kept] == list(enumerate(titles[:3], start=1))
    assert all(replaced.tzinfo for _, _, replaced in kept)


def test_going_back_to_what_it_said_is_another_revision(engine: Engine) -> None:
    for number, title in enumerate(("Một", "Hai", "Một")):
        put(engine, ("a", replace(REPORT, title=title)), fetched=MONDAY + timedelta(hours=number))
    assert [article.title for _, article in history(engine, 1)] == ["Một", "Hai"]


def test_an_article_given_twice_in_a_batch_is_stored_as_if_given_one_after_the_other(engine: Engine) -> None:
    later = replace(REPORT, title="Bế mạc kỳ họp")
    results = put(engine, ("a", REPORT), ("b", told(other(1))), ("a", REPORT), ("a", later))
    assert [one.outcome for one in results] == ["new", "new", "unchanged", "revised"]
    assert history(engine, results[0].article_id) == [(1, REPORT)]


def test_a_name_stands_on_an_article_once_and_is_one_author_on_all(engine: Engine) -> None:
    twice = replace(REPORT, authors=("Mai Hương", "Mai Hương"))
    put(engine, ("a", twice), ("b", told(other(1), authors=("Mai Hương",))))
    assert put(engine, ("a", twice))[0].outcome == "unchanged"
    with reading(engine) as session:
        assert session.execute(select(AuthorRow.name, AuthorRow.folded)).all() == [("Mai Hương", "mai huong")]
    assert article_of(stored(engine, 1)).authors == ("Mai Hương",)


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    before = everything(engine)
    broken = told(other(1), tags=(object(),))  # no JSON: found out when all before it is written
    with pytest.raises((StatementError, TypeError), match="not JSON serializable"):
        put(engine, ("a", REPORT), ("b", broken))
    assert everything(engine) == before


def test_rows_loaded_before_are_read_again(engine: Engine) -> None:
    put(engine, ("a", REPORT))
    with writing(engine) as session:
        row = session.get_one(ArticleRow, 1)
        assert row.title == REPORT.title
        store_article(session, row.site_id, "a", replace(REPORT, title="Khác"), None, TUESDAY)
        assert row.title == "Khác"


# --- the change cursor


def test_the_change_cursor_gives_out_each_number_once(engine: Engine) -> None:
    with writing(engine) as session:
        assert [next_change(session), next_change(session, 3), next_change(session)] == [1, 2, 5]


def test_every_write_gets_a_number_of_its_own_that_is_higher_than_all_before(engine: Engine) -> None:
    put(engine, *((str(number), told(other(number))) for number in range(5)))
    put(engine, ("2", told(other(7))), ("0", told(other(8))))
    with reading(engine) as session:
        changed = {row.key: row.changed for row in session.execute(select(ArticleRow.key, ArticleRow.changed))}
        counter = session.scalar(select(CounterRow.value))
    assert changed == {"0": 7, "1": 2, "2": 6, "3": 4, "4": 5}
    assert counter == 7


# --- duplicates


def test_the_same_text_under_another_title_is_an_exact_duplicate(engine: Engine) -> None:
    put(engine, ("a", told(short_report(OCCASIONS[0]))))
    put(engine, ("b", told(short_report(OCCASIONS[0]), title="Tin khác", authors=("Ai Đó",))))
    assert links(engine) == {"a": (None, None), "b": ("a", "exact")}


def test_case_white_space_and_tone_places_make_no_other_text(engine: Engine) -> None:
    text = (*short_report(OCCASIONS[0]), "Ủy ban hòa giải đã họp.")
    typed = tuple(f" {one.upper()}  " for one in text[:-1])
    put(engine, ("a", told(text)), ("b", told((*typed, "Uỷ ban hoà giải\nđã họp."))))
    assert links(engine)["b"] == ("a", "exact")


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "one after the other"])
def test_copies_are_linked_to_the_first_whether_stored_together_or_not(engine: Engine, together: bool) -> None:
    report = middling_report(OCCASIONS[0])
    given = [
        ("first", told(report)),
        ("titled", told(report, title="Dưới tên khác")),
        ("cut", told(report[:2] + report[3:])),
        ("signed", told((*report, BYLINES[0]))),
        ("signed otherwise", told((*report, BYLINES[2]))),
        ("of the other district", told(middling_report(OCCASIONS[2]))),
        ("of the next meeting", told(middling_report(same_place_later(OCCASIONS[0])))),
    ]
    for batch in [given] if together else [[one] for one in given]:
        put(engine, *batch)
    assert links(engine) == {
        "first": (None, None),
        "titled": ("first", "exact"),
        "cut": ("first", "near"),
        "signed": ("first", "near"),
        "signed otherwise": ("first", "near"),
        "of the other district": (None, None),
        "of the next meeting": (None, None),
    }


def test_what_a_copy_is_linked_to_is_no_copy_itself(engine: Engine) -> None:
    """Each of these has lost one more paragraph than the one before: the last ones are no copies of the first."""
    report = long_report(OCCASIONS[0])
    put(engine, *((str(gone), told(report[gone:])) for gone in range(8)))
    found = links(engine)
    assert found["1"] == ("0", "near")
    originals = {original for original, _ in found.values()} - {None}
    assert len(originals) > 1
    assert all(found[original] == (None, None) for original in originals if original)


def test_short_texts_are_copies_only_with_their_title_and_files(engine: Engine) -> None:
    """ "See the attached file" stands under many titles."""
    text = ("Chi tiết xem tệp đính kèm.",)
    file = (Attachment("https://a.example/1.pdf", "Tệp"),)
    put(
        engine,
        ("a", told(text, title="Kế hoạch tuần 1", attachments=file)),
        ("b", told(text, title="Kế hoạch tuần 2", attachments=file)),
        ("c", told(text, title="Kế hoạch tuần 1", attachments=(Attachment("https://a.example/2.pdf", "Tệp"),))),
        ("d", told(text, title="KẾ HOẠCH tuần 1", attachments=file)),
    )
    assert {key: original for key, (original, _) in links(engine).items()} == {
        "a": None,
        "b": None,
        "c": None,
        "d": "a",
    }


def test_articles_without_text_are_nobodys_copies(engine: Engine) -> None:
    put(engine, ("a", told((), title="Video")), ("b", told((), title="Video")))
    assert links(engine) == {"a": (None, None), "b": (None, None)}


def test_only_originals_have_bands(engine: Engine) -> None:
    report = middling_report(OCCASIONS[0])
    put(engine, ("a", told(report)), ("b", told(report)), ("c", told((*report, BYLINES[0]))))
    with reading(engine) as session:
        assert session.scalars(select(BandRow.article_id).distinct()).all() == [1]


def test_a_change_of_other_fields_leaves_links_alone(engine: Engine) -> None:
    report = middling_report(OCCASIONS[0])
    put(engine, ("a", told(report)), ("b", told(report)))
    put(engine, ("a", told(report, title="Tên mới")), ("b", told(report, title="Tên khác")), fetched=TUESDAY)
    assert links(engine) == {"a": (None, None), "b": ("a", "exact")}


def test_copies_stay_with_an_original_that_was_revised_a_little(engine: Engine) -> None:
    report = middling_report(OCCASIONS[0])
    put(engine, ("a", told(report)), ("b", told(report)))
    put(engine, ("a", told((*report, BYLINES[0]))), fetched=TUESDAY)
    assert links(engine) == {"a": (None, None), "b": ("a", "near")}


def test_copies_of_an_original_that_now_says_something_else_have_the_earliest_of_them_as_original(
    engine: Engine,
) -> None:
    report = middling_report(OCCASIONS[0])
    put(engine, ("a", told(report)), ("b", told(report)), ("c", told((*report, BYLINES[0]))), ("d", told(report)))
    put(engine, ("a", told(other(1))), fetched=TUESDAY)
    assert links(engine) == {"a": (None, None), "b": (None, None), "c": ("b", "near"), "d": ("b", "exact")}
    put(engine, ("e", told(report[:-1])))
    assert links(engine)["e"] == ("b", "near")


def test_readers_are_told_of_every_article_that_was_linked_anew(engine: Engine) -> None:
    report = middling_report(OCCASIONS[0])
    put(engine, ("a", told(report)), ("b", told(report)), ("c", told(report)))
    put(engine, ("a", told(other(1))), fetched=TUESDAY)
    with reading(engine) as session:
        changed = session.scalars(select(ArticleRow.changed).order_by(ArticleRow.id)).all()
    assert list(changed) == [4, 5, 6]


def test_a_revised_article_may_become_a_copy_and_takes_its_copies_along(engine: Engine) -> None:
    one, two = middling_report(OCCASIONS[0]), middling_report(OCCASIONS[1])
    put(engine, ("a", told(one)), ("b", told(two)), ("c", told(two)))
    put(engine, ("b", told(one)), fetched=TUESDAY)
    assert links(engine) == {"a": (None, None), "b": ("a", "exact"), "c": (None, None)}
    put(engine, ("c", told(one)), fetched=TUESDAY)
    assert links(engine)["c"] == ("a", "exact")


def test_an_original_and_its_copy_revised_in_one_batch_stay_together(engine: Engine) -> None:
    one, two = middling_report(OCCASIONS[0]), middling_report(OCCASIONS[1])
    put(engine, ("a", told(one)), ("b", told(one)), ("c", told(one)))
    put(engine, ("b", told(two)), ("a", told(two)), fetched=TUESDAY)
    assert links(engine) == {"a": (None, None), "b": ("a", "exact"), "c": (None, None)}


# --- withdrawal


def test_a_withdrawn_article_stays_withdrawn_whatever_is_stored(engine: Engine) -> None:
    [first] = put(engine, ("a", REPORT))
    with writing(engine) as session:
        assert withdraw(session, first.article_id, "takedown 17")
    assert put(engine, ("a", REPORT))[0].outcome == "withdrawn"
    assert put(engine, ("a", replace(REPORT, title="Khác")), fetched=TUESDAY)[0].outcome == "withdrawn"
    row = stored(engine, first.article_id)
    assert (row.title, row.revision, row.withdrawn_reason) == ("Khác", 2, "takedown 17")
    assert row.withdrawn_at is not None


def test_withdrawing_twice_keeps_the_first_reason(engine: Engine) -> None:
    put(engine, ("a", REPORT))
    with writing(engine) as session:
        assert withdraw(session, 1, "one")
        before = session.scalar(select(CounterRow.value))
        assert not withdraw(session, 1, "two")
        assert session.scalar(select(CounterRow.value)) == before
        assert session.get_one(ArticleRow, 1).withdrawn_reason == "one"


def test_an_article_that_is_not_there_cannot_be_withdrawn(engine: Engine) -> None:
    with pytest.raises(LookupError, match="no article 7"), writing(engine) as session:
        withdraw(session, 7, "x")


def test_copies_do_not_vanish_behind_a_withdrawn_original(engine: Engine) -> None:
    report = middling_report(OCCASIONS[0])
    put(engine, ("a", told(report)), ("b", told(report)), ("c", told(report)))
    with writing(engine) as session:
        withdraw(session, 1, "x")
    put(engine, ("d", told((*report, BYLINES[0]))))
    put(engine, ("a", told(report[1:])), fetched=TUESDAY)
    assert links(engine) == {"a": (None, None), "b": (None, None), "c": ("b", "exact"), "d": ("b", "near")}


# --- size


STEPS = {
    "Seq Scan": "SCAN",
    "Index Scan": "SEARCH",
    "Index Only": "SEARCH",
    "Bitmap Index": "SEARCH",
}


def _step(plan: str) -> str:
    """A step of a plan; PostgreSQL's in SQLite's words."""
    plan = plan.strip().removeprefix("->").strip()
    return next((f"{ours} {plan}" for theirs, ours in STEPS.items() if plan.startswith(theirs)), plan)


def test_no_query_of_the_store_goes_through_the_whole_archive(engine: Engine) -> None:
    """Storing into a million articles must take what storing into a thousand takes: every search has its index."""
    plans: list[str] = []
    on_sqlite = engine.dialect.name == "sqlite"

    def explain(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            asking = connection.connection.cursor()
            if not on_sqlite:  # which takes no index to so few rows if it may choose
                asking.execute("SET LOCAL enable_seqscan = off")
            first = parameters[0] if many else parameters
            plan = asking.execute(f"{'EXPLAIN QUERY PLAN' if on_sqlite else 'EXPLAIN'} {statement}", first)
            plans.extend(f"{_step(row[-1])} for {statement}" for row in plan.fetchall())

    event.listen(engine, "before_cursor_execute", explain)
    report = middling_report(OCCASIONS[0])
    put(engine, ("a", told(report)), ("b", told(report)), ("c", told((*report, BYLINES[0]), authors=("Mai Hương",))))
    put(engine, ("a", told(other(1))), ("c", told(report)), fetched=TUESDAY)
    with writing(engine) as session:
        withdraw(session, 2, "x")
        revisions(session, 1)
    searches = [plan for plan in plans if plan.startswith(("SEARCH", "SCAN")) and "SCAN given" not in plan]
    assert len(searches) > 20
    assert [
        plan for plan in searches if plan.startswith("SCAN") and "CONSTANT" not in plan and "subquery" not in plan
    ] == []
    assert [plan for plan in searches if "text_hash IN" in plan and "ix_articles_text_hash" not in plan] == []


# --- sites


def test_a_site_has_one_row_and_keeps_what_it_is_told(engine: Engine) -> None:
    with writing(engine) as session:
        first = site_row(session, "thanhbinh", "Quận Thanh Bình", "Ghi rõ nguồn")
        assert site_row(session, "thanhbinh").id == first.id
    with writing(engine) as session:
        row = site_row(session, "thanhbinh", "Cổng quận Thanh Bình")
        assert (row.title, row.rights) == ("Cổng quận Thanh Bình", "Ghi rõ nguồn")


# --- nothing is lost on the way


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(batch=st.lists(articles(), min_size=1, max_size=6))
def test_what_is_read_is_what_was_stored_and_storing_it_again_changes_nothing(
    engine: Engine, batch: list[Article]
) -> None:
    with writing(engine) as session:
        site = site_row(session, "thanhbinh").id
        count = session.scalar(select(func.count()).select_from(ArticleRow)) or 0
        given_ = [(f"{count + number}", article, None, None) for number, article in enumerate(batch)]
        results = store_articles(session, site, given_)
    before = everything(engine)
    for article, result in zip(batch, results, strict=True):
        assert article_of(stored(engine, result.article_id)) == article
    with writing(engine) as session:
        assert {one.outcome for one in store_articles(session, site, given_)} == {"unchanged"}
    assert everything(engine) == before


def test_the_zone_of_a_day_follows_the_newest_page(engine: Engine) -> None:
    """The day is what the article says; its zone is how it was read, and makes no revision."""
    midnight = datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=7)))
    first = replace(REPORT, published_at=midnight, published_precision="day")
    second = replace(first, published_at=midnight.replace(tzinfo=UTC))
    put(engine, ("a", first))
    [result] = put(engine, ("a", second))
    assert article_of(stored(engine, result.article_id)) == second
    assert history(engine, result.article_id) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=articles(), second=articles())
def test_a_revision_is_what_was_stored(engine: Engine, first: Article, second: Article) -> None:
    with writing(engine) as session:
        site = site_row(session, "thanhbinh").id
        key = str(session.scalar(select(func.count()).select_from(ArticleRow)))
        one = store_article(session, site, key, first, None, None)
        two = store_article(session, site, key, second, None, None)
        kept = revisions(session, one.article_id)
    assert [article for _, article, _ in kept] == ([first] if two.outcome == "revised" else [])
    assert article_of(stored(engine, one.article_id)) == second
