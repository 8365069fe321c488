"""What speaks for and against a date: other dates of the page, the time of the fetch, the order of day and month."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from models.article import Article, Page
from pipelines.candidates import Candidate
from pipelines.dateproof import agreement, in_zone, judged
from pipelines.dates import Stamp, read_date, read_machine_date
from pipelines.extract import explain, extract
from pipelines.zones import NOWHERE

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FETCHED = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
TEXT = (
    "<p>Sáng nay, hơn hai trăm hộ dân ở phường Vân Hồ đã bàn giao mặt bằng cho dự án mở rộng đường Lê Gia Định.</p>"
    "<p>Chủ đầu tư cam kết hoàn thành trước Tết, hỗ trợ thêm sáu tháng tiền thuê nhà cho các hộ phải di dời.</p>"
)


def page(head: str = "", shown: str = "", fetched: datetime | None = None) -> Page:
    title = "Mở rộng đường Lê Gia Định trước Tết"
    source = (
        f"<html><head><meta charset='utf-8'><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1>{shown}<div>{TEXT}</div></body></html>"
    )
    return Page(source.encode(), "https://a.example.vn/tin/1.html", fetched)


def article(head: str = "", shown: str = "", fetched: datetime | None = None) -> Article:
    return extract(page(head, shown, fetched))


def pubdate(value: str) -> str:
    return f'<meta name="pubdate" content="{value}">'


def candidate(text: str, origin: str = "meta", zone: ZoneInfo = VIETNAM) -> Candidate:
    stamp = read_machine_date(text, zone)
    assert stamp is not None
    return Candidate("published", stamp, origin)


def test_month_comes_first_where_another_date_says_so() -> None:
    """ "3/4/2024 7:12:35 AM" is 4 March where the page shows 04/03/2024 itself, and 3 April where it shows that."""
    american = article(pubdate("3/4/2024 7:12:35 AM"), "<p>Ngày đăng: 4 tháng 3 năm 2024</p>")
    assert american.published_at == datetime(2024, 3, 4, 7, 12, 35, tzinfo=VIETNAM)
    usual = article(pubdate("3/4/2024 7:12:35 AM"), "<p>Ngày đăng: 3 tháng 4 năm 2024</p>")
    assert usual.published_at == datetime(2024, 4, 3, 7, 12, 35, tzinfo=VIETNAM)


def test_month_comes_first_where_the_day_is_beyond_twelve() -> None:
    """There is no month 24."""
    assert article(pubdate("3/24/2024 7:12:35 AM")).published_at == datetime(2024, 3, 24, 7, 12, 35, tzinfo=VIETNAM)


def test_month_comes_first_where_the_date_would_be_in_the_future() -> None:
    """A page fetched on 1 May was not published on 3 December."""
    found = article(pubdate("3/12/2024 7:12:35 AM"), fetched=FETCHED)
    assert found.published_at == datetime(2024, 3, 12, 7, 12, 35, tzinfo=VIETNAM)


def test_without_evidence_the_day_comes_first() -> None:
    """The American order is never assumed."""
    assert article(pubdate("3/4/2024 7:12:35 AM")).published_at == datetime(2024, 4, 3, 7, 12, 35, tzinfo=VIETNAM)
    assert read_date("12/12/2024", VIETNAM) == Stamp(datetime(2024, 12, 12, tzinfo=VIETNAM), "day")


@pytest.mark.parametrize(
    ("shown", "trap"),
    [
        ("<p>Ngày đăng: 20/06/2024</p>", "newer than the fetch"),
        ("<p>Thứ tư, 01/05/2024 15:59</p>", "the time of the fetch"),
        ("<p>Ngày 10/10/1954</p>", "older than news sites"),
    ],
)
def test_what_is_no_date_of_a_post(shown: str, trap: str) -> None:
    """A date to come, the clock of a header, the year of a foundation: none, and the evidence says why."""
    explained = explain(page("", shown, FETCHED))
    assert explained.article.published_at is None
    assert [one.candidate.traps[0] for one in explained.candidates if one.field == "published"] == [trap]


def test_an_old_date_for_machines_is_believed() -> None:
    """Papers put their archives on the web."""
    assert article(pubdate("1969-07-21")).published_at == datetime(1969, 7, 21, tzinfo=VIETNAM)


def test_a_moment_in_utc_is_told_in_the_pages_zone() -> None:
    """What is published at half past six in the evening, UTC, is published on the next day in Vietnam."""
    found = article(pubdate("2024-03-24T18:30:00Z"))
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2024-03-25T01:30:00+07:00"


def test_the_same_moment_without_a_zone_tells_the_zone() -> None:
    """08:21:02 UTC and 04:21:02 on one page are one moment, four hours west of Greenwich."""
    stated = [candidate("2024-04-25T08:21:02Z", "json-ld"), candidate("2024-04-25T04:21:02", "meta", NOWHERE)]
    assert agreement(*stated) == 1
    told = in_zone(stated[0].value, stated, NOWHERE)
    assert told.moment.isoformat() == "2024-04-25T04:21:02-04:00"


def test_a_zone_that_is_stated_stays() -> None:
    """Only UTC is translated: a page that says +09:00 means it."""
    stamp = candidate("2024-04-25T08:21:02+09:00").value
    assert in_zone(stamp, [], VIETNAM) == stamp


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("2024-03-24T07:12:00+07:00", "2024-03-24T00:12:20Z", 1),
        ("2024-03-24T07:12:00+07:00", "2024-03-24T09:12:00+07:00", 0),
        ("2024-03-24T07:12:00+07:00", "2024-03-24", 1),
        ("2024-03-24", "2024-03-24T07:12:00+07:00", 0.5),
        ("2024-03-23T21:40:00+07:00", "2024-03-24", 0.5),
        ("2024-03-24", "2024-03-24", 1),
        ("2024-03-24", "2024-03-25", 0),
    ],
)
def test_agreement_of_dates(one: str, other: str, share: float) -> None:
    """A day speaks for a moment in it, a moment half for its bare day; papers are dated a day ahead."""
    assert agreement(candidate(one), candidate(other, "json-ld")) == share


def test_the_stated_moment_is_chosen_by_agreement() -> None:
    """JSON-LD that is alone with its date loses against three places that agree."""
    head = (
        '<script type="application/ld+json">{"@type":"Article","datePublished":"2026-01-01T10:00:00+07:00"}</script>'
        '<meta property="article:published_time" content="2024-03-24T07:12:00+07:00">'
    )
    found = article(head, "<p>Chủ nhật, 24/03/2024 07:12</p>")
    assert found.published_at == datetime(2024, 3, 24, 7, 12, tzinfo=VIETNAM)
    assert found.origins["published_at"] == "opengraph"


def test_meta_names_are_one_whatever_parts_their_words() -> None:
    """ "article:published:time", "article.published-time": one name."""
    for name in ("article:published:time", "article.published_time", "Article-Published-Time"):
        found = article(f'<meta name="{name}" content="2024-03-24T07:12:00+07:00">')
        assert found.published_at == datetime(2024, 3, 24, 7, 12, tzinfo=VIETNAM)


def test_the_entries_of_a_live_blog_are_not_the_article() -> None:
    """Objects inside the article's own come after it, however much they say."""
    head = (
        '<script type="application/ld+json">{"@type":"LiveBlogPosting","datePublished":"2024-03-24T07:12:00+07:00",'
        '"liveBlogUpdate":[{"@type":"BlogPosting","headline":"Xe cứu hoả đã đến","articleBody":"Ba xe.",'
        '"datePublished":"2024-03-25T21:00:00+07:00"}]}</script>'
    )
    found = article(head)
    assert found.published_at == datetime(2024, 3, 24, 7, 12, tzinfo=VIETNAM)
    assert found.title == "Mở rộng đường Lê Gia Định trước Tết"


def test_an_epoch_is_a_moment_in_utc() -> None:
    """Seconds since 1970 need no zone."""
    stamp = read_machine_date("1711242720", NOWHERE)
    assert stamp is not None
    assert stamp.moment == datetime(2024, 3, 24, 1, 12, tzinfo=UTC)
    assert stamp.moment.tzinfo is not NOWHERE


def test_judging_keeps_every_candidate() -> None:
    """Traps are marked, nothing is dropped: the evidence shows all of it."""
    found = [candidate("2024-06-20"), candidate("2024-03-24T00:00:00+07:00")]
    marked = judged(found, FETCHED)
    assert [one.traps for one in marked] == [("newer than the fetch", "no time of day"), ("midnight",)]
    later = Candidate(
        "published", Stamp(datetime(2024, 5, 1, 22, 0, tzinfo=timezone(timedelta(hours=13))), "minute"), "x"
    )
    assert judged([later], FETCHED)[0].traps == ()
