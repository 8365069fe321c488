"""What can be asked, how the archive answers, and that every question can be said in a sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from archive.found import FIELDS
from archive.query import NotFoundError, Query, every, get, kept_page, period, revisions, rights, search
from archive.sentences import LANGUAGES
from archive.wrong import QueryError
from models.database import writing
from pipelines.store import site_row, withdraw
from tests.some_articles import ALL, CLINIC, FETCHED, MEETING, ROAD, store


@pytest.fixture
def index(home: Path) -> Path:
    return home / "index"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-2", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-12-04", date(2020, 12, 4), date(2020, 12, 4)),
        (" 2020-12-04 ", date(2020, 12, 4), date(2020, 12, 4)),
    ],
)
def test_a_period_is_a_day_a_month_or_a_year(text: str, first: date, last: date) -> None:
    """From its first to its last day."""
    assert period(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "20", "4.12.2020", "2020-13", "2020-02-30", "0000", "2020-12-04T10:00", "hôm nào"]
)
def test_what_is_no_period_is_told(text: str) -> None:
    """With the text itself in the message."""
    with pytest.raises(QueryError, match="is no date"):
        period(text)


@given(st.dates())
def test_every_day_is_a_period(day: date) -> None:
    """And lies in its month and year."""
    assert period(day.isoformat()) == (day, day)
    for text in (f"{day:%Y-%m}", f"{day:%Y}"):
        first, last = period(text.zfill(4) if "-" not in text else text.zfill(7))
        assert first <= day <= last


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query(), "All articles, newest first."),
        (Query("ba đình"), "Articles with “ba” and “đình”, best first."),
        (
            Query('"ba đình" họp OR bàn -học'),
            "Articles with “ba đình” and (“họp” or “bàn”), without “học”, best first.",
        ),
        (Query("họp OR bàn"), "Articles with “họp” or “bàn”, best first."),
        (Query("-học -thi"), "Articles without “học” or “thi”, newest first."),
        (
            Query("họp", site="bendo", since=date(2020, 1, 1), until=date(2020, 12, 31), order="date"),
            "Articles with “họp”, of site bendo, published from 2020-01-01 to 2020-12-31, oldest first.",
        ),
        (
            Query(author="thu uyên", source="sông bến", section="tin tức", language="vi", until=date(2020, 1, 1)),
            "Articles by “thu uyên”, taken from “sông bến”, in section “tin tức”, in language vi, "
            "published until 2020-01-01, newest first.",
        ),
        (Query(since=date(2020, 1, 1)), "Articles published since 2020-01-01, newest first."),
        (Query(since=date(2020, 1, 1), until=date(2020, 1, 1)), "Articles published on 2020-01-01, newest first."),
        (Query(order="relevance"), "All articles, newest first."),
        (Query("(họp bàn) OR tiê*"), "Articles with (“họp” and “bàn”) or “tiê*”, best first."),
        (Query("-(họp bàn)"), "Articles without (“họp” and “bàn”), newest first."),
        (
            Query('họp title:quận -author:="Thu Uyên" date:2020'),
            "Articles with “họp”, with “quận” in the title, not by exactly “Thu Uyên”, "
            "published from 2020-01-01 to 2020-12-31, best first.",
        ),
        (
            Query("họp author:lan OR (site:bendo -học)", fold=True),
            "Articles with “họp”, by “lan” or (of site bendo and not with “học”), copies left out, best first.",
        ),
        (Query("title:(họp OR bàn)"), "Articles with “họp” in the title or with “bàn” in the title, best first."),
    ],
)
def test_a_query_describes_itself(query: Query, sentence: str) -> None:
    """In one English sentence that says all that is asked."""
    assert query.describe() == sentence


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query(), "Tất cả các bài, mới nhất trước."),
        (
            Query('"ba đình" họp OR bàn -học', site="bendo", since=date(2020, 1, 1), fold=True),
            "Các bài có “ba đình” và (“họp” hoặc “bàn”), không có “học”, của trang bendo, đăng từ 2020-01-01, "
            "bỏ các bản trùng, phù hợp nhất trước.",
        ),
        (
            Query(author="=Thu Uyên", source="sông bến", until=date(2020, 1, 1), order="date"),
            "Các bài của đúng tác giả “Thu Uyên”, dẫn nguồn “sông bến”, đăng đến hết 2020-01-01, cũ nhất trước.",
        ),
    ],
)
def test_a_query_describes_itself_in_vietnamese(query: Query, sentence: str) -> None:
    """As fully as in English."""
    assert query.describe("vi") == sentence


def test_each_language_says_everything() -> None:
    """The same sayings, with the same number of gaps."""
    for said in LANGUAGES.values():
        assert {key: text.count("{}") for key, text in said.items()} == {
            key: text.count("{}") for key, text in LANGUAGES["en"].items()
        }


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query('họp OR bàn -title:x since:"last week"', site="bendo", fold=True, order="date"),
        Query(author="=Thu Uyên", since=date(2020, 1, 1), until=date(2020, 12, 31), language="vi"),
    ],
)
def test_a_query_comes_back_from_its_json(query: Query) -> None:
    """The same question; what was not set does not stand there."""
    assert Query.from_json(json.loads(json.dumps(query.to_json()))) == query
    assert None not in query.to_json().values()


def test_json_that_is_no_query_is_told() -> None:
    """Nothing is left out of a question without a word."""
    with pytest.raises(QueryError, match="a query has no wann"):
        Query.from_json({"text": "họp", "wann": "2020"})


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"text": '"ba đình'}, "never closed"),
        ({"order": "size"}, "there is no order 'size'; there are relevance, date, -date"),
        (
            {"since": date(2021, 1, 2), "until": date(2021, 1, 1)},
            "nothing is published since 2021-01-02 and until 2021-01-01",
        ),
        ({"author": "…"}, "author '…' has no word to search for"),
        ({"limit": 0}, "the limit is at least 1"),
        ({"offset": -1}, "the offset at least 0"),
    ],
)
def test_what_cannot_be_asked_is_told_at_once(wrong: dict[str, object], complaint: str) -> None:
    """Before anything is searched."""
    with pytest.raises(QueryError, match=complaint):
        Query(**wrong)  # type: ignore[arg-type]


def test_a_hit_has_the_article_and_its_place_in_context(engine: Engine, index: Path) -> None:
    """With the words marked as published, and the whole article in its JSON."""
    store(engine, *ALL)
    results = search(engine, index, Query("tran thi hoa"))
    (hit,) = results.hits
    assert results.total == 1
    assert hit.found.article == MEETING
    assert [hit.snippet.text[start:end] for start, end in hit.snippet.marks] == ["Trần", "Thị", "Hòa"]
    assert list(hit.to_json()) == [*FIELDS, "snippet"]
    assert hit.to_json()["published_at"] == "2020-12-04T19:15:00+07:00"
    assert hit.to_json()["fetched_at"] == FETCHED.isoformat()


def test_a_site_that_the_archive_does_not_have_is_an_error(engine: Engine, index: Path) -> None:
    """Which names those it has, of many those that are most like it; nothing found would be misleading."""
    store(engine, MEETING)
    with pytest.raises(QueryError, match=r"has no site 'bendoo'; it has bendo$"):
        search(engine, index, Query(site="bendoo"))
    with writing(engine) as session:
        for number in range(30):
            site_row(session, f"quan-{number}")
    with pytest.raises(QueryError, match=r"has no site 'bendoo'; it has bendo, …$"):
        search(engine, index, Query(site="bendoo"))


def test_copies_are_shown_with_what_they_copy(engine: Engine, index: Path) -> None:
    """Nothing is folded away: the hit says of which article it is a copy."""
    (first,) = store(engine, MEETING)
    (second,) = store(engine, replace(MEETING, url="https://songben.example/x"), site="songben")
    hits = search(engine, index, Query("ngân sách")).hits
    assert {hit.found.id: (hit.found.duplicate_of, hit.found.duplicate_kind) for hit in hits} == {
        first: (None, None),
        second: (first, "exact"),
    }


def test_an_article_is_found_by_number_url_and_key(engine: Engine) -> None:
    """The URL with or without what does not matter in it."""
    (number,) = store(engine, MEETING)
    assert MEETING.url
    for which in (str(number), MEETING.url, "bendo/Quận uỷ họp phiên thường kỳ"):
        assert get(engine, which).id == number
    with pytest.raises(NotFoundError, match="has no article '77'"):
        get(engine, "77")
    with pytest.raises(NotFoundError, match=r"has no article '9{30}'"):
        get(engine, "9" * 30)


def test_a_withdrawn_article_is_nowhere(engine: Engine, index: Path) -> None:
    """Not found, not shown, not exported; asked for by number, its withdrawal is told."""
    meeting, clinic, road = store(engine, *ALL)
    with writing(engine) as session:
        withdraw(session, meeting, "the author's wish")
    assert search(engine, index, Query()).total == 2
    assert [found.id for found in every(engine, index, Query())[1]] == [clinic, road]
    with pytest.raises(
        NotFoundError, match=rf"article {meeting} was withdrawn on \d{{4}}-\d\d-\d\d: the author's wish"
    ):
        get(engine, str(meeting))


def test_one_withdrawn_behind_a_stale_index_is_not_shown(engine: Engine, index: Path) -> None:
    """The database has the last word."""
    numbers = store(engine, *ALL)
    total, articles = every(engine, index, Query())
    with writing(engine) as session:
        withdraw(session, numbers[0], "in the meantime")
    assert total == 3
    assert [found.id for found in articles] == numbers[1:]


def test_earlier_texts_are_kept(engine: Engine) -> None:
    """Each with its number and its time."""
    (number,) = store(engine, MEETING)
    assert revisions(engine, number) == []
    store(engine, replace(MEETING, paragraphs=("Ngắn lại.",)))
    (version,) = revisions(engine, number)
    assert version.article.paragraphs == MEETING.paragraphs
    assert version.number == 1
    assert version.to_json()["title"] == MEETING.title
    assert get(engine, str(number)).revision == 2


def test_what_came_without_a_page_says_so(engine: Engine) -> None:
    """It is a message, not a crash."""
    (number,) = store(engine, MEETING)
    with pytest.raises(NotFoundError, match=f"article {number} has no page"):
        kept_page(engine, number)


def test_rights_are_those_of_the_sites(engine: Engine) -> None:
    """Of the sites that are asked for."""
    store(engine, ROAD)
    store(engine, CLINIC, site="songben")
    assert rights(engine, {"bendo"}) == {"bendo": "CC BY 4.0"}
