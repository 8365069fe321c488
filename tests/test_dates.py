"""Dates are read as pages show them, and nothing else is taken for a date."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates import Stamp, find_dates, is_modified, read_date, read_machine_date

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2021, 5, 22, 15, 0, tzinfo=HANOI)


def shown(text: str, language: str = "vi", zone: ZoneInfo = HANOI) -> str | None:
    """The date as ISO 8601, the day alone if the text says no more."""
    stamp = read_date(text, zone, NOW, language)
    return stamp and iso(stamp)


def iso(stamp: Stamp) -> str:
    return stamp.moment.date().isoformat() if stamp.precision == "day" else stamp.moment.isoformat()


MINUTES = [
    ("19:41 04/12/2020", "2020-12-04T19:41:00+07:00"),
    ("(Thứ bảy, 22/05/2021 11:38)", "2021-05-22T11:38:00+07:00"),
    ("Thứ hai, 24/05/2021, 20:22", "2021-05-24T20:22:00+07:00"),
    ("Monday, 24/05/2021, 22:38", "2021-05-24T22:38:00+07:00"),
    ("07:12 ngày 24/03/2024", "2024-03-24T07:12:00+07:00"),
    ("- 07/03/2026 08:47", "2026-03-07T08:47:00+07:00"),
    ("07-03-2026 - 00:01 AM", "2026-03-07T00:01:00+07:00"),
    ("20/01/2022 01:39 PM", "2022-01-20T13:39:00+07:00"),
    ("20/01/2022 13:39 PM", "2022-01-20T13:39:00+07:00"),
    ("20/01/2022 12:05 AM", "2022-01-20T00:05:00+07:00"),
    ("07/03/2026 08:06 GMT+7", "2026-03-07T08:06:00+07:00"),
    ("07/03/2026 08:06 GMT+9", "2026-03-07T08:06:00+09:00"),
    ("Thứ bảy, 7/3/2026, 00:05 (GMT+7)", "2026-03-07T00:05:00+07:00"),
    ("Chủ nhật 20/12/2020 - 10:57", "2020-12-20T10:57:00+07:00"),
    ("CN, 20/12/2020 10:57", "2020-12-20T10:57:00+07:00"),
    ("Thứ 6, 04/12/2020 | 19h41", "2020-12-04T19:41:00+07:00"),
    ("T6, 04/12/2020 19h41'", "2020-12-04T19:41:00+07:00"),
    ("19 giờ 41 ngày 4/12/2020", "2020-12-04T19:41:00+07:00"),
    ("19 giờ 41 phút, ngày 4 tháng 12 năm 2020", "2020-12-04T19:41:00+07:00"),
    ("Thứ hai - 05/08/2019 14:30", "2019-08-05T14:30:00+07:00"),
    ("04/12/2020 7:41 SA", "2020-12-04T07:41:00+07:00"),
    ("04/12/2020 7:41:12 CH", "2020-12-04T19:41:12+07:00"),
    ("Cập nhật lúc: 19h41, thứ Sáu, 04/12/2020", "2020-12-04T19:41:00+07:00"),
    ("Thứ ba Ngày 18 Tháng 08 Năm 2026, 01:53:59", "2026-08-18T01:53:59+07:00"),
    ("04/12/20 19:41", "2020-12-04T19:41:00+07:00"),
    ("04/12/2020 19:41 | Cập nhật: 05/12/2020 10:00", "2020-12-04T19:41:00+07:00"),
    ("Đã xem: 120 - 04/12/2020 19:41", "2020-12-04T19:41:00+07:00"),
    ("2020-12-04T19:41:00+07:00", "2020-12-04T19:41:00+07:00"),
    ("3/24/2024 7:12:35 AM", "2024-03-24T07:12:35+07:00"),
    ("2 giờ trước", "2021-05-22T13:00:00+07:00"),
    ("Cách đây 5 phút", "2021-05-22T14:55:00+07:00"),
    ("hôm qua, 14:30", "2021-05-21T14:30:00+07:00"),
]
DAYS = [
    ("Ngày đăng: 05/07/2025", "2025-07-05"),
    ("Ngay dang: 5/03/2013", "2013-03-05"),
    ("01/03/2026", "2026-03-01"),
    ("05.07.2025", "2025-07-05"),
    ("ngày 4 tháng 12 năm 2020", "2020-12-04"),
    ("Hôm nay", "2021-05-22"),
    ("04/12/2021 - 4 Lượt xem", "2021-12-04"),
    ("Tháng Mười Hai 4, 2020", "2020-12-04"),
    ("3 ngày trước", "2021-05-19"),
    ("2020年12月4日", "2020-12-04"),
]
FOREIGN = [
    ("December 4, 2020", "en", "2020-12-04"),
    ("Friday 4th December 2020 at 19:41", "en", "2020-12-04T19:41:00+07:00"),
    ("Dec. 4, 2020 7:41 p.m.", "en", "2020-12-04T19:41:00+07:00"),
    ("Posted on Dec 4, 2020 7:41 pm ET", "en", "2020-12-04T19:41:00-05:00"),
    ("Freitag, 4. Dezember 2020, 19.41 Uhr", "de", "2020-12-04T19:41:00+07:00"),
    ("Publié le 4 décembre 2020 à 19h41", "fr", "2020-12-04T19:41:00+07:00"),
    ("4 de diciembre de 2020", "es", "2020-12-04"),
    ("4 dicembre 2020", "it", "2020-12-04"),
    ("4 grudnia 2020 19:41", "pl", "2020-12-04T19:41:00+07:00"),
    ("4 декабря 2020, 19:41", "ru", "2020-12-04T19:41:00+07:00"),
]


@pytest.mark.parametrize(("text", "expected"), MINUTES + DAYS)
def test_displayed_forms_are_read(text: str, expected: str) -> None:
    """Every form that portals show, with its label, weekday, brackets; the precision is what the text states."""
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "language", "expected"), FOREIGN)
def test_other_languages_are_read(text: str, language: str, expected: str) -> None:
    """Months in words: by the tables here, or by dateparser in the page's language."""
    assert shown(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "4-7", "ngày 5-3", "27/11", "(26.11)", "12/2020", "2020 - 2025", "31/5/1961 - 31/5/2021", "60 năm", "19:41",
        "1.2.34",
        "Nghị quyết số 12/2020/NĐ-CP", "4 Lượt xem", "Thứ hai", "", "024.3736.6491", "1.134 tỷ đồng", "04/12/20",
        "Ngày 26/11/2021, Phó Thủ tướng ký Quyết định", "5 tháng trước",
    ],
)  # fmt: skip
def test_what_is_not_fully_a_date_is_none(text: str) -> None:
    """No year, two days, a sentence with a date in it, a number: never a date of this year."""
    assert shown(text) is None


@pytest.mark.parametrize("text", ["31/02/2020", "30 tháng 2 năm 2020", "13/13/2020", "00/12/2020", "29/02/2021 10:00"])
def test_impossible_dates_are_none(text: str) -> None:
    """The calendar decides."""
    assert shown(text) is None


def test_relative_dates_need_the_time_of_the_fetch() -> None:
    """Without it nobody knows when "2 giờ trước" was."""
    assert read_date("2 giờ trước", HANOI) is None
    assert read_date("hôm qua", HANOI) is None


def test_american_order_needs_evidence() -> None:
    """Numbers that cannot be day before month, or an English page in an American zone."""
    assert shown("03/04/2024", "en") == "2024-04-03"
    assert shown("03/24/2024", "en") == "2024-03-24"
    assert shown("03/04/2024", "en", NEW_YORK) == "2024-03-04"
    assert shown("03/04/2024", "es", ZoneInfo("America/Bogota")) == "2024-04-03"


def test_dates_are_found_in_running_text() -> None:
    """Full dates with the time beside them, and where they stand."""
    line = "Lễ kỷ niệm (31/5/1961), lúc 15h30 ngày 5/12/2020; đăng 04/12/2020 19:41 (GMT+7), số 68/2026/NĐ-CP, ngày 4-7"
    found = find_dates(line, HANOI)
    assert [(line[start:end].rstrip("() GMT+7"), iso(stamp)) for start, end, stamp in found] == [
        ("31/5/1961", "1961-05-31"),
        ("15h30 ngày 5/12/2020", "2020-12-05T15:30:00+07:00"),
        ("04/12/2020 19:41", "2020-12-04T19:41:00+07:00"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-12-04T19:41:00+0700", "2020-12-04T19:41:00+07:00"),
        ("2020-12-04T19:41:00.1234567Z", "2020-12-04T19:41:00+00:00"),
        ("2020-12-04T19:41:00 +07:00", "2020-12-04T19:41:00+07:00"),
        ("2020-12-04 19:41:00", "2020-12-04T19:41:00+07:00"),
        ("2020-12-04", "2020-12-04"),
        ("20201204", "2020-12-04"),
        ("20201204T194100Z", "2020-12-04T19:41:00+00:00"),
        ("1607085660", "2020-12-04T19:41:00+07:00"),
        ("1607085660000", "2020-12-04T19:41:00+07:00"),
        ("/Date(1607085660000)/", "2020-12-04T19:41:00+07:00"),
        ("Fri, 04 Dec 2020 19:41:00 GMT", "2020-12-04T19:41:00+00:00"),
        ("Fri Dec 04 2020 19:41:00 GMT+0700 (Indochina Time)", "2020-12-04T19:41:00+07:00"),
        ("04/12/2020 19:41", "2020-12-04T19:41:00+07:00"),
    ],
)
def test_machine_dates_are_read(text: str, expected: str) -> None:
    """ISO 8601, RFC 2822, seconds and milliseconds; a value without a zone is local time."""
    stamp = read_machine_date(text, HANOI)
    assert stamp
    assert iso(stamp) == expected


@pytest.mark.parametrize(
    "text", ["", "0", "2020-13-01", "-0001-11-30T00:00:00+00:00", "0001-01-01", "32 Jan 2020 10:00", "20201399"]
)
def test_machine_dates_that_are_none(text: str) -> None:
    """What content systems write where they have no date."""
    assert read_machine_date(text, HANOI) is None


def test_labels_of_changes_are_told_from_labels_of_publication() -> None:
    """ "Cập nhật" is not "Ngày đăng"."""
    assert is_modified("Cập nhật lúc: 19:41 04/12/2020")
    assert is_modified("Updated 4 December 2020")
    assert not is_modified("Ngày đăng: 04/12/2020")
    assert not is_modified("04/12/2020")


FORMS = [
    "{0:%H:%M} {0:%d/%m/%Y}", "(Thứ bảy, {0:%d/%m/%Y} {0:%H:%M})", "Chủ nhật {0:%d/%m/%Y} - {0:%H:%M}",
    "{0:%d-%m-%Y} - {0:%H:%M} AM",
    "{0:%d/%m/%Y} {0:%I:%M} {0:%p}", "{0:%d/%m/%Y} {0:%H:%M} GMT+7", "Thứ 6, {0:%d/%m/%Y} | {0.hour}h{0:%M}",
    "{0.hour} giờ {0:%M} ngày {0.day} tháng {0.month} năm {0.year}", "{0.hour}:{0:%M} ngày {0.day}/{0.month}/{0.year}",
    "Ngày đăng: {0.day}/{0.month}/{0.year} {0:%H:%M}", "{0:%Y-%m-%dT%H:%M}+07:00", "{0:%B} {0.day}, {0.year} {0:%H:%M}",
    "{0.day} {0:%b} {0.year}, {0:%H:%M}", "{0:%d.%m.%Y} {0.hour}:{0:%M} (GMT+7)",
]  # fmt: skip
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(MOMENTS, st.sampled_from(FORMS))
def test_what_is_displayed_reads_back(moment: datetime, form: str) -> None:
    """Any moment in any displayed form is that moment again."""
    if form.endswith("AM") and moment.hour == 12:
        moment += timedelta(hours=1)  # "12:30 AM" is half past midnight, whatever the clock meant
    stamp = read_date(form.format(moment), HANOI)
    assert stamp == Stamp(moment.replace(tzinfo=HANOI), "minute")


@given(MOMENTS)
def test_days_read_back(moment: datetime) -> None:
    """A date without a time is that day, and claims no more."""
    for form in (
        "{0:%d/%m/%Y}",
        "{0.day}/{0.month}/{0.year}",
        "ngày {0.day} tháng {0.month} năm {0.year}",
        "{0:%Y-%m-%d}",
    ):
        stamp = read_date(form.format(moment), HANOI)
        assert stamp == Stamp(moment.replace(hour=0, minute=0, tzinfo=HANOI), "day")


PIECES = st.lists(
    st.sampled_from(
        [
            "4",
            "12",
            "2020",
            "/",
            "-",
            ".",
            " ",
            ":",
            "h",
            "giờ",
            "ngày",
            "tháng",
            "năm",
            "Thứ",
            "AM",
            "GMT+",
            "+07",
            "(",
            "|",
            "CN",
        ]
    )
).map("".join)


@given(st.one_of(st.text(max_size=80), PIECES), st.sampled_from(["vi", "en", "de", "xx", "zh-TW", ""]))
def test_no_text_is_too_odd(text: str, language: str) -> None:
    """Arbitrary text is a date or none; it never raises."""
    read_date(text, HANOI, NOW, language)
    read_machine_date(text, HANOI)
    is_modified(text)
    for start, end, _ in find_dates(text, HANOI, NOW):
        assert 0 <= start < end <= len(text)
